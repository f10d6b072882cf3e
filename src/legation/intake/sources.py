"""What the user names, taken in: files, pipes and standard input, told apart by what is in them rather than by their names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from sys import get_int_max_str_digits
from typing import Final, cast

from legation.entries import Article
from legation.errors import EmptySource, NotAnArticle, NotText, SourceError, TooLong
from legation.intake.addresses import without_login
from legation.intake.archive import from_warc
from legation.intake.article import Terms, from_text
from legation.intake.columns import BY_NAME, Columns, Say
from legation.intake.dates import published as read_date
from legation.intake.fetched import Manners
from legation.intake.folders import files_of
from legation.intake.kinds import ARCHIVED, BOM, GZIP, KINDS, MAIL, MAILBOX, PARQUET, WARC, ZIP, Other, begins_mail, is_page, other
from legation.intake.mail import from_mail, from_saved
from legation.intake.mailbox import from_mailbox
from legation.intake.page import from_page
from legation.intake.parquet import from_parquet
from legation.intake.rows import FIELDS, Rows
from legation.intake.streams import MOST_BYTES, Stream, called, opened
from legation.intake.tables import from_table, is_table
from legation.intake.taking import Taking, silent
from legation.intake.webpage import Web
from legation.intake.zips import from_zip

LARGE: Final = f"more than {MOST_BYTES // 1_000_000} MB"
HEAD: Final = 65_536
OBJECT: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:\{|\]\s*$|\"|\d))")
ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
SCHEME: Final = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
SCHEMES: Final = "give an address of http or https, or the path of a file"
CALLED_MAIL: Final = "save the mail again, whole; where it is only a text, call it .txt"
OFFLINE: Final = Manners(offline=True)
FIRST_LINES: Final = 3  # of which one must be an article by itself, where the first is none


def load(
    source: str,
    *,
    published: str = "",
    allow_long: bool = False,
    allow_language: bool = False,
    columns: Columns = BY_NAME,
    say: Say = silent,
    web: Web | None = None,
) -> Iterator[Article | SourceError]:
    """The articles of one source, in order; in place of each that can't be read, the error that says why.

    `source` is a path, or "-" for standard input: to HTML, plain text, JSON (an object, or an array of them), JSON lines, a table (CSV,
    TSV, Parquet), a web archive (WARC), a mail, a mailbox, a folder or a zip of these; or a web address, which `web` fetches.
    `published` (EDTF, or an ISO 8601 time) is the date of what is in it, whatever the source says itself; BadDate, at once, if it is
    none. `columns` are those of tables that the user names; `say` is told how columns were understood and what was left out.
    """
    if not source.strip():
        return iter([NotAnArticle('""', "an empty name", "give a file, a folder or an address")])
    if scheme := SCHEME.match(source):
        return iter([SourceError(called(without_login(source)), f"{scheme[0].lower()} is not read: only http and https are", SCHEMES)])
    taking = Taking(Terms(read_date(published), allow_long, allow_language), columns, say)
    return _fetched(source, taking, web or Web(OFFLINE)) if ADDRESS.match(source) else _guarded(source, taking)


def _fetched(address: str, taking: Taking, web: Web) -> Iterator[Article | SourceError]:
    try:
        yield from web.articles(address, taking.terms)
    except SourceError as error:
        yield error


def _guarded(source: str, taking: Taking) -> Iterator[Article | SourceError]:
    name, path = called(source), _path(source)
    if path and path.is_dir():
        yield from _folder(path, name, taking)
        return
    empty = True
    try:
        with opened(source, MOST_BYTES) as stream:
            for found in _articles(stream, name, taking, path if path and path.is_file() else None):
                empty = False
                yield found
        if empty:
            raise EmptySource(name, "there is no article in it", "give one that holds some")
    except SourceError as error:
        yield error


def _path(source: str) -> Path | None:
    return None if source == "-" or "\0" in source else Path(source)


def _folder(folder: Path, name: str, taking: Taking) -> Iterator[Article | SourceError]:
    empty = True
    for path in files_of(folder, name, taking):
        empty = False
        yield from _guarded(str(path), taking)
    if empty:
        yield EmptySource(name, "a folder without an article", "give one that holds pages, texts or tables")


def _articles(stream: Stream, name: str, taking: Taking, path: Path | None = None) -> Iterator[Article | SourceError]:
    """What a stream holds; `path` where it is a file that can be opened again."""
    head = stream.start[:HEAD]
    kind = other(head)
    if kind is WARC:
        yield from from_warc(stream, name, taking, packed=head.startswith(GZIP))
    elif kind is ZIP:
        yield from _zip(stream, name, taking, path)
    elif kind is PARQUET and path:
        yield from from_parquet(path, name, taking.rows())
    elif kind is MAILBOX:
        yield from from_mailbox(stream, name, taking.terms)
    elif kind is MAIL or _is_called_mail(name, head, kind):
        yield from from_mail(_whole(stream, name).removeprefix(BOM), name, taking.terms)
    elif kind is ARCHIVED:
        yield from from_saved(_whole(stream, name).removeprefix(BOM), name, taking.terms)
    elif is_table(name, head, taking.columns) and not kind:
        yield from from_table(stream, name, taking.rows())
    else:
        _check_bytes(head, kind, name)
        yield from _texts(stream, head, name, taking)


def _is_called_mail(name: str, head: bytes, kind: Other | None) -> bool:
    """Whether it is a mail by its name, however few headers it has. Raises NotAnArticle where it begins with none, and is no page."""
    body = head.removeprefix(BOM).lstrip()
    if not name.lower().endswith(".eml") or kind not in (None, ARCHIVED) or not body or is_page(head):
        return False
    if not begins_mail(body):
        raise NotAnArticle(name, "it is called a mail, and begins with no headers of one", CALLED_MAIL)
    return True


def _zip(stream: Stream, name: str, taking: Taking, path: Path | None) -> Iterator[Article | SourceError]:
    def read(inner: Stream, called: str) -> Iterator[Article | SourceError]:
        if other(inner.start[:HEAD]) is ZIP:
            raise NotText(called, "a zip within a zip", "unpack it, and give it by itself")
        return _articles(inner, called, taking)

    if path:
        with path.open("rb") as file:
            yield from from_zip(file, path.stat().st_size, name, taking, read)
    else:
        data = _whole(stream, name)
        yield from from_zip(BytesIO(data), len(data), name, taking, read)


def _texts(stream: Stream, head: bytes, name: str, taking: Taking) -> Iterator[Article | SourceError]:
    lower, page = name.lower(), is_page(head)
    if lower.endswith((".jsonl", ".ndjson")) or (not page and _is_lines(stream)):
        yield from _from_lines(stream, name, taking.rows())
    elif OBJECT.match(head.removeprefix(BOM)) or lower.endswith(".json"):
        yield from _from_document(_decoded(_whole(stream, name), name), name, taking.rows())
    elif page or lower.endswith((".html", ".htm", ".xhtml")):
        yield from from_page(_whole(stream, name), name, taking.terms)
    else:
        yield from_text(_decoded(_whole(stream, name), name), name, taking.terms)


def _check_bytes(head: bytes, kind: Other | None, name: str) -> None:
    if not head.removeprefix(BOM).strip():
        raise EmptySource(name, "it is empty", "give the text of an article")
    if kind:
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


def _from_lines(stream: Stream, name: str, rows: Rows) -> Iterator[Article | SourceError]:
    """One article a line: a line that is none costs only itself. Raises NotAnArticle where no line says what the user names."""
    rows.check_objects((_object(line.strip()) for line in BytesIO(stream.start.removeprefix(BOM))), name)
    for number, line in enumerate(stream.lines(), start=1):
        where = f"{name}, line {number}"
        data = line.removeprefix(BOM) if number == 1 else line
        if not data.strip():
            continue
        try:
            if len(data) > MOST_BYTES:
                raise TooLong(where, f"{LARGE} in one line", "give one article a line")
            yield rows.object(_parsed(_decoded(data, where).rstrip(), where, is_line=True), where, name)
        except SourceError as error:
            yield error


def _from_document(text: str, name: str, rows: Rows) -> Iterator[Article | SourceError]:
    given = _parsed(text, name)
    if not isinstance(given, list):
        rows.note_missing(given, name)
        yield rows.object(given, name, name)
        return
    if not given:
        raise EmptySource(name, "an empty JSON array", "give one article or more")
    rows.check_objects(given, name)
    for number, item in enumerate(given, start=1):
        try:
            yield rows.object(item, f"{name}, item {number}", name)
        except SourceError as error:
            yield error


def _parsed(text: str, where: str, *, is_line: bool = False) -> object:
    try:
        return cast(object, json.loads(text))
    except json.JSONDecodeError as bad:
        at = f"column {bad.pos + 1}" if is_line else f"line {bad.lineno}, column {bad.colno}"
        what = f"not JSON: {bad.msg[:1].lower()}{bad.msg[1:]} at {at}"
        raise NotAnArticle(where, what, "check that it is complete") from None
    except ValueError:  # Python makes no number of so many digits, since that takes a while
        raise NotAnArticle(
            where, f"JSON with a number of more than {get_int_max_str_digits():,} digits", "put it in quotation marks"
        ) from None
    except RecursionError:
        raise NotAnArticle(where, "JSON whose objects or arrays stand too deep in each other", FIELDS) from None
