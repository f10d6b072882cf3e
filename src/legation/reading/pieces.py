"""Words to the pieces and shapes that the encoder takes, and sentences to windows that fit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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
    seen = [_seen(words, i) if word in SEEN_AS else word for i, word in enumerate(words)]
    kept = _kept(tokenizer)
    found = {word: its for word in set(seen) if (its := kept.get(word))}
    new = _cut(tokenizer, [word for word in dict.fromkeys(seen) if word not in found])
    if len(kept) + len(new) > KEPT:
        kept.clear()
    kept.update(new)
    found |= new
    return [found[word] for word in seen]


@cache
def _kept(tokenizer: Tokenizer) -> dict[str, tuple[int, ...]]:
    """The pieces of words that have come before."""
    return {}


def _cut(tokenizer: Tokenizer, words: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The pieces of words, all asked for at once: each by itself takes far longer."""
    if not words:
        return {}
    cut = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    found: dict[str, list[int]] = {word: [] for word in words}
    for at, piece in zip(cut.word_ids, cut.ids, strict=True):
        if at is not None:  # as none is: nothing is put around the words
            found[words[at]].append(piece)
    return {word: tuple(its[:MOST_PIECES_A_WORD]) or (UNKNOWN,) for word, its in found.items()}


def _seen(words: Sequence[str], at: int) -> str:
    """A word as the encoder sees it; between capitals nothing is an abbreviation."""
    word = words[at]
    beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    return word if any(len(w) > 1 and w.isalpha() and w.isupper() for w in beside) else SEEN_AS[word]


def window(ids: Sequence[Sequence[int]], shapes: Sequence[int], first: int, last: int, core: tuple[int, int]) -> Window:
    """The window of words `first` to `last`, from each word's pieces and shape."""
    its = ids[first:last]
    ends = tuple(accumulate(len(word) for word in its))  # BEGIN stands before them
    begins = (1, *(end + 1 for end in ends))[: len(its)]
    cases = (case for case, word in zip(shapes[first:last], its, strict=True) for _ in word)
    return Window(first, last, core, (BEGIN, *chain.from_iterable(its), END), (0, *cases, 0), begins, ends)
