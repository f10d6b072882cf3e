"""The feeds of a site: those that its page names, else one at a usual place, else the site maps that its robots.txt names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from typing import Final, Protocol

from legation.errors import FetchError, NotAFeed
from legation.intake.addresses import parse
from legation.intake.feed import Feed, web_link
from legation.intake.feeds import ADDRESS, bytes_of, kind_of, read_feed
from legation.intake.fetched import Fetched

MOST: Final = 5  # feeds of one site, and site maps that are tried
HEAD: Final = 1_000_000  # bytes of a page in which its feeds are named
LINK: Final = re.compile(r"<(link|base)\s([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""", re.IGNORECASE)
TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
COMMENTS: Final = re.compile(r"\bcomments?\b", re.IGNORECASE)  # what readers say of an article is none
# Where publishing systems put theirs: WordPress and Ghost, Drupal, Hugo, Jekyll, and what many sites have beside these.
PLACES: Final = ("/feed", "/rss", "/rss.xml", "/index.xml", "/feed.xml", "/atom.xml", "/feed.json")
MAPS: Final = ("/news-sitemap.xml", "/sitemap_news.xml", "/sitemap.xml")


class Asked(Protocol):
    """What fetches."""

    def get(self, address: str) -> Fetched: ...

    def sitemaps(self, address: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, and the answer in which it came."""

    feed: Feed
    answer: Fetched


def find_feeds(address: str, fetcher: Asked) -> list[Found]:
    """The feed at an address, or the feeds of the site whose page is there. Raises FetchError, or NotAFeed where there is none."""
    answer = fetcher.get(address)
    try:
        return [Found(read_feed(answer), answer)]
    except NotAFeed:
        if _is_feed(answer):
            raise  # a broken feed is no page that could name others
    for ways in (_named, _usual, _mapped):
        if found := ways(answer, fetcher):
            return found
    raise NotAFeed(address, "no feed was found there, nor at the usual places of its site", ADDRESS)


def _is_feed(answer: Fetched) -> bool:
    return kind_of(bytes_of(answer)) not in (b"", b"html")


def _named(answer: Fetched, fetcher: Asked) -> list[Found]:
    """All that the page names."""
    return list(_those(alternates(answer), fetcher, MOST))


def _usual(answer: Fetched, fetcher: Asked) -> list[Found]:
    """The first at a usual place, below the page and below the front page."""
    at = parse(answer.final)
    below = at.target.partition("?")[0].rstrip("/")
    return list(_those([*([at.origin + below + PLACES[0]] if below else []), *(at.origin + place for place in PLACES)], fetcher, 1))


def _mapped(answer: Fetched, fetcher: Asked) -> list[Found]:
    """A site map for news, else whichever there is."""
    with suppress(FetchError):
        named = sorted(fetcher.sitemaps(answer.final), key=lambda one: "news" not in one.lower())[:MOST]
        usual = [parse(answer.final).origin + place for place in MAPS]
        found = list(_those([*named, *usual], fetcher, MOST, lambda feed: feed.kind == "sitemap"))
        return [one for one in found if one.feed.news and not one.feed.parts] or found[:1]
    return []


def _those(addresses: Iterable[str], fetcher: Asked, most: int, fits: Callable[[Feed], bool] = lambda _feed: True) -> Iterator[Found]:
    """Of some addresses those at which feeds are, each once."""
    seen = set[str]()  # several addresses may lead to one feed
    for address in dict.fromkeys(addresses):
        with suppress(FetchError, NotAFeed):
            answer = fetcher.get(address)
            feed = read_feed(answer)
            if fits(feed) and answer.final not in seen:
                seen.add(answer.final)
                yield Found(feed, answer)
        if len(seen) == most:
            return


def alternates(answer: Fetched) -> list[str]:
    """The feeds that a page names in its head, without those of what readers comment."""
    base, found = answer.final, list[str]()
    for link in LINK.finditer(answer.body[:HEAD].decode("utf-8", "replace")):
        said = {name.lower(): unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(link[2])}
        if link[1].lower() == "base":
            base = web_link(said.get("href", ""), answer.final) or base
        elif _is_alternate(said):
            found.append(web_link(said.get("href", ""), base))
    return list(dict.fromkeys(filter(None, found)))[:MOST]


def _is_alternate(said: Mapping[str, str]) -> bool:
    """Whether a link with these attributes names a feed of articles."""
    feed = "alternate" in said.get("rel", "").lower().split() and said.get("type", "").strip().lower() in TYPES
    return feed and not COMMENTS.search(f"{said.get('title', '')} {said.get('href', '')}")
