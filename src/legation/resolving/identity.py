"""Identifiers that are the same whenever the same words are read again: of entries, and of actors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from legation.entries import Actor, Article, Span
from legation.knowledge import tables

OF_BODIES: Final = ("", "GOV", "CVL", "ELI", "BUS")  # whoever acts for an international body is of it


def telling(article: Article, span: Span, *what: str) -> str:
    """The id of one entry of one article: a hash of the article, its version, where the entry stands, and what it is."""
    parts = (article.id, str(article.version), str(span.start), str(span.end), *what)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def actor(name: str, code: str, sector: str, *mentions: Span) -> Actor:
    """An actor with its id: a state's code, else its state and a slug of its name."""
    sector = "IGO" if code == "IGO" and sector in OF_BODIES else sector
    slug = re.sub(r"[^a-z0-9]+", "-", tables.key(name)).strip("-")
    is_state = bool(code) and not sector and tables.state_name(code) == name
    return Actor(name, code, sector, code if is_state else f"{code}/{slug}" if code else slug, mentions)


def as_likely(a: Actor, chance: float) -> Actor:
    """An actor, as likely to be right as a chance says."""
    return Actor(a.name, a.code, a.sector, a.id, a.mentions, a.holder, round(float(chance), 3))


def distinct(actors: Iterator[Actor]) -> tuple[Actor, ...]:
    """Each actor once, its mentions together, in the order in which they came."""
    found: dict[str, Actor] = {}
    for a in actors:
        old = found.get(a.id)
        if old:
            mentions = tuple(sorted({*old.mentions, *a.mentions}))
            found[a.id] = Actor(old.name, old.code, old.sector, old.id, mentions, old.holder, max(old.confidence, a.confidence))
        else:
            found[a.id] = a
    return tuple(found.values())
