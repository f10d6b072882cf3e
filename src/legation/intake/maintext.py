"""The main text of a page: trafilatura's, with what it is known to lose given back by its causes.

It is asked for precision first. Where it then keeps little of what stands in paragraphs, it is asked again for balance; where the page cuts
its article into several containers of one class, of which it takes the first, the others are put to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

LITTLE: Final = 0.5  # of the words in the page's paragraphs: less may be the wrong container
WORTH: Final = 1.5  # times as many words another text must have to be taken instead
FEWEST: Final = 100  # words in the page's paragraphs: of a shorter page little can be lost
ASIDE: Final = frozenset("nav footer aside form header figcaption figure button".split())


def main_text(page: bytes, tree: Any) -> Any:
    """What trafilatura makes of a page, its `text` the best of its ways; None where it finds nothing."""
    found = _extracted(page, precise=True)
    words = _count(found)
    told = sum(len(line.split()) for _, line in paragraphs(tree))
    if told < FEWEST or words >= LITTLE * told:
        return found
    balanced = _extracted(page, precise=False)
    if _count(balanced) >= max(WORTH * words, 1):
        found, words = balanced, _count(balanced)
    whole = _joined(tree, found.text) if found is not None else ""
    if found is not None and len(whole.split()) >= WORTH * words:
        found.text = whole
    return found


def paragraphs(tree: Any) -> Iterator[tuple[Any, str]]:
    """Each paragraph that stands in no box beside an article, with its words."""
    for element in tree.iter("p"):
        if not any(parent.tag in ASIDE for parent in element.iterancestors()):
            line = " ".join("".join(element.itertext()).split())
            if line:
                yield element, line


def _joined(tree: Any, text: str) -> str:
    """The paragraphs of every container that is like the one in which the text stands: the same tag and class; "" where it has no class."""
    lines = list(paragraphs(tree))
    kept = {element.getparent() for element, line in lines if line in text}
    alike = {(parent.tag, parent.get("class")) for parent in kept if parent is not None and parent.get("class")}
    return "\n".join(line for element, line in lines if _like(element) in alike)


def _like(element: Any) -> tuple[Any, Any]:
    parent = element.getparent()
    return (parent.tag, parent.get("class")) if parent is not None else (None, None)


def _extracted(page: bytes, *, precise: bool) -> Any:
    from trafilatura import bare_extraction

    dates = {"extensive_search": False, "original_date": True}
    found = bare_extraction(page, include_comments=False, favor_precision=precise, with_metadata=True, date_extraction_params=dates)
    return None if isinstance(found, dict) or not getattr(found, "text", "") else found


def _count(found: Any) -> int:
    return len(found.text.split()) if found is not None else 0
