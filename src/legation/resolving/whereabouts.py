"""Which place belongs to an event: chosen among those that the article names, near it and elsewhere, and none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Frame, Place
from legation.knowledge.tables import key
from legation.resolving.actors import Cast
from legation.resolving.forest import load
from legation.resolving.gazette import Gazette, Spot, spots
from legation.resolving.parties import Parties
from legation.resolving.signs import columns, mark, one_of

NEAR: Final = 3  # sentences on either side
FAR: Final = 12  # sentences, from where on a mention is as far as any
LINKS: Final = ("in", "at", "near", "from", "to", "on", "of", "across", "outside", "")
RELATIONS: Final = ("compound", "amod", "nmod:poss", "nsubj", "obj", "obl", "nmod", "appos", "conj", "root")
EXACT: Final = 9  # decimals of a sum, so that what is taken off again leaves nothing
SILENT: Final = 0.3  # a place is rather told than left out

FEATURES: Final = (
    "none", "place", "best place", "any place", "here", "back", "ahead", "gap", "before",
    "mentions", "share", "most named", "most named town", "lead", "first", "loud",
    "town", "state", "region", "thing", "of actor", "of recipient", "of one", "home", "is party", "last placed", "since placed",
    "pull", "share of pull", "pull near", "pull of type",
    "mentions within", "share within", "any within here",
    *(f"link {w}" for w in LINKS), *(f"rel {r}" for r in RELATIONS),
    "places", "places here", "sentence", "sentences", "quoted", "said", "verb",
    *(f"type {t}" for t in TYPES), *(f"status {s}" for s in STATUSES),
)  # fmt: skip
# Where the parts of a row stand: what arcs tell, what the nearest mention does, what is the frame's.
_ARCS: Final = slice(0, FEATURES.index("here"))
_MENTION: Final = slice(FEATURES.index("here"), FEATURES.index(f"link {LINKS[0]}"))
_OF_FRAME: Final = slice(FEATURES.index("places"), len(FEATURES))
_LINK, _RELATION = (columns(FEATURES, kind, of) for kind, of in (("link", LINKS), ("rel", RELATIONS)))


@dataclass(frozen=True, slots=True)
class _Pull:
    """How strongly the article's other frames point at each spot: all together, those of the sentences around, those of the type.

    `whole`: at all spots together, 1 where they point at none."""

    all: dict[int, float]
    near: dict[int, float]
    type: dict[int, float]
    whole: float

    def at(self, spot: int) -> tuple[float, ...]:
        """What tells for one spot: all, its share, those around, those of the type."""
        much = self.all.get(spot, 0.0)
        return much, much / self.whole, self.near.get(spot, 0.0), self.type.get(spot, 0.0)


@dataclass(frozen=True, slots=True)
class _Seat:
    """What one frame brings to each place: its sentence, the codes of its parties by slot and together, their names, the article's own
    state (None: none), where the last event was (None: nowhere), how others point."""

    here: int
    codes: tuple[set[str], set[str], set[str]]
    names: set[str]
    home: str | None
    last: int | None
    pull: _Pull


def features(gazette: Gazette, frame: Frame, who: Parties, some: Sequence[Spot]) -> NDArray[np.float32]:
    """What tells for and against each place, of which the first is none: [spots, FEATURES]."""
    return features_of(gazette, [(frame, who, some)])


def features_of(gazette: Gazette, asked: Sequence[tuple[Frame, Parties, Sequence[Spot]]]) -> NDArray[np.float32]:
    """The same for the places of several frames, one frame's behind the other's: quicker than to ask for each."""
    cast, many = gazette.cast, [len(some) for _, _, some in asked]
    rows = np.zeros((sum(many), len(FEATURES)), np.float32)
    named = [at for n, end in zip(many, accumulate(many), strict=True) for at in range(end - n + 1, end)]  # all but the first of each frame
    rows[named] = _named(gazette, asked)
    rows[:, _ARCS] = [row for frame, _, some in asked for row in _pointed(gazette, frame, some)]
    of_frame = [
        [
            len(some), sum(cast.sentence_of[frame.first] in gazette.sentences(s) for s in some), cast.sentence_of[frame.first],
            len(cast.reading.sentences), cast.quoted_at(frame.first), cast.is_said(frame.first), cast.tokens[frame.first].upos == "VERB",
            *one_of(TYPES, frame.type), *one_of(STATUSES, frame.status),
        ] for frame, _, some in asked
    ]  # fmt: skip
    rows[:, _OF_FRAME] = np.repeat(np.array(of_frame, np.float32), many, 0)
    return rows


def _pointed(gazette: Gazette, frame: Frame, some: Sequence[Spot]) -> list[list[float]]:
    arcs = _arcs(gazette, frame, some)
    best = max(arcs)
    return [[not s.mentions, arc, arc > 0 and arc == best, best] for s, arc in zip(some, arcs, strict=True)]


def _named(gazette: Gazette, asked: Sequence[tuple[Frame, Parties, Sequence[Spot]]]) -> NDArray[np.float32]:
    """What tells of the places that are named: all but the first of each frame."""
    told, near = list[list[float]](), list[tuple[int, int]]()
    for frame, who, (_, *some) in asked:
        seat, nearest = _seat(gazette, frame, who), [_nearest(gazette, frame, s) for s in some]
        told += [_row(gazette, frame, seat, s, at) for s, at in zip(some, nearest, strict=True)]
        near += nearest
    rows = np.zeros((len(told), len(FEATURES)), np.float32)
    if told:
        rows[:, _MENTION] = told
        relations, links = zip(*(gazette.cast.hangs(*at) for at in near), strict=True)
        mark(rows, _LINK, links)
        for kinds in (relations, [rel.split(":")[0] for rel in relations]):
            mark(rows, _RELATION, kinds)
    return rows


def whereabouts(cast: Cast, frames: Sequence[Frame], who: Sequence[Parties]) -> list[Place]:
    """The likeliest place of each frame."""
    if not frames:
        return []
    gazette = Gazette(cast)
    offered = [spots(gazette, frame) for frame in frames]
    rows = features_of(gazette, list(zip(frames, who, offered, strict=True)))
    best = load("places").likeliest(np.split(rows, np.cumsum([len(some) for some in offered])[:-1]), SILENT)
    return [told_place(gazette, frame, some[n]) for frame, some, n in zip(frames, offered, best, strict=True)]


def told_place(gazette: Gazette, frame: Frame, spot: Spot) -> Place:
    """A place as its nearest mention names it."""
    return gazette.at(*_nearest(gazette, frame, spot)) if spot.mentions else spot.place


def _arcs(gazette: Gazette, frame: Frame, some: Sequence[Spot]) -> list[float]:
    """How strongly the frame points at each place."""
    arcs = [0.0] * len(some)
    row = {t: i for i, s in enumerate(some) if s.number < 0 for first, last in s.mentions for t in range(first, last)}
    behind = {s.number: i for i, s in enumerate(some) if s.number >= 0}
    for a in frame.arcs:
        at = row.get(a.token, behind.get(gazette.of_token.get(a.token, -1)))
        if a.slot == "place" and at is not None:
            arcs[at] = max(arcs[at], a.score)
    return arcs


def _nearest(gazette: Gazette, frame: Frame, spot: Spot) -> tuple[int, int]:
    """The mention that stands nearest, one before rather than one behind."""
    if len(spot.mentions) == 1:
        return spot.mentions[0]
    here, numbers = gazette.cast.sentence_of[frame.first], gazette.sentences(spot)
    behind = bisect_right(numbers, here)
    sentences = {numbers[i] for i in (behind - 1, behind) if 0 <= i < len(numbers)}  # the last at or before it, the first after it
    close = [(spot.mentions[i], here - n) for n in sentences for i in range(bisect_left(numbers, n), bisect_right(numbers, n))]
    return min(close, key=lambda m: (m[1] if m[1] >= 0 else FAR - m[1], abs(m[0][0] - frame.first)))[0]


def _seat(gazette: Gazette, frame: Frame, who: Parties) -> _Seat:
    here = gazette.cast.sentence_of[frame.first]
    does, gets = ({a.code for a in some} - {"", "IGO"} for some in (who.actors, who.recipients))
    before = bisect_left(gazette.trail, here, key=lambda told: told[0])
    last = gazette.trail[before - 1][1] if before else None
    names, home = {key(a.name) for a in (*who.actors, *who.recipients)}, next(iter(gazette.cast.near()), None)
    return _Seat(here, (does, gets, does | gets), names, home, last, _pull(gazette, frame))


def _row(gazette: Gazette, frame: Frame, seat: _Seat, spot: Spot, mention: tuple[int, int]) -> list[float]:
    cast, here, first = gazette.cast, seat.here, mention[0]
    there = cast.sentence_of[first]
    naming, kind = gazette.told(spot)
    return [
        there == here, min(FAR, max(0, here - there)), there > here, min(40, abs(first - frame.first)), first < frame.first,
        *naming, cast.tokens[first].text.isupper(), *kind,
        *_parties(seat, spot.place), *_trail(gazette, seat, spot.number), *seat.pull.at(spot.number), *_within(gazette, here, spot),
    ]  # fmt: skip


def _parties(seat: _Seat, place: Place) -> tuple[bool, ...]:
    """Whether the place lies in a state of those who do it, of those to whom it is done, of both; in the article's own; is a party."""
    does, gets, both = seat.codes
    code = place.code
    return code in does, code in gets, len(both) == 1 and code in both, code == seat.home, key(place.name) in seat.names


def _within(gazette: Gazette, here: int, spot: Spot) -> tuple[float, ...]:
    """How many mentions say that something is there ("in Kabul"), their share, and whether one of this sentence does."""
    count, sentences = gazette.within(spot)
    return count, count / len(spot.mentions), here in sentences


def _trail(gazette: Gazette, seat: _Seat, own: int) -> tuple[float, ...]:
    """Whether the last event that told its place was there, and how many sentences ago."""
    there = gazette.trail_of.get(own, ())
    last = bisect_left(there, seat.here)
    return seat.last == own, min(FAR, seat.here - there[last - 1]) if last else FAR


def _pull(gazette: Gazette, frame: Frame) -> _Pull:
    here = gazette.cast.sentence_of[frame.first]
    first, last = (bisect_left(gazette.pulls, n, key=lambda pull: pull[1]) for n in (here - NEAR, here + NEAR + 1))
    around = gazette.pulls[first:last]
    near: dict[int, float] = {}
    own: dict[str, dict[int, float]] = {"": {}, frame.type: {}}
    for at, _, type_, pull in around:
        for spot, much in pull.items():
            if at != frame.first:
                near[spot] = near.get(spot, 0.0) + much
            else:
                for kind in {"", type_} & own.keys():
                    own[kind][spot] = own[kind].get(spot, 0.0) + much
    all_ = _without(gazette.pulled[""], own[""])
    return _Pull(all_, near, _without(gazette.pulled[frame.type], own[frame.type]), sum(all_.values()) or 1.0)


def _without(all_: Mapping[int, float], own: Mapping[int, float]) -> dict[int, float]:
    """What the other frames come to."""
    return {spot: round(much - own.get(spot, 0.0), EXACT) for spot, much in all_.items()}
