"""Standard output as it may be: closed, full, or left by whoever read it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO

from legation.errors import LegationError


def hold() -> None:
    """Open what is closed of the three standard streams, so that no other file gets its number and then what is said there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether someone sits before it; None is a stream that is closed."""
    return stream is not None and stream.isatty()


def write_out(part: bytes) -> None:
    """Write to standard output at once. A reader that has gone (head) is a BrokenPipeError, anything else a LegationError."""
    if sys.stdout is None:
        raise LegationError("standard output: it is closed (write to a file with -o FILE)")
    try:
        sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon()
        raise LegationError(f"standard output: can't be written: {error.strerror or error} (write to another place)") from error


def abandon() -> None:
    """Throw away what waits to be written, so that it isn't tried again at the end."""
    with suppress(OSError, ValueError, AttributeError):
        number = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
