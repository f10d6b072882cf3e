"""The record file: opened, checked, and written one article at a time. The only place that knows the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

from legation.entries import Article, Event, Record, Statement
from legation.errors import BadRecord
from legation.record import rows
from legation.resolving.edtf import bounds

SCHEMA: Final = 1
APPLICATION: Final = 0x4C454741  # "LEGA", in the file's header
FIRST_DAY, LAST_DAY = "0000-00-00", "9999-99-99"

Kept = Literal["added", "unchanged", "read again", "new version", "forgotten"]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the record with the article that tells it."""

    article: Article
    entry: Event | Statement


class Store:
    """A record file. Use as a context manager; raises BadRecord where the file is none of ours or can't be used."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if not create and not path.is_file():
            raise BadRecord(f"{path}: there is no record (make one with `legation add`, or name it with --record)")
        self.path = path
        try:
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            self._prepare()
        except sqlite3.Error as error:
            raise BadRecord(f"{path}: can't be opened as a record: {error}") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def _prepare(self) -> None:
        """A new file gets the tables; an old one is checked."""
        empty = not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if empty:
            self._db.execute("PRAGMA journal_mode = WAL")
            with self._whole():
                for statement in _statements(files("legation.record").joinpath("schema.sql").read_text(encoding="utf-8")):
                    self._db.execute(statement)
                self._db.execute("INSERT INTO settings VALUES ('schema', ?)", (str(SCHEMA),))
                self._db.execute(f"PRAGMA application_id = {APPLICATION}")
            return
        if self._db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise BadRecord(f"{self.path}: is a database, but no record of Legation's")
        schema = int(self._db.execute("SELECT value FROM settings WHERE name = 'schema'").fetchone()[0])
        if schema > SCHEMA:
            raise BadRecord(f"{self.path}: was written by a newer Legation (schema {schema}, this one knows {SCHEMA}): update Legation")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of it or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- keeping

    def placed(self, article: Article, model: str, rules: int) -> tuple[Article, Kept]:
        """The article with the version that it has or would get here, and what keeping it would do."""
        if self._db.execute("SELECT 1 FROM forgotten WHERE article_id = ?", (article.id,)).fetchone():
            return article, "forgotten"
        known = self._db.execute(
            "SELECT version, text, published, model, rules FROM articles WHERE article_id = ? ORDER BY version", (article.id,)
        ).fetchall()
        for row in known:
            if row["text"] == article.text:
                dated = article.published in ("", row["published"])  # a date given later corrects one that was inferred
                same = dated and (row["model"], row["rules"]) == (model, rules)
                return replace(article, version=row["version"]), "unchanged" if same else "read again"
        if known:
            return replace(article, version=known[-1]["version"] + 1), "new version"
        return replace(article, version=1), "added"

    def keep(self, record: Record) -> None:
        """Write one article and its entries; what was derived from the same text before is replaced."""
        article = record.article
        with self._whole():
            self._remove_entries(article)
            row = rows.article_row(article) | {
                "model": record.model, "rules": record.rules, "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "seal": rows.seal(article),
            }  # fmt: skip
            self._insert("articles", row, keep_time=True)
            for event in record.events:
                self._keep_event(event, article)
            for statement in record.statements:
                self._insert("statements", rows.statement_row(statement, article))
                self._parties(statement)
                self._words(statement.id, "statement", statement.content.text)

    def _keep_event(self, event: Event, article: Article) -> None:
        self._insert("events", rows.event_row(event, article, days(event.when.edtf)))
        self._parties(event)
        self._db.executemany("INSERT INTO quantities VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows.quantity_rows(event))
        self._words(event.id, "event", event.evidence.text)

    def _insert(self, table: str, row: dict[str, Any], *, keep_time: bool = False) -> None:
        marks = ", ".join("?" for _ in row)
        names = ", ".join(row)
        again = ""
        if keep_time:  # an article is told of once: reading it again keeps when it was added
            changed = ", ".join(f"{name} = excluded.{name}" for name in row if name != "added_at")
            again = f" ON CONFLICT (article_id, version) DO UPDATE SET {changed}"
        self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks}){again}", tuple(row.values()))

    def _parties(self, entry: Event | Statement) -> None:
        self._db.executemany("INSERT INTO parties VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.party_rows(entry))

    def _words(self, entry: str, kind: str, said: str) -> None:
        self._db.execute("INSERT INTO words (entry_id, kind, said) VALUES (?, ?, ?)", (entry, kind, said))

    def _remove_entries(self, article: Article, *, all_versions: bool = False) -> None:
        which = "article_id = ?" if all_versions else "article_id = ? AND version = ?"
        key = (article.id,) if all_versions else (article.id, article.version)
        ids = [r[0] for t, i in (("events", "event_id"), ("statements", "statement_id"))
               for r in self._db.execute(f"SELECT {i} FROM {t} WHERE {which}", key)]  # fmt: skip
        for table in ("parties", "words"):
            self._db.executemany(f"DELETE FROM {table} WHERE entry_id = ?", [(i,) for i in ids])
        for table in ("events", "statements"):
            self._db.execute(f"DELETE FROM {table} WHERE {which}", key)

    def forget(self, article_id: str) -> bool:
        """Remove an article in every version, with all that it told; it is not taken up again. Whether it was there."""
        with self._whole():
            there = self._db.execute("SELECT 1 FROM articles WHERE article_id = ?", (article_id,)).fetchone() is not None
            if there:
                self._remove_entries(Article(article_id, "", ""), all_versions=True)
                self._db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))
                now = datetime.now(UTC).isoformat(timespec="seconds")
                self._db.execute("INSERT OR REPLACE INTO forgotten VALUES (?, ?)", (article_id, now))
        if there:
            self._db.execute("VACUUM")  # so that no word of it stays in the file
        return there

    # --- finding

    def counts(self) -> dict[str, int]:
        """How many articles, events and statements it holds."""
        return {t: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("articles", "events", "statements")}

    def query(self, sql: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """Rows of a query that only reads."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise BadRecord(f"{self.path}: the search can't be made: {error}") from error

    def event(self, row: sqlite3.Row) -> Event:
        """The event of a row of `events`."""
        key = (row["event_id"],)
        parties = self.query("SELECT * FROM parties WHERE entry_id = ? ORDER BY role, position", key)
        return rows.event_of(row, parties, self.query("SELECT * FROM quantities WHERE event_id = ? ORDER BY position", key))

    def statement(self, row: sqlite3.Row) -> Statement:
        """The statement of a row of `statements`."""
        return rows.statement_of(row, self.query("SELECT * FROM parties WHERE entry_id = ?", (row["statement_id"],)))

    def article(self, article_id: str, version: int) -> Article:
        """An article by its id and version."""
        found = self.query("SELECT * FROM articles WHERE article_id = ? AND version = ?", (article_id, version))
        return rows.article_of(found[0])

    def entry(self, entry_id: str) -> Found | None:
        """An event or statement by its id, or by the beginning of one that no other has (else a BadRecord says so)."""
        for table, name in (("events", "event_id"), ("statements", "statement_id")):
            found = self.query(f"SELECT * FROM {table} WHERE {name} >= ? AND {name} < ? LIMIT 2", (entry_id, entry_id + "~"))
            if len(found) > 1:
                raise BadRecord(f"{entry_id}: several entries of {self.path} have an id that begins so: give more of it")
            if found:
                row = found[0]
                entry = self.event(row) if table == "events" else self.statement(row)
                return Found(self.article(row["article_id"], row["version"]), entry)
        return None


def days(edtf: str) -> tuple[str, str]:
    """The first and the last day that an EDTF date may mean, as strings that sort; "" for no date."""
    if not edtf:
        return "", ""
    first, last = bounds(edtf)
    return _day(first, FIRST_DAY), _day(last, LAST_DAY)


def _day(day: date | None, else_: str) -> str:
    return day.isoformat() if day else else_


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: executescript would end the transaction."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""
