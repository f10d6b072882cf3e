"""A folder of saved pages: the files in it, in order; what belongs to pages and is none is left out and counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from legation.intake.taking import Taking

READ: Final = frozenset(
    (".html", ".htm", ".xhtml", ".mht", ".mhtml", ".txt", ".text", ".md", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".parquet",
     ".eml", ".mbox", ".warc", ".gz", ".zip", "")
)  # fmt: skip
BESIDE: Final = ("_files", "_Files")  # where browsers put what belongs to a page
PAGES: Final = (".html", ".htm")
LONGEST: Final = 40  # characters of an ending that are told


def files_of(folder: Path, name: str, taking: Taking) -> Iterator[Path]:
    """The files that may hold articles, in this folder and below it, in order; hidden ones are left out, links to folders not followed."""
    left: Counter[str] = Counter()
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(inner for inner in folders if not inner.startswith(".") and not _belongs(inner, files))
        for file in sorted(files):
            path = Path(at) / file
            if file.startswith("."):
                continue
            if not path.is_file():
                left["no file"] += 1
            elif is_read(file):
                yield path
            else:
                left[path.suffix.lower()] += 1
    say_left(left, name, taking)


def is_read(name: str) -> bool:
    """Whether a file so called may hold articles."""
    return PurePosixPath(name).suffix.lower() in READ


def say_left(left: Counter[str], name: str, taking: Taking) -> None:
    """Say what was left out, by its endings."""
    if left:
        told = ", ".join(f"{count:,} {ending[:LONGEST]}" for ending, count in sorted(left.items())[:20])
        files = "1 file that holds" if left.total() == 1 else f"{left.total():,} files that hold"
        taking.say(f"{name}: left out {files} no articles: {told}")


def _belongs(folder: str, files: Iterable[str]) -> bool:
    """Whether a folder holds what belongs to a page beside it."""
    return folder.endswith(BESIDE) and any(folder[:-6] + ending in files for ending in PAGES)
