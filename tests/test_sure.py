"""`--min-confidence`: what is less sure stays out, of what is read and of what the record lists."""

from __future__ import annotations

import importlib
import json
import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import stub
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from telling import Deed, keep, record

from legation import cli
from legation.entries import Record, Statement
from legation.errors import LegationError
from legation.knowledge.sureness import ANY, SURE, Least, least, only_sure

ROOT = Path(__file__).parent.parent
OFFER = Deed("Washington offers Tehran talks.", "talks", "CONSULT", "proposed", "USA", "IRN")
STRIKE = Deed("Iran strikes Israel with drones.", "strikes", "ASSAULT", "happened", "IRN", "ISR", when="2024-04-13")


def told(id: str, deed: Deed, confidence: float) -> Record:
    one = record(id, "2024-04-14", deed)
    (event,) = one.events
    said = Statement(f"s-{id}", event.actors[0], "indirect", event.evidence, said="2024-04-14", confidence=confidence)
    return replace(one, events=(replace(event, confidence=confidence),), statements=(said,))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    keep(tmp_path / "r.db", told("offer", OFFER, 0.3), told("strike", STRIKE, 0.99)).__exit__(None, None, None)
    return tmp_path / "r.db"


def run(path: Path, command: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, [command, "--record", str(path), *arguments])


def listed(path: Path, command: str, *arguments: str) -> list[str]:
    result = run(path, command, "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return [e.get("type") or e["article"]["id"] for e in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("asked", "events", "statements", "items"),
    [
        ("0", {"ASSAULT", "CONSULT"}, {"offer", "strike"}, {"CONSULT"}),
        ("0.3", {"ASSAULT", "CONSULT"}, {"offer", "strike"}, {"CONSULT"}),
        ("0.31", {"ASSAULT"}, {"strike"}, set()),
        ("sure", {"ASSAULT"}, {"strike"}, set()),
        ("1", set(), set(), set()),
    ],
)
def test_every_listing_leaves_out_what_is_less_sure(
    kept: Path, asked: str, events: set[str], statements: set[str], items: set[str]
) -> None:
    assert set(listed(kept, "timeline", "--min-confidence", asked)) == events
    assert set(listed(kept, "statements", "--min-confidence", asked)) == statements
    assert set(listed(kept, "docket", "--all", "--min-confidence", asked)) == items


@pytest.mark.parametrize("asked", ["0", "0.31", "sure", "1"])
def test_every_export_leaves_out_what_is_less_sure(kept: Path, asked: str) -> None:
    wanted = listed(kept, "timeline", "--min-confidence", asked)
    rows = run(kept, "export", "--format", "csv", "--min-confidence", asked).stdout.splitlines()[1:]
    assert [type for type in ("ASSAULT", "CONSULT") if any(type in row for row in rows)] == sorted(wanted)
    articles = [json.loads(line) for line in run(kept, "export", "--format", "articles", "--min-confidence", asked).stdout.splitlines()]
    assert sorted(e["type"] for a in articles for e in a["events"]) == sorted(wanted)
    assert [len(a["statements"]) for a in articles] == [1] * len(wanted)


def test_what_a_person_corrected_stays(kept: Path) -> None:
    offer = told("offer", OFFER, 0.3).events[0].id
    assert run(kept, "correct", offer, "--note", "seen", "--who", "me").exit_code == 0
    assert set(listed(kept, "timeline", "--min-confidence", "sure")) == {"ASSAULT", "CONSULT"}
    assert listed(kept, "docket", "--all", "--min-confidence", "sure") == ["CONSULT"]


@pytest.mark.parametrize("command", ["timeline", "statements", "docket", "export"])
@pytest.mark.parametrize("wrong", ["1.1", "-0.1", "nan", "inf", "very", "", "50%"])
def test_what_is_no_confidence_is_refused(kept: Path, command: str, wrong: str) -> None:
    form = ("--format", "csv") if command == "export" else ()
    result = run(kept, command, *form, "--min-confidence", wrong)
    assert result.exit_code == 2
    assert result.stderr == f"legation: --min-confidence {wrong}: is no confidence (give a number from 0 to 1, or the word sure)\n"


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_more_is_asked_the_less_is_left(one: float, other: float) -> None:
    low, high = (only_sure(stub.record(), least(str(x))) for x in sorted((one, other)))
    assert set(high.events) <= set(low.events)
    assert set(high.statements) <= set(low.statements)
    assert all(e.confidence >= max(one, other) for e in (*high.events, *high.statements))


def test_the_word_sure_stands_for_its_thresholds() -> None:
    assert least(" Sure ") is SURE
    assert least("0") == ANY
    assert least("0.5") == Least(0.5, 0.5)
    with pytest.raises(LegationError, match="no confidence"):
        least("certain")


def test_reading_leaves_out_what_is_less_sure() -> None:
    article = ROOT / "examples/singapore-summit.json"
    result = CliRunner().invoke(cli.main, ["read", "--format", "json", "--min-confidence", "0.4", str(article)])
    (found,) = json.loads(result.stdout)
    (whole,) = json.loads(CliRunner().invoke(cli.main, ["read", "--format", "json", str(article)]).stdout)
    assert found["events"] == [e for e in whole["events"] if e["confidence"] >= 0.4]
    assert 0 < len(found["events"]) < len(whole["events"])
    assert found["statements"] == [s for s in whole["statements"] if s["confidence"] >= 0.4]
    assert found["text"] == whole["text"]


# --- where the setting comes from


def test_the_setting_is_the_one_that_was_measured() -> None:
    page = (ROOT / "docs/quality.md").read_text(encoding="utf-8")
    assert f"**{SURE.event:.2f}**" in page
    assert f"**{SURE.statement:.2f}**" in page


@pytest.fixture
def confidence(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """benchmarks/confidence.py."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield importlib.import_module("confidence")
    for name in ("confidence", "quality", "score"):
        sys.modules.pop(name, None)


def test_the_lowest_threshold_is_found_from_which_enough_are_right(confidence: types.ModuleType) -> None:
    # 40 entries at 0.9 of which 36 are right, 40 at 0.5 of which 33: 90 per cent, then 86 per cent, with 20 wrong ones at 0.2: 69
    pairs = [(0.9, i < 36) for i in range(40)] + [(0.5, i < 33) for i in range(40)] + [(0.2, False) for _ in range(20)]
    kind = confidence.Kind("events", [pairs], 100)
    assert (confidence.sure(kind), confidence.sure(kind, 88), confidence.sure(kind, 95)) == (0.21, 0.51, None)
    assert confidence.share(confidence.counted([pairs], 0.5)) == 100 * 69 / 80
    told = list(confidence.thresholds(kind, [0.21]))
    assert any(line.startswith("| 0.21 | 80 | 86.2 | ") and line.endswith(" | 69.0 |") for line in told)


def test_too_few_entries_say_nothing(confidence: types.ModuleType) -> None:
    kind = confidence.Kind("events", [[(0.99, False)], [(0.4, i > 0) for i in range(30)]], 100)
    assert confidence.sure(kind) == 0.0


# --- the record is no source of itself


def test_the_record_is_never_read_as_a_source(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(kept)
    (tmp_path / "hard.db").hardlink_to(kept)
    for name in ("r.db", "link.db", "hard.db"):
        source = tmp_path / name
        result = run(kept, "add", str(source), "--quiet")
        assert result.exit_code == 2
        assert result.stderr == f"legation: {source}: is the record itself, which is not read (name what is to be added to it)\n"
    assert run(kept, "rebuild", "--knowledge", str(kept)).exit_code == 2
    assert set(listed(kept, "timeline")) == {"ASSAULT", "CONSULT"}
