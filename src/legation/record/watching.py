"""The feeds that are watched, and what they have listed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from legation.intake.feed import Entry
from legation.intake.feed_pace import due_by, iso, next_try

if TYPE_CHECKING:
    from legation.record.store import Store

KEPT: Final = timedelta(days=60)  # that what a feed lists no more is remembered, lest it is read again
OLDER: Final = "older"
DONE: Final = ("added", "unchanged", "read again", "new version", "forgotten")


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed. Times are UTC, "" for never: it was asked last at `tried_at`, and answered last at `polled_at`.

    `every` is its own pace in seconds, 0 where it says none; `kind` is "" before the first poll.
    """

    address: str
    kind: str = ""
    title: str = ""
    site: str = ""
    added_at: str = ""
    etag: str = ""
    modified: str = ""
    polled_at: str = ""
    due_at: str = ""
    every: int = 0
    error: str = ""
    error_since: str = ""
    tried_at: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A feed with how many pages it has listed, and of these how many are in, wait to be read, and could not be read."""

    feed: Watched
    listed: int
    taken: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Item:
    """A page that a feed lists and that is to be read."""

    feed: str
    link: str
    published: str
    tries: int


def watch(store: Store, feed: Watched, now: datetime) -> bool:
    """Watch a feed from now on; False where it is watched already. Inside a transaction."""
    sql = "INSERT INTO feeds (address, kind, title, site, added_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    return store.write(sql, (feed.address, feed.kind, feed.title, feed.site, iso(now))) > 0


def move(store: Store, feed: Watched, to: str) -> Watched:
    """Watch a feed where it is now, as one with the feed that is watched there already. Inside a transaction."""
    store.write(
        "INSERT INTO feeds (address, kind, title, site, added_at) SELECT ?2, kind, title, site, added_at FROM feeds WHERE address = ?1 "
        "ON CONFLICT DO NOTHING",
        (feed.address, to),
    )
    store.write(
        "INSERT INTO feed_items SELECT ?2, link, title, published, listed_at, tried_at, tries, outcome, again_at FROM feed_items "
        "WHERE feed = ?1 ON CONFLICT DO NOTHING",
        (feed.address, to),
    )
    unwatch(store, feed.address)
    return replace(feed, address=to)


def unwatch(store: Store, address: str) -> bool:
    """Watch a feed no more; the articles that came of it stay. Whether it was watched. Inside a transaction."""
    return store.write("DELETE FROM feeds WHERE address = ?", (address,)) > 0


def feeds(store: Store) -> list[Watched]:
    """All feeds, in the order in which they were added."""
    return [_feed(row) for row in store.query("SELECT * FROM feeds ORDER BY added_at, address")]


def due(store: Store, now: datetime) -> list[Watched]:
    """The feeds that are to be polled, the longest due first."""
    sql = "SELECT * FROM feeds WHERE due_at <= ? ORDER BY due_at, added_at, address"
    return [_feed(row) for row in store.query(sql, (due_by(now),))]


def next_due(store: Store) -> str:
    """When the next feed or page is to be asked for; "" where nothing is."""
    sql = "SELECT min(at) FROM (SELECT due_at AS at FROM feeds UNION ALL SELECT again_at FROM feed_items WHERE again_at <> '')"
    return str(store.query(sql)[0][0] or "")


def unread(store: Store) -> int:
    """How many pages have not been tried yet."""
    return int(store.query("SELECT count(DISTINCT link) FROM feed_items WHERE outcome = ''")[0][0])


def put_off(store: Store) -> int:
    """How many pages could not be had, and are to be tried again."""
    return int(store.query("SELECT count(DISTINCT link) FROM feed_items WHERE again_at <> ''")[0][0])


def counted(store: Store) -> list[Counted]:
    """All feeds with what came of what they listed."""
    done = ", ".join(f"'{outcome}'" for outcome in DONE)
    sql = (
        f"SELECT f.*, count(i.link) AS listed, total(i.outcome IN ({done})) AS taken, "
        "total(i.outcome = '' OR i.again_at <> '') AS waiting, "
        f"total(i.outcome NOT IN ({done}, '', '{OLDER}') AND i.again_at = '') AS failed "
        "FROM feeds f LEFT JOIN feed_items i ON i.feed = f.address GROUP BY f.address ORDER BY f.added_at, f.address"
    )
    return [Counted(_feed(row), *(int(row[n]) for n in ("listed", "taken", "waiting", "failed"))) for row in store.query(sql)]


def polled(store: Store, feed: Watched) -> None:
    """Keep what a poll told of a feed; inside a transaction."""
    store.write(
        "UPDATE feeds SET kind = ?, title = ?, site = ?, etag = ?, modified = ?, polled_at = ?, due_at = ?, every_seconds = ?, "
        "error = ?, error_since = ?, tried_at = ? WHERE address = ?",
        (
            feed.kind, feed.title, feed.site, feed.etag, feed.modified, feed.polled_at, feed.due_at, feed.every, feed.error,
            feed.error_since, feed.tried_at, feed.address,
        ),
    )  # fmt: skip


def listed(store: Store, feed: str, entries: Iterable[Entry], now: datetime, outcome: str = "") -> int:
    """Note what a feed lists; how many of it are new here and to be read. Inside a transaction.

    What another feed has listed too is read once: its outcome is theirs. Else it is `outcome`: "" where it is to be read.
    """
    before = _unread(store, feed)
    sql = (
        "INSERT INTO feed_items (feed, link, title, published, listed_at, outcome, tried_at, tries, again_at) "
        "SELECT ?1, ?2, ?3, ?4, ?5, coalesce(o.outcome, ?6), coalesce(o.tried_at, ''), coalesce(o.tries, 0), coalesce(o.again_at, '') "
        "FROM (SELECT 1) LEFT JOIN (SELECT * FROM feed_items WHERE link = ?2 AND outcome NOT IN ('', ?7) LIMIT 1) o "
        "WHERE true ON CONFLICT (feed, link) DO UPDATE SET listed_at = excluded.listed_at"
    )
    store.write_many(sql, ((feed, one.link, one.title, one.published, iso(now), outcome, OLDER) for one in entries))
    done = "DELETE FROM feed_items WHERE feed = ? AND listed_at < ? AND outcome <> '' AND again_at = ''"
    store.write(done, (feed, iso(now - KEPT)))
    return _unread(store, feed) - before


def waiting(store: Store, now: datetime, a_feed: int) -> list[Item]:
    """The pages to be read: of each feed in turn one, so that no site is asked twice in a row where others are; so many of a feed at most.

    The latest come first. A page that several feeds list comes once.
    """
    sql = (
        "SELECT feed, link, published, tries FROM (SELECT *, row_number() OVER (PARTITION BY feed ORDER BY published DESC, link) AS turn "
        "FROM (SELECT *, row_number() OVER (PARTITION BY link ORDER BY feed) AS once FROM feed_items "
        "WHERE outcome = '' OR (again_at <> '' AND again_at <= ?)) WHERE once = 1) WHERE turn <= ? ORDER BY turn, feed"
    )
    return [Item(*row) for row in store.query(sql, (due_by(now), a_feed))]


def tried(store: Store, item: Item, outcome: str, now: datetime) -> None:
    """Note what became of a page, for every feed that lists it; inside a transaction."""
    _note(store, item, outcome, item.tries + 1, "", now)


def failed(store: Store, item: Item, why: str, now: datetime, wait: float, *, asked: bool) -> None:
    """Note that a page could not be had, and when it is to be tried again; `asked` is False where its site was not even asked."""
    tries = item.tries + asked
    _note(store, item, why, tries, next_try(now, tries, wait), now)


def forget(store: Store, article_id: str) -> None:
    """Forget how feeds called an article, wherever it was fetched from; inside a transaction, before its pages go."""
    its = (
        "SELECT url FROM articles WHERE article_id = ?1 UNION SELECT address FROM pages WHERE article_id = ?1 "
        "UNION SELECT final_address FROM pages WHERE article_id = ?1"
    )
    store.write(f"UPDATE feed_items SET title = '', outcome = 'forgotten', again_at = '' WHERE link IN ({its})", (article_id,))


def _note(store: Store, item: Item, outcome: str, tries: int, again: str, now: datetime) -> None:
    sql = "UPDATE feed_items SET outcome = ?, tries = ?, again_at = ?, tried_at = ? WHERE link = ?"
    store.write(sql, (outcome, tries, again, iso(now), item.link))


def _unread(store: Store, feed: str) -> int:
    return int(store.query("SELECT count(*) FROM feed_items WHERE feed = ? AND outcome = ''", (feed,))[0][0])


def _feed(row: sqlite3.Row) -> Watched:
    return Watched(
        row["address"], row["kind"], row["title"], row["site"], row["added_at"], row["etag"], row["modified"], row["polled_at"],
        row["due_at"], row["every_seconds"], row["error"], row["error_since"], row["tried_at"],
    )  # fmt: skip
