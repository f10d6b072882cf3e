"""Inputs without end, by chance: sound ones of our own, of six kinds, with a few things done to them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import feed_making
import hostile_pages
import page_making
import warcs
from page_making import PARAGRAPHS, link, linked, meta

LENGTHS = (1, 1, 2, 4, 8, 40, 400)  # of what is taken out, put in or written twice
MARKS = (b"\0", b"\r\n", b"\n", b" ", b"\t", b'"', b"'", b"<", b">", b"&", b"=", b":", b"-1", b"9" * 30, b"%", b"\\", b"\xff", b"\xc3")
LINKS = ("https://wire.example/a", "https://wire.example/b?x=1&y=2")


def spoiled(data: bytes, chance: random.Random, pieces: Sequence[bytes] = MARKS) -> bytes:
    """The bytes with a few things done to them: bits turned, runs taken out, doubled or moved, `pieces` put in, the end lost."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at, length = chance.randrange(len(out) + 1), chance.choice(LENGTHS)
        match chance.randrange(7):
            case 0 if at < len(out):
                out[at] ^= 1 << chance.randrange(8)
            case 1:
                del out[at : at + length]
            case 2:
                out[at:at] = chance.randbytes(length)
            case 3:
                out[at:at] = out[at : at + length] * chance.choice((1, 1, 1, 20))
            case 4:
                out[at : at + chance.choice((0, length))] = chance.choice(pieces)
            case 5:
                start = chance.randrange(len(out) + 1)
                out[at:at] = out[start : start + length]
            case 6 if chance.random() < 0.2:
                del out[at:]
    return bytes(out)


# --- pages

DESCRIBED = {"@type": "NewsArticle", "datePublished": "1978-09-05", "headline": "Leaders meet", "author": [{"name": "A. Writer"}, None]}
UPDATES = [{"datePublished": f"1978-09-05T1{n}:00Z", "articleBody": f"<p>{PARAGRAPHS[n]}", "url": f"#e{n}"} for n in range(3)]
ENTRIES = "".join(f'<div id="e{n}"><time datetime="1978-09-05T1{n}:00">1{n}</time><p>{PARAGRAPHS[n]}</p></div>' for n in range(3))
PAGES = (
    page_making.page(head=linked(DESCRIBED) + meta("og:url", "https://courier.example/a?amp") + link("canonical", page_making.ADDRESS)),
    page_making.page(*PARAGRAPHS, "<aside>Read more</aside>", "<table><tr><td>a<td>b</table>", around="main"),
    page_making.page(head=meta("article:published_time", "1978-09-05T22:30:00Z") + link("next", "?page=2")),
    page_making.page(*PARAGRAPHS, head=linked({"@graph": [{"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES}]})),
    page_making.page(PARAGRAPHS[3], f'<div class="live-blog">{ENTRIES}</div>', *PARAGRAPHS[1:], title="As it happened"),
    page_making.page(*PARAGRAPHS, *(f"<p>1{n}:45 – {words}</p>" for n, words in enumerate(PARAGRAPHS)), title="Live updates"),
)
PIECES_OF_PAGES = (*MARKS, *(piece.encode("utf-8", "surrogatepass") for piece in hostile_pages.PIECES))


def a_page(chance: random.Random) -> bytes:
    """A spoiled page; of twenty one has no sound part at all."""
    if chance.random() < 0.05:
        return hostile_pages.any_page(chance)
    return spoiled(chance.choice(PAGES), chance, PIECES_OF_PAGES)


# --- feeds

FEEDS = (
    *(make(LINKS) for make in feed_making.MADE.values()),
    feed_making.index([(LINKS[0], "2026-03-01")]),
    gzip.compress(feed_making.sitemap(LINKS)),
    b'<opml version="2.0"><body><outline text="W" type="rss" xmlUrl="https://wire.example/feed" htmlUrl="/"/></body></opml>',
)
PIECES_OF_FEEDS = (
    *MARKS, b"<rss>", b"<channel>", b"<item>", b"</item>", b"<link>https://wire.example/a</link>", b"<link>http://[</link>",
    b"<title>&#xd800;</title>", b"<title type='xhtml'><div>", b"<pubDate>Mon, 99 Mar 0000 25:61:61 +9999</pubDate>", b"<ttl>-1</ttl>",
    b"<entry xmlns='http://www.w3.org/2005/Atom'>", b"<feed>", b"<urlset>", b"<url><loc>", b"<sitemap>",
    b"<lastmod>0000-00-00</lastmod>", b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"]]>",
    b"<![CDATA[", b"<!--", b"<?", b"<x:y/>", b" xml:base='//['", b"&#0;", b"&#x110000;", b"<outline xmlUrl='", b'{"items":[', b"null",
    b"1e999", b'"url":5,', b"\xef\xbb\xbf", b"\xff\xfe",
)  # fmt: skip


def a_feed(chance: random.Random) -> bytes:
    """A spoiled feed, site map, index of site maps or list of feeds."""
    return spoiled(chance.choice(FEEDS), chance, PIECES_OF_FEEDS)


# --- web archives

PIECES_OF_ARCHIVES = (
    *MARKS, b"9999", b"\r\n\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08\0", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n",
    b"WARC-Type: revisit\r\n", b"WARC-Truncated: length\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: br\r\n",
    b"HTTP/1.1 999 \r\n", b"charset=punycode", b"WARC-Block-Digest: sha1:\r\n", b"WARC-Target-URI: http://[\r\n",
)  # fmt: skip


@cache
def archives() -> tuple[bytes, ...]:
    """A few web archives of one to three records."""
    text = " ".join(warcs.WORDS).encode()
    notes = warcs.Maker(packed=False).note()
    notes.add(LINKS[0], text, kind="conversion", headers={"Content-Type": "text/plain"})
    notes.add(LINKS[1], warcs.page(1), kind="resource")
    cut = warcs.Maker(packed=False).add(LINKS[0], text, headers={"Content-Type": "text/html; charset=latin-1"}, WARC_Truncated="time")
    moved = warcs.Maker().add(LINKS[0], b"", status="302 Found", headers={"Location": LINKS[1]}).add(LINKS[1], warcs.page(2))
    return warcs.crawl(2), warcs.crawl(3, packed=False), notes.bytes(), cut.bytes(), moved.bytes()


def an_archive(chance: random.Random) -> bytes:
    """A spoiled web archive."""
    return spoiled(chance.choice(archives()), chance, PIECES_OF_ARCHIVES)


# --- tables and JSON lines

ROWS = [
    {"id": "r1", "title": 'A "title", with marks', "published": "1978-09-05", "url": page_making.ADDRESS, "text": PARAGRAPHS[0]},
    {"id": "r2", "title": "", "published": "5 September 1978", "url": "", "text": "\n".join(PARAGRAPHS[1:3])},
    {"id": "r3", "title": "Ω; |", "published": "19780905", "url": "ftp://x.example/", "text": f'"{PARAGRAPHS[3]}"'},
]
PIECES_OF_TABLES = (
    *MARKS, b'""', b'",', b'"\n', b",,,,", b";", b"|", b"sep=;\n", b"text,", b"text", b"published", b"05/09/1978", b"1978-13-01",
    b"\xef\xbb\xbf", "\u202e".encode(), "Ж".encode(),
)  # fmt: skip
PIECES_OF_LINES = (
    *MARKS, b"{", b"}", b"[", b"]", b"[" * 3_000, b",", b'":', b'{"text":', b"\\ud800", b"\\u0000", b"null", b"NaN", b"1e999", b"-0",
    b"true", b'"published":', b'"metadata":{"a":[]},', b'"text":5,', b'"authors":[1],', b"\xef\xbb\xbf", b"9" * 5_000,
)  # fmt: skip


def separated(rows: Sequence[dict[str, str]], separator: str) -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    sheet = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue().encode()


@cache
def tables() -> tuple[tuple[str, bytes], ...]:
    """What each table is called, and its bytes; the last one is Parquet."""
    import duckdb

    texts = tuple((name, separated(ROWS, mark)) for name, mark in (("t.csv", ","), ("t.csv", ";"), ("t.tsv", "\t"), ("t.txt", "|")))
    with TemporaryDirectory() as folder, duckdb.connect(config={"autoinstall_known_extensions": "false"}) as db:
        path = Path(folder) / "t.parquet"
        db.execute("CREATE TABLE t (id VARCHAR, published DATE, body VARCHAR, likes DOUBLE)")
        db.executemany("INSERT INTO t VALUES (?, '1978-09-05', ?, 1)", [[row["id"], row["text"]] for row in ROWS])
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")
        return *texts, ("t.parquet", path.read_bytes())


def a_table(chance: random.Random) -> tuple[str, bytes]:
    """A spoiled table, and what it is called; of a hundred one is Parquet."""
    *texts, parquet = tables()
    name, data = parquet if chance.random() < 0.01 else chance.choice(texts)
    return name, spoiled(data, chance, PIECES_OF_TABLES)


def an_object(chance: random.Random) -> dict[str, object]:
    """An article as a JSON object, with values that may be anything."""
    values, keys = hostile_pages.VALUES, hostile_pages.KEYS
    return dict(chance.choice(ROWS)) | {key: chance.choice(values) for key in keys if chance.random() < 0.1}


def some_lines(chance: random.Random) -> bytes:
    """One to three JSON lines, mostly spoiled."""
    plain = chance.random() < 0.8
    texts = [json.dumps(an_object(chance), ensure_ascii=plain) for _ in range(chance.randint(1, 3))]
    lines = "\n".join(texts).encode("utf-8", "replace")
    return lines if chance.random() < 0.3 else spoiled(lines, chance, PIECES_OF_LINES)


# --- dates in words

PHRASES = (
    "on Monday", "last Friday", "next Tuesday morning", "three days after Christmas", "between 2018 and 2019", "from 5 to 9 May 2021",
    "in early March", "late last year", "six years ago", "the following day", "in the spring of 1989", "the 1990s", "since 2014",
    "until the end of the month", "by mid-April", "on September 5, 1978", "5 Sept. 1978", "27-Aug-2025", "1978-09-05T22:30:00+02:00",
    "Tue, 05 Sep 1978 22:30:00 GMT", "20780905", "Updated: 25 August 2025", "Thursday the 21st", "the first quarter of 2020",
    "in March this year", "two weeks later", "a fortnight ago", "during Ramadan", "before Eid al-Fitr in 2023", "at Easter",
    "the week of July 4", "29 February 2023", "in the 19th century", "more than a decade ago", "last November and December",
    "every Monday", "for three years", "today", "yesterday evening", "at noon on the 31st", "after the Cold War", "2018/2019", "2025-08/..",
    "Friday the 13th", "since the war began in 2014", "within 24 hours", "the second half of next year", "on the eve of May Day",
)  # fmt: skip
WORDS = tuple(sorted({word for phrase in PHRASES for word in phrase.split()})) + hostile_pages.DATE_PIECES
DAYS = ("1978-09-05", "2024-02-29", "2025-08-25/2025-08-27", "2025-08", "0001-01-01", "9999-12-31", "2025~", "../2020-01-01", "")
WAYS = ("past", "future", "")


def a_phrase(chance: random.Random) -> tuple[str, str, str, str]:
    """Words that may name a time, the day of publication, the way of the tense, and the time last spoken of."""
    words = chance.choice(PHRASES).split() + (chance.choice(PHRASES).split() if chance.random() < 0.3 else [])
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        at = chance.randrange(len(words) + 1)
        words[at : at + chance.randint(0, 2)] = chance.choices(WORDS, k=chance.randint(0, 2))
    letters = list(chance.choice((" ", " ", " ", "", "-", "\n", "  ")).join(words))
    for _ in range(chance.choice((0, 0, 0, 1, 3))):
        letters.insert(chance.randrange(len(letters) + 1), chance.choice("09-/.,:~ \u0661\u00b2\0\ud800ıſ"))
    return "".join(letters), chance.choice(DAYS), chance.choice(WAYS), chance.choice(DAYS)
