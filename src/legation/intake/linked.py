"""What a page says of itself in JSON-LD (schema.org): its article among whatever else is described there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from legation.knowledge.page_kinds import ARTICLE_TYPES, PAGE_TYPES

Node = Mapping[str, Any]

LARGEST: Final = 4_000_000  # characters of one script: what is longer is no description
MOST_NODES: Final = 2_000
HOLDERS: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")  # where a page's own article may stand inside another
WRAPPING: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)?\s*;?\s*$")
PUBLISHED: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Every thing described at the top of a script, in a list or a graph, or as what the page is about, in order."""
    found: list[Node] = []
    for script in scripts:
        waiting: list[Any] = [_parsed(script)]
        while waiting and len(found) < MOST_NODES:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting[:0] = one[:MOST_NODES]
            elif isinstance(one, dict):
                found.append(one)
                waiting[:0] = [one[key] for key in HOLDERS if isinstance(one.get(key), dict | list)]
    return found


def types(node: Node) -> frozenset[str]:
    """What a node says it is, without the schema's address."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return frozenset(name.rsplit("/", 1)[-1] for name in names if isinstance(name, str))


def article(found: Sequence[Node], urls: Iterable[str], title: str) -> Node:
    """The node of the page's own article: that of its address or title, the only one, or what tells of the page; else an empty one."""
    articles = [node for node in found if types(node) & ARTICLE_TYPES]
    own = frozenset(url.rstrip("/") for url in urls)
    for node in articles:
        if any(address.rstrip("/") in own for address in addresses(node)):
            return node
    for node in articles:
        headline = words(node.get("headline"))
        if headline and headline.casefold() in title.casefold():
            return node
    if len(articles) == 1:
        return articles[0]
    return {} if articles else next((node for node in found if types(node) & PAGE_TYPES), {})


def others(found: Iterable[Node], own: Node) -> list[Node]:
    """The articles described that are not the page's own."""
    return [node for node in found if node is not own and types(node) & ARTICLE_TYPES]


def addresses(node: Node) -> list[str]:
    """The addresses that a node gives for itself."""
    page = node.get("mainEntityOfPage")
    given = [node.get("url"), node.get("@id"), page]
    if isinstance(page, dict):
        given += [page.get("@id"), page.get("url")]
    return [address for address in given if isinstance(address, str) and address.startswith(("http://", "https://"))]


def names(given: object) -> list[str]:
    """The names of a person or body, or of several, however they are written."""
    if isinstance(given, str):
        return [] if given.startswith(("http://", "https://")) else [words(given)]
    if isinstance(given, dict):
        return names(given.get("name"))
    if isinstance(given, list):
        return [name for one in given[:50] for name in names(one)]
    return []


def words(given: object) -> str:
    """Text on one line; "" for what is none."""
    return " ".join(given.split()) if isinstance(given, str) else ""


def date_in_broken(scripts: Iterable[str]) -> str:
    """The first date of publication in scripts that are not quite JSON, "" where there is none."""
    return next((m[1] for script in scripts if (m := PUBLISHED.search(script))), "")


def updates(found: Iterable[Node]) -> Iterator[Node]:
    """The entries of live blogs, as far as they are written out."""
    for node in found:
        given = node.get("liveBlogUpdate")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                yield one


def _parsed(script: str) -> object:
    if len(script) > LARGEST:
        return None
    try:
        return json.loads(WRAPPING.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return None
