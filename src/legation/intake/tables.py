"""Tables of texts as CSV: cells between commas, semicolons, tabs or strokes, quoted where they hold breaks; a bad row costs only itself."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from legation.entries import Article
from legation.errors import EmptySource, NotAnArticle, NotText, SourceError, TooLong
from legation.intake.columns import Columns, shown, understand
from legation.intake.kinds import BOM
from legation.intake.rows import Rows
from legation.intake.streams import MOST_BYTES, Stream

SEPARATORS: Final = (",", ";", "\t", "|")
ENDINGS: Final = (".csv", ".tsv", ".tab")
HINT: Final = "--text-column NAME says which column holds the text"
RETURNS: Final = "put texts that hold breaks in quotation marks, and save it with the line ends of Windows or Unix"
UNCLOSED: Final = 100  # quotation marks that are never closed, before the rest of a file is given up
MOST_COLUMNS: Final = 10_000


class Unclosed(Exception):
    """A row that does not end: a quotation mark was opened and not closed."""


class Lines:
    """Lines of text with their numbers; those of the row in hand are kept, so that a row that does not end costs only its first."""

    def __init__(self, lines: Iterable[str], most: int) -> None:
        self._lines, self._most = iter(lines), most
        self._again: deque[str] = deque()
        self.row: list[str] = []
        self.number = 0  # of the line read last
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, "")
        if not line:
            if self.row:
                raise Unclosed
            raise StopIteration
        self.number += 1
        self.row.append(line)
        self._size += len(line)
        if len(self.row) > 1 and self._size > self._most:
            raise Unclosed
        return line

    def next_row(self) -> int:
        """Let go of the lines in hand; the number of the next one."""
        self.row, self._size = [], 0
        return self.number + 1

    def go_back(self) -> None:
        """Read again from the second line of the row in hand."""
        self._again.extendleft(reversed(self.row[1:]))
        self.number -= len(self.row) - 1
        self.next_row()


def is_table(name: str, head: bytes, columns: Columns) -> bool:
    """Whether it is called a table, or its first line names the columns of one: the text, and another part or what the user named."""
    if name.lower().endswith(ENDINGS):
        return True
    first = head.removeprefix(BOM).split(b"\n", 1)[0].decode("utf-8", "replace")
    if first.lstrip().startswith(("{", "[", "<")) or len(first) > 5000:
        return False
    names = _cells(first, _separator(first, columns))
    layout = understand(names, columns)
    parts = (layout.title, layout.date, layout.time, layout.id, layout.url, layout.source, layout.authors)
    return holds(names, layout.text) and len(names) > 1 and (bool(columns.text) or any(holds(names, part) for part in parts))


def holds(names: Sequence[str], name: str) -> bool:
    """Whether a column of this name is there."""
    return bool(name) and name in names


def from_table(stream: Stream, name: str, rows: Rows) -> Iterator[Article | SourceError]:
    """One article a row. Raises a SourceError where the first row does not say which column holds the text."""
    lines = Lines(_decoded(stream.lines()), MOST_BYTES)
    number, names, separator = _heading(lines, name, rows.columns)
    rows.check(names, f"{name}, line {number}")
    layout = rows.layout(names, name)
    if not layout.text:
        raise NotAnArticle(f"{name}, line {number}", f"no column is known to hold the text: they are {shown(names)}", HINT)
    for at, cells in _rows(lines, separator, name):
        where = f"{name}, line {at}"
        try:
            if isinstance(cells, SourceError):
                raise cells
            yield rows.article(_named(names, cells, where), layout, where)
        except SourceError as error:
            yield error


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """What is no UTF-8 becomes half characters, which are refused with their row."""
    for number, line in enumerate(lines):
        yield (line if number else line.removeprefix(BOM)).decode("utf-8", "surrogateescape")


def _heading(lines: Lines, name: str, columns: Columns) -> tuple[int, tuple[str, ...], str]:
    """The line of the first row, the names in it, each once, and what separates them."""
    first = ""
    for first in lines:
        if first.strip():
            break
        lines.next_row()
    if not first.strip():
        raise EmptySource(name, "it is empty", "give a table whose first row names its columns")
    separator = first[4:5] if first.lower().startswith("sep=") else ""  # as spreadsheets write it
    at = lines.next_row() if separator else lines.number
    lines.row[:] = []
    reader = csv.reader(lines if separator else chain([first], lines), delimiter=separator or _separator(first, columns))
    try:
        cells = [cell.strip() for cell in next(reader, [])]
    except csv.Error as bad:
        raise _broken(f"{name}, line {at}", bad, "its names of columns can't be read") from None
    except Unclosed:
        raise NotAnArticle(f"{name}, line {at}", "its names of columns can't be read", HINT) from None
    lines.next_row()
    if len(cells) > MOST_COLUMNS:
        raise NotAnArticle(f"{name}, line {at}", f"{len(cells):,} columns", "give a table with a column for the text")
    seen: dict[str, int] = {}
    for n, cell in enumerate(cells):
        seen[cell] = seen.get(cell, 0) + 1
        if cell and seen[cell] > 1:
            cells[n] = f"{cell} ({seen[cell]})"
    return at, tuple(cells), separator or _separator(first, columns)


def _separator(first: str, columns: Columns) -> str:
    """What separates the names in the first row: what makes most parts of an article out of them, else what stands there most often."""

    def fits(separator: str) -> tuple[int, int]:
        cells = _cells(first, separator)
        layout = understand(cells, columns)
        parts = (layout.text, layout.title, layout.date, layout.id, layout.url, layout.source)
        return sum(holds(cells, part) for part in parts), len(cells)

    return max(SEPARATORS, key=fits)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []


def _rows(lines: Lines, separator: str, name: str) -> Iterator[tuple[int, list[str] | SourceError]]:
    """The cells of each row with the number of its first line; in place of one that can't be taken apart, the error."""
    csv.field_size_limit(MOST_BYTES)
    reader, unclosed = csv.reader(lines, delimiter=separator), 0
    while unclosed < UNCLOSED:
        at = lines.next_row()
        where = f"{name}, line {at}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except Unclosed:
            unclosed += 1
            lines.go_back()
            reader = csv.reader(lines, delimiter=separator)
            yield at, NotAnArticle(where, "a quotation mark is opened and never closed", 'write a mark within a text twice: ""')
            continue
        except csv.Error as bad:
            reader = csv.reader(lines, delimiter=separator)
            yield at, _broken(where, bad, "it can't be taken apart")
            continue
        if any(len(line) > MOST_BYTES for line in lines.row):
            yield at, TooLong(where, f"more than {MOST_BYTES // 1_000_000} MB in one line", "give one article a row")
        elif any(cell.strip() for cell in cells):
            yield at, cells
    yield lines.number, NotAnArticle(f"{name}, line {lines.number}", "too many quotation marks are never closed: the rest is left out", "")


def _broken(where: str, bad: csv.Error, what: str) -> NotAnArticle:
    """What is wrong with a row; the library has only one word for a carriage return outside of quotation marks."""
    if "new-line character" in str(bad):
        return NotAnArticle(where, f"{what}: a carriage return stands in it by itself", RETURNS)
    return NotAnArticle(where, what, "save the table again as CSV")


def _named(names: tuple[str, ...], cells: list[str], where: str) -> dict[str, str]:
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        what = f"{len(cells)} cells in a table of {len(names)} columns"
        raise NotAnArticle(where, what, "put texts that hold the separator in quotation marks")
    for cell in cells:
        if not cell.isascii() and any("\udc80" <= c <= "\udcff" for c in cell):
            bad = next(c for c in cell if "\udc80" <= c <= "\udcff")
            raise NotText(where, f"not UTF-8: a byte is 0x{ord(bad) - 0xDC00:02x}", "save it again as UTF-8")
    return dict(zip(names, cells, strict=False))
