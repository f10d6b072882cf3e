"""Who does it, to whom, who holds the stance and who tells of it: chosen among the candidates by what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import Actor, Frame
from legation.resolving.actors import Cast
from legation.resolving.candidates import Candidate, Prominence, candidates, features
from legation.resolving.forest import load
from legation.resolving.identity import distinct

Chances = NDArray[np.float64]  # one for each candidate
NOBODY, DOES, GETS = range(3)  # the classes of the first forest
SURE: Final = 0.35  # a party is believed from here
ALONE: Final = 0.15  # and from here where its slot would stay empty
TWO_SIDED: Final = ("CONSULT", "AGREE", "COOPERATE")
NEAR: Final = 6  # words before a trigger in which its owner stands
OWNER: Final = 0.5
STANCE: Final = 0.25
SOURCE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Parties:
    """The actors of one event, each slot with the surest first."""

    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    by: tuple[Actor, ...] = ()
    according_to: tuple[Actor, ...] = ()


def parties(told: Prominence, frames: Sequence[Frame]) -> list[Parties]:
    """Whom each frame speaks of in each slot."""
    offered = [candidates(told, frame) for frame in frames]
    if not any(offered):
        return [Parties()] * len(frames)
    rows = np.concatenate([features(told, frame, some) for frame, some in zip(frames, offered, strict=True)])
    part = load("parties").chances(rows)
    more = with_parts(rows, part)
    stance, source = (load(name).chances(more)[:, 1] for name in ("stances", "sources"))
    ends = list(accumulate(map(len, offered)))
    found = []
    for frame, some, end in zip(frames, offered, ends, strict=True):
        its = slice(end - len(some), end)
        found.append(_parties(frame, some, _owned(told.cast, frame, some, part[its]), stance[its], source[its]))
    return found


def _parties(frame: Frame, some: Sequence[Candidate], part: Chances, stance: Chances, source: Chances) -> Parties:
    actors = _chosen(some, np.where(part[:, DOES] >= part[:, GETS], part[:, DOES], 0.0), SURE, ALONE)
    both = frame.type in TWO_SIDED and len(actors) > 1  # who does it together needs nobody to do it to
    return Parties(
        actors=actors,
        recipients=_chosen(some, np.where(part[:, GETS] > part[:, DOES], part[:, GETS], 0.0), SURE, SURE if both else ALONE),
        by=_chosen(some, stance, STANCE, STANCE) if frame.status != "happened" else (),
        according_to=_chosen(some, source, SOURCE, SOURCE),
    )


def _owned(cast: Cast, frame: Frame, some: Sequence[Candidate], part: Chances) -> Chances:
    """The chances where a trigger belongs to somebody ("Moscow's war"): if its owner does it, nobody else does."""
    words = range(frame.first, frame.last)
    before = range(max(0, frame.first - NEAR), frame.first)
    owners = {t for t in before if cast.tokens[t].rel == "nmod:poss" and cast.tokens[t].head in words}
    own = np.array([bool(owners & set(c.tokens)) for c in some], bool)
    if not (part[own, DOES] >= OWNER).any():
        return part
    done = part.copy()
    done[~own, DOES] = 0.0
    return done


def with_parts(rows: NDArray[np.float32], part: Chances) -> NDArray[np.float32]:
    """The features with the chances of being who does it and to whom, for what is asked after that."""
    return np.concatenate([rows, part[:, 1:].astype(np.float32)], 1)


def _chosen(some: Sequence[Candidate], chance: Chances, sure: float, alone: float) -> tuple[Actor, ...]:
    """The sure ones, else the likeliest; those who act for a state stand for the state itself."""
    order = [int(i) for i in np.argsort(-chance, kind="stable")]
    taken = [i for i in order if chance[i] >= sure] or [i for i in order[:1] if chance[i] >= alone]
    return _own(distinct(replace(some[i].actor, confidence=round(float(chance[i]), 3)) for i in taken))


def _own(some: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A state beside its own president or army is named twice: whoever acts for it stays."""
    acting = {a.code for a in some if a.sector}
    return tuple(a for a in some if a.sector or not a.code or a.code not in acting)
