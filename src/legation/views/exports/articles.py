"""Annotated articles, one a line, in the form of `docs/record.md` and nothing beside it: what a reader can be taught and measured by.

What people corrected is worked in, so that a reviewed record is a set of annotations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Actor, Event, Quote, Record, Statement
from legation.resolving.codes import modes
from legation.views.objects import Json, dumps

SECTORS: Final = frozenset(
    "GOV MIL LEG JUD COP SPY PTY OPP REB UAF CVL REF NGO IGO MNC BUS JRN EDU REL CRM ELI LAB".split()
)  # the guide's; another is none


def write(records: Iterable[Record]) -> Iterator[str]:
    """The articles."""
    for record in records:
        article = record.article
        yield dumps({
            "id": article.id, "title": article.title, "published": article.published, "source": article.source, "text": article.text,
            "furniture": [aside.text for aside in article.furniture if aside.span],
            "statements": [_statement(s) for s in record.statements],
            "events": [_event(e) for e in record.events if e.actors or e.recipients],
        }) + "\n"  # fmt: skip


def _statement(s: Statement) -> Json:
    return {"speaker": _actor(s.speaker), "kind": s.kind, "cue": _words(s.cue), "content": s.content.text, "said": s.said}


def _event(e: Event) -> Json:
    return {
        "type": e.type, "mode": e.mode if e.mode in modes(e.type) else "", "status": e.status, "trigger": e.trigger.text,
        "evidence": e.evidence.text, "actors": _actors(e.actors), "recipients": _actors(e.recipients), "by": _actors(e.by),
        "according_to": _actors(e.according_to), "when": e.when.edtf, "when_text": _words(e.when.words), "said": e.said,
        "where": e.where.name, "where_code": e.where.code,
    }  # fmt: skip


def _actors(actors: Iterable[Actor]) -> list[Json]:
    return [_actor(a) for a in actors]


def _actor(a: Actor) -> Json:
    return {"name": a.name, "code": a.code, "sector": a.sector if a.sector in SECTORS else ""}


def _words(words: Quote | None) -> str:
    return words.text if words else ""
