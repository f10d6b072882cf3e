"""Whether a telling is about an item of the docket: the same parties, persons, time and place, and like words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

from legation.knowledge.tables import key
from legation.record.features import common, proper
from legation.record.tellings import Telling, content, figures, ordinal, stems

TWO_SIDED: Final = frozenset(("CONSULT", "AGREE", "SUPPORT", "COOPERATE"))
AROUND: Final = 40  # days that a time may span and still say when


@dataclass(frozen=True, slots=True)
class Sought:
    """What an item is about, or what a telling says that an item may be about."""

    type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    named: frozenset[str]
    happens: str
    first: int | None
    last: int | None
    place: str
    place_code: str
    words: frozenset[str]
    trigger: frozenset[str]
    article: str
    held_out: bool
    told: int | None

    @property
    def keys(self) -> frozenset[str]:
        """All parties."""
        return self.actors | self.recipients

    @property
    def day(self) -> int | None:
        """Its time, where that is known to the day."""
        return self.first if self.first == self.last else None

    def undated(self) -> Sought:
        """The same without a time."""
        return replace(self, happens="", first=None, last=None)

    def differs(self, other: Sought) -> bool:
        """Whether the other tells a time that says more, or another one."""
        return other.first is not None and (self.first, self.last) != (other.first, other.last) and not other.wider(self)

    def wider(self, other: Sought) -> bool:
        """Whether this time is the longer one, and holds the other."""
        if other.first is None or self.first is None:
            return False
        return self.first <= other.first and (self.last is None or (other.last is not None and other.last <= self.last))

    def with_more(self, other: Sought) -> Sought:
        """What both tell: the other's time and place where it has them and they say more, and all parties of both."""
        fuller = replace(self, named=self.named | other.named, told=other.told if other.told is not None else self.told)
        if len(self.keys) == 1 and self.keys < other.keys:
            fuller = replace(fuller, actors=other.actors, recipients=other.recipients)
        if other.first is not None and not other.wider(self):
            fuller = replace(fuller, happens=other.happens, first=other.first, last=other.last)
        if other.place and (other.first is not None or not self.place):
            fuller = replace(fuller, place=other.place, place_code=other.place_code)
        return fuller


def sought(t: Telling) -> Sought:
    """What a telling says."""
    told, held_out = ordinal(t.told), t.status != "happened"
    past = held_out and told is not None and t.last is not None and t.last < told  # no time of what is still to come
    when, first, last = ("", None, None) if past else (t.happens, t.first, t.last)
    place, code = (t.place, t.place_code) if t.names_place else ("", "")
    return Sought(
        t.type, frozenset(s.key for s in t.actors), frozenset(s.key for s in t.recipients),
        frozenset(f"{s.key} {s.id}" for s in t.sides if proper(s)), when, first, last, place, code, content(t),
        frozenset(stems(t.trigger)), t.article, held_out, told,
    )  # fmt: skip


def family(type: str) -> str:
    """The types that are one on the docket."""
    number = figures("docket.tsv").get(f"family:{type}")
    return type if number is None else str(int(number))


def fit(item: Sought, told: Sought, *, refused: bool = False) -> float | None:
    """Points for what agrees; None where they are too few."""
    points = figures("docket.tsv")
    parties = _parties(item, told)
    if parties is None:
        return None
    total = parties + _persons(item, told) + _time(item, told) + _place(item, told) + points["words"] * _words(item, told)
    shared = item.trigger & told.trigger
    if item.article == told.article and shared:
        total += points["goes_on"]
    elif shared - common(told.type):
        total += points["trigger"]
    return total if total >= points[_need(item, told, refused)] else None


def _need(item: Sought, told: Sought, refused: bool) -> str:
    if refused:
        return "needed_refused"
    if told.type == "CONSULT":
        return "needed"
    return "needed_mutual" if _mutual(item, told) else "needed_else"


def _mutual(item: Sought, told: Sought) -> bool:
    """Whether both speak of what the same two do with each other ("restored relations")."""
    one_sided = item.recipients or told.recipients or item.type not in TWO_SIDED
    return not one_sided and len(item.actors & told.actors) > 1


def _parties(item: Sought, told: Sought) -> float | None:
    """Points for the parties; None where they are others."""
    points = figures("docket.tsv")
    both = item.keys & told.keys
    if not both or (item.type not in TWO_SIDED and _crossed(item, told)):
        return None
    if item.keys == told.keys:
        return points["parties_same"] if len(both) > 1 else points["party_same"]
    if len(both) > 1:
        return points["parties_some"]
    return points["party_one"] if 1 in (len(item.keys), len(told.keys)) else None


def _crossed(item: Sought, told: Sought) -> bool:
    actors = item.actors and told.actors and not item.actors & told.actors
    recipients = item.recipients and told.recipients and not item.recipients & told.recipients
    return bool(actors or recipients)


def _persons(item: Sought, told: Sought) -> float:
    points = figures("docket.tsv")
    total = 0.0
    for state in item.keys & told.keys:
        mine, theirs = ({n for n in s.named if n.startswith(f"{state} ")} for s in (item, told))
        if mine & theirs:
            total += points["person_same"]
        elif mine and theirs:
            total += points["person_other"]
    return total


def _time(item: Sought, told: Sought) -> float:
    points = figures("docket.tsv")
    if item.first is None or item.last is None or told.first is None:
        over = item.last is not None and told.told is not None and told.told > item.last + points["slack"]
        return points["time_other"] if over else -points["month"] * _months(item, told)
    last = told.last if told.last is not None else told.first
    early = 1 if last == told.first and not _ahead(item, told) else 0  # a day before: time zones
    late = 1 if told.held_out else points["slack"]  # a deed may be late; what is meant for later is another time
    if item.first - early <= last and told.first <= item.last + late:
        return points["time_fits" if max(item.last - item.first, last - told.first) <= AROUND else "time_loose"]
    near = told.held_out and 0 < told.first - item.first <= points["moved"] and item.named & told.named
    return 0.0 if near else points["time_other"]


def _ahead(item: Sought, told: Sought) -> bool:
    """Whether a deed was told of before the time of the item."""
    return not told.held_out and told.told is not None and item.first is not None and told.told < item.first


def _months(item: Sought, told: Sought) -> float:
    """Months beyond the first since the item was last told: without a time, what is told long after is less likely to be about it."""
    if item.told is None or told.told is None:
        return 0.0
    return max(told.told - item.told - 30, 0) / 30


def _place(item: Sought, told: Sought) -> float:
    points = figures("docket.tsv")
    if item.place_code and told.place_code and item.place_code != told.place_code:
        return 0.0 if told.held_out else points["place_abroad"]  # a plan may be moved elsewhere
    if item.place and told.place:
        return points["place_same" if key(item.place) == key(told.place) else "place_other"]
    return 0.0


def _words(item: Sought, told: Sought) -> float:
    both = len(item.words & told.words)
    return both / sqrt(len(item.words) * len(told.words)) if both else 0.0
