"""The people of an article: each by the fullest name it has there, with what the article says of him or her."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import Final

from legation.entries import Name, Reading
from legation.knowledge import tables
from legation.knowledge.naming import Known, known
from legation.knowledge.roles import FORMER, ROLE_WORDS, SHORT_ROLES
from legation.resolving.names import bare_person
from legation.resolving.phrases import appositive, noun_phrase, run_before
from legation.resolving.roll import Person, Roll
from legation.resolving.states import state_in, words

HEADLINE: Final = 0.7  # of a line's longer words: with more capitals than this, and no full stop, they say nothing
TELLING: Final = frozenset(["mr", "sir", "king", "prince", "mrs", "ms", "miss", "queen", "princess"])
UNBOUND: Final = ("NGO", "JRN")  # who works for such a body that is of no state need not be of the article's
ENDS: Final = frozenset('.!?”"')


def find_people(reading: Reading, names: Sequence[Name], published: str) -> list[Person]:
    """Everyone named, the mentions of each together, those of a surname alone with whoever bears it."""
    roll = Roll()
    surnames = {reading.tokens[n.last - 1].text for n in names if n.kind == "PER" and n.last - n.first > 1}
    people = [n for n in names if n.kind == "PER" and _is_person(reading, surnames, n, published)]
    headlines = _headlines(reading)
    for n in sorted(people, key=lambda n: (n.first in headlines, n.first - n.last, n.first)):
        name = bare_person(words(reading, n.first, n.last))
        if not tables.key(name):
            continue
        person = roll.bearer(name) or (roll.within(name) if n.first in headlines else None)
        if person is None:
            person = roll.add(Person(name, [], Counter(), Counter(), set()))
        person.mentions.append(n)
        person.title = person.title or _title(reading, n)
    for person in roll.people:
        person.mentions.sort(key=lambda n: n.first)
        for n in person.mentions:
            _describe(reading, names, person, n, published)
    return roll.people


def _title(reading: Reading, n: Name) -> str:
    """The word that opens or stands before a name, if it tells he or she ("Mr")."""
    for t in (n.first, n.first - 1):
        word = reading.tokens[t].text.lower().strip(".") if t >= 0 else ""
        if word in TELLING:
            return word
    return ""


def _headlines(reading: Reading) -> set[int]:
    """The words of lines in which nearly every longer word has a capital."""
    found: set[int] = set()
    for s in reading.sentences:
        longer = [t.text for t in reading.tokens[s.first : s.last] if len(t.text) > 3 and t.text.isalpha()]
        ended = reading.tokens[s.last - 1].text in ENDS
        if not ended and len(longer) > 3 and sum(w[0].isupper() for w in longer) > HEADLINE * len(longer):
            found.update(range(s.first, s.last))
    return found


def _is_person(reading: Reading, surnames: Set[str], n: Name, published: str) -> bool:
    """Whether a name that was read as a person's is one: not a state's, body's or place's that nobody here bears."""
    name = words(reading, n.first, n.last)
    if not any(w[0].isupper() for w in name.split()):
        return False
    row, found = tables.state_form(name), known(name, published)
    alone = n.last - n.first == 1 and name not in surnames
    if row and (alone or not row.ambiguous):
        return False
    return not (found and (found.kind in ("organisation", "group", "party", "body") or (alone and found.kind == "region")))


def _describe(reading: Reading, names: Sequence[Name], person: Person, n: Name, published: str) -> None:
    """Take up what stands around one mention: "South Korean president X", "X, a spokesman for Y"."""
    own = [t.text.lower().strip(".") for t in reading.tokens[n.first : n.last]]  # "Gov. X"
    person.roles |= {SHORT_ROLES[w] for w in own if w in SHORT_ROLES}
    for first, last in _epithets(reading, n):
        lower = [t.text.lower() for t in reading.tokens[first:last]]
        person.roles |= {r for w in lower if (r := SHORT_ROLES.get(w.strip("."), w)) in ROLE_WORDS}
        body = _body(reading, names, first, last, published)
        if code := state_in(reading, first, last) or (body.code if body else ""):
            person.codes[code] += 1
        elif body and body.sector in UNBOUND:
            person.unbound = True
        if FORMER & set(lower):
            person.sectors["ELI"] += 1
        elif sector := _role_sector(reading, first, last):
            person.sectors[sector] += 1


def _epithets(reading: Reading, n: Name) -> Iterator[tuple[int, int]]:
    tokens = reading.tokens
    head = next((tokens[t].head for t in range(n.first, n.last) if tokens[t].rel == "appos" and tokens[t].head < n.first), -1)
    described = noun_phrase(tokens, head) if head >= 0 else (0, 0)  # "the Istanbul governor, X"
    for first, last in ((run_before(tokens, n.first), n.first), appositive(tokens, n.first, n.last), described):
        if first < last:
            yield first, last


def _role_sector(reading: Reading, first: int, last: int) -> str:
    for size in range(min(4, last - first), 0, -1):
        for i in range(first, last - size + 1):
            row = tables.body(words(reading, i, i + size))
            if row and row.sector not in ("CVL",):
                return row.sector
    return ""


def _body(reading: Reading, names: Sequence[Name], first: int, last: int, published: str) -> Known | None:
    """The body named in a phrase: one of a state before all others."""
    found: list[Known] = []
    for at in range(bisect_left(names, first, key=lambda n: n.first), len(names)):
        name = names[at]
        if name.first >= last:
            break
        if one := known(words(reading, name.first, name.last), published):
            found.append(one)
    return next((one for one in found if one.code), found[0] if found else None)
