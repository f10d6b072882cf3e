"""Who does it, to whom, who holds the stance and who tells of it: chosen among the candidates by what speaks for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from legation.entries import Actor, Frame
from legation.resolving import taking
from legation.resolving.actors import Cast
from legation.resolving.candidates import FEATURES, Candidate, Prominence, candidates, features_of
from legation.resolving.forest import load
from legation.resolving.grammar import head_of, objects
from legation.resolving.identity import as_likely, distinct
from legation.resolving.taking import Chances, Option, Rows, best, once_each, options

NOBODY, DOES, GETS = range(3)  # the classes of the first forest
NEAR: Final = 6  # words before a trigger in which its owner stands
OWNER: Final = 0.5
STANCE: Final = 0.25
LISTED: Final = 2  # members of a list that a slot takes: then it takes the list
SHARE: Final = 0.2  # of the likeliest party's chance: whoever has less is left out of a slot
SOURCE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Parties:
    """The actors of one event, each slot with the surest first."""

    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    by: tuple[Actor, ...] = ()
    according_to: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A frame with its candidates [C], their features [C, FEATURES] and what speaks for each in each slot [C].

    `options`: whom it may take as those who do it, and as those to whom it is done."""

    frame: Frame
    some: Sequence[Candidate]
    rows: Rows
    does: Chances
    gets: Chances
    stance: Chances
    source: Chances
    options: tuple[list[Option], list[Option]]

    def asked(self, slot: int) -> taking.Asked:
        """What one slot may take."""
        own, other = (self.does, self.gets) if slot == 0 else (self.gets, self.does)
        return slot, self.options[slot], self.rows, own, other

    def option_rows(self, slot: int) -> Rows:
        """The features of one slot's options."""
        return taking.features(*self.asked(slot))


def parties(told: Prominence, frames: Sequence[Frame]) -> list[Parties]:
    """Whom each frame speaks of in each slot."""
    offered = [candidates(told, frame) for frame in frames]
    if not any(offered):
        return [Parties()] * len(frames)
    rows = np.split(features_of(told, frames, offered), np.cumsum([len(some) for some in offered])[:-1])
    weighed = weigh(told.cast, frames, offered, rows)
    taken = _taken([w for w in weighed if w.some])
    return [_parties(told.cast, w, *(next(taken) if w.some else (Option(), Option()))) for w in weighed]


def weigh(cast: Cast, frames: Sequence[Frame], offered: Sequence[Sequence[Candidate]], rows: Sequence[Rows]) -> list[Weighed]:
    """What speaks for each candidate of each frame in each slot, by their features."""
    all_rows = np.concatenate([*rows, np.zeros((0, len(FEATURES)), np.float32)])
    part = load("parties").chances(all_rows)
    more = with_parts(all_rows, part)
    stance, source = (load(name).chances(more)[:, 1] for name in ("stances", "sources"))
    ends = list(accumulate(map(len, offered)))
    its = [slice(end - len(some), end) for some, end in zip(offered, ends, strict=True)]
    owned = [_owned(cast, frame, some, part[at]) for frame, some, at in zip(frames, offered, its, strict=True)]
    does, gets = _parts(np.concatenate([*owned, part[:0]]))
    return [
        Weighed(frame, some, its_rows, does[at], gets[at], stance[at], source[at], (options(some, does[at]), options(some, gets[at])))
        for frame, some, its_rows, at in zip(frames, offered, rows, its, strict=True)
    ]


def _parts(part: Chances) -> tuple[Chances, Chances]:
    """Who does it and to whom: nobody is both."""
    does = part[:, DOES] >= part[:, GETS]
    return np.where(does, part[:, DOES], 0.0), np.where(does, 0.0, part[:, GETS])


def _taken(weighed: Sequence[Weighed]) -> Iterator[tuple[Option, Option]]:
    """Whom each frame takes as those who do it and to whom it is done."""
    offered = [its for w in weighed for its in w.options]
    chance = load("taking").chances(taking.features_of([w.asked(slot) for w in weighed for slot in (0, 1)]))[:, 1]
    of = np.split(chance, np.cumsum([len(its) for its in offered])[:-1])
    return (best(offered[i], offered[i + 1], of[i], of[i + 1]) for i in range(0, len(offered), 2))


def _parties(cast: Cast, w: Weighed, actors: Option, recipients: Option) -> Parties:
    return Parties(
        actors=_likely(actors.parties) + _listed(cast, w, actors, recipients) + _met(cast, w, actors, recipients),
        recipients=_likely(recipients.parties) + _listed(cast, w, recipients, actors),
        by=_chosen(w.some, w.stance, STANCE) if w.frame.status != "happened" else (),
        according_to=_chosen(w.some, w.source, SOURCE),
    )


def _likely(some: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who are not far less likely than the likeliest of them."""
    least = SHARE * max((a.confidence for a in some), default=0.0)
    return tuple(a for a in some if a.confidence >= least)


def _listed(cast: Cast, w: Weighed, taken: Option, others: Option) -> tuple[Actor, ...]:
    """Who stands in one list with several that a slot takes: "delegates from France, Germany, Russia, China and Iran"."""
    if len(taken.taken) < LISTED:
        return ()
    counts = Counter(name for i in taken.taken for name in _lists(cast, w.frame, w.some[i]))
    whole = {name for name, n in counts.items() if n >= LISTED}
    if not whole:
        return ()
    known = {a.id for a in (*taken.parties, *others.parties)}
    chance = np.maximum(w.does, w.gets)
    left = [i for i, c in enumerate(w.some) if not c.plain and c.actor.id not in known and _lists(cast, w.frame, c) & whole]
    return tuple(as_likely(w.some[i].actor, chance[i]) for i in left)


def _met(cast: Cast, w: Weighed, *taken: Option) -> tuple[Actor, ...]:
    """Whom somebody meets, where the verb says so: "Moon, who met Kim twice"."""
    if w.frame.type != "CONSULT":
        return ()
    known = {a.id for option in taken for a in option.parties}
    met = {t for t in objects(cast.tokens, w.frame.first, w.frame.last, cast.below) if cast.tokens[t].rel == "obj" and t in cast.named}
    named = [i for i, c in enumerate(w.some) if met & set(c.tokens) and c.actor.code and c.actor.id not in known]
    return tuple(as_likely(w.some[i].actor, max(w.does[i], w.gets[i])) for i in named)


def _lists(cast: Cast, frame: Frame, c: Candidate) -> set[int]:
    """The lists of a frame's sentence in which a candidate is named, each by the word on which its members hang."""
    found: set[int] = set()
    for t in c.tokens:
        if cast.sentence_of[t] != cast.sentence_of[frame.first]:
            continue
        name = cast.named.get(t)
        head = head_of(cast.tokens, name.first, name.last) if name else t
        found.add(cast.tokens[head].head if cast.tokens[head].rel == "conj" else head)
    return found


def _owned(cast: Cast, frame: Frame, some: Sequence[Candidate], part: Chances) -> Chances:
    """The chances where a trigger belongs to somebody ("Moscow's war"): if its owner does it, nobody else does."""
    words = range(frame.first, frame.last)
    before = range(max(0, frame.first - NEAR), frame.first)
    owners = {t for t in before if cast.tokens[t].rel == "nmod:poss" and cast.tokens[t].head in words}
    if not owners:
        return part
    own = np.array([bool(owners & set(c.tokens)) for c in some], bool)
    if not (part[own, DOES] >= OWNER).any():
        return part
    done = part.copy()
    done[~own, DOES] = 0.0
    return done


def with_parts(rows: Rows, part: Chances) -> Rows:
    """The features with the chances of being who does it and to whom, for what is asked after that."""
    return np.concatenate([rows, part[:, 1:].astype(np.float32)], 1)


def _chosen(some: Sequence[Candidate], chance: Chances, sure: float) -> tuple[Actor, ...]:
    """The sure ones; those who act for a state stand for the state itself."""
    chances = chance.tolist()
    order = sorted((i for i, c in enumerate(chances) if c >= sure), key=lambda i: -chances[i])
    return once_each(distinct(as_likely(some[i].actor, chances[i]) for i in order))
