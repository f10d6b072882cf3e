"""A place name leads to its state, by what else the article speaks of."""

from __future__ import annotations

import pytest

from legation.knowledge.places import find
from legation.resolving.places import resolve_place


@pytest.mark.parametrize(
    ("name", "near", "code"),
    [
        ("Mosul", ["IRQ"], "IRQ"), ("Kyiv", [], "UKR"), ("Aleppo", [], "SYR"), ("London", ["USA"], "GBR"),
        ("northern Syria", [], "SYR"), ("Crimea", ["RUS"], "UKR"), ("Gaza Strip", [], "PSE"), ("Kashmir", [], "IND"),
        ("Hong Kong", ["CHN"], "HKG"), ("Georgia", ["USA"], "USA"), ("Georgia", ["RUS", "GEO"], "GEO"),
        ("Beirut, Lebanon", [], "LBN"), ("Cleveland, Ohio", [], "USA"), ("White House", [], "USA"),
        ("Syria and Iraq", ["SYR"], ""), ("South China Sea", ["CHN"], ""), ("Tripoli", ["LBY"], "LBY"),
        ("Tripoli", ["LBN", "SYR"], "LBN"), ("Swedish Parliament", [], "SWE"), ("Aleppo province", [], "SYR"),
        ("Nowhere in particular", [], ""), ("", [], ""), ("the border", ["BLR"], ""),
    ],
)  # fmt: skip
def test_the_state_of_a_place(name: str, near: list[str], code: str) -> None:
    assert resolve_place(name, near).code == code


def test_towns_have_coordinates_and_states_have_none() -> None:
    mosul = resolve_place("Mosul", ["IRQ"])
    assert mosul.latitude == pytest.approx(36.3, abs=0.1)
    assert mosul.longitude == pytest.approx(43.1, abs=0.1)
    assert resolve_place("Iraq", []).latitude is None
    assert resolve_place("Crimea", []).latitude is None
    assert mosul.name == "Mosul"
    assert mosul.words is None


def test_the_greatest_town_comes_first() -> None:
    assert find("Paris")[0].code == "FRA"
    assert find("Al-Raqqa")[0].code == "SYR"
    assert find("Washington")[0].latitude == pytest.approx(38.9, abs=0.1)
    assert find("San José")[0].latitude == pytest.approx(9.9, abs=0.1)
    assert find("no such town") == ()
