"""Pages of our own writing, made to order."""

from __future__ import annotations

import json

PARAGRAPHS = (
    "Jimmy Carter met Anwar Sadat and Menachem Begin at Camp David on Tuesday, and talked with them for most of the day.",
    "The accords that they signed at the White House in September led to a treaty between Egypt and Israel in the following year.",
    "Israel withdrew from Sinai by April 1982, and the two countries opened embassies in Cairo and Tel Aviv.",
    "The treaty has held ever since, although relations between the two countries have mostly been cool, officials say.",
)
ADDRESS = "https://courier.example/world/camp-david"


def page(*blocks: str, title: str = "Leaders meet at Camp David", head: str = "", around: str = "article") -> bytes:
    """A page whose article is the blocks, each a paragraph unless it is markup."""
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks or PARAGRAPHS)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        f"<{around}><h1>{title}</h1>{body}</{around}></body></html>"
    ).encode()


def linked(given: object) -> str:
    """A description in JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(given)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def link(relation: str, address: str) -> str:
    return f'<link rel="{relation}" href="{address}">'
