"""Today: what came in, what moved on the docket, what falls due soon, what contradicts what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter

from legation.record import board
from legation.record.arrivals import Arrival, Moved, arrivals, contradicted, contradicted_by, moved, published
from legation.record.asking import Standing
from legation.record.board import OVERDUE
from legation.record.listed import Listed, listed
from legation.record.store import Store
from legation.views import atom
from legation.views.docket import item_object
from legation.views.listed import event_object
from legation.views.objects import Json
from legation.web import addresses
from legation.web.answering import Page, publish
from legation.web.asked import After, Day, Limit
from legation.web.docket import past, rows, standing
from legation.web.docket import today as day_of
from legation.web.house import House
from legation.web.rendering import headline

router = APIRouter()
SOON: Final = 30  # days ahead that are looked at
SOME: Final = 10  # of each list
ARTICLE: Final = ("id", "version", "added_at", "title", "source", "published", "url", "events", "statements")


@dataclass(frozen=True, slots=True)
class Today:
    """What the page shows; `overdue` and `open` are how many items stand so.

    `past` is the day where it is over; `came` says that the articles came in by then: of a record that was begun later they are those
    published by then.
    """

    day: str
    past: str
    soon: str
    near: tuple[tuple[str, str], ...]
    arrivals: tuple[Arrival, ...]
    came: bool
    moved: tuple[Moved, ...]
    due: tuple[Standing, ...]
    overdue: int
    open: int
    contradicted: tuple[Listed, ...]
    open_at: str
    overdue_at: str


def today(house: House, store: Store, day: Day = "") -> Page:
    """What came in, what moved on the docket, what falls due in the next days, what contradicts what; on another day, as of its end."""
    on = day_of(day)
    by = past(on)
    until = (date.fromisoformat(on) + timedelta(days=min(SOON, (date.max - date.fromisoformat(on)).days))).isoformat()
    docket = rows(house, store, by)
    states = [row.state(on) for row in docket]
    coming = [r for r, s in zip(docket, states, strict=True) if s in ("open", "postponed") and r.last and r.first <= until]
    due = tuple(standing(store, board.due(coming, on, until)[:SOME], on, by))
    came = arrivals(store, size=SOME, by=by)
    new, moves = came or published(store, by, SOME), moved(store, on, SOME)
    contradictions = listed(store, _contradicted(house, store, by)[:SOME])

    def it() -> Today:
        open_at, overdue_at = addresses.asked("/docket", day=day), addresses.asked("/docket", state=OVERDUE, day=day)
        counts = states.count(OVERDUE), states.count("open") + states.count("postponed")
        return Today(on, by, until, tuple(_near(on)), new, bool(came), moves, due, *counts, contradictions, open_at, overdue_at)

    def data() -> Json:
        return {
            "day": on, "came_in": bool(came), "arrivals": [_article(a) for a in new], "moved": [_move(m) for m in moves],
            "due": [item_object(s.item, s.state) for s in due], "contradicted": [event_object(e) for e in contradictions],
        }  # fmt: skip

    return Page("today.html", "Today", it, data, ARTICLE, lambda: [_article(a) for a in new], lambda base: _feed(new, base), here="today")


def _contradicted(house: House, store: Store, by: str) -> tuple[str, ...]:
    """The contradictions as of a day, kept between questions."""
    all_ = house.held.get(store, "contradicted", contradicted)
    return house.held.get(store, f"contradicted {by}", lambda s: contradicted_by(s, by, all_)) if by else all_


def _near(day: str) -> Iterator[tuple[str, str]]:
    """The day before and the day after, and the addresses of how things stood then."""
    for days in (-1, 1):
        with suppress(OverflowError):  # the calendar begins and ends somewhere
            near = (date.fromisoformat(day) + timedelta(days)).isoformat()
            yield near, addresses.asked("/", day=near)


def articles(house: House, store: Store, after: After = "", limit: Limit = 50) -> Page:
    """The articles of the record, the last to come in first."""
    found = arrivals(store, after, limit + 1)
    shown = found[:limit]
    next = str(shown[-1].row) if len(found) > limit else ""
    return Page(
        "articles.html", "Articles", lambda: shown, lambda: {"next": next, "articles": [_article(a) for a in shown]}, ARTICLE,
        lambda: [_article(a) for a in shown], lambda base: _feed(shown, base), next=next, here="today",
    )  # fmt: skip


def _article(a: Arrival) -> Json:
    return {name: getattr(a, name) for name in ARTICLE}


def _move(m: Moved) -> Json:
    return {
        "item": m.item,
        "type": m.type,
        "date": m.date,
        "move": m.move,
        "state": m.state,
        "parties": list(m.parties),
        "due": m.due,
        "entry": m.event,
        "words": m.words,
    }


def _feed(found: tuple[Arrival, ...], base: str) -> Iterator[atom.Item]:
    for a in found:
        yield atom.Item(
            a.id, headline(a), f"{a.source}, {a.events} events, {a.statements} statements", base + addresses.article(a.id), a.added_at
        )


publish(router, "/", today, "atom")
publish(router, "/articles", articles, "atom")
