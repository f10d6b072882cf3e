"""The record file: opened, checked, and written one article at a time. The only place that knows the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

from legation.entries import Article, Event, Record, Statement
from legation.errors import BadRecord
from legation.intake.fetched import Fetched
from legation.record import pages, rows, watching
from legation.record.failing import MOVED, is_other, reason
from legation.record.opening import check_file, file_of, prepare, unmake, whole
from legation.resolving.edtf import bounds

RESTORE: Final = "restore a backup, or make it again from its articles"
NO_TEXT: Final = "Could not decode to UTF-8"  # as Python says it of text in a database
PATIENCE: Final = 120  # seconds to wait for another who writes: bringing a large record up to date takes a minute
FIRST_DAY, LAST_DAY = "0000-00-00", "9999-99-99"

ENTRIES: Final = (("tellings", "telling_id"), ("statements", "statement_id"))
DECIDED: Final = ("corrections", "splits")
DERIVED: Final = ("copies", "moves", "item_parties", "items", "event_parties", "members", "aliases", "events")

Kept = Literal["added", "unchanged", "read again", "new version", "forgotten"]
LET_BE: Final = ("unchanged", "forgotten")  # of these nothing is read or written


class Store:
    """A record file. Use as a context manager; raises BadRecord where the file is none of ours or can't be used.

    Who is only `looking` sees one state of the file until it is closed, with what was last derived, whoever writes meanwhile.
    `patience` is how many seconds to wait while another writes; `maker` the command that makes a record where there is none.
    """

    def __init__(
        self, path: Path, *, create: bool = False, looking: bool = False, patience: float = PATIENCE, maker: str = "legation add"
    ) -> None:
        check_file(path, create=create, maker=maker)
        self.path, self.looking = path, looking
        try:
            self._db = sqlite3.connect(path, timeout=patience, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            prepare(self._db, path)
            self._file, self._begun = file_of(path), self._db.total_changes
            if looking:
                self._db.execute("PRAGMA query_only = ON")
                self._db.execute("BEGIN")
        except sqlite3.OperationalError as error:
            raise BadRecord(f"{path}: can't be opened as a record: {reason(error, path)}") from error
        except (sqlite3.Error, UnicodeError, LookupError, TypeError, ValueError) as error:
            if is_other(path):
                raise BadRecord(f"{path}: is no database, and so no record (name another file with --record)") from error
            raise BadRecord(f"{path}: can't be opened as a record: {error} ({RESTORE})") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        wrote = self._db.total_changes > self._begun
        tampered = isinstance(error, rows.UNREADABLE) and self._is_damaged()
        self._db.close()
        if tampered:
            raise BadRecord(f"{self.path}: is damaged (`legation verify` tells where, and what mends it)") from error
        if isinstance(error, sqlite3.OperationalError):
            raise BadRecord(f"{self.path}: can't be used: {reason(error, self.path)}") from error
        if isinstance(error, sqlite3.DatabaseError):
            raise BadRecord(f"{self.path}: is damaged ({RESTORE})") from error
        if error is None and wrote and file_of(self.path) != self._file:
            raise BadRecord(f"{self.path}: {MOVED}")

    def _is_damaged(self) -> bool:
        """Whether anything in the file is not as it was kept: then that is why its rows can't be read."""
        from legation.record.verify import verify

        try:
            return any(True for _ in verify(self))
        except (sqlite3.Error, BadRecord, *rows.UNREADABLE):
            return True

    @classmethod
    @contextmanager
    def filled(cls, path: Path) -> Iterator[Store]:
        """A record that is made where there is none; where nothing came into a new one, no file is left."""
        new = not path.exists()
        with cls(path, create=True) as store:
            try:
                yield store
            finally:
                if new and unmake(store._db, path):
                    store._file = None

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that is written inside, or nothing of it. Raises BadRecord where the file can't be written."""
        try:
            with whole(self._db):
                yield
        except sqlite3.OperationalError as error:
            raise BadRecord(f"{self.path}: can't be written: {reason(error, self.path)}") from error

    # --- keeping

    def placed(self, article: Article, model: str, rules: int) -> tuple[Article, Kept]:
        """The article with the version that it has or would get here, and what keeping it would do."""
        if self.is_forgotten(article.id):
            return article, "forgotten"
        known = self._db.execute("SELECT * FROM articles WHERE article_id = ? ORDER BY version", (article.id,)).fetchall()
        for row in known:
            here = replace(article, version=row["version"])
            if not rows.is_whole(row) and rows.is_of(row, here):
                return here, "read again"
            if row["text"] == article.text:
                dated = article.published in ("", row["published"])  # a date given later corrects one that was inferred
                same = dated and (row["model"], row["rules"]) == (model, rules) and rows.is_whole(row)
                return here, "unchanged" if same else "read again"
        if known:
            return replace(article, version=known[-1]["version"] + 1), "new version"
        return replace(article, version=1), "added"

    def keep(self, record: Record, page: Fetched | None = None) -> None:
        """Write one article, its entries and the page it was read in; what was derived from the same text before is replaced."""
        with self.whole():
            self._write(record, page)

    def take(self, given: Article, record: Record, page: Fetched | None = None) -> Kept | None:
        """Keep what was read of an article, unless another kept the same meanwhile; what became of it.

        None where its version is another text's by now: it must be placed and read again.
        """
        with self.whole():
            now, kept = self.placed(given, record.model, record.rules)
            if kept in LET_BE:
                return kept
            if now.version != record.article.version:
                return None
            self._write(record, page)
            return kept

    def _write(self, record: Record, page: Fetched | None) -> None:
        article = record.article
        before = self._triggers(article)
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
        self._let_go(article, before, {event.id for event in record.events})
        if page:
            pages.keep(self, page, article)
        self.changed()

    def sweep(self) -> None:
        """Remove the rows of entries that are not there."""
        ids = " UNION ".join(f"SELECT {name} FROM {table}" for table, name in ENTRIES)
        with self.whole():
            for table, name in (("parties", "entry_id"), ("words", "entry_id"), ("word_rows", "entry_id"), ("quantities", "telling_id")):
                self.write(f"DELETE FROM {table} WHERE {name} NOT IN ({ids})")

    def doubt(self, article: Article) -> None:
        """Have an article read again when it next comes by."""
        with self.whole():
            self.write("UPDATE articles SET model = '' WHERE article_id = ? AND version = ?", (article.id, article.version))

    def _triggers(self, article: Article) -> dict[str, tuple[int, int]]:
        sql = "SELECT telling_id, trigger_start, trigger_end FROM tellings WHERE article_id = ? AND version = ?"
        return {r[0]: (r[1], r[2]) for r in self._db.execute(sql, (article.id, article.version))}

    def _let_go(self, article: Article, before: dict[str, tuple[int, int]], now: set[str]) -> None:
        """Remember where those stood that were not found again: corrections may hang on them."""
        gone = [(i, article.id, article.version, *at) for i, at in before.items() if i not in now]
        self.write_many("INSERT OR REPLACE INTO former VALUES (?, ?, ?, ?, ?)", gone)
        self.write_many("DELETE FROM former WHERE telling_id = ?", ((i,) for i in now))

    def _keep_event(self, event: Event, article: Article) -> None:
        self._insert("tellings", rows.event_row(event, article, days(event.when.edtf)))
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
        line = self._db.execute("INSERT INTO words (entry_id, kind, said) VALUES (?, ?, ?)", (entry, kind, said)).lastrowid
        self._db.execute("INSERT OR REPLACE INTO word_rows VALUES (?, ?)", (entry, line))

    def _remove_entries(self, article: Article, *, all_versions: bool = False) -> None:
        which = "article_id = ?" if all_versions else "article_id = ? AND version = ?"
        key = (article.id,) if all_versions else (article.id, article.version)
        ids = [r[0] for t, i in ENTRIES for r in self._db.execute(f"SELECT {i} FROM {t} WHERE {which}", key)]
        keys = [(i,) for i in ids]
        self._db.executemany("DELETE FROM words WHERE rowid = (SELECT line FROM word_rows WHERE entry_id = ?)", keys)
        for table in ("parties", "word_rows"):
            self._db.executemany(f"DELETE FROM {table} WHERE entry_id = ?", keys)
        for table, _ in ENTRIES:
            self._db.execute(f"DELETE FROM {table} WHERE {which}", key)

    def is_forgotten(self, article_id: str) -> bool:
        """Whether an article was removed for good."""
        return self._db.execute("SELECT 1 FROM forgotten WHERE article_id = ?", (article_id,)).fetchone() is not None

    def forget(self, article_id: str) -> bool:
        """Remove an article in every version, with all that it told; it is not taken up again. Whether it was there."""
        with self.whole():
            there = self._db.execute("SELECT 1 FROM articles WHERE article_id = ?", (article_id,)).fetchone() is not None
            if there:
                self._hand_on(article_id)
                watching.forget(self, article_id)
                pages.forget(self, article_id)
                self._remove_entries(Article(article_id, "", ""), all_versions=True)
                self._db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))
                now = datetime.now(UTC).isoformat(timespec="seconds")
                self._db.execute("INSERT OR REPLACE INTO forgotten VALUES (?, ?)", (article_id, now))
                self.changed()
        if there:
            self._db.execute("VACUUM")  # so that no word of it stays in the file
        return there

    def _hand_on(self, article_id: str) -> None:
        """What people decided of an event passes to a telling of another article; of what only this one told, nothing stays."""
        others = (
            "(SELECT o.telling_id FROM members m JOIN members o USING (event_id) JOIN tellings t ON t.telling_id = o.telling_id "
            "WHERE m.telling_id = corrections.telling_id AND t.article_id <> ?1 ORDER BY o.telling_id LIMIT 1)"
        )
        ids = " UNION ".join(f"SELECT telling_id FROM {table} WHERE article_id = ?1" for table in ("tellings", "former"))
        its = f"telling_id IN ({ids})"
        self.write(f"UPDATE corrections SET telling_id = coalesce({others}, telling_id) WHERE {its}", (article_id,))
        for table in ("corrections", "splits", "former"):
            self.write(f"DELETE FROM {table} WHERE {its}", (article_id,))
        self.set("decisions", self.digest(DECIDED))
        self.clear()

    def clear(self) -> None:
        """Empty what is derived; it is made again when it is next asked for."""
        for table in DERIVED:
            self.write(f"DELETE FROM {table}")

    def changed(self) -> None:
        """Say that what is derived no longer fits; inside a transaction."""
        self.set("changed", str(int(self.setting("changed") or 0) + 1))

    def digest(self, tables: Iterable[str]) -> str:
        """A hash of all that stands in the tables."""
        whole_ = sha256()
        for table in tables:
            for said in sorted(repr(tuple(row)) for row in self._db.execute(f"SELECT * FROM {table}")):
                whole_.update(said.encode())
        return whole_.hexdigest()

    def decided(self) -> None:
        """Seal what people decided, and say that what is derived no longer fits; inside a transaction."""
        self.set("decisions", self.digest(DECIDED))
        self.changed()

    def setting(self, name: str) -> str:
        """A setting of the file; "" where there is none."""
        found = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set(self, name: str, value: str) -> None:
        """Set a setting; inside a transaction."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def write(self, sql: str, values: tuple[Any, ...] = ()) -> int:
        """One statement that writes; how many rows it touched."""
        return self._db.execute(sql, values).rowcount

    def write_many(self, sql: str, rows_: Iterable[tuple[Any, ...]]) -> None:
        """The same for many rows."""
        self._db.executemany(sql, rows_)

    # --- finding

    def counts(self) -> dict[str, int]:
        """How many articles, tellings and statements it holds."""
        return {t: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("articles", "tellings", "statements")}

    def query(self, sql: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """Rows of a query that only reads."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise self._failed(error) from error

    def each(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[sqlite3.Row]:
        """The same, one row at a time: for what may be more than fits in memory. While it runs, the record is seen as it was."""
        try:
            # Not `yield from`: it would close the cursor, perhaps after the database.
            for row in self._db.execute(sql, values):  # noqa: UP028
                yield row
        except sqlite3.OperationalError as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.OperationalError) -> BadRecord:
        if NO_TEXT in str(error):
            return BadRecord(f"{self.path}: is damaged: it holds what is no text ({RESTORE})")
        return BadRecord(f"{self.path}: the search can't be made: {error}")

    def event(self, row: sqlite3.Row) -> Event:
        """The event of a row of `tellings`."""
        key = (row["telling_id"],)
        parties = self.query("SELECT * FROM parties WHERE entry_id = ? ORDER BY role, position", key)
        return rows.event_of(row, parties, self.query("SELECT * FROM quantities WHERE telling_id = ? ORDER BY position", key))

    def statement(self, row: sqlite3.Row) -> Statement:
        """The statement of a row of `statements`."""
        return rows.statement_of(row, self.query("SELECT * FROM parties WHERE entry_id = ?", (row["statement_id"],)))

    def article(self, article_id: str, version: int) -> Article:
        """An article by its id and version."""
        found = self.query("SELECT * FROM articles WHERE article_id = ? AND version = ?", (article_id, version))
        return rows.article_of(found[0])


def days(edtf: str) -> tuple[str, str]:
    """The first and the last day that an EDTF date may mean, as strings that sort; "" for no date."""
    if not edtf:
        return "", ""
    first, last = bounds(edtf)
    return _day(first, FIRST_DAY), _day(last, LAST_DAY)


def _day(day: date | None, else_: str) -> str:
    return day.isoformat() if day else else_
