"""How far an event has come, where its words leave no doubt; else as the reader has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from legation.entries import Frame, Status, Token
from legation.knowledge.status_words import (
    ACCEPTING,
    ACQUITTING,
    DENYING,
    FEW,
    GOVERNING,
    HEADWAY,
    INVITES,
    INVITING,
    POSSIBLE,
    PROSPECTS,
    PUT_OFF,
    PUT_OFF_TYPES,
)
from legation.resolving.grammar import UNDERGOES, trigger_head
from legation.resolving.stance import negated, stance_of

# How an infinitive hangs on the verb that governs it ("dep" where the tree could not tell).
OPEN: Final = ("xcomp", "ccomp", "dep")


def status_of(tokens: Sequence[Token], frame: Frame) -> Status:
    """The status that the governing verb tells ("refused to meet"), unless something is negated; else the reader's."""
    at = trigger_head(tokens, frame)
    above = tokens[at].head
    if _accepted(tokens, frame):
        return "planned"
    if _put_off(tokens, frame, at):
        return "refused"
    if frame.type == "CONSULT" and frame.status == "happened" and tokens[at].text.lower() in INVITES and not negated(tokens, at):
        return "proposed"
    acquitted = frame.type == "SANCTION" and tokens[at].text.lower() in ACQUITTING and not negated(tokens, at)
    if acquitted or without_headway(tokens, frame) or _denied(tokens, at):
        return "not_happened"
    if frame.status in ("happened", "alleged", "planned") and _only_possible(tokens, at):
        return "possible"
    if stance := stance_of(tokens, frame):
        return stance
    told = GOVERNING.get(tokens[above].text.lower())
    if told is None or tokens[at].rel not in OPEN or not _infinitive(tokens, at) or negated(tokens, above) or negated(tokens, at):
        return frame.status
    return told


def without_headway(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether little or no progress was made in it."""
    at = trigger_head(tokens, frame)
    above = tokens[at].head
    if tokens[above].text.lower() not in HEADWAY and tokens[at].rel in ("advcl", "obl"):
        above = next((t for t in _near(tokens, above) if tokens[t].head == above and tokens[t].text.lower() in HEADWAY), above)
    return tokens[above].text.lower() in HEADWAY and _none(tokens, above)


def _denied(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is what somebody denies: "denied that they had expelled him", "denied the attack"."""
    above = tokens[at].head
    for denies in (at, at - 1):  # where the tree has "denied" for an auxiliary of "withdrawing", that is the head
        if denies >= 0 and tokens[denies].text.lower() in DENYING and tokens[denies + 1 : at + 2] and tokens[denies + 1].xpos == "VBG":
            return not negated(tokens, denies)
    return above != at and tokens[above].text.lower() in DENYING and tokens[at].rel in (*OPEN, "obj") and not negated(tokens, above)


def _only_possible(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun tells of what may come or may have been: "possible collusion", "prospects for joint exercises"."""
    if tokens[at].upos != "NOUN":
        return False
    before = range(max(0, at - 4), at)
    of = tokens[tokens[at].head].text.lower() if tokens[at].rel == "nmod" else ""
    return of in PROSPECTS or any(tokens[t].head == at and tokens[t].text.lower() in POSSIBLE for t in before)


def _accepted(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether it is an invitation that is accepted, be the accepting told in its words or by the verb above."""
    words, at = range(frame.first, frame.last), trigger_head(tokens, frame)
    accepting = [t for t in (*words, tokens[at].head) if tokens[t].text.lower() in ACCEPTING]
    invited = any(tokens[t].text.lower() in INVITING for t in words)
    return invited and bool(accepting) and not negated(tokens, accepting[0])


def _put_off(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """Whether it is a meeting that is postponed or cancelled: "the talks, which were to begin today, are postponed"."""
    above = tokens[at].head
    verb = tokens[above]
    told = verb.upos == "VERB" and verb.text.lower() in PUT_OFF and tokens[at].rel in UNDERGOES
    return told and above != at and frame.type in PUT_OFF_TYPES and frame.status != "possible" and not negated(tokens, above)


def _infinitive(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[t].text.lower() == "to" for t in range(max(0, at - 3), at))


def _near(tokens: Sequence[Token], at: int) -> range:
    return range(max(0, at - 8), min(len(tokens), at + 8))


def _none(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun is said to be none: "little progress", "no breakthrough"."""
    before = range(max(0, at - 4), at)
    return any((tokens[t].head == at or t == at - 1) and tokens[t].text.lower() in FEW for t in before)
