"""What a killed run loses, and whether the record hangs on the order of articles: small here, in full in benchmarks/."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import many
import pytest
from many import NUMBER

from legation import pipeline
from legation.record.store import Store

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_thirty_kills_lose_nothing_that_was_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from kills import kill

    chance = random.Random(3)
    told = 0
    for n in range(30):
        path = tmp_path / f"{n // 5}.db"
        outcome = kill([sys.executable, many.__file__, str(path)], path, chance.uniform(0, 0.15))
        assert (outcome.lost, outcome.wrong) == ((), ())
        told += outcome.told
    assert 0 < told <= 6 * NUMBER


def test_three_orders_and_two_processes_export_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(pipeline, "read_article", many.read)
    from items import keep
    from orders import exported, orders

    found = {}
    for name, ordered in orders(many.articles()).items():
        for workers in (1, 2) if name == "shuffled" else (1,):
            path = tmp_path / f"{name}-{workers}.db"
            keep(path, ordered, workers)
            found[path.stem] = exported(path)
    assert len(set(found.values())) == 1, found
    with Store(tmp_path / "shuffled-2.db") as store:
        counts = store.counts()
        assert counts["articles"] == NUMBER
        assert 20 < store.query("SELECT count(*) FROM events")[0][0] < counts["tellings"]
        assert store.query("SELECT count(*) FROM items")[0][0] > 10
