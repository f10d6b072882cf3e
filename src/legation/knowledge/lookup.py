"""What the tables know of a name on a day, with sources: the answer to `legation who`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from legation.entries import Fact
from legation.errors import BadDate
from legation.knowledge import tables
from legation.knowledge.days import fault
from legation.knowledge.offices import heads_of, holders, kind_of, titled

CHIEFS: Final = ("president", "prime minister", "supreme leader", "king", "queen", "emir", "sultan", "foreign minister", "defence minister")
NEAREST: Final = 8  # people of one surname that are told


def who(name: str, on: str = "") -> tuple[Fact, ...]:
    """What is known of a person, state, body, group, party or office ("the French president") on a day (ISO, maybe cut short).

    Without a day, of all times. Empty where the tables know nothing. Raises BadDate.
    """
    if on and (wrong := fault(on)):
        raise BadDate(f"on {on!r}: {wrong}")
    said = re.sub(r"^(?:the|The)\s+", "", name.strip())
    found = [*_people(said, on), *_states(said, on), *_bodies(said, on)]
    return tuple(dict.fromkeys(found or [*_offices(said, on), *_surnames(said, on)]))


def _person(row: tables.PersonRow) -> Fact:
    return Fact(row.name, "person", row.code, row.sector, row.office, row.since, row.until, row.source)


def _people(said: str, on: str) -> Iterator[Fact]:
    rows = [row for row in tables.people_named(said) if not on or tables.in_office(row, on)]
    named = [row for row in rows if row.office != "leader"] or rows  # "leader" says less than the office by its name
    yield from (_person(row) for row in sorted(named, key=lambda row: row.since, reverse=True))
    if not rows and on:
        last = tables.person(said, on)
        if last:
            yield _person(last)


def _surnames(said: str, on: str) -> Iterator[Fact]:
    if len(said.split()) == 1:
        yield from (_person(row) for row in tables.by_surname(said, on)[:NEAREST])


def _states(said: str, on: str) -> Iterator[Fact]:
    row = tables.state_form(said)
    if row is None:
        return
    state = tables.states()[row.code]
    what = {"name": "state or territory", "government": row.body or "government"}.get(row.kind, row.kind)
    yield Fact(state.name, "state", row.code, row.sector, what, state.valid_from, state.valid_to, row.source)
    for kind in CHIEFS if on else ():
        yield from (_person(head) for head in holders(row.code, kind, on) if head.office != "leader")
    for m in tables.memberships():
        if m.code == row.code and tables.belongs(m, on):
            yield Fact(state.name, "member", row.code, "", m.organisation, m.since, m.until, m.source)


def _bodies(said: str, on: str) -> Iterator[Fact]:
    for kind, found in (
        ("organisation", tables.organisation(said)), ("group", tables.group(said)), ("party", tables.party(said)),
        ("body", tables.body(said)),
    ):  # fmt: skip
        if found is None or (kind == "body" and not found.code):
            continue
        forms = ", ".join(found.forms)
        yield Fact(found.name, kind, found.code, found.sector, f"also: {forms}" if forms else "", "", "", found.source)
        yield from (_person(head) for head in (heads_of(found.name, "head", on) if kind == "organisation" and on else ()))
        for m in tables.memberships() if kind == "organisation" else ():
            if m.organisation == found.name and tables.belongs(m, on):
                yield Fact(tables.state_name(m.code), "member", m.code, "", found.name, m.since, m.until, m.source)


def _offices(said: str, on: str) -> Iterator[Fact]:
    """ "French president", "president of France", "UN chief": who held it, then or ever."""
    rows = titled(said, on)
    for whose, office in () if rows else _parts(said):
        code = tables.state_of(whose)
        organisation = tables.organisation(whose)
        rows = (holders(code, office, on) if code else ()) or (heads_of(organisation.name, office, on) if organisation else ())
        if rows:
            break
    yield from (_person(row) for row in rows)


def _parts(said: str) -> Iterator[tuple[str, str]]:
    before, of, after = said.partition(" of ")
    if of:
        yield re.sub(r"^the ", "", after), before
    words = re.sub(r"(?i)secretary general", "secretary-general", said).split()
    for i in range(1, len(words)):
        office = " ".join(words[i:])
        if kind_of(office) or i == len(words) - 1:
            yield re.sub(r"['’]s?$", "", " ".join(words[:i])), office
