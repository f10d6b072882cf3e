"""What is derived from the tellings, made in one pass when it is first asked for after something changed.

One pass over everything keeps the outcome the same in whatever order articles came in; it takes seconds for a hundred thousand tellings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legation.record import docket
from legation.record.aliases import living
from legation.record.corrections import by_telling, corrections, parts, verdict
from legation.record.events import Merged, also, merged
from legation.record.likeness import Copy, copies, keep_sketches, missing, sketches
from legation.record.merge import merge
from legation.record.store import DERIVED, Store, days
from legation.record.tellings import Telling, load

SMALL: Final = 20_000  # tellings
RULES: Final = 13  # rises when merging or the docket decides otherwise


def fresh(store: Store) -> bool:
    """Whether what is derived fits the tellings and what people decided."""
    return store.setting("derived") == _stamp(store)


def current(store: Store) -> None:
    """Bring what is derived up to date, where it is not; who is only looking takes it as it is."""
    if not store.looking and not fresh(store):
        with store.whole():
            if not fresh(store):  # another run may have done it meanwhile
                _derive(store)


def current_if_small(store: Store) -> None:
    """The same where it takes a moment: so that other tools find a small record complete."""
    if store.counts()["tellings"] <= SMALL:
        current(store)


def again(store: Store) -> None:
    """Make all that is derived again."""
    with store.whole():
        store.write("DELETE FROM sketches")
        _derive(store)


def _stamp(store: Store) -> str:
    return f"{store.setting('changed') or 0}/{RULES}"


def _derive(store: Store) -> None:
    write(store, derived(store), _stamp(store))


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the tellings and what people decided."""

    events: Sequence[Merged]
    copies: Sequence[Copy]
    aliases: Sequence[tuple[str, str]]
    items: Sequence[docket.Item]


def derived(store: Store) -> Derived:
    """Everything that follows, made; nothing of it is written but sketches."""
    tellings = load(store)
    found = article_copies(store, tellings)
    gone = living(store, tellings)
    events = merged_events(store, tellings, found, gone)
    items = docket.follow([e for e in events if verdict(e.corrections) != "rejected"])
    return Derived(events, found, list(_aliases(events, gone)), items)


def write(store: Store, made: Derived, stamp: str) -> None:
    """Put what follows in the place of what did before; inside a transaction."""
    store.clear()
    _write_events(store, made.events)
    store.write_many("INSERT INTO copies VALUES (?, ?, ?)", [(c.article, c.of, c.likeness) for c in made.copies])
    store.write_many("INSERT OR IGNORE INTO aliases VALUES (?, ?)", made.aliases)
    _write_docket(store, made.items)
    store.set("derived", stamp)
    store.set("derived_seal", store.digest(DERIVED))


def behind(path: Path) -> None:
    """Bring what is derived up to date while others read and write: it is made from the record as it was, and then written at once.

    What is added meanwhile waits for the next time.
    """
    with Store(path, looking=True) as then:
        if fresh(then):
            return
        made, stamp, forgotten = derived(then), _stamp(then), _forgotten(then)
        drawn = missing(then)
    with Store(path) as store, store.whole():
        if _forgotten(store) == forgotten and not fresh(store):  # no word of what was forgotten comes back
            keep_sketches(store, drawn)
            write(store, made, stamp)


def _forgotten(store: Store) -> int:
    return int(store.query("SELECT count(*) FROM forgotten")[0][0])


def article_copies(store: Store, tellings: Sequence[Telling]) -> list[Copy]:
    """The articles that are copies of others, of those that tell something."""
    order = dict.fromkeys(t.article for t in tellings)  # tellings come in the order in which they were told
    return copies(sketches(store), order)


def merged_events(store: Store, tellings: Sequence[Telling], found: Sequence[Copy], gone: Mapping[str, str]) -> list[Merged]:
    """The events that the tellings come to, in the order in which they were first told."""
    of = {c.article: c.of for c in found}
    corrected = by_telling(corrections(store), gone)
    events = []
    for members in merge(tellings, of, parts(store, gone)):
        its = sorted((c for m in members for c in corrected.get(m.telling.id, ())), key=lambda c: c.id)
        events.append(merged(members, of, its))
    return events


def _aliases(events: Sequence[Merged], gone: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    of = {m.telling.id: e.id for e in events for m in e.members}
    yield from of.items()
    yield from ((old, of[now]) for old, now in gone.items() if now in of)


def _write_events(store: Store, events: Sequence[Merged]) -> None:
    store.write_many(f"INSERT INTO events VALUES ({_marks(19)})", map(_event_row, events))
    store.write_many("INSERT INTO members VALUES (?, ?, ?)", ((m.telling.id, e.id, m.reason) for e in events for m in e.members))
    store.write_many(f"INSERT INTO event_parties VALUES ({_marks(7)})", (row for e in events for row in _party_rows(e)))


def _event_row(e: Merged) -> tuple[Any, ...]:
    t = e.best
    first, last = days(t.happens)
    return (
        e.id, t.id, t.type, t.mode, t.status, int(e.disputed), t.happens, first, last, t.place, t.place_code, t.cameo, t.evidence,
        len(e.members), e.articles, e.sources, e.first_told, e.last_told, _corrected(e),
    )  # fmt: skip


def _corrected(e: Merged) -> int:
    return 2 if verdict(e.corrections) == "rejected" else int(bool(e.corrections))


def _party_rows(e: Merged) -> Iterator[tuple[Any, ...]]:
    roles = (("actor", e.best.actors), ("recipient", e.best.recipients), ("by", e.best.by), ("also", also(e)))
    for role, sides in roles:
        for i, s in enumerate(sides):
            yield e.id, role, i, s.id, s.name, s.code, s.sector


def _write_docket(store: Store, items: Sequence[docket.Item]) -> None:
    rows = ((i.id, i.type, _json(i.by), i.since, i.words, len(i.moves) - 1) for i in items)
    store.write_many(f"INSERT INTO items VALUES ({_marks(6)})", rows)
    store.write_many(f"INSERT INTO moves VALUES ({_marks(12)})", (_move_row(i.id, n, m) for i in items for n, m in enumerate(i.moves)))
    store.write_many("INSERT INTO item_parties VALUES (?, ?)", docket.parties(items))


def _move_row(item: str, position: int, m: docket.Move) -> tuple[Any, ...]:
    return (item, position, m.date, m.told, m.state, m.stands, _json(m.parties), m.due, m.place, m.lapses, m.event, m.words)


def _json(names: Sequence[str]) -> str:
    return json.dumps(names, ensure_ascii=False)


def _marks(n: int) -> str:
    return ", ".join("?" for _ in range(n))
