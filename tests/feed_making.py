"""Feeds of every kind, made of links and titles of our own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from xml.sax.saxutils import escape

from legation.intake.fetched import Fetched

SUMMARY = "SUMMARY-OF-THE-FEED: Germany expelled ninety-nine diplomats from Atlantis, said nobody."
MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def answer(body: bytes, *headers: tuple[str, str], address: str = "https://wire.example/feed") -> Fetched:
    return Fetched(address, address, "2026-03-01T12:00:00+00:00", 200, headers, body)


def rss(links: Iterable[str], *, more: str = "", title: str = "The Wire") -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><link>{escape(link)}</link><description>{SUMMARY}</description>"
        f"<pubDate>Sun, 01 Mar 2026 0{n % 10}:00:00 GMT</pubDate></item>"
        for n, link in enumerate(links)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>{title}</title><link>https://wire.example/</link>{more}{items}</channel></rss>"
    ).encode()


def atom(links: Iterable[str]) -> bytes:
    entries = "".join(
        f'<entry><title type="html">Story &lt;b&gt;{n}&lt;/b&gt; &amp;amp; more</title><link rel="enclosure" href="https://wire.example/a.mp3"/>'
        f'<link href="{escape(link)}"/><published>2026-03-01T0{n}:00:00+02:00</published><summary>{SUMMARY}</summary></entry>'
        for n, link in enumerate(links)
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title>{entries}</feed>'.encode()


def json_feed(links: Iterable[str]) -> bytes:
    items = [
        {"id": link, "url": link, "title": f"Story {n}", "content_text": SUMMARY, "date_published": f"2026-03-01T0{n}:00:00Z"}
        for n, link in enumerate(links)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Wire", "items": items}).encode()


def sitemap(links: Iterable[str], *, news: bool = True, changed: str = "") -> bytes:
    said = "<news:news><news:publication_date>2026-03-01T01:00:00Z</news:publication_date><news:title>Story</news:title></news:news>"
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    urls = "".join(f"<url><loc>{escape(link)}</loc>{when}{said if news else ''}</url>" for link in links)
    return f'<?xml version="1.0"?><urlset {MAP} {NEWS}>{urls}</urlset>'.encode()


def index(maps: Iterable[tuple[str, str]]) -> bytes:
    said = "".join(f"<sitemap><loc>{escape(link)}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</sitemap>" for link, at in maps)
    return f'<?xml version="1.0"?><sitemapindex {MAP}>{said}</sitemapindex>'.encode()


MADE = {"rss": rss, "atom": atom, "json": json_feed, "sitemap": sitemap}
