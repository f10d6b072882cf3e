"""The records of a web archive (WARC 1.0 and 1.1), each checked for its length and its digests; a broken one costs only itself."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from legation.errors import NotText, SourceError, TooLong
from legation.intake.addresses import without_login, without_logins
from legation.intake.article import web
from legation.intake.streams import called
from legation.intake.unpacking import Bytes, Window

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

MOST_HEAD: Final = 65_536  # bytes of a record's own headers
MOST_RECORD: Final = 12_000_000
MOST_BROKEN: Final = 1_000  # then the rest of an archive is given up
DIGESTS: Final = ("sha1", "sha256", "sha512", "md5")
BLANK: Final = b"\r\n"
SHOWN: Final = 200  # characters of an address in a message
WHOLE: Final = "fetch the archive again, or take what is whole"


@dataclass(frozen=True, slots=True)
class Capture:
    """One record: what kind it is, of which address and when it was made (ISO 8601 UTC), and what it holds.

    Of an answer by HTTP, `status`, `media` (lower case, without parameters), `charset` and `encoding` are those of the answer; `body` is
    free of chunks, but still in its content encoding. `cut` says why the crawler kept only its beginning.
    """

    where: str
    kind: str
    address: str
    at: str
    status: int
    media: str
    charset: str
    encoding: str
    body: bytes
    cut: str = ""


class Broken(Exception):
    """A record that is not what it says, `str()` says why; the next one is behind it, or must be looked for."""

    def __init__(self, what: str, size: int = 0, hint: str = WHOLE) -> None:
        self.size = size  # bytes to go on by; 0 where that is not known
        self.hint = hint
        super().__init__(what)


def captures(raw: Bytes, name: str, *, packed: bool) -> Iterator[Capture | SourceError]:
    """The records in their order; in place of each that is broken, the error that says where."""
    window, number, broken = Window(raw, packed=packed), 0, 0
    while not _at_end(window):
        number += 1
        where = f"{name}, record {number} at byte {window.at:,}"
        try:
            yield _next(window, where)
        except TooLong as error:
            yield error
            going_on = not window.stopped or window.to_next_record()
        except Broken as bad:
            broken += 1
            yield NotText(where, f"the record is broken, and left out: {bad}", bad.hint)
            going_on = _pass_over(window, bad)
        else:
            continue
        if broken == MOST_BROKEN or window.given_up:
            what = f"{MOST_BROKEN:,} records are broken" if broken == MOST_BROKEN else window.stopped
            yield NotText(name, f"the rest is left out: {what}", WHOLE)
            return
        if not going_on:
            return


def _next(window: Window, where: str) -> Capture:
    head, length = _head(window)
    size = len(head) + length
    if length > MOST_RECORD:
        window.drop(size)
        raise TooLong(where, f"more than {MOST_RECORD // 1_000_000} MB in one record{_stopped(window)}", "give the page as a file")
    found = _capture(head, _block(window, len(head), length), where)
    window.drop(size)
    return found


def _pass_over(window: Window, bad: Broken) -> bool:
    """Go on behind a broken record; False where nothing follows."""
    if bad.size:
        window.drop(bad.size)
        return True
    return window.to_next_record()


def _at_end(window: Window) -> bool:
    """Go to where the next record begins; whether there is none. One that breaks off is told as one that is broken."""
    while window.ahead(1):
        blank = window.look(0, 4096)
        rest = blank.lstrip(b"\r\n")
        window.drop(len(blank) - len(rest))
        if rest:
            return False
    return not window.stopped


def _stopped(window: Window) -> str:
    return f": {window.stopped}" if window.stopped else ""


def _head(window: Window) -> tuple[bytes, int]:
    """A record's own headers, to the blank line behind them, and the length that they give its block."""
    window.ahead(MOST_HEAD if not window.stopped else 0)
    if not window.look(0, 5).startswith(b"WARC/"):
        raise Broken(window.stopped or "no record begins here")
    end = window.find(b"\r\n\r\n", 0, MOST_HEAD)
    if end < 0:
        raise Broken(window.stopped or "its headers have no end")
    head = window.look(0, end + 4)
    lengths = _said(head, b"content-length:")
    if len(lengths) != 1 or not (given := lengths.pop()).isdigit() or len(given) > 15:
        raise Broken("it does not say how long it is")
    return head, int(given)


def _said(head: bytes, name: bytes) -> set[bytes]:
    """What headers say under a name, in lower case and with its colon."""
    return {line.partition(b":")[2].strip() for line in head.split(b"\r\n") if line.lower().startswith(name)}


def _check_address(head: bytes, size: int) -> None:
    """An answer by HTTP is one of a web address; of another's the library would take the headers for a part of the page."""
    if not any(said.lower().startswith(b"application/http") for said in _said(head, b"content-type:")):
        return
    address = next(iter(_said(head, b"warc-target-uri:")), b"").strip(b"<>").decode("utf-8", "replace")
    if not web(address):
        shown = called(without_login(address)[:SHOWN]) or "nothing"
        raise Broken(f"its WARC-Target-URI is no web address, but {shown}", size, "give the page as a file")


def _block(window: Window, start: int, length: int) -> bytes:
    """The block, if it is as long as it should be: two line breaks stand behind it, or the end."""
    there = window.ahead(start + length + 4)
    if there < start + length:
        raise Broken(f"{there - start:,} of {length:,} bytes are there" + (_stopped(window) or ", then the file ends"))
    behind = window.look(start + length, start + length + 4)
    if not (BLANK + BLANK).startswith(behind) and not behind.startswith(b"\n\n"):
        raise Broken(f"its length is not the {length:,} bytes that it says")
    return window.look(start, start + length)


def _capture(head: bytes, block: bytes, where: str) -> Capture:
    size = len(head) + len(block)
    _check_address(head, size)
    try:
        record = _parsed(head, block)
        told = record.rec_headers
        payload, whole = _payload(record)
    except Exception as error:  # whatever a library makes of bytes that anybody may have written
        raise Broken(f"it can't be taken apart: {type(error).__name__}", size) from None
    for header, held in (("WARC-Block-Digest", (block,)), ("WARC-Payload-Digest", (payload, whole))):
        said = told.get_header(header) or ""
        if said and told.get_header("WARC-Type") != "revisit" and not any(_fits(said, data) for data in held):
            raise Broken(f"its {header} does not fit what it holds", size)
    answer = record.http_headers
    media, _, more = ((answer or told).get_header("Content-Type") or "").partition(";")
    address = without_logins(told.get_header("WARC-Target-URI") or "")
    return Capture(
        where=f"{where} ({address[:SHOWN]})" if address else where, kind=told.get_header("WARC-Type") or "", address=address,
        at=told.get_header("WARC-Date") or "", status=_status(answer.get_statuscode()) if answer else 0, media=media.strip().lower(),
        charset=_charset(more), encoding=(answer.get_header("Content-Encoding") or "").strip().lower() if answer else "",
        body=whole, cut=told.get_header("WARC-Truncated") or "",
    )  # fmt: skip


def _parsed(head: bytes, block: bytes) -> ArcWarcRecord:
    from warcio.recordloader import ArcWarcRecordLoader

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it would print what the archive holds
    record: ArcWarcRecord = ArcWarcRecordLoader().parse_record_stream(BytesIO(head + block), known_format="warc")
    return record


def _payload(record: ArcWarcRecord) -> tuple[bytes, bytes]:
    """What stands behind the headers of an answer, and the same without the chunks in which it may have come."""
    from warcio.bufferedreaders import ChunkedDataReader

    payload: bytes = record.raw_stream.read()
    answer = record.http_headers
    if not answer or (answer.get_header("Transfer-Encoding") or "").lower() != "chunked":
        return payload, payload
    reader, parts = ChunkedDataReader(BytesIO(payload)), list[bytes]()
    while part := reader.read(65_536):
        parts.append(part)
    return payload, b"".join(parts)


def _fits(said: str, data: bytes) -> bool:
    """Whether a digest ("sha1:" and base 32 or hexadecimal) is that of the data; one of an unknown kind can't be told."""
    kind, _, value = said.partition(":")
    kind = kind.strip().lower().replace("-", "")
    if kind not in DIGESTS:
        return True
    value, found = value.strip(), hashlib.new(kind, data, usedforsecurity=False).digest()
    forms = (base64.b32encode(found).decode().rstrip("="), found.hex().upper())
    return value.upper().rstrip("=") in forms


def _status(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 5 else 0


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""
