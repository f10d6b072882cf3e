"""The headline of a plain text: its first line, where that is one. The text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from legation.entries import Aside

LONGEST: Final = 140  # characters
FEWEST: Final = 3  # words of letters: a date or a place is no headline
LINES: Final = 200  # lines whose length tells how wide the text is
STOPPED: Final = re.compile(r"[.…:;,][”\"’')\]]*$")  # what a headline doesn't end with
BYLINE: Final = re.compile(r"[Bb][Yy]\s|[A-Z][A-Z.' -]{2,40}(?:,|\s\(|\s?[–—-]\s)(?=.*[a-z])")  # or a dateline
WORD: Final = re.compile(r"[^\W\d_]{2,}")


def headline(text: str, asides: Sequence[Aside]) -> str:
    """The first line, where it is short, ends without a stop, is followed by a break that was meant, and is no furniture; else ""."""
    begin = len(text) - len(text.lstrip())
    first, _, rest = text[begin:].partition("\n")
    first = first.strip()
    if len(first) > LONGEST or len(WORD.findall(first)) < FEWEST or not rest.strip():
        return ""
    if STOPPED.search(first) or BYLINE.match(first) or any(a.span and a.span.start <= begin < a.span.end for a in asides):
        return ""
    return first if _meant(first, rest) else ""


def _meant(first: str, rest: str) -> bool:
    """Whether the line was broken because it ended, and not because the page did: the next word had found room on it."""
    if not rest.split("\n", 1)[0].strip():
        return True
    lines = (m.end() - m.start() for m in islice(re.finditer(r"[^\n]+", rest), LINES))
    word = rest.split(None, 1)[0]
    return len(first) + 1 + len(word) <= max(lines)
