"""How far an event has come, where its words leave no doubt; else as the reader has it."""

from __future__ import annotations

from collections.abc import Sequence

from legation.entries import Frame, Status, Token
from legation.knowledge.status_words import GOVERNING, NEGATIONS


def status_of(tokens: Sequence[Token], frame: Frame) -> Status:
    """The status that the governing verb tells ("refused to meet"), unless something is negated; else the reader's."""
    at = frame.first
    while frame.first <= tokens[at].head < frame.last and tokens[at].head != at:
        at = tokens[at].head
    above = tokens[at].head
    told = GOVERNING.get(tokens[above].text.lower())
    if told is None or tokens[at].rel != "xcomp" or not _infinitive(tokens, at) or _negated(tokens, above) or _negated(tokens, at):
        return frame.status
    return told


def _infinitive(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[t].text.lower() == "to" for t in range(max(0, at - 3), at))


def _negated(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[t].head == at and tokens[t].text.lower() in NEGATIONS for t in range(max(0, at - 5), min(len(tokens), at + 2)))
