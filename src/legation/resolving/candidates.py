"""Whom a frame may speak of: every actor that its arcs, the tree or its sentence offer, and what tells for and against each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Actor, Frame, Span
from legation.resolving.actors import Cast
from legation.resolving.grammar import hangs, objects, subjects
from legation.resolving.identity import actor, distinct

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
    tree = {*subjects(cast.tokens, frame.first, frame.last), *objects(cast.tokens, frame.first, frame.last)}
    within = _within(cast, frame)
    words = {
        *pointed,
        *tree,
        *within,
        *(t for t in range(sentence.first, sentence.last) if t in cast.named and cast.named[t].last - 1 == t),
    }
    words |= {max((t for t in at if t < frame.first), default=at[0]) for at in told.leaders}
    found: dict[str, tuple[list[Actor], list[int], bool]] = {}
    for t in sorted(words):
        inside = frame.first <= t < frame.last
        who = () if inside and t not in cast.named and t not in within else cast.actors_at(t)
        plain = not who and not inside and (pointed[t] >= PLAIN or t in tree)
        for a in who or ((p,) if plain and (p := cast.plain(t)) else ()):
            actors, at, _ = found.setdefault(a.id, ([], [], plain))
            actors.append(a)
            at.append(t)
    named = [Candidate(distinct(iter(actors))[0], tuple(at), plain) for actors, at, plain in found.values()]
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
    cast = told.cast
    arcs, here = _arcs(cast, frame, some)
    others = _best_of_others(arcs[:, :4])
    subject, object_ = (set(find(cast.tokens, frame.first, frame.last)) for find in (subjects, objects))
    codes = Counter(c.actor.code for c in some)
    upward = _upward(cast, frame.first, frame.last)
    own, of_frame = told.part(frame), _of_frame(cast, frame)
    rows = [
        [
            *arcs[i], *here[i], *(arcs[i, :4] - others[i]), *others[i],
            all(frame.first <= t < frame.last for t in c.tokens), bool(subject & set(c.tokens)), bool(object_ & set(c.tokens)),
            *_mention(told, frame, c, upward, own), len(some), codes[c.actor.code] > 1 and bool(c.actor.code),
            *_hanging(cast, _nearest(cast, frame, c)), *(c.actor.sector == s for s in SECTORS), *of_frame, len(upward),
        ] for i, c in enumerate(some)
    ]  # fmt: skip
    return np.array(rows, np.float32).reshape(len(some), len(FEATURES))


def _arcs(cast: Cast, frame: Frame, some: Sequence[Candidate]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How strongly the frame points at each candidate: all its mentions together, and the best one in its sentence."""
    arcs = np.zeros((len(some), len(SLOTS)), np.float32)
    here = np.zeros((len(some), 4), np.float32)
    score = {(a.slot, a.token): a.score for a in frame.arcs}
    sentence = cast.sentence_of[frame.first]
    for i, c in enumerate(some):
        for k, slot in enumerate(SLOTS):
            none = 1.0
            for t in c.tokens:
                x = score.get((slot, t), 0.0)
                none *= 1 - x
                if k < 4 and x > here[i, k] and cast.sentence_of[t] == sentence:
                    here[i, k] = x
            arcs[i, k] = 1 - none
    return arcs, here


def _of_frame(cast: Cast, frame: Frame) -> list[float]:
    """What is the same for all candidates of a frame."""
    head = cast.tokens[frame.first]
    passive = any(t in cast.undergoing for t in range(frame.first, frame.last))
    return [
        *(frame.type == t for t in TYPES), *(frame.status == s for s in STATUSES), head.upos == "VERB", head.upos == "NOUN", passive,
        frame.last - frame.first,
    ]  # fmt: skip


def _nearest(cast: Cast, frame: Frame, c: Candidate) -> int:
    sentence = cast.sentence_of[frame.first]
    return min(c.tokens, key=lambda t: (abs(cast.sentence_of[t] - sentence), _gap(frame, t)))


def _mention(told: Prominence, frame: Frame, c: Candidate, upward: dict[int, int], own: dict[tuple[str, str, str], float]) -> list[float]:
    """Where the candidate's nearest mention stands, what it is, and what the article tells of the actor elsewhere."""
    cast, a = told.cast, c.actor
    sentence, near = cast.sentence_of[frame.first], _nearest(cast, frame, c)
    name = cast.named.get(near)
    return [
        sentence - cast.sentence_of[near], min(FAR, _gap(frame, near)), near < frame.first,
        *_way(cast, upward, name.last - 1 if name else near),
        sum(cast.sentence_of[t] == sentence for t in c.tokens), len(told.named.get(a.id, ())), a.id in told.leading,
        *(told.parts[slot, a.id, kind] - own.get((slot, a.id, kind), 0.0) for kind in ("", frame.type) for slot in SLOTS[:2]),
        cast.tokens[near].upos == "PRON", name is not None, c.plain, c.implied, bool(name and name.kind == "PER"), a.id == a.code,
        told.speaking.get(frame.first) == a.id, frame.first in told.speaking,
    ]  # fmt: skip


def _hanging(cast: Cast, token: int) -> list[float]:
    """How a mention hangs in the tree, one for each relation and preposition."""
    name = cast.named.get(token)
    rel, link = hangs(cast.tokens, name.first if name else token, name.last if name else token + 1)
    return [*(float(rel == r) for r in RELATIONS), *(float(link == w) for w in LINKS)]


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
    for down in range(STEPS):
        if at in upward:
            return min(STEPS, upward[at]), down
        if cast.tokens[at].head == at:
            break
        at = cast.tokens[at].head
    return STEPS, STEPS
