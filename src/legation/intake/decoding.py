"""A body unpacked as it streams in, with what it may grow to counted: a bomb is let go after its first megabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

GZIP: Final = ("gzip", "x-gzip")
ACCEPTED: Final = "gzip, deflate"
GZIP_HEAD: Final = 16 + zlib.MAX_WBITS  # how zlib is told to expect it
MAGIC: Final = b"\x1f\x8b"
MEMBERS: Final = 1_000  # each takes a while, however little is in it
CUT_OFF: Final = "cut off before its end"
PIECE: Final = 262_144  # bytes unpacked at a time


class Refused(Exception):
    """A body that is not taken: `str()` says why."""


def decoded(chunks: Iterable[bytes], encoding: str, wire: int, most: int) -> bytes:
    """The body behind its Content-Encoding; Refused where more than `wire` bytes come or more than `most` come of them."""
    body = bytearray()
    for piece in _pieces(_counted(chunks, wire), encoding.strip().lower()):
        body += piece
        if len(body) > most:
            raise Refused(f"more than {most // 1_000_000} MB when unpacked")
    return bytes(body)


def _counted(chunks: Iterable[bytes], wire: int) -> Iterator[bytes]:
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > wire:
            raise Refused(f"more than {wire // 1_000_000} MB")
        yield chunk


def _pieces(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        return chunks
    if encoding in GZIP:
        return _gzip(chunks)
    if encoding == "deflate":
        return _deflate(chunks)
    raise Refused(f"packed as {encoding[:40]}, though only {ACCEPTED} was asked for")


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """One member after the other; what follows them and is none is passed over."""
    inflate, held, members = zlib.decompressobj(GZIP_HEAD), b"", 1
    for chunk in chunks:
        held += chunk
        while held:
            if inflate.eof:
                if len(held) < len(MAGIC):
                    break
                if not held.startswith(MAGIC):
                    return
                inflate, members = zlib.decompressobj(GZIP_HEAD), members + 1
                if members > MEMBERS:
                    raise Refused(f"packed in more than {MEMBERS:,} pieces")
            yield from _all_of(inflate, held)
            held = inflate.unused_data
    _check_end(inflate)


def _deflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """With zlib's head, as the standard says, or without it, as some servers send it."""
    inflate, held = None, b""
    for chunk in chunks:
        held += chunk
        if inflate is None:
            if len(held) < 2:
                continue
            headed = held[0] & 0x0F == 8 and int.from_bytes(held[:2], "big") % 31 == 0
            inflate = zlib.decompressobj(zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)
        yield from _all_of(inflate, held)
        held = b""
        if inflate.eof:
            return
    if inflate is not None or held:
        raise Refused(CUT_OFF)


def _all_of(inflate: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    try:
        while True:
            piece = inflate.decompress(data, PIECE)
            yield piece
            data = inflate.unconsumed_tail
            if inflate.eof or (not data and len(piece) < PIECE):
                return
    except zlib.error:
        raise Refused("damaged: it can't be unpacked") from None


def _check_end(inflate: zlib._Decompress) -> None:
    if not inflate.eof:
        raise Refused(CUT_OFF)
