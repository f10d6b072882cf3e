"""What to look at next: the events that nobody has looked at, those the reader is least sure of first, and what was decided."""

from __future__ import annotations

import numpy as np

from legation.record.columns import Columns
from legation.record.corrections import Correction
from legation.record.facets import Fitting
from legation.record.store import Store


def looked_at(store: Store) -> frozenset[str]:
    """The events of which anything was corrected, accepted or rejected."""
    sql = "SELECT DISTINCT coalesce(a.event_id, c.telling_id) FROM corrections c LEFT JOIN aliases a ON a.id = c.telling_id"
    return frozenset(row[0] for row in store.query(sql))


def waiting(found: Fitting, done: frozenset[str], skipped: frozenset[str] = frozenset()) -> tuple[str, int]:
    """The event to look at next, "" where none is left, and how many are."""
    columns: Columns = found.columns
    mask = found.mask()
    mask[[columns.row[id] for id in done if id in columns.row]] = False
    left = int(mask.sum())
    mask[[columns.row[id] for id in skipped if id in columns.row]] = False
    rows = np.flatnonzero(mask)
    return columns.ids[rows[np.argmin(columns.confidence[rows])]] if len(rows) else "", left


def last_of(store: Store, who: str) -> Correction | None:
    """The last thing that somebody decided."""
    sql = (
        "SELECT correction_id, telling_id, field, value, note, who, made_at FROM corrections WHERE who = ? "
        "ORDER BY correction_id DESC LIMIT 1"
    )
    return next((Correction(*row) for row in store.query(sql, (who,))), None)
