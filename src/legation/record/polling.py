"""Asking a feed what it lists now, and keeping that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from legation.errors import FetchError, SourceError
from legation.intake.feed import Entry, Feed
from legation.intake.feed_pace import iso, next_poll, own_pace
from legation.intake.feeds import read_feed
from legation.intake.fetched import Fetched
from legation.record.store import Store
from legation.record.watching import OLDER, Watched, listed, move, polled

OLD: Final = timedelta(days=2)  # what a site map for news lists (developers.google.com: news sitemap)
MOST_PARTS: Final = 3  # site maps of an index that are asked for at one time
LONGEST_MARK: Final = 500  # characters of an ETag
UNCHANGED: Final = 304


class Asked(Protocol):
    """What fetches."""

    def get(self, address: str, *, conditions: Mapping[str, str] = {}) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of a poll: the feed as it is kept now, how many pages are new, and what went wrong."""

    feed: Watched
    new: int = 0
    error: SourceError | None = None


def poll(store: Store, feed: Watched, fetcher: Asked, clock: Callable[[], datetime]) -> Polled:
    """Ask a feed, and keep what it tells: what is new, when it is due again, or since when it fails."""
    try:
        answer = fetcher.get(feed.address, conditions=conditions(feed))
        if answer.status == UNCHANGED:
            return keep_unchanged(store, feed, answer, clock())
        told = whole(read_feed(answer), feed, fetcher)
    except SourceError as error:
        return keep_failure(store, feed, error, clock())
    return keep_answer(store, feed, answer, told, clock())


def conditions(feed: Watched) -> dict[str, str]:
    """The headers by which a server need not send again what is unchanged."""
    given = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    return {name: value for name, value in given.items() if value}


def whole(told: Feed, feed: Watched, fetcher: Asked) -> Feed:
    """A feed with what the parts of it list that may have changed; raises a SourceError where none of them can be had."""
    changed = [part for part in told.parts if not part.told or part.told[:10] >= feed.polled_at[:10]][:MOST_PARTS]
    parts, errors = list[Feed](), list[SourceError]()
    for part in changed:
        try:
            parts.append(read_feed(fetcher.get(part.link)))
        except SourceError as error:
            errors.append(error)
    if errors and not parts:
        raise errors[0]
    entries = (*told.entries, *(entry for part in parts for entry in part.entries))
    return replace(told, entries=entries, news=all(part.news for part in parts) if told.parts else told.news)


def keep_answer(store: Store, feed: Watched, answer: Fetched, told: Feed, now: datetime) -> Polled:
    """Keep what a feed lists."""
    every = own_pace(told.every, answer)
    marked = all(part.told for part in told.parts)  # else the parts of an unchanged index may have changed
    after = replace(
        feed, kind=told.kind, title=told.title or feed.title, site=told.site or feed.site, polled_at=iso(now), tried_at=iso(now),
        every=every, etag=mark(answer, "etag") if marked else "", modified=mark(answer, "last-modified") if marked else "",
        due_at=next_poll(now, every), error="", error_since="",
    )  # fmt: skip
    read = [entry for entry in told.entries if told.news or is_new(entry, feed, now)]
    with store.whole():
        after = settled(store, after, answer)
        new = listed(store, after.address, read, now)
        if len(read) < len(told.entries):
            listed(store, after.address, (entry for entry in told.entries if not is_new(entry, feed, now)), now, OLDER)
        polled(store, after)
    return Polled(after, new)


def settled(store: Store, feed: Watched, answer: Fetched) -> Watched:
    """The feed at the address to which it has moved for good, where it has. Inside a transaction."""
    return move(store, feed, answer.moved) if answer.moved not in ("", feed.address) else feed


def is_new(entry: Entry, feed: Watched, now: datetime) -> bool:
    """Whether a page of a site map that lists all of a site's is news: not there, as far as it tells, long before the last poll."""
    if not feed.polled_at:
        return entry.told >= iso(now - OLD)
    return not entry.told or entry.told >= iso(datetime.fromisoformat(feed.polled_at) - OLD)


def keep_unchanged(store: Store, feed: Watched, answer: Fetched, now: datetime) -> Polled:
    """Keep that nothing is new."""
    every = max(feed.every, own_pace(0, answer))
    after = replace(feed, polled_at=iso(now), tried_at=iso(now), every=every, due_at=next_poll(now, every), error="", error_since="")
    with store.whole():
        after = settled(store, after, answer)
        polled(store, after)
    return Polled(after)


def keep_failure(store: Store, feed: Watched, error: SourceError, now: datetime) -> Polled:
    """Keep what is wrong, and since when."""
    since = feed.error_since or iso(now)
    wait = error.wait if isinstance(error, FetchError) else 0.0
    due = next_poll(now, feed.every, wait=wait, failing_since=since)
    after = replace(feed, error=error.what, error_since=since, tried_at=iso(now), due_at=due)
    with store.whole():
        polled(store, after)
    return Polled(after, error=error)


def mark(answer: Fetched, name: str) -> str:
    """A header that a later request will give back, where it is fit for one."""
    value = answer.header(name).strip()
    with suppress(UnicodeEncodeError):
        value.encode("latin-1")
        return value if value.isprintable() and len(value) <= LONGEST_MARK else ""
    return ""
