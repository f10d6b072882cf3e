"""What people corrected, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from legation.record.corrections import Correction
from legation.views.grids import grid
from legation.views.objects import Json

COLUMNS = ("id", "entry", "field", "value", "note", "who", "made_at")


def corrections(found: Iterable[Correction], form: str) -> Iterator[str]:
    """The corrections as text for eyes (table), json, jsonl, csv or markdown."""
    yield from grid([correction_object(c) for c in found], form, COLUMNS)


def correction_object(c: Correction) -> Json:
    """One correction."""
    return {"id": c.id, "entry": c.telling, "field": c.field, "value": c.value, "note": c.note, "who": c.who, "made_at": c.made_at}
