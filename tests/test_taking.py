"""How many parties a slot takes: what is offered, which pair is chosen, and that nobody is named twice."""

from __future__ import annotations

import numpy as np
import pytest

from legation.resolving import candidates, taking
from legation.resolving.candidates import Candidate
from legation.resolving.identity import actor
from legation.resolving.taking import Option, best, once_each, options

IRAN = actor("Iran", "IRN", "")
RAISI = actor("Ebrahim Raisi", "IRN", "GOV")
IAEA = actor("International Atomic Energy Agency", "IGO", "IGO")
CROWD = actor("protesters", "IRN", "CVL")


def offered(*chances: float) -> list[list[str]]:
    some = [Candidate(a, (n,)) for n, a in enumerate((IRAN, IAEA, CROWD))]
    return [[a.name for a in o.parties] for o in options(some, np.array(chances))]


@pytest.mark.parametrize(
    ("chances", "taken"),
    [
        ((0.5, 0.4, 0.0), [[], ["Iran"], ["Iran", "International Atomic Energy Agency"]]),
        ((0.9, 0.4, 0.0), [["Iran"], ["Iran", "International Atomic Energy Agency"]]),  # the sure one in any case
        ((0.1, 0.0, 0.3), [[], ["protesters"], ["protesters"]]),  # whoever acts for Iran stays alone
        ((0.01, 0.0, 0.02), [[]]),
    ],
)
def test_nobody_the_likeliest_the_two_likeliest(chances: tuple[float, ...], taken: list[list[str]]) -> None:
    assert offered(*chances) == taken


def test_a_state_beside_its_president_is_named_once() -> None:
    assert once_each((IRAN, RAISI, IAEA)) == (RAISI, IAEA)
    assert once_each((IRAN, IAEA)) == (IRAN, IAEA)


def option(*taken: int) -> Option:
    return Option(taken, tuple((IRAN, IAEA, CROWD)[n] for n in taken))


@pytest.mark.parametrize(
    ("does", "gets", "who"),
    [
        ([0.2, 0.7], [0.1, 0.6], ((0,), (1,))),  # each slot's likeliest
        ([0.6, 0.3], [0.2, 0.7], ((), (1,))),  # "an inspector was turned away": nobody says by whom
        ([0.6, 0.3], [0.8, 0.1], ((0,), ())),  # somebody must be named: the likeliest pair that does
    ],
)
def test_the_likeliest_pair_that_names_somebody(does: list[float], gets: list[float], who: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    chosen = best([option(), option(0)], [option(), option(1)], np.array(does), np.array(gets))
    assert tuple(o.taken for o in chosen) == who


def test_where_nobody_is_offered_nobody_is_taken() -> None:
    assert best([option()], [option()], np.array([1.0]), np.array([1.0])) == (Option(), Option())


def test_each_option_is_told_by_its_last_taken_and_first_left() -> None:
    some = [Candidate(a, (n,)) for n, a in enumerate((IRAN, IAEA))]
    rows = np.zeros((2, len(candidates.FEATURES)), np.float32)
    rows[1, candidates.FEATURES.index("name")] = 1.0
    chance = np.array([0.5, 0.25])
    found = taking.features(0, options(some, chance), rows, chance, np.zeros(2))
    columns = [taking.FEATURES.index(f) for f in ("taken", "least taken", "most left", "last name", "next name")]
    assert found[:, columns].tolist() == [[0, 1, 0.5, 0, 0], [1, 0.5, 0.25, 0, 1], [2, 0.25, 0, 1, 0]]
