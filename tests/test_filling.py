"""A record that is filled: where nothing came in no file is left, and of two that fill it each counts what it put in itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from legation import cli, pipeline
from legation.entries import Article, Record
from legation.errors import BadRecord, LegationError
from legation.record.adding import add
from legation.record.store import Store
from legation.record.verify import verify

FRENCH = "La reine a reçu le président dans la ville pour une visite qui dure encore."
NOTHING = [  # commands by which nothing comes in
    ["add", "none.txt"],
    ["add", "empty.txt", "french.txt"],
    ["add", "", "ftp://example.org/a.html"],
    ["add", "--offline", "https://example.org/"],
    ["add", "--published", "soon", "french.txt"],
    ["add", "--knowledge", "none.tsv", "french.txt"],
    ["watch", "add", "--offline", "https://example.org/feed"],
    ["watch", "add", "none.opml"],
    ["watch", "add", "french.txt"],
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few sources, in which commands are run."""
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- nothing came in


@pytest.mark.parametrize("command", NOTHING)
def test_where_nothing_came_in_no_record_is_left(here: Path, command: list[str]) -> None:
    before = sorted(here.iterdir())
    result = run(*command, "--record", "r.db")
    assert result.exit_code == 2
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize("command", NOTHING)
def test_a_record_that_was_there_stays(here: Path, command: list[str]) -> None:
    with Store(here / "r.db", create=True):
        pass
    assert run(*command, "--record", "r.db").exit_code == 2
    assert run("watch", "list", "--record", "r.db").exit_code == 0
    (here / "zero.db").write_bytes(b"")
    assert run(*command, "--record", "zero.db").exit_code == 2
    assert (here / "zero.db").is_file()


def test_what_another_has_open_stays(here: Path) -> None:
    with Store.filled(here / "r.db") as store:
        with Store.filled(here / "r.db") as other:
            assert other.counts()["articles"] == 0
        with Store(here / "r.db") as third:
            with store.whole():
                store.write("INSERT INTO forgotten VALUES ('a', '2026')")
            assert third.is_forgotten("a")
    with Store(here / "r.db") as store:
        assert store.is_forgotten("a")
        assert store.query("PRAGMA journal_mode")[0][0] == "wal"


def test_who_opens_it_while_it_goes_is_told(here: Path) -> None:
    with Store(here / "r.db", create=True) as store:
        store.query("PRAGMA journal_mode = DELETE")
        (here / "r.db").unlink()
        with pytest.raises(BadRecord, match=r"it was moved or removed meanwhile \(run this again\)"), store.whole():
            store.set("a", "b")


def test_what_stops_a_run_leaves_no_record(here: Path) -> None:
    with pytest.raises(LegationError), Store.filled(here / "r.db"):
        raise LegationError("stopped")
    assert not (here / "r.db").exists()


def test_what_a_link_leads_to_is_removed_and_not_the_link(here: Path) -> None:
    (here / "link.db").symlink_to(here / "real.db")
    before = sorted(here.iterdir())
    assert run("add", "none.txt", "--record", "link.db").exit_code == 2
    assert sorted(here.iterdir()) == before
    assert (here / "link.db").is_symlink()


# --- where nothing would be kept


@pytest.mark.parametrize("new", [True, False])
def test_a_record_that_is_removed_meanwhile_is_told_at_the_end(here: Path, monkeypatch: pytest.MonkeyPatch, new: bool) -> None:
    def read(article: Article) -> Record:
        (here / "r.db").unlink(missing_ok=True)
        return plain(article)

    if not new:
        with Store(here / "r.db", create=True):
            pass
    monkeypatch.setattr(pipeline, "read_article", read)
    (here / "a.txt").write_text(MEETING.text)
    result = run("add", "a.txt", "--record", "r.db")
    assert (result.exit_code, result.stderr) == (2, "legation: r.db: it was moved or removed meanwhile (run this again)\n")


NO_FILES = [  # what is given for a record, and what is said of it
    ("add", ":memory:", "is no file, and nothing would be kept (name a file with --record)"),
    ("watch add", ":memory:", "is no file, and nothing would be kept (name a file with --record)"),
    ("verify", ":memory:", "is no file, and nothing would be kept (name a file with --record)"),
    ("add", "/dev/null", "is a device or a pipe, and nothing would be kept (name a file with --record)"),
    ("verify", "zero.db", "is empty, and no record (restore a backup, or fill it with `legation add`)"),
    ("timeline", "zero.db", "is empty, and no record (restore a backup, or fill it with `legation add`)"),
]


@pytest.mark.parametrize(("command", "record", "line"), NO_FILES)
def test_what_is_no_file_for_a_record(here: Path, command: str, record: str, line: str) -> None:
    (here / "zero.db").write_bytes(b"")
    sources = ["french.txt"] if "add" in command else []
    result = run(*command.split(), *sources, "--record", record)
    assert (result.exit_code, result.stderr) == (2, f"legation: {record}: {line}\n")
    assert not (here / "zero.db").read_bytes()


# --- two at once

MEETING = Article("a", "", "Iran met Qatar in Doha.")
VISIT = Article("a", "", "Iran will visit Qatar in May.")


def plain(article: Article) -> Record:
    return Record(article, model="stub", rules=1)


MEANWHILE: list[tuple[Article | None, list[str], list[str]]] = [  # what another run does, what became of ours, and what is kept
    (None, ["added"], [MEETING.text]),
    (MEETING, ["unchanged"], [MEETING.text]),
    (VISIT, ["new version"], [VISIT.text, MEETING.text]),
]


@pytest.mark.parametrize(("other", "outcome", "kept"), MEANWHILE)
def test_each_counts_what_it_put_in_itself(
    here: Path, monkeypatch: pytest.MonkeyPatch, other: Article | None, outcome: list[str], kept: list[str]
) -> None:
    waiting = [other] if other else []

    def read(article: Article) -> Record:
        while waiting:
            with Store(here / "r.db") as second:
                assert list(add(second, [waiting.pop()], "stub", 1)) == ["added"]
        return plain(article)

    monkeypatch.setattr(pipeline, "read_article", read)
    with Store(here / "r.db", create=True) as store:
        assert list(add(store, [MEETING], "stub", 1)) == outcome
        assert [row["text"] for row in store.query("SELECT text FROM articles ORDER BY rowid")] == kept
        assert list(verify(store)) == []


def test_what_is_forgotten_meanwhile_does_not_come_back(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(article: Article) -> Record:
        with Store(here / "r.db") as second:
            second.forget(article.id)
        return plain(article)

    with Store(here / "r.db", create=True) as store:
        store.keep(plain(MEETING))
        monkeypatch.setattr(pipeline, "read_article", read)
        assert list(add(store, [MEETING], "stub", 2)) == ["forgotten"]
        assert store.counts()["articles"] == 0


def test_two_commands_that_add_the_same_file_together_count_it_once(here: Path) -> None:
    lines = [json.dumps({"id": f"a{n}", "text": f"Iran met Qatar in Doha on {n} May 2022."}) for n in range(1, 25)]
    (here / "many.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-m", "legation.cli", "add", "many.jsonl", "--record", "r.db"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join(one.communicate()[1] for one in runs)
    assert [one.returncode for one in runs] == [0, 0]
    counts = {what: sum(int(n) for n in re.findall(rf"(\d+) {what}", said)) for what in ("added", "unchanged")}
    assert counts == {"added": 24, "unchanged": 24}
