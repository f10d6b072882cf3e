"""Commands that can't do what they are asked: each says on one line what is wrong, where, and what to do about it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from telling import Deed, keep, record

from legation import cli
from legation.record import failing

TEXT = "Jimmy Carter met Anwar Sadat and Menachem Begin at Camp David in 1978."
GOOD = json.dumps({"id": "1", "text": TEXT})
DEED = Deed("Iran met Qatar in Doha.", "met", "CONSULT", "happened", "IRN", "QAT", "2022-05-06")

FILES = {
    "old-mac.csv": f"text,title\r{TEXT},One\r{TEXT},Two\r",
    "lone.csv": f"text,title\n{TEXT} \r lone,One\n",
    "cut.jsonl": f'{GOOD}\n{{"id": "2", "text": \n',
    "commas.jsonl": f'{GOOD}\r\n{{"id": "2",, "text": "x"}}\r\n',
    "digits.jsonl": f'{GOOD}\n{{"id": {"9" * 5_000}, "text": "{TEXT}"}}\n',
    "digits.json": f'{{"id": {"9" * 5_000}, "text": "{TEXT}"}}',
    "deep.jsonl": f'{GOOD}\n{{"x": {"[" * 100_000}{"]" * 100_000}, "text": "{TEXT}"}}\n',
    "deep.json": f'{{"x": {"[" * 100_000}{"]" * 100_000}, "text": "{TEXT}"}}',
    "two, line 3.json": '{"text": "x",\n,}',
    "a.txt": TEXT,
    "x.db": "x",
    "t.csv": f"id,text\n1,{TEXT}\n",
    "subs.opml": '<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="https://example.org/feed"/></body></opml>',
}
NO_DATABASE = "is no database, and so no record (name another file with --record)"
WATCH_FIRST = "none.db: there is no record (make one with `legation watch add`, or name it with --record)"
HTTPS = "there is no such file (check the path; an address is given with https:// before it)"
RETURN = "a carriage return stands in it by itself (put texts that hold breaks in quotation marks, and save it with the line ends of "
DIGITS = "JSON with a number of more than 4,300 digits (put it in quotation marks)"
DEEP = "JSON whose objects or arrays stand too deep in each other (an article is an object with "
IDS = '"": an empty id (ids stand in brackets in a timeline)'

EMPTY = ("show", "cite", "correct", "split", "forget", "who")  # these are given an empty id, or name

COMPLAINTS = [
    ("read --dry-run old-mac.csv", f"old-mac.csv, line 1: its names of columns can't be read: {RETURN}"),
    ("read --dry-run lone.csv", f"lone.csv, line 2: it can't be taken apart: {RETURN}"),
    ("read --dry-run cut.jsonl", "cut.jsonl, line 2: not JSON: expecting value at column 20 (check that it is complete)"),
    ("read --dry-run commas.jsonl", "commas.jsonl, line 2: not JSON: expecting property name enclosed in double quotes at column 12 ("),
    ("read --dry-run digits.jsonl", f"digits.jsonl, line 2: {DIGITS}"),
    ("read --dry-run digits.json", f"digits.json: {DIGITS}"),
    ("read --dry-run deep.jsonl", f"deep.jsonl, line 2: {DEEP}"),
    ("read --dry-run deep.json", f"deep.json: {DEEP}"),
    ("read ftp://example.org/a.html", "ftp://example.org/a.html: ftp:// is not read: only http and https are (give"),
    ("add FILE:///a.html", "FILE:///a.html: file:// is not read: only http and https are (give an address of http or https"),
    ("watch add ftp://example.org/feed", "ftp://example.org/feed: only http and https are asked (give an address of http or https, or"),
    ("read -o none/x.json a.txt", "none/x.json: can't be written: there is no folder none (make it, or name another place)"),
    ("read -o a.txt/x.json deep.json", "a.txt/x.json: can't be written: there is no folder a.txt (make it, or name another place)"),
    ("read -o . a.txt", ".: can't be written: Is a directory (give the name of a file, or name another place)"),
    ("export --format notes -o a.txt/x --record r.db", "a.txt/x: can't be written: there is no folder a.txt (make it, or"),
    ("read --archive a.txt deep.json", "--archive a.txt: is a file (name a folder, in which archives are kept)"),
    ("timeline --record other.db", "other.db: is a database, but no record of Legation's (name another file with --record)"),
    ("add a.txt --record other.db", "other.db: is a database, but no record of Legation's (name another file with --record)"),
    ("show --record r.db", IDS),
    ("cite --record r.db", IDS),
    ("correct --status planned --record r.db", IDS),
    ("split --record r.db", IDS),
    ("forget --record r.db", '"": an empty id (ids stand in brackets behind a source)'),
    ("timeline --record t.csv", f"t.csv: {NO_DATABASE}"),
    ("add a.txt --record a.txt", f"a.txt: {NO_DATABASE}"),
    ("watch list --record none.db", WATCH_FIRST),
    ("watch remove https://example.org/feed --record none.db", WATCH_FIRST),
    ("watch export --record none.db", WATCH_FIRST),
    ("update --record none.db", WATCH_FIRST),
    ("timeline --record x.db", f"x.db: {NO_DATABASE}"),
    ("timeline --record=", '--record "": names no file (give one, or leave the option out)'),
    ("who", '"": is no name (give one, such as "French president")'),
    ("read a.txt --knowledge none.tsv", "none.tsv: can't be read: No such file or directory (check the path, and who may read it)"),
    ("timeline --record none.db", "none.db: there is no record (make one with `legation add`, or name it with --record)"),
    ("add example.org/a.html", f"example.org/a.html: {HTTPS}"),
    ("watch add example.org/feed.xml", f"example.org/feed.xml: {HTTPS}"),
    ("watch add www.example.org", f"www.example.org: {HTTPS}"),
    ("read none.txt", "none.txt: there is no such file (check the path)"),
    ("read none/a.txt", "none/a.txt: there is no such file (check the path)"),
    ("add subs.opml", "subs.opml: a list of feeds (OPML), not readable text (`legation watch add` takes it, and `legation update` reads"),
    ("verify --record damaged.db", "damaged.db: is damaged (restore a backup, or make it again from its articles)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files in which something is wrong, a record, a damaged one and a database of another program."""
    at = tmp_path_factory.mktemp("remedies")
    for name, words in FILES.items():
        (at / name).write_text(words, encoding="utf-8", newline="")
    db = sqlite3.connect(at / "other.db")
    db.execute("CREATE TABLE t (x)")
    db.close()
    keep(at / "r.db", record("a", "2022-05-06", DEED)).__exit__(None, None, None)
    keep(at / "damaged.db", *(record(f"b{n}", "2022-05-06", DEED) for n in range(60))).__exit__(None, None, None)
    damage(at / "damaged.db", "articles", 0, b"\xff" * 300)
    return at


def damage(path: Path, table: str, at: int, spoiled: bytes) -> None:
    """Spoil some bytes of the page in which a table begins."""
    db = sqlite3.connect(path)
    size = db.execute("PRAGMA page_size").fetchone()[0]
    (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    start = (root - 1) * size + at
    data[start : start + len(spoiled)] = spoiled
    path.write_bytes(data)


def run(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    name, *rest = command.split()
    return CliRunner().invoke(cli.main, [name, *([""] if name in EMPTY else []), *rest])


@pytest.mark.parametrize(("command", "line"), COMPLAINTS)
def test_what_is_wrong_where_and_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, line: str) -> None:
    result = run(command, folder, monkeypatch)
    assert result.exit_code in (1, 2)
    complaints = [said for said in result.stderr.splitlines() if said.startswith("legation: ") and said.endswith(")")]
    assert [said[len("legation: ") :][: len(line)] for said in complaints] == [line]


def test_verify_tells_of_damage_in_words_of_its_own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / "r.db", record("a", "2022-05-06", DEED)).__exit__(None, None, None)
    damage(tmp_path / "r.db", "tellings", 1, b"\0\5")  # where the free room of the page begins
    result = run(f"verify --record {tmp_path / 'r.db'}", folder, monkeypatch)
    assert result.exit_code == 2
    assert result.stdout == "the file: pages of it, or indexes, are damaged\n"
    assert "r.db: 1 thing is not as kept (`legation rebuild` mends entries, to add an article again mends its text" in result.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system makes up no files")
def test_where_no_file_can_be_made_no_disk_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("add a.txt --record /proc/nope.db", folder, monkeypatch)
    assert "/proc/nope.db: can't be opened as a record: it can't be opened (check the path, who may write there" in result.stderr
    assert failing.reason(sqlite3.OperationalError(), Path("/proc/nope.db")) != failing.FULL


def test_what_was_removed_is_said(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, feed = tmp_path / "r.db", "https://example.org/feed"
    for quiet in ("", " --quiet"):
        with keep(path, record("a", "2022-05-06", DEED)):
            pass
        run(f"watch add subs.opml --record {path}", folder, monkeypatch)
        removed = run(f"watch remove {feed} --record {path}{quiet}", folder, monkeypatch)
        assert removed.stderr == ("" if quiet else f"legation: {feed}: is watched no more; the articles that came of it stay\n")
        monkeypatch.chdir(folder)
        forgotten = CliRunner().invoke(cli.main, ["forget", "a", "--record", str(path), *quiet.split()])
        said = "legation: a: is removed, with all that it told, and will not be taken up again under this id\n"
        assert (forgotten.exit_code, forgotten.stdout, forgotten.stderr) == (0, "", "" if quiet else said)
        path.unlink()


def test_the_name_of_a_document_is_no_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli.main, ["read", "--dry-run", "two, line 3.json"])
    assert "two, line 3.json: not JSON: expecting property name enclosed in double quotes at line 2, column 1 (" in result.stderr
