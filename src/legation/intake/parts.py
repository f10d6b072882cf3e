"""What a page comes apart into, as it passes from the worker that may be killed to the program that lives."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a live blog: its own words and its own time, in the page's form, with where that stands."""

    title: str
    text: str
    date: str
    why: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The article of a page and what the page says of it; `text` is "" where there is none.

    `date` is a time in the page's own form, `why` says where it stands; `urls` are the addresses that the page claims for
    itself, the likeliest first; `others` those of the article's other pages; `dropped` the blocks left out, each with its
    reason before its words. `entries` are a live blog's; `refused` says what the page is instead of an article, `hint` what to do.
    """

    text: str = ""
    title: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    date: str = ""
    why: str = ""
    dropped: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    refused: str = ""
    hint: str = ""


def packed(parts: Parts) -> bytes:
    """The parts as bytes for a pipe."""
    return json.dumps(asdict(parts)).encode()


def unpacked(data: bytes) -> Parts:
    """The parts again."""
    given: dict[str, Any] = json.loads(data)
    lists = {key: tuple(given[key]) for key in ("authors", "urls", "others")}
    dropped = tuple((reason, words) for reason, words in given["dropped"])
    entries = tuple(Entry(**entry) for entry in given["entries"])
    return Parts(**{**given, **lists, "dropped": dropped, "entries": entries})
