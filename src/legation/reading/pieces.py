"""Words to the pieces and shapes that the encoder takes, and sentences to windows that fit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

from tokenizers import Tokenizer

UNKNOWN: Final = 100
BEGIN: Final = 101
END: Final = 102
MOST_PIECES_A_WORD: Final = 12
KEPT: Final = 30_000  # words whose pieces and shape are kept at hand: the same come again in every article

# Without its capitals "IS" is a verb: the encoder sees another name of the Islamic State.
SEEN_AS: Final = {"IS": "ISIS"}

# The base vocabulary knows no capitals: the shape of its word goes in beside each piece.
SHAPES: Final = ("none", "lower", "title", "upper", "mixed", "other")


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder sees at once: words `first` to `last` of the document, of which `core` are decided here."""

    first: int
    last: int
    core: tuple[int, int]
    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=KEPT)
def shape(word: str) -> int:
    """The index in SHAPES of a word's capitals."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5
    if word.islower():
        return 1
    if len(letters) > 1 and word.isupper():
        return 3
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 2
    return 4


def pieces(tokenizer: Tokenizer, words: Sequence[str]) -> list[tuple[int, ...]]:
    """The piece ids of each word: at least one, at most MOST_PIECES_A_WORD."""
    return [_of_word(tokenizer, _seen(words, i)) for i in range(len(words))]


@lru_cache(maxsize=KEPT)
def _of_word(tokenizer: Tokenizer, word: str) -> tuple[int, ...]:
    return tuple(tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids[:MOST_PIECES_A_WORD]) or (UNKNOWN,)


def _seen(words: Sequence[str], at: int) -> str:
    """A word as the encoder sees it; between capitals nothing is an abbreviation."""
    word = words[at]
    if word not in SEEN_AS:
        return word
    beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    return word if any(len(w) > 1 and w.isalpha() and w.isupper() for w in beside) else SEEN_AS[word]


def window(ids: Sequence[Sequence[int]], shapes: Sequence[int], first: int, last: int, core: tuple[int, int]) -> Window:
    """The window of words `first` to `last`, from each word's pieces and shape."""
    its = ids[first:last]
    ends = tuple(accumulate(len(word) for word in its))  # BEGIN stands before them
    begins = (1, *(end + 1 for end in ends))[: len(its)]
    cases = (case for case, word in zip(shapes[first:last], its, strict=True) for _ in word)
    return Window(first, last, core, (BEGIN, *chain.from_iterable(its), END), (0, *cases, 0), begins, ends)
