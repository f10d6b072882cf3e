"""Whom a frame may speak of: every actor that its arcs, the tree or its sentence offer, and what tells for and against each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Actor, Frame, Span
from legation.resolving.actors import Cast
from legation.resolving.grammar import objects, subjects
from legation.resolving.identity import actor, distinct
from legation.resolving.signs import columns, mark

SLOTS: Final = ("actor", "recipient", "by", "source", "place", "speaker")
PLAIN: Final = 0.1  # an arc or more leads to a phrase that no table knows
STRONG: Final = 0.3  # from here an arc tells who does or suffers what in the article
LEADERS: Final = 6  # actors that the article names most often, who may be meant everywhere
STEPS: Final = 8  # the longest way through a tree that is told apart
FAR: Final = 40  # words
PROTESTERS: Final = "protesters"

MODIFIERS: Final = ("compound", "amod", "nmod:poss")
TAKEN_IN: Final = ("obj", "iobj", "obl", "nmod", "nsubj", "nsubj:pass", *MODIFIERS)
MODIFIED: Final = 4  # words before a trigger in which they stand
RELATIONS: Final = ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "compound", "amod", "conj", "appos", "acl", "root")
LINKS: Final = ("by", "of", "against", "on", "to", "with", "in", "from", "for", "at", "between", "")
SECTORS: Final = (
    "", "GOV", "MIL", "LEG", "JUD", "COP", "PTY", "OPP", "REB", "CVL", "IGO", "NGO", "JRN", "EDU", "ELI", "BUS", "CRM",
)  # fmt: skip

FEATURES: Final = (
    *(f"all {s}" for s in SLOTS), *(f"here {s}" for s in SLOTS[:4]), *(f"lead {s}" for s in SLOTS[:4]), *(f"best {s}" for s in SLOTS[:4]),
    "inside", "subject", "object", "sentences", "words", "before", "up", "down", "mentions here", "mentions", "first sentence",
    *(f"{w} {s}" for w in ("elsewhere", "so elsewhere") for s in SLOTS[:2]),
    "pronoun", "name", "plain", "implied", "person", "state", "speaks", "quoted", "candidates", "same state",
    *(f"rel {r}" for r in RELATIONS), *(f"link {r}" for r in LINKS), *(f"sector {s}" for s in SECTORS),
    *(f"type {t}" for t in TYPES), *(f"status {s}" for s in STATUSES),
    "trigger verb", "trigger noun", "trigger passive", "trigger words", "trigger up",
)  # fmt: skip
# Where the parts of a row stand: what arcs tell, what the mention does, what it hangs on and is, what is the frame's.
_ARCS: Final = slice(0, FEATURES.index("inside"))
_MENTION: Final = slice(FEATURES.index("inside"), FEATURES.index(f"rel {RELATIONS[0]}"))
_OF_FRAME: Final = slice(FEATURES.index(f"type {TYPES[0]}"), len(FEATURES))
_SLOT: Final = {slot: k for k, slot in enumerate(SLOTS)}
_RELATION, _LINK, _SECTOR = (columns(FEATURES, kind, of) for kind, of in (("rel", RELATIONS), ("link", LINKS), ("sector", SECTORS)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor with the words that may name it for one frame."""

    actor: Actor
    tokens: tuple[int, ...]
    plain: bool = False
    implied: bool = False


class Prominence:
    """How much and in which part an article speaks of each actor, worked out once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._tied: dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = {}

    def tied(self, frame: Frame) -> tuple[frozenset[int], frozenset[int]]:
        """The words that name who does it and to whom, as the tree has it."""
        words, cast = (frame.first, frame.last), self.cast
        if words not in self._tied:
            does, gets = (find(cast.tokens, *words, cast.below) for find in (subjects, objects))
            self._tied[words] = frozenset(does), frozenset(gets)
        return self._tied[words]

    @cached_property
    def named(self) -> dict[str, list[int]]:
        """For each actor the last words of its names, in the order of the text."""
        found: dict[str, list[int]] = defaultdict(list)
        for name in self.cast.names:
            for a in self.cast.actors_at(name.last - 1):
                found[a.id].append(name.last - 1)
        return found

    @cached_property
    def leaders(self) -> list[list[int]]:
        """Where those are named of whom the article speaks most."""
        return sorted(self.named.values(), key=lambda at: (-len(at), at[0]))[:LEADERS]

    @cached_property
    def parts(self) -> Counter[tuple[str, str, str]]:
        """How strongly the article's frames point at each actor: (slot, actor) and, by kind of event, (slot, actor, type)."""
        found: Counter[tuple[str, str, str]] = Counter()
        for frame in self.cast.reading.frames:
            for key, score in self.part(frame).items():
                found[key] += score  # type: ignore[assignment]
        return found

    def part(self, frame: Frame) -> dict[tuple[str, str, str], float]:
        """The same for one frame."""
        found: dict[tuple[str, str, str], float] = {}
        for arc in frame.arcs:
            if arc.slot in SLOTS[:2] and arc.score >= STRONG:
                for a in self.cast.actors_at(arc.token):
                    for kind in ("", frame.type):
                        found[arc.slot, a.id, kind] = max(found.get((arc.slot, a.id, kind), 0.0), arc.score)
        return found

    @cached_property
    def leading(self) -> frozenset[str]:
        """The actors of the first sentence."""
        first = self.cast.reading.sentences[0]
        return frozenset(a.id for t in range(first.first, first.last) if t in self.cast.named for a in self.cast.actors_at(t))

    @cached_property
    def speaking(self) -> dict[int, str]:
        """For each token that is said, who says it."""
        found: dict[int, str] = {}
        for s in self.cast.reading.sayings:
            who = self.cast.actor_at(s.speaker) if s.speaker is not None else None
            if who:
                found |= dict.fromkeys(range(s.first, s.last), who.id)
        return found


def candidates(told: Prominence, frame: Frame) -> list[Candidate]:
    """All whom the frame may speak of, each once."""
    cast = told.cast
    sentence = cast.reading.sentences[cast.sentence_of[frame.first]]
    pointed: dict[int, float] = defaultdict(float)
    for arc in frame.arcs:
        if arc.slot in SLOTS[:4]:
            pointed[arc.token] = max(pointed[arc.token], arc.score)
    tree = frozenset[int]().union(*told.tied(frame))
    within = _within(cast, frame)
    words = {
        *pointed,
        *tree,
        *within,
        *(t for t in range(sentence.first, sentence.last) if t in cast.named and cast.named[t].last - 1 == t),
        *(at[max(0, bisect_left(at, frame.first) - 1)] for at in told.leaders),
    }
    found: dict[str, tuple[list[Actor], list[int], bool]] = {}
    for t in sorted(words):
        inside = frame.first <= t < frame.last
        who = () if inside and t not in cast.named and t not in within else cast.actors_at(t)
        plain = not who and not inside and (pointed[t] >= PLAIN or t in tree)
        for a in who or ((p,) if plain and (p := cast.plain(t)) else ()):
            actors, at, _ = found.setdefault(a.id, ([], [], plain))
            actors.append(a)
            at.append(t)
    named = [Candidate(_together(actors), tuple(at), plain) for actors, at, plain in found.values()]
    return [*named, *_implied(cast, frame, found)]


def _together(mentions: Sequence[Actor]) -> Actor:
    """One actor with all its mentions."""
    return mentions[0] if len(mentions) == 1 else distinct(iter(mentions))[0]


def _within(cast: Cast, frame: Frame) -> set[int]:
    """The people that a trigger takes in or is told to be of: "supporting |militant groups|", "|police| violence"."""
    words = range(frame.first, frame.last)
    around = range(max(0, frame.first - MODIFIED), frame.last)
    return {
        t for t in around
        if cast.tokens[t].head in words and cast.tokens[t].head != t and cast.actors_at(t)
        and cast.tokens[t].rel in (MODIFIERS if t < frame.first else TAKEN_IN)
    }  # fmt: skip


def _implied(cast: Cast, frame: Frame, named: Collection[str]) -> list[Candidate]:
    """Whom a trigger speaks of without naming them: in "protests" there are protesters."""
    if frame.type != "PROTEST":
        return []
    span = Span(cast.tokens[frame.first].span.start, cast.tokens[frame.last - 1].span.end)
    who = actor(PROTESTERS, cast.state_here(frame.first, "CVL"), "CVL", span)
    return [] if who.id in named else [Candidate(who, (frame.first,), plain=True, implied=True)]


def features(told: Prominence, frame: Frame, some: Sequence[Candidate]) -> NDArray[np.float32]:
    """What tells for and against each candidate: [candidates, FEATURES]."""
    cast = told.cast
    rows = np.zeros((len(some), len(FEATURES)), np.float32)
    if not some:
        return rows
    arcs, here = _arcs(cast, frame, some)
    others = _best_of_others(arcs[:, :4])
    rows[:, _ARCS] = np.concatenate([arcs, here, arcs[:, :4] - others, others], 1)
    near, upward = [_nearest(cast, frame, c) for c in some], _upward(cast, frame.first, frame.last)
    codes, own, (does, gets) = Counter(c.actor.code for c in some), told.part(frame), told.tied(frame)
    rows[:, _MENTION] = [
        [
            frame.first <= min(c.tokens) and max(c.tokens) < frame.last, not does.isdisjoint(c.tokens), not gets.isdisjoint(c.tokens),
            *_mention(told, frame, c, at, upward, own), len(some), codes[c.actor.code] > 1 and bool(c.actor.code),
        ] for c, at in zip(some, near, strict=True)
    ]  # fmt: skip
    relations, links = zip(*(_hanging(cast, at) for at in near), strict=True)
    for kinds, found in ((_RELATION, relations), (_LINK, links), (_SECTOR, [c.actor.sector for c in some])):
        mark(rows, kinds, found)
    rows[:, _OF_FRAME] = [*_of_frame(cast, frame), len(upward)]
    return rows


def _arcs(cast: Cast, frame: Frame, some: Sequence[Candidate]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How strongly the frame points at each candidate: all its mentions together, and the best one in its sentence."""
    pointed: dict[int, dict[int, float]] = {}
    for a in frame.arcs:
        if (slot := _SLOT.get(a.slot)) is not None:
            pointed.setdefault(a.token, {})[slot] = a.score
    sentence = cast.sentence_of[frame.first]
    none, here = [[1.0] * len(SLOTS) for _ in some], [[0.0] * 4 for _ in some]
    for its_none, its_here, c in zip(none, here, some, strict=True):
        for t in c.tokens:
            if t not in pointed:
                continue
            is_here = cast.sentence_of[t] == sentence
            for k, score in pointed[t].items():
                its_none[k] *= 1 - score
                if k < 4 and is_here and score > its_here[k]:
                    its_here[k] = score
    return (1 - np.array(none)).astype(np.float32), np.array(here, np.float32)


def _of_frame(cast: Cast, frame: Frame) -> list[float]:
    """What is the same for all candidates of a frame."""
    head = cast.tokens[frame.first]
    passive = any(t in cast.undergoing for t in range(frame.first, frame.last))
    return [
        *(frame.type == t for t in TYPES), *(frame.status == s for s in STATUSES), head.upos == "VERB", head.upos == "NOUN", passive,
        frame.last - frame.first,
    ]  # fmt: skip


def _nearest(cast: Cast, frame: Frame, c: Candidate) -> int:
    if len(c.tokens) == 1:
        return c.tokens[0]
    sentence = cast.sentence_of[frame.first]
    return min(c.tokens, key=lambda t: (abs(cast.sentence_of[t] - sentence), _gap(frame, t)))


def _mention(
    told: Prominence, frame: Frame, c: Candidate, near: int, upward: dict[int, int], own: dict[tuple[str, str, str], float]
) -> list[float]:
    """Where the candidate's nearest mention stands, what it is, and what the article tells of the actor elsewhere."""
    cast, a, sentence_of = told.cast, c.actor, told.cast.sentence_of
    sentence, name = sentence_of[frame.first], cast.named.get(near)
    return [
        sentence - sentence_of[near], min(FAR, _gap(frame, near)), near < frame.first,
        *_way(cast, upward, name.last - 1 if name else near),
        [sentence_of[t] for t in c.tokens].count(sentence), len(told.named.get(a.id, ())), a.id in told.leading,
        *_elsewhere(told, a.id, frame.type, own),
        cast.tokens[near].upos == "PRON", name is not None, c.plain, c.implied, bool(name and name.kind == "PER"), a.id == a.code,
        told.speaking.get(frame.first) == a.id, frame.first in told.speaking,
    ]  # fmt: skip


def _elsewhere(told: Prominence, who: str, type_: str, own: dict[tuple[str, str, str], float]) -> list[float]:
    """How strongly the other frames point at an actor, all of them and those of the type."""
    does, gets = SLOTS[:2]
    keys = ((does, who, ""), (gets, who, ""), (does, who, type_), (gets, who, type_))
    parts = told.parts
    return [parts.get(key, 0.0) - own.get(key, 0.0) for key in keys]


def _hanging(cast: Cast, token: int) -> tuple[str, str]:
    """How a mention hangs in the tree: its relation and preposition."""
    name = cast.named.get(token)
    return cast.hangs(name.first, name.last) if name else cast.hangs(token, token + 1)


def _best_of_others(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each row and column the largest value in the other rows; 0 where there are none."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    top = np.sort(scores, 0)
    is_best = scores.argmax(0) == np.arange(len(scores))[:, None]
    others: NDArray[np.float32] = np.where(is_best, top[-2], top[-1])
    return others


def _gap(frame: Frame, token: int) -> int:
    return frame.first - token if token < frame.first else token - frame.last + 1


def _upward(cast: Cast, first: int, last: int) -> dict[int, int]:
    """The trigger's head and all above it in the tree, with the steps up to each."""
    at = next((t for t in range(first, last) if not first <= cast.tokens[t].head < last), first)
    found = dict.fromkeys(range(first, last), 0)
    for step in range(1, 2 * STEPS):
        if cast.tokens[at].head == at:
            break
        at = cast.tokens[at].head
        if at in found:
            break
        found[at] = step
    return found


def _way(cast: Cast, upward: dict[int, int], at: int) -> tuple[int, int]:
    """Steps up from the trigger and down to a word; STEPS each where they meet nowhere."""
    tokens = cast.tokens
    for down in range(STEPS):
        if at in upward:
            return min(STEPS, upward[at]), down
        above = tokens[at].head
        if above == at:
            break
        at = above
    return STEPS, STEPS
