"""Records as CSV, an entry a line, for spreadsheets and R."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import normalize

from legation.entries import Actor, Article, Event, Record, Statement
from legation.views.lines import names
from legation.views.plain import one_line

COLUMNS: Final = (
    "article", "published", "source", "title", "entry", "id", "type", "mode", "status", "when", "who", "who_code",
    "whom", "whom_code", "by", "according_to", "said", "where", "where_code", "plover", "cameo", "confidence", "words",
    "start", "end",
)  # fmt: skip


def sheet(records: Iterable[Record]) -> Iterator[str]:
    """CSV text (RFC 4180) with a heading, record by record; nothing at all where there is no record."""
    heading: list[dict[str, str]] = [dict(zip(COLUMNS, COLUMNS, strict=True))]
    for record in records:
        told: list[Event | Statement] = [*record.events, *record.statements]
        yield _lines(heading + [row(record.article, entry) for entry in told])
        heading = []


def entries(found: Iterable[tuple[Article, Event | Statement]]) -> Iterator[str]:
    """The same for entries of many articles, each with its own."""
    heading: list[dict[str, str]] = [dict(zip(COLUMNS, COLUMNS, strict=True))]
    for article, entry in found:
        yield _lines([*heading, row(article, entry)])
        heading = []


def row(article: Article, entry: Event | Statement) -> dict[str, str]:
    """An entry in its article, a value a column."""
    row = {"article": article.id, "published": article.published, "source": article.source, "title": article.title}
    row |= _event(entry) if isinstance(entry, Event) else _statement(entry)
    row |= {"id": entry.id, "said": entry.said, "confidence": f"{entry.confidence:.4f}"}
    return row


def _event(event: Event) -> dict[str, str]:
    return {
        "entry": "event",
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "when": event.when.edtf,
        "who": names(event.actors),
        "who_code": _codes(event.actors),
        "whom": names(event.recipients),
        "whom_code": _codes(event.recipients),
        "by": names(event.by),
        "according_to": names(event.according_to),
        "where": event.where.name,
        "where_code": event.where.code,
        "plover": event.plover,
        "cameo": event.cameo,
        "words": event.evidence.text,
        "start": str(event.evidence.span.start),
        "end": str(event.evidence.span.end),
    }


def _statement(statement: Statement) -> dict[str, str]:
    return {
        "entry": "statement",
        "type": statement.kind,
        "who": names([statement.speaker]),
        "who_code": statement.speaker.code,
        "words": statement.content.text,
        "start": str(statement.content.span.start),
        "end": str(statement.content.span.end),
    }


def _codes(actors: Iterable[Actor]) -> str:
    return ", ".join(actor.code for actor in actors)


def _lines(rows: list[dict[str, str]]) -> str:
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, restval="", lineterminator="\r\n")
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return page.getvalue()


def cell(value: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    # A spreadsheet runs a cell that begins like a formula, for some also in full width: an apostrophe before it makes it text.
    shown = one_line(value)
    return "'" + shown if normalize("NFKC", shown[:1]).startswith(("=", "+", "-", "@")) else shown
