"""The people of an article are found again as if everyone were asked, and in no more time than that takes for one."""

from __future__ import annotations

import time
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from legation.knowledge import tables
from legation.resolving.names import same_person
from legation.resolving.roll import Person, Roll

PARTS = st.sampled_from(["Mike", "Michael", "Ann", "Lee", "Holt", "Reyes", "van", "Al-Amin", "Ó", "Lee-Holt"])
NAMES = st.lists(PARTS, min_size=1, max_size=4).map(" ".join)


def person(name: str) -> Person:
    return Person(name, [], Counter(), Counter(), set())


def asked_one_by_one(name: str, people: list[Person]) -> Person | None:
    fitting = [p for p in people if same_person(name, p.name)]
    last = tables.key(name).split()[-1:]
    return next((p for p in fitting if tables.key(p.name).split()[-1:] == last), fitting[0] if fitting else None)


@settings(deadline=None, max_examples=60)
@given(st.lists(NAMES, max_size=12))
def test_whoever_bears_a_name_is_found(names: list[str]) -> None:
    roll = Roll()
    for name in names:
        expected = asked_one_by_one(name, roll.people)
        assert roll.bearer(name) is expected
        if expected is None:
            roll.add(person(name))


def test_a_surname_in_capitals_is_whoever_came_first() -> None:
    roll = Roll()
    first, second = roll.add(person("Ann Holt")), roll.add(person("Mike Reyes"))
    assert roll.within("REYES AND HOLT MEET") is first
    assert roll.within("Reyes Flies Home") is second
    assert roll.within("Nobody Comes") is None


def test_five_thousand_names_take_no_time() -> None:
    before = time.process_time()
    roll = Roll()
    for at in range(5000):
        name = f"Given{at} Smith"
        assert roll.bearer(name) is None
        roll.add(person(name))
        assert roll.bearer("Smith") is roll.people[0]
        assert roll.bearer(f"Given{at}") is roll.people[at]
    assert time.process_time() - before < 5
