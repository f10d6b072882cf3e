"""The docket: what is proposed, planned and threatened is followed until something becomes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from telling import Deed, keep, record

from legation import cli
from legation.entries import Record

LEADERS = "USA Donald Trump, PRK Kim Jong Un"


def meeting(status: str, said: str, trigger: str, **more: str) -> Deed:
    return Deed(said, trigger, "CONSULT", status, LEADERS, **more)  # type: ignore[arg-type]


# The road to Singapore, as it was told day by day.
SINGAPORE = [
    record("s1", "2018-03-08", meeting("proposed", "Kim offers to meet Trump, envoys from Seoul say.", "meet", by="PRK Kim Jong Un")),
    record("s2", "2018-03-09", meeting("planned", "Trump agrees to meet Kim by May.", "meet", when="2018-05", by="USA Donald Trump")),
    record(
        "s3",
        "2018-05-10",
        meeting("planned", "Trump will meet Kim in Singapore on 12 June.", "meet", when="2018-06-12", place="Singapore/SGP", by="USA"),
    ),
    record("s4", "2018-05-24", meeting("refused", "Trump calls off the meeting with Kim.", "meeting", by="USA Donald Trump")),
    record(
        "s5", "2018-06-01", meeting("planned", "Trump says the meeting with Kim is on again for 12 June.", "meeting", when="2018-06-12")
    ),
    record("s6", "2018-06-12", meeting("happened", "Trump and Kim meet in Singapore.", "meet", when="2018-06-12", place="Singapore/SGP")),
]
STANDS = [  # on which day; the item's state, its time, the states of its moves
    ("2018-03-08", "open", "", ["proposed"]),
    ("2018-03-31", "open", "2018-05", ["proposed", "planned"]),
    ("2018-05-11", "open", "2018-06-12", ["proposed", "planned", "planned"]),
    ("2018-05-25", "called_off", "2018-06-12", ["proposed", "planned", "planned", "called_off"]),
    ("2018-06-02", "open", "2018-06-12", ["proposed", "planned", "planned", "called_off", "planned"]),
    ("2018-06-12", "kept", "2018-06-12", ["proposed", "planned", "planned", "called_off", "planned", "kept"]),
]


def items(path: Path, *arguments: str) -> list[dict[str, object]]:
    found = CliRunner().invoke(cli.main, ["docket", "--record", str(path), "--format", "json", *arguments])
    assert found.exit_code == 0, found.output
    return list(json.loads(found.stdout))


@pytest.mark.parametrize(
    ("said", "trigger", "moves"),
    [
        ("In answer to London, the Russian Federation expels 23 envoys and closes a consulate.", "expels", ["planned", "kept"]),
        ("In answer to London, the Russian Federation closes a consulate and bans a broadcaster.", "bans", ["planned"]),
    ],
)
def test_the_same_word_for_it_tells_that_it_was_done(tmp_path: Path, said: str, trigger: str, moves: list[str]) -> None:
    announced = Deed("Lavrov says that Moscow will surely expel British diplomats.", "expel", "SANCTION", "planned", "RUS", "GBR", by="RUS")
    done = Deed(said, trigger, "SANCTION", "happened", "RUS", "GBR", "2018-03-17")
    keep(tmp_path / "r.db", record("a", "2018-03-15", announced), record("b", "2018-03-17", done)).__exit__(None, None, None)
    (item,) = items(tmp_path / "r.db", "--all")
    assert [m["state"] for m in item["moves"]] == moves  # type: ignore[attr-defined]


def test_what_was_due_is_kept_before_the_same_article_tells_of_the_next_round(tmp_path: Path) -> None:
    both = "USA Donald Trump, RUS Vladimir Putin"
    will = Deed("Trump would meet Putin in Alaska on August 15.", "meet", "CONSULT", "planned", both, when="2025-08-15", by="USA")
    met = Deed("Trump and Putin met in Alaska on Friday.", "met", "CONSULT", "happened", both, when="2025-08-15", place="Alaska/USA")
    again = Deed("The two agreed to meet again in Moscow on Monday.", "meet", "CONSULT", "planned", both, when="2025-08-18")
    path = tmp_path / "r.db"
    keep(path, record("a", "2025-08-09", will), record("b", "2025-08-16", met, again)).__exit__(None, None, None)
    found = {i["due"]: [m["state"] for m in i["moves"]] for i in items(path, "--all")}  # type: ignore[attr-defined]
    assert found == {"2025-08-15": ["planned", "kept"], "2025-08-18": ["planned"]}


def test_the_road_to_singapore_as_it_stood_each_day(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    keep(path, *reversed(SINGAPORE)).__exit__(None, None, None)
    for day, state, due, moves in STANDS:
        (item,) = items(path, "--all", "--as-of", day, "--party", "USA", "--party", "North Korea")
        assert (day, item["state"], item["due"], [m["state"] for m in item["moves"]]) == (day, state, due, moves)  # type: ignore[attr-defined]
    (item,) = items(path, "--all")
    assert list(item) == ["id", "type", "state", "parties", "by", "due", "where", "since", "words", "moves"]
    assert (item["parties"], item["by"], item["since"], item["where"]) == (["PRK", "USA"], ["Kim Jong Un"], "2018-03-08", "Singapore")
    assert items(path, "--all", "--party", "France") == []
    assert items(path, "--as-of", "2018-03-07", "--all") == []


def test_an_invitation_that_is_accepted_was_one_of_what_is_open(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    progress = record("p", "2018-03-06", meeting("planned", "Trump sees progress in talks with Kim.", "talks"))
    accepted = record(
        "q", "2018-03-08", meeting("planned", "Trump accepts an invitation to talks with Kim.", "accepts an invitation to talks")
    )
    keep(path, progress, accepted).__exit__(None, None, None)
    (item,) = items(path, "--all", "--as-of", "2018-03-09")
    assert [m["state"] for m in item["moves"]] == ["planned", "proposed", "planned"]  # type: ignore[attr-defined]


def test_those_who_are_only_described_are_no_other_persons(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    speakers, delegations = "RUS Dmitry Peskov, UKR Mykhailo Podoliak", "RUS Russian delegations, UKR Ukrainian delegations"
    named = Deed("Peskov and Podoliak say talks will go on.", "talks", "CONSULT", "planned", speakers, when="2022-03-14")
    described = Deed("Delegations of both sides hold talks.", "talks", "CONSULT", "happened", delegations, when="2022-03-14")
    keep(path, record("a", "2022-03-13", named), record("b", "2022-03-14", described)).__exit__(None, None, None)
    (item,) = items(path, "--all")
    assert item["state"] == "kept"


def test_the_day_hangs_on_nothing_told_later(tmp_path: Path) -> None:
    keep(tmp_path / "whole.db", *SINGAPORE).__exit__(None, None, None)
    for told in range(1, len(SINGAPORE) + 1):
        part = tmp_path / f"{told}.db"
        keep(part, *SINGAPORE[:told]).__exit__(None, None, None)
        day = SINGAPORE[told - 1].article.published
        assert items(part, "--all", "--as-of", day) == items(tmp_path / "whole.db", "--all", "--as-of", day)


def deed(type: str, status: str, said: str, trigger: str, who: str, whom: str = "", **more: str) -> Deed:
    return Deed(said, trigger, type, status, who, whom, **more)  # type: ignore[arg-type]


def test_who_only_arrives_has_not_met(tmp_path: Path) -> None:
    arrival = meeting("happened", "Trump and Kim arrive in Singapore.", "arrive", when="2018-06-10", place="Singapore/SGP")
    path = tmp_path / "r.db"
    keep(path, *SINGAPORE[:3], record("x", "2018-06-10", arrival)).__exit__(None, None, None)
    assert [i["state"] for i in items(path, "--as-of", "2018-06-11")] == ["open"]


VISIT = deed("CONSULT", "planned", "Xi will visit Hanoi on 12 December.", "visit", "CHN Xi Jinping", "VNM", when="2023-12-12", mode="visit")
STRIKE = deed("ASSAULT", "threatened", "Iran threatens to strike Israel.", "strike", "IRN", "ISR")
MEETING = ("USA Donald Trump", "PRK Kim Jong Un")
TARIFF = deed("SANCTION", "threatened", "Trump threatens tariffs on Mexico from 10 June.", "tariffs", "USA", "MEX", when="2019-06-10")


def test_an_invitation_is_a_step_also_where_talks_had_been_proposed(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    willing = record("p", "2018-02-25", meeting("proposed", "Kim is willing to hold talks with Trump.", "talks"))
    words = "Trump accepts an invitation to talks with Kim."
    accepted = record("q", "2018-03-08", meeting("planned", words, "accepts an invitation to talks"))
    keep(path, willing, accepted).__exit__(None, None, None)
    (item,) = items(path, "--all", "--as-of", "2018-03-09")
    assert [(m["date"], m["state"]) for m in item["moves"]] == [  # type: ignore[attr-defined]
        ("2018-02-25", "proposed"), ("2018-03-08", "proposed"), ("2018-03-08", "planned"),
    ]  # fmt: skip


def test_what_is_called_off_is_what_is_awaited_rather_than_what_is_only_talked_of(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    planned = deed("CONSULT", "planned", "Trump will hold a summit with Kim on June 12.", "summit", *MEETING, when="2018-06-12")
    talked_of = deed("CONSULT", "proposed", "Pyongyang proposes a summit on trade to Washington.", "summit", "PRK", "USA", when="2018-09")
    cancelled = deed("CONSULT", "refused", "Washington cancels the summit with Pyongyang.", "summit", "USA", "PRK")
    keep(path, *told([("2018-05-10", planned), ("2018-05-11", talked_of), ("2018-05-24", cancelled)])).__exit__(None, None, None)
    assert [(i["due"], i["state"]) for i in items(path, "--all", "--as-of", "2018-05-25")] == [
        ("2018-06-12", "called_off"), ("2018-09", "open"),
    ]  # fmt: skip


# What was told on which day, the day of the question, and what has become of the first item.
FATES = [
    ([("2023-12-01", VISIT)], "2023-12-11", "open"),
    ([("2023-12-01", VISIT)], "2023-12-31", "lapsed"),
    (
        [
            ("2023-12-01", VISIT),
            ("2023-12-12", deed("CONSULT", "happened", "Xi visits Hanoi.", "visits", "CHN Xi Jinping", "VNM", when="2023-12-12")),
        ],
        "2023-12-31",
        "kept",
    ),
    (
        [
            ("2023-12-01", VISIT),
            ("2023-12-12", deed("CONSULT", "happened", "Xi visits Moscow.", "visits", "CHN Xi Jinping", "RUS", when="2023-12-12")),
        ],
        "2023-12-13",
        "open",
    ),
    (
        [
            ("2023-12-01", VISIT),
            ("2023-12-05", deed("CONSULT", "refused", "Xi postpones his visit to Hanoi.", "postpones", "CHN Xi Jinping", "VNM")),
        ],
        "2023-12-31",
        "postponed",
    ),
    # what was called off before it was held out anew is another matter
    (
        [
            ("2018-06-12", deed("CONSULT", "planned", "Trump will receive Kim in Washington.", "receive", *MEETING)),
            ("2018-06-12", deed("CONSULT", "refused", "Trump called off the meeting.", "meeting", *MEETING, stance="2018-05-24")),
        ],
        "2018-06-13",
        "open",
    ),
    ([("2024-04-03", STRIKE)], "2024-04-10", "open"),
    (
        [
            ("2024-04-03", STRIKE),
            ("2024-04-14", deed("ASSAULT", "happened", "Iran strikes Israel with drones.", "strikes", "IRN", "ISR", when="2024-04-13")),
        ],
        "2024-04-15",
        "carried_out",
    ),
    (
        [
            ("2024-04-03", STRIKE),
            ("2024-04-14", deed("ASSAULT", "happened", "Israel strikes Iran.", "strikes", "ISR", "IRN", when="2024-04-13")),
        ],
        "2024-04-15",
        "open",
    ),
    (
        [
            ("2019-05-30", TARIFF),
            ("2019-06-07", deed("SANCTION", "refused", "Trump drops the tariffs on Mexico.", "tariffs", "USA", "MEX")),
        ],
        "2019-06-08",
        "withdrawn",
    ),
    (
        [
            ("2021-02-18", deed("CONSULT", "proposed", "Washington offers Tehran talks.", "talks", "USA", "IRN")),
            ("2021-02-28", deed("CONSULT", "refused", "Tehran rejects talks with Washington.", "talks", "IRN", "USA")),
        ],
        "2021-03-01",
        "refused",
    ),
    ([("2021-02-18", deed("CONSULT", "proposed", "Washington offers Tehran talks.", "talks", "USA", "IRN"))], "2022-03-01", "lapsed"),
    # a promise to yield is kept by yielding
    (
        [
            (
                "2021-04-14",
                deed(
                    "RETREAT",
                    "planned",
                    "Biden will withdraw all troops from Afghanistan.",
                    "withdraw",
                    "USA",
                    "AFG",
                    when="2021-09-11",
                    mode="withdraw",
                ),
            ),
            (
                "2021-09-10",
                deed(
                    "RETREAT",
                    "happened",
                    "The last American troops withdraw from Afghanistan.",
                    "withdraw",
                    "USA",
                    "AFG",
                    when="2021-09-11",
                    mode="withdraw",
                ),
            ),
        ],
        "2021-09-12",
        "kept",
    ),
]


def told(days: list[tuple[str, Deed]]) -> list[Record]:
    return [record(f"a{i}", day, deed) for i, (day, deed) in enumerate(days)]


@pytest.mark.parametrize(("days", "as_of", "state"), FATES)
def test_what_becomes_of_an_item(tmp_path: Path, days: list[tuple[str, Deed]], as_of: str, state: str) -> None:
    path = tmp_path / "r.db"
    keep(path, *told(days)).__exit__(None, None, None)
    assert [i["state"] for i in items(path, "--all", "--as-of", as_of)] == [state]
    assert len(items(path, "--as-of", as_of)) == (state in ("open", "postponed"))


def test_the_docket_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    keep(path, *SINGAPORE).__exit__(None, None, None)
    run = CliRunner().invoke
    for form in ("table", "json", "jsonl", "csv", "markdown"):
        found = run(cli.main, ["docket", "--record", str(path), "--all", "--format", form])
        assert found.exit_code == 0
        assert "kept" in found.stdout
    assert "on the docket: " in run(cli.main, ["show", SINGAPORE[0].events[0].id, "--record", str(path)]).stdout
    assert run(cli.main, ["docket", "--record", str(path), "--as-of", "soon"]).exit_code == 2
    assert run(cli.main, ["docket", "--record", str(tmp_path / "none.db")]).exit_code == 2
