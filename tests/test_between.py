"""The one event between two given parties, and the words that name acts."""

from __future__ import annotations

import pytest

from legation.entries import Span
from legation.knowledge.act_words import NOUNS, UNDOES, VERBS
from legation.resolving.between import between, plover_type

# Public facts in our own words: sentence, actor, recipient ("" for nobody), PLOVER's type.
SENTENCES = [
    ("Richard Nixon met Mao Zedong in Beijing in February 1972.", "Richard Nixon", "Mao Zedong", "CONSULT"),
    ("Iraqi troops invaded Kuwait in August 1990.", "Iraqi troops", "Kuwait", "ASSAULT"),
    ("The European Union condemned Russia for the annexation of Crimea.", "The European Union", "Russia", "ACCUSE"),
    ("Washington will not lift the embargo on Cuba.", "Washington", "Cuba", "REJECT"),
    ("In 1999 Britain agreed to send aid to Mozambique.", "Britain", "Mozambique", "AGREE"),
    ("Iran freed ten American sailors in January 2016.", "Iran", "American sailors", "RETREAT"),
    ("North Korea threatened to attack Guam in 2017.", "North Korea", "Guam", "THREATEN"),
    ("London expelled twenty-three Russian diplomats in March 2018.", "London", "Russian diplomats", "SANCTION"),
    ("Madrid called on Caracas to free its prisoners.", "Madrid", "Caracas", "REQUEST"),
    ("Thousands of Poles demonstrated in Warsaw.", "Thousands of Poles", "", "PROTEST"),
]


def place(text: str, words: str) -> Span | None:
    at = text.index(words)
    return Span(at, at + len(words)) if words else None


@pytest.mark.parametrize(("text", "actor", "recipient", "plover"), SENTENCES)
def test_the_act_between_two(text: str, actor: str, recipient: str, plover: str) -> None:
    act = between(text, place(text, actor), place(text, recipient))
    assert act.plover == plover
    assert 0 < act.score <= 1
    assert 0 <= act.trigger.start < act.trigger.end <= len(text)


@pytest.mark.parametrize(
    ("kind", "status", "own", "plover"),
    [
        ("ASSAULT", "threatened", True, "THREATEN"),
        ("CONSULT", "planned", True, "AGREE"),
        ("RETREAT", "planned", True, "CONCEDE"),
        ("RETREAT", "proposed", False, "REQUEST"),
        ("AID", "alleged", False, "ACCUSE"),
        ("CONSULT", "refused", True, "REJECT"),
        ("AGREE", "not_happened", True, "REJECT"),
        ("ASSAULT", "possible", True, "ASSAULT"),
    ],
)
def test_what_a_content_comes_to(kind: str, status: str, own: bool, plover: str) -> None:
    assert plover_type(kind, status, own) == plover  # type: ignore[arg-type]


def test_forms_of_words() -> None:
    assert [VERBS.get(w) for w in ("denied", "denies", "banning", "met", "withdrew", "condemned", "hold")] == [
        "REJECT", "REJECT", "COERCE", "CONSULT", "RETREAT", "ACCUSE", None,
    ]  # fmt: skip
    assert NOUNS["cease-fire"] == "CONCEDE"
    assert {"lifted", "cutting", "suspends", "froze"} <= UNDOES
