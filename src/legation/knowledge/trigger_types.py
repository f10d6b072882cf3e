"""Words that tell of one type of event almost alone, counted over annotated articles (trigger_types.tsv; training/triggers.py)."""

from __future__ import annotations

from functools import cache
from typing import Final

from legation.knowledge.tables import lines

STEM: Final = 6  # letters by which a word is known


def stem(word: str) -> str:
    """The letters by which a word is known."""
    return word.lower()[:STEM]


def type_of(word: str) -> str:
    """The type that a word tells of, "" where it tells of several or is not known."""
    return _types().get(stem(word), "")


@cache
def _types() -> dict[str, str]:
    return {word: type_ for word, type_, *_ in lines("trigger_types.tsv")}
