"""Lists of feeds as other readers keep them (OPML 2.0): each outline with an address is a feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from legation.errors import NotAFeed
from legation.intake.addresses import HAS_LOGIN, LOGIN, without_login
from legation.intake.elements import Enough, Entities, walk
from legation.intake.feed import plain, web_link
from legation.intake.letters import as_utf8

MOST_FEEDS: Final = 10_000
# A < that begins none of OPML's elements, no comment and no declaration.
NO_TAG: Final = re.compile(
    rb"<(?!/?(?:opml|head|body|outline|title|date\w+|owner\w+|docs|expansionState|vertScrollState|window\w+)\b|[?!])", re.IGNORECASE
)
DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}\sencoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
KINDS: Final = ("rss", "atom", "json", "sitemap")
CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BARE: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,9}|#x[0-9a-fA-F]{1,8});)")
BEGIN: Final = "it must begin with http:// or https://"
HINT: Final = "export it again as OPML from where the feeds are kept"


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list; `kind` is "" where the list does not say it, or says what is none."""

    address: str
    kind: str = ""
    title: str = ""
    site: str = ""


def from_opml(data: bytes, where: str) -> list[Outline | NotAFeed]:
    """The feeds of a list, each once; in place of an address that is none, the error. Raises NotAFeed where it is no list, or has none.

    A list that is damaged is mended as far as it goes; where it does not, the last is the error that says what is left out.
    """
    try:
        broken, found = _read(data, where)
        if broken:
            broken, found = max((broken, found), _read(_mended(data), where), key=lambda read: (not read[0], len(read[1] or ())))
    except Entities:
        raise NotAFeed(where, "not read: it declares entities of its own, as bombs do", HINT) from None
    if found is None or (broken and not found):
        raise NotAFeed(where, "not a list of feeds (OPML)", HINT)
    if not found:
        raise NotAFeed(where, "a list of feeds (OPML) with no feeds in it", HINT)
    return [*found, *([NotAFeed(f"{where}, line {broken}", "it is damaged: the feeds behind this are left out", HINT)] if broken else [])]


def _read(data: bytes, where: str) -> tuple[int, list[Outline | NotAFeed] | None]:
    """The line at which a list breaks, 0 where it does not, and its feeds; None where it is no list."""
    found: dict[str, Outline | NotAFeed] = {}
    names: set[str] = set()

    def begin(_space: str, name: str, said: Mapping[str, str]) -> None:
        names.add(name.lower())
        if name.lower() == "outline" and (given := {key.lower(): value for key, value in said.items()}).get("xmlurl"):
            found.setdefault(given["xmlurl"].strip(), _outline(given, where))
            if len(found) == MOST_FEEDS:
                raise Enough

    broken = walk(data, begin, lambda *_: None)
    return broken, list(found.values()) if "opml" in names else None


def _mended(data: bytes) -> bytes:
    """What careless programs write, as it should be: no control characters, no letters but those declared, & and < as &amp; and &lt;."""
    if b"\0" in data[:4]:
        return data
    if not DECLARED.match(data):
        data = as_utf8(data).encode()
    return BARE.sub(b"&amp;", NO_TAG.sub(b"&lt;", CONTROL.sub(b"", data)))


def _outline(said: Mapping[str, str], where: str) -> Outline | NotAFeed:
    given = said["xmlurl"]
    address = web_link(given, "")
    if not address:
        shown = plain(without_login(given))[:80]
        what = (f"{shown}: {HAS_LOGIN[0]}", HAS_LOGIN[1]) if LOGIN.match(given) else (f"{shown} is no address of a feed", BEGIN)
        return NotAFeed(where, *what)
    kind = said.get("version", "").lower() if said.get("type", "").lower() == "rss" else said.get("type", "").lower()
    title = plain(said.get("title") or said.get("text", ""))
    title = "" if title in (given, address) else title  # every outline must have a text, and some have nothing better
    return Outline(address, kind if kind in KINDS else "", title, web_link(said.get("htmlurl", ""), ""))
