"""Where the record's events are: towns with their degrees, states as a whole, and what lies nowhere on a map."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legation.record.derive import current
from legation.record.store import Store
from legation.resolving.places import resolve_place


@dataclass(frozen=True, slots=True)
class Located:
    """A place and the ids of its events: a town (degrees north and east), or a state or a region of one (None).

    `code` is the state's; "" where the tables don't know the place.
    """

    name: str
    code: str
    latitude: float | None
    longitude: float | None
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The places, those of most events first, and how many events name none."""

    places: tuple[Located, ...]
    unplaced: int


def located(store: Store, events: Iterable[str] | None = None) -> Places:
    """The places of the events of these ids, or of all of the record's."""
    current(store)
    which = "WHERE e.corrected < 2" if events is None else "WHERE e.event_id IN (SELECT value FROM json_each(?))"
    values = () if events is None else (json.dumps(list(events)),)
    sql = (
        "SELECT e.event_id, e.place, e.place_code, t.place AS told, t.latitude, t.longitude "
        f"FROM events e JOIN tellings t ON t.telling_id = e.told_by {which} ORDER BY e.event_id"
    )
    at: dict[tuple[str, str, float | None, float | None], list[str]] = defaultdict(list)
    for row in store.query(sql, values):
        at[spot(row)].append(row["event_id"])
    unplaced = at.pop(("", "", None, None), [])
    return Places(tuple(_ordered(at.items())), len(unplaced))


def spot(row: sqlite3.Row) -> tuple[str, str, float | None, float | None]:
    """Where an event is: name, state's code, degrees. The row has its place, and under `told` the place in its telling's words."""
    given = (row["place"], row["place_code"], row["latitude"], row["longitude"])
    return given if row["place"] == row["told"] else _corrected(row["place"])


def _corrected(name: str) -> tuple[str, str, float | None, float | None]:
    """A place that a person put there is looked up by its name alone."""
    place = resolve_place(name, ()) if name else None
    return (place.name, place.code, place.latitude, place.longitude) if place else ("", "", None, None)


def _ordered(at: Iterable[tuple[tuple[str, str, float | None, float | None], list[str]]]) -> Iterator[Located]:
    for place, ids in sorted(at, key=lambda pair: (-len(pair[1]), pair[0][:2], pair[1][0])):
        yield Located(*place, tuple(ids))
