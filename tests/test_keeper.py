"""What is derived is brought up to date behind the readers' backs, and nobody waits for it."""

from __future__ import annotations

import time
from pathlib import Path

import house
import pytest
from telling import Deed, record

from legation.record import derive
from legation.record.store import Store
from legation.web.house import House
from legation.web.keeper import Keeper, apart

LATER = record(
    "s11", "2018-07-07", Deed("France expelled two envoys of Russia.", "expelled", "SANCTION", "happened", "FRA", "RUS", "2018-07-07")
)


def add(path: Path) -> None:
    with Store(path) as store:
        store.keep(LATER)


def test_readers_see_what_was_last_derived_until_the_next_is_there(tmp_path: Path) -> None:
    path = house.story(tmp_path / "r.db")
    with house.client(path) as asking:
        before = asking.get("/timeline.json").json()["total"]
        add(path)
        assert asking.get("/timeline.json").json()["total"] == before
        assert "France" in asking.get("/article/s11").text
        derive.behind(path)
        assert asking.get("/timeline.json").json()["total"] == before + 1
        assert asking.get("/timeline.json?party=FRA").json()["total"] == 1


def test_it_is_the_same_whether_made_behind_or_at_once(tmp_path: Path) -> None:
    seals = []
    for make in (derive.behind, lambda path: _current(path)):
        path = house.story(tmp_path / f"{len(seals)}.db")
        add(path)
        make(path)
        with Store(path) as store:
            assert derive.fresh(store)
            seals.append(store.digest(("events", "members", "event_parties", "aliases", "items", "moves", "copies", "sketches")))
    assert seals[0] == seals[1]


def _current(path: Path) -> None:
    with Store(path) as store:
        derive.current(store)


def test_what_is_added_meanwhile_waits_and_what_is_forgotten_stays_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, made = house.story(tmp_path / "r.db"), derive.derived

    def slowly(store: Store) -> derive.Derived:
        found = made(store)
        with Store(path) as other:
            other.forget("s10")
        return found

    add(path)
    monkeypatch.setattr(derive, "derived", slowly)
    derive.behind(path)
    assert b"Hanoi" not in path.read_bytes()
    monkeypatch.setattr(derive, "derived", made)
    derive.behind(path)
    with Store(path, looking=True) as store:
        assert derive.fresh(store)


@pytest.mark.parametrize("here", [True, False])
def test_the_keeper_takes_up_what_others_add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: bool) -> None:
    path = house.story(tmp_path / "r.db")
    monkeypatch.setattr("legation.web.keeper.SMALL", 1000 if here else 0)
    keeper = Keeper(House(path, 8710), every=0.05, derive=derive.behind)
    keeper.start()
    add(path)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with Store(path, looking=True) as store:
            if derive.fresh(store):
                break
        time.sleep(0.05)
    keeper.stop()
    with Store(path, looking=True) as store:
        assert derive.fresh(store)


def test_a_process_of_its_own_does_the_same(tmp_path: Path) -> None:
    path = house.story(tmp_path / "r.db")
    add(path)
    apart(path)
    with Store(path, looking=True) as store:
        assert derive.fresh(store)


def test_who_looks_writes_nothing(tmp_path: Path) -> None:
    with Store(house.story(tmp_path / "r.db"), looking=True) as store, pytest.raises(Exception, match="readonly"):
        store.write("DELETE FROM events")
