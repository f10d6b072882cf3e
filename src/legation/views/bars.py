"""A chart as SVG: small, prints, runs nothing. Colours stand in charts.css, so that light, dark and paper each have their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from legation.views.charts import Chart, Series
from legation.views.highlight import escape

WIDTH, HEIGHT = 760.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 6.0, 10.0, 26.0
WIDEST: Final = 72.0  # points of a bar
TICKS: Final = 4  # lines across, about
LABELS: Final = 12  # labels below, at most


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its series, its label, how many stand behind it, and the ids of those where they are known."""

    series: str
    label: str
    value: int
    entries: tuple[str, ...]


Link = Callable[[Bar], str]


def nowhere(_bar: Bar) -> str:
    """A bar that leads nowhere."""
    return ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: the line at which bars begin, and points for one entry and for one label."""

    base: float
    unit: float
    step: float

    def left(self, at: int) -> float:
        return LEFT + at * self.step

    def y(self, value: float) -> float:
        return self.base - value * self.unit


def svg(chart: Chart, link: Link = nowhere) -> str:
    """The chart as one SVG element; `link` gives the address to which a bar leads ("" for none)."""
    frame = _frame(chart)
    leads = any(link(bar) for _, bar in _bars(chart))
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="{"group" if leads else "img"}" aria-label="{escape(chart.title)}">',
        *_lines(chart, frame), *_names(chart, frame), *_stacks(chart, frame, link), "</svg>",
    ]  # fmt: skip
    return "\n".join(parts)


def _frame(chart: Chart) -> _Frame:
    up, down = (_highest(chart, down=side) for side in (False, True))
    unit = (HEIGHT - TOP - BOTTOM) / max(up + down, 1)
    return _Frame(TOP + up * unit if up + down else HEIGHT - BOTTOM, unit, (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1))


def _highest(chart: Chart, *, down: bool) -> int:
    side = [s.values for s in chart.series if s.down == down]
    return max((sum(values) for values in zip(*side, strict=True)), default=0)


def _bars(chart: Chart) -> Iterator[tuple[Series, Bar]]:
    for series in chart.series:
        for at, (label, value) in enumerate(zip(chart.labels, series.values, strict=True)):
            yield series, Bar(series.key, label, value, series.entries[at] if series.entries else ())


def _stacks(chart: Chart, frame: _Frame, link: Link) -> Iterator[str]:
    """Every bar that is not empty, each upon the one before it on its side of the line."""
    reached = {(at, down): 0 for at in range(len(chart.labels)) for down in (False, True)}
    for number, (series, bar) in enumerate(_bars(chart)):
        at = number % len(chart.labels)
        if bar.value:
            before = reached[at, series.down]
            reached[at, series.down] = before + bar.value
            top = frame.y(-before if series.down else before + bar.value)
            yield _bar(series, bar, (frame.left(at), top, frame.step, bar.value * frame.unit), link(bar))


def _bar(series: Series, bar: Bar, box: tuple[float, float, float, float], address: str) -> str:
    left, top, step, height = box
    gap = max(min(step * 0.2, 8), step - WIDEST)
    says = escape(f"{bar.label}: {bar.value} {series.name}")
    ids = f' data-entries="{escape(" ".join(bar.entries))}"' if bar.entries else ""
    place = f'x="{left + gap / 2:.2f}" y="{top:.2f}" width="{step - gap:.2f}" height="{height:.2f}"'
    drawn = f'<rect class="{series.key}" {place}{ids}><title>{says}</title></rect>'
    return f'<a href="{escape(address)}" aria-label="{says}">{drawn}</a>' if address else drawn


def _lines(chart: Chart, frame: _Frame) -> Iterator[str]:
    """Lines across at round numbers, with the number; the line at which bars begin is the strongest."""
    for value in ticks(chart):
        y = frame.y(value)
        kind = "grid" if value else "base"
        yield f'<line class="{kind}" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y:.2f}" y2="{y:.2f}"/>'
        yield f'<text class="tick" x="{LEFT - 6:g}" y="{y + 4:.2f}" text-anchor="end">{abs(value)}</text>'


def ticks(chart: Chart) -> range:
    """The round numbers at which lines go across; those below the line are negative."""
    up, down = (_highest(chart, down=side) for side in (False, True))
    step = _round_step(max(up + down, 1))
    return range(-(down // step) * step, up + 1, step)


def _round_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that there are few lines."""
    size = 1
    while True:
        for times in (1, 2, 5):
            if most / (size * times) <= TICKS:
                return size * times
        size *= 10


def _names(chart: Chart, frame: _Frame) -> Iterator[str]:
    """Labels below the bars: all of them where they are few, else years, or every so many."""
    for at in _named(chart):
        shown = chart.labels[at][:4] if chart.by == "month" and len(chart.labels) > LABELS else chart.labels[at]
        x = frame.left(at) + frame.step / 2
        yield f'<text class="tick" x="{x:.2f}" y="{HEIGHT - 8:g}" text-anchor="middle">{escape(shown)}</text>'


def _named(chart: Chart) -> list[int]:
    ats = range(len(chart.labels))
    if len(chart.labels) <= LABELS:
        return list(ats)
    if chart.by == "month":
        ats_of_years = [at for at in ats if chart.labels[at].endswith("-01")]
        return ats_of_years[:: -(-len(ats_of_years) // LABELS)] if ats_of_years else [0]
    return list(ats)[:: -(-len(chart.labels) // LABELS)]
