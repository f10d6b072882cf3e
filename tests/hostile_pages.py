"""Hostile pages by their trick, random pages without end, and pieces of dates and values of JSON to make hostile ones of.

The tests use them in little, benchmarks/reliability/ in full.
"""

from __future__ import annotations

import random

from page_making import PARAGRAPHS, link, linked, meta, page

ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 3)
WHOLE = PARAGRAPHS[2]  # words that are to be found where the article is


def hostile() -> dict[str, bytes]:
    """Each trick by name, in full size, with an honest article behind it."""
    entry = "<div><time datetime=2020-01-01T10:00>x</time><p>a b c d e</p></div>"
    tricks = {
        "200,000 attributes on one tag": f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>x</p>",
        "20,000 nested div": "<div>" * 20_000,
        "20,000 nested b": "<b>" * 20_000,
        "20,000 nested span and p": "<span><p>x" * 20_000,
        "100,000 rows": f"<table>{'<tr><td>a<td>b' * 100_000}</table>",
        "a megabyte without a space": f"<p>{'x' * 1_000_000}</p>",
        "a megabyte of points without a space": f"<p>{'x.' * 500_000}</p>",
        "100,000 quotation marks": f"<p>{chr(34) * 100_000}</p>",
        "100,000 quotations": f"<p>{'“a” ' * 100_000}</p>",
        "NULs": f"<p>{chr(0) * 100_000}</p>",
        "colspan of a thousand million": f"<table>{'<tr><td colspan=999999999 rowspan=999999999>a</td></tr>' * 1_000}</table>",
        "20,000 entries with times": f"<div class=liveblog>{entry * 20_000}</div>",
        "50,000 links": "<a href=x>word " * 50_000,
        "50,000 headings that are links": "<h2><a href=x>some words here</a></h2>" * 50_000,
        "JSON-LD nested 100,000 deep": f'<script type="application/ld+json">{"[" * 100_000}</script>',
        "JSON-LD graphs in graphs": '<script type="application/ld+json">' + '{"@graph":' * 20_000 + "</script>",
        "300,000 references": "&amp;lt;" * 300_000,
        "a megabyte of class": f"<div class='{'live-' * 200_000}'><time datetime=x>y</time></div>",
        "50,000 metas and links": "<meta name=date content=1><link rel=next href=x>" * 50_000,
        "200,000 comments opened": "<!--" * 200_000,
        "200,000 CDATA opened": "<![CDATA[" * 200_000,
        "200,000 scripts opened": "<script>" * 200_000,
        "a title of two megabytes": f"<title>{'404 | - ' * 250_000}</title>",
        "entities of its own": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' * 1_000 + "]>&b;",
        "an external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>',
        "15 MB of paragraphs": "<p>The queen met the president of Graustark on Monday.</p>" * 270_000,
    }
    return {name: page(trick, ARTICLE) for name, trick in tricks.items()}


UPDATE = {"datePublished": "1978-09-05T10:00Z", "articleBody": "<p>one two three four"}
PIECES = (
    *(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
    meta("article:published_time", "1978-09-05T22:30:00Z"), meta("og:url", "https://courier.example/a?amp"), meta("og:type", "website"),
    link("canonical", "https://courier.example/a"), link("next", "https://courier.example/a?page=2"), link("prev", "http://["),
    linked({"@type": "NewsArticle", "datePublished": "1978-09-05", "author": [{"name": 5}, None], "publisher": []}),
    linked({"@graph": [{"@type": ["LiveBlogPosting", 1], "liveBlogUpdate": [UPDATE, UPDATE, UPDATE | {"datePublished": 5}]}]}),
    '<div class="live-blog"><div class=e><time datetime="1978-09-05T10:00">x</time><p>one two three four</p></div>',
    '<div class=e id="e1"><time datetime="1978-09-05T1{}:00">x</time><p>one two three four</p></div>',
    "<p>10:45am – He came.</p>", "<table><tr><td>a</td><td colspan=9>b</td></tr></table>", "<aside>", "</aside>", "<nav>", "</div>",
    "</p>", "<h1>404</h1>", "<title>Just a moment...", "<p>Subscribe to continue reading</p>",
    "<figure><figcaption>x</figcaption></figure>", "<h3><a href=/x>Story</a></h3>", "<script>", "</script>", "<!--", "-->", "<![CDATA[",
    "&#0;", "&#xd800;", "&amp;", "\x00", "\u202e", "\ufeff", "<", ">", '"', "'", "=", "<svg><p>", "<template>", "<base href=x>",
    "<meta charset=utf-16>", "<meta charset=x-unknown>", "<?xml version='1.0' encoding='ebcdic'?>", "<frameset>", "<select><p>",
    "<math>", "<li>",
)  # fmt: skip


def any_page(chance: random.Random) -> bytes:
    """A page of pieces in any order, with bytes turned, cut out and doubled."""
    body = "".join(chance.choices(PIECES, k=chance.randrange(1, 30))).encode("utf-8", "surrogatepass")
    made = bytearray((b"<!doctype html><html><head>" if chance.random() < 0.8 else b"") + body)
    for _ in range(chance.choice((0, 0, 1, 5, 50))):
        at = chance.randrange(len(made))
        made[at] = chance.randrange(256)
    if chance.random() < 0.2:
        start, end = sorted((chance.randrange(len(made)), chance.randrange(len(made))))
        made[start:end] = made[start:end] * chance.randrange(3)
    return bytes(made)


DATE_PIECES = (
    "1978", "09", "05", "2024-02-29", "2023-02-29", "T", " ", "Z", "-", "/", ".", ":", "22:30", "+02:00", "-0400", "GMT", "EST", "Sept.",
    "September", "5th", "5,", "Tue,", "Monday", "yesterday", "last", "next", "week", "three", "years", "ago", "after", "Christmas",
    "Ramadan", "early", "~", "..", "0", "99", "0000", "9999", "12", "31", "\u0661\u0669\u0667\u0668", "\x00", "\ud800", "1e9", "-1",
    "the 21st", "fortnight", "noon", "p.m.", "between", "and", "2018/2019", "the 1990s", "mid-", "spring of", "quarter", "this", "since",
    "until", "Friday the 13th", "half", "century", "99999999999999999999",
)  # fmt: skip


VALUES = (
    "", " ", PARAGRAPHS[0], "1978-09-05", "1978-13-01", "\x00", "\ud800", 5, -1, 1e400, None, True, [], {}, ["x"], "x" * 300, "\u202e",
    "https://x.example/",
)  # fmt: skip
KEYS = ("id", "title", "text", "published", "published_at", "source", "url", "other")
