"""A page to its article: what it declares, where its time was found, which address is its own, and its whole text."""

from __future__ import annotations

import pytest
from page_making import ADDRESS, PARAGRAPHS, link, linked, meta, page

from legation.entries import Article
from legation.intake import page as pages
from legation.intake.article import Terms, identifier
from legation.intake.canonical import canonical, is_page_of, plain, same_site
from legation.intake.dates import Published
from legation.intake.extraction import take_apart
from legation.intake.page import GOES_ON
from legation.intake.parts import Entry, Parts, packed, unpacked
from legation.intake.stamps import stamp

TERMS = Terms(Published())


def article(html: bytes, address: str = "") -> Article:
    """The one article of a page, taken apart in this process."""
    (found,) = articles(html, address)
    return found


def articles(html: bytes, address: str = "") -> list[Article]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "worker", Here)
        return pages.from_page(html, "page.html", TERMS, address)


class Here:
    """In place of the worker's process."""

    def take_apart(self, html: bytes) -> Parts:
        return unpacked(packed(take_apart(html)))


NEWS = {
    "@type": "NewsArticle",
    "headline": "Leaders meet at Camp David",
    "datePublished": "1978-09-05T18:30:00-04:00",
    "author": [{"@type": "Person", "name": "Anna Mir"}, {"name": ["Jan Doe"]}, "https://courier.example/staff/3"],
    "publisher": {"@type": "Organization", "name": "The Courier"},
    "mainEntityOfPage": {"@id": ADDRESS},
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Bakers’ strike enters third week",
    "datePublished": "1999-01-01",
    "url": "https://courier.example/b",
}


@pytest.mark.parametrize(
    "given",
    [
        NEWS,
        [NEWS],
        [{"@type": "Organization", "name": "X"}, NEWS],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "X"}, NEWS, OTHER]},
        {"@graph": [[OTHER], {"@type": "WebPage", "mainEntity": NEWS}]},
        NEWS | {"@type": ["Article", "https://schema.org/NewsArticle"]},
    ],
)
def test_the_pages_own_article_is_found_among_what_json_ld_describes(given: object) -> None:
    found = article(page(head=linked(given) + link("canonical", ADDRESS)))
    assert (found.published, found.published_at) == ("1978-09-05", "1978-09-05T18:30:00-04:00")
    assert found.published_why == "the page's JSON-LD datePublished"
    assert found.authors == ("Anna Mir", "Jan Doe")
    assert (found.source, found.title, found.url) == ("The Courier", "Leaders meet at Camp David", ADDRESS)
    assert found.id == identifier("", ADDRESS, "")


@pytest.mark.parametrize("script", ["<!-- {} -->", "//<![CDATA[\n{}\n//]]>", "{};", " \n{}\n"])
def test_json_ld_in_its_wrappings(script: str) -> None:
    inner = linked(NEWS).split(">", 1)[1].rsplit("<", 1)[0]
    assert article(page(head=f'<script type="application/ld+json">{script.format(inner)}</script>')).authors == ("Anna Mir", "Jan Doe")


def test_the_dates_of_other_stories_are_not_the_pages() -> None:
    found = article(page(head=linked([OTHER, OTHER | {"headline": "Old bridge closed"}])))
    assert found.published == ""


def test_where_no_article_is_described_the_page_is() -> None:
    given = {"@graph": [{"@type": "Organization", "name": "X"}, {"@type": "WebPage", "datePublished": "1978-09-05T08:00:00+00:00"}]}
    assert article(page(head=linked(given))).published_at == "1978-09-05T08:00:00+00:00"


def test_json_ld_that_is_none_costs_nothing_but_itself() -> None:
    broken = '<script type="application/ld+json">{"datePublished": "1978-09-05", "x": }</script>'
    assert article(page(head=broken)).published == "1978-09-05"
    assert article(page(head='<script type="application/ld+json">' + "[" * 5000 + "</script>")).text.startswith("Jimmy Carter")


@pytest.mark.parametrize(
    ("head", "day", "at", "why"),
    [
        (meta("article:published_time", "1978-09-05T22:30:00Z"), "1978-09-05", "1978-09-05T22:30:00+00:00", "article:published_time"),
        ('<meta name="date" content="Tue, 05 Sep 1978 18:30:00 -0400">', "1978-09-05", "1978-09-05T18:30:00-04:00", "the page's date"),
        ('<meta name="parsely-pub-date" content="1978-09-05T22:30">', "1978-09-05", "", "the page's date"),
        (
            linked(NEWS | {"datePublished": "0001-01-01T00:00:00Z"}) + meta("article:published_time", "1978-09-05"),
            "1978-09-05",
            "",
            "published_time",
        ),
        (link("canonical", "https://courier.example/1978/09/05/camp-david"), "1978-09-05", "", "the page's address"),
    ],
)
def test_where_the_time_was_found(head: str, day: str, at: str, why: str) -> None:
    found = article(page(head=head))
    assert (found.published, found.published_at) == (day, at)
    assert why in found.published_why


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("1978-09-05T18:30:00.000-0400", "1978-09-05", "1978-09-05T18:30:00-04:00"),
        ("1978/09/05 18:30", "1978-09-05", ""),
        ("19780905T223000Z", "1978-09-05", "1978-09-05T22:30:00+00:00"),
        ("Tue, 5 Sep 1978 22:30:00 GMT", "1978-09-05", "1978-09-05T22:30:00+00:00"),
        ("Updated Sept. 5, 1978, 6:30 p.m.", "1978-09-05", ""),
        ("5th September 1978", "1978-09-05", ""),
        ("1978", "1978", ""),
        ("05/09/1978", "", ""),
        ("1978-13-45", "", ""),
        ("31 February 1978", "", ""),
        ("1970-01-01T00:00:00Z", "", ""),
        ("Mon, 01 Jan 0001 00:00:00 +1400", "", ""),
        ("Mon, 30 Nov -0001 00:00:00 +0000", "", ""),
        ("January 5, 0001", "", ""),
        ("9999-12-31", "", ""),
        ("yesterday", "", ""),
        ("", "", ""),
    ],
)
def test_time_stamps(words: str, day: str, at: str) -> None:
    assert stamp(words) == Published(day, at)


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS, ADDRESS + "?amp", ADDRESS + "?amp=1", ADDRESS + "/amp", ADDRESS + "/amp/", ADDRESS + "?print=1", ADDRESS + "/print",
        ADDRESS + "?outputType=amp", ADDRESS + "?utm_source=x&fbclid=y", ADDRESS + "#comments", ADDRESS + "?print", ADDRESS + ".amp",
        "HTTPS://Courier.Example/world/camp-david",
        "https://courier-example.cdn.ampproject.org/c/s/courier.example/world/camp-david?usqp=x",
        "https://www.google.com/amp/s/courier.example/world/camp-david/amp",
    ],
)  # fmt: skip
def test_other_forms_lead_to_the_one_address(address: str) -> None:
    assert plain(address).rstrip("/") == ADDRESS
    found = article(page(), address)
    assert found.url.rstrip("/") == ADDRESS


@pytest.mark.parametrize("address", [ADDRESS, ADDRESS + "?amp", "https://amp.courier.example/x/1", "https://m.courier.example/story?id=7"])
def test_amp_and_print_are_the_article_that_they_name(address: str) -> None:
    assert article(page(head=link("canonical", ADDRESS)), address).id == identifier("", ADDRESS, "")


@pytest.mark.parametrize(
    ("claimed", "address", "url"),
    [
        (["https://elsewhere.example/x"], ADDRESS, ADDRESS),
        (["https://elsewhere.example/x"], "", "https://elsewhere.example/x"),
        (["https://courier.example/"], ADDRESS, ADDRESS),
        (["https://courier.example/"], "", ""),
        (["javascript:alert(1)", "//x", "http://[", ADDRESS], "", ADDRESS),
        (["https://other.co.uk/x"], "https://courier.co.uk/x", "https://courier.co.uk/x"),
        (["https://www.courier.co.uk/x"], "https://amp.courier.co.uk/y", "https://www.courier.co.uk/x"),
        (["https://courier.example/story?id=7"], "https://courier.example/story?id=7&print=1", "https://courier.example/story?id=7"),
        ([], "https://courier.example/story?page=2&q=a%20b", "https://courier.example/story?page=2&q=a%20b"),
        ([], "", ""),
        (["https://one.github.io/x"], "https://two.github.io/x", "https://two.github.io/x"),
        (["https://me@courier.example/x"], ADDRESS, ADDRESS),
        ([ADDRESS], "https://www.google.co.uk/amp/s/courier.example/world/camp-david", ADDRESS),
        ([ADDRESS], "https://google.ev.il/amp/s/courier.example/x", "https://google.ev.il/amp/s/courier.example/x"),
        ([ADDRESS], "https://one two.example/x", "https://one two.example/x"),
        ([ADDRESS], "ftp://courier.example/x", ""),
    ],
)
def test_which_address_an_article_goes_by(claimed: list[str], address: str, url: str) -> None:
    assert canonical(claimed, address) == url


def test_sites() -> None:
    assert same_site("https://www.courier.example/a", "http://m.courier.example/b")
    assert not same_site("https://courier.co.uk", "https://times.co.uk")
    assert not same_site("https://courier.example", "https://courier.example.evil.test")
    assert not same_site("https://x.kawasaki.jp", "https://y.kawasaki.jp")
    assert not same_site("https://127.0.0.1/a", "https://9.0.0.1/a")
    assert not same_site("", "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ADDRESS, ADDRESS + "?page=2", True),
        (ADDRESS, ADDRESS + "/2", True),
        (ADDRESS + "/page/2/", ADDRESS, True),
        ("https://courier.example/a.html", "https://courier.example/a-2.html", True),
        (ADDRESS, "https://courier.example/world/bakers-strike", False),
        (ADDRESS, ADDRESS, False),
        (ADDRESS, "https://elsewhere.example/world/camp-david?page=2", False),
    ],
)
def test_pages_of_one_article(one: str, other: str, same: bool) -> None:
    assert is_page_of(one, other) is same


def test_an_article_that_goes_on_says_so() -> None:
    found = article(page(head=link("canonical", ADDRESS) + link("next", ADDRESS + "?page=2") + link("prev", "https://courier.example/b")))
    assert [(a.text, a.reason) for a in found.dropped if a.reason == GOES_ON] == [(ADDRESS + "?page=2", GOES_ON)]


def test_a_later_page_does_not_take_the_place_of_the_first() -> None:
    head = link("canonical", ADDRESS) + link("prev", ADDRESS)
    first, second = (
        article(page(head=link("canonical", ADDRESS)), ADDRESS),
        article(page(*PARAGRAPHS[::-1], head=head), ADDRESS + "?page=2"),
    )
    assert (first.url, second.url) == (ADDRESS, ADDRESS + "?page=2")
    saved = article(page(*PARAGRAPHS[::-1], head=head))
    assert saved.id not in (first.id, second.id)


# --- main text


def test_an_article_cut_into_containers_is_put_together() -> None:
    cut = [
        f"<div class='chunk body'>{''.join(f'<p>{p} ({n}{k})</p>' for k, p in enumerate(PARAGRAPHS))}</div><div class='ad'>Buy</div>"
        for n in range(4)
    ]
    found = take_apart(page(*cut, around="div"))
    assert all(f"({n}{k})" in found.text for n in range(4) for k in range(len(PARAGRAPHS)))


def test_a_table_of_the_article_stays() -> None:
    rows = "<table><tr><th>State</th><th>Signed</th></tr><tr><td>Egypt</td><td>1979</td></tr><tr><td>Jordan</td><td>1994</td></tr></table>"
    assert "Jordan" in take_apart(page(*PARAGRAPHS, rows)).text


def test_parts_go_through_the_pipe_whole() -> None:
    parts = Parts("t\u2028x", "T", "S", ("A",), ("u",), ("o",), "d", "w", (("r", "b"),), (Entry("h", "t", "d", "w"),), "no", "hint")
    assert unpacked(packed(parts)) == parts


@pytest.mark.parametrize("letters", ["latin1", "Latin-1", "us-ascii", "windows-1252", "iso_8859-1:1987", "x-cp1252", "ISO-IR-100", "l9"])
def test_what_calls_itself_latin_is_windows(letters: str) -> None:
    said = "“We signed it — at last,” the minister of Greece said at the lake."
    html = (
        f'<html><head><meta charset="{letters}"></head><body><article>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}<p>{said}</p></article>'
    )
    assert said in article(html.encode("cp1252", "replace")).text
