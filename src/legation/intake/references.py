"""References to characters by their numbers (&#1;), of which pages, feeds and lists may hold some that no tree can."""

from __future__ import annotations

import re
from typing import Final

REFERENCE: Final = re.compile(rb"&#(?:[xX]0{0,9}([0-9a-fA-F]{1,6})|0{0,9}([0-9]{1,7}))(?![0-9a-fA-F]);?")
LAST: Final = 0x10FFFF


def legible(data: bytes) -> bytes:
    """The bytes without references to what is no character; where one is a break, a blank stands for it."""
    return REFERENCE.sub(_character, data)


def _character(reference: re.Match[bytes]) -> bytes:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if code in (0x0B, 0x0C):
        return b" "
    control = code < 0x20 and code not in (0x09, 0x0A, 0x0D)
    return b"" if control or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or code > LAST else reference[0]
