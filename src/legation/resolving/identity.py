"""Identifiers that are the same whenever the same words are read again: of entries, and of actors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from legation.entries import Actor, Article, Span
from legation.knowledge import tables

_BETWEEN: Final = re.compile("[^a-z0-9]+")

OF_BODIES: Final = ("", "GOV", "CVL", "ELI", "BUS")  # whoever acts for an international body is of it


def telling(article: Article, span: Span, *what: str) -> str:
    """The id of one entry of one article: a hash of the article, its version, where the entry stands, and what it is."""
    parts = (article.id, str(article.version), str(span.start), str(span.end), *what)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def actor(name: str, code: str, sector: str, *mentions: Span) -> Actor:
    """An actor with its id: a state's code, else its state and a slug of its name."""
    sector = "IGO" if code == "IGO" and sector in OF_BODIES else sector
    slug = _slug(name)
    is_state = bool(code) and not sector and tables.state_name(code) == name
    return Actor(name, code, sector, code if is_state else f"{code}/{slug}" if code else slug, mentions)


@lru_cache(maxsize=tables.KEPT)
def _slug(name: str) -> str:
    return _BETWEEN.sub("-", tables.key(name)).strip("-")


def as_likely(a: Actor, chance: float) -> Actor:
    """An actor, as likely to be right as a chance says."""
    return Actor(a.name, a.code, a.sector, a.id, a.mentions, a.holder, round(float(chance), 3))


def distinct(actors: Iterator[Actor]) -> tuple[Actor, ...]:
    """Each actor once, its mentions together, in the order in which they came."""
    found: dict[str, list[Actor]] = {}
    for a in actors:
        found.setdefault(a.id, []).append(a)
    return tuple(same[0] if len(same) == 1 else together(same) for same in found.values())


def together(same: Sequence[Actor]) -> Actor:
    """One actor with all its mentions, and what else the first of them has."""
    first, mentions = same[0], {(m.start, m.end): m for a in same for m in a.mentions}
    at_last = tuple(mentions[at] for at in sorted(mentions))
    return Actor(first.name, first.code, first.sector, first.id, at_last, first.holder, max(a.confidence for a in same))
