"""Whether two tellings tell the same event: points for what agrees, and the reason in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Final

from legation.record.features import Features, common, looks_back, proper
from legation.record.tellings import Side, figures, stems

AROUND: Final = 40  # days that a time may span and still say when something was
RECIPROCAL: Final = frozenset(("CONSULT", "AGREE", "SUPPORT", "COOPERATE"))  # no matter who is named first
Points = tuple[float, str]
NOTHING: Final = (0.0, "")
AGAIN: Final = "told again later"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many points two tellings have in common, and why."""

    points: float
    reason: str
    again: bool = False  # the later one tells no day: the earlier one's may be the day of both


def judge(one: Features, other: Features) -> Verdict | None:
    """The verdict on two tellings of the same type and kind; None where they are not the same event."""
    parties = _parties(one, other)
    when = _when(one, other) if parties else None
    if parties is None or when is None:
        return None
    parts = [parties, when, _persons(one, other), _where(one, other), *_words(one, other), _names(one, other), _mode(one, other)]
    parts += [_numbers(one, other), *_told(one, other)]
    points = sum(p for p, _ in parts)
    if points < needed(one.telling.type):
        return None
    return Verdict(round(points, 4), ", ".join(why for _, why in parts if why), when[1] == AGAIN)


@cache
def needed(type: str) -> float:
    """The points that tellings of a type need."""
    return figures("merging.tsv")[f"need:{type}"]


# --- who


def _parties(one: Features, other: Features) -> Points | None:
    """Points for the parties; None where they are others."""
    points = figures("merging.tsv")
    both = one.keys & other.keys
    if one.telling.type not in RECIPROCAL:
        if _crossed(one, other) or _crossed(other, one):
            return None
        if _differ(one.actors, other.actors, one, other) or _differ(one.recipients, other.recipients, one, other):
            return (points["side_other"], "") if both else None
    if not both:
        described = not (one.weighty and other.weighty)
        return (points["parties_none"], "") if described and one.place and one.place == other.place else None
    if one.weighty == other.weighty and len(one.weighty) > 1:
        return points["parties_same"], "same parties"
    if len(both & one.weighty) < 2 and one.weighty - both and other.weighty - both:
        # One of them met two others; of deeds done to somebody, a telling may leave some out.
        return None if one.telling.type in RECIPROCAL else (points["parties_other"], "")
    if len(both) == 1:
        return points["party_one"], "a party in common"
    return points["parties_some"], "parties in common"


def _crossed(one: Features, other: Features) -> bool:
    """Whether who did it here had it done to them there."""
    return bool(one.actors & other.recipients - other.actors - one.recipients)


def _differ(mine: frozenset[str], theirs: frozenset[str], one: Features, other: Features) -> bool:
    """Whether others are named on this side."""
    return bool(mine & one.weighty and theirs & other.weighty and not mine & theirs)


def _persons(one: Features, other: Features) -> Points:
    """Points for who takes part for each state, where both name somebody."""
    points = figures("merging.tsv")
    found = 0.0
    for party in one.keys & other.keys:
        mine, theirs = (_named(f.sides, party) for f in (one, other))
        if any(_alike(m, t) for m in mine for t in theirs):
            found += points["person_same"]
        elif mine and theirs:
            return points["person_other"], ""
    return min(found, 1.5 * points["person_same"]), "same persons" if found else ""


def _named(sides: tuple[Side, ...], state: str) -> tuple[Side, ...]:
    """The persons and bodies by whom a state takes part."""
    return tuple(s for s in sides if s.key == state and proper(s))


@cache
def _alike(one: Side, other: Side) -> bool:
    """Whether two names may be one person's or body's: the same, or one with more words than the other."""
    mine, theirs = frozenset(stems(one.name)), frozenset(stems(other.name))
    return one.id == other.id or (bool(mine and theirs) and (mine <= theirs or theirs <= mine))


# --- when


def _when(one: Features, other: Features) -> Points | None:
    """Points for the time; None where they can't be the same."""
    points = figures("merging.tsv")
    if one.undated or other.undated:
        return _undated(one, other)
    if one.day is not None and other.day is not None:
        return _days(*sorted((one, other), key=lambda f: f.day or 0))
    for earlier, later in ((one, other), (other, one)):
        if earlier.last is not None and later.first is not None and earlier.last < later.first:
            return _told_again(earlier.last, later)
    long = max(_length(one), _length(other)) > AROUND
    return (points["day_loose"], "times that may be the same") if long else (points["day_within"], "times that fit")


def _days(earlier: Features, later: Features) -> Points | None:
    points = figures("merging.tsv")
    apart = (later.day or 0) - (earlier.day or 0)
    if apart == 0:
        return points["day_same"], "same day"
    if apart == 1:
        return points.get(f"day_next:{later.telling.type}", points["day_next"]), "a day apart"
    return _told_again(earlier.day or 0, later)


def _told_again(day: int, later: Features) -> Points | None:
    """Points where the later telling does not say when the deed was: it may have been on the earlier day."""
    points = figures("merging.tsv")
    again = not later.telling.stated and later.telling.kind == "deed" and (later.first or 0) - day <= points["looks_back"]
    return (points["day_told"], AGAIN) if again else None


def _undated(one: Features, other: Features) -> Points | None:
    points = figures("merging.tsv")
    apart = _apart(one, other)
    if apart > points["months_apart"]:
        return None
    if apart > points["days_apart"]:
        return points["undated_far"], "told within weeks"
    return points["undated" if one.undated and other.undated else "undated_one"], "told within days"


def _apart(one: Features, other: Features) -> float:
    return abs(one.told - other.told) if one.told is not None and other.told is not None else float("inf")


def _length(f: Features) -> float:
    return f.last - f.first if f.first is not None and f.last is not None else float("inf")


# --- where, and in which words


def _where(one: Features, other: Features) -> Points:
    """Points for the place; they weigh less where a sentence does not name it and it was taken from elsewhere in the article."""
    points, reason = _places(one, other)
    return (points if one.named_here and other.named_here else points * figures("merging.tsv")["place_taken"]), reason


def _places(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    mine, theirs = one.telling.place_code, other.telling.place_code
    if mine and theirs and mine != theirs:
        return points["place_abroad"], ""
    if one.place and other.place:
        if one.place == other.place:
            return points["place_same"], "same place"
        within = set(one.place.split()) & set(other.place.split())
        return (points["place_state"], "") if within else (points["place_other"], "")
    return (points["place_state"], "") if mine and theirs else NOTHING


def _words(one: Features, other: Features) -> tuple[Points, ...]:
    points = figures("merging.tsv")
    one_sentence = one.telling.article == other.telling.article and one.telling.evidence == other.telling.evidence
    share = 0.0 if one_sentence else likeness(one.words, other.words)
    return (points["words"] * share, f"{share:.0%} of words alike" if share >= 0.2 else ""), _trigger(one, other)


def _trigger(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    shared = one.trigger & other.trigger
    if not shared:
        return NOTHING
    return points["trigger" if shared - common(one.telling.type) else "trigger_common"], "same word for it"


def _names(one: Features, other: Features) -> Points:
    """What it costs where both sentences tell of a deed with other names, of places, persons and things, and none in common."""
    deeds = one.telling.kind == other.telling.kind == "deed"  # what is to come is told beside what has nothing to do with it
    strange = deeds and one.names and other.names and not one.names & other.names
    return (figures("merging.tsv")["names_other"], "") if strange else NOTHING


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets are the same, 0 to 1 (cosine)."""
    both = len(one & other)
    return both / sqrt(len(one) * len(other)) if both else 0.0


def _mode(one: Features, other: Features) -> Points:
    mine, theirs = one.telling.mode, other.telling.mode
    if not mine or not theirs:
        return NOTHING
    return figures("merging.tsv")["mode_same" if mine == theirs else "mode_other"], ""


def _numbers(one: Features, other: Features) -> Points:
    points = figures("merging.tsv")
    pairs = [(a, b) for a in one.telling.amounts for b in other.telling.amounts if a.what == b.what]
    if not pairs:
        new_figures = one.day != other.day and one.day and other.day and one.numbers and other.numbers and one.numbers != other.numbers
        return (points["number_other"], "") if new_figures else NOTHING
    if any(a.least <= b.most and b.least <= a.most for a, b in pairs):
        return points["number_same"], f"same number ({pairs[0][0].what})"
    return points["number_other"], ""


def _told(one: Features, other: Features) -> tuple[Points, ...]:
    points = figures("merging.tsv")
    a, b = one.telling, other.telling
    status = (points["status_other"], "") if a.status != b.status else NOTHING
    if a.article == b.article:
        taken_up = looks_back(max(a, b, key=lambda t: t.start)) and one.trigger & other.trigger
        return status, (points["taken_up"], "taken up again") if taken_up else (points["one_article"], "in one article")
    return status, (points["copy"], "copies of one article") if one.copy == other.copy else NOTHING
