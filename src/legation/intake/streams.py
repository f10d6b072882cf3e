"""A source as bytes: a file, a pipe or standard input; its beginning can be looked at, and is then read all the same."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from legation.errors import SourceError

MOST_BYTES: Final = 20_000_000  # of one page, text or line

LIKE_ADDRESS: Final = re.compile(r"(?:[\w-]+\.)+(?:[a-z]{2,}(?::\d+)?/|(?:com|org|net|int|gov|edu|eu|uk|info)$)", re.IGNORECASE)


class Stream:
    """Bytes read once, in order: nothing is rewound, so that a pipe will do. `start` is its beginning."""

    def __init__(self, raw: BinaryIO, most: int = MOST_BYTES) -> None:
        self.most = most
        self.start = raw.read(most + 1)  # one more than is taken in one piece: so it shows
        self._lines = io.BytesIO(self.start)
        self._rest = raw

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, from where reading stands; b"" at the end."""
        return self._lines.read(size) or self._rest.read(size)

    def lines(self) -> Iterator[bytes]:
        """The lines; of one too long no more than shows that it is."""
        while line := self._line():
            yield line[: self.most + 1]
            while len(line) > self.most and not line.endswith(b"\n"):
                line = self._line()

    def _line(self) -> bytes:
        line = self._lines.readline(self.most + 1)
        if line.endswith(b"\n") or len(line) > self.most:
            return line
        return line + self._rest.readline(self.most + 1 - len(line))


def called(source: str) -> str:
    """The name of a source, as it can be shown."""
    shown = "standard input" if source == "-" else source
    return "".join(c if c.isprintable() else "?" for c in shown)


@contextmanager
def opened(source: str, most: int = MOST_BYTES) -> Iterator[Stream]:
    """What a source holds. Raises a SourceError where it can't be opened or read."""
    name = called(source)
    try:
        if source == "-":
            if sys.stdin is None:
                raise SourceError(name, "it is closed", "give a file, or text on standard input")
            yield Stream(sys.stdin.buffer, most)
        else:
            with Path(source).open("rb") as raw:
                yield Stream(raw, most)
    except FileNotFoundError:
        address = LIKE_ADDRESS.match(source) and not Path(source.partition("/")[0]).exists()
        hint = "check the path; an address is given with https:// before it" if address else "check the path"
        raise SourceError(name, "there is no such file", hint) from None
    except IsADirectoryError:
        raise SourceError(name, "it is a folder", "give the files in it") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or str(error)
        raise SourceError(name, f"it can't be read: {why}", "check the path") from None
