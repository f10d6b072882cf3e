"""The process that takes pages apart: it is killed when a page costs too much, so it holds nothing but the page.

It is run by its path, and imports nothing of ours: a page then costs no more memory than trafilatura itself.
Asked on standard input and answering on standard output, both as frames: eight bytes of length, then the bytes.
"""

from __future__ import annotations

import contextlib
import json
import re
import struct
import sys
from collections.abc import Iterator
from typing import IO, Any, Final

MEMORY: Final = 512 * 2**20  # bytes of address space
BLOCKS: Final = 200  # blocks left out that are told, at most
BLOCK: Final = 400  # characters of each
REFERENCE: Final = re.compile(rb"&#(?:[xX]0{0,9}([0-9a-fA-F]{1,6})|0{0,9}([0-9]{1,7}))(?![0-9a-fA-F]);?")
FRAME: Final = struct.Struct(">Q")
ASIDES: Final = {
    "nav": "navigation", "header": "page header", "footer": "page footer", "aside": "box beside the article",
    "form": "form", "figcaption": "figure caption",
}  # fmt: skip
TEXTS: Final = ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "td", "button")
DATES: Final = (
    ("//meta[@property='article:published_time']/@content", "the page's article:published_time"),
    ("//meta[@itemprop='datePublished']/@content", "the page's datePublished"),
    ("//*[@itemprop='datePublished']/@datetime", "the page's datePublished"),
    ("//meta[@name='article:published_time' or @name='pubdate' or @name='publish-date' or @name='date']/@content",
     "the page's date"),
    ("//meta[@name='DC.date.issued' or @name='dc.date' or @name='DC.date']/@content", "the page's DC.date"),
    ("//article//time[@pubdate]/@datetime", "the page's <time>"),
)  # fmt: skip


def main() -> None:
    """Answer pages until standard input ends."""
    limit_memory()
    while (page := read_frame(sys.stdin.buffer)) is not None:
        write_frame(sys.stdout.buffer, json.dumps(take_apart(page)).encode())


def limit_memory() -> None:
    """Hold this process to `MEMORY`, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; None at the end of the stream, or where it breaks off."""
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    (size,) = FRAME.unpack(head)
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write one frame, at once."""
    stream.write(FRAME.pack(len(body)) + body)
    stream.flush()


def take_apart(page: bytes) -> dict[str, Any]:
    """The article of a page, what is known of it, and the blocks left out; {"text": ""} where there is none."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    page = REFERENCE.sub(readable, page)
    tree = load_html(page)
    if tree is None:
        return {"text": ""}
    when, why = declared_date(tree)  # before extraction, which prunes the tree
    blocks = list(blocks_of(tree))
    found = bare_extraction(
        page,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        return {"text": ""}
    text = found.text or ""
    return {
        "text": text,
        "title": found.title or "",
        "source": found.sitename or found.hostname or "",
        "authors": [name.strip() for name in (found.author or "").split(";") if name.strip()],
        "url": found.url or "",
        "date": when or found.date or "",
        "why": why if when else "found on the page",
        "dropped": left_out(blocks, text),
    }


def readable(reference: re.Match[bytes]) -> bytes:
    """A reference to a character by its number, as it is; nothing for one that no tree can hold, a blank for a break among them."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if code in (0x0B, 0x0C):
        return b" "
    control = code < 0x20 and code not in (0x09, 0x0A, 0x0D)
    return b"" if control or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE else reference[0]


def declared_date(tree: Any) -> tuple[str, str]:
    """The time that the page itself declares, in JSON-LD or in its head, and where it stands."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        if found := re.search(r'"datePublished"\s*:\s*"([^"]{4,40})"', script):
            return found.group(1), "the page's JSON-LD datePublished"
    for path, why in DATES:
        for value in tree.xpath(path):
            if re.match(r"\d{4}-\d{2}-\d{2}", value.strip()):
                return value.strip()[:40], why
    return "", ""


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


def left_out(blocks: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The blocks whose words are not in the text, each once, cut to a bound."""
    plain = " ".join(text.split())
    kept = dict[str, str]()
    for reason, words in blocks:
        if words and words not in plain and words not in kept:
            kept[words] = reason
        if len(kept) >= BLOCKS:
            break
    return [(reason, words if len(words) <= BLOCK else words[: BLOCK - 1] + "…") for words, reason in kept.items()]


if __name__ == "__main__":
    main()
