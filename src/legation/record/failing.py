"""What an error of the database means to who meets it: a full disk is told as one, whatever the database calls it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Final

LITTLE: Final = 1_000_000  # bytes: with less left, it is for want of room that writing fails
FULL: Final = "the disk is full (make room on it, and run this again: what was kept stays)"
MOVED: Final = "it was moved or removed meanwhile (run this again)"
MAGIC: Final = b"SQLite format 3\0"
WAYS: Final = {
    sqlite3.SQLITE_BUSY: "another program is writing to it (wait for that, and run this again)",
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: "it may not be written to (check who may, or copy it to another place)",
    sqlite3.SQLITE_IOERR: "the disk fails (check it, and that it has room; what was kept stays)",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened (check the path, who may write there, and that the disk has room)",
}  # with what to do


def reason(error: sqlite3.Error, path: Path) -> str:
    """Why the database fails at a file, in words of ours where they are known, with what to do."""
    if path.is_dir():
        return "it is a folder (give a file in it)"
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return MOVED
    kind = code & 0xFF  # without what tells where in the database it was
    if kind in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _room(path) < LITTLE:
        return FULL
    return WAYS.get(kind, str(error))


def is_other(path: Path) -> bool:
    """Whether a file is, by its first bytes, no database at all, not even a damaged one."""
    try:
        with path.open("rb") as file:
            return not MAGIC.startswith(file.read(len(MAGIC)))
    except OSError:
        return False


def _room(path: Path) -> int:
    """Bytes that are left where a file stands."""
    try:
        disk = shutil.disk_usage(path.parent)
    except OSError:
        return LITTLE
    return disk.free if disk.total else LITTLE  # what the system itself makes up (/proc) has neither
