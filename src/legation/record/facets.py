"""The timeline by filters: which events fit, in pages, and how many there are by party, type, status, date, place and source."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from legation.knowledge.tables import state_of, states
from legation.record.activity import KINDS, Activities, Activity
from legation.record.columns import UNDATED, Columns, Ints, Mask, day_number
from legation.record.located import Located, Places
from legation.record.named import alone, meant
from legation.record.search import quoted
from legation.record.store import LAST_DAY, Store, days

SOME: Final = 12  # values of a facet that are counted by name
BANDS: Final = ("0.9", "0.7", "0.4", "0.1")  # of confidence, each "at least"
MANY: Final = 62  # days: what may have been at any time of a longer span belongs to no month


@dataclass(frozen=True, slots=True)
class Filters:
    """What a timeline is asked for; "" or () asks for nothing in particular. Every party must take part.

    `date` is a year, month or day in which an event begins, `since` and `until` days that its time may reach into,
    `least` the least confidence, `text` words of the evidence in any form.
    """

    parties: tuple[str, ...] = ()
    type: str = ""
    status: str = ""
    date: str = ""
    since: str = ""
    until: str = ""
    place: str = ""
    source: str = ""
    least: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many events have it beside all other filters."""

    key: str
    name: str
    events: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values, the most frequent first."""

    key: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of ids, the cursor that leads to the next one ("" at the end), and how many there are in all."""

    ids: tuple[str, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """The events that fit, and what fits by every filter but one."""

    columns: Columns
    filters: Filters
    masks: dict[str, Mask]

    def mask(self, without: str = "") -> Mask:
        """Which events fit, one filter left aside."""
        mask = np.ones(len(self.columns.ids), bool)
        for name, one in self.masks.items():
            if name != without:
                mask &= one
        return mask


def fitting(store: Store, columns: Columns, filters: Filters) -> Fitting:
    """The events that fit the filters."""
    return Fitting(columns, filters, dict(_masks(store, columns, filters)))


def _masks(store: Store, c: Columns, f: Filters) -> Iterator[tuple[str, Mask]]:
    size = len(c.ids)
    if f.parties:
        yield "party", np.logical_and.reduce([c.party.having(party_keys(c, one), size) for one in f.parties])
    for name, column, value in (("type", c.type, f.type), ("status", c.status, f.status), ("source", c.source, f.source)):
        if value:
            yield name, column.having((value,), size)
    if f.place:
        yield "place", c.place.having(_places(c, f.place), size)
    if f.date:
        first, last = days(f.date)
        yield "date", (c.first >= day_number(first)) & (c.first <= day_number(last))
    if f.since or f.until:
        first, last = days(f.since)[0], days(f.until)[1] or LAST_DAY
        yield "time", (c.last >= (day_number(first) if first else 0)) & (c.first <= day_number(last)) & (c.first < UNDATED)
    if f.least:
        yield "confidence", c.confidence >= np.float32(f.least)
    if f.text:
        yield "text", _with_words(store, c, f.text)


def party_keys(c: Columns, given: str) -> tuple[str, ...]:
    """The keys of the parties that are asked for: a state, a party's id, else every party whose name has these words."""
    return meant(given, c.party.number, c.called)


def _places(c: Columns, given: str) -> tuple[str, ...]:
    code = state_of(given)
    return tuple(filter(None, (given, code)))


def _with_words(store: Store, c: Columns, text: str) -> Mask:
    mask = np.zeros(len(c.ids), bool)
    found = store.query("SELECT rowid FROM words WHERE words MATCH ?", (quoted(text),)) if quoted(text) else []
    mask[[c.words[number] for (number,) in found if number in c.words]] = True
    return mask


# --- pages


def page(found: Fitting, after: str, size: int, *, oldest: bool = False) -> Slice:
    """The next events behind a cursor, the newest first (or the oldest), the undated last."""
    c, fit = found.columns, np.flatnonzero(found.mask())
    dated, undated = fit[c.first[fit] < UNDATED], fit[c.first[fit] == UNDATED]
    day, low, high = _at(c, after) if after else (0, len(c.ids), 0)
    if oldest:
        rows = fit[fit >= high]
    elif day == UNDATED:
        rows = undated[undated >= high]
    else:
        rows = np.concatenate((dated[dated < low][::-1], undated))
    ids = tuple(c.ids[r] for r in rows[:size])
    return Slice(ids, f"{c.first[rows[size - 1]]}-{ids[-1]}" if len(rows) > size else "", len(fit))


def _at(c: Columns, cursor: str) -> tuple[int, int, int]:
    """The day of a cursor, and where its event stands or would: the rows before it end there, those behind it begin."""
    day, _, id = cursor.partition("-")
    first = min(int(day), UNDATED) if day.isascii() and day.isdigit() else 0
    begin, end = (int(np.searchsorted(c.first, first, side)) for side in ("left", "right"))
    low = bisect_left(c.ids, id, begin, end)
    return first, low, low + (low < end and c.ids[low] == id)


# --- counts


def facets(found: Fitting) -> tuple[Facet, ...]:
    """What there is by each filter; a value's count heeds all filters but its own, a party's heeds all."""
    c, f = found.columns, found.filters
    return (
        _facet("party", [(alone(key), n) for key, n in c.party.counts(found.mask())], f.parties, lambda key: party_name(c, key)),
        _facet("type", c.type.counts(found.mask("type")), (f.type,)),
        _facet("status", c.status.counts(found.mask("status")), (f.status,), lambda key: key.replace("_", " ")),
        Facet("date", tuple(_dates(found))),
        _facet("place", c.place.counts(found.mask("place")), (f.place,), _place_name),
        _facet("source", c.source.counts(found.mask("source")), (f.source,)),
        Facet("confidence", tuple(_bands(found))),
    )


def party_name(c: Columns, key: str) -> str:
    """A party by its name."""
    key = key.removeprefix("/")
    return states()[key].name if key in states() else c.names.get(key, key)


def _place_name(key: str) -> str:
    return f"{states()[key].name} ({key})" if key in states() else key


def _facet(key: str, counted: Sequence[tuple[str, int]], chosen: tuple[str, ...], called: Callable[[str], str] = str) -> Facet:
    shown = [*counted[:SOME], *((v, n) for v, n in counted[SOME:] if v in chosen)]
    return Facet(key, tuple(Value(v, called(v), n, v in chosen) for v, n in shown))


def _dates(found: Fitting) -> Iterator[Value]:
    """Years in which events begin; within a year that was chosen its months."""
    chosen = found.filters.date
    first = found.columns.first[found.mask("date")]
    first = first[(first < UNDATED) & (first >= 10_000)]
    within = len(chosen) >= 4
    counted = Counter((first // (100 if within else 10_000)).tolist())
    for number, n in sorted(counted.items(), reverse=True):
        key = f"{number // 100:04d}-{number % 100:02d}" if within else f"{number:04d}"
        if not within or key.startswith(chosen[:4]):
            yield Value(key, key, n, key == chosen)


def _bands(found: Fitting) -> Iterator[Value]:
    of_all = found.columns.confidence[found.mask("confidence")]
    for band in BANDS:
        yield Value(band, f"at least {band}", int((of_all >= np.float32(band)).sum()), band == found.filters.least)


# --- by month, by place, with whom


def by_month(found: Fitting) -> Activities:
    """How many of the events belong to each month, by how far they have come."""
    c, mask = found.columns, found.mask()
    names = np.array([0] * len(c.ids), np.int32)
    names[c.status.rows] = c.status.codes
    rows = np.flatnonzero(mask)
    months = _months(c)[rows]
    counted: dict[int, Counter[str]] = {}
    for (month, status), n in Counter(zip(months.tolist(), names[rows].tolist(), strict=True)).items():
        counted.setdefault(month, Counter())[KINDS[c.status.names[status]]] += n
    undated = counted.pop(0, Counter()).total()
    kept = (Activity(f"{m // 100:04d}-{m % 100:02d}", n["happened"], n["held_out"], n["in_doubt"]) for m, n in sorted(counted.items()))
    return Activities(tuple(kept), undated)


def _months(c: Columns) -> Ints:
    """The month of each event as `relations.MONTH` has it, as a number: 201806; 0 for none."""
    month = c.first // 100
    open_end, same = c.last >= 99_999_999, c.last // 100 == month
    apart = _ordinal(c.last) - _ordinal(c.first)
    near = (apart >= 1) & (apart <= MANY) & (c.first % 100 != 1)
    return np.where((c.first < UNDATED) & (c.first >= 10_000) & (open_end | same | near), month, 0).astype(np.int32)


def _ordinal(day: Ints) -> Ints:
    """Days to count between two of them, right to a day or two over some months."""
    return (day // 10_000 * 365.25 + day // 100 % 100 * 30.44 + day % 100).astype(np.int32)


def places(found: Fitting) -> Places:
    """Where the events are."""
    c = found.columns
    rows = np.flatnonzero(found.mask())
    ids: dict[int, list[str]] = {}
    for row, spot in zip(rows.tolist(), c.spot[rows].tolist(), strict=True):
        ids.setdefault(spot, []).append(c.ids[row])
    all_ = [Located(*c.spots[spot], tuple(its)) for spot, its in ids.items()]
    here = sorted((p for p in all_ if p.name or p.code), key=lambda p: (-len(p.entries), p.name, p.code, p.entries[0]))
    return Places(tuple(here), sum(len(p.entries) for p in all_) - sum(len(p.entries) for p in here))
