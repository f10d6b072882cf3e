"""What a killed run loses, whether the order of articles matters (small here, in full in benchmarks/), what reading leaves behind."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import many
import pytest
from many import NUMBER

from legation import pipeline
from legation.record.store import Store

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
EXAMPLES = Path(__file__).parents[1] / "examples"


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


def test_reading_writes_nothing_at_home_and_tells_nobody(tmp_path: Path) -> None:
    """What runs the network keeps a file of what it would tell its makers, unless it is kept from it, or sees that it runs in CI."""
    quiet = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH")}
    command = [sys.executable, "-m", "legation.cli", "read", "--quiet", "--format", "json", str(EXAMPLES / "saudi-iran-deal.json")]
    done = subprocess.run(command, env=quiet | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert "Saudi Arabia" in done.stdout
    assert list(tmp_path.rglob("*")) == []
