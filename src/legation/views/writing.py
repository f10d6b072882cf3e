"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import IO


def write_whole(path: Path, parts: Iterable[bytes]) -> bool:
    """Write the parts to `path` by way of a file beside it; False, and nothing touched, where there are no parts.

    Whatever breaks off the writing (an error, Ctrl-C, a full disk) leaves the old file as it was.
    """
    target = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    if target.exists() and not target.is_file():
        return _write_through(target, parts)
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with beside.open("xb") as file:
            written = _write(file, parts)
            file.flush()
            os.fsync(file.fileno())
        if written:
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return written


def _write_through(target: Path, parts: Iterable[bytes]) -> bool:
    # A device or a pipe can't be renamed over; a folder is refused here by the system.
    with target.open("wb") as file:
        return _write(file, parts)


def _write(file: IO[bytes], parts: Iterable[bytes]) -> bool:
    written = False
    for part in parts:
        file.write(part)
        written = True
    return written
