"""What is due as a calendar (iCalendar, RFC 5545) for calendar programs: whole days, text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from legation.views.plain import clip, one_line

LONGEST: Final = 75  # octets of a line
WORDS: Final = 600


@dataclass(frozen=True, slots=True)
class Due:
    """What falls on the days `first` to `last` (ISO): `id` never changes, `state` is how it stands."""

    id: str
    first: str
    last: str
    title: str
    words: str
    place: str
    address: str
    over: bool


def calendar(title: str, items: Iterable[Due]) -> str:
    """The calendar of these; what has no days of the calendar is left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Legation//EN", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(title)}"]
    for item in items:
        lines += _event(item)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(item: Due) -> Iterator[str]:
    try:
        first, after = date.fromisoformat(item.first), date.fromisoformat(item.last) + timedelta(days=1)
    except (ValueError, OverflowError):
        return
    yield from ("BEGIN:VEVENT", f"UID:{_text(item.id)}@legation", f"DTSTAMP:{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    yield from (f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", f"SUMMARY:{_text(item.title)}")
    if item.place:
        yield f"LOCATION:{_text(item.place)}"
    yield from (f"DESCRIPTION:{_text(item.words)}", f"URL:{one_line(item.address)}", "TRANSP:TRANSPARENT")
    yield from (f"STATUS:{'CANCELLED' if item.over else 'CONFIRMED'}", "END:VEVENT")


def _text(value: str) -> str:
    shown = clip(one_line(value), WORDS)
    for sign in "\\;,":
        shown = shown.replace(sign, "\\" + sign)
    return shown


def _folded(line: str) -> str:
    """The line cut to what a calendar's line may hold, never within a letter."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST - 1:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
