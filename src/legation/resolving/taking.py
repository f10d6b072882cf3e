"""How many of the likeliest a slot takes: nobody, one or several, as a forest has learned what careful readers write down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
_ONE: Final = [candidates.FEATURES.index(f) for f in OF_ONE]
_FRAME: Final = [candidates.FEATURES.index(f) for f in OF_FRAME]

Chances = NDArray[np.float64]  # one for each candidate, or option
Rows = NDArray[np.float32]  # their features


@dataclass(frozen=True, slots=True)
class Option:
    """Whom a slot may take: candidates by their numbers, the likeliest first, and the parties that they come to."""

    taken: tuple[int, ...] = ()
    parties: tuple[Actor, ...] = ()


def options(some: Sequence[Candidate], chance: Chances) -> list[Option]:
    """Nobody, the likeliest, the two likeliest, and so on; the sure ones in each."""
    chances = chance.tolist()
    order = [i for i in np.argsort(-chance, kind="stable")[:MOST].tolist() if chances[i] > FAINT]
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
    ranked = np.sort(chance[chance > FAINT])[::-1]
    order = np.argsort(-chance, kind="stable")
    shared = [*_padded(ranked, TOP), *_padded(np.sort(other)[::-1], OTHERS), ranked.sum()]
    found = np.zeros((len(offered), len(FEATURES)), np.float32)
    found[:, : _OF_FRAME.start] = [[slot, len(o.taken), len(o.parties), *shared, *_split(ranked, len(o.taken))] for o in offered]
    found[:, _OF_FRAME] = rows[0, _FRAME]
    count, of_one = np.array([len(o.taken) for o in offered]), rows[:, _ONE]
    found[count > 0, _LAST] = of_one[[o.taken[-1] for o in offered if o.taken]]
    found[count < len(ranked), _NEXT] = of_one[order[count[count < len(ranked)]]]
    return found


def _split(ranked: Chances, n: int) -> list[float]:
    """What tells for taking the first `n` of the chances and leaving the others: the least taken, the most left, the sums of both, how
    likely it is that none is left who should be taken, and that all are right."""
    taken, left = ranked[:n], ranked[n:]
    least, most = ranked[n - 1] if n else 1.0, ranked[n] if len(left) else 0.0
    return [least, most, np.add.reduce(taken), np.add.reduce(left), np.multiply.reduce(1 - left), np.multiply.reduce(taken)]


def _padded(values: Chances, n: int) -> list[float]:
    return [*values[:n].tolist(), *[0.0] * (n - len(values))]


def best(actors: Sequence[Option], recipients: Sequence[Option], does: Chances, gets: Chances) -> tuple[Option, Option]:
    """The likeliest options of both slots that take somebody, by how likely each is to be right."""
    pairs = [(does[i] * gets[j], i, j) for i, a in enumerate(actors) for j, r in enumerate(recipients) if a.taken or r.taken]
    if not pairs:
        return Option(), Option()
    _, i, j = max(pairs, key=lambda p: (p[0], -p[1], -p[2]))
    return actors[i], recipients[j]
