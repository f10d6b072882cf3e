"""States named in an article: in a phrase, around a word, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from legation.entries import Name, Reading, Token
from legation.knowledge import tables
from legation.knowledge.places import find_regions
from legation.resolving.names import HYPHENS, LONGEST_FORM

# "The US ambassador to Germany" speaks for no Germany.
TOWARD: Final = frozenset(["to", "against", "with", "toward", "towards"])
# Behind a hyphen these say that a state helps, and not whose somebody is.
HELPING: Final = frozenset("backed supported allied aligned funded armed trained sponsored".split())


def words(reading: Reading, first: int, last: int) -> str:
    """The text from one token to another (exclusive)."""
    return reading.text[reading.tokens[first].span.start : reading.tokens[last - 1].span.end]


def forms(reading: Reading) -> dict[int, tables.StateName]:
    """For each word that a state's name holds, the longest such name; in the order of the text."""
    found: dict[int, tables.StateName] = {}
    longest = {at: _longest(reading, at) for at, token in enumerate(reading.tokens) if token.text[0].isupper()}
    for size in range(LONGEST_FORM, 0, -1):
        for first, most in longest.items():
            if size <= most and (row := tables.state_form(words(reading, first, first + size))):
                for at in range(first, first + size):
                    found.setdefault(at, row)
    return dict(sorted(found.items()))


def _longest(reading: Reading, first: int) -> int:
    """How many words a state's name that begins with this one may have here: no more than some name begins with."""
    most = min(LONGEST_FORM, len(reading.tokens) - first)
    if tables.key(reading.tokens[first].text) == "the":  # it is left out where names are looked up
        return most
    return next((n for n in range(most) if not tables.begins_state(words(reading, first, first + n + 1))), most)


def state_in(reading: Reading, first: int, last: int) -> str:
    """The state that a phrase names and does not only turn to, "" for none."""
    tokens = reading.tokens
    capitals = [i for i in range(first, last) if tokens[i].text[0].isupper()]
    for size in range(min(LONGEST_FORM, last - first), 0, -1):
        for i in capitals:
            row = tables.state_form(words(reading, i, i + size)) if i + size <= last else None
            if row and not (i > first and tokens[i - 1].text.lower() in TOWARD) and not only_helps(tokens, i + size):
                return _region_around(reading, i, i + size) or row.code
    return ""


def only_helps(tokens: Sequence[Token], at: int) -> bool:
    """Whether a state only stands behind somebody: "|Turkish|-backed rebels" are no Turks."""
    return [t.text.lower() in some for t, some in zip(tokens[at : at + 2], (HYPHENS, HELPING), strict=False)] == [True, True]


def _region_around(reading: Reading, first: int, last: int) -> str:
    """The state of a region that bears a state's name: New Jersey's governor is no Jerseyman."""
    if first == 0 or not reading.tokens[first - 1].text[0].isupper():
        return ""
    return next((row.code for row in find_regions(words(reading, first - 1, last)) if row.code), "")


def mentioned(reading: Reading, names: Sequence[Name]) -> Counter[str]:
    """How often the article names each state, its people or its capital."""
    found: Counter[str] = Counter()
    for token in reading.tokens:
        if token.upos in ("PROPN", "ADJ") and token.text[0].isupper() and (row := tables.state_form(token.text)):
            found[row.code] += 1
    for name in names:
        if name.last - name.first > 1 and (row := tables.state_form(words(reading, name.first, name.last))):
            found[row.code] += 1
    return found
