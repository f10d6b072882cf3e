"""In which letters bytes are, as the web tells it: what calls itself Latin-1 or ASCII is in windows-1252 (WHATWG Encoding)."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

_WESTERN: Final = r"(?:iso-?8859-?1|latin-?1|us-ascii|ascii|windows-1252|cp1252)"
_LATIN_9: Final = r"iso-?8859-?15"  # the letters that it lacks are those of windows-1252, too
WESTERN: Final = re.compile(_WESTERN, re.IGNORECASE)
LATIN_9: Final = re.compile(_LATIN_9, re.IGNORECASE)
NAMED: Final = re.compile(rf"""charset\s*=\s*["']?({_WESTERN}|{_LATIN_9})\b""".encode(), re.IGNORECASE)
# Of Python's encodings those that pages are written in: others (punycode) cost more than the page is long, or are none of letters.
KNOWN: Final = re.compile(r"(utf|iso|windows|cp|koi8|gb|big5|euc|shift|sjis|latin|ascii|us-ascii|mac|tis)[\w-]*", re.IGNORECASE)
MARKS: Final = re.compile(rb"[\x80-\x9f]")  # quotation marks and dashes in windows-1252, no letters in ISO's
HEAD: Final = 4_096  # bytes in which a page tells its letters


def in_letters(data: bytes, said: str, errors: str = "strict") -> str:
    """The text of bytes that are said to be in some letters; what is said to be Western, and is UTF-8 after all, is read as that.

    `errors` is what `bytes.decode` takes. Raises LookupError where no letters of the web are called so, UnicodeError where the bytes
    are not in them.
    """
    if not KNOWN.fullmatch(said):
        raise LookupError(said)
    if not (WESTERN.fullmatch(said) or (LATIN_9.fullmatch(said) and MARKS.search(data))):
        return data.decode(said, errors)
    with suppress(UnicodeDecodeError):
        return data.decode()
    return data.decode("cp1252", "replace")


def as_browsers_do(page: bytes) -> bytes:
    """A page that says itself, though wrongly, in which Western letters it is, in UTF-8: its quotation marks and dashes stay."""
    said = NAMED.search(page, 0, HEAD) if MARKS.search(page) else None
    return in_letters(page, said[1].decode()).encode() if said else page
