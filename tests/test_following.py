"""When a deed was of which the sentence is not mainly about: "a day after Russian forces attacked Odesa", "Turkish-backed"."""

from __future__ import annotations

import pytest

import legation

# Told on 26 January 2022: the words of the deed, when it was, and the words that say so.
COUNTED = [
    ("The ministers meet in Geneva a day after Russian forces attacked Odesa.", "attacked", "2022-01-25", "a day after"),
    # from the day that the sentence names
    (
        "Turkey summoned the Swedish ambassador on Monday, two days after protesters burned a Quran in Stockholm.",
        "burned", "2022-01-22", "two days after",
    ),
    (
        "Israel opened an embassy in Abu Dhabi on 24 January, four months after it signed an agreement with the United Arab Emirates.",
        "signed an agreement", "2021-09", "four months after",
    ),
    # what is conducted is governed by its verb
    (
        "North Korea criticised Japan. The statement comes a day after the country conducted a missile test.",
        "test", "2022-01-25", "a day after",
    ),
    (
        "About two years after the army seized power in Niger, the two presidents met.",
        "seized", "2020~", "About two years after",
    ),
    ("Police in Cairo arrested the editor the day after protesters attacked the embassy.", "attacked", "2022-01-25", "the day after"),
    # ahead
    ("Iran and Saudi Arabia hold talks in Baghdad a week before the presidents meet in Riyadh.", "meet", "2022-02-02", "a week before"),
    ("A court sentences the editor to an additional 11 years after police detained him in Hanoi.", "detained", "2022-01-26", ""),
    ("Canada's minister met reporters. The day before, police raided a journalist's home.", "raided", "2022-01-26", ""),
    # at most so many days, or for so long: no day is told
    ("Greece locks down its islands for two weeks after the government declared a state of emergency.", "declared", "2022-01-26", ""),
    ("Police arrested the suspect up to three days after they attacked the embassy.", "attacked", "2022-01-26", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "when", "words"), COUNTED)
def test_a_deed_is_as_long_ago_as_it_is_counted(text: str, trigger: str, when: str, words: str) -> None:
    (event,) = [e for e in legation.read(text, published="2022-01-26").events if trigger in e.trigger.text]
    assert event.when.edtf == when
    assert (event.when.words.text if event.when.words else "") == words


def test_the_main_clause_keeps_its_own_time() -> None:
    told = legation.read("The ministers meet in Geneva a day after Russian forces attacked Odesa.", published="2022-01-26")
    assert [(e.type, e.when.edtf) for e in told.events] == [("CONSULT", "2022-01-26"), ("ASSAULT", "2022-01-25")]


UNKNOWN = [
    ("The ministers meet in Geneva a day after Russian forces attacked Odesa.", "2022", {"", "2022"}),
    ("The ministers met in Geneva about two days after Russian forces attacked Odesa.", "2022", {"", "2022"}),
    # long ago, who knows when
    ("The FBI had opened the case two weeks after Donald Trump criticised James Comey.", "2018-04-15", {"", "2018-04-15"}),
]


@pytest.mark.parametrize(("text", "published", "whens"), UNKNOWN)
def test_where_no_day_is_known_nothing_is_counted(text: str, published: str, whens: set[str]) -> None:
    told = legation.read(text, published=published)
    assert {e.when.edtf for e in told.events} <= whens


# Told on a day: the words of a deed, and when it was, in sentences that name the day of another one.
OF_ANOTHER = [
    ("France condemned Friday's attack on a mosque in Kano.", "2014-11-30", {"condemned": "2014-11-30", "attack": "2014-11-28"}),
    ("Two British ministers resign over Friday's vote on leaving the European Union.", "2018-07-09", {"resign": "2018-07-09"}),
    ("The army killed 12 rebels in Friday's attack on a camp.", "2014-11-30", {"attack": "2014-11-28"}),
    (
        "Turkey declared a state of emergency following Friday night's failed coup.", "2016-07-20",
        {"declared": "2016-07-20", "coup": "2016-07-15"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected"), OF_ANOTHER)
def test_the_day_of_a_thing_is_not_that_of_what_is_said_of_it(text: str, published: str, expected: dict[str, str]) -> None:
    told = {e.trigger.text: e.when.edtf for e in legation.read(text, published=published).events}
    assert {word: when for word in expected for trigger, when in told.items() if word in trigger} == expected


LASTING = [
    ("The Turkish-backed Free Syrian Army looted the city of Afrin.", {"backed": "", "looted": "2018-03-19"}),
    ("Iran-backed rebels attacked a ship in the Red Sea.", {"backed": "", "attacked": "2018-03-19"}),
]


@pytest.mark.parametrize(("text", "expected"), LASTING)
def test_what_somebody_is_has_no_day(text: str, expected: dict[str, str]) -> None:
    told = {e.trigger.text: e.when.edtf for e in legation.read(text, published="2018-03-19").events}
    assert {word: when for word in expected for trigger, when in told.items() if word in trigger} == expected
