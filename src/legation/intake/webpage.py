"""A page that was fetched to its articles, which bear the page's canonical address and say which page they were read in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from legation.entries import Article
from legation.errors import EmptySource, FetchError, NotText, SourceError
from legation.intake.addresses import parse
from legation.intake.article import Terms, from_text, identifier
from legation.intake.canonical import canonical
from legation.intake.fetched import Fetched, Manners
from legation.intake.kinds import BOM, is_page, other
from legation.intake.letters import in_letters
from legation.intake.page import from_page

if TYPE_CHECKING:
    from legation.intake.fetch import Fetcher

HEAD: Final = 65_536
PAGES: Final = ("text/html", "application/xhtml+xml")
UNTOLD: Final = ("", "text/plain", "application/octet-stream")
CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
SAVE: Final = "save it, and give the file"


@dataclass(slots=True)
class InHand:
    """Pages of this run, by the ids of the articles read in them, until these are kept; `bare` gave none.

    `beside` has, of an article that was not alone in its page, the ids of all that were read in it.
    """

    pages: dict[str, Fetched] = field(default_factory=dict)
    bare: list[Fetched] = field(default_factory=list)
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def put(self, page: Fetched, articles: Sequence[Article]) -> None:
        """Take a page in hand with what was read in it."""
        ids = tuple(article.id for article in articles)
        self.pages |= dict.fromkeys(ids, page)
        if len(ids) > 1:
            self.beside |= dict.fromkeys(ids, ids)


@dataclass
class Web:
    """How a run reads web addresses. `heard` is given every page as it came; `in_hand` holds those that the record will keep."""

    manners: Manners = field(default=Manners())
    heard: Callable[[Fetched], None] | None = None
    in_hand: InHand | None = None

    @cached_property
    def fetcher(self) -> Fetcher:
        """The one fetcher of the run; what it needs is loaded when the first address comes."""
        from legation.intake.fetch import Fetcher

        return Fetcher(self.manners)

    def articles(self, address: str, terms: Terms) -> list[Article]:
        """The article at a web address, or those of a live blog. Raises a SourceError."""
        page = self.fetcher.get(address)
        if self.heard:
            self.heard(page)
        try:
            found = from_fetched(page, terms)
        except SourceError:
            if self.in_hand:
                self.in_hand.bare.append(page)
            raise
        if self.in_hand:
            self.in_hand.put(page, found)
        return found


def from_fetched(page: Fetched, terms: Terms) -> list[Article]:
    """The articles of a page. What a site sends as JSON is refused: it could give itself the id of another site's article."""
    body, where = in_utf8(page), page.address
    if not body.strip():
        raise EmptySource(where, "it is empty", "check the address")
    if kind := other(body[:HEAD]):
        raise NotText(where, f"{kind.name}, not a page", kind.hint)
    if page.media in PAGES or (page.media in UNTOLD and is_page(body[:HEAD])):
        found = from_page(body, where, terms, page.final)
    elif page.media == "text/plain":
        found = [from_text(_text(body, where), where, terms)]
    else:
        raise NotText(where, f"{page.media or 'of an untold kind'}, not a page", SAVE)
    return [housed(article, page.final, provenance(page)) for article in found]


def housed(article: Article, final: str, told: tuple[tuple[str, str], ...]) -> Article:
    """The article as one of the page at `final`: with its own address there, its source, and what is told of the page."""
    claimed, mark, entry = article.url.partition("#")
    url = home(claimed, final) + mark + entry if final else article.url
    return replace(
        article, id=identifier("", url, article.text), url=url, source=article.source or _host(url), metadata=(*article.metadata, *told)
    )


def provenance(page: Fetched) -> tuple[tuple[str, str], ...]:
    """What an article says of the page it was read in: when it was fetched, its hash, and whether robots.txt was passed over."""
    return ("fetched", page.at), ("page", page.hash), *((("robots", "ignored"),) if page.ignored_robots else ())


def in_utf8(page: Fetched) -> bytes:
    """The body in UTF-8, where the answer says in which letters it is; else as it came, for the page to tell."""
    said = CHARSET.search(page.header("content-type"))
    if not said or page.body.startswith(BOM):
        return page.body
    try:
        return in_letters(page.body, said[1]).encode()
    except (LookupError, UnicodeError):  # unknown, or not in it after all
        return page.body


def home(claimed: str, final: str) -> str:
    """A page's own address: what it calls canonical, where that is of the same site and no mere front page; else where it came from."""
    try:
        return str(parse(canonical([claimed], final)))
    except FetchError:
        return final


def _host(url: str) -> str:
    try:
        return parse(url).host
    except FetchError:
        return ""


def _text(body: bytes, where: str) -> str:
    try:
        return body.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        raise NotText(where, "not UTF-8", SAVE) from None
