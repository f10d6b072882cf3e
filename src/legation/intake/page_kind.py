"""Whether a page is an article at all, or a wall, an error, a list or a gallery.

No article may be refused: each rule asks for two signs, of which one is how little the page tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from legation.intake.asides import words_of
from legation.intake.declared import Declared
from legation.knowledge.page_kinds import ARTICLE_TYPES, GALLERY_TYPES, LIST_TYPES, Sign, signs

START_LINES: Final = 2  # of the text, besides its title: there a page says what is wrong
END_LINES: Final = 6  # of the text: there a wall stands
PROSE: Final = 15  # words: so long a line that ends with a stop tells something
ENDED: Final = re.compile(r"[.!?…][”\"’')\]]*$")
CUT: Final = re.compile(r"(?:\.\.\.|…)\W*$")
SHORT: Final = 120  # words: a page that isn't free and shows no more shows a beginning
PICTURES: Final = 8
GALLERY_PROSE: Final = 60  # words outside captions: a gallery has no more
CARDS: Final = 6  # headings that lead to other pages
LINKED: Final = 0.5  # of the words of a list stand in links
VIDEO_PROSE: Final = 40
LONGEST_LINE: Final = 400  # characters: what is longer is prose, and no phrase need be tried on it
LONGEST_TITLE: Final = 200


def kind_of(page: Declared, text: str, tree: Any, dropped: Iterable[tuple[str, str]]) -> str:
    """The kind of page that this is, a row of `page_kinds.tsv`, if it is no article; else ""."""
    words = len(text.split())
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    said = _said(page.title, lines, [block for _, block in dropped], words)
    if said:
        return said
    if _is_stub(page, lines, words):
        return "paywall"
    if _is_list(page, lines, tree):
        return "index"
    if _is_gallery(page, lines, tree):
        return "gallery"
    return "video" if words < VIDEO_PROSE and "VideoObject" in page.types and not page.types & ARTICLE_TYPES else ""


def _said(title: str, lines: list[str], blocks: list[str], words: int) -> str:
    """What the page itself says that it is."""
    for sign in signs():
        if words <= sign.most and any(_fits(sign, given) for given in _places(sign, title, lines, blocks)):
            return sign.kind
    return ""


def _places(sign: Sign, title: str, lines: list[str], blocks: list[str]) -> list[str]:
    """The words in which a sign is looked for. A wall may have been left out of the text: it counts where the text breaks off."""
    if sign.place == "title":
        return [title[:LONGEST_TITLE]] if title else []
    if sign.place == "start":
        return [line[:LONGEST_LINE] for line in (lines or blocks)[: START_LINES + 1] if line != title][:START_LINES]
    end = lines[-END_LINES:]
    broken = not lines or CUT.search(lines[-1]) or not ENDED.search(lines[-1])
    return [line for line in [*end, *(blocks if broken else [])] if len(line) <= LONGEST_LINE]


def _fits(sign: Sign, given: str) -> bool:
    given = given.strip()
    return (sign.pattern.search(given) if sign.place == "start" else sign.pattern.fullmatch(given)) is not None


def _is_stub(page: Declared, lines: list[str], words: int) -> bool:
    """A page that declares itself not free and shows only a beginning, which breaks off or is short."""
    if page.free or not lines:
        return False
    return words <= SHORT or (words <= 2 * SHORT and CUT.search(lines[-1]) is not None)


def _is_list(page: Declared, lines: list[str], tree: Any) -> bool:
    """Headings that lead elsewhere, and hardly anything that tells; or a page that says it is a list, and tells little."""
    if page.types & ARTICLE_TYPES or page.kind == "article":
        return False
    told = [line for line in lines if len(line.split()) >= PROSE and ENDED.search(line)]
    cards = _cards(tree)
    linked = _linked(lines, tree)
    if page.types & LIST_TYPES and cards >= CARDS and len(told) <= 2 * cards and not page.date:
        return True
    return cards >= CARDS and (linked >= LINKED or (not page.date and not tree.xpath("//h1") and len(told) <= cards))


def _cards(tree: Any) -> int:
    """How many headings of the page's body are links, each to another page."""
    path = "//*[self::h2 or self::h3 or self::h4][not(ancestor::aside or ancestor::nav or ancestor::footer)]"
    return len({link for link in tree.xpath(f"{path}//a/@href | {path}/parent::a/@href") if not link.startswith("#")})


def _linked(lines: list[str], tree: Any) -> float:
    """The share of the text's words whose whole lines are links."""
    links = {words_of(link) for link in tree.xpath("//a[@href]")}
    every = sum(len(line.split()) for line in lines)
    return sum(len(line.split()) for line in lines if line.lstrip("-• ").strip() in links) / every if every else 1.0


def _is_gallery(page: Declared, lines: list[str], tree: Any) -> bool:
    """A page of pictures whose captions are nearly all of its words."""
    captions = [words_of(caption) for caption in tree.xpath("//figcaption")]
    pictured = len(captions) >= PICTURES or bool(page.types & GALLERY_TYPES)
    shown = sum(len(caption.split()) for caption in captions if any(caption in line for line in lines))
    return pictured and sum(len(line.split()) for line in lines) - shown < GALLERY_PROSE
