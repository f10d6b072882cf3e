"""In which letters bytes are, as the web tells it: what calls itself Latin-1 or ASCII is in windows-1252 (WHATWG Encoding)."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

# The labels of windows-1252 and of Latin-9 in the standard, and the one by which Python's programs call Latin-1.
WESTERN: Final = frozenset((
    "ansi_x3.4-1968", "ascii", "cp1252", "cp819", "csisolatin1", "ibm819", "iso-8859-1", "iso-ir-100", "iso8859-1", "iso88591",
    "iso_8859-1", "iso_8859-1:1987", "l1", "latin1", "us-ascii", "windows-1252", "x-cp1252", "latin-1",
))  # fmt: skip
# The letters that it lacks are those of windows-1252, too.
LATIN_9: Final = frozenset(("csisolatin9", "iso-8859-15", "iso8859-15", "iso885915", "iso_8859-15", "l9"))
_LABEL: Final = "|".join(map(re.escape, sorted(WESTERN | LATIN_9)))
NAMED: Final = re.compile(rf"""charset\s*=\s*["']?\s*({_LABEL})(?![\w.:-])""".encode(), re.IGNORECASE)
# Of Python's encodings those that pages are written in: others (punycode) cost more than the page is long, or are none of letters.
KNOWN: Final = re.compile(r"(utf|iso|windows|cp|koi8|gb|big5|euc|shift|sjis|latin|ascii|us-ascii|mac|tis)[\w-]*", re.IGNORECASE)
MARKS: Final = re.compile(rb"[\x80-\x9f]")  # quotation marks and dashes in windows-1252, no letters in ISO's
HEAD: Final = 4_096  # bytes in which a page tells its letters


def in_letters(data: bytes, said: str, errors: str = "strict") -> str:
    """The text of bytes that are said to be in some letters; what is said to be Western, and is UTF-8 after all, is read as that.

    `errors` is what `bytes.decode` takes. Raises LookupError where no letters of the web are called so, UnicodeError where the bytes
    are not in them.
    """
    label = said.strip().lower()
    if label in LATIN_9 and not MARKS.search(data):
        return data.decode("iso-8859-15", errors)
    if label not in WESTERN | LATIN_9:
        if not KNOWN.fullmatch(said):
            raise LookupError(said)
        return data.decode(said, errors)
    with suppress(UnicodeDecodeError):
        return data.decode()
    return data.decode("cp1252", "replace")


def as_utf8(data: bytes) -> str:
    """The text of bytes that are said to be UTF-8, or in letters unknown: in windows-1252, where none beyond ASCII is in UTF-8."""
    text = data.decode("utf-8", "replace")
    spoiled = "\ufffd" in text and not any("\x7f" < letter != "\ufffd" for letter in text)
    return data.decode("cp1252", "replace") if spoiled else text


def as_browsers_do(page: bytes) -> bytes:
    """A page that says itself, though wrongly, in which Western letters it is, in UTF-8: its quotation marks and dashes stay."""
    said = NAMED.search(page, 0, HEAD) if MARKS.search(page) else None
    return in_letters(page, said[1].decode()).encode() if said else page
