"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any, Final

STOPS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def write_whole(path: Path, parts: Iterable[bytes]) -> bool:
    """Write the parts to `path` by way of a file beside it; False, and nothing touched, where there are no parts.

    Whatever breaks off the writing (an error, Ctrl-C, SIGTERM, a full disk) leaves the old file as it was.
    """
    target = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    if target.exists() and not target.is_file():
        return _write_through(target, parts)
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    with _stopped_cleanly():
        try:
            with beside.open("xb") as file:
                written = _write(file, parts)
                file.flush()
                os.fsync(file.fileno())
            if written:
                _like(target, beside)
                beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    return written


def write_folder(path: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write files (a path with / between, and its text) into a folder that is new or empty: all of them, or none.

    Raises FileExistsError where something is in the folder."""
    target = Path(os.path.realpath(path))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(errno.EEXIST, "is not an empty folder")
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    with _stopped_cleanly():
        try:
            beside.mkdir(parents=True)
            for name, text in files:
                file = beside.joinpath(*name.split("/"))
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
            if target.exists():
                target.rmdir()
            beside.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def same_file(one: str, other: str) -> bool:
    """Whether two paths lead to one file that is there."""
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False


@contextmanager
def _stopped_cleanly() -> Iterator[None]:
    """A request to end ends the run as an error does, so that nothing half written stays."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before: dict[int, Any] = {}
    with suppress(ValueError):  # only the main thread may ask for signals
        before = {number: signal.signal(number, stop) for number in STOPS if signal.getsignal(number) == signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _like(old: Path, new: Path) -> None:
    """Who may read the old file, and no others, may read the new one."""
    if not old.exists():
        return
    kept = old.stat()
    with suppress(OSError, AttributeError):  # only root may give a file away
        os.chown(new, kept.st_uid, kept.st_gid)
    new.chmod(kept.st_mode & 0o7777)


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
