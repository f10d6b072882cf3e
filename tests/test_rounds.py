"""The same thing told later, and the next of its kind: what is merged across days, and what the docket makes of a series."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from telling import Deed, keep, record

from legation import cli
from legation.entries import Frame, Name, Reading, Sentence, Span, Status, Token
from legation.record.derive import current
from legation.resolving.names import merged
from legation.resolving.status import status_of

STABBED: Final = Deed(
    "A teacher died in a stabbing at a school in Arras.", "stabbing", "ASSAULT", "happened", "", "FRA", "2023-10-13", "Arras/FRA"
)


def deed(said: str, trigger: str, type: str, who: str, whom: str = "", **more: str) -> Deed:
    return Deed(said, trigger, type, more.pop("status", "happened"), who, whom, **more)  # type: ignore[arg-type]


# What is told on which day (no words say when it was, but where `when` is another day), and whether it is one event.
LATER: Final = [
    # looked back on, it may have been before
    (
        ("2023-10-13", STABBED),
        ("2023-10-14", deed("France sends soldiers after the stabbing at a school in Arras.", "stabbing", "ASSAULT", "", "FRA")),
        True,
    ),
    (
        (
            "2025-08-22",
            deed("Police arrest the former president Ranil Wickremesinghe.", "arrest", "COERCE", "LKA", "LKA Ranil Wickremesinghe"),
        ),
        (
            "2025-08-26",
            deed("Ranil Wickremesinghe is freed after being arrested.", "arrested", "COERCE", "LKA", "LKA Ranil Wickremesinghe"),
        ),
        True,
    ),
    # but what is told before it is done is none of it
    (
        ("2023-10-12", deed("France mourns after the stabbing at a school in Arras.", "stabbing", "ASSAULT", "", "FRA", place="Arras/FRA")),
        ("2023-10-16", Deed(STABBED.said, "stabbing", "ASSAULT", "happened", "", "FRA", "2023-10-15", "Arras/FRA")),
        False,
    ),
    # violence and talks go on from day to day
    (
        ("2025-06-25", deed("Shells kill 78 people in Gaza City.", "kill", "ASSAULT", "ISR", "PSE", place="Gaza City/PSE")),
        ("2025-06-26", deed("Shells kill 71 people in Gaza City.", "kill", "ASSAULT", "ISR", "PSE", place="Gaza City/PSE")),
        False,
    ),
    (
        ("2022-03-03", deed("A second round of talks between Ukraine and Russia begins.", "talks", "CONSULT", "RUS, UKR")),
        ("2022-03-07", deed("A third round of talks between Ukraine and Russia ends.", "talks", "CONSULT", "RUS, UKR")),
        False,
    ),
    # who is only described is nobody else
    (
        (
            "2025-06-14",
            deed("Gunmen attack villagers in Guma.", "attack", "ASSAULT", "NGA unidentified gunmen", "NGA 100 people", place="Guma/NGA"),
        ),
        (
            "2025-06-14",
            deed("Unknown gunmen in the attack on Guma are sought.", "attack", "ASSAULT", "NGA unknown gunmen", place="Guma/NGA"),
        ),
        True,
    ),
    # others did it to the same
    (
        ("2022-02-25", deed("Micronesia suspends ties with Russia.", "suspends", "SANCTION", "FSM", "RUS")),
        ("2022-02-25", deed("Ukraine suspends ties with Russia.", "suspends", "SANCTION", "UKR", "RUS")),
        False,
    ),
]


def dated(day: str, d: Deed) -> Deed:
    """The deed with the day on which it is told for its time, as where no words tell it."""
    when = d.when or (day if d.status == "happened" else "")
    return Deed(d.said, d.trigger, d.type, d.status, d.who, d.whom, when, d.place, d.by, d.mode, d.killed, d.stance)


@pytest.mark.parametrize(("one", "other", "same"), LATER, ids=[pair[1][1].said for pair in LATER])
def test_what_is_told_later(tmp_path: Path, one: tuple[str, Deed], other: tuple[str, Deed], same: bool) -> None:
    told = [record(name, day, dated(day, d)) for name, (day, d) in zip("ab", (one, other), strict=True)]
    with keep(tmp_path / "r.db", *told) as store:
        current(store)
        assert store.query("SELECT count(*) FROM events")[0][0] == (1 if same else 2)


# --- the docket

LEADERS: Final = "USA Donald Trump, PRK Kim Jong Un"
SUMMIT: Final = deed("Trump will meet Kim on 12 June.", "meet", "CONSULT", LEADERS, when="2018-06-12", status="planned")
TALKS: Final = deed(
    "Envoys of Russia and Ukraine will hold talks on 14 March.", "talks", "CONSULT", "RUS, UKR", when="2022-03-14", status="planned"
)

# What is told on which day, and the states of the moves of each item.
SERIES: Final = [
    # who accepts was asked
    (
        [
            (
                "2018-03-08",
                deed(
                    "Trump accepts an invitation from Kim.",
                    "accepts an invitation",
                    "CONSULT",
                    "USA Donald Trump",
                    "PRK Kim Jong Un",
                    status="planned",
                ),
            )
        ],
        [["proposed", "planned"]],
    ),
    # a refusal that is only told again is no second one
    (
        [
            ("2018-05-10", SUMMIT),
            ("2018-05-24", deed("Trump cancels the meeting with Kim.", "cancels the meeting", "CONSULT", LEADERS, status="refused")),
            (
                "2018-05-25",
                deed("Trump may reinstate the summit on 12 June.", "summit", "CONSULT", LEADERS, when="2018-06-12", status="planned"),
            ),
            (
                "2018-05-26",
                deed(
                    "Trump praises Kim, whom the meeting which he had cancelled was for.", "cancelled", "CONSULT", LEADERS, status="refused"
                ),
            ),
        ],
        [["planned", "called_off", "planned"]],
    ),
    # who arrives a day before has not met, and the day after they have
    (
        [
            ("2022-03-12", TALKS),
            ("2022-03-13", deed("Envoys of Russia and Ukraine arrive for talks.", "arrive", "CONSULT", "RUS, UKR", when="2022-03-13")),
            ("2022-03-15", deed("Talks between Russia and Ukraine resume.", "Talks", "CONSULT", "RUS, UKR", when="2022-03-15")),
        ],
        [["planned", "kept"]],
    ),
    # the next round is an item of its own, also days after the last
    (
        [
            ("2022-03-12", TALKS),
            ("2022-03-14", deed("Talks between Russia and Ukraine resume.", "Talks", "CONSULT", "RUS, UKR", when="2022-03-14")),
            (
                "2022-03-15",
                deed(
                    "Russia and Ukraine will hold talks on 17 March.", "talks", "CONSULT", "RUS, UKR", when="2022-03-17", status="planned"
                ),
            ),
        ],
        [["planned", "kept"], ["planned"]],
    ),
    # relations restored keep what was agreed on, in other words
    (
        [
            ("2020-08-13", deed("Israel and the Emirates will establish relations.", "establish", "SUPPORT", "ISR, ARE", status="planned")),
            ("2020-09-02", deed("The Emirates and Israel restored diplomatic ties.", "restored", "SUPPORT", "ARE, ISR", when="2020-09-02")),
        ],
        [["planned", "kept"]],
    ),
    # what is postponed is so by any word of the sentence
    (
        [
            ("2022-03-12", TALKS),
            (
                "2022-03-14",
                deed(
                    "Talks between Russia and Ukraine that were to begin today are postponed.",
                    "Talks",
                    "CONSULT",
                    "RUS, UKR",
                    status="refused",
                ),
            ),
        ],
        [["planned", "postponed"]],
    ),
]


@pytest.mark.parametrize(("told", "moves"), SERIES, ids=[series[0][-1][1].said for series in SERIES])
def test_what_becomes_of_a_series(tmp_path: Path, told: list[tuple[str, Deed]], moves: list[list[str]]) -> None:
    path = tmp_path / "r.db"
    keep(path, *(record(f"a{i}", day, d) for i, (day, d) in enumerate(told))).__exit__(None, None, None)
    found = CliRunner().invoke(cli.main, ["docket", "--record", str(path), "--all", "--format", "json"])
    assert [[m["state"] for m in item["moves"]] for item in json.loads(found.stdout)] == moves


def test_who_accepts_was_asked_by_the_other(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    keep(path, *(record("a", day, d) for day, d in SERIES[0][0])).__exit__(None, None, None)
    found = CliRunner().invoke(cli.main, ["docket", "--record", str(path), "--all", "--format", "json"])
    assert [item["by"] for item in json.loads(found.stdout)] == [["Kim Jong Un"]]


# --- words and trees, made by hand: each word with the number of its head and the relation


def tokens(*words: str) -> tuple[Token, ...]:
    """Words as "text/upos/head/rel", one blank between them; a word that begins with "+" is joined to the one before."""
    made: list[Token] = []
    at = 0
    for word in words:
        text, upos, head, rel = word.removeprefix("+").split("/")
        at += 0 if word.startswith("+") or not made else 1
        made.append(Token(text, Span(at, at + len(text)), upos, "", int(head), rel))
        at += len(text)
    return tuple(made)


FAR: Final = [  # the words, the trigger's first and last word, type and status as read, and the status told
    (("Talks/NOUN/2/nsubj:pass", "are/AUX/2/aux", "postponed/VERB/2/root"), (0, 1), "CONSULT", "happened", "refused"),
    (("Talks/NOUN/3/nsubj:pass", "are/AUX/3/aux", "not/PART/3/advmod", "postponed/VERB/3/root"), (0, 1), "CONSULT", "happened", "happened"),
    (("Sanctions/NOUN/2/nsubj:pass", "are/AUX/2/aux", "postponed/VERB/2/root"), (0, 1), "SANCTION", "happened", "happened"),
    (("He/PRON/1/nsubj", "accepts/VERB/1/root", "an/DET/3/det", "invitation/NOUN/1/obj"), (1, 4), "CONSULT", "proposed", "planned"),
    (("He/PRON/1/nsubj", "accepts/VERB/1/root", "defeat/NOUN/1/obj"), (1, 3), "RETREAT", "happened", "happened"),
]


@pytest.mark.parametrize(("words", "trigger", "type", "read", "told"), FAR)
def test_how_far_it_has_come(words: tuple[str, ...], trigger: tuple[int, int], type: str, read: Status, told: Status) -> None:
    assert status_of(tokens(*words), Frame(*trigger, type, "", read, 0.9)) == told


NAMES: Final = [  # the words, the name as it was read, and how far it goes
    (
        ("Chairman/NOUN/1/compound", "Kim/PROPN/1/root", "Jong/PROPN/1/flat", "+-/PUNCT/4/punct", "+un/PROPN/1/dep", "met/VERB/1/dep"),
        (1, 3),
        (1, 5),
    ),
    (("Moon/PROPN/0/root", "Jae/PROPN/0/flat", "+-/PUNCT/3/punct", "+in/ADP/0/dep"), (0, 3), (0, 4)),
    (("Kim/PROPN/0/root", "Jong/PROPN/0/flat", "-/PUNCT/3/punct", "un/PROPN/0/dep"), (0, 2), (0, 2)),
    (("Bashar/PROPN/0/root", "Assad/PROPN/0/flat", "+-/PUNCT/3/punct", "+led/VERB/0/dep"), (0, 2), (0, 2)),
    (("Trump/PROPN/2/compound", "+-/PUNCT/2/punct", "+Kim/PROPN/2/root"), (0, 1), (0, 1)),
]


@pytest.mark.parametrize(("words", "read", "whole"), NAMES)
def test_names_go_on_over_a_hyphen(words: tuple[str, ...], read: tuple[int, int], whole: tuple[int, int]) -> None:
    made = tokens(*words)
    text = list(" " * made[-1].span.end)
    for token in made:
        text[token.span.start : token.span.end] = token.text
    sentence = Sentence(0, len(made), Span(0, made[-1].span.end))
    (name,) = merged(Reading("".join(text), made, (sentence,), (Name("PER", *read),), (), ()))
    assert (name.first, name.last) == whole
