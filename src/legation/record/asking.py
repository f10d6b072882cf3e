"""The docket and its items as the record keeps them, as of any day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legation.knowledge.sureness import ANY, Least
from legation.knowledge.tables import state_of
from legation.record.docket import OPEN, Item, Move, state_on
from legation.record.store import Store

# An event is as sure as the telling in whose words it stands; what a person corrected, a person has looked at.
LAST_BY: Final = (  # the last move of an item `i`; where ?1 is a day, the last that had been told by its end
    "CASE ?1 WHEN '' THEN i.last ELSE (SELECT max(o.position) FROM moves o WHERE o.item_id = i.item_id AND o.told BETWEEN '0' AND ?1) END"
)
SURE_ENOUGH: Final = "(e.corrected OR (SELECT confidence FROM tellings WHERE telling_id = e.told_by) >= ?)"


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as it stands on a day."""

    item: Item
    state: str


def party_of(store: Store, given: str) -> str:
    """The key of a party that is asked for: a state's code, else the party as it is named."""
    return state_of(given) or given


def docket(
    store: Store, parties: tuple[str, ...], as_of: str, *, only_open: bool = True, told_by: str = "", least: Least = ANY
) -> Iterator[Standing]:
    """The items in which all parties take part, as they stand on the day `as_of`.

    `told_by`: only what had been told by that day; `least`: how sure the event must be that opened an item.
    """
    where = ""
    values: list[Any] = []
    if least.event:
        where = f" AND item_id IN (SELECT e.event_id FROM events e WHERE {SURE_ENOUGH})"
        values.append(least.event)
    for party in parties:
        where += " AND item_id IN (SELECT item_id FROM item_parties WHERE code = ? OR code LIKE ?)"
        values += [party_of(store, party), f"%{party}%"]
    for row in store.query(f"SELECT * FROM items WHERE 1 {where} ORDER BY since, item_id", tuple(values)):
        item = _item(store, row, told_by)
        if item.moves:
            state = state_on(item.last, as_of)
            if not only_open or state in OPEN:
                yield Standing(item, state)


def items_of(store: Store, event: str) -> Iterator[Item]:
    """The items that an event opened or moved."""
    sql = "SELECT * FROM items WHERE item_id IN (SELECT item_id FROM moves WHERE event_id = ?) ORDER BY since, item_id"
    return (_item(store, row, "") for row in store.query(sql, (event,)))


def items(store: Store, ids: Sequence[str], told_by: str = "") -> Iterator[Item]:
    """The items of these ids, in this order, with the moves that had been told by the end of a day."""
    for row in store.query("SELECT i.* FROM json_each(?) j JOIN items i ON i.item_id = j.value ORDER BY j.key", (json.dumps(ids),)):
        yield _item(store, row, told_by)


def _item(store: Store, row: sqlite3.Row, told_by: str) -> Item:
    sql = "SELECT * FROM moves WHERE item_id = ? AND (? = '' OR (told <> '' AND told <= ?)) ORDER BY position"
    moves = tuple(map(_move, store.query(sql, (row["item_id"], told_by, told_by))))
    return Item(row["item_id"], row["type"], tuple(json.loads(row["by"])), row["since"], row["words"], moves)


def _move(row: sqlite3.Row) -> Move:
    return Move(
        row["date"], row["told"], row["state"], row["stands"], tuple(json.loads(row["parties"])), row["due"], row["place"],
        row["lapses"], row["event_id"], row["words"],
    )  # fmt: skip
