"""A page to its parts. This is the path that the worker runs; it is slow on hostile pages, and may be killed on them."""

from __future__ import annotations

from typing import Any

from legation.intake import live
from legation.intake.asides import blocks_of, left_out
from legation.intake.declared import Declared, declared
from legation.intake.letters import as_browsers_do
from legation.intake.maintext import main_text
from legation.intake.page_kind import kind_of
from legation.intake.parts import Parts
from legation.intake.references import legible
from legation.knowledge.page_kinds import kinds


def take_apart(page: bytes) -> Parts:
    """The article of a page, or the entries of a live blog, or what it is instead; and what is known of it."""
    from trafilatura.utils import load_html

    # 1. A tree, of characters that one can hold
    page = legible(as_browsers_do(page))
    tree = load_html(page)
    if tree is None:
        return Parts()
    # 2. What the page says of itself, and all its blocks
    said, blocks = declared(tree), list(blocks_of(tree))
    # 3. The main text
    found = main_text(page, tree)
    text = found.text if found is not None else ""
    dropped = left_out(blocks, text)
    # 4. Is it a live blog?
    entries = live.entries(said, tree, text) if live.is_live(said, tree) else ()
    # 5. Is it an article?
    kind = "" if entries else "live" if live.is_declared(said) else kind_of(said, text, tree, dropped)
    return _parts(said, found, text, dropped, kind, entries)


def _parts(said: Declared, found: Any, text: str, dropped: tuple[tuple[str, str], ...], kind: str, entries: tuple[Any, ...]) -> Parts:
    authors = said.authors or tuple(name.strip() for name in (getattr(found, "author", "") or "").split(";") if name.strip())
    refused = kinds()[kind] if kind else None
    guessed = getattr(found, "date", "") or ""
    return Parts(
        text=text,
        title=getattr(found, "title", "") or said.title,
        source=said.source or getattr(found, "sitename", "") or getattr(found, "hostname", "") or "",
        authors=authors,
        urls=said.urls or tuple(filter(None, (getattr(found, "url", ""),))),
        others=said.others,
        date=said.date or ("" if guessed in said.days else guessed),  # htmldate takes the date of any story on the page
        why=said.why or "found on the page",
        dropped=dropped,
        entries=entries,
        refused=refused.name if refused else "",
        hint=refused.hint if refused else "",
    )
