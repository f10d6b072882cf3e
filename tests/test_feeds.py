"""Feeds from their bytes: every kind, as sites really write them, and such as are built to do harm."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import feed_making as making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import web
from legation.errors import FetchError, NotAFeed, SourceError
from legation.intake import feed_worker
from legation.intake.discovery import alternates, find_feeds
from legation.intake.feed import Feed, moment, plain, web_link
from legation.intake.feed_worker import packed, question, unpacked
from legation.intake.feeds import bytes_of, kind_of, read_feed, reader
from legation.intake.opml import from_opml
from legation.intake.pages import Worker

LINKS = ["https://wire.example/a", "https://wire.example/b?x=1&y=2"]


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feeds are read in this process: the tests of one kind need not wait for another to start."""

    class AtHand:
        def answer(self, asked: bytes) -> bytes:
            return feed_worker.answered(asked)

    monkeypatch.setattr("legation.intake.feeds.reader", AtHand)


def links(body: bytes, *headers: tuple[str, str]) -> list[str]:
    return [entry.link for entry in read_feed(making.answer(body, *headers)).entries]


# --- every kind


@pytest.mark.parametrize("kind", making.MADE)
def test_every_kind_lists_its_pages(at_hand: None, kind: str) -> None:
    found = read_feed(making.answer(making.MADE[kind](LINKS)))
    assert (found.kind, [entry.link for entry in found.entries], found.news) == (kind, LINKS, True)
    assert all(entry.title.startswith("Story") and entry.published.startswith("2026-0") for entry in found.entries)


@pytest.mark.parametrize("kind", making.MADE)
def test_no_word_of_a_summary_is_kept(at_hand: None, kind: str) -> None:
    assert "SUMMARY" not in repr(read_feed(making.answer(making.MADE[kind](LINKS))))


def test_times_are_in_utc_and_titles_plain(at_hand: None) -> None:
    found = read_feed(making.answer(making.atom(LINKS[:1])))
    assert (found.entries[0].published, found.entries[0].title) == ("2026-02-28T22:00:00+00:00", "Story 0 & more")


NEVER = [
    "Mon, 01 Jan 0001 00:00:00 +1400", "Mon, 01 Jan 0001 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 0070 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT", "0001-01-01T00:00:00Z", "Mon, 30 Nov -0001 00:00:00 +0000",
]  # fmt: skip


@pytest.mark.parametrize("words", NEVER)
def test_a_time_at_which_nothing_was_published_is_none(at_hand: None, words: str) -> None:
    body = making.rss(LINKS[:1]).replace(b"Sun, 01 Mar 2026 00:00:00 GMT", words.encode())
    (entry,) = read_feed(making.answer(body)).entries
    assert (entry.published, entry.changed) == ("", "")


def test_an_old_story_keeps_its_time(at_hand: None) -> None:
    body = making.rss(LINKS[:1]).replace(b"Sun, 01 Mar 2026", b"Tue, 05 Sep 1911")
    assert read_feed(making.answer(body)).entries[0].published == "1911-09-05T00:00:00+00:00"


RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>W</title></channel>'
    "<item><title>A</title><link>https://wire.example/a</link><dc:date>2026-03-01T10:00:00+01:00</dc:date></item></rdf:RDF>"
)
NETSCAPE = (
    '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    '<rss version="0.91"><channel><item><link>https://wire.example/a</link></item></channel></rss>'
)
RSS = '<rss version="2.0"><channel>{}<item><title>{}</title>{}</item></channel></rss>'
A = "<link>https://wire.example/a</link>"
WRITTEN = [
    ("RDF", RDF),
    ("with a document type", NETSCAPE),
    ("no declaration, blanks before", "\n\n  " + RSS.format("", "A", A)),
    ("a comment before", "<!-- made by <b>hand</b> -->" + RSS.format("", "A", A)),
    ("a style before", '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?>' + RSS.format("", "A", A)),
    ("relative", RSS.format("", "A", "<link>/a</link>")),
    ("the identifier is the link", RSS.format("", "A", "<guid isPermaLink='true'>https://wire.example/a</guid>")),
    ("in CDATA", RSS.format("", "<![CDATA[A]]>", "<link><![CDATA[ https://wire.example/a ]]></link>")),
    ("by way of a counter", RSS.format("", "A", "<link>https://count.example/1</link><f:origLink xmlns:f="
     "'http://rssnamespace.org/feedburner/ext/1.0'>https://wire.example/a</f:origLink>")),
    ("not closed", '<rss version="2.0"><channel><item><title>A</title>' + A + "</item><item><title>B & C"),
    ("a bare ampersand", RSS.format("<title>R & B</title>", "A", A)),
    ("half a character", RSS.format("", "A&#xD800;&#55296;", A)),
    ("HTML's references", RSS.format("", "caf&eacute;", A)),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in WRITTEN], ids=[case[0] for case in WRITTEN])
def test_feeds_as_sites_write_them(at_hand: None, body: str) -> None:
    assert links(body.encode()) == ["https://wire.example/a"]


LETTERS = [
    ("utf-8", "", ""),
    ("utf-8-sig", "", ""),
    ("utf-16", "", ""),
    ("utf-16-le", "", ""),
    ("utf-16", "utf-16", ""),
    ("iso-8859-1", "iso-8859-1", ""),
    ("iso-8859-1", "", "text/xml; charset=ISO-8859-1"),
    ("utf-8", "utf-8", "text/html"),
    ("windows-1252", "windows-1252", "application/rss+xml"),
]


@pytest.mark.parametrize(("encoding", "declared", "media"), LETTERS)
def test_letters(at_hand: None, encoding: str, declared: str, media: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    body = (head + RSS.format("", "Erdoğan" if encoding.startswith("utf") else "São Tomé", A)).encode(encoding)
    found = read_feed(making.answer(body, *([("Content-Type", media)] if media else [])))
    assert [entry.title for entry in found.entries] == ["Erdoğan" if encoding.startswith("utf") else "São Tomé"]


TITLES = [
    ("text", "A &lt; B", "A < B"),
    ("html", "A &lt;b&gt;bold&lt;/b&gt; &amp;amp; plain", "A bold & plain"),
    ("html", "&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
    ("html", "&lt;img src=x onerror=alert(1)&gt;Words", "Words"),
    ("text", "a\u202eb\u2028c  d\n e", "a b c d e"),
    ("text", "x" * 1000, "x" * 300),
]


@pytest.mark.parametrize(("kind", "written", "title"), TITLES)
def test_titles_are_plain_text(at_hand: None, kind: str, written: str, title: str) -> None:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><title type="{kind}">{written}</title></entry></feed>'
    assert read_feed(making.answer(body.encode())).entries[0].title == title


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://wire.example/a", "https://a:b@wire.example/", "http://[::1",
     "https://wire.example/a\\b", "https://0x7f.1/", "mailto:a@wire.example", "", "https://wire.example/" + "x" * 2000],
)  # fmt: skip
def test_only_links_of_the_web_are_followed(at_hand: None, link: str) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"url": link}, {"url": "https://wire.example/a"}]})
    assert links(body.encode()) == ["https://wire.example/a"]


def test_each_link_once_and_a_thousand_at_most(at_hand: None) -> None:
    assert links(making.rss([*LINKS, *LINKS])) == LINKS
    assert len(links(making.rss(f"https://wire.example/{n}" for n in range(1500)))) == 1000


# --- site maps


def test_pictures_in_a_site_map_are_no_pages() -> None:
    image = '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>https://wire.example/i.jpg</image:loc></image:image>'
    body = making.sitemap(LINKS).replace(b"<url>", f"<url>{image}".encode())
    assert links(body) == LINKS
    assert links(gzip.compress(body)) == LINKS


def test_an_index_names_its_parts_the_latest_first() -> None:
    maps = [("https://wire.example/1.xml", ""), ("https://wire.example/2.xml", "2026-01-01"), ("https://wire.example/3.xml", "2026-02-01")]
    found = read_feed(making.answer(making.index(maps)))
    assert [part.link[-5] for part in found.parts] == ["3", "2", "1"]
    assert found.entries == ()


def test_what_stands_before_damage_is_taken() -> None:
    assert links(making.sitemap(LINKS).replace(b"</urlset>", b"<url><loc>https://wire.example/c")) == LINKS
    with pytest.raises(NotAFeed):
        links(b"<urlset><url><loc>https://wire.example/c")


# --- what is none, and what does harm


@pytest.mark.parametrize("body", [b"", b"<html><head></head><body>News</body></html>", b"words", b"{}", b"[1]", b'{"items": []}', b"\0\0",
                                  b"<svg/>", b"<?xml", b"<!DOCTYPE", b"\x1f\x8b", b"\xff\xfe", b"{" * 100_000])  # fmt: skip
def test_what_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeed) as caught:
        read_feed(making.answer(body))
    assert str(caught.value).startswith("https://wire.example/feed: ")


LAUGHS = '<!DOCTYPE {0} [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><{0}><channel><title>&b;</title></channel></{0}>'
FILES = '<?xml version="1.0"?><!DOCTYPE {0} [<!ENTITY x SYSTEM "file:///etc/hostname">]><{0}><url><loc>https://wire.example/&x;</loc></url></{0}>'
OUTSIDE = '<!DOCTYPE {0} [<!ENTITY % d SYSTEM "http://wire.example/d.dtd">%d;]><{0}/>'


@pytest.mark.parametrize("tag", ["urlset", "sitemapindex", "rss"])
@pytest.mark.parametrize("letters", ["U", "utf-9", "x" * 300, "base64", "utf-8\0"])
def test_letters_that_are_none(at_hand: None, tag: str, letters: str) -> None:
    answered(f'<?xml version="1.0" encoding="{letters}"?><{tag}><url><loc>https://wire.example/a</loc></url></{tag}>'.encode())


@pytest.mark.parametrize("tag", ["rss", "feed", "urlset", "sitemapindex"])
@pytest.mark.parametrize("trick", [LAUGHS, FILES, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_are_refused(tag: str, trick: str, encoding: str) -> None:
    with pytest.raises(NotAFeed, match="it declares entities of its own"):
        read_feed(making.answer(trick.format(tag).encode(encoding)))


def test_a_feed_may_write_of_entities(at_hand: None) -> None:
    assert links(RSS.format("", "<![CDATA[How <!ENTITY x> is misused]]>", A).encode()) == ["https://wire.example/a"]


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 40_000_000, 1)
    with pytest.raises(NotAFeed, match="more than 10 MB when unpacked"):
        read_feed(making.answer(bomb))


def test_a_feed_that_costs_too_much_is_given_up_and_the_next_is_read() -> None:
    one = Worker(seconds=60, script="feed_worker.py", what="a feed", package="feedparser")
    try:
        small = question(making.rss(LINKS), "https://wire.example/", "")
        assert unpacked(one.answer(small) or b"null")
        one.seconds = 0.0
        assert one.answer(question(b"<rss><channel>" + b"<a b=" * 500_000, "https://wire.example/", "")) is None
        one.seconds = 60.0
        found = unpacked(one.answer(small) or b"null")
        assert found
        assert [entry.link for entry in found.entries] == LINKS
    finally:
        one.stop()


def test_a_feed_of_too_many_tags_is_not_even_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.intake.feeds.reader", None)
    with pytest.raises(NotAFeed, match="it costs too much to read"):
        links(b"<rss><channel>" + b"<item>" * 400_000)


def test_the_process_that_reads_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert links(making.rss(LINKS)) == LINKS
    reader().stop()
    monkeypatch.setattr(Worker, "answer", lambda *_: None)
    with pytest.raises(NotAFeed, match="it costs too much to read"):
        links(making.rss(LINKS))


# --- parts of it


@pytest.mark.parametrize(
    ("words", "at"),
    [("2026-03-01", "2026-03-01"), ("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00+00:00"),
     ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00"),
     ("2026-03-01T10:00", "2026-03-01T10:00:00+00:00"), ("2026-02-30", ""), ("yesterday", ""), ("", ""), ("0001-01-01T00:00:00+14:00", "")],
)  # fmt: skip
def test_moments(words: str, at: str) -> None:
    assert moment(words) == at


@given(st.text(), st.booleans())
def test_a_title_is_one_line_that_can_be_kept(words: str, markup: bool) -> None:
    title = plain(words, markup=markup)
    assert title.isprintable()
    assert len(title) <= 300
    title.encode()


@given(st.text(max_size=60))
def test_a_link_is_whole_or_none(words: str) -> None:
    link = web_link(words, "https://wire.example/a/b")
    assert link == "" or (link.startswith(("http://", "https://")) and link == web_link(link, "https://other.example/"))


PIECES = [
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<link>", b"</link>", b"https://wire.example/", b"<title>", b"</title>", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"&amp;", b"&#0;", b"&#xD800;", b"&bad;", b"<?xml version='1.0' encoding='", b"utf-7", b"'?>", b"<urlset>",
    b"<url>", b"<loc>", b"</loc>", b"</url>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<link href='", b"'/>", b"\0",
    b"\xff", b"\xfe\xff", b"\x1f\x8b", b'{"version":"https://jsonfeed.org/version/1","items":[', b'{"url":"', b'"}', b"]}", b"<opml>",
    b"<outline xmlUrl='", b"<pubDate>Mon, 99 Foo 99999", b"</pubDate>", b"<ttl>9", b"</ttl>", b" ", b"\n", b"<!DOCTYPE rss [", b"]>",
    b"<!ENTITY a 'b'>",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join))
def test_whatever_comes_is_a_feed_or_an_error_of_ours(body: bytes) -> None:
    answered(body)


def answered(body: bytes) -> None:
    """It is read in this process, where the true one would only be begun anew."""
    try:
        data = bytes_of(making.answer(body))
        syndicated = kind_of(data) in (b"rss", b"feed", b"rdf")
        asked = question(data, "https://wire.example/", "")
        found = unpacked(feed_worker.answered(asked)) if syndicated else read_feed(making.answer(body))
    except SourceError:
        found = None
    if found:
        checked(found)
    try:
        from_opml(body, "a list")
    except NotAFeed:
        return


def checked(found: Feed) -> None:
    """All of it can be kept."""
    for entry in found.entries:
        assert entry.link.startswith(("http://", "https://"))
        assert entry.title.isprintable()
        f"{entry} {found.title} {found.site}".encode()
    assert found.every >= 0
    assert unpacked(packed(found)) == (found if not found.parts else unpacked(packed(found)))


# --- from a site to its feeds


PAGE = "<html><head><title>Wire</title>{}</head><body><p>Read the news.</p></body></html>"


def site_page(head: str = "") -> web.Reply:
    return web.Reply(PAGE.format(head).encode())


@pytest.fixture
def site() -> Iterator[web.Site]:
    with web.serve({"/": site_page(), "/world/": site_page()}) as one:
        yield one


def found(site: web.Site, path: str = "/") -> list[str]:
    return [one.answer.address.removeprefix(site.url("")) for one in find_feeds(site.url(path), web.fetcher())]


def test_a_feed_is_its_own(at_hand: None, site: web.Site) -> None:
    site.pages["/f"] = web.Reply(making.rss([]))
    assert found(site, "/f") == ["/f"]
    assert site.paths == ["/robots.txt", "/f"]


def test_feeds_that_a_page_names(at_hand: None, site: web.Site) -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="World" href="/world.xml">'
        "<LINK type='application/feed+json' rel=alternate href=j.json>"
        '<link rel="alternate" type="application/rss+xml" title="Comments on Wire" href="/c.xml"><link rel="stylesheet" href="/style.css">'
        '<link rel="alternate" type="application/atom+xml" href="/gone.xml"/><link rel="alternate" hreflang="fr" href="/fr/">'
    )
    site.pages |= {"/": site_page(head), "/world.xml": web.Reply(making.rss([])), "/j.json": web.Reply(making.json_feed([]))}
    assert found(site) == ["/world.xml", "/j.json"]
    assert "/c.xml" not in site.paths


@pytest.mark.parametrize(("path", "place"), [("/", "/rss.xml"), ("/world/", "/world/feed"), ("/world/", "/feed.json")])
def test_a_feed_at_a_usual_place(at_hand: None, site: web.Site, path: str, place: str) -> None:
    site.pages[place] = web.Reply(making.json_feed([]) if place.endswith("json") else making.rss([]))
    assert found(site, path) == [place]


def test_site_maps_that_robots_txt_names(site: web.Site) -> None:
    robots = f"User-agent: *\nDisallow: /robots.txt\nSitemap: {site.url('/all.xml')}\nSitemap: {site.url('/news.xml')}\n"
    site.pages |= {"/robots.txt": web.Reply(robots.encode()), "/all.xml": web.Reply(making.sitemap(LINKS, news=False))}
    assert found(site) == ["/all.xml"]
    site.pages["/news.xml"] = web.Reply(making.sitemap(LINKS))
    assert found(site) == ["/news.xml"]


def test_a_site_without_a_feed(site: web.Site) -> None:
    with pytest.raises(NotAFeed, match="no feed was found there"):
        found(site)
    with pytest.raises(FetchError, match="there is no such page"):
        found(site, "/nothing")


def test_a_broken_feed_is_no_site(site: web.Site) -> None:
    site.pages["/f"] = web.Reply(b"<urlset>")
    with pytest.raises(NotAFeed, match="not a feed that can be read"):
        found(site, "/f")
    assert site.paths == ["/robots.txt", "/f"]


def test_the_head_of_a_page_may_name_another_base() -> None:
    head = '<base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="f.xml?a=1&amp;b=2">'
    answer: Any = making.answer(PAGE.format(head).encode())
    assert alternates(answer) == ["https://cdn.example/x/f.xml?a=1&b=2"]
