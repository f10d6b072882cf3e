"""Is it English? A count of function words, enough to refuse a text by the name of its language.

The reader knows English alone; on another language it would give nonsense rather than nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

FEWEST: Final = 8  # words: a shorter text is not judged
MOST: Final = 2000  # words that are looked at
UNKNOWN: Final = "und"
PROSE: Final = 60  # words: so long a text in English cannot do without the words of the list
WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Language:
    """Told apart by its function words, or by its letters where it has its own."""

    code: str
    name: str
    words: frozenset[str] = frozenset()
    letters: re.Pattern[str] | None = None


def language(text: str) -> str:
    """The language's ISO 639-1 code; "" for a text too short to judge, "und" for prose in none of those known."""
    words = [m.group().lower() for m, _ in zip(WORD.finditer(text), range(MOST), strict=False)]
    if by_letters := _by_letters("".join(words)):
        return by_letters
    if len(words) < FEWEST:
        return ""
    hits = {known.code: sum(word in known.words for word in words) for known in languages() if known.words}
    english, best = hits["en"], max(hits, key=hits.__getitem__)
    if best != "en" and hits[best] >= 3 and hits[best] > 2 * english:
        return best
    return UNKNOWN if len(words) >= PROSE and english * 20 < len(words) else "en"


def name(code: str) -> str:
    """What a language is called in a message."""
    return next((known.name for known in languages() if known.code == code), "another language than English")


def _by_letters(letters: str) -> str:
    """The language whose own letters make up most of the text, if there is one."""
    if len(letters) < FEWEST:
        return ""
    share = {k.code: len(k.letters.findall(letters)) / len(letters) for k in languages() if k.letters}
    if share["ja"] > 0.1 and share["ja"] + share["zh"] > 0.5:
        return "ja"
    if share["ar"] + share["fa"] > 0.5:
        return "fa" if share["fa"] > 0.04 else "ar"
    return next((code for code, part in share.items() if part > 0.5), "")


@cache
def languages() -> tuple[Language, ...]:
    """The rows of `knowledge/languages.tsv`."""
    rows = files("legation").joinpath("knowledge/languages.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_language(*row.split("\t")) for row in rows if row and not row.startswith(("#", "code\t")))


def _language(code: str, called: str, marks: str) -> Language:
    if " " in marks:
        return Language(code, called, words=frozenset(marks.split()))
    return Language(code, called, letters=re.compile(f"[{marks}]"))
