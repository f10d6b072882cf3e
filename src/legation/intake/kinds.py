"""What a file is, told by its first bytes: a page, JSON, an archive, or one of the kinds that hold no article, by its name."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

BOM: Final = b"\xef\xbb\xbf"
KINDS: Final = "give HTML, plain text in UTF-8, or JSON"
SAVE_TEXT: Final = "save it as plain text in UTF-8, and give that"
SAVE_PAGE: Final = 'save the page as "HTML only", and give that'
SAVE_ITEMS: Final = "it only lists articles: `legation watch add` takes its address, and `legation update` reads what it lists"

WATCH_LIST: Final = "`legation watch add` takes it, and `legation update` reads what its feeds list"


@dataclass(frozen=True, slots=True)
class Other:
    """A kind of file that is no page, text or JSON, and what to do about one that can't be read."""

    name: str
    hint: str = KINDS


OFFICE: Final = "an office document"
ZIP: Final = Other("a ZIP archive", "unpack it")
WARC: Final = Other("a web archive (WARC)", SAVE_PAGE)
PARQUET: Final = Other("a Parquet table", "give it as a file of its own")
MAGIC: Final = (
    (b"\x89PNG", Other("a PNG picture")), (b"\xff\xd8\xff", Other("a JPEG picture")), (b"GIF8", Other("a GIF picture")),
    (b"RIFF", Other("a picture or a sound")), (b"%PDF", Other("a PDF file", SAVE_TEXT)),
    (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"PAR1", PARQUET), (b"WARC/", WARC),
    (b"\xd0\xcf\x11\xe0", Other(OFFICE, SAVE_TEXT)), (b"\x28\xb5\x2f\xfd", Other("a zstandard archive", "unpack it")),
    (b"\x1f\x8b", Other("a gzip archive", "unpack it")), (b"BZh", Other("a bzip2 archive", "unpack it")),
    (b"\xfd7zXZ", Other("an xz archive", "unpack it")), (b"SQLite format 3", Other("a database")),
    (b"\xff\xfe", Other("UTF-16 text", "save it again as UTF-8")), (b"\xfe\xff", Other("UTF-16 text", "save it again as UTF-8")),
    (b"{\\rtf", Other("an RTF document", SAVE_TEXT)), (b"%!PS", Other("a PostScript file", SAVE_TEXT)),
)  # fmt: skip
GZIP: Final = b"\x1f\x8b"
BITMAP: Final = Other("a bitmap picture")
ROOTS: Final = {
    b"svg": Other("an SVG picture"), b"rss": Other("a feed (RSS)", SAVE_ITEMS), b"feed": Other("a feed (Atom)", SAVE_ITEMS),
    b"rdf:rdf": Other("a feed (RDF)", SAVE_ITEMS), b"urlset": Other("a site map", SAVE_ITEMS),
    b"sitemapindex": Other("a site map", SAVE_ITEMS), b"opml": Other("a list of feeds (OPML)", WATCH_LIST),
}  # fmt: skip
MAIL: Final = Other("an e-mail", SAVE_TEXT)
MAILBOX: Final = Other("a mailbox", SAVE_TEXT)
ARCHIVED: Final = Other("a web archive (MHT)", SAVE_PAGE)

NAME: Final = re.compile(rb"<([a-z][\w:.-]*)", re.IGNORECASE)
HEADER: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,40}):|[ \t]+\S|From \S+@\S+ ")
ENVELOPE: Final = re.compile(rb"From (?:\S+@\S|\S.*\d:\d\d)")  # a mail in a mailbox begins so: from whom, and when
MAILED: Final = frozenset((b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to"))
FEWEST_HEADERS: Final = 3

PAGE: Final = re.compile(
    rb"\s*<(?:!doctype html\b|\?xml\b|!--|(?:html|head|body|article|main|section|div|meta|title|h1|p)\b)", re.IGNORECASE
)
MARKUP: Final = re.compile(rb"<(?:html|head|body|article|div|p|h1)\b", re.IGNORECASE)


def other(head: bytes) -> Other | None:
    """The kind of file that begins so, where it is no page, text or JSON."""
    if head.startswith(GZIP) and _unpacks_to_warc(head):
        return WARC
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and b"\0" in head:
        return BITMAP
    body = head.removeprefix(BOM)
    return ROOTS.get(root(body)) or _mailbox(body) or _mail(body)


def _unpacks_to_warc(head: bytes) -> bool:
    with suppress(zlib.error):
        return zlib.decompressobj(31).decompress(head, 8).startswith(b"WARC/")
    return False


def root(body: bytes) -> bytes:
    """The name of the first element, behind whatever declarations and comments stand before it; b"" where there is none."""
    at = 0
    while True:
        at += len(body[at:]) - len(body[at:].lstrip())
        if body.startswith((b"<!--", b"<?", b"<!"), at):
            at = _behind(body, at)
            continue
        found = NAME.match(body, at)
        return found[1].lower() if found else b""


def _behind(body: bytes, at: int) -> int:
    """Where a declaration or comment is over."""
    end = b"-->" if body.startswith(b"<!--", at) else b">"
    stop = body.find(end, at)
    if end == b">" and 0 <= body.find(b"[", at) < stop:  # entities of its own
        end, stop = b"]>", body.find(b"]>", at)
    return stop + len(end) if stop >= 0 else len(body)


def _mailbox(body: bytes) -> Other | None:
    """A mailbox (mbox), be it of one mail: the line that begins a mail there, and a header behind it."""
    first, _, rest = body.lstrip().partition(b"\n")
    return MAILBOX if ENVELOPE.match(first) and begins_mail(rest) else None


def begins_mail(body: bytes) -> bool:
    """Whether what begins so begins with a header, as mails do."""
    return (found := HEADER.match(body)) is not None and found[1] is not None


def _mail(body: bytes) -> Other | None:
    """A mail, or the archive of a page that is kept as one: lines of headers, one of which no other text has."""
    names: set[bytes] = set()
    related = False  # the whole of it, and not a part of a mail
    for line in body.lstrip().split(b"\n"):
        found = HEADER.match(line)
        if not found:
            break
        names.add((found[1] or b"").lower())
        related = related or b"multipart/related" in line.lower()
    if len(names) < FEWEST_HEADERS or not names & MAILED:
        return None
    return ARCHIVED if related else MAIL


def is_page(head: bytes) -> bool:
    """Whether what begins so is HTML."""
    body = head.removeprefix(BOM)
    return PAGE.match(body) is not None and MARKUP.search(body) is not None
