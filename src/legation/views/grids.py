"""Rows of named cells as a table for eyes, JSON, JSON lines, CSV or Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from legation.views.markdown import escape
from legation.views.objects import Json, dumps
from legation.views.plain import clip, one_line
from legation.views.sheets import cell

WIDEST = 60


def grid(rows: Sequence[Json], form: str, columns: Sequence[str]) -> Iterator[str]:
    """The rows in the format asked for; JSON has every key, the others the columns."""
    if form == "json":
        yield dumps(list(rows), indent=1) + "\n"
    elif form == "jsonl":
        yield from (dumps(row) + "\n" for row in rows)
    elif form == "csv":
        yield from _csv(rows, columns)
    elif form == "markdown":
        yield from _markdown(rows, columns)
    elif rows:
        yield from _table(rows, columns)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(v) for v in value)
    return one_line("" if value is None else str(value))


def _csv(rows: Sequence[Json], columns: Sequence[str]) -> Iterator[str]:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([v if isinstance(v := row.get(c), (int, float)) else cell(_text(v)) for c in columns])
    yield page.getvalue()


def _markdown(rows: Sequence[Json], columns: Sequence[str]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |\n|" + "---|" * len(columns) + "\n"
    for row in rows:
        yield "| " + " | ".join(escape(_text(row.get(c))) for c in columns) + " |\n"


def _table(rows: Sequence[Json], columns: Sequence[str]) -> Iterator[str]:
    lines = [[c.replace("_", " ") for c in columns], *([clip(_text(row.get(c)), WIDEST) for c in columns] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        yield "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() + "\n"
