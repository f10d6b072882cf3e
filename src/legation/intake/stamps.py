"""The time stamps that pages write, in any of the usual forms, as a day and, where the zone is told, a moment."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from legation.errors import BadDate
from legation.intake.dates import Published, mailed, plausible, published

MONTHS: Final = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}  # fmt: skip
MONTH: Final = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
NAMED: Final = (
    re.compile(rf"(?i)\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"(?i)\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year>\d{{4}})\b"),
)
# The year first, with any sign between: 2019/11/18 20:35, 20191118T203500Z. Day and month first can't be told apart.
YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-/.]?)(?P<month>\d{2})(?P=sign)(?P<day>\d{2})"
    r"(?:[T ]\s?(?P<clock>\d{2}:?\d{2}(?::?\d{2})?)(?:\.\d+)?\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?!\d)"
)


def stamp(words: str) -> Published:
    """The day and moment that a page's time stamp gives; an empty one where it can't be read."""
    words = " ".join(words.split())[:80]
    found = next((found for form in (_iso, _year_first, _mailed, _named) if (found := form(words)).day), Published())
    return found if plausible(found.day) else Published()


def _iso(words: str) -> Published:
    try:
        return published(words)
    except BadDate:
        return Published()


def _year_first(words: str) -> Published:
    m = YEAR_FIRST.match(words)
    if not m:
        return Published()
    day = f"{m['year']}-{m['month']}-{m['day']}"
    zone = "+00:00" if m["zone"] in ("Z", "UTC", "GMT") else m["zone"] or ""
    clock = (m["clock"] or "").replace(":", "")
    at = f"T{clock[:2]}:{clock[2:4]}:{clock[4:] or '00'}{zone}" if clock else ""
    found = _iso(day + at)
    return found if found.day else _iso(day)


def _mailed(words: str) -> Published:
    at = mailed(words)
    if at is None:
        return Published()
    return _moment(at) if ":" in words else _iso(at.date().isoformat())


def _moment(at: datetime) -> Published:
    return Published(at.date().isoformat(), at.isoformat() if at.tzinfo else "")


def _named(words: str) -> Published:
    for form in NAMED:
        if m := form.search(words):
            return _iso(f"{m['year']}-{MONTHS[m['month'].lower()]:02}-{int(m['day']):02}")
    return Published()
