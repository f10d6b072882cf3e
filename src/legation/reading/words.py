"""Text to sentences and words, as Universal Dependencies cuts English, with their code points."""

from __future__ import annotations

import re
from typing import Final

from legation.entries import Span

# A full stop after these ends no sentence.
TITLES: Final = "Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Sgt|Maj|Capt|Adm|Sen|Rep|Gov|Rev|Prof|Pres|Hon|Jr|Sr|No|vs|Inc|Corp|Ltd|Co|Messrs"
MONTHS: Final = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"

# No alternative begins with blanks: each place in a long run of them would be tried to its end.
BREAK: Final = re.compile(r"(?<=[.!?…])[\"”’')\]]{0,3}[^\S\n]+(?=[\"“‘'(\[]?[A-Z0-9])|\n\s*")
UNBROKEN: Final = re.compile(rf"(?:\b(?:{TITLES}|{MONTHS}|etc|e\.g|i\.e)|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$")
# After "U.S." a sentence does end where a word follows that only opens one.
OPENERS: Final = re.compile(r"[\"“‘'(\[]?(?:The|In|On|At|But|And|He|She|It|They|We|This|That|These|A|An|If|As|For)\b")
INITIALS: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}$")

# What words are, the first that fits: those that have a mark of MARKED in them, and all others.
MARKED: Final = re.compile("[@'’]")
_ADDRESS: Final = r"https?://[^\s<>\"”)]+|www\.[^\s<>\"”)]+"
_MAIL: Final = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
_FIGURES: Final = (
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    rf"|(?:{TITLES}|{MONTHS})\."
    r"|\d+(?:[.,:]\d+)+|\d+(?:st|nd|rd|th|s)\b"
)
_JOINED: Final = (
    r"[^\W\d_]+?(?=n['’]t\b)|n['’]t\b"  # do|n't
    r"|[^\W\d_]{1,12}['’](?!(?:s|re|ve|ll|d|m|t)\b)[^\W\d_]+"  # Sana'a, O'Neill
    r"|['’](?:s|re|ve|ll|d|m)\b"
)
_ANY: Final = r"[^\W_]+|\.{2,}|-{2,}|[^\w\s]|_+"
WORD: Final = re.compile(f"{_ADDRESS}|{_MAIL}|{_FIGURES}|{_JOINED}|{_ANY}", re.IGNORECASE)
PLAIN: Final = re.compile(f"{_ADDRESS}|{_FIGURES}|{_ANY}", re.IGNORECASE)  # the same where no mark is


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order; a line break always ends one, and its closing quotation marks belong to it."""
    spans: list[Span] = []
    start = 0
    for at in BREAK.finditer(text):
        stop = at.start() + len(at.group(0).rstrip())
        broken = "\n" in at.group(0)
        if not broken and _goes_on(text, start, stop, at.end()):
            continue
        _keep(spans, text, start, stop)
        start = at.end()
    _keep(spans, text, start, len(text))
    return spans


def _goes_on(text: str, start: int, stop: int, after: int) -> bool:
    before = text[max(start, stop - 24) : stop]
    if not UNBROKEN.search(before):
        return False
    return not (INITIALS.search(before) and OPENERS.match(text, after))


def _keep(spans: list[Span], text: str, start: int, stop: int) -> None:
    words = text[start:stop]
    if stripped := words.strip():
        start += words.index(stripped)
        spans.append(Span(start, start + len(stripped)))


def words(text: str, span: Span) -> list[Span]:
    """The words of one sentence."""
    word = WORD if MARKED.search(text, span.start, span.end) else PLAIN
    return [Span(*m.span()) for m in word.finditer(text, span.start, span.end)]
