"""The date an article was published: EDTF as `docs/record.md` uses it, or a time, checked against the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from legation.errors import BadDate

HINT: Final = "write YYYY-MM-DD"
POINT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?~?")
CLOCK: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}.*")


@dataclass(frozen=True, slots=True)
class Published:
    """`day` is EDTF; `at` an ISO 8601 time with its zone, "" where only the day (or a time without a zone) is known."""

    day: str = ""
    at: str = ""


def published(words: str) -> Published:
    """Read a date, or raise BadDate.

    YYYY, YYYY-MM or YYYY-MM-DD, each also with `~`; an interval of two, either end `..`; or an ISO 8601 time.
    """
    words = words.strip()
    if not words:
        return Published()
    if CLOCK.fullmatch(words):
        return _moment(words)
    ends = words.split("/")
    if len(ends) > 2 or ends == ["..", ".."] or words == "..":
        raise _bad(words, "not a date")
    first, last = ((_first_day(words, end), end) for end in (ends[0], ends[-1]))
    if len(ends) == 2 and first[0] and last[0] and first[0] > last[0] and not first[1].startswith(last[1].rstrip("~")):
        raise _bad(words, "the interval ends before it begins", "write the earlier date first")
    return Published(words)


def _moment(words: str) -> Published:
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        raise _bad(words, "not a time", "write YYYY-MM-DDTHH:MM:SS+00:00") from None
    return Published(at.date().isoformat(), at.isoformat() if at.tzinfo else "")


def _first_day(whole: str, end: str) -> date | None:
    """The first day that one end of an interval may mean; None for an open end."""
    if end == "..":
        return None
    found = POINT.fullmatch(end)
    if not found or not end.isascii():
        raise _bad(whole, "not a date")
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise _bad(whole, "no such day in the calendar") from None


def _bad(words: str, what: str, hint: str = HINT) -> BadDate:
    shown = words if len(words) <= 40 else words[:39] + "…"
    return BadDate(f"published {shown!r}: {what} ({hint})".replace(repr(shown), f'"{_one_line(shown)}"'))


def _one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
