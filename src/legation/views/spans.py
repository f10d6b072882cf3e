"""Times as strokes on one scale: a day is a dot, what is known to the month or year is as long as that, what is open fades out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 120.0
LEAST: Final = 4.0  # of a stroke, so that a day is seen


@dataclass(frozen=True, slots=True)
class Track:
    """A stroke: where it begins and how long it is, of WIDTH; `vague` where it is longer than a day, `open` where an end is not known."""

    left: float
    length: float
    vague: bool
    open: bool


def tracks(times: Sequence[tuple[str, str]]) -> tuple[Track | None, ...]:
    """A stroke for each first and last day (ISO, "" for none) on the scale of them all; None for what has no time."""
    spans = [_span(*time) for time in times]
    known = [day for span in spans if span for day in span if day is not None]
    low, high = min(known, default=0), max(known, default=0)
    unit = (WIDTH - LEAST) / max(high - low, 1)
    return tuple(_track(span, low, high, unit) if span else None for span in spans)


def _span(first: str, last: str) -> tuple[int | None, int | None] | None:
    ends = _day(first), _day(last)
    return None if ends == (None, None) else ends


def _day(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None  # open, unknown, or out of the calendar


def _track(span: tuple[int | None, int | None], low: int, high: int, unit: float) -> Track:
    start, end = (low if span[0] is None else span[0]), (high if span[1] is None else span[1])
    left, length = (start - low) * unit, max(end - start, 0) * unit + LEAST
    return Track(round(left, 1), round(length, 1), end > start, None in span)
