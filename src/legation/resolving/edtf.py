"""EDTF (ISO 8601-2) dates and intervals as strings, and the days of the calendar behind them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=4096)  # asked for again and again of the few times that an article tells
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day of an EDTF date or interval; None for an open, missing or unreadable end."""
    low, slash, high = edtf.replace("~", "").replace("?", "").partition("/")
    return _edge(low, last=False), _edge(high if slash else low, last=True)


def _edge(part: str, *, last: bool) -> date | None:
    fields = part.split("-")
    try:
        year = int(fields[0])
        month = int(fields[1]) if len(fields) > 1 else (12 if last else 1)
        if len(fields) > 2:
            return date(year, month, int(fields[2]))
        return date(year, month, monthrange(year, month)[1] if last else 1)
    except (ValueError, IndexError):
        return None


def interval(low: str, high: str) -> str:
    """Both ends as one EDTF value: the plain date where they are the same."""
    first, last = low.split("/")[0], high.split("/")[-1]
    return first if first == last else f"{first}/{last}"


def year_of(year: int) -> str:
    """A year as EDTF, four digits; ValueError outside the calendar."""
    if not 1 <= year <= 9999:
        raise ValueError("no such year")
    return f"{year:04d}"


def month_of(year: int, month: int) -> str:
    """A month as EDTF; months beyond December run into the next year, below January into the year before."""
    over, index = divmod(month - 1, 12)
    return f"{year_of(year + over)}-{index + 1:02d}"


def months_from(year: int, first: int, count: int) -> str:
    """So many months in a row."""
    return interval(month_of(year, first), month_of(year, first + count - 1))


def month_with(day: date) -> str:
    """The month of a day."""
    return month_of(day.year, day.month)


def days_from(first: date, last: date) -> str:
    """From one day to another."""
    return interval(first.isoformat(), last.isoformat())


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last of that month where it is shorter."""
    over, index = divmod(day.month - 1 + months, 12)
    return date(day.year + over, index + 1, min(day.day, monthrange(day.year + over, index + 1)[1]))


# --- days of the calendar


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The n-th such weekday of a month, from its end where `nth` is negative."""
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7 - 7 * (nth + 1))
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if day.month != month:
        raise ValueError("the month has no such day")
    return day


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def islamic(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar (astronomical epoch); by the sighted moon it may fall a day earlier or later."""
    return date.fromordinal(day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30 + 227013)


def islamic_in(year: int, month: int, day: int) -> date:
    """The first such day of the Islamic calendar within a year of the Gregorian one; ValueError where none falls in it."""
    about = (year - 622) * 33 // 32
    for at in range(about, about + 3):
        if at > 0 and (found := islamic(at, month, day)).year == year:
            return found
    raise ValueError("the year has no such day")
