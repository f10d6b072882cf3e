"""What a page declares of itself: title, authors, outlet, time and addresses, in JSON-LD, in its head, in its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from legation.intake import linked
from legation.intake.linked import Node, words
from legation.intake.stamps import stamp

# Where times of publication stand, the surest first: Open Graph, schema.org microdata, Dublin Core, and names in wide use (own).
DATES: Final = (
    ("//meta[@property='article:published_time' or @property='og:article:published_time']/@content", "the page's article:published_time"),
    ("//meta[@itemprop='datePublished']/@content", "the page's datePublished"),
    ("//*[@itemprop='datePublished']/@datetime", "the page's datePublished"),
    ("//meta[@name='article:published_time' or @name='pubdate' or @name='publish-date' or @name='date' or @name='parsely-pub-date'"
     " or @name='sailthru.date' or @name='publication_date' or @name='article.published' or @name='dcterms.created']/@content",
     "the page's date"),
    ("//meta[@name='DC.date.issued' or @name='dc.date' or @name='DC.date']/@content", "the page's DC.date"),
    ("//article//time[@pubdate]/@datetime", "the page's <time>"),
    ("//article//header//time/@datetime", "the page's <time>"),
)  # fmt: skip
IN_ADDRESS: Final = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
MOST_AUTHORS: Final = 20


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of itself; `urls` its own addresses, the likeliest first, `others` its neighbours in a row of pages.

    `own` is the description of its article, `nodes` are all, and `days` those on which the other articles described were published.
    """

    title: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    date: str = ""
    why: str = ""
    types: frozenset[str] = frozenset()
    kind: str = ""
    free: bool = True
    nodes: tuple[Node, ...] = ()
    own: Node = field(default_factory=dict)
    days: frozenset[str] = frozenset()


def declared(tree: Any) -> Declared:
    """What stands in the page's head and in its descriptions."""
    scripts = tree.xpath("//script[@type='application/ld+json']/text()")
    found = linked.nodes(scripts)
    urls, title = _urls(tree), title_of(tree)
    own = linked.article(found, urls, title)
    date, why = _date(tree, own, scripts if not found else [], urls)
    return Declared(
        title=words(own.get("headline")) or title,
        source="; ".join(linked.names(own.get("publisher"))[:1]) or _meta(tree, "og:site_name"),
        authors=tuple(dict.fromkeys(name for name in linked.names(own.get("author")) if name))[:MOST_AUTHORS],
        urls=tuple(dict.fromkeys([*urls, *linked.addresses(own)])),
        others=tuple(_hrefs(tree, "next")) + tuple(_hrefs(tree, "prev")),
        date=date,
        why=why,
        types=frozenset(kind for node in found for kind in linked.types(node)),
        kind=_meta(tree, "og:type"),
        free=str(own.get("isAccessibleForFree", True)).lower() not in ("false", "no", "0"),
        nodes=tuple(found),
        own=own,
        days=frozenset(stamp(words(node.get("datePublished"))[:60]).day for node in linked.others(found, own)),
    )


def title_of(tree: Any) -> str:
    """The title that the page shows elsewhere, else the one in its head."""
    return _meta(tree, "og:title") or words(" ".join(tree.xpath("//head/title[1]//text()")))


def _urls(tree: Any) -> list[str]:
    """The addresses that a page claims: canonical first."""
    base = _meta(tree, "og:url")
    found = [*_hrefs(tree, "canonical", base), base]
    return [url for url in found if url.lower().startswith(("http://", "https://"))]


def _hrefs(tree: Any, relation: str, base: str = "") -> Iterator[str]:
    for link in tree.xpath("//link[@rel and @href]"):
        if relation in link.get("rel").lower().split():
            try:
                yield urljoin(base, link.get("href").strip())
            except ValueError:
                continue


def _date(tree: Any, own: Node, broken: list[str], urls: list[str]) -> tuple[str, str]:
    """The time of publication and where it stands: JSON-LD, the head and the markup, the address."""
    given = words(own.get("datePublished")) or linked.date_in_broken(broken)
    if stamp(given).day:
        return given[:60], "the page's JSON-LD datePublished"
    for path, why in DATES:
        for value in tree.xpath(path):
            if stamp(value).day:
                return words(value)[:60], why
    for url in urls:
        if m := IN_ADDRESS.search(url):
            return f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", "the page's address"
    return "", ""


def _meta(tree: Any, name: str) -> str:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return words(found[0]) if found else ""
