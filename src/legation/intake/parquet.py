"""Tables of texts as Parquet, read by DuckDB in batches: a large file is never whole in memory, and nothing is loaded from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from legation.entries import Article
from legation.errors import NotAnArticle, SourceError
from legation.intake.columns import shown
from legation.intake.rows import Rows

if TYPE_CHECKING:
    import duckdb

MAGIC: Final = b"PAR1"
BATCH: Final = 100  # rows in hand
GLOBS: Final = re.compile(r"[*?\[]")
CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "threads": "1",
    "memory_limit": "1GB",
    "temp_directory": "",
    "enable_external_file_cache": "false",
    "preserve_insertion_order": "true",
}


def from_parquet(path: Path, name: str, rows: Rows) -> Iterator[Article | SourceError]:
    """One article a row. Raises a SourceError where no column holds the text, or the file is broken."""
    import duckdb

    with duckdb.connect(":memory:", config=CLOSED) as db:
        try:
            yield from _articles(db, path, name, rows)
        except duckdb.Error as error:
            why = " ".join(str(error).split("\n")[0].split())
            raise NotAnArticle(name, f"a Parquet file that can't be read: {why[:200]}", "check that it is complete") from None


def _articles(db: duckdb.DuckDBPyConnection, path: Path, name: str, rows: Rows) -> Iterator[Article | SourceError]:
    exact = GLOBS.sub(lambda mark: f"[{mark[0]}]", str(path.resolve()))
    db.execute("SELECT * FROM read_parquet(?, hive_partitioning = false)", [exact])
    names = tuple(column[0] for column in db.description or ())
    rows.check(names, name)
    layout = rows.layout(names, name)
    if not layout.text:
        raise NotAnArticle(name, f"no column is known to hold the text: they are {shown(names)}", "--text-column NAME says which it is")
    number = 0
    while batch := db.fetchmany(BATCH):
        for values in batch:
            number += 1
            try:
                yield rows.article(dict(zip(names, values, strict=True)), layout, f"{name}, row {number}")
            except SourceError as error:
                yield error
