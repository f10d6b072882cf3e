"""The six kinds of input that may be spoiled, and how each is read: what comes of it is a thing that we know, or an error of ours.

The tests try some of each on every run, benchmarks/reliability/fuzz.py a million. Pages and feeds are taken apart in this process, so
that an error shows which in the program only ends the process that takes them apart.
"""

from __future__ import annotations

import os
import random
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from unittest.mock import patch

import feed_making
import spoiling

import legation
from legation.entries import Article
from legation.errors import BadDate, NotAFeed, SourceError
from legation.intake.article import Terms
from legation.intake.dates import Published, published
from legation.intake.extraction import take_apart
from legation.intake.feed import Feed
from legation.intake.feed_worker import packed, unpacked
from legation.intake.feeds import read_feed
from legation.intake.opml import from_opml
from legation.intake.page import from_page
from legation.intake.pages import GivenUp
from legation.intake.parts import Parts
from legation.intake.parts import packed as parts_packed
from legation.intake.parts import unpacked as parts_unpacked
from legation.intake.sources import load
from legation.intake.stamps import stamp
from legation.intake.written import written
from legation.resolving.edtf import bounds
from legation.resolving.times import Direction, find_times, infer_published, resolve

OURS = Path(legation.__file__).parent
IN_MEMORY = Path("/dev/shm")  # a million files on a busy disk take hours
FOLDER = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(gettempdir())
TERMS = Terms(Published())


@dataclass(frozen=True, slots=True)
class Kind:
    """How one is made by chance, and how it is read: the words for what came of it, one or more."""

    make: Callable[[random.Random], Any]
    read: Callable[[Any], Iterable[str]]

    def tried(self, seed: str) -> list[str]:
        """What came of the one that this seed gives. Raises whatever error nobody foresaw."""
        return list(self.read(self.make(random.Random(seed))))


def on_a_line(error: Exception) -> None:
    """An error is told on one line, whatever it is about."""
    assert "\n" not in str(error), error


def came_of(found: Iterable[object]) -> Iterator[str]:
    """The kinds of what was loaded: articles, and errors that can be shown on a line."""
    for one in found:
        if isinstance(one, Article):
            assert one.id
            assert one.text.strip()
            yield "article"
        else:
            assert isinstance(one, SourceError), one
            on_a_line(one)
            yield type(one).__name__


# --- pages


class PagesAtHand:
    """In the place of the worker that takes pages apart. What a library fails on it gives up, as that does; an error of ours is raised."""

    def take_apart(self, page: bytes) -> Parts:
        try:
            return parts_unpacked(parts_packed(take_apart(page)))
        except Exception as error:
            if is_ours(error):
                raise
            raise GivenUp from error


class NoPages:
    """In the place of the worker: gives up every page, so that its words are taken."""

    def take_apart(self, _page: bytes) -> Parts:
        raise GivenUp


def is_ours(error: Exception) -> bool:
    """Whether code of ours raised it, and not a library."""
    return Path(traceback.extract_tb(error.__traceback__)[-1].filename).is_relative_to(OURS)


def read_page(page: bytes) -> Iterator[str]:
    """By the whole way of a page, but in this process."""
    try:
        yield from came_of(from_page(page, "page.html", TERMS, "https://courier.example/found"))
    except SourceError as error:
        yield from came_of([error])


# --- feeds


class FeedsAtHand:
    """In the place of the process that reads feeds."""

    def answer(self, asked: bytes) -> bytes:
        from legation.intake.syndication import from_syndication

        base, charset, data = asked.split(b"\n", 2)
        try:
            return packed(from_syndication(data, base.decode(), charset.decode()))
        except Exception as error:
            if is_ours(error):
                raise
            return packed(None)


def read_a_feed(body: bytes) -> Iterator[str]:
    """As a feed and as a list of feeds."""
    try:
        found = read_feed(feed_making.answer(body))
        assert unpacked(packed(found)) == Feed(**{**_fields(found), "parts": ()})
        yield found.kind
    except NotAFeed as error:
        yield from came_of([error])
    try:
        from_opml(body, "a list")
        yield "list"
    except NotAFeed as error:
        on_a_line(error)


def _fields(feed: Feed) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in Feed.__slots__}


# --- archives, tables, JSON lines


def read_file(name: str, data: bytes) -> Iterator[str]:
    """As a file of this name."""
    path = FOLDER / f"fuzz-{os.getpid()}-{name}"
    path.write_bytes(data)
    try:
        yield from came_of(load(str(path)))
    finally:
        path.unlink()


# --- dates


def read_phrase(given: tuple[str, str, Direction, str]) -> Iterator[str]:
    """In each of the ways in which dates are read. What is found stands where it says, and has days in the calendar."""
    words, day, way, anchor = given
    times = find_times(words, 0, len(words), day, way, anchor=anchor)
    for time in times:
        assert words[time.quote.span.start : time.quote.span.end] == time.quote.text
        assert time.edtf in ("", "..") or any(bounds(time.edtf)), time
        yield time.kind
    resolve(words, day, way, anchor=anchor)
    first, _ = infer_published(words)
    assert not first or any(bounds(first)), first
    assert published(stamp(words).day) == Published(stamp(words).day)
    for form in (published, written):
        try:
            assert form(words).day or not words.strip()
            yield "a date by itself"
        except BadDate as error:
            on_a_line(error)
    if not times:
        yield "no time"


KINDS = {
    "page": Kind(spoiling.a_page, read_page),
    "feed": Kind(spoiling.a_feed, read_a_feed),
    "archive": Kind(spoiling.an_archive, lambda data: read_file("w.warc", data)),
    "table": Kind(spoiling.a_table, lambda given: read_file(*given)),
    "date": Kind(spoiling.a_phrase, read_phrase),
    "lines": Kind(spoiling.some_lines, lambda data: read_file("l.jsonl", data)),
}


@contextmanager
def at_hand(name: str) -> Iterator[Kind]:
    """A kind of input by its name, with what its reading asks of other processes done in this one."""
    pages = PagesAtHand() if name == "page" else NoPages()
    with patch("legation.intake.page.worker", lambda: pages), patch("legation.intake.feeds.reader", FeedsAtHand):
        yield KINDS[name]
