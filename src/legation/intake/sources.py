"""What the user names, opened: files and standard input, told apart by what is in them rather than by their names."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from legation.entries import Article
from legation.errors import EmptySource, NotAnArticle, NotText, SourceError, TooLong
from legation.intake.article import Terms, from_object, from_page, from_text
from legation.intake.dates import published as read_date

MOST_BYTES: Final = 20_000_000  # of one page, text or line
LARGE: Final = f"more than {MOST_BYTES // 1_000_000} MB"
HEAD: Final = 65_536
BOM: Final = b"\xef\xbb\xbf"
OTHERS: Final = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture or a sound"), (b"BM", "a bitmap picture"), (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"), (b"SQLite format 3", "a database"),
    (b"\xff\xfe", "UTF-16 text"), (b"\xfe\xff", "UTF-16 text"),
)  # fmt: skip
PAGE: Final = re.compile(
    rb"\s*<(?:!doctype html\b|\?xml\b|!--|(?:html|head|body|article|main|section|div|meta|title|h1|p)\b)", re.IGNORECASE
)
MARKUP: Final = re.compile(rb"<(?:html|head|body|article|div|p|h1)\b", re.IGNORECASE)
KINDS: Final = "give HTML, plain text in UTF-8, or JSON"
OBJECT: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:\{|\]\s*$|\"|\d))")


def load(
    source: str, *, published: str = "", allow_long: bool = False, allow_language: bool = False
) -> Iterator[Article | SourceError]:
    """The articles of one source, in order; in place of each that can't be read, the error that says why.

    `source` is a path to HTML, plain text, JSON (an object, or an array of them) or JSON lines, or "-" for standard
    input. `published` (EDTF, or an ISO 8601 time) is the date of what is in it, whatever the source says itself;
    BadDate, at once, if it is none.
    """
    terms = Terms(read_date(published), allow_long, allow_language)
    return _guarded(source, terms)


def _guarded(source: str, terms: Terms) -> Iterator[Article | SourceError]:
    try:
        with _opened(source) as stream:
            yield from _articles(stream, _called(source), terms)
    except SourceError as error:
        yield error


def _called(source: str) -> str:
    shown = "standard input" if source == "-" else source
    return "".join(c if c.isprintable() else "?" for c in shown)


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """A stream that can be rewound."""
    name = _called(source)
    if re.match(r"https?://", source, re.IGNORECASE):
        raise SourceError(name, "web addresses can't be read yet", "save the page, and give the file")
    try:
        if source == "-":
            with SpooledTemporaryFile(max_size=MOST_BYTES) as spool:
                shutil.copyfileobj(sys.stdin.buffer, spool)
                spool.seek(0)
                yield cast(BinaryIO, spool)
        else:
            with Path(source).open("rb") as stream:
                yield stream
    except FileNotFoundError:
        raise SourceError(name, "there is no such file", "check the path") from None
    except IsADirectoryError:
        raise SourceError(name, "it is a folder", "give the files in it") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or str(error)
        raise SourceError(name, f"it can't be opened: {why}", "check the path") from None


def _articles(stream: BinaryIO, name: str, terms: Terms) -> Iterator[Article | SourceError]:
    head = stream.read(HEAD)
    _check_bytes(head, name)
    stream.seek(0)
    lower = name.lower()
    body = head.removeprefix(BOM)
    if lower.endswith((".jsonl", ".ndjson")) or (OBJECT.match(body) and _is_lines(stream)):
        yield from _from_lines(stream, name, terms)
    elif OBJECT.match(body) or lower.endswith(".json"):
        yield from _from_document(_decoded(_whole(stream, name), name), name, terms)
    elif (PAGE.match(body) and MARKUP.search(body)) or lower.endswith((".html", ".htm", ".xhtml")):
        yield from_page(_whole(stream, name), name, terms)
    else:
        yield from_text(_decoded(_whole(stream, name), name), name, terms)


def _check_bytes(head: bytes, name: str) -> None:
    if not head.removeprefix(BOM).strip():
        raise EmptySource(name, "it is empty", "give the text of an article")
    for magic, what in OTHERS:
        if head.startswith(magic) and (magic != b"BM" or b"\0" in head):
            raise NotText(name, f"{what}, not readable text", KINDS)
    if b"\0" in head:
        raise NotText(name, f"not text: a NUL stands at byte {head.index(0)}", KINDS)


def _whole(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLong(name, f"{LARGE} in one piece", "give one article a file, or JSON lines")
    return data


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, without a byte order mark."""
    if data.startswith(BOM):
        data = data[len(BOM) :]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as bad:
        what = f"not UTF-8: byte {bad.start} is 0x{data[bad.start]:02x}"
        raise NotText(name, what, "save it again as UTF-8") from None


def _is_lines(stream: BinaryIO) -> bool:
    """Whether the first line is a JSON object by itself, and another follows."""
    first = stream.readline(MOST_BYTES).removeprefix(BOM)
    second = stream.readline(HEAD)
    while second and not second.strip():
        second = stream.readline(HEAD)
    stream.seek(0)
    try:
        return bool(second) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return bool(second) and second.lstrip().startswith(b'{"') and first.lstrip().startswith(b'{"')


def _from_lines(stream: BinaryIO, name: str, terms: Terms) -> Iterator[Article | SourceError]:
    """One article a line: a line that is none costs only itself."""
    for number, line in enumerate(_lines(stream), start=1):
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


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of one too long no more than shows that it is."""
    while line := stream.readline(MOST_BYTES + 1):
        yield line
        while len(line) > MOST_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MOST_BYTES + 1)
            if len(line) <= MOST_BYTES:
                break


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
