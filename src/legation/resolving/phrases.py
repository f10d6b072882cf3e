"""Phrases around a word, by the dependency tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from legation.entries import Token

WITHIN: Final = frozenset(("amod", "compound", "nummod", "flat", "nmod", "case", "punct", "advmod", "appos"))
CARRIES: Final = ("PROPN", "NOUN", "ADJ")
DROPPED: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
        "some",
        "any",
        "all",
        "both",
        "least",
        "most",
        "more",
        "than",
        "about",
        "nearly",
        "around",
    ]
)
SENT: Final = ("ambassador", "envoy", "representative", "emissary")  # to a state that is not their own
POSSESSIVE: Final = ("'s", "’s", "'", "’")


def noun_phrase(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """First and last (exclusive) token of the noun phrase that ends in `at`, without its determiner."""
    first = at
    while first > 0 and at - first < 7 and _inside(tokens, first - 1, at):
        first -= 1
    while first < at and ((tokens[first].upos not in CARRIES and tokens[first].upos != "NUM") or tokens[first].text.lower() in DROPPED):
        first += 1
    return first, at + 1


def _inside(tokens: Sequence[Token], t: int, at: int) -> bool:
    token = tokens[t]
    if token.text in POSSESSIVE:
        return True
    if token.text == "-" or token.upos in ("PROPN", "ADJ", "NOUN", "NUM"):
        chain, steps = t, 0
        while chain != at and steps < 4 and tokens[chain].head != chain:
            chain, steps = tokens[chain].head, steps + 1
        return chain == at and token.rel.split(":")[0] in WITHIN
    return False


def run_before(tokens: Sequence[Token], first: int) -> int:
    """Where the run of titles and epithets before a name begins ("South Korean president |X")."""
    start = first
    while start > 0 and first - start < 9:
        token = tokens[start - 1]
        joins = token.upos in CARRIES or token.text.lower() in ("of", "for", "the", "-", *POSSESSIVE)
        joins = joins or (start > 1 and token.text.lower() == "to" and tokens[start - 2].text.lower() in SENT)
        if not joins or (token.rel.startswith(("nsubj", "obj", "root")) and token.upos == "NOUN" and tokens[first].head != start - 1):
            break
        start -= 1
    while start < first and tokens[start].text.lower() in ("of", "for", "-", *POSSESSIVE):
        start += 1
    return start


def appositive(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The phrase set beside a name ("X, |a spokesman for Y|, said"), an empty range where there is none.

    Of two names that are each described trees now and then give both descriptions to the first: the nearest bears it."""
    if last >= len(tokens) or tokens[last].text != ",":
        return last, last
    end = last + 1
    while end < len(tokens) and end - last < 16 and tokens[end].text not in (",", ".", ";", "”", '"'):
        end += 1
    beside = any(tokens[t].rel == "appos" and tokens[t].head < last for t in range(last + 1, end))
    return (last + 1, end) if beside else (last, last)
