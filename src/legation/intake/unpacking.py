"""A web archive's bytes with their place, packed by gzip or not; what is damaged is passed over to where the next record begins."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Final, Protocol

PIECE: Final = 65_536
LEAST: Final = 512
HELD: Final = 1_000_000  # packed bytes kept, in which the next member is looked for when one is damaged
MOST_GROWTH: Final = 200  # times; pages grow five to twenty times, and 1,032 is the most that deflate can
FREE: Final = 4_000_000  # bytes that a member may grow to whatever its size
MOST_BOMBS: Final = 10  # then the rest of an archive is given up
MOST_EMPTY: Final = 1_000
MEMBER: Final = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
RECORD: Final = re.compile(rb"\n(?=WARC/\d)")
KEPT: Final = 8  # bytes that may be the beginning of one of these


class Bytes(Protocol):
    """What can be read from, a piece at a time; b"" at its end."""

    def read(self, size: int, /) -> bytes: ...


class Packed:
    """The members of a gzip file, one after the other. `stopped` says why no more comes, where it is not the end."""

    def __init__(self, raw: Bytes) -> None:
        self._raw, self._held = raw, bytearray()  # from the beginning of the member in hand, or the last of it
        self._fed = 0  # of what is held
        self._inflate = zlib.decompressobj(31)
        self._taken = self._given = 0  # bytes of the member, packed and unpacked
        self._full = False  # as much came as was asked for: more may come of what was fed already
        self._feed = LEAST  # bytes to unpack next: few at first, for what a member leaves of them is copied
        self._empty = 0  # members one after the other that hold nothing
        self.bombs = 0
        self.stopped = ""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; b"" at the end, or where `stopped` says why."""
        while not self.stopped:
            if self._inflate.eof and not self._next_member():
                return b""
            if self._fed == len(self._held) and not self._full and not self._more():
                self.stopped = "" if not self._taken else "the file breaks off"
                return b""
            if data := self._unpack(size):
                return data
        return b""

    def pass_over(self) -> bool:
        """Go on behind the damage, at the next member that begins as a record does; False where there is none."""
        if self.bombs > MOST_BOMBS:
            return False
        at, self._fed = 1, 0
        while True:
            found = MEMBER.search(self._held, at)
            if found and self._is_record(found.start()):
                self._taken = self._given = 0
                self._begin(found.start())
                return True
            if found:
                at = found.start() + 1
                continue
            del self._held[: max(len(self._held) - KEPT, 0)]
            at = 0
            if not self._more():
                return False

    def _is_record(self, at: int) -> bool:
        while len(self._held) < at + 4096 and self._more():
            pass
        try:
            return zlib.decompressobj(31).decompress(bytes(self._held[at : at + 4096]), KEPT).startswith(b"WARC/")
        except zlib.error:
            return False

    def _more(self) -> bool:
        if len(self._held) > HELD and self._fed > HELD // 2:
            del self._held[: self._fed - HELD // 2]
            self._fed = HELD // 2
        piece = self._raw.read(PIECE)
        self._held += piece
        return bool(piece)

    def _next_member(self) -> bool:
        if self._empty > MOST_EMPTY:
            self.bombs, self.stopped = MOST_BOMBS + 1, f"more than {MOST_EMPTY:,} of its members hold nothing"
            return False
        self._empty += 1
        while len(self._held) - self._fed < 2 and self._more():
            pass
        if self._fed == len(self._held):
            self._taken = 0
            return False
        if not self._held.startswith(b"\x1f\x8b", self._fed):
            self.stopped = "what follows is not packed by gzip"
            return False
        if self._given <= MOST_GROWTH * self._taken:
            self._taken = self._given = 0  # else the members are counted together: a bomb may come in many
        self._begin(self._fed)
        return True

    def _begin(self, at: int) -> None:
        del self._held[:at]
        self._fed, self._feed = 0, LEAST
        self._inflate, self.stopped, self._full = zlib.decompressobj(31), "", False

    def _unpack(self, size: int) -> bytes:
        chunk = bytes(self._held[self._fed : self._fed + self._feed])
        self._feed = min(2 * self._feed, PIECE)
        try:
            data = self._inflate.decompress(chunk, size)
        except zlib.error:
            self.stopped = "it is damaged: it can't be unpacked"
            return b""
        left = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        used, self._full = len(chunk) - len(left), len(data) == size
        self._fed += used
        self._taken += used
        self._given += len(data)
        self._empty = 0 if data else self._empty
        if self._given > FREE and self._given > MOST_GROWTH * self._taken:
            self.bombs += 1
            self.stopped = f"it unpacks to more than {MOST_GROWTH} times its size: a bomb"
            return b""
        return data


class Window:
    """A look at the bytes from where the next record is thought to begin, as far as it is asked for."""

    def __init__(self, raw: Bytes, *, packed: bool) -> None:
        self._packed = Packed(raw) if packed else None
        self._read: Callable[[int], bytes] = self._packed.read if self._packed else raw.read
        self._bytes = bytearray()
        self.at = 0  # of the first byte, unpacked

    @property
    def given_up(self) -> bool:
        """Whether there were too many bombs to go on."""
        return self._packed is not None and self._packed.bombs > MOST_BOMBS

    @property
    def stopped(self) -> str:
        """Why there is no more, where it is not the end."""
        return self._packed.stopped if self._packed else ""

    def ahead(self, size: int) -> int:
        """Have so many bytes in view; how many there are."""
        while len(self._bytes) < size:
            piece = self._read(PIECE)
            if not piece:
                break
            self._bytes += piece
        return len(self._bytes)

    def find(self, words: bytes, start: int, most: int) -> int:
        """Where words stand in the first `most` bytes, from `start` on; -1 where they don't."""
        while True:
            found = self._bytes.find(words, start, most)
            size = len(self._bytes)
            if found >= 0 or size >= most or self.ahead(min(size + 4096, most)) == size:
                return found

    def look(self, start: int, end: int) -> bytes:
        """Bytes in view."""
        return bytes(self._bytes[start:end])

    def drop(self, size: int) -> None:
        """Go on by so many bytes, in view or not."""
        size = max(size, 0)
        while size > len(self._bytes):
            size -= len(self._bytes)
            self.at += len(self._bytes)
            self._bytes.clear()
            if not self.ahead(min(size, PIECE)):
                return
        del self._bytes[:size]
        self.at += size

    def to_next_record(self) -> bool:
        """Go on to where a record begins, behind whatever is damaged; False where there is none."""
        while True:
            if found := RECORD.search(self._bytes):
                self.drop(found.end())
                return True
            size = len(self._bytes)
            if self.ahead(size + 1) > size:
                self.drop(size - KEPT)
            elif self._packed and self._packed.stopped and self._packed.pass_over():
                self.drop(size)
                return True
            else:
                return False
