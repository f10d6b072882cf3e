"""How much the record tells of each month: what happened, what was held out, and what was refused or is in doubt."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from legation.record.derive import current
from legation.record.relations import MONTH
from legation.record.store import Store

KINDS: Final = {  # statuses, as they are counted together
    "happened": "happened",
    "planned": "held_out", "proposed": "held_out", "threatened": "held_out",
    "refused": "in_doubt", "alleged": "in_doubt", "possible": "in_doubt", "not_happened": "in_doubt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Activity:
    """A month and its events; each counts in the month in which it happens or would."""

    month: str
    happened: int
    held_out: int
    in_doubt: int

    @property
    def events(self) -> int:
        """How many there are."""
        return self.happened + self.held_out + self.in_doubt


@dataclass(frozen=True, slots=True)
class Activities:
    """The months in which anything happens, and how many events have no month of their own."""

    months: tuple[Activity, ...]
    undated: int


def activity(store: Store, events: Iterable[str] | None = None) -> Activities:
    """The events of these ids, or all of the record's, by month."""
    current(store)
    which = "WHERE e.corrected < 2" if events is None else "WHERE e.event_id IN (SELECT value FROM json_each(?))"
    values = () if events is None else (json.dumps(list(events)),)
    sql = f"SELECT {MONTH} AS month, e.status, count(*) AS n FROM events e {which} GROUP BY 1, 2"
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in store.query(sql, values):
        counted[row["month"]][KINDS[row["status"]]] += row["n"]
    undated = counted.pop("", Counter()).total()
    months = (Activity(month, n["happened"], n["held_out"], n["in_doubt"]) for month, n in sorted(counted.items()))
    return Activities(tuple(months), undated)
