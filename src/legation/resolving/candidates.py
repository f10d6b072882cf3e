"""Whom a frame may speak of: every actor that its arcs, the tree or its sentence offer, and what tells for and against each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Actor, Frame, Span
from legation.resolving.actors import Cast
from legation.resolving.grammar import objects, subjects
from legation.resolving.identity import actor, together
from legation.resolving.signs import columns, mark, one_of

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
_NONE: Final = (0.0, 0.0)  # how strongly nothing points at somebody, in both slots
_SLOT: Final = {slot: k for k, slot in enumerate(SLOTS)}
_RELATION, _LINK, _SECTOR = (columns(FEATURES, kind, of) for kind, of in (("rel", RELATIONS), ("link", LINKS), ("sector", SECTORS)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor with the words that may name it for one frame, in the order of the text."""

    actor: Actor
    tokens: tuple[int, ...]
    plain: bool = False
    implied: bool = False


class Prominence:
    """How much and in which part an article speaks of each actor, worked out once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._tied: dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = {}
        self._part: dict[int, dict[str, list[float]]] = {}

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
    def parts(self) -> dict[tuple[str, str], list[float]]:
        """How strongly the article's frames point at each actor as who does it and to whom, by kind of event; under "" of every kind."""
        found: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for frame in self.cast.reading.frames:
            for who, (does, gets) in self.part(frame).items():
                for of_kind in (found[who, ""], found[who, frame.type]):
                    of_kind[0] += does
                    of_kind[1] += gets
        return found

    def part(self, frame: Frame) -> dict[str, list[float]]:
        """The same for one frame, by actor."""
        if frame.first not in self._part:
            found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
            for arc in frame.arcs:
                if arc.slot in SLOTS[:2] and arc.score >= STRONG:
                    for a in self.cast.actors_at(arc.token):
                        found[a.id][_SLOT[arc.slot]] = max(found[a.id][_SLOT[arc.slot]], arc.score)
            self._part[frame.first] = found
        return self._part[frame.first]

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
    named = [Candidate(actors[0] if len(actors) == 1 else together(actors), tuple(at), plain) for actors, at, plain in found.values()]
    return [*named, *_implied(cast, frame, found)]


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
    return features_of(told, [frame], [some])


def features_of(told: Prominence, frames: Sequence[Frame], offered: Sequence[Sequence[Candidate]]) -> NDArray[np.float32]:
    """The same for the candidates of several frames, one frame's behind the other's: quicker than to ask for each."""
    asked = [(frame, some) for frame, some in zip(frames, offered, strict=True) if some]
    of = np.repeat(np.arange(len(asked)), [len(some) for _, some in asked])
    rows = np.zeros((len(of), len(FEATURES)), np.float32)
    if not asked:
        return rows
    cast, views, near, mentions = told.cast, list[_View](), list[int](), list[list[float]]()
    for frame, some in asked:
        views.append(view := _View.of(told, frame, some))
        nearest = [_nearest(cast, view, c) for c in some]
        mentions += [_mention(told, view, c, at) for c, at in zip(some, nearest, strict=True)]
        near += nearest
    arcs, here = _arcs(cast, views)
    others = _best_of_others(arcs[:, :4], of)
    rows[:, _ARCS] = np.concatenate([arcs, here, arcs[:, :4] - others, others], 1)
    rows[:, _MENTION] = mentions
    relations, links = zip(*(_hanging(cast, at) for at in near), strict=True)
    for kinds, found in ((_RELATION, relations), (_LINK, links), (_SECTOR, [c.actor.sector for _, some in asked for c in some])):
        mark(rows, kinds, found)
    rows[:, _OF_FRAME] = np.array([_of_frame(cast, view) for view in views], np.float32)[of]
    return rows


@dataclass(frozen=True, slots=True)
class _View:
    """What one frame brings to each of its candidates: its sentence, what is above it in the tree, who does it and to whom by the tree,
    how often each state is among the candidates, how strongly it points at each actor."""

    frame: Frame
    some: Sequence[Candidate]
    sentence: int
    upward: dict[int, int]
    does: frozenset[int]
    gets: frozenset[int]
    codes: Counter[str]
    own: Mapping[str, Sequence[float]]

    @classmethod
    def of(cls, told: Prominence, frame: Frame, some: Sequence[Candidate]) -> _View:
        """What a frame brings to its candidates."""
        upward, codes = _upward(told.cast, frame.first, frame.last), Counter(c.actor.code for c in some)
        return cls(frame, some, told.cast.sentence_of[frame.first], upward, *told.tied(frame), codes, told.part(frame))


def _arcs(cast: Cast, views: Sequence[_View]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How strongly the frames point at each candidate: all its mentions together, and the best one in its sentence."""
    none, here = list[list[float]](), list[list[float]]()
    for view in views:
        pointed: dict[int, dict[int, float]] = {}
        for a in view.frame.arcs:
            if (slot := _SLOT.get(a.slot)) is not None:
                pointed.setdefault(a.token, {})[slot] = a.score
        for c in view.some:
            its_none, its_here = [1.0] * len(SLOTS), [0.0] * 4
            for t in c.tokens:
                if t not in pointed:
                    continue
                is_here = cast.sentence_of[t] == view.sentence
                for k, score in pointed[t].items():
                    its_none[k] *= 1 - score
                    if k < 4 and is_here and score > its_here[k]:
                        its_here[k] = score
            none.append(its_none)
            here.append(its_here)
    return (1 - np.array(none)).astype(np.float32), np.array(here, np.float32)


def _of_frame(cast: Cast, view: _View) -> list[float]:
    """What is the same for all candidates of a frame."""
    frame = view.frame
    head = cast.tokens[frame.first]
    passive = any(t in cast.undergoing for t in range(frame.first, frame.last))
    return [
        *one_of(TYPES, frame.type), *one_of(STATUSES, frame.status), head.upos == "VERB", head.upos == "NOUN", passive,
        frame.last - frame.first, len(view.upward),
    ]  # fmt: skip


def _nearest(cast: Cast, view: _View, c: Candidate) -> int:
    if len(c.tokens) == 1:
        return c.tokens[0]
    return min(c.tokens, key=lambda t: (abs(cast.sentence_of[t] - view.sentence), _gap(view.frame, t)))


def _mention(told: Prominence, view: _View, c: Candidate, near: int) -> list[float]:
    """Where the candidate's nearest mention stands, what it is, and what the article tells of the actor elsewhere."""
    cast, a, frame, sentence_of = told.cast, c.actor, view.frame, told.cast.sentence_of
    name, tokens = cast.named.get(near), c.tokens
    return [
        frame.first <= tokens[0] and tokens[-1] < frame.last, not view.does.isdisjoint(tokens), not view.gets.isdisjoint(tokens),
        view.sentence - sentence_of[near], min(FAR, _gap(frame, near)), near < frame.first,
        *_way(cast, view.upward, name.last - 1 if name else near),
        [sentence_of[t] for t in tokens].count(view.sentence), len(told.named.get(a.id, ())), a.id in told.leading,
        *_elsewhere(told, a.id, view),
        cast.tokens[near].upos == "PRON", name is not None, c.plain, c.implied, bool(name and name.kind == "PER"), a.id == a.code,
        told.speaking.get(frame.first) == a.id, frame.first in told.speaking,
        len(view.some), view.codes[a.code] > 1 and bool(a.code),
    ]  # fmt: skip


def _elsewhere(told: Prominence, who: str, view: _View) -> tuple[float, ...]:
    """How strongly the other frames point at an actor, all of them and those of the type."""
    does, gets = view.own.get(who, _NONE)
    all_does, all_gets = told.parts.get((who, ""), _NONE)
    type_does, type_gets = told.parts.get((who, view.frame.type), _NONE)
    return all_does - does, all_gets - gets, type_does - does, type_gets - gets


def _hanging(cast: Cast, token: int) -> tuple[str, str]:
    """How a mention hangs in the tree: its relation and preposition."""
    name = cast.named.get(token)
    return cast.hangs(name.first, name.last) if name else cast.hangs(token, token + 1)


def _best_of_others(scores: NDArray[np.float32], of: NDArray[np.int64]) -> NDArray[np.float32]:
    """For each row and column the largest value in the other rows of its frame (`of`, in order); 0 where there are none."""
    many = np.bincount(of)
    place = np.arange(len(of)) - (np.cumsum(many) - many)[of]
    by_frame = np.full((len(many), max(2, many.max()), scores.shape[1]), -np.inf, np.float32)
    by_frame[of, place] = scores
    top = np.sort(by_frame, 1)
    is_best = by_frame.argmax(1)[of] == place[:, None]
    others: NDArray[np.float32] = np.where(is_best, top[of, -2], top[of, -1])
    others[many[of] < 2] = 0.0
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
