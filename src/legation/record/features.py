"""What is worked out once for each telling before it is compared: parties of weight, words, names, and the time that it may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import Final

from legation.knowledge.tables import key, lines, state_form, state_of
from legation.record.tellings import NO_STATES, WORD, Side, Telling, content, figures, little_words, ordinal, stems

POSSESSIVE: Final = re.compile("['’]s$|s['’]$")
USUAL: Final = 4.0  # the weight up to which a word of the article says nothing of what it is about
NEAR: Final = 6  # words before a trigger, of its own clause, that may say that it looks back


@dataclass(frozen=True, slots=True)
class Features:
    """A telling as it is compared. `first` and `last` (ordinals) are those of the telling, or wider where it looks back."""

    telling: Telling
    sides: tuple[Side, ...]  # those that are sure enough
    actors: frozenset[str]
    recipients: frozenset[str]
    weighty: frozenset[str]  # parties that others would name alike: states, and who bears a name
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    trigger: frozenset[str]
    place: str
    named_here: bool  # its own sentence names the place
    first: int | None
    last: int | None
    told: int | None
    copy: str  # the article it is a copy of, or its own
    around: frozenset[str]  # what few others speak of, in the article around it

    @property
    def keys(self) -> frozenset[str]:
        """All parties."""
        return self.actors | self.recipients

    @property
    def day(self) -> int | None:
        """The day on which it happens, where it is known to the day."""
        return self.first if self.first == self.last else None

    @property
    def undated(self) -> bool:
        """Whether nothing is known of its time."""
        return self.first is None and self.last is None


def features(telling: Telling, copy: str) -> Features:
    """The features of a telling."""
    sides = tuple(s for s in telling.sides if s.sure)
    actors, recipients = (frozenset(s.key for s in its if s.sure) for its in (telling.actors, telling.recipients))
    told = ordinal(telling.told) if telling.told else None
    first, last = _time(telling, told)
    return Features(
        telling, sides, actors, recipients, frozenset(s.key for s in sides if weighty(s)), content(telling), names(telling),
        frozenset(word for word in WORD.findall(telling.evidence) if word.isdigit()),
        frozenset(stems(telling.trigger)), _spot(telling.place), telling.names_place, first, last, told, copy,
        frozenset(stem for stem in map(intern, stems(telling.around)) if weight(stem) > USUAL),
    )  # fmt: skip


@cache
def _spot(place: str) -> str:
    """A place that is smaller than a state, "" for others."""
    row = state_form(place)
    return "" if row and row.kind != "capital" else key(place)


@cache
def common(type: str) -> frozenset[str]:
    """The stems of words that tell of many events of a type: that two share one of these says less."""
    return frozenset(stem for kind, words in lines("common_triggers.tsv") if kind == type for stem in stems(words))


# --- parties and names


@cache
def weighty(side: Side) -> bool:
    """Whether a party is a state, acts for one, or bears a name, rather than being described ("six men", "its imports")."""
    return (side.code not in NO_STATES and not (side.named and side.sector == "CVL")) or proper(side)


@cache
def proper(side: Side) -> bool:
    """Whether a party is called by a name of its own."""
    said = [word for word in WORD.findall(side.name) if word.lower() not in little_words()]
    return side.named and bool(said) and all(word[0].isupper() for word in said)


def names(telling: Telling) -> frozenset[str]:
    """The stems of names in its evidence, without those of states and of its parties."""
    said = WORD.findall(telling.evidence)
    capital = {word for word in said[1:] if word[0].isupper() and not state_of(word)}
    own = {stem for side in telling.sides if side.sure for stem in stems(side.name)}
    return frozenset(stem for word in capital for stem in stems(word)) - own


# --- how rare a word is


@cache
def _weights() -> dict[str, float]:
    return figures("stem_weights.tsv")


@cache
def _rarest() -> float:
    return max(_weights().values())


def weight(stem: str) -> float:
    """How rare a stem is among tellings: the logarithm of one in how many holds it."""
    return _weights().get(stem, _rarest())


# --- time


def _time(t: Telling, told: int | None) -> tuple[int | None, int | None]:
    """Its time; where a deed is looked back on and nothing says when it was, the weeks up to the day on which it was told."""
    if told is None or t.kind != "deed":
        return t.first, t.last
    to_come = t.first is not None and t.first > told + 1  # no deed is told of before its day
    if to_come or (not t.stated and looks_back(t)):
        return told - int(figures("merging.tsv")["looks_back"]), told
    return t.first, t.last


def looks_back(t: Telling) -> bool:
    """Whether the words before the trigger say that it is known already: "the attack", "Iran's attack", "after being arrested"."""
    near = re.split("[,;:—]", t.before)[-1].split()[-NEAR:]
    first = t.trigger.split()[:-1][:1]
    if any(_backward().get(word.lower()) == "new" for word in (*near[-1:], *first)):
        return False
    if any(_backward().get(word.lower()) == "link" for word in (*near, *first)):
        return True
    if near and POSSESSIVE.search(near[-1]):
        return True
    while near and near[-1][0].isupper():  # "the Israeli airstrikes", but not "the army strikes"
        near.pop()
    return any(_backward().get(word.lower()) == "determiner" for word in (*near[-1:], *first))


@cache
def _backward() -> dict[str, str]:
    """Words before a deed that look back on it (a link counts within some words, a determiner right before it), or tell of a new one."""
    return {word: kind for word, kind, *_ in lines("backward.tsv")}
