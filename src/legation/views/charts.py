"""What the record's charts show, before anybody draws it: bars by month with their entries, and the figures as a table.

`bars.py` draws a chart as SVG, `plotly.py` hands it to Plotly; both show the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from legation.record.activity import Activities
from legation.record.asking import Standing
from legation.record.docket import STATES
from legation.record.relations import Relations
from legation.views.grids import grid
from legation.views.plain import one_line

MOST_MONTHS: Final = 150  # bars on one chart; a longer time is shown by years


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour: how many stand behind each label, and which; `down` hangs them below the line.

    `key` is a CSS class and a column's name; `entries` are ids, () where only the number is known.
    """

    key: str
    name: str
    values: tuple[int, ...]
    entries: tuple[tuple[str, ...], ...] = ()
    down: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: `by` is what its labels are (month, year, state), `note` what it leaves out."""

    key: str
    title: str
    by: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""


QUADS: Final = (  # a column of Month, its name in a chart, and whether it hangs below the line
    ("verbal_cooperation", "cooperation in words", False),
    ("material_cooperation", "cooperation in deeds", False),
    ("verbal_conflict", "conflict in words", True),
    ("material_conflict", "conflict in deeds", True),
)
KINDS: Final = (
    ("happened", "happened"),
    ("held_out", "planned, proposed or threatened"),
    ("in_doubt", "refused, alleged, possible or denied"),
)


def relation(found: Relations, names: tuple[str, str]) -> Chart:
    """Conflict and cooperation between two parties by month: only what happened, each event once."""
    by, labels, groups = _periods(found.months)
    series = tuple(
        Series(
            key, name, tuple(sum(getattr(m, key) for m in its) for its in groups),
            tuple(tuple(id for m in its for id in m.entries[at]) for its in groups), down,
        )
        for at, (key, name, down) in enumerate(QUADS)
    )  # fmt: skip
    title = f"Conflict and cooperation between {one_line(names[0])} and {one_line(names[1])} by {by}"
    return Chart("relation", title, by, labels, series, _left_out(found.undated, by, "only what happened counts"))


def activity(found: Activities) -> Chart:
    """How many events each month has, by how far they have come."""
    by, labels, groups = _periods(found.months)
    series = tuple(Series(key, name, tuple(sum(getattr(m, key) for m in its) for its in groups)) for key, name in KINDS)
    return Chart("activity", f"Events by {by}", by, labels, series, _left_out(found.undated, by))


def docket_states(standing: Iterable[Standing]) -> Chart:
    """What became of what was proposed, planned or threatened."""
    found = list(standing)
    counted = Counter(s.state for s in found)
    states = [state for state in STATES if counted[state]]
    entries = tuple(tuple(s.item.id for s in found if s.state == state) for state in states)
    series = Series("items", "matters on the docket", tuple(counted[state] for state in states), entries)
    return Chart("docket", "How many came to what", "state", tuple(s.replace("_", " ") for s in states), (series,))


def figures(chart: Chart, form: str = "csv") -> Iterator[str]:
    """The numbers of a chart, a label a line: csv, json, jsonl, markdown or table."""
    columns = (chart.by, *(s.key for s in chart.series))
    cells = zip(chart.labels, *(s.values for s in chart.series), strict=True)
    yield from grid([dict(zip(columns, row, strict=True)) for row in cells], form, columns)


# --- time


class _Monthly(Protocol):
    @property
    def month(self) -> str: ...


M = TypeVar("M", bound=_Monthly)


def _periods(months: Sequence[M]) -> tuple[str, tuple[str, ...], tuple[tuple[M, ...], ...]]:
    """ "month" or "year"; every one from the first to the last, the empty ones too; and what each has."""
    if not months:
        return "month", (), ()
    all_months = list(_between(months[0].month, months[-1].month))
    size = 7 if len(all_months) <= MOST_MONTHS else 4
    labels = tuple(dict.fromkeys(month[:size] for month in all_months))
    groups: dict[str, list[M]] = {label: [] for label in labels}
    for one in months:
        groups[one.month[:size]].append(one)
    return "month" if size == 7 else "year", labels, tuple(map(tuple, groups.values()))


def _between(first: str, last: str) -> Iterator[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    yield from (f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, end + 1))


def _left_out(undated: int, by: str, first: str = "") -> str:
    out = f"{undated} more {'has' if undated == 1 else 'have'} no {by} of {'its' if undated == 1 else 'their'} own" if undated else ""
    said = "; ".join(filter(None, (first, out)))
    return f"{said[:1].upper()}{said[1:]}." if said else ""
