"""Site maps (sitemaps.org), those for news among them, and indexes of site maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legation.intake.elements import Enough, walk
from legation.intake.feed import Entry, Feed, entries_of, latest_first, moment, plain

MOST_PAGES: Final = 50_000  # of one site map, as the protocol says
ITEMS: Final = ("url", "sitemap")
PARTS: Final = ("loc", "lastmod", "news title", "news publication_date")


class _Reader:
    """Gathers what stands in each `url` or `sitemap`."""

    def __init__(self) -> None:
        self.pages: list[Entry] = []
        self.maps: list[Entry] = []
        self.news = False
        self._said: dict[str, str] = {}

    def begin(self, space: str, name: str, _attributes: Mapping[str, str]) -> None:
        if _own(space, name) in ITEMS:
            self._said = {}

    def end(self, space: str, name: str, text: str) -> None:
        own = _own(space, name)
        if own in PARTS:
            self._said.setdefault(own, text.strip())
        elif own in ITEMS and self._said.get("loc"):
            self._take(self.pages if own == "url" else self.maps)
            if len(self.pages) + len(self.maps) >= MOST_PAGES:
                raise Enough

    def _take(self, of: list[Entry]) -> None:
        said, self._said = self._said, {}
        published = moment(said.get("news publication_date", ""))
        self.news = self.news or "news publication_date" in said
        of.append(Entry(said["loc"], plain(said.get("news title", "")), published, moment(said.get("lastmod", ""))))


def from_sitemap(data: bytes, base: str) -> Feed | None:
    """The site map in some bytes, or the index of them; None where nothing stands in it. Raises Entities."""
    reader = _Reader()
    broken = walk(data, reader.begin, reader.end)
    if broken and not reader.pages and not reader.maps:
        return None
    return Feed(
        kind="sitemap",
        entries=entries_of(reader.pages, base, MOST_PAGES),
        parts=tuple(latest_first(entries_of(reader.maps, base, MOST_PAGES))),
        news=reader.news,
    )


def _own(space: str, name: str) -> str:
    """A name of the protocol's own, or of its part for news; "" for those of pictures and other parts, which also have a loc."""
    if "sitemap-news" in space:
        return f"news {name}"
    other = "sitemap-" in space or "schemas/sitemap" not in space
    return "" if space and other else name
