"""How many of the likeliest a slot takes: nobody, one or several, as a forest has learned what careful readers write down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Actor
from legation.resolving import candidates
from legation.resolving.candidates import Candidate
from legation.resolving.identity import as_likely, distinct

MOST: Final = 4  # parties that one slot takes
FAINT: Final = 0.02  # nobody less likely is taken
SURE: Final = 0.6  # whoever is likelier is taken in any case
TOP: Final = 5  # chances that are told apart
OTHERS: Final = 3  # of the other slot

OF_ONE: Final = (
    "all actor", "all recipient", "best actor", "best recipient", "sentences", "subject", "object", "up", "down", "plain", "state", "name",
    "person", "mentions here", "same state",
)  # fmt: skip
OF_FRAME: Final = (
    *(f"type {t}" for t in TYPES), *(f"status {s}" for s in STATUSES),
    "candidates", "trigger verb", "trigger noun", "trigger passive", "trigger words", "trigger up",
)  # fmt: skip
FEATURES: Final = (
    "recipients", "taken", "parties", *(f"chance {i}" for i in range(TOP)), *(f"other slot {i}" for i in range(OTHERS)),
    "all chances", "least taken", "most left", "chances taken", "chances left", "none left", "all right",
    *OF_FRAME, *(f"last {f}" for f in OF_ONE), *(f"next {f}" for f in OF_ONE),
)  # fmt: skip
# Where the parts of a row stand: what is the frame's, what tells of the last that is taken, and of the next.
_OF_FRAME, _LAST, _NEXT = (slice(FEATURES.index(of[0]), FEATURES.index(of[0]) + len(of)) for of in (
    OF_FRAME, [f"last {f}" for f in OF_ONE], [f"next {f}" for f in OF_ONE],
))  # fmt: skip
_ONE, _FRAME = (np.array([candidates.FEATURES.index(f) for f in of]) for of in (OF_ONE, OF_FRAME))

Chances = NDArray[np.float64]  # one for each candidate, or option
Rows = NDArray[np.float32]  # their features


@dataclass(frozen=True, slots=True)
class Option:
    """Whom a slot may take: candidates by their numbers, the likeliest first, and the parties that they come to."""

    taken: tuple[int, ...] = ()
    parties: tuple[Actor, ...] = ()


# A slot with its options, the features of all candidates, and what speaks for each in this slot and in the other.
Asked = tuple[int, Sequence[Option], Rows, Chances, Chances]


def options(some: Sequence[Candidate], chance: Chances) -> list[Option]:
    """Nobody, the likeliest, the two likeliest, and so on; the sure ones in each."""
    chances = chance.tolist()
    order = sorted((i for i, c in enumerate(chances) if c > FAINT), key=lambda i: -chances[i])[:MOST]
    sure = sum(chances[i] >= SURE for i in order)
    actors = [as_likely(some[i].actor, chances[i]) for i in order]
    return [Option(tuple(order[:n]), once_each(distinct(iter(actors[:n])))) for n in range(sure, len(order) + 1)]


def once_each(some: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A state beside its own president or army is named twice: whoever acts for it stays."""
    acting = {a.code for a in some if a.sector}
    return tuple(a for a in some if a.sector or not a.code or a.code not in acting)


def features(slot: int, offered: Sequence[Option], rows: Rows, chance: Chances, other: Chances) -> Rows:
    """What tells for and against each option of one slot (0: who does it, 1: to whom): [options, FEATURES].

    `rows` are the candidates' own features, `chance` what speaks for each in this slot, `other` in the other one."""
    return features_of([(slot, offered, rows, chance, other)])


def features_of(asked: Sequence[Asked]) -> Rows:
    """The same for the options of several slots, one slot's behind the other's: quicker than to ask for each."""
    signs, last, next_ = list[list[float]](), list[int](), list[int]()
    all_rows = np.concatenate([*(rows for _, _, rows, _, _ in asked), np.zeros((1, len(candidates.FEATURES)), np.float32)])
    of_one, begins = all_rows[:, _ONE], [0, *accumulate(len(rows) for _, _, rows, _, _ in asked)]
    for begin, (slot, offered, _, chance, other) in zip(begins, asked, strict=False):
        chances = chance.tolist()
        order = sorted(range(len(chances)), key=lambda i: -chances[i])
        ranked = [chances[i] for i in order if chances[i] > FAINT]
        shared = [*_padded(ranked, TOP), *_padded(sorted(other.tolist(), reverse=True), OTHERS), sum(ranked)]
        splits = _splits(ranked)
        signs += [[slot, len(o.taken), len(o.parties), *shared, *splits[len(o.taken)]] for o in offered]
        last += [begin + o.taken[-1] if o.taken else -1 for o in offered]  # the last for where there is none
        next_ += [begin + order[len(o.taken)] if len(o.taken) < len(ranked) else -1 for o in offered]
    found = np.empty((len(signs), len(FEATURES)), np.float32)
    found[:, : _OF_FRAME.start] = signs
    found[:, _OF_FRAME] = all_rows[np.repeat(begins[:-1], [len(offered) for _, offered, *_ in asked])][:, _FRAME]
    found[:, _LAST], found[:, _NEXT] = of_one[last], of_one[next_]
    return found


def _splits(ranked: Sequence[float]) -> list[tuple[float, ...]]:
    """What tells for taking the first of the chances and leaving the others, by how many are taken: the least taken, the most left, the
    sums of both, how likely it is that none is left who should be taken, and that all are right."""
    left = ranked[::-1]
    return list(zip(
        [1.0, *ranked], [*ranked, 0.0],
        accumulate(ranked, initial=0.0), [*accumulate(left, initial=0.0)][::-1],
        [*accumulate((1 - chance for chance in left), mul, initial=1.0)][::-1], accumulate(ranked, mul, initial=1.0),
        strict=True,
    ))  # fmt: skip


def _padded(values: Sequence[float], n: int) -> list[float]:
    return [*values[:n], *[0.0] * (n - len(values))]


def best(actors: Sequence[Option], recipients: Sequence[Option], does: Chances, gets: Chances) -> tuple[Option, Option]:
    """The likeliest options of both slots that take somebody, by how likely each is to be right."""
    do, get = does.tolist(), gets.tolist()
    pairs = [(do[i] * get[j], i, j) for i, a in enumerate(actors) for j, r in enumerate(recipients) if a.taken or r.taken]
    if not pairs:
        return Option(), Option()
    _, i, j = max(pairs, key=lambda p: (p[0], -p[1], -p[2]))
    return actors[i], recipients[j]
