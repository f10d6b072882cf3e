"""The date an article was published: EDTF as `docs/record.md` uses it, or a time, checked against the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from legation.errors import BadDate

HINT: Final = "write YYYY-MM-DD"
POINT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?~?")
CLOCK: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}.*")
YEAR: Final = re.compile(r"\d{4}")
EARLIEST, LATEST = "1800", "2100"  # years in which what stands on the web was or will be published
NO_DAYS: Final = frozenset(("1970-01-01",))  # what programs write that know no date; most others of theirs are in no such year
NO_YEAR: Final = re.compile(r"(?i)[a-z]{3}\.?[\s-]+-?0\d{3}\b")  # the reader of mails takes it for one of this century


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


def mailed(words: str) -> datetime | None:
    """A time as mails write it (RFC 5322: Mon, 18 Nov 2019 20:35:00 GMT); None for what is none."""
    if NO_YEAR.search(words):
        return None
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def plausible(day: str) -> bool:
    """Whether what begins with a year (a day or a time, ISO 8601) can be when something was published, and no program's word for never."""
    year = YEAR.match(day)
    return day[:10] not in NO_DAYS and (not year or EARLIEST <= year[0] <= LATEST)


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
