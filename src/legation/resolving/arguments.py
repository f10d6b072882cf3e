"""What the predicate of a trigger asks for: who acts, who is acted on, to whom or from whom (PropBank's numbered arguments)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import Frame, Token
from legation.resolving.actors import Cast

if TYPE_CHECKING:
    from legation.resolving.candidates import Candidate

ARGUMENTS: Final = ("arg0", "arg1", "arg2")
MEMBERS: Final = 4  # links of a coordination that are followed


def arguments(cast: Cast, frame: Frame, some: Sequence[Candidate]) -> NDArray[np.float32]:
    """How surely each candidate is each argument of the trigger, by its surest mention: [candidates, ARGUMENTS]."""
    score = {(a.slot, a.token): a.score for a in frame.arcs}
    rows = [[max((score.get((s, w), 0.0) for t in c.tokens for w in _heads(cast, t)), default=0.0) for s in ARGUMENTS] for c in some]
    return np.array(rows, np.float32).reshape(len(some), len(ARGUMENTS))


def _heads(cast: Cast, at: int) -> Iterator[int]:
    """A mention's words, and those that it is coordinated with or set beside: an argument is told of the first of them."""
    name = cast.named.get(at)
    yield from range(name.first, name.last) if name else (at,)
    yield from _before(cast.tokens, at)


def _before(tokens: Sequence[Token], at: int) -> Iterator[int]:
    for _ in range(MEMBERS):
        if tokens[at].rel not in ("conj", "appos", "flat", "compound"):
            return
        at = tokens[at].head
        if tokens[at].upos in ("NOUN", "PROPN", "PRON"):
            yield at
