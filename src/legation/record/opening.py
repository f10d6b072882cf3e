"""A record file when it is opened: a new one gets its tables, an older one is brought up to date, a newer one is refused."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Final

from legation.errors import BadRecord
from legation.record.failing import MAGIC

SCHEMA: Final = 5
APPLICATION: Final = 0x4C454741  # "LEGA", in the file's header
ID_AT: Final = 68  # in a database's header (sqlite.org/fileformat.html)
IN_MEMORY: Final = ":memory:"  # which the database library takes for no file
WHOLE: Final = ("schema.sql", "people.sql", "derived.sql", "sources.sql", "word_rows.sql", "tried.sql")
TAKEN_IN: Final = ("articles", "pages", "feeds", "forgotten")  # without these there is nothing else in it
TURN: Final = 0.05  # seconds until it is asked again, TURNS times
TURNS: Final = 100
# What leads from the schema before to this one.
STEPS: Final = {2: ("schema_2.sql", "people.sql", "derived.sql"), 3: ("sources.sql",), 4: ("word_rows.sql",), 5: ("tried.sql",)}


def check_file(path: Path, *, create: bool, maker: str) -> None:
    """Raises BadRecord where no record is, and none is to be made (by the command `maker`), or none can be kept."""
    if str(path) == IN_MEMORY:
        raise BadRecord(f"{path}: is no file, and nothing would be kept (name a file with --record)")
    if not create and not path.is_file():
        raise BadRecord(f"{path}: there is no record (make one with `{maker}`, or name it with --record)")
    if not create and 0 < path.stat().st_size < len(MAGIC):
        raise BadRecord(f"{path}: is no database, and so no record (name another file with --record)")
    if not create and not path.stat().st_size:
        raise BadRecord(f"{path}: is empty, and no record (restore a backup, or fill it with `{maker}`)")
    if path.exists() and not path.is_file() and not path.is_dir():
        raise BadRecord(f"{path}: is a device or a pipe, and nothing would be kept (name a file with --record)")


def file_of(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path, by what the system knows it by; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_record(path: Path) -> bool:
    """Whether a file is a record of Legation's, told by its first bytes; of one that is open elsewhere they may say less."""
    try:
        with path.open("rb") as file:
            head = file.read(ID_AT + 4)
    except (OSError, ValueError):
        return False
    ours = head[ID_AT:] == APPLICATION.to_bytes(4, "big") or path.with_name(f"{path.name}-wal").exists()
    return head.startswith(MAGIC) and ours


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new file, or check those of an old one. Raises BadRecord where it can't be used."""
    if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _log_ahead(db)
        _make(db)
        return
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise BadRecord(f"{path}: is a database, but no record of Legation's (name another file with --record)")
    schema = _schema(db)
    if schema > SCHEMA:
        raise BadRecord(f"{path}: was written by a newer Legation (schema {schema}, this one knows {SCHEMA}): update Legation")
    if schema < SCHEMA:
        _migrate(db, path, schema)


def unmake(db: sqlite3.Connection, path: Path) -> bool:
    """Remove a file into which nothing came, unless another has it open: that one may be about to write. Whether it is removed."""
    with suppress(sqlite3.Error, OSError):
        if not _is_empty(db):
            return False
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("PRAGMA journal_mode = DELETE")  # fails where another has it open
        db.execute("BEGIN EXCLUSIVE")
        if _is_empty(db):
            Path(os.path.realpath(path)).unlink()  # what a link points to was made, and not the link
        db.execute("ROLLBACK")
        if path.exists():
            db.execute("PRAGMA journal_mode = WAL")
    return not path.exists()


def _is_empty(db: sqlite3.Connection) -> bool:
    return not any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in TAKEN_IN)


@contextmanager
def whole(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # a full disk makes the database roll back by itself
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _log_ahead(db: sqlite3.Connection) -> None:
    """Let readers read while another writes. Of two runs that ask for it at once the database turns one away without waiting."""
    for _ in range(TURNS):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(TURN)
    db.execute("PRAGMA journal_mode = WAL")


def _make(db: sqlite3.Connection) -> None:
    with whole(db):
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return  # another run has made it meanwhile
        _run(db, WHOLE)
        db.execute("INSERT INTO settings VALUES ('schema', ?)", (str(SCHEMA),))
        db.execute(f"PRAGMA application_id = {APPLICATION}")


def _migrate(db: sqlite3.Connection, path: Path, schema: int) -> None:
    _backup(db, path.with_name(f"{path.name}.schema-{schema}"))
    with whole(db):
        for step in range(_schema(db) + 1, SCHEMA + 1):
            _run(db, STEPS[step])
        db.execute("UPDATE settings SET value = ? WHERE name = 'schema'", (str(SCHEMA),))


def _backup(db: sqlite3.Connection, to: Path) -> None:
    if to.exists():
        return  # of a migration that was cut off: the file is still what it was
    part = to.with_name(to.name + ".part")
    with closing(sqlite3.connect(part)) as copy:
        db.backup(copy)
    part.replace(to)


def _schema(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT value FROM settings WHERE name = 'schema'").fetchone()[0])


def _run(db: sqlite3.Connection, scripts: tuple[str, ...]) -> None:
    for script in scripts:
        for statement in _statements(files("legation.record").joinpath(script).read_text(encoding="utf-8")):
            db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: executescript would end the transaction."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""
