"""Who does it and to whom, as the dependency tree has it: subjects and objects of a trigger, active, passive and nominal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from legation.entries import Frame, Token

REACH: Final = 40  # words on either side in which a dependent is looked for
AGENT: Final = frozenset(("by",))
GOAL: Final = frozenset(("against", "on", "to", "with", "of", "toward", "towards", "at", "from", "into", "upon"))
UNDERGOES: Final = ("nsubj:pass", "nsubj", "obj")  # how somebody or something hangs to which a verb is done
CONTROLLED: Final = ("xcomp", "ccomp", "advcl", "conj")


def subjects(tokens: Sequence[Token], first: int, last: int) -> tuple[int, ...]:
    """Words that name who does it: subject, passive agent, possessor; else the subject of the verb that governs it."""
    for head in _heads(tokens, first, last):
        passive = any(t.rel == "nsubj:pass" for _, t in _dependents(tokens, head))
        found = [i for i, t in _dependents(tokens, head) if _is_agent(tokens, i, t, passive)]
        if found:
            return tuple(_conjoined(tokens, found))
        if passive:
            return ()
    return ()


def objects(tokens: Sequence[Token], first: int, last: int) -> tuple[int, ...]:
    """Words that name to whom it is done: object, passive subject, or a phrase with "against", "on", "to" …"""
    for head in range(first, last):
        dependents = list(_dependents(tokens, head))
        found = [i for i, t in dependents if t.rel in ("obj", "iobj", "nsubj:pass") and not first <= i < last]
        found = found or [i for i, t in dependents if t.rel in ("obl", "nmod") and _case(tokens, i) in GOAL and not first <= i < last]
        if found:
            return tuple(_conjoined(tokens, found))
    return ()


def trigger_head(tokens: Sequence[Token], frame: Frame) -> int:
    """The word of a trigger on which its others hang."""
    at = frame.first
    while frame.first <= tokens[at].head < frame.last and tokens[at].head != at:
        at = tokens[at].head
    return at


def head_of(tokens: Sequence[Token], first: int, last: int) -> int:
    """The word of a name or phrase on which its others hang."""
    return next((t for t in range(first, last) if not first <= tokens[t].head < last or tokens[t].head == t), last - 1)


def hangs(tokens: Sequence[Token], first: int, last: int) -> tuple[str, str]:
    """How a name or phrase hangs in the tree: the relation of its head, and the preposition before it ("" for none)."""
    head = head_of(tokens, first, last)
    around = range(max(0, first - 6), last)
    case = next((tokens[t].text.lower() for t in around if tokens[t].head == head and tokens[t].rel == "case"), "")
    return tokens[head].rel, case


def _heads(tokens: Sequence[Token], first: int, last: int) -> Iterator[int]:
    """The trigger's words, then the verbs that they hang on as "agreed to send" does."""
    yield from range(first, last)
    at = first
    for _ in range(3):
        if tokens[at].rel.split(":")[0] not in (*CONTROLLED, "obj", "obl", "compound", "amod") or tokens[at].head == at:
            return
        at = tokens[at].head
        yield at


def _is_agent(tokens: Sequence[Token], i: int, token: Token, passive: bool) -> bool:
    if token.rel == "nsubj":
        return not passive
    if token.rel in ("obl", "obl:agent", "nmod"):
        return _case(tokens, i) in AGENT
    return token.rel == "nmod:poss"


def _dependents(tokens: Sequence[Token], head: int) -> Iterator[tuple[int, Token]]:
    for i in range(max(0, head - REACH), min(len(tokens), head + REACH)):
        if tokens[i].head == head and i != head:
            yield i, tokens[i]


def _case(tokens: Sequence[Token], at: int) -> str:
    return next((t.text.lower() for _, t in _dependents(tokens, at) if t.rel == "case"), "")


def _conjoined(tokens: Sequence[Token], words: Sequence[int]) -> Iterator[int]:
    for word in words:
        yield word
        yield from (i for i, t in _dependents(tokens, word) if t.rel == "conj")
