"""A day, month or year of the calendar in ISO 8601, as tables and options give it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def fault(words: str) -> str:
    """What is wrong with a date; "" where nothing is."""
    found = _ISO.fullmatch(words)
    if not found:
        return "is no date (2015, 2015-03 or 2015-03-01)"
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return "is not in the calendar (give a day that there is: 2015-03-01)"
    return ""
