"""Lists of events, statements and docket items as rows for JSON, CSV and feeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from legation.record.listed import Listed, Spoken, Where, Whose
from legation.views.atom import Item
from legation.views.objects import Json
from legation.views.plain import clip, one_line

EVENT_COLUMNS: Final = (
    "id", "when", "who", "who_code", "type", "mode", "whom", "whom_code", "status", "by", "where", "where_code", "cameo", "confidence",
    "tellings", "sources", "first_told", "last_told", "disputed", "verdict", "words", "source", "title", "published", "url", "article",
)  # fmt: skip
STATEMENT_COLUMNS: Final = (
    "id",
    "said",
    "who",
    "who_code",
    "kind",
    "words",
    "confidence",
    "source",
    "title",
    "published",
    "url",
    "article",
)
VERDICTS: Final = ("", "accepted or corrected", "rejected")
WORDS: Final = 300


def event_row(e: Listed) -> Json:
    """An event, a value a column."""
    return {
        "id": e.id, "when": e.when, "who": _names(e.actors), "who_code": _codes(e.actors), "type": e.type, "mode": e.mode,
        "whom": _names(e.recipients), "whom_code": _codes(e.recipients), "status": e.status, "by": _names(e.by), "where": e.place,
        "where_code": e.place_code, "cameo": e.cameo, "confidence": round(e.confidence, 4), "tellings": e.tellings, "sources": e.sources,
        "first_told": e.first_told, "last_told": e.last_told, "disputed": e.disputed, "verdict": VERDICTS[e.verdict], "words": e.words,
        **_article(e.article),
    }  # fmt: skip


def event_object(e: Listed) -> Json:
    """An event with its parties, and where it is denied."""
    parties = {"who": e.actors, "whom": e.recipients, "by": e.by}
    row = event_row(e) | {role: [party_object(p) for p in its] for role, its in parties.items()}
    denials = [{"words": d.words, "source": d.source, "published": d.published, "id": d.id} for d in e.denials]
    return {k: v for k, v in row.items() if k not in ("who_code", "whom_code")} | {"denied": denials}


def statement_row(s: Spoken) -> Json:
    """A statement, a value a column."""
    return {
        "id": s.id, "said": s.said, "who": s.speaker.name, "who_code": s.speaker.code, "kind": s.kind, "words": s.words,
        "confidence": round(s.confidence, 4), **_article(s.article),
    }  # fmt: skip


def statement_object(s: Spoken) -> Json:
    """A statement with its speaker."""
    return {k: v for k, v in statement_row(s).items() if k != "who_code"} | {"who": party_object(s.speaker)}


def party_object(p: Whose) -> Json:
    """A party as a list names it."""
    return {"id": p.id, "name": p.name, "code": p.code}


def event_item(e: Listed, base: str) -> Item:
    """An event in a feed."""
    who, whom = _names(e.actors) or "—", _names(e.recipients)
    title = (
        f"{e.when or 'undated'}: {who}: {e.type.lower()} {e.mode}".strip()
        + f"{f' to {whom}' if whom else ''} ({e.status.replace('_', ' ')})"
    )
    return Item(e.id, title, f"{clip(one_line(e.words), WORDS)} – {e.article.source}", f"{base}/entry/{e.id}", e.last_told)


def statement_item(s: Spoken, base: str) -> Item:
    """A statement in a feed."""
    words = clip(one_line(s.words), WORDS)
    return Item(s.id, f"{s.speaker.name}: {words}", f"{words} – {s.article.source}", f"{base}/entry/{s.id}", s.said or s.article.published)


def _article(a: Where) -> Json:
    return {"source": a.source, "title": a.title, "published": a.published, "url": a.url, "article": a.id}


def _names(parties: Iterable[Whose]) -> str:
    return ", ".join(p.name for p in parties)


def _codes(parties: Iterable[Whose]) -> str:
    return ", ".join(p.code for p in parties)
