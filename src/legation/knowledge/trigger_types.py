"""Words that tell of one type of event, or of one mode of a type, almost alone: counted over annotated articles.

Source: trigger_types.tsv and trigger_modes.tsv, made by training/triggers.py.
"""

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


def mode_of(type: str, word: str) -> str | None:
    """The mode that a word tells of in a type, "" for none of them; None where it tells of several or is not known."""
    return _modes().get((type, stem(word)))


@cache
def _modes() -> dict[tuple[str, str], str]:
    return {(type_, word): mode for type_, word, mode, *_ in lines("trigger_modes.tsv")}


@cache
def _types() -> dict[str, str]:
    return {word: type_ for word, type_, *_ in lines("trigger_types.tsv")}
