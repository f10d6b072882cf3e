"""What a feed lists, of whatever kind it is: where each article is to be found, and no word of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Final, Literal
from urllib.parse import urljoin

from legation.errors import FetchError
from legation.intake.addresses import parse, without_logins
from legation.intake.dates import plausible

Kind = Literal["rss", "atom", "json", "sitemap"]

MOST_ENTRIES: Final = 1_000  # of a feed, at one time
LONGEST_TITLE: Final = 300  # characters
LONGEST_LINK: Final = 2_000
TAG: Final = re.compile(r"<[^<>]{0,2000}>")
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed lists. `published` and `changed` are ISO 8601, in UTC where there is a time; "" where untold."""

    link: str
    title: str = ""
    published: str = ""
    changed: str = ""

    @property
    def told(self) -> str:
        """The latest that it says of its time."""
        return max(self.published, self.changed)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was answered. `every` is its own pace in seconds, 0 where it says none.

    `parts` are the site maps of an index, the latest changed first; `news` is False of a site map that lists pages of every kind and age.
    """

    kind: Kind
    title: str = ""
    site: str = ""
    entries: tuple[Entry, ...] = ()
    every: int = 0
    parts: tuple[Entry, ...] = ()
    news: bool = True


def entries_of(listed: Iterable[Entry], base: str, most: int = MOST_ENTRIES) -> tuple[Entry, ...]:
    """The entries whose links lead somewhere, each link once, bounded in number and length."""
    found: dict[str, Entry] = {}
    for entry in listed:
        if (link := web_link(entry.link, base)) and link not in found:
            found[link] = Entry(link, entry.title, _likely(entry.published), _likely(entry.changed))
            if len(found) == most:
                break
    return tuple(found.values())


def _likely(at: str) -> str:
    """A time, or "" for one at which nothing was published: feeds are full of what programs write that know none."""
    return at if plausible(at) else ""


def web_link(link: str, base: str) -> str:
    """A link as an address of the web, in full; "" for every other."""
    link = link.strip().replace(" ", "%20")
    try:
        whole = str(parse(urljoin(base, link))) if link else ""
    except (FetchError, ValueError):
        return ""
    return whole if len(whole) <= LONGEST_LINK else ""


def plain(words: str, *, markup: bool = False) -> str:
    """A title as plain text on one line, without a login in an address; with `markup`, tags and references are what they stand for."""
    if markup:
        words = unescape(TAG.sub(" ", words))
    words = without_logins(words[: 10 * LONGEST_TITLE])
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_TITLE]


def moment(words: str) -> str:
    """A day or a time (ISO 8601), the time in UTC; "" for what is neither."""
    words = words.strip()
    try:
        at = datetime.fromisoformat(words)
        if DAY.fullmatch(words):
            return words
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""


def latest_first(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, those that tell a time first and the latest of them before the others."""
    yield from sorted(entries, key=lambda entry: entry.told, reverse=True)
