"""The blocks of a page that were left out of its text, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from legation.knowledge.deceiving import UNSEEN

BLOCKS: Final = 200  # blocks left out that are told, at most
BLOCK: Final = 400  # characters of each
ASIDES: Final = {
    "nav": "navigation", "header": "page header", "footer": "page footer", "aside": "box beside the article",
    "form": "form", "figcaption": "figure caption",
}  # fmt: skip
NOT_SEEN: Final = re.compile(f"[{UNSEEN}]")
TEXTS: Final = ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "td", "button")


def blocks_of(tree: Any) -> Iterator[tuple[str, str]]:
    """Reason and words of each block that may not belong to the article: whole asides, else single paragraphs."""
    inside: set[Any] = set()
    for element in tree.iter():
        if element.getparent() in inside:
            inside.add(element)
        elif element.tag in ASIDES and not (element.tag == "header" and in_article(element)):
            inside.add(element)
            yield ASIDES[element.tag], words_of(element)
        elif element.tag in TEXTS:
            yield "outside the article", words_of(element)


def in_article(element: Any) -> bool:
    """Whether a header is the article's own: its title and byline are metadata, not a block left out."""
    return any(parent.tag == "article" for parent in element.iterancestors())


def words_of(element: Any) -> str:
    """The words of an element, without scripts and styles, on one line."""
    texts = element.xpath(".//text()[not(parent::script or parent::style or parent::noscript)]")
    return " ".join(" ".join(texts).split())


def left_out(blocks: list[tuple[str, str]], text: str) -> tuple[tuple[str, str], ...]:
    """The blocks whose words are not in the text, each once, cut to a bound."""
    plain = _plain(text)
    kept = dict[str, str]()
    for reason, words in blocks:
        if words and _plain(words) not in plain and words not in kept:
            kept[words] = reason
        if len(kept) >= BLOCKS:
            break
    return tuple((reason, words if len(words) <= BLOCK else words[: BLOCK - 1] + "…") for words, reason in kept.items())


def _plain(words: str) -> str:
    """Words as a reader sees them, on one line."""
    return " ".join(NOT_SEEN.sub("", words).split())
