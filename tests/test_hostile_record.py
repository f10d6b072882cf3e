"""Records that are damaged, days at the end of the calendar, numbers beyond all counting: one line each, and nothing lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from telling import Deed, keep, record

from legation import cli
from legation.errors import BadRecord
from legation.record import failing
from legation.record.store import Store


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A record of a plan that is told on the calendar's last day, and of a meeting."""
    path = tmp_path / "r.db"
    keep(
        path,
        record("a", "9999-12-31", Deed("Iran will meet Qatar in Doha.", "meet", "CONSULT", "planned", "IRN", "QAT", "9999-12-31")),
        record("b", "2022-05-06", Deed("Iran met Qatar in Doha.", "met", "CONSULT", "happened", "IRN", "QAT", "2022-05-06")),
    ).__exit__(None, None, None)
    return path


@pytest.mark.parametrize("command", [["timeline"], ["docket", "--all"], ["verify"], ["report", "--party", "Iran"]])
def test_the_last_day_of_the_calendar_stops_nothing(kept: Path, command: list[str]) -> None:
    assert asked(*command, "--record", str(kept)).exit_code == 0


@pytest.mark.parametrize("schema", ["abc", "-1", "3.5", None])
def test_a_record_that_says_no_schema_is_refused_in_one_line(kept: Path, schema: str | None) -> None:
    with sqlite3.connect(kept) as db:
        if schema is None:
            db.execute("DELETE FROM settings WHERE name = 'schema'")
        else:
            db.execute("UPDATE settings SET value = ? WHERE name = 'schema'", (schema,))
    db.close()
    found = asked("timeline", "--record", str(kept))
    assert (found.exit_code, found.stderr.count("\n")) == (2, 1)
    assert "can't be opened as a record" in found.stderr


def test_a_damaged_record_is_told_as_one(kept: Path) -> None:
    with sqlite3.connect(kept) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    data = bytearray(kept.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    kept.write_bytes(data)
    for command in (["timeline"], ["verify"], ["docket"], ["statements"]):
        found = asked(*command, "--record", str(kept))
        assert (found.exit_code, found.stderr.count("\n")) == (2, 1), (command, found.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ["timeline", "--limit", "99999999999999999999"], ["timeline", "--limit", "-5"], ["statements", "--limit", "0"],
        ["report", "--party", "USA", "--entries", "99999999999999999999"], ["corrections", "--withdraw", "99999999999999999999"],
        ["report", "--party", ""],
    ],
)  # fmt: skip
def test_numbers_beyond_counting_are_refused(kept: Path, arguments: list[str]) -> None:
    found = asked(*arguments, "--record", str(kept))
    assert (found.exit_code, found.stderr.count("\n")) == (2, 1)


def test_a_reader_that_leaves_early_sees_no_error(kept: Path) -> None:
    command = f"{sys.executable} -m legation.cli timeline --format csv --record {kept} | head -c 1"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in found.stderr


# --- a disk that is full


FAULTS = [
    (sqlite3.SQLITE_FULL, 10**9, "the disk is full (make room on it"),
    (sqlite3.SQLITE_IOERR | 3 << 8, 0, "the disk is full (make room on it"),
    (sqlite3.SQLITE_CANTOPEN, 0, "the disk is full (make room on it"),
    (sqlite3.SQLITE_IOERR | 3 << 8, 10**9, "the disk fails (check it"),
    (sqlite3.SQLITE_READONLY, 10**9, "it may not be written to (check who may"),
    (sqlite3.SQLITE_BUSY, 10**9, "another program is writing to it (wait"),
    (sqlite3.SQLITE_ERROR, 10**9, "disk I/O error"),
]


@pytest.mark.parametrize(("code", "free", "said"), FAULTS)
def test_what_the_database_calls_a_fault_of_the_disk(code: int, free: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=free, total=10**12))
    assert failing.reason(error, Path("r.db")).startswith(said)


def fill(store: Store) -> None:
    """Two hundred articles."""
    deed = Deed("Trump and Kim meet in Singapore.", "meet", "CONSULT", "happened", "USA Donald Trump, PRK Kim Jong Un")
    for number in range(200):
        store.keep(record(f"b{number}", "2018-06-12", deed))


def test_a_record_that_may_not_grow_says_what_to_do_and_stays_as_it_was(tmp_path: Path) -> None:
    store = keep(tmp_path / "r.db")
    pages = store.query("PRAGMA page_count")[0][0]
    store.query(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(BadRecord, match=r"can't be written: the disk is full \(make room on it, and run this again"), store:
        fill(store)
    with Store(tmp_path / "r.db") as store:
        assert 0 < store.counts()["articles"] < 200
        assert store.query("PRAGMA integrity_check")[0][0] == "ok"
