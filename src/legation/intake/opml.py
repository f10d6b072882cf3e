"""Lists of feeds as other readers keep them (OPML 2.0): each outline with an address is a feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from legation.errors import NotAFeed
from legation.intake.elements import Enough, Entities, walk
from legation.intake.feed import plain, web_link

MOST_FEEDS: Final = 10_000
KINDS: Final = ("rss", "atom", "json", "sitemap")
HINT: Final = "export it again as OPML from where the feeds are kept"


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list; `kind` is "" where the list does not say it, or says what is none."""

    address: str
    kind: str = ""
    title: str = ""
    site: str = ""


def from_opml(data: bytes, where: str) -> list[Outline | NotAFeed]:
    """The feeds of a list, each once; in place of an address that is none, the error. Raises NotAFeed where it is no list."""
    found: dict[str, Outline | NotAFeed] = {}
    names: set[str] = set()

    def begin(_space: str, name: str, said: Mapping[str, str]) -> None:
        names.add(name.lower())
        if name.lower() == "outline" and (given := {key.lower(): value for key, value in said.items()}).get("xmlurl"):
            found.setdefault(given["xmlurl"].strip(), _outline(given, where))
            if len(found) == MOST_FEEDS:
                raise Enough

    try:
        sound = walk(data, begin, lambda *_: None)
    except Entities:
        raise NotAFeed(where, "not read: it declares entities of its own, as bombs do", HINT) from None
    if "opml" not in names or not (sound or found):
        raise NotAFeed(where, "not a list of feeds (OPML)", HINT)
    return list(found.values())


def _outline(said: Mapping[str, str], where: str) -> Outline | NotAFeed:
    given = said["xmlurl"]
    address = web_link(given, "")
    if not address:
        return NotAFeed(where, f"{plain(given)[:80]} is no address of a feed", "it must begin with http:// or https://")
    kind = said.get("version", "").lower() if said.get("type", "").lower() == "rss" else said.get("type", "").lower()
    title = plain(said.get("title") or said.get("text", ""))
    title = "" if title in (given, address) else title  # every outline must have a text, and some have nothing better
    return Outline(address, kind if kind in KINDS else "", title, web_link(said.get("htmlurl", ""), ""))
