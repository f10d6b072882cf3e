"""The docket as a board, and the calendar of what is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Query

from legation.entries import TYPES
from legation.record import board
from legation.record.asking import Standing, items
from legation.record.board import STATES, Row
from legation.record.columns import Columns
from legation.record.facets import party_keys
from legation.record.store import Store
from legation.views import atom, ics
from legation.views.docket import COLUMNS, item_object
from legation.views.objects import Json
from legation.web import addresses
from legation.web.answering import Page, publish
from legation.web.asked import NOBODY, After, Day, Limit, Parties, a_day, one_of, position
from legation.web.house import House

router = APIRouter()
EARLIEST: Final = date(1, 1, 2)
LATEST: Final = date(9999, 11, 30)
FIRST: Final = 12  # items of a column that the board shows
OVER: Final = ("refused", "called_off", "withdrawn", "lapsed")
Type = Annotated[str, Query(description="Only this type: CONSULT, SANCTION, …")]
State = Annotated[str, Query(description=f"Only what stands so: {', '.join(STATES)}")]
Month = Annotated[str, Query(description="The month (2018-06); without it the present one")]


def rows(house: House, store: Store, told_by: str = "") -> tuple[Row, ...]:
    """The docket's items in short, kept between questions; `told_by`: by what had been told by the end of that day."""
    if told_by:
        return house.held.get(store, f"docket {told_by}", lambda s: board.rows(s, told_by))
    return house.held.get(store, "docket", board.rows)


def today(day: str) -> str:
    """The day asked for, else today."""
    return a_day("day", day) if len(day) == 10 else _refused(day) if day else date.today().isoformat()


def past(day: str) -> str:
    """The day where it is over, so that what was told later is left aside; "" for today and later."""
    return day if day < date.today().isoformat() else ""


def _refused(day: str) -> str:
    raise HTTPException(400, f"day={day}: is no day (2018-06-12)")


def standing(store: Store, found: Iterable[Row], day: str, told_by: str = "") -> list[Standing]:
    """The items of these rows as they stand on a day."""
    return standings(store, {row.id: row.state(day) for row in found}, told_by)


def standings(store: Store, states: dict[str, str], told_by: str = "") -> list[Standing]:
    """The items of these ids, each as it stands, with the moves that had been told by the end of a day."""
    return [Standing(item, states[item.id]) for item in items(store, list(states), told_by)]


# --- the board


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board: how many items stand so, the first of them, and the address of all."""

    state: str
    total: int
    items: tuple[Standing, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the page shows: the board, or one state's items."""

    day: str
    parties: tuple[str, ...]
    type: str
    state: str
    columns: tuple[Column, ...]
    whole: str


def docket(
    house: House, store: Store, party: Parties = NOBODY, type: Type = "", state: State = "", day: Day = "", after: After = "",
    limit: Limit = 100,
) -> Page:  # fmt: skip
    """What was proposed, planned or threatened, and what became of it."""
    one_of("type", type.upper(), TYPES)
    one_of("state", state, STATES)
    on, parties = today(day), tuple(filter(None, party))
    by = past(on)
    all_ = rows(house, store, by)
    keys = tuple(_keys(house.held.columns(store), parties))

    def make(_store: Store) -> tuple[board.Column, ...]:
        return board.board(board.fitting(all_, keys, type.upper()), on)

    made = house.held.get(store, f"board {on} {type.upper()} {sorted(map(sorted, keys))}", make)
    columns = [c for c in made if not state or c.state == state]
    pairs = [(id, c.state) for c in columns for id in c.ids]
    start = position(after)
    more = str(start + limit) if start + limit < len(pairs) else ""

    def part() -> list[Standing]:
        return standings(store, dict(pairs[start : start + limit]), by)

    def it() -> Board:
        def column(c: board.Column) -> Column:
            some = c.ids[start : start + limit] if state else c.ids[:FIRST]
            address = addresses.asked("/docket", party=parties, type=type, state=c.state, day=day)
            return Column(c.state, len(c.ids), tuple(standings(store, dict.fromkeys(some, c.state), by)), address)

        whole = addresses.asked("/docket", party=parties, type=type, day=day)
        return Board(on, parties, type.upper(), state, tuple(map(column, columns)), whole)

    def data() -> Json:
        counts = {c.state: len(c.ids) for c in columns}
        return {"day": on, "counts": counts, "next": more, "items": [item_object(s.item, s.state) for s in part()]}

    return Page(
        "docket.html", "Docket", it, data, COLUMNS, lambda: [item_object(s.item, s.state) for s in part()],
        lambda base: _feed(part(), base), next=more, here="docket",
    )  # fmt: skip


def _keys(columns: Columns, parties: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """The keys of each party, as the docket has them: a person or body of no state by its name too."""
    for given in parties:
        keys = party_keys(columns, given)
        yield frozenset((given, *keys, *(columns.names.get(key, key) for key in keys)))


def _feed(found: Iterable[Standing], base: str) -> Iterator[atom.Item]:
    for s in found:
        last = s.item.last
        yield atom.Item(f"{s.item.id}-{len(s.item.moves)}", called(s), last.words, base + addresses.entry(s.item.id), last.told)


def called(s: Standing) -> str:
    """An item in one line."""
    due = f", due {s.item.last.due}" if s.item.last.due else ""
    return f"{s.state.replace('_', ' ')}: {s.item.type.lower()}, {', '.join(s.item.last.parties)}{due}"


# --- the calendar


@dataclass(frozen=True, slots=True)
class Days:
    """A day of the calendar, or several, and what is due then."""

    first: str
    last: str
    items: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page shows: a month, what is due on its days, and what is due some time in a longer while."""

    month: str
    before: str
    behind: str
    days: tuple[Days, ...]
    some_time: tuple[Standing, ...]
    more: int


def calendar(
    house: House, store: Store, month: Month = "", party: Parties = NOBODY, type: Type = "", after: After = "", limit: Limit = 100,
) -> Page:  # fmt: skip
    """What is planned, proposed or threatened for a month, and how it stands."""
    if len(a_day("month", month)) not in (0, 7):
        raise HTTPException(400, f"month={month}: is no month (2018-06)")
    one_of("type", type.upper(), TYPES)
    month, now = month or date.today().isoformat()[:7], date.today().isoformat()
    year, number = int(month[:4]), int(month[5:])
    first, last = f"{month}-01", f"{month}-{monthrange(year, number)[1]:02d}"
    parties = tuple(filter(None, party))
    fitting = board.fitting(rows(house, store), _keys(house.held.columns(store), parties), type.upper())
    due = board.due(fitting, first, last)
    all_short, longer = [r for r in due if _is_short(r)], [r for r in due if not _is_short(r)]
    start = position(after)
    short = all_short[start : start + limit]
    next = str(start + limit) if start + limit < len(all_short) else ""
    found = {s.item.id: s for s in standing(store, [*short, *longer[:FIRST]], now)}

    def it() -> Calendar:
        days = tuple(Days(f, la, tuple(found[r.id] for r in its)) for (f, la), its in groupby(short, key=lambda r: (r.first, r.last)))
        first_day = date(year, number, 1)
        near = (max(first_day, EARLIEST) - timedelta(days=1), min(first_day, LATEST) + timedelta(days=31))
        before, behind = (addresses.asked("/calendar", month=d.isoformat()[:7], party=parties, type=type) for d in near)
        some = tuple(found[r.id] for r in longer[:FIRST])
        return Calendar(month, before, behind, days, some, len(longer) - len(some))

    def objects() -> list[Json]:
        return [item_object(s.item, s.state) for s in found.values()]

    return Page(
        "calendar.html", f"Calendar of {month}", it, lambda: {"month": month, "next": next, "items": objects()}, COLUMNS, objects,
        lambda base: _feed(found.values(), base), lambda base: _due(all_short, standing(store, all_short, now), base),
        next=next, here="calendar",
    )  # fmt: skip


def _is_short(row: Row) -> bool:
    try:
        return (date.fromisoformat(row.last) - date.fromisoformat(row.first)).days <= board.SOON_OVER
    except ValueError:
        return False


def _due(found: Iterable[Row], as_they_stand: Iterable[Standing], base: str) -> Iterator[ics.Due]:
    for row, s in zip(found, as_they_stand, strict=True):
        yield ics.Due(
            row.id, row.first, row.last, called(s), s.item.words, s.item.last.place, base + addresses.entry(row.id), s.state in OVER
        )


publish(router, "/docket", docket, "atom")
publish(router, "/calendar", calendar, "atom", "ics")
