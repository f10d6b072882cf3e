"""What the user names, taken in: files, pipes and standard input, told apart by what is in them rather than by their names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, cast

from legation.entries import Article
from legation.errors import EmptySource, NotAnArticle, NotText, SourceError, TooLong
from legation.intake.article import Terms, from_object, from_page, from_text
from legation.intake.dates import published as read_date
from legation.intake.kinds import BOM, KINDS, is_page, other
from legation.intake.streams import MOST_BYTES, Stream, called, opened

LARGE: Final = f"more than {MOST_BYTES // 1_000_000} MB"
HEAD: Final = 65_536
OBJECT: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:\{|\]\s*$|\"|\d))")
FIRST_LINES: Final = 3  # of which one must be an article by itself, where the first is none


def load(source: str, *, published: str = "", allow_long: bool = False, allow_language: bool = False) -> Iterator[Article | SourceError]:
    """The articles of one source, in order; in place of each that can't be read, the error that says why.

    `source` is a path to HTML, plain text, JSON (an object, or an array of them) or JSON lines, or "-" for standard
    input. `published` (EDTF, or an ISO 8601 time) is the date of what is in it, whatever the source says itself;
    BadDate, at once, if it is none.
    """
    terms = Terms(read_date(published), allow_long, allow_language)
    return _guarded(source, terms)


def _guarded(source: str, terms: Terms) -> Iterator[Article | SourceError]:
    try:
        with opened(source, MOST_BYTES) as stream:
            yield from _articles(stream, called(source), terms)
    except SourceError as error:
        yield error


def _articles(stream: Stream, name: str, terms: Terms) -> Iterator[Article | SourceError]:
    head = stream.start[:HEAD]
    _check_bytes(head, name)
    lower = name.lower()
    page = is_page(head)
    if lower.endswith((".jsonl", ".ndjson")) or (not page and _is_lines(stream)):
        yield from _from_lines(stream, name, terms)
    elif OBJECT.match(head.removeprefix(BOM)) or lower.endswith(".json"):
        yield from _from_document(_decoded(_whole(stream, name), name), name, terms)
    elif page or lower.endswith((".html", ".htm", ".xhtml")):
        yield from_page(_whole(stream, name), name, terms)
    else:
        yield from_text(_decoded(_whole(stream, name), name), name, terms)


def _check_bytes(head: bytes, name: str) -> None:
    if not head.removeprefix(BOM).strip():
        raise EmptySource(name, "it is empty", "give the text of an article")
    if kind := other(head):
        raise NotText(name, f"{kind.name}, not readable text", kind.hint)
    if b"\0" in head:
        raise NotText(name, f"not text: a NUL stands at byte {head.index(0)}", KINDS)


def _whole(stream: Stream, name: str) -> bytes:
    if len(stream.start) > MOST_BYTES:
        raise TooLong(name, f"{LARGE} in one piece", "give one article a file, or JSON lines")
    return stream.start


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, without a byte order mark."""
    if data.startswith(BOM):
        data = data[len(BOM) :]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as bad:
        what = f"not UTF-8: byte {bad.start} is 0x{data[bad.start]:02x}"
        raise NotText(name, what, "save it again as UTF-8") from None


def _is_lines(stream: Stream) -> bool:
    """Whether it is JSON lines: the first line is an object by itself, or one of the first is an article, whatever the others are."""
    lines = stream.start.removeprefix(BOM).split(b"\n", 100)
    first = list(islice((line.strip() for line in lines if line.strip()), FIRST_LINES))
    if len(first) < 2 or first[0].startswith(b"["):
        return False
    if first[0].startswith(b'{"') and first[1].startswith(b'{"'):
        return True
    return _object(first[0]) is not None or any("text" in (_object(line) or {}) for line in first)


def _object(line: bytes) -> dict[str, object] | None:
    try:
        given = json.loads(line) if line.startswith(b"{") else None
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _from_lines(stream: Stream, name: str, terms: Terms) -> Iterator[Article | SourceError]:
    """One article a line: a line that is none costs only itself."""
    for number, line in enumerate(stream.lines(), start=1):
        where = f"{name}, line {number}"
        data = line.removeprefix(BOM) if number == 1 else line
        if not data.strip():
            continue
        try:
            if len(data) > MOST_BYTES:
                raise TooLong(where, f"{LARGE} in one line", "give one article a line")
            yield from_object(_parsed(_decoded(data, where), where), where, terms)
        except SourceError as error:
            yield error


def _from_document(text: str, name: str, terms: Terms) -> Iterator[Article | SourceError]:
    given = _parsed(text, name)
    if not isinstance(given, list):
        yield from_object(given, name, terms)
        return
    if not given:
        raise EmptySource(name, "an empty JSON array", "give one article or more")
    for number, item in enumerate(given, start=1):
        try:
            yield from_object(item, f"{name}, item {number}", terms)
        except SourceError as error:
            yield error


def _parsed(text: str, where: str) -> object:
    try:
        return cast(object, json.loads(text))
    except json.JSONDecodeError as bad:
        at = f"column {bad.colno}" if ", line " in where else f"line {bad.lineno}, column {bad.colno}"
        what = f"not JSON: {bad.msg[:1].lower()}{bad.msg[1:]} at {at}"
        raise NotAnArticle(where, what, "check that it is complete") from None
    except (ValueError, RecursionError):
        raise NotAnArticle(where, "not JSON that can be read", "check that it is complete") from None
