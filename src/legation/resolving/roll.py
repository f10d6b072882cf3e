"""The roll of an article's people: each once, found again by any part of the name without asking everyone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import merge
from itertools import chain, pairwise
from typing import Final

from legation.entries import Name
from legation.knowledge import tables
from legation.knowledge.roles import PARTICLES
from legation.resolving.names import same_person

Ends = tuple[str, str, str]
FIRST: Final = "first"
LAST: Final = "last"
SHORT: Final = "short"


@dataclass(slots=True)
class Person:
    """A person of the article: the fullest name, its mentions, and what the article says of him or her."""

    name: str
    mentions: list[Name]
    codes: Counter[str]
    sectors: Counter[str]
    roles: set[str]
    title: str = ""
    unbound: bool = False  # works for a body that is of no state


class Roll:
    """People in the order in which they were added."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_ends: defaultdict[Ends, list[int]] = defaultdict(list)
        self._by_surname: dict[str, int] = {}
        self._by_middle: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, person: Person) -> Person:
        """Add one whose name is none of those here."""
        at, parts = len(self.people), tables.key(person.name).split()
        self.people.append(person)
        self._by_surname.setdefault(parts[-1], at)
        for ends in _ends(parts):
            self._by_ends[ends].append(at)
        for word, after in pairwise(parts[1:-1]):
            if after in PARTICLES:
                self._by_middle[word].append(at)
        return person

    def bearer(self, name: str) -> Person | None:
        """Whose name this is a part of: a surname before a first name."""
        a = tables.key(name).split()
        by_last = (self._by_ends.get((LAST, a[-1], a[0]), ()), self._by_ends.get(_given(a), ()))
        for at in chain(merge(*by_last), self._by_ends.get((FIRST, a[0], a[-1]), ())):
            if same_person(name, self.people[at].name):
                return self.people[at]
        return self._first_of_two(a[0]) if len(a) == 1 else None

    def _first_of_two(self, word: str) -> Person | None:
        """Who alone is called by the first of two surnames that a particle joins: "Fernandez" of "Cristina Fernandez de Kirchner"."""
        found = self._by_middle.get(word, ())
        return self.people[found[0]] if len(found) == 1 else None

    def within(self, words: str) -> Person | None:
        """Whose surname stands in a run of capitals: who was added first, of several."""
        found = [self._by_surname[part] for part in tables.key(words).split() if part in self._by_surname]
        return self.people[min(found)] if found else None


def _ends(parts: list[str]) -> set[Ends]:
    """What a name is found by: a part of it has one of its ends, and some word of it at the other; or first names that are alike."""
    return {(LAST, parts[-1], word) for word in parts} | {(FIRST, parts[0], word) for word in parts} | {_given(parts)}


def _given(parts: list[str]) -> Ends:
    return (SHORT, parts[-1], tables.full_given_name(parts[0]) if len(parts) > 1 else "")
