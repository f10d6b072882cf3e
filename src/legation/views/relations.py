"""How two parties stand to each other, a month a line."""

from __future__ import annotations

from collections.abc import Iterator

from legation.record.relations import Month, Relations
from legation.views.grids import grid
from legation.views.objects import Json

COLUMNS = (
    "month", "events", "plover", "goldstein", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict",
    "verbal", "material",
)  # fmt: skip


def relations(found: Relations, form: str) -> Iterator[str]:
    """The months as text for eyes (table), json, jsonl, csv or markdown."""
    yield from grid([_object(found, m) for m in found.months], form, COLUMNS)


def _object(found: Relations, m: Month) -> Json:
    return {"parties": list(found.parties)} | {column: getattr(m, column) for column in COLUMNS}
