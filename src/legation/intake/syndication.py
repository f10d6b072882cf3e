"""RSS and Atom, in all their dialects: what feedparser makes of them, with the links and titles alone taken over."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

import feedparser

from legation.intake.feed import MOST_ENTRIES, Entry, Feed, entries_of, plain, web_link
from legation.intake.references import legible

DAY: Final = 86_400
# What sy:updatePeriod can say, in seconds (web.resource.org/rss/1.0/modules/syndication).
PERIODS: Final = {"hourly": 3_600, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
MARKUP: Final = ("text/html", "application/xhtml+xml")


def from_syndication(data: bytes, base: str, charset: str = "") -> Feed | None:
    """The feed in some bytes, with links made whole by `base`; None where there is none."""
    # The media type that servers send is often wrong, and feedparser would believe its default letters.
    headers = {"content-location": base, "content-type": "application/xml" + (f"; charset={charset}" if charset else "")}
    found = feedparser.parse(BytesIO(legible(data)), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not found.version and not found.entries:
        return None
    about = found.feed
    return Feed(
        kind="atom" if str(found.version).startswith("atom") else "rss",
        title=_title(about),
        site=web_link(_text(about, "link"), base),
        entries=entries_of(_entries(found.entries), base),
        every=_pace(about),
    )


def _entries(listed: list[Any]) -> Iterator[Entry]:
    for one in listed[: 10 * MOST_ENTRIES]:
        link = _text(one, "feedburner_origlink") or _text(one, "link")
        if link:
            yield Entry(link, _title(one), _time(one, "published_parsed"), _time(one, "updated_parsed"))


def _text(part: Any, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _title(part: Any) -> str:
    detail = part.get("title_detail") or {}
    return plain(_text(part, "title"), markup=detail.get("type") in MARKUP)


def _time(part: Any, name: str) -> str:
    """A time as feedparser gives it, in UTC."""
    parsed = dict.get(part, name)  # its own get takes one time for the other, with a warning
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat(timespec="seconds") if parsed else ""
    except (ValueError, OverflowError, OSError, TypeError):
        return ""


def _pace(about: Any) -> int:
    """Seconds between two changes, as ttl (minutes) or sy:updatePeriod say it."""
    ttl = _number(_text(about, "ttl")) * 60
    period = PERIODS.get(_text(about, "sy_updateperiod").strip().lower(), 0)
    often = _number(_text(about, "sy_updatefrequency")) or 1
    return max(ttl, period // often)


def _number(words: str) -> int:
    words = words.strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0
