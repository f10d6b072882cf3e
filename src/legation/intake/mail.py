"""A mail (a newsletter saved as .eml) or a page kept as one (.mhtml) to its article: the best text in it, and what its headers say."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr
from typing import Final

from legation.entries import Article
from legation.errors import BadDate, NotAnArticle, NotText, SourceError
from legation.intake.article import Terms, from_page, from_text, identifier, web
from legation.intake.dates import Published
from legation.intake.written import written

MOST_PARTS: Final = 1_000
NO_TEXT: Final = "save its text, and give that"
ADDRESSES: Final = ("Snapshot-Content-Location", "Content-Location")  # of a page kept as a mail


def from_mail(data: bytes, where: str, terms: Terms) -> Article:
    """The article of a newsletter: its page where that has one, else its plain text; title, date and source from its headers."""
    mail = _parsed(data, where)
    article = _text(mail, where, terms)
    sent = _sent(mail) if not terms.published.day else Published()
    if sent.day:
        article = replace(article, published=sent.day, published_at=sent.at, published_why="the mail's Date")
    sender, address = parseaddr(_header(mail, "From"))
    given = _header(mail, "Message-ID").strip("<> ")
    return replace(
        article, title=_header(mail, "Subject") or article.title, source=sender or address.rpartition("@")[2],
        id=given or identifier("", article.url, article.text),
    )  # fmt: skip


def from_saved(data: bytes, where: str, terms: Terms) -> Article:
    """The article of a page that a browser kept as one file (MHTML), with the address that it had."""
    mail = _parsed(data, where)
    page = mail.get_body(("html",))
    if page is None:
        raise NotAnArticle(where, "a web archive (MHT) without a page", NO_TEXT)
    article = from_page(_words(page).encode("utf-8", "replace"), where, terms)
    told = (_header(part, name) for part in (mail, page) for name in ADDRESSES)
    url = article.url or next((address for address in map(web, told) if address), "")
    return replace(article, url=url, id=identifier("", url, article.text))


def _parsed(data: bytes, where: str) -> EmailMessage:
    try:
        mail = message_from_bytes(data.lstrip(), policy=default)
        if sum(1 for _ in zip(mail.walk(), range(MOST_PARTS + 1), strict=False)) > MOST_PARTS:
            raise NotText(where, f"a mail of more than {MOST_PARTS:,} parts", NO_TEXT)
    except RecursionError:
        raise NotText(where, "a mail within a mail, too often", NO_TEXT) from None
    assert isinstance(mail, EmailMessage)
    return mail


def _text(mail: EmailMessage, where: str, terms: Terms) -> Article:
    refused: SourceError = NotAnArticle(where, "an e-mail without a text", NO_TEXT)
    for kind in ("html", "plain"):
        part = mail.get_body((kind,))
        if part is None:
            continue
        try:
            words = _words(part)
            if kind == "html":
                return from_page(words.encode("utf-8", "replace"), where, terms)
            return from_text(words.replace("\r\n", "\n"), where, terms)
        except SourceError as error:
            refused = error
    raise refused


def _words(part: MIMEPart) -> str:
    """The text of a part, in whatever characters it says it is."""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, TypeError, AttributeError):
        data = part.get_payload(decode=True)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _header(mail: MIMEPart, name: str) -> str:
    """A header on one line, without what can't be kept; "" where there is none, or none that can be read."""
    try:
        words = str(mail.get(name) or "")
    except Exception:  # the standard library's parser of headers fails on some that anybody may have written
        return ""
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


def _sent(mail: EmailMessage) -> Published:
    try:
        return written(_header(mail, "Date"))
    except BadDate:
        return Published()
