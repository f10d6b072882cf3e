"""Merges undone by people, and splits taken back."""

from __future__ import annotations

from legation.errors import BadRecord
from legation.record import corrections
from legation.record.aliases import living
from legation.record.finding import telling_of
from legation.record.store import Store
from legation.record.tellings import load


def take_apart(store: Store, given: str, who: str) -> None:
    """A telling leaves its event; an event's id takes all its tellings apart. Raises BadRecord where there is nothing to split."""
    corrections.split(store, parts_of(store, given), who)


def parts_of(store: Store, given: str) -> list[list[str]]:
    """The tellings that stay together when an id is taken apart. Raises BadRecord where there is nothing to split."""
    telling, event = telling_of(store, given)
    members = [row[0] for row in store.query("SELECT telling_id FROM members WHERE event_id = ? ORDER BY telling_id", (event,))]
    if len(members) < 2:
        raise BadRecord(f"{given}: is told once only: there is nothing to split")
    if telling != event and telling not in members:
        raise BadRecord(f"{given}: is no telling any more (its event is {event})")
    return [[m] for m in members] if telling == event else [[m for m in members if m != telling], [telling]]


def rejoin(store: Store, given: str) -> None:
    """Take back every split that a telling was part of. Raises BadRecord where there was none."""
    telling, _ = telling_of(store, given)
    if not corrections.join(store, telling, living(store, load(store))):
        raise BadRecord(f"{given}: was never split")
