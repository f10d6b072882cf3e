"""A web archive (WARC) to the articles in it: pages become articles as if they had been given one by one, what is none is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from legation.entries import Article
from legation.errors import EmptySource, FetchError, NotAnArticle, NotText, SourceError, TooLong, WrongLanguage
from legation.intake.addresses import parse
from legation.intake.article import from_page, from_text, identifier, web
from legation.intake.decoding import GZIP, Refused, decoded
from legation.intake.fetched import Fetched
from legation.intake.kinds import is_page
from legation.intake.taking import Taking
from legation.intake.unpacking import Bytes
from legation.intake.warc import MOST_RECORD, Capture, captures
from legation.intake.webpage import home, in_utf8

MOST_PAGE: Final = 10_000_000  # bytes unpacked, as for what is fetched
PAGES: Final = ("text/html", "application/xhtml+xml")
TEXTS: Final = ("text/plain",)  # of conversions alone: a crawl's other plain texts are lists and licences
HOLDS: Final = ("response", "resource", "conversion")
NOTES: Final = ("warcinfo", "request", "metadata")
UNPACKED: Final = (*GZIP, "deflate", "identity", "")
COUNTED: Final = (NotAnArticle, WrongLanguage, EmptySource)  # a crawl is full of such pages: they are no failures of it
SAVE: Final = "save the page, and give the file"


def from_warc(raw: Bytes, name: str, taking: Taking, *, packed: bool) -> Iterator[Article | SourceError]:
    """The articles of an archive's pages, in its order; in place of what is broken, the error. What was left out is said at the end."""
    left: Counter[str] = Counter()
    taken = 0
    for found in captures(raw, name, packed=packed):
        if isinstance(found, SourceError):
            yield found
            continue
        if why := left_out(found):
            left[why] += 1
            continue
        try:
            article = _article(found, taking)
        except COUNTED as error:
            spoken = error.what.removeprefix("the text is in ")
            left[f"texts in {spoken}" if isinstance(error, WrongLanguage) else "pages without an article"] += 1
        except SourceError as error:
            yield error
        else:
            taken += 1
            yield article
    told = ", ".join(f"{what} ({count:,})" for what, count in sorted(left.items()))
    taking.say(f"{name}: {taken:,} {'article' if taken == 1 else 'articles'}; left out: {told or 'nothing'}")


def left_out(found: Capture) -> str:
    """Why a record holds no page that is taken, in words that can be counted; "" where it does."""
    if found.kind in NOTES:
        return "notes of the crawl"
    if found.kind == "revisit":
        return "pages that had not changed since an earlier visit"
    if found.kind not in HOLDS:
        return "records of other kinds"
    if found.status not in (0, 200):
        return "answers that are no page (redirects, errors)"
    wanted = PAGES + TEXTS if found.kind == "conversion" else PAGES
    if found.media in wanted or (found.media in ("", "application/octet-stream") and is_page(found.body[:65_536])):
        return ""
    sort = found.media.partition("/")[0]
    return {"image": "pictures", "video": "films", "audio": "sounds", "font": "typefaces"}.get(sort, "files of other kinds")


def _article(found: Capture, taking: Taking) -> Article:
    """The article of a page, with the address, the source and the time that one fetched from there would have."""
    if found.cut:
        raise NotText(found.where, f"the crawler kept only its beginning ({found.cut[:40]})", SAVE)
    media = f"{found.media}; charset={found.charset}" if found.charset else found.media
    body = in_utf8(Fetched(found.address, found.address, found.at, 200, (("Content-Type", media),), _body(found)))
    if found.media in TEXTS:
        article = from_text(body.decode("utf-8", "replace"), found.where, taking.terms)
    else:
        article = from_page(body, found.where, taking.terms)
    url = home(article.url, found.address) if web(found.address) else article.url
    fetched = (("fetched", found.at),) if found.at else ()
    return replace(
        article, id=identifier("", url, article.text), url=url, source=article.source or _host(url),
        metadata=(*article.metadata, *fetched),
    )  # fmt: skip


def _host(url: str) -> str:
    try:
        return parse(url).host
    except FetchError:
        return ""


def _body(found: Capture) -> bytes:
    """The page itself; some crawlers unpack it and leave the header that says it is packed."""
    if found.encoding in UNPACKED:
        try:
            return decoded([found.body], found.encoding, MOST_RECORD, MOST_PAGE)
        except Refused as error:
            if not is_page(found.body):
                raise TooLong(found.where, f"its page can't be taken: {error}", SAVE) from None
    elif not is_page(found.body):
        raise NotText(found.where, f"its page is packed as {found.encoding[:40]}", SAVE)
    return found.body

