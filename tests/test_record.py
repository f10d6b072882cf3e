"""The record file: what is kept once stays, comes back the same, and can be proved."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from legation import BadRecord, cli, pipeline
from legation.entries import Article, Event, Quantity, Record, quote
from legation.record.derive import again
from legation.record.rows import seal
from legation.record.search import Asked, statements, timeline
from legation.record.store import Store, days
from legation.record.verify import verify

TEXT = (
    "BERLIN — Germany expelled 40 Russian diplomats on Monday.\n"
    "“We will not accept this,” Foreign Minister Sergei Lavrov said. Russia will expel German diplomats next week, he said.\n"
    "Emmanuel Macron met Olaf Scholz in Paris in March."
)
ARTICLE = Article("berlin-1", "Germany expels diplomats", TEXT, published="2022-04-05", source="Legation tests", language="en")


@pytest.fixture(scope="module")
def record() -> Record:
    return pipeline.read_article(ARTICLE)


def test_what_is_kept_comes_back_the_same(tmp_path: Path, record: Record) -> None:
    with Store(tmp_path / "r.db", create=True) as store:
        store.keep(record)
        assert store.article("berlin-1", record.article.version) == record.article
        back = {f.entry.id: f.entry for f in (*timeline(store, Asked()), *statements(store, Asked()))}
        assert back == {e.id: e for e in (*record.events, *record.statements)}
        assert list(verify(store)) == []


def test_keeping_twice_changes_nothing(tmp_path: Path, record: Record) -> None:
    with Store(tmp_path / "r.db", create=True) as store:
        store.keep(record)
        dump = [tuple(r) for r in store.query("SELECT * FROM tellings ORDER BY telling_id")]
        assert store.placed(record.article, record.model, record.rules)[1] == "unchanged"
        assert store.placed(record.article, "other weights", record.rules)[1] == "read again"
        store.keep(record)
        assert [tuple(r) for r in store.query("SELECT * FROM tellings ORDER BY telling_id")] == dump


def test_other_text_is_a_new_version_and_the_old_one_stays(tmp_path: Path, record: Record) -> None:
    with Store(tmp_path / "r.db", create=True) as store:
        store.keep(record)
        corrected = Article("berlin-1", ARTICLE.title, TEXT.replace("40", "30"), published="2022-04-05")
        placed, kept = store.placed(corrected, record.model, record.rules)
        assert (kept, placed.version) == ("new version", record.article.version + 1)
        store.keep(pipeline.read_article(placed))
        assert store.counts()["articles"] == 2
        assert list(verify(store)) == []


def test_forgetting_leaves_no_word_and_a_tombstone(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "r.db"
    with Store(path, create=True) as store:
        store.keep(record)
        assert store.forget("berlin-1")
        assert not store.forget("berlin-1")
        assert store.placed(record.article, record.model, record.rules)[1] == "forgotten"
        assert store.counts() == {"articles": 0, "tellings": 0, "statements": 0}
        assert list(verify(store)) == []
    assert b"Lavrov" not in path.read_bytes()


def tampered(folder: Path, record: Record, damage: str) -> Path:
    """A record file in which a row says something else than was kept."""
    path = folder / "r.db"
    with Store(path, create=True) as store:
        store.keep(record)
        again(store)
    spoil(path, damage)
    return path


def spoil(path: Path, damage: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(damage)
    db.close()


FLIPS = [
    ("UPDATE articles SET text = replace(text, 'Berlin', 'Bonn') || 'x'", "article berlin-1"),
    ("UPDATE tellings SET status = 'refused'", "is not what was kept"),
    ("UPDATE tellings SET evidence = replace(evidence, 'a', 'e')", "do not stand at"),
    ("UPDATE parties SET name = 'Nobody' WHERE role = 'actor'", "is not what was kept"),
    ("UPDATE quantities SET least = 41", "is not what was kept"),
    ("UPDATE statements SET content = upper(content)", "do not stand at"),
    ("DELETE FROM parties WHERE role = 'speaker'", "can't be read back"),
    ("INSERT INTO words VALUES ('nobody', 'event', 'x')", "which is not there"),
]


@pytest.mark.parametrize(("flip", "told"), FLIPS)
def test_verify_tells_what_was_changed(tmp_path: Path, record: Record, flip: str, told: str) -> None:
    with Store(tampered(tmp_path, record, flip)) as store:
        assert any(told in line for line in verify(store))


MENDED = [  # what was damaged, what mends it, and what is wrong after that
    ("UPDATE tellings SET status = 'refused'", "rebuild", ""),
    ("UPDATE statements SET content = upper(content)", "rebuild", ""),
    ("DELETE FROM parties WHERE role = 'speaker'", "rebuild", ""),
    ("UPDATE articles SET text = replace(text, 'BERLIN', 'Berlin')", "add", ""),
    ("UPDATE articles SET title = 'x'", "add", ""),
    ("UPDATE articles SET parts = '[]'", "add", ""),
    ("UPDATE articles SET seal = 'x'", "add", ""),
    ("UPDATE statements SET statement_id = statement_id || 'x'", "rebuild", ""),
    ("UPDATE parties SET entry_id = entry_id || 'x' WHERE role = 'speaker'", "rebuild", ""),
    ("UPDATE tellings SET happens_from = '1900-01-01'", "rebuild", ""),
    ("UPDATE articles SET text = replace(text, 'BERLIN', 'Berlin')", "rebuild", "is not what was kept"),
]


@pytest.mark.parametrize(("damage", "command", "wrong"), MENDED)
def test_what_is_damaged_is_mended_but_never_sealed_anew(tmp_path: Path, damage: str, command: str, wrong: str) -> None:
    path, given = tmp_path / "r.db", tmp_path / "a.json"
    given.write_text(json.dumps({"id": "berlin-1", "title": ARTICLE.title, "text": TEXT, "published": "2022-04-05"}), encoding="utf-8")
    assert CliRunner().invoke(cli.main, ["add", str(given), "--record", str(path)]).exit_code == 0
    spoil(path, damage)
    done = CliRunner().invoke(cli.main, [command, *([str(given)] if command == "add" else []), "--record", str(path)])
    assert done.exit_code == bool(wrong)
    with Store(path) as store:
        left = list(verify(store))
        assert store.counts()["articles"] == 1
    assert any(wrong in line for line in left) if wrong else left == []


def test_a_text_whose_date_stood_in_it_is_mended_by_adding_it_again(tmp_path: Path) -> None:
    path, given = tmp_path / "r.db", tmp_path / "a.txt"
    given.write_text(f"Germany expels diplomats\nApril 5, 2022\n\n{TEXT}", encoding="utf-8")
    assert CliRunner().invoke(cli.main, ["add", str(given), "--record", str(path)]).exit_code == 0
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT published FROM articles").fetchall() == [("2022-04-05",)]
        db.execute("UPDATE articles SET text = replace(text, 'BERLIN', 'Berlin')")
    db.close()
    assert CliRunner().invoke(cli.main, ["add", str(given), "--record", str(path)]).exit_code == 0
    with Store(path) as store:
        assert (list(verify(store)), store.counts()["articles"]) == ([], 1)


TAMPERED = [
    ("UPDATE articles SET parts = 'x'", "timeline"),
    ("UPDATE parties SET mentions = '[[5, 1]]'", "timeline"),
    ("UPDATE parties SET entry_id = entry_id || 'x' WHERE role = 'speaker'", "statements"),
    ("UPDATE events SET told_by = 'x'", "timeline"),
    ("UPDATE items SET by = 'x'", "docket"),
    ("UPDATE moves SET parties = 'x'", "docket --all"),
]


@pytest.mark.parametrize(("damage", "command"), TAMPERED)
def test_a_record_that_was_tampered_with_is_told_in_a_line(tmp_path: Path, record: Record, damage: str, command: str) -> None:
    done = CliRunner().invoke(cli.main, [*command.split(), "--record", str(tampered(tmp_path, record, damage))])
    assert done.exit_code == 2, done.exception
    assert done.stderr.splitlines()[-1].endswith("is damaged (`legation verify` tells where, and what mends it)")


def test_what_was_tampered_with_can_be_forgotten(tmp_path: Path, record: Record) -> None:
    path = tampered(tmp_path, record, "UPDATE articles SET parts = 'x'")
    assert CliRunner().invoke(cli.main, ["forget", "berlin-1", "--record", str(path)]).exit_code == 0


def test_seals_differ_with_every_slot(record: Record) -> None:
    entries = [*record.events, *record.statements, record.article]
    assert len({seal(e) for e in entries}) == len(entries)


DAYS = [
    ("", ("", "")),
    ("2019", ("2019-01-01", "2019-12-31")),
    ("2019-02", ("2019-02-01", "2019-02-28")),
    ("2018/2019-06", ("2018-01-01", "2019-06-30")),
    ("2022/..", ("2022-01-01", "9999-99-99")),
    ("../2020-05-01", ("0000-00-00", "2020-05-01")),
]


@pytest.mark.parametrize(("edtf", "expected"), DAYS)
def test_days_of_a_date(edtf: str, expected: tuple[str, str]) -> None:
    assert days(edtf) == expected


def test_numbers_without_a_fraction_come_back_as_kept(tmp_path: Path) -> None:
    article = Article("a", "a", "Up to 20 were wounded.", published="2016-01-03")
    trigger = quote(article.text, 14, 21)
    amount = Quantity("wounded", 0, 20, quote(article.text, 0, 8))
    event = Event("e1", "ASSAULT", "", "happened", trigger, quote(article.text, 0, len(article.text)), quantities=(amount,))
    with Store(tmp_path / "r.db", create=True) as store:
        store.keep(Record(article, (), (event,), "by hand"))
        assert list(verify(store)) == []


def test_what_can_be_asked_for(tmp_path: Path, record: Record) -> None:
    with Store(tmp_path / "r.db", create=True) as store:
        store.keep(record)

        def asked(**what: object) -> list[str]:
            return [f.entry.type for f in timeline(store, Asked(**what))]  # type: ignore[arg-type, union-attr]

        assert "SANCTION" in asked(parties=("Germany", "RUS"))
        assert "CONSULT" not in asked(parties=("Germany", "RUS"))
        assert set(asked(type="CONSULT")) == {"CONSULT"}
        assert asked(since="2022-05") == []
        assert set(asked(until="2022-03-31")) == {"CONSULT"}
        assert "SANCTION" in asked(text="expelled diplomats")
        assert "CONSULT" not in asked(text="expelled diplomats")
        assert asked(text='"; DROP TABLE events; --') == []
        assert asked(parties=("%",)) == []
        assert [f.entry.speaker.name for f in statements(store, Asked(parties=("Lavrov",)))] == ["Sergei Lavrov"] * 2  # type: ignore[union-attr]


def test_files_that_are_no_record(tmp_path: Path) -> None:
    with pytest.raises(BadRecord, match="there is no record"):
        Store(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("not a database, but long enough to look at" * 50)
    with pytest.raises(BadRecord, match="is no database, and so no record"):
        Store(tmp_path / "text.db")
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(BadRecord, match="no record of Legation's"):
        Store(tmp_path / "other.db")
    with Store(tmp_path / "new.db", create=True) as store:
        store.query("UPDATE settings SET value = '99' WHERE name = 'schema'")
    with pytest.raises(BadRecord, match="newer Legation"):
        Store(tmp_path / "new.db")


def test_commands_of_the_record(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps({"id": "berlin-1", "text": TEXT, "published": "2022-04-05"}), encoding="utf-8")
    run = CliRunner().invoke
    record = ["--record", str(tmp_path / "r.db")]
    assert run(cli.main, ["timeline", *record]).exit_code == 2
    assert run(cli.main, ["add", *record, str(source)]).exit_code == 0
    assert run(cli.main, ["add", *record, str(source), str(tmp_path / "none.json")]).exit_code == 1
    found = run(cli.main, ["timeline", *record, "--format", "json", "--type", "sanction"])
    (event, *_) = json.loads(found.stdout)
    assert (event["type"], event["article"]["id"]) == ("SANCTION", "berlin-1")
    assert f"[{event['id']}]" in run(cli.main, ["timeline", *record]).stdout
    assert "trigger: expelled" in run(cli.main, ["show", event["id"][:8], *record]).stdout
    assert "[^1]: " in run(cli.main, ["statements", *record, "--format", "markdown"]).stdout
    assert run(cli.main, ["statements", *record, "--format", "csv"]).stdout.startswith("article,")
    assert "as they were kept" in run(cli.main, ["verify", *record]).stdout
    assert run(cli.main, ["timeline", *record, "--status", "done"]).exit_code == 2
    assert run(cli.main, ["timeline", *record, "--since", "yesterday"]).exit_code == 2
    assert run(cli.main, ["forget", "berlin-1", *record]).exit_code == 0
    assert run(cli.main, ["forget", "berlin-1", *record]).exit_code == 2


def test_a_killed_run_leaves_whole_articles(tmp_path: Path) -> None:
    source, path = tmp_path / "many.jsonl", tmp_path / "r.db"
    lines = [json.dumps({"id": f"a{i}", "text": TEXT.replace("40", str(i + 2)), "published": "2022-04-05"}) for i in range(60)]
    source.write_text("\n".join(lines), encoding="utf-8")
    for kill in range(3):
        run = subprocess.Popen(
            [sys.executable, "-m", "legation.cli", "add", "--quiet", "--record", str(path), str(source)], stderr=subprocess.DEVNULL
        )
        time.sleep(1.2 + 0.4 * kill)
        run.kill()
        run.wait()
        if path.is_file():
            with Store(path, create=True) as store:
                assert list(verify(store)) == []


def test_a_folder_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(BadRecord, match=r"can't be opened as a record: it is a folder \(give a file in it\)"):
        Store(tmp_path, create=True)
