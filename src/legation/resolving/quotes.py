"""What stands between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from legation.entries import Span

OPENING: Final = "“«"
CLOSING: Final = "”»"
STRAIGHT: Final = '"'
MARKS: Final = OPENING + CLOSING + STRAIGHT
STOPS: Final = re.compile(f"[{MARKS}\n]")
EDGES: Final = " \t\n" + MARKS + ",;:"


@lru_cache(maxsize=4)  # asked for again and again while one article is resolved
def quotations(text: str) -> tuple[Span, ...]:
    """What stands inside each pair of quotation marks, without the marks; a pair is never wider than two paragraphs."""
    return tuple(_pairs(text))


def _pairs(text: str) -> Iterator[Span]:
    start = -1
    for stop in STOPS.finditer(text):
        i, c = stop.start(), stop[0]
        if c in OPENING or (c == STRAIGHT and start < 0 and _opens(text, i)):
            start = i + 1
        elif (c in CLOSING or c == STRAIGHT) and start >= 0:
            if i > start and text.count("\n", start, i) <= 2:
                yield Span(start, i)
            start = -1
        elif c == "\n" and start >= 0 and text.count("\n", start, i + 1) > 2:
            start = -1


def _opens(text: str, at: int) -> bool:
    return at + 1 < len(text) and not text[at + 1].isspace()
