"""Who does it and to whom, as the dependency tree has it: subjects and objects of a trigger, active, passive and nominal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from legation.entries import Frame, Token

REACH: Final = 40  # words on either side in which a dependent is looked for
AGENT: Final = frozenset(("by",))
GOAL: Final = frozenset(("against", "on", "to", "with", "of", "toward", "towards", "at", "from", "into", "upon"))
UNDERGOES: Final = ("nsubj:pass", "nsubj", "obj")  # how somebody or something hangs to which a verb is done
CONTROLLED: Final = ("xcomp", "ccomp", "advcl", "conj")

Below = Mapping[int, Sequence[int]]  # what hangs on each word, in the order of the text


def dependents(tokens: Sequence[Token]) -> Below:
    """What hangs on each word, no farther from it than REACH."""
    found: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        if token.head != i and -REACH <= i - token.head < REACH:
            found.setdefault(token.head, []).append(i)
    return found


def subjects(tokens: Sequence[Token], first: int, last: int, below: Below | None = None) -> tuple[int, ...]:
    """Words that name who does it: subject, passive agent, possessor; else the subject of the verb that governs it.

    `below` are the `dependents`, where they are known already."""
    below = dependents(tokens) if below is None else below
    for head in _heads(tokens, first, last):
        its = below.get(head, ())
        passive = any(tokens[i].rel == "nsubj:pass" for i in its)
        found = [i for i in its if _is_agent(tokens, i, below, passive)]
        if found:
            return tuple(_conjoined(tokens, found, below))
        if passive:
            return ()
    return ()


def objects(tokens: Sequence[Token], first: int, last: int, below: Below | None = None) -> tuple[int, ...]:
    """Words that name to whom it is done: object, passive subject, or a phrase with "against", "on", "to" …"""
    below = dependents(tokens) if below is None else below
    for head in range(first, last):
        its = [i for i in below.get(head, ()) if not first <= i < last]
        found = [i for i in its if tokens[i].rel in ("obj", "iobj", "nsubj:pass")]
        found = found or [i for i in its if tokens[i].rel in ("obl", "nmod") and _case(tokens, i, below) in GOAL]
        if found:
            return tuple(_conjoined(tokens, found, below))
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


def _is_agent(tokens: Sequence[Token], i: int, below: Below, passive: bool) -> bool:
    rel = tokens[i].rel
    if rel == "nsubj":
        return not passive
    if rel in ("obl", "obl:agent", "nmod"):
        return _case(tokens, i, below) in AGENT
    return rel == "nmod:poss"


def _case(tokens: Sequence[Token], at: int, below: Below) -> str:
    return next((tokens[i].text.lower() for i in below.get(at, ()) if tokens[i].rel == "case"), "")


def _conjoined(tokens: Sequence[Token], words: Sequence[int], below: Below) -> Iterator[int]:
    for word in words:
        yield word
        yield from (i for i in below.get(word, ()) if tokens[i].rel == "conj")
