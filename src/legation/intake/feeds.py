"""A feed from what was fetched: RSS, Atom, JSON Feed, a site map, told apart by what is in them rather than by their names."""

from __future__ import annotations

import atexit
import re
from functools import cache
from typing import Final

from legation.errors import NotAFeed
from legation.intake.decoding import Refused, decoded
from legation.intake.elements import Entities
from legation.intake.feed import Feed
from legation.intake.feed_worker import question, unpacked
from legation.intake.fetched import Fetched
from legation.intake.json_feed import from_json
from legation.intake.kinds import BOM, GZIP, root
from legation.intake.pages import MOST_TAGS, Worker
from legation.intake.sitemap import from_sitemap

MOST: Final = 10_000_000  # bytes, unpacked
SYNDICATED: Final = (b"rss", b"feed", b"rdf")
MAPS: Final = (b"urlset", b"sitemapindex")
WIDE: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z][\w.:-]{1,39})""", re.IGNORECASE)
PIECE: Final = 65_536
SECONDS: Final = 8.0  # that a feed may take to be read; with what stands around it, ten
ADDRESS: Final = "give the address of a feed, or of a site that has one"


def read_feed(answer: Fetched) -> Feed:
    """The feed of an answer. Raises NotAFeed, also for one that is built to do harm."""
    data = bytes_of(answer)
    name = kind_of(data)
    found: Feed | None = None
    if b"<!entity" in _prologue(data).lower():
        raise _entities(answer)
    if name in MAPS:
        try:
            found = from_sitemap(data, answer.final)
        except Entities:
            raise _entities(answer) from None
    elif name in SYNDICATED:
        found = _syndicated(data, answer)
    elif data.startswith(b"{"):
        found = from_json(data, answer.final)
    if found is None:
        raise NotAFeed(answer.address, "there is no feed" if not name else "not a feed that can be read", ADDRESS)
    return found


def bytes_of(answer: Fetched) -> bytes:
    """The bytes of an answer, unpacked where they are packed, in letters of one byte. Raises NotAFeed."""
    data = answer.body
    if data.startswith(GZIP):
        chunks = (data[at : at + PIECE] for at in range(0, len(data), PIECE))
        try:
            data = decoded(chunks, "gzip", MOST, MOST)
        except Refused as error:
            raise NotAFeed(answer.address, f"not taken: {error}", ADDRESS) from None
    for mark, letters in WIDE.items():
        if data.startswith(mark):
            data = DECLARED.sub(b"", data.decode(letters, "replace").removeprefix("\ufeff").encode("utf-8", "replace"), count=1)
    return data.removeprefix(BOM).lstrip()


def kind_of(data: bytes) -> bytes:
    """The name of the outermost element, without its prefix; b"" where it is no XML."""
    return root(data[:PIECE]).rpartition(b":")[2]


def _syndicated(data: bytes, answer: Fetched) -> Feed | None:
    said = CHARSET.search(answer.header("content-type"))
    tried = data.count(b"<") <= MOST_TAGS
    found = reader().answer(question(data, answer.final, said[1] if said else "")) if tried else None
    if found is None:
        raise NotAFeed(answer.address, "it costs too much to read", ADDRESS)
    return unpacked(found)


def _prologue(data: bytes) -> bytes:
    """What stands before the outermost element, where entities are declared."""
    start = re.search(rb"<[A-Za-z_]", data)
    return data[: start.start()] if start else data


def _entities(answer: Fetched) -> NotAFeed:
    return NotAFeed(answer.address, "not read: it declares entities of its own, as bombs do", ADDRESS)


@cache
def reader() -> Worker:
    """The one process of this run that reads RSS and Atom; it is started with the first of them."""
    one = Worker(seconds=SECONDS, script="feed_worker.py", what="a feed", package="feedparser")
    atexit.register(one.stop)
    return one
