"""What speaks for two tellings being of one event, and what against it: named signs, each with how strongly it is there.

What each means stands in knowledge/merging_signs.tsv; how much they weigh together is learned (legation.record.same).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log1p, sqrt
from typing import Final

from legation.knowledge.tables import lines
from legation.record.features import USUAL, Features, common, looks_back, proper, weight
from legation.record.tellings import NO_STATES, Side, figures, stems

AROUND: Final = 40  # days that a time may span and still say when something was
RECIPROCAL: Final = frozenset(("CONSULT", "AGREE", "SUPPORT", "COOPERATE"))  # no matter who is named first
AGAIN: Final = "told again later"
JUST_BEFORE: Final = 60  # characters before a trigger in which a word may say that it is new or goes on
MANY: Final = 8  # words in common, from which more say nothing more
LIKELY: Final = 3.0  # the weight of words up to which that both hold them says nothing
TELLING: Final = 30.0  # the sum of weights from which more says nothing more
PERSONS: Final = 1.5  # the most that persons count: half as much again for a second party's


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that agrees or differs: its row in the table, how strongly it is there, and what to say of it ("" for nothing)."""

    name: str
    amount: float = 1.0
    why: str = ""


def signs(one: Features, other: Features) -> tuple[Sign, ...] | None:
    """All signs of two tellings of the same type and kind, the first told first; None where they can't be one event."""
    one, other = sorted((one, other), key=lambda f: f.telling.order)
    when = None if _met_others(one, other) or _answered(one, other) else _when(one, other)
    if when is None:
        return None
    return (
        *_parties(one, other), *when, *_persons(one, other), *_sides(one, other), *_where(one, other), *_words(one, other),
        *_names(one, other), *_mode(one, other), *_numbers(one, other), *_told(one, other),
    )  # fmt: skip


# --- who


def _parties(one: Features, other: Features) -> Iterator[Sign]:
    both = one.keys & other.keys
    if one.telling.type not in RECIPROCAL:
        if _crossed(one, other) or _crossed(other, one):
            yield Sign("sides_crossed")
        if _differ(one.actors, other.actors, one, other):
            yield Sign("actors_other")
        if _differ(one.recipients, other.recipients, one, other):
            yield Sign("recipients_other")
    if not both:
        yield Sign("parties_none" if one.weighty and other.weighty else "parties_described")
    elif one.weighty == other.weighty and len(one.weighty) > 1:
        yield Sign("parties_same", why="same parties")
    elif _others_beside(one, other):
        yield Sign("parties_other")
    elif len(both) == 1:
        yield Sign("party_one", why="a party in common")
    else:
        yield Sign("parties_some", why="parties in common")


def _others_beside(one: Features, other: Features) -> bool:
    """Whether they have a party in common, and each names another beside it."""
    both = one.keys & other.keys
    return bool(both and len(both & one.weighty) < 2 and one.weighty - both and other.weighty - both)


def _met_others(one: Features, other: Features) -> bool:
    """Whether one of them met two others."""
    return one.telling.type in RECIPROCAL and _others_beside(one, other)


def _answered(one: Features, other: Features) -> bool:
    """Whether each did it to the other: an expulsion and the one that answers it."""
    return one.telling.type not in RECIPROCAL and _crossed(one, other) and _crossed(other, one)


def _crossed(one: Features, other: Features) -> bool:
    """Whether who did it here had it done to them there."""
    return bool(one.actors & other.recipients - other.actors - one.recipients)


def _differ(mine: frozenset[str], theirs: frozenset[str], one: Features, other: Features) -> bool:
    """Whether others are named on this side."""
    return bool(mine & one.weighty and theirs & other.weighty and not mine & theirs)


def _persons(one: Features, other: Features) -> Iterator[Sign]:
    """Who takes part for each state, where both name somebody."""
    found = 0.0
    for party in one.keys & other.keys:
        mine, theirs = (_named(f.sides, party) for f in (one, other))
        if any(_alike(m, t) for m in mine for t in theirs):
            found += 1
        elif mine and theirs:
            yield Sign("person_other")
            return
    if found:
        yield Sign("person_same", min(found, PERSONS), "same persons")


def _named(sides: tuple[Side, ...], state: str) -> tuple[Side, ...]:
    """The persons and bodies by whom a state takes part."""
    return tuple(s for s in sides if s.key == state and proper(s))


@cache
def _alike(one: Side, other: Side) -> bool:
    """Whether two names may be one person's or body's: the same, or one with more words than the other."""
    mine, theirs = frozenset(stems(one.name)), frozenset(stems(other.name))
    return one.id == other.id or (bool(mine and theirs) and (mine <= theirs or theirs <= mine))


def _sides(one: Features, other: Features) -> Iterator[Sign]:
    """How far each side is the same: by state, and by name where both name who acts for it."""
    for side in ("actor", "recipient"):
        mine, theirs = (f.telling.actors if side == "actor" else f.telling.recipients for f in (one, other))
        if mine and theirs:
            yield Sign(f"{side}_same", _sameness(mine, theirs))
        elif mine or theirs:
            yield Sign(f"{side}_untold")
    if one.telling.sides and other.telling.sides:
        yield Sign("parties_called", _sameness(one.telling.sides, other.telling.sides))


def _sameness(mine: tuple[Side, ...], theirs: tuple[Side, ...]) -> float:
    """0 to 1: the mean over all states on either side, and over all parties without one as a whole."""
    one, other = _by_state(mine), _by_state(theirs)
    if not one or not other:
        return 0.0
    return sum(_called_alike(one.get(state), other.get(state)) for state in sorted({*one, *other})) / len({*one, *other})


def _called_alike(one: frozenset[str] | None, other: frozenset[str] | None) -> float:
    """How alike the names for a state's parties are; a state as such may be meant by whoever acts for it."""
    if one is None or other is None:
        return 0.0
    return likeness(one, other) if one and other else 1.0


@cache
def _by_state(sides: tuple[Side, ...]) -> Mapping[str, frozenset[str]]:
    """The words of the names of those that act for each state, none for the state as such; under "" those of parties without a state."""
    found: dict[str, set[str]] = {}
    for s in sides:
        if s.sure:
            found.setdefault("" if s.code in NO_STATES else s.key, set()).update(stems(s.name) if s.named else ())
    return {state: frozenset(words) for state, words in found.items()}


@cache
def _called(sides: tuple[Side, ...]) -> frozenset[str]:
    return frozenset(stem for s in sides if s.sure for stem in stems(s.name))


# --- when


def _when(one: Features, other: Features) -> tuple[Sign, ...] | None:
    """What their times say; None where they can't be the same."""
    if one.undated or other.undated:
        return _undated(one, other)
    if one.day is not None and other.day is not None:
        return _days(*sorted((one, other), key=lambda f: f.day or 0))
    for earlier, later in ((one, other), (other, one)):
        if earlier.last is not None and later.first is not None and earlier.last < later.first:
            return _told_again(earlier.last, later)
    if max(_length(one), _length(other)) > AROUND:
        return (Sign("day_loose", why="times that may be the same"),)
    return (Sign("day_within", why="times that fit"),)


def _days(earlier: Features, later: Features) -> tuple[Sign, ...] | None:
    apart = (later.day or 0) - (earlier.day or 0)
    if apart > 1:
        return _told_again(earlier.day or 0, later)
    return (Sign("day_next", why="a day apart") if apart else Sign("day_same", why="same day"),)


def _told_again(day: int, later: Features) -> tuple[Sign, ...] | None:
    """Where the later telling does not say when the deed was, it may have been on the earlier day."""
    apart = (later.first or 0) - day
    if later.telling.stated or later.telling.kind != "deed" or apart > figures("merging.tsv")["looks_back"]:
        return None
    return Sign("day_told", why=AGAIN), Sign("day_told_apart", log1p(apart))


def _undated(one: Features, other: Features) -> tuple[Sign, ...] | None:
    points, apart = figures("merging.tsv"), _apart(one, other)
    if apart > points["months_apart"]:
        return None
    sign = Sign("undated" if one.undated and other.undated else "undated_one", why=_within(apart))
    return sign, Sign(f"{sign.name}_apart", apart / 7)


def _within(apart: float) -> str:
    return "told within weeks" if apart > figures("merging.tsv")["days_apart"] else "told within days"


def _apart(one: Features, other: Features) -> float:
    return abs(one.told - other.told) if one.told is not None and other.told is not None else float("inf")


def _length(f: Features) -> float:
    return f.last - f.first if f.first is not None and f.last is not None else float("inf")


# --- where, and in which words


def _where(one: Features, other: Features) -> Iterator[Sign]:
    """Their places; another weight where a sentence does not name its place and it was taken from elsewhere in the article."""
    sign = _place(one, other)
    if sign:
        yield sign if one.named_here and other.named_here else Sign(f"{sign.name}_taken", why=sign.why)


def _place(one: Features, other: Features) -> Sign | None:
    mine, theirs = one.telling.place_code, other.telling.place_code
    if mine and theirs and mine != theirs:
        return Sign("place_abroad")
    if one.place and other.place:
        if one.place == other.place:
            return Sign("place_same", why="same place")
        return Sign("place_within" if set(one.place.split()) & set(other.place.split()) else "place_other")
    return Sign("place_state") if mine and theirs else None


def _words(one: Features, other: Features) -> Iterator[Sign]:
    if (one.telling.article, one.telling.evidence) != (other.telling.article, other.telling.evidence):
        share = likeness(one.words, other.words)
        yield Sign("words", share, f"{share:.0%} of words alike" if share >= 0.2 else "")
        yield Sign("words_shared", min(len(one.words & other.words - one.trigger), MANY) / MANY)
        yield Sign("words_rare", _worth(one.words & other.words, LIKELY))
    shared = one.trigger & other.trigger
    if shared:
        yield Sign("trigger" if shared - common(one.telling.type) else "trigger_common", why="same word for it")
        yield Sign("trigger_rare", max(map(weight, shared)))
        if one.telling.trigger.lower() == other.telling.trigger.lower():
            yield Sign("trigger_exact")
    elif one.trigger & other.words or other.trigger & one.words:
        yield Sign("trigger_in_words")
    before = [_just_before(f) for f in (one, other)]
    if any(words & _meaning("new") for words in before):
        yield Sign("word_new")
    if before[1] & _meaning("goes on"):
        yield Sign("word_goes_on")


def _just_before(f: Features) -> frozenset[str]:
    said = f"{f.telling.before[-JUST_BEFORE:]} {f.telling.trigger}"
    return frozenset(re.findall("[a-z]+", said.lower()))


@cache
def _meaning(kind: str) -> frozenset[str]:
    return frozenset(word for word, said, *_ in lines("again.tsv") if said == kind)


def _names(one: Features, other: Features) -> Iterator[Sign]:
    """How far both sentences name the same places, persons and things, and their articles speak of the same rare ones."""
    named = (one.names | _called(one.telling.sides)) & (other.names | _called(other.telling.sides))
    if named:
        yield Sign("names_rare", _worth(named, LIKELY))
        yield Sign("name_rarest", max(map(weight, named)))
    if one.telling.article != other.telling.article:
        yield Sign("around", _worth(one.around & other.around, USUAL))
    if one.names and other.names:
        share = likeness(one.names, other.names)
        yield Sign("names", share)
        if not share:
            yield Sign("names_other")


def _worth(both: frozenset[str], usual: float) -> float:
    """How much it says that both hold these words: by how much each is rarer than usual, all together."""
    return min(sum(max(weight(stem) - usual, 0.0) for stem in sorted(both)), TELLING)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets are the same, 0 to 1 (cosine)."""
    both = len(one & other)
    return both / sqrt(len(one) * len(other)) if both else 0.0


def _mode(one: Features, other: Features) -> Iterator[Sign]:
    mine, theirs = one.telling.mode, other.telling.mode
    if mine and theirs:
        yield Sign("mode_same" if mine == theirs else "mode_other")


def _numbers(one: Features, other: Features) -> Iterator[Sign]:
    pairs = [(a, b) for a in one.telling.amounts for b in other.telling.amounts if a.what == b.what]
    if pairs:
        same = any(a.least <= b.most and b.least <= a.most for a, b in pairs)
        yield Sign("number_same", why=f"same number ({pairs[0][0].what})") if same else Sign("number_other")
    elif one.numbers and other.numbers and one.numbers != other.numbers:
        yield Sign("numbers_other")
    if one.numbers & other.numbers:
        yield Sign("numbers_shared")


def _told(one: Features, other: Features) -> Iterator[Sign]:
    a, b = one.telling, other.telling
    if a.status != b.status:
        yield Sign("status_other")
    if one.told is not None and other.told is not None:
        yield Sign("told_apart", log1p(abs(one.told - other.told)))
    if not b.stated:
        yield Sign("later_unstated")
    if looks_back(b):
        yield Sign("later_looks_back")
    if looks_back(a):
        yield Sign("earlier_looks_back")
    if a.article == b.article:
        yield Sign("one_article", why="in one article")
        if looks_back(b) and one.trigger & other.trigger:
            yield Sign("taken_up", why="taken up again")
    elif one.copy == other.copy:
        yield Sign("copy", why="copies of one article")
    yield Sign("likely", min(a.confidence, b.confidence))
