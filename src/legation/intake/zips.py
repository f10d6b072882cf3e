"""A zip of saved pages: its files one after the other, each bounded; their names are shown and sorted by, and never used as paths."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, Final, cast

from legation.entries import Article
from legation.errors import NotText, SourceError
from legation.intake.folders import is_read, say_left
from legation.intake.kinds import OFFICE, SAVE_TEXT
from legation.intake.streams import Stream, called
from legation.intake.taking import Taking

Read = Callable[[Stream, str], Iterator[Article | SourceError]]

MOST_FILES: Final = 100_000
MOST_GROWTH: Final = 200  # times
MUCH: Final = f"more than {MOST_GROWTH} times its size"
MOST_BOMBS: Final = 10  # then the rest of an archive is left out
FREE: Final = 4_000_000  # bytes that may come of however little
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
OFFICES: Final = ("[Content_Types].xml", "META-INF/container.xml", "META-INF/manifest.xml", "META-INF/MANIFEST.MF")
ENCRYPTED: Final = 0x1 | 0x40 | 0x2000  # flags: of old, strongly, and with its headers masked (APPNOTE 4.4.4)
SHOWN: Final = 200  # characters of a name in a message
UNPACK: Final = "unpack it, and give the folder"


def from_zip(file: IO[bytes], size: int, name: str, taking: Taking, read: Read) -> Iterator[Article | SourceError]:
    """The articles of the files in a zip of `size` bytes; in place of each file that can't be read, the error that says why."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _files(archive, size, name, taking, read)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise NotText(name, f"a ZIP archive that can't be read: {error}", "check that it is complete") from None


def _files(archive: zipfile.ZipFile, size: int, name: str, taking: Taking, read: Read) -> Iterator[Article | SourceError]:
    inside = archive.infolist()
    if any(one.filename in OFFICES for one in inside):
        raise NotText(name, OFFICE, SAVE_TEXT)
    if len(inside) > MOST_FILES:
        raise NotText(name, f"a ZIP archive of more than {MOST_FILES:,} files", UNPACK)
    left: Counter[str] = Counter()
    unpacked = bombs = 0
    for one in sorted(inside, key=lambda one: one.filename):
        ending = "." + one.filename.rpartition(".")[2].lower()
        if one.filename.endswith("/") or _hidden(one.filename):
            continue
        if ending == ".zip" or not is_read(one.filename):
            left[f"{ending} (a zip within a zip)" if ending == ".zip" else ending] += 1
            continue
        where = f"{name}, {_shown(one.filename)}"
        if _grows(one.file_size, one.compress_size):
            bombs += 1
            yield NotText(where, f"it is left out: it unpacks to {MUCH}: a bomb", UNPACK)
        elif _grows(unpacked + one.file_size, size):  # files may be packed over each other, none of them a bomb by itself
            bombs = MOST_BOMBS + 1
        else:
            unpacked += one.file_size
            yield from _file(archive, one, where, read)
        if bombs > MOST_BOMBS:
            yield NotText(where, f"the archive is left out from here on: its files unpack to {MUCH}", UNPACK)
            break
    say_left(left, name, taking)


def _file(archive: zipfile.ZipFile, one: zipfile.ZipInfo, where: str, read: Read) -> Iterator[Article | SourceError]:
    if one.flag_bits & ENCRYPTED:
        yield NotText(where, "it is encrypted", "unpack it with its password, and give the folder")
    elif one.compress_type not in METHODS:
        yield NotText(where, "it is packed in a way that can't be bounded", UNPACK)
    else:
        try:
            with archive.open(one) as file:
                yield from read(Stream(cast(BinaryIO, file)), where)
        except SourceError as error:
            yield error
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error) as error:
            yield NotText(where, f"it is damaged: {error}", "pack it again")


def _shown(name: str) -> str:
    """A name as it is told: one of thousands of characters by how it begins and ends."""
    shown = called(name) or "a file without a name"
    return shown if len(shown) <= SHOWN else f"{shown[: SHOWN // 2]}…{shown[-SHOWN // 2 :]}"


def _grows(unpacked: int, packed: int) -> bool:
    return unpacked > FREE and unpacked > MOST_GROWTH * packed


def _hidden(name: str) -> bool:
    return any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in name.split("/"))
