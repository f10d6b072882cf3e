"""Dates as tables and mails write them, beside those of `dates.py`: 20210503, 2021/05/03, May 3, 2021, Mon, 03 May 2021 08:00:00 +0200.

A date in strokes or points whose day and month can't be told apart is refused, since half of all readers would get it wrong.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from legation.errors import BadDate
from legation.intake.dates import Published, mailed, published

FORMS: Final = (
    "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d",
    "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%B %d %Y", "%b %d %Y", "%d-%b-%Y", "%d-%b-%y",
    "%A, %B %d, %Y", "%a, %b %d, %Y", "%A, %d %B %Y", "%B %d, %Y %H:%M", "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p",
)  # fmt: skip
STROKES: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?")  # GDELT writes so
LONGEST: Final = 60


def written(words: str) -> Published:
    """The date that a table or a mail writes so. Raises BadDate."""
    words = words.strip()
    try:
        return published(words)
    except BadDate as bad:
        found = _in_words(words) if len(words) <= LONGEST and words.isascii() else None
        if found is None:
            raise bad from None
        return found


def _in_words(words: str) -> Published | None:
    if strokes := STROKES.fullmatch(words):
        return _strokes(words, int(strokes[1]), int(strokes[3]), int(strokes[4]))
    if digits := DIGITS.fullmatch(words):
        return _day(int(digits[1]), int(digits[2]), int(digits[3]))
    if at := mailed(words):
        return Published(at.date().isoformat(), at.isoformat() if at.tzinfo else "")
    for form in FORMS:
        with suppress(ValueError):
            return Published(datetime.strptime(words, form).date().isoformat())
    return None


def _strokes(words: str, one: int, other: int, year: int) -> Published | None:
    if one <= 12 and other <= 12 and one != other:
        raise BadDate(f'published "{words}": day and month can\'t be told apart (write YYYY-MM-DD)')
    day, month = (other, one) if other > 12 else (one, other)
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> Published | None:
    with suppress(ValueError):
        return Published(date(year, month, day).isoformat())
    return None
