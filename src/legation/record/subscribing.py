"""Feeds that are to be watched from now on: those of a site, with what they list now, or those of another reader's list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from legation.errors import NotAFeed, SourceError
from legation.intake.addresses import parse
from legation.intake.discovery import Found, find_feeds
from legation.intake.fetched import Fetched
from legation.intake.opml import Outline, from_opml
from legation.record.polling import keep_answer, whole
from legation.record.store import Store
from legation.record.watching import Watched, watch


class Asked(Protocol):
    """What fetches."""

    def get(self, address: str, *, conditions: Mapping[str, str] = {}) -> Fetched: ...

    def sitemaps(self, address: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A feed that is watched: since now (`fresh`) or already, and how many pages it lists that are to be read."""

    feed: Watched
    fresh: bool
    new: int = 0


def from_site(store: Store, address: str, fetcher: Asked, clock: Callable[[], datetime]) -> Iterator[Subscribed | SourceError]:
    """Watch the feed at an address, or those of its site; what they list now waits to be read. Raises a SourceError."""
    for found in find_feeds(address, fetcher):
        try:
            yield _watched(store, found, fetcher, clock())
        except SourceError as error:
            yield error


def _watched(store: Store, found: Found, fetcher: Asked, now: datetime) -> Subscribed:
    feed = Watched(found.answer.moved or str(parse(found.answer.address)), found.feed.kind, found.feed.title, found.feed.site)
    told = whole(found.feed, feed, fetcher)
    with store.whole():
        fresh = watch(store, feed, now)
    if not fresh:
        return Subscribed(feed, fresh)
    kept = keep_answer(store, feed, found.answer, told, now)
    return Subscribed(kept.feed, fresh, kept.new)


def from_list(store: Store, data: bytes, where: str, clock: Callable[[], datetime]) -> Iterator[Subscribed | NotAFeed]:
    """Watch the feeds of a list (OPML), without asking them yet. Raises NotAFeed where it is none."""
    with store.whole():
        done = [one if isinstance(one, NotAFeed) else _outline(store, one, clock()) for one in from_opml(data, where)]
    yield from done


def _outline(store: Store, given: Outline, now: datetime) -> Subscribed:
    feed = Watched(given.address, given.kind, given.title, given.site)
    return Subscribed(feed, watch(store, feed, now))
