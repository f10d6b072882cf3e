"""The feeds that are watched, as a list and as a list for other readers (OPML)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from legation.record.watching import Counted, Watched
from legation.views.grids import grid
from legation.views.objects import Json
from legation.views.plain import one_line

COLUMNS: Final = (
    "address", "kind", "title", "site", "added_at", "polled_at", "due_at", "every_seconds", "listed", "taken", "waiting", "failed",
    "error", "error_since", "tried_at",
)  # fmt: skip
SHOWN: Final = ("feed", "kind", "title", "polled", "taken", "waiting", "failed", "error")
# OPML calls both RSS and Atom "rss" and has no word for the others.
TYPES: Final = {"rss": 'type="rss" version="RSS"', "atom": 'type="rss" version="ATOM"', "json": 'type="json"', "sitemap": 'type="sitemap"'}
UNTOLD: Final = 'type="rss"'


def feeds(found: Sequence[Counted], form: str) -> Iterator[str]:
    """The feeds as text for eyes (table), json, jsonl, csv or markdown."""
    if form == "table":
        yield from grid([_shown(one) for one in found], form, SHOWN)
    else:
        yield from grid([_object(one) for one in found], form, COLUMNS)


def opml(found: Sequence[Watched]) -> Iterator[str]:
    """The feeds as OPML 2.0."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head><title>Feeds watched by Legation</title></head>\n<body>\n'
    for feed in found:
        said = [("text", feed.title or feed.address), ("title", feed.title), ("xmlUrl", feed.address), ("htmlUrl", feed.site)]
        attributes = " ".join(f"{name}={quoteattr(one_line(value))}" for name, value in said if value)
        yield f"<outline {TYPES.get(feed.kind, UNTOLD)} {attributes}/>\n"
    yield "</body>\n</opml>\n"


def _object(one: Counted) -> Json:
    feed = one.feed
    return {
        "address": feed.address, "kind": feed.kind, "title": feed.title, "site": feed.site, "added_at": feed.added_at,
        "polled_at": feed.polled_at, "due_at": feed.due_at, "every_seconds": feed.every, "listed": one.listed, "taken": one.taken,
        "waiting": one.waiting, "failed": one.failed, "error": feed.error, "error_since": feed.error_since,
        "tried_at": feed.tried_at,
    }  # fmt: skip


def _shown(one: Counted) -> Json:
    feed = one.feed
    return {
        "feed": feed.address, "kind": feed.kind or "?", "title": feed.title, "polled": _minute(feed.tried_at) or "never",
        "taken": one.taken, "waiting": one.waiting, "failed": one.failed,
        "error": f"since {_minute(feed.error_since)} UTC: {feed.error}" if feed.error else "",
    }  # fmt: skip


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")
