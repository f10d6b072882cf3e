"""A record file when it is opened: a new one gets its tables, an older one is brought up to date, a newer one is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Final

from legation.errors import BadRecord

SCHEMA: Final = 5
APPLICATION: Final = 0x4C454741  # "LEGA", in the file's header
WHOLE: Final = ("schema.sql", "people.sql", "derived.sql", "sources.sql", "word_rows.sql", "tried.sql")
TAKEN_IN: Final = ("articles", "pages", "feeds", "forgotten")  # without these there is nothing else in it
# What leads from the schema before to this one.
STEPS: Final = {2: ("schema_2.sql", "people.sql", "derived.sql"), 3: ("sources.sql",), 4: ("word_rows.sql",), 5: ("tried.sql",)}


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new file, or check those of an old one. Raises BadRecord where it can't be used."""
    if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        db.execute("PRAGMA journal_mode = WAL")
        _make(db)
        return
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise BadRecord(f"{path}: is a database, but no record of Legation's (name another file with --record)")
    schema = _schema(db)
    if schema > SCHEMA:
        raise BadRecord(f"{path}: was written by a newer Legation (schema {schema}, this one knows {SCHEMA}): update Legation")
    if schema < SCHEMA:
        _migrate(db, path, schema)


def unmake(db: sqlite3.Connection, path: Path) -> None:
    """Remove a file into which nothing came, unless another has it open: that one may be about to write."""
    with suppress(sqlite3.Error, OSError):
        if not _is_empty(db):
            return
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("PRAGMA journal_mode = DELETE")  # fails where another has it open
        db.execute("BEGIN EXCLUSIVE")
        if _is_empty(db):
            path.unlink()
        db.execute("ROLLBACK")
        if path.exists():
            db.execute("PRAGMA journal_mode = WAL")


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
