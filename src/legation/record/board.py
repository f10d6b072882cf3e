"""The docket as a board: its items by where they stand on a day, and the calendar of what is due."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from legation.record.asking import LAST_BY
from legation.record.docket import standing
from legation.record.store import LAST_DAY, Store, days

OVERDUE: Final = "overdue"  # open, and its time is past
STATES: Final = (OVERDUE, "open", "postponed", "kept", "carried_out", "refused", "called_off", "withdrawn", "lapsed")
SOON_OVER: Final = 62  # days: what is due some time in longer than that has no day in a calendar


@dataclass(frozen=True, slots=True)
class Row:
    """An item in short: `first` and `last` are the days on which it may be due ("" for none), `told` when its last move was."""

    id: str
    type: str
    stands: str
    lapses: str
    first: str
    last: str
    since: str
    told: str
    parties: frozenset[str]
    place: str

    def state(self, day: str) -> str:
        """Where it stands on a day, one of STATES."""
        state = standing(self.stands, self.lapses, day)
        return OVERDUE if state in ("open", "postponed") and self.last and self.last < day else state


@dataclass(frozen=True, slots=True)
class Column:
    """The items of one state: ids in the order in which they are shown."""

    state: str
    ids: tuple[str, ...]


def rows(store: Store, told_by: str = "") -> tuple[Row, ...]:
    """Every item of the docket as it was last derived; `told_by`: only what had been told by the end of that day."""
    sql = (
        "SELECT i.item_id, i.type, m.stands, m.lapses, m.due, i.since, m.told, m.parties, m.place FROM items i "
        f"JOIN moves m ON m.item_id = i.item_id AND m.position = {LAST_BY}"
    )
    return tuple(
        Row(id, type, stands, lapses, *days(due), since, told, frozenset(json.loads(parties)), place)
        for id, type, stands, lapses, due, since, told, parties, place in store.query(sql, (told_by,))
    )


def fitting(found: Iterable[Row], parties: Iterable[frozenset[str]], type: str = "") -> Iterator[Row]:
    """The items of a type in which each party takes part (by any of its keys)."""
    wanted = list(parties)
    for row in found:
        if (not type or row.type == type) and all(row.parties & keys for keys in wanted):
            yield row


def board(found: Iterable[Row], day: str) -> tuple[Column, ...]:
    """The columns of the board: what is open by the day on which it is due, what is over by when that was told, the last first."""
    by: dict[str, list[Row]] = {state: [] for state in STATES}
    for row in found:
        by[row.state(day)].append(row)
    return tuple(Column(state, tuple(row.id for row in _ordered(state, its))) for state, its in by.items())


def _ordered(state: str, its: list[Row]) -> list[Row]:
    if state in ("open", "postponed"):
        return sorted(its, key=lambda row: (row.last or LAST_DAY, row.first, row.id))
    if state == OVERDUE:
        return sorted(its, key=lambda row: (row.last, row.id), reverse=True)
    return sorted(its, key=lambda row: (row.told, row.id), reverse=True)


def due(found: Iterable[Row], first: str, last: str) -> list[Row]:
    """What is due on one of these days, in the order of time."""
    its = (row for row in found if row.last and row.first <= last and row.last >= first)
    return sorted(its, key=lambda row: (row.first, row.last, row.id))
