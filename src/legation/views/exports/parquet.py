"""The events as Parquet: the columns of the CSV with their types, compressed, for DuckDB, pandas, R and Spark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from legation.errors import LegationError
from legation.record.finding import Whole
from legation.views.exports import csv_table
from legation.views.exports.flat import SCHEMA

CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "threads": 1,
}  # no download, one order
PIECE: Final = 1 << 20  # bytes
LONGEST: Final = 8 << 20  # bytes of a line: far more than a text may have
GROUP: Final = 16_384  # rows that DuckDB holds before it writes them


def write(events: Iterable[Whole]) -> Iterator[bytes]:
    """The file, in pieces: its end says where everything stands, so it is made on disk first."""
    with TemporaryDirectory(prefix="legation-") as folder:
        lines, table = Path(folder, "events.csv"), Path(folder, "events.parquet")
        with lines.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_table.write(events))
        _convert(lines, table)
        with table.open("rb") as made:
            while piece := made.read(PIECE):
                yield piece


def _convert(lines: Path, table: Path) -> None:
    import duckdb

    options = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', nullstr = ''"
    columns = ", ".join(f"'{name}': '{type}'" for name, type in SCHEMA.items())
    rows = f"read_csv({_text(str(lines))}, columns = {{{columns}}}, {options}, max_line_size = {LONGEST}, buffer_size = {2 * LONGEST})"
    try:
        with duckdb.connect(":memory:", config=CLOSED) as db:
            db.execute(f"COPY (SELECT * FROM {rows}) TO {_text(str(table))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})")
    except duckdb.Error as error:
        raise LegationError(f"{table.parent}: Parquet can't be made there: {str(error).splitlines()[0]} (is the disk full?)") from error


def _text(said: str) -> str:
    return "'" + said.replace("'", "''") + "'"
