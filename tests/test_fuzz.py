"""Spoiled input of each kind, a little of it on every run; benchmarks/reliability/fuzz.py tries a million of each."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fuzzing import KINDS, at_hand

RELIABILITY = Path(__file__).parents[1] / "benchmarks" / "reliability"
# How many are tried, and what of each kind must come of them: some are taken, some refused.
TRIED = {
    "page": (80, {"article", "NotAnArticle"}),
    "feed": (300, {"rss", "atom", "sitemap", "json", "list", "NotAFeed"}),
    "archive": (200, {"article", "NotText"}),
    "table": (200, {"article", "NotText", "NotAnArticle"}),
    "date": (600, {"date", "interval", "duration", "no time", "a date by itself"}),
    "lines": (400, {"article", "NotText", "NotAnArticle"}),
}
# Something of ours that each way of reading goes through.
STEPS = {
    "page": "legation.intake.extraction.declared",
    "feed": "legation.intake.syndication.web_link",
    "archive": "legation.intake.warc._status",
    "table": "legation.intake.tables._named",
    "date": "legation.resolving.times.bounds",
    "lines": "legation.intake.sources._parsed",
}


def fail(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError


def hang(*_: Any, **__: Any) -> None:
    while True:
        pass


@pytest.mark.filterwarnings("ignore")  # of the libraries, about what they are given
@pytest.mark.parametrize("name", KINDS)
def test_whatever_comes_is_taken_or_refused(name: str) -> None:
    number, expected = TRIED[name]
    told: Counter[str] = Counter()
    with at_hand(name) as kind:
        for n in range(number):
            told.update(kind.tried(f"test {n}"))
    assert expected <= set(told), told


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", KINDS)
def test_an_error_of_ours_would_be_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(STEPS[name], None)  # so that the error stands in a file of ours
    with at_hand(name) as kind, pytest.raises(TypeError, match="not callable"):
        sum(len(kind.tried(f"test {n}")) for n in range(100))


def test_an_error_of_a_library_gives_the_page_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", fail)  # it stands in no file of ours
    with at_hand("page") as kind:
        assert kind.tried("test 0") == ["article"]


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command that tries a million."""
    monkeypatch.syspath_prepend(str(RELIABILITY))
    import fuzz

    yield fuzz
    sys.modules.pop("fuzz")


def test_the_million_counts_what_comes_of_them_and_tells_of_errors(benchmark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = benchmark.batch("lines", 0, range(20))
    assert (sound.inputs, sound.wrong) == (20, [])
    assert sound.told["article"] > 0
    monkeypatch.setattr(STEPS["lines"], fail)
    wrong = benchmark.batch("lines", 0, range(20)).wrong
    assert wrong
    assert all(one.startswith("lines 0 ") and "ZeroDivisionError" in one for one in wrong)


def test_the_million_ends_a_hang_and_tells_of_it(benchmark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(STEPS["lines"], hang)
    monkeypatch.setattr(benchmark, "LONGEST", 0.01)
    wrong = benchmark.batch("lines", 0, range(3)).wrong
    assert wrong
    assert all("Slow" in one for one in wrong)
