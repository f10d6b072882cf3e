"""Whether two tellings tell the same event: points for what agrees, and the reason in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Final

from legation.knowledge.tables import key
from legation.record.tellings import Side, Telling, content, figures, ordinal, stems

AROUND: Final = 40  # days that a time may span and still say when something was
RECIPROCAL: Final = frozenset(("CONSULT", "AGREE", "SUPPORT", "COOPERATE"))  # no matter who is named first
Points = tuple[float, str]
NOTHING: Final = (0.0, "")


@dataclass(frozen=True, slots=True)
class Features:
    """What is worked out once for each telling."""

    telling: Telling
    actors: frozenset[str]
    recipients: frozenset[str]
    keys: frozenset[str]
    words: frozenset[str]
    trigger: frozenset[str]
    place: str
    told: int | None
    copy: str  # the article it is a copy of, or its own


def features(telling: Telling, copy: str) -> Features:
    """The features of a telling."""
    actors, recipients = (frozenset(s.key for s in sides) for sides in (telling.actors, telling.recipients))
    place = key(telling.place) if telling.place else ""
    return Features(
        telling, actors, recipients, actors | recipients, content(telling), frozenset(stems(telling.trigger)), place,
        ordinal(telling.told) if telling.told else None, copy,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many points two tellings have in common, and why."""

    points: float
    reason: str


def judge(one: Features, other: Features) -> Verdict | None:
    """The verdict on two tellings of the same type and kind; None where they are not the same event."""
    parts = [_parties(one, other)]
    if parts[0][0] <= 0:
        return None
    when = _when(one, other)
    if when is None:
        return None
    parts += [when, _named(one, other), _where(one, other), *_words(one, other), _mode(one, other), _numbers(one, other)]
    parts += _told(one, other)
    points = sum(p for p, _ in parts)
    if points < needed(one.telling.type):
        return None
    return Verdict(round(points, 4), ", ".join(why for _, why in parts if why))


@cache
def needed(type: str) -> float:
    """The points that tellings of a type need."""
    return figures("merging.tsv")[f"need:{type}"]


def _parties(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    common = one.keys & other.keys
    if not common:
        return NOTHING
    if one.telling.type not in RECIPROCAL and _mirrored(one, other):
        return NOTHING
    if one.keys == other.keys and len(common) > 1:
        return points["parties_same"], "same parties"
    if len(common) < 2 and one.keys - common and other.keys - common:
        return NOTHING  # one of them met two others
    return points["parties_some"], "parties in common"


def _mirrored(one: Features, other: Features) -> bool:
    """Whether who did it here had it done to them there."""
    if one.actors and other.actors and not one.actors & other.actors:
        return True
    return bool(one.recipients and other.recipients and not one.recipients & other.recipients)


def _named(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    same = False
    for common in one.keys & other.keys:
        mine, theirs = _persons(one.telling.sides, common), _persons(other.telling.sides, common)
        if mine & theirs:
            same = True
        elif mine and theirs:
            return points["person_other"], ""
    return (points["person_same"], "same persons") if same else NOTHING


def _persons(sides: tuple[Side, ...], state: str) -> frozenset[str]:
    """The persons and bodies by whom a state takes part."""
    return frozenset(s.id for s in sides if s.key == state and s.named)


def _when(one: Features, other: Features) -> Points | None:
    """Points for the time; None where they can't be the same."""
    points = figures("merging.tsv")
    a, b = one.telling, other.telling
    if (a.first is None and a.last is None) or (b.first is None and b.last is None):
        apart = _apart(one, other)
        return (points["undated"], "told within days") if apart <= points["days_apart"] else None
    if a.day is not None and b.day is not None:
        apart = abs(a.day - b.day)
        if apart == 0:
            return points["day_same"], "same day"
        return (points["day_next"], "a day apart") if apart == 1 else None
    if _before(a, b) or _before(b, a):
        return None
    long = max(_length(a), _length(b)) > AROUND
    return (points["day_loose"], "times that may be the same") if long else (points["day_within"], "times that fit")


def _apart(one: Features, other: Features) -> float:
    return abs(one.told - other.told) if one.told is not None and other.told is not None else float("inf")


def _before(a: Telling, b: Telling) -> bool:
    return a.last is not None and b.first is not None and a.last < b.first


def _length(t: Telling) -> float:
    return t.last - t.first if t.first is not None and t.last is not None else float("inf")


def _where(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    mine, theirs = one.telling.place_code, other.telling.place_code
    if mine and theirs and mine != theirs:
        return points["place_abroad"], ""
    if one.place and other.place:
        if one.place == other.place:
            return points["place_same"], "same place"
        return points["place_other"], ""
    return (points["place_state"], "") if mine and theirs else NOTHING


def _words(one: Features, other: Features) -> tuple[Points, ...]:
    points = figures("merging.tsv")
    one_sentence = one.telling.article == other.telling.article and one.telling.evidence == other.telling.evidence
    common = 0 if one_sentence else len(one.words & other.words)
    share = common / sqrt(len(one.words) * len(other.words)) if common else 0.0
    shared = (points["trigger"], "same word for it") if one.trigger & other.trigger else NOTHING
    return (points["words"] * share, f"{share:.0%} of words alike" if share >= 0.2 else ""), shared


def _mode(one: Features, other: Features) -> Points:
    mine, theirs = one.telling.mode, other.telling.mode
    if not mine or not theirs:
        return NOTHING
    return figures("merging.tsv")["mode_same" if mine == theirs else "mode_other"], ""


def _numbers(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    pairs = [(a, b) for a in one.telling.amounts for b in other.telling.amounts if a.what == b.what]
    if not pairs:
        return NOTHING
    if any(a.least <= b.most and b.least <= a.most for a, b in pairs):
        return points["number_same"], f"same number ({pairs[0][0].what})"
    return points["number_other"], ""


def _told(one: Features, other: Features) -> tuple[Points, ...]:
    points = figures("merging.tsv")
    a, b = one.telling, other.telling
    status = (points["status_other"], "") if a.status != b.status else NOTHING
    if a.article == b.article:
        return status, (points["one_article"], "in one article")
    return status, (points["copy"], "copies of one article") if one.copy == other.copy else NOTHING
