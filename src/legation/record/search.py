"""What the record holds of somebody, some time, some kind: timelines and statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from legation.knowledge.sureness import ANY, Least
from legation.knowledge.tables import state_of, states
from legation.record import named
from legation.record.asking import SURE_ENOUGH
from legation.record.derive import current
from legation.record.finding import Found, event
from legation.record.store import Store, days

MOST: Final = 1000
SAID: Final = "s.said = '', s.said, s.article_id, s.content_start"


STATE: Final = "code = ?"
NAMED: Final = "(code = ? OR actor_id = ? OR name LIKE ? ESCAPE '!')"
KEYED: Final = "CASE actor_id WHEN '' THEN name ELSE actor_id END IN (SELECT value FROM json_each(?))"
SPEAKERS: Final = "SELECT statement_id FROM statements CROSS JOIN parties ON entry_id = statement_id WHERE role = 'speaker'"
TAKING_PART: Final = "SELECT event_id FROM event_parties WHERE role <> 'by'"  # in any of its tellings
SAYING: Final = "s.statement_id IN (SELECT entry_id FROM words WHERE kind = 'statement' AND words MATCH ?)"
TOLD: Final = "e.event_id IN (SELECT event_id FROM members JOIN words ON entry_id = telling_id WHERE kind = 'event' AND words MATCH ?)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; "" or () asks for nothing in particular. Every party named must take part.

    `least` is how sure an entry must be; `skip` is how many are passed over, for those after a first listing.
    """

    parties: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    type: str = ""
    status: str = ""
    text: str = ""
    limit: int = MOST
    least: Least = ANY
    skip: int = 0


def timeline(store: Store, asked: Asked) -> Iterator[Found]:
    """The events that fit, each once, in the order in which they happen, the undated last."""
    current(store)
    fitting, values = _events(store, asked)
    for row in store.each(f"SELECT e.* {fitting} LIMIT ? OFFSET ?", (*values, asked.limit, asked.skip)):
        yield event(store, row)


def event_ids(store: Store, asked: Asked) -> list[str]:
    """The ids of all events that fit, in the same order, whatever the limit."""
    current(store)
    fitting, values = _events(store, asked)
    return [row[0] for row in store.query(f"SELECT e.event_id {fitting}", tuple(values))]


def _events(store: Store, asked: Asked) -> tuple[str, list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    for party in asked.parties:
        which, keys = _taking_part(store, party)
        where.append(which)
        values.append(keys)
    if asked.text:
        where.append(TOLD)
        values.append(quoted(asked.text))
    where.append("e.corrected < 2")
    for column, value in (("e.type", asked.type), ("e.status", asked.status)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    if asked.least.event:
        where.append(SURE_ENOUGH)
        values.append(asked.least.event)
    if asked.since:
        where.append("e.happens_to >= ?")
        values.append(days(asked.since)[0])
    if asked.until:
        where.append("e.happens_from <= ? AND e.happens_from <> ''")
        values.append(days(asked.until)[1])
    return f"FROM events e {_where(where)} ORDER BY e.happens_from = '', e.happens_from, e.event_id", values


def _taking_part(store: Store, party: str) -> tuple[str, str]:
    """Which events a party takes part in, and what stands for it in the question."""
    keys = named.parties(store, party)
    if len(keys) == 1 and keys[0] in states():  # a state is found by its code alone, which is quick
        return f"e.event_id IN ({TAKING_PART} AND {STATE})", keys[0]
    return f"e.event_id IN ({TAKING_PART} AND {KEYED})", json.dumps(keys)


def statements(store: Store, asked: Asked) -> Iterator[Found]:
    """The statements that fit, in the order in which they were said; parties are who speaks."""
    where, values = _said(asked)
    sql = f"SELECT s.* FROM statements s {_where(where)} ORDER BY {SAID} LIMIT ? OFFSET ?"
    for row in store.query(sql, (*values, asked.limit, asked.skip)):
        yield Found(store.article(row["article_id"], row["version"]), store.statement(row))


def statement_ids(store: Store, asked: Asked, around: Iterable[str] = ()) -> list[str]:
    """The ids of all statements that fit, the surest first; of those articles alone that tell the events `around`, where any are given."""
    where, values = _said(asked)
    if events := list(around):
        told = "JOIN members m USING (telling_id) WHERE m.event_id IN (SELECT value FROM json_each(?))"
        where.append(f"(s.article_id, s.version) IN (SELECT t.article_id, t.version FROM tellings t {told})")
        values.append(json.dumps(events))
    sql = f"SELECT s.statement_id FROM statements s {_where(where)} ORDER BY s.confidence DESC, {SAID}"
    return [row[0] for row in store.query(sql, tuple(values))]


def _said(asked: Asked) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    for party in asked.parties:
        code = state_of(party)
        where.append(f"s.statement_id IN ({SPEAKERS} AND {STATE if code else NAMED})")
        values += (code,) if code else (party.upper(), party, f"%{named.literal(party)}%")
    if asked.text:
        where.append(SAYING)
        values.append(quoted(asked.text))
    if asked.least.statement:
        where.append("s.confidence >= ?")
        values.append(asked.least.statement)
    if asked.since:
        where.append("s.said >= ?")
        values.append(asked.since)
    if asked.until:
        where.append("s.said <= ?")
        values.append(days(asked.until)[1])
    return where, values


def quoted(text: str) -> str:
    """Words as the full-text index takes them: all of them, each as it is, whatever signs are in it."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in text.split())


def _where(parts: list[str]) -> str:
    return "WHERE " + " AND ".join(parts) if parts else ""
