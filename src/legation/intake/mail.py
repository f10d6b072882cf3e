"""A mail (a newsletter saved as .eml) or a page kept as one (.mhtml) to its articles: the best text in it, and what its headers say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr
from typing import Final

from legation.entries import Article
from legation.errors import BadDate, NotAnArticle, NotText, SourceError
from legation.intake.article import Terms, from_text, identifier, web
from legation.intake.dates import Published, plausible
from legation.intake.letters import as_utf8, in_letters
from legation.intake.page import from_page
from legation.intake.written import written

MOST_PARTS: Final = 1_000
NO_TEXT: Final = "save its text, and give that"
ASCII: Final = "us-ascii"  # what a mail is in that does not say it (RFC 2046)
UTF_8: Final = ("utf-8", "utf8")
ADDRESSES: Final = ("Snapshot-Content-Location", "Content-Location")  # of a page kept as a mail


def from_mail(data: bytes, where: str, terms: Terms) -> list[Article]:
    """The article of a newsletter: its page where that has one, else its plain text; title, date and source from its headers.

    The entries of a live blog keep what is their own: title, time, and an id each.
    """
    with _taken_apart(where):
        return _articles(_parsed(data, where), where, terms)


def _articles(mail: EmailMessage, where: str, terms: Terms) -> list[Article]:
    articles = _text(mail, where, terms)
    sent = _sent(mail) if not terms.published.day and len(articles) == 1 else Published()
    if sent.day:
        articles = [replace(articles[0], published=sent.day, published_at=sent.at, published_why="the mail's Date")]
    sender, address = parseaddr(_header(mail, "From"))
    articles = [replace(article, source=sender or address.rpartition("@")[2]) for article in articles]
    if len(articles) > 1:
        return articles
    (article,) = articles
    given = _header(mail, "Message-ID").strip("<> ")
    own = given or identifier("", article.url, article.text)
    return [replace(article, title=_header(mail, "Subject") or article.title, id=own)]


def from_saved(data: bytes, where: str, terms: Terms) -> list[Article]:
    """The articles of a page that a browser kept as one file (MHTML), with the address that it had."""
    with _taken_apart(where):
        mail = _parsed(data, where)
        page = _body(mail, "html")
        if page is None:
            raise NotAnArticle(where, "a web archive (MHT) without a page", NO_TEXT)
        told = (_header(part, name) for part in (mail, page) for name in ADDRESSES)
        address = next((address for address in map(web, told) if address), "")
        return from_page(_page(page), where, terms, address)


@contextmanager
def _taken_apart(where: str) -> Iterator[None]:
    """Whatever the standard library makes of a mail that anybody may have written is that mail's error."""
    try:
        yield
    except SourceError:
        raise
    except RecursionError:
        raise NotText(where, "a mail within a mail, too often", NO_TEXT) from None
    except Exception as error:
        raise NotText(where, f"a mail that can't be taken apart: {type(error).__name__}", NO_TEXT) from None


def _parsed(data: bytes, where: str) -> EmailMessage:
    mail = message_from_bytes(data.lstrip(), policy=default)
    if sum(1 for _ in zip(mail.walk(), range(MOST_PARTS + 1), strict=False)) > MOST_PARTS:
        raise NotText(where, f"a mail of more than {MOST_PARTS:,} parts", NO_TEXT)
    assert isinstance(mail, EmailMessage)
    return mail


def _body(mail: EmailMessage, kind: str) -> MIMEPart | None:
    """The text of a kind that is the mail's own; its first one where a part is called several, and is one (without a boundary)."""
    try:
        return mail.get_body((kind,))
    except AttributeError:
        texts = (part for part in mail.walk() if part.get_content_type() == f"text/{kind}")
        return next((part for part in texts if isinstance(part, MIMEPart) and not part.is_attachment()), None)


def _text(mail: EmailMessage, where: str, terms: Terms) -> list[Article]:
    refused: SourceError = NotAnArticle(where, "an e-mail without a text", NO_TEXT)
    for kind in ("html", "plain"):
        part = _body(mail, kind)
        if part is None:
            continue
        try:
            if kind == "html":
                return from_page(_page(part), where, terms)
            return [from_text(_words(part).replace("\r\n", "\n"), where, terms)]
        except SourceError as error:
            refused = error
    raise refused


def _words(part: MIMEPart) -> str:
    """The text of a part, in whatever letters it says it is."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        said = part.get_content_charset(ASCII)
        return as_utf8(data) if said in UTF_8 else in_letters(data, said, "replace")
    except (LookupError, ValueError, TypeError, AttributeError):
        return as_utf8(data)


def _page(part: MIMEPart) -> bytes:
    """A page in UTF-8; as it came where only the page itself may tell in which letters it is."""
    data = part.get_payload(decode=True)
    return _words(part).encode("utf-8", "replace") if part.get_content_charset() or not isinstance(data, bytes) else data


def _header(mail: MIMEPart, name: str) -> str:
    """A header on one line, without what can't be kept; "" where there is none, or none that can be read."""
    try:
        words = str(mail.get(name) or "")
    except Exception:  # the standard library's parser of headers fails on some that anybody may have written
        return ""
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


def _sent(mail: EmailMessage) -> Published:
    try:
        sent = written(_header(mail, "Date"))
    except BadDate:
        return Published()
    return sent if plausible(sent.day) else Published()
