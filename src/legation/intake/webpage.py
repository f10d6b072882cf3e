"""A page that was fetched to its article, which bears the page's canonical address and says which page it was read in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from legation.entries import Article
from legation.errors import EmptySource, FetchError, NotText, SourceError
from legation.intake.addresses import Address, parse
from legation.intake.article import Terms, from_page, from_text, identifier
from legation.intake.fetched import Fetched, Manners
from legation.intake.kinds import BOM, is_page, other

if TYPE_CHECKING:
    from legation.intake.fetch import Fetcher

HEAD: Final = 65_536
PAGES: Final = ("text/html", "application/xhtml+xml")
UNTOLD: Final = ("", "text/plain", "application/octet-stream")
CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# Of Python's encodings those that pages are written in: others (punycode) cost more than the page is long, or are none of letters.
LETTERS: Final = re.compile(r"(utf|iso|windows|cp|koi8|gb|big5|euc|shift|sjis|latin|ascii|us-ascii|mac|tis)[\w-]*", re.IGNORECASE)
SAVE: Final = "save it, and give the file"


@dataclass(slots=True)
class InHand:
    """Pages of this run, by the ids of the articles read in them, until these are kept; `bare` gave none."""

    pages: dict[str, Fetched] = field(default_factory=dict)
    bare: list[Fetched] = field(default_factory=list)


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

    def article(self, address: str, terms: Terms) -> Article:
        """The article at a web address. Raises a SourceError."""
        page = self.fetcher.get(address)
        if self.heard:
            self.heard(page)
        try:
            article = from_fetched(page, terms)
        except SourceError:
            if self.in_hand:
                self.in_hand.bare.append(page)
            raise
        if self.in_hand:
            self.in_hand.pages[article.id] = page
        return article


def from_fetched(page: Fetched, terms: Terms) -> Article:
    """The article of a page. What a site sends as JSON is refused: it could give itself the id of another site's article."""
    body, where = in_utf8(page), page.address
    if not body.strip():
        raise EmptySource(where, "it is empty", "check the address")
    if kind := other(body[:HEAD]):
        raise NotText(where, f"{kind.name}, not a page", kind.hint)
    if page.media in PAGES or (page.media in UNTOLD and is_page(body[:HEAD])):
        article = from_page(body, where, terms)
    elif page.media == "text/plain":
        article = from_text(_text(body, where), where, terms)
    else:
        raise NotText(where, f"{page.media or 'of an untold kind'}, not a page", SAVE)
    url = home(article.url, page.final)
    source = article.source or parse(page.final).host
    return replace(article, id=identifier("", url, article.text), url=url, source=source, metadata=(*article.metadata, *provenance(page)))


def provenance(page: Fetched) -> tuple[tuple[str, str], ...]:
    """What an article says of the page it was read in: when it was fetched, its hash, and whether robots.txt was passed over."""
    return ("fetched", page.at), ("page", page.hash), *((("robots", "ignored"),) if page.ignored_robots else ())


def in_utf8(page: Fetched) -> bytes:
    """The body in UTF-8, where the answer says in which letters it is; else as it came, for the page to tell."""
    said = CHARSET.search(page.header("content-type"))
    if not said or not LETTERS.fullmatch(said[1]) or page.body.startswith(BOM):
        return page.body
    try:
        return page.body.decode(said[1]).encode()
    except (LookupError, UnicodeError):  # unknown, or not in it after all
        return page.body


def home(canonical: str, final: str) -> str:
    """A page's own address: what it calls canonical, where that is of the same site and no mere front page; else where it came from."""
    try:
        named, came = parse(canonical), parse(final)
    except FetchError:
        return final
    front = named.target == "/" and came.target != "/"
    return str(came if front or not same_site(named, came) else named)


def same_site(one: Address, other: Address) -> bool:
    """Whether two hosts are of one site: they are the same, or under one name that somebody registered (Public Suffix List)."""
    if one.host.removeprefix("www.") == other.host.removeprefix("www."):
        return True
    if one.number or other.number:
        return False
    from tld import get_fld  # reads its list when it is imported

    under = [get_fld(host, fail_silently=True, fix_protocol=True, search_private=True) for host in (one.host, other.host)]
    return under[0] is not None and under[0] == under[1]


def _text(body: bytes, where: str) -> str:
    try:
        return body.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        raise NotText(where, "not UTF-8", SAVE) from None
