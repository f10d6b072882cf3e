"""The names of an article: each as long as it is, and whether two are one person's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from legation.entries import Name, Reading, Token
from legation.knowledge import tables
from legation.knowledge.naming import POSSESSIVE
from legation.knowledge.roles import ROLE_WORDS, TITLE_WORDS

HYPHENS: Final = ("-", "‐", "‑")
# Behind a hyphen these say something of the name before it and are no part of it.
COMPOUNDS: Final = frozenset(
    (
        "led era backed style born based linked affiliated appointed supported allied controlled themed like brokered owned run "
        "sponsored imposed"
    ).split()
)
WITHIN_NAMES: Final = frozenset("for of and the in on to 's ’s ' ’".split())
LINKS: Final = frozenset("for of and the in on to".split())  # no name begins or ends with one of these
KNOWN: Final = (tables.state_form, tables.organisation, tables.group, tables.party)
BREAKS: Final = frozenset(",;:()")  # no name ends with one
LONGEST_FORM: Final = 5  # words of a state's or body's name


def merged(reading: Reading) -> list[Name]:
    """The reader's names: those that touch made one, and each as long as the tables or the tree know it to be."""
    done: list[Name] = []
    for name in reading.names:
        name = _hyphened(reading.tokens, _widened(reading, name))
        if done and done[-1].last > name.first:
            done[-1] = Name(done[-1].kind, done[-1].first, max(name.last, done[-1].last))
        elif done and name.first - done[-1].last in (0, 1) and _goes_on(reading.tokens, done[-1], name):
            done[-1] = Name(done[-1].kind, done[-1].first, name.last)
        else:
            done.append(name)
    return done


def _widened(reading: Reading, name: Name) -> Name:
    """A name of the tables that this one is a part of ("House" of "White House"), or the person's whole name by the tree."""
    tokens = reading.tokens
    for size in range(LONGEST_FORM, name.last - name.first, -1):
        for first in range(max(0, name.last - size), min(name.first, len(tokens) - size) + 1):
            if _all_capitals(tokens[first : first + size]):
                words = reading.text[tokens[first].span.start : tokens[first + size - 1].span.end]
                body = tables.body(words)
                if any(find(words) for find in KNOWN) or (body and body.code):
                    return Name("ORG" if name.kind == "PER" else name.kind, first, first + size)
    first, last = name.first, name.last
    while last - first > 1 and (tokens[first].upos in ("ADP", "DET", "CCONJ", "PUNCT") or tokens[first].text in LINKS):
        first += 1
    while last - first > 1 and (tokens[last - 1].text in BREAKS or tokens[last - 1].text in LINKS):
        last -= 1
    if name.kind == "PER":
        while first > 0 and _same_name(tokens, first - 1, first):
            first -= 1
        while last < len(tokens) and _same_name(tokens, last, last - 1):
            last += 1
    return Name(name.kind, first, last)


def _all_capitals(words: Sequence[Token]) -> bool:
    """Whether words may be one name: "Observatory for Human Rights" has a small word inside."""
    first, last = words[0].text, words[-1].text
    if first == "The" or not first[0].isupper() or not last[0].isupper():
        return False
    return all(t.text[0].isupper() or t.text in WITHIN_NAMES for t in words[1:-1])


def _hyphened(tokens: Sequence[Token], name: Name) -> Name:
    """A name of two words or more and what a hyphen joins to it: "Kim Jong-un" is one name, "Merkel-led" none."""
    last = name.last - (tokens[name.last - 1].text in HYPHENS)
    while name.kind == "PER" and last - name.first > 1 and last + 1 < len(tokens) and _joined(tokens, last):
        last += 2
    return Name(name.kind, name.first, max(last, name.first + 1))


def _joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether a hyphen stands at a token, with a part of a name behind it and no blank around it."""
    one, hyphen, two = tokens[at - 1 : at + 2]
    close = one.span.end == hyphen.span.start and hyphen.span.end == two.span.start
    return hyphen.text in HYPHENS and close and two.text.isalpha() and two.text.lower() not in COMPOUNDS


def _same_name(tokens: Sequence[Token], new: int, old: int) -> bool:
    """Whether a word beside a person's name is a part of it."""
    word = tokens[new]
    linked = (word.rel == "flat" and abs(word.head - old) < 4) or (tokens[old].rel == "flat" and tokens[old].head == new)
    return word.upos == "PROPN" and linked and word.text.lower().strip(".") not in TITLE_WORDS and word.text[0].isupper()


def _goes_on(tokens: Sequence[Token], one: Name, two: Name) -> bool:
    """Whether a name takes up the one before it: behind a hyphen ("Jean-Claude Juncker"), or at once."""
    if one.last < two.first:
        return one.kind == two.kind == "PER" and two.last - two.first > 1 and _joined(tokens, one.last)
    proper = all(tokens[t].upos == "PROPN" for t in (one.last - 1, two.first))
    beside = tokens[two.first].span.start - tokens[one.last - 1].span.end <= 1
    return proper and beside and (one.kind == two.kind or tokens[two.first].head in range(one.first, one.last))


def strip_titles(words: str) -> str:
    """A name without the titles before it ("of State Rex Tillerson") and the possessive after it."""
    parts = words.split()
    while len(parts) > 1 and (parts[0].lower().strip(".") in TITLE_WORDS or parts[:2] == ["of", "State"]):
        parts = parts[2:] if parts[0] == "of" else parts[1:]
    return no_possessive(" ".join(parts))


def no_possessive(words: str) -> str:
    """A name without the possessive after it."""
    return POSSESSIVE.sub("", words)


def bare_person(words: str) -> str:
    """A person's name without what was read as its beginning: "U.S. President" and other titles, the end of "Secretary of State"."""
    parts = strip_titles(words).removeprefix("State ").split()
    while len(parts) > 1 and parts[0] in ROLE_WORDS:  # "envoy Churkin"
        parts = parts[1:]
    for i in range(1, len(parts) - 1):
        if parts[i].lower().strip(".") in TITLE_WORDS and tables.state_form(" ".join(parts[:i])):
            return strip_titles(" ".join(parts[i:]))
    return " ".join(parts)


def same_person(short: str, full: str) -> bool:
    """Whether a name is a part of a fuller one: its surname, or some of its words in order; "Mike" is short for "Michael"."""
    a, b = tables.key(short).split(), tables.key(full).split()
    if a == b or (len(a) < len(b) and (a[-1] == b[-1] or a[0] == b[0]) and set(a) <= set(b)):
        return True
    given = tables.full_given_name
    return len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and given(a[0]) == given(b[0])
