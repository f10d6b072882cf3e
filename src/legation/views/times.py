"""A date of the record (EDTF) as people write it: "12 June 2018", "June to August 2018", "about 2015"."""

from __future__ import annotations

import calendar
import re
from typing import Final

from legation.views.plain import one_line

PART: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def in_words(edtf: str) -> str:
    """The date in words; what is no such date stays as it is."""
    low, slash, high = edtf.partition("/")
    if not slash:
        return _part(edtf)
    if high in ("", ".."):
        return f"since {_part(low)}" if low not in ("", "..") else ""
    if low in ("", ".."):
        return f"until {_part(high)}"
    return f"{_short(low, high)} to {_part(high)}"


def _part(given: str) -> str:
    bare = given.rstrip("~?")
    found = PART.fullmatch(bare)
    if not found:
        return one_line(given)
    year, month, day = found.groups()
    words = " ".join(filter(None, (day and str(int(day)), month and calendar.month_name[int(month)], year)))
    return f"about {words}" if bare != given else words


def _short(low: str, high: str) -> str:
    """The first end of a span, without the year where the other end says it, and without the month where it says that."""
    one, other = PART.fullmatch(low), PART.fullmatch(high)
    if not one or not other or one[1] != other[1] or not one[2]:
        return _part(low)
    if one[3] and one[2] == other[2]:
        return str(int(one[3]))
    return _part(low).removesuffix(f" {one[1]}")
