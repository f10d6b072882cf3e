"""What an event is, where its words leave no doubt: lifting a sanction or dropping a case concedes something, who summons an ambassador
complains, and some words tell of one type alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from legation.entries import Frame, Token
from legation.knowledge.status_words import (
    AT_SEA,
    CASES,
    DECLARING,
    DROPPING,
    EASING,
    ENVOYS,
    FIRING,
    HALTING,
    MISSILES,
    RECOGNISING,
    RESTRICTIONS,
    SUMMONING,
    TRUCES,
    WARNING,
)
from legation.knowledge.trigger_types import type_of
from legation.resolving.grammar import UNDERGOES, trigger_head

SURE_TYPE: Final = 0.75  # where the reader is less sure of its type, a word that tells of one type alone decides

EASED: Final = ("SANCTION", "COERCE", "RETREAT")
CASES_OF: Final = ("ACCUSE", "COERCE", "RETREAT")
MEETING: Final = ("CONSULT", "REQUEST", "COERCE")

NEAR: Final = 8  # words around a trigger in which its object stands
BESIDE: Final = 4  # words around a truce that say that it was declared
FAR: Final = 14  # words in which a missile comes down
HALTED: Final = ("obj", "nmod", "xcomp")


def deed_of(tokens: Sequence[Token], frame: Frame) -> str:
    """The type that an event's words tell, else the reader's."""
    if _concedes(tokens, frame):
        return "CONCEDE"
    if frame.type in MEETING and summoned(tokens, frame):
        return "ACCUSE"
    if frame.type == "THREATEN" and any(warned_off(tokens, t) for t in _hanging(tokens, trigger_head(tokens, frame))):
        return "REQUEST"
    if frame.type == "ASSAULT" and tested(tokens, frame):
        return "MOBILIZE"
    if frame.type == "ASSAULT" and frame.status in ("proposed", "planned") and halted(tokens, frame):
        return "RETREAT"
    if frame.status == "refused" and not RECOGNISING.isdisjoint(_words(tokens, frame, 0)):
        return "SUPPORT"
    told = type_of(tokens[trigger_head(tokens, frame)].text) if frame.as_type < SURE_TYPE else ""
    return told or frame.type


def _concedes(tokens: Sequence[Token], frame: Frame) -> bool:
    return (
        (frame.type in EASED and eased(tokens, frame))
        or (frame.type in CASES_OF and dropped(tokens, frame))
        or (frame.type == "RETREAT" and frame.status == "happened" and declared(tokens, frame))
    )


def eased(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is a sanction or ban that is lifted or eased."""
    return _done_to(tokens, frame, EASING, RESTRICTIONS)


def dropped(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is a case against somebody that is dropped."""
    return _done_to(tokens, frame, DROPPING, CASES)


def summoned(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is an ambassador who is summoned."""
    return _done_to(tokens, frame, SUMMONING, ENVOYS)


def declared(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is a cease-fire that is agreed or declared, rather than kept or broken."""
    said = " ".join(_words(tokens, frame, 0)).replace(" - ", "-")
    return any(word in TRUCES for word in said.split()) and not DECLARING.isdisjoint(_words(tokens, frame, BESIDE))


def tested(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is a missile that is fired into the sea, or to test it."""
    own = set(_words(tokens, frame, 0))
    behind = [t.text.lower() for t in tokens[frame.last : frame.last + FAR]]
    aimed = behind[:1] == ["at"] or behind[:1] == ["on"]
    return bool(own & MISSILES and own & FIRING) and not aimed and not AT_SEA.isdisjoint(_words(tokens, frame, FAR))


def halted(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is to be ended, not done: "urged him to |halt the bombing|"."""
    at = trigger_head(tokens, frame)
    above = tokens[at].head
    inside = tokens[at].text.lower() in HALTING and frame.last - frame.first > 1
    return inside or (above != at and tokens[above].text.lower() in HALTING and tokens[at].rel in HALTED)


def warned_off(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb tells what somebody is warned not to do: "warned its neighbours not to |interfere|"."""
    before = [t.text.lower() for t in tokens[max(0, at - 2) : at]]
    return tokens[at].rel in ("xcomp", "ccomp") and tokens[tokens[at].head].text.lower() in WARNING and before == ["not", "to"]


def _hanging(tokens: Sequence[Token], at: int) -> list[int]:
    return [t for t in range(at + 1, min(at + FAR, len(tokens))) if tokens[t].head == at]


def _words(tokens: Sequence[Token], frame: Frame, around: int) -> list[str]:
    return [t.text.lower() for t in tokens[max(0, frame.first - around) : frame.last + around]]


def _done_to(tokens: Sequence[Token], frame: Frame, verbs: frozenset[str], things: frozenset[str]) -> bool:
    """Whether the trigger is one of the verbs, done to one of the things, or such a thing that it is done to."""
    inside = range(frame.first, frame.last)
    verb = tokens[trigger_head(tokens, frame)]
    words = {tokens[t].text.lower() for t in inside}
    if verb.text.lower() in verbs:
        before, after = tokens[max(0, frame.first - NEAR) : frame.first], tokens[frame.first : frame.last + NEAR]
        words |= {t.text.lower() for t in before if t.head in inside and t.rel == "nsubj:pass"}
        words |= {t.text.lower() for t in after if t.head in inside and t.rel in UNDERGOES}
        return bool(words & things)
    above = tokens[verb.head]
    return verb.text.lower() in things and verb.rel in UNDERGOES and above.text.lower() in verbs
