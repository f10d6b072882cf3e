"""How two parties stand to each other, month by month: only what happened, each event once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from sqlite3 import Row
from typing import Final

from legation.knowledge.tables import lines, state_of
from legation.record.finding import Found, event
from legation.record.store import LAST_DAY, Store, days
from legation.resolving.codes import cameo_code

QUADS: Final = (1, 2, 3, 4)  # verbal and material cooperation, verbal and material conflict
MANY: Final = 62  # days: what may have been at any time of a longer span belongs to no month


@dataclass(frozen=True, slots=True)
class Score:
    """PLOVER's quad class and its score of a type and mode, from -10 (conflict) to 10 (cooperation)."""

    quad: int
    plover: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month between two parties: counts by quad class, and the scores' mean over its events."""

    month: str
    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    plover: float
    goldstein: float

    @property
    def verbal(self) -> int:
        """Events in words."""
        return self.verbal_cooperation + self.verbal_conflict

    @property
    def material(self) -> int:
        """Events in deeds."""
        return self.material_cooperation + self.material_conflict


@dataclass(frozen=True, slots=True)
class Relations:
    """The months in which anything happened between two parties, and how many events have no month of their own."""

    parties: tuple[str, str]
    months: tuple[Month, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class _Deed:
    month: str
    score: Score
    goldstein: float


def relations(store: Store, one: str, other: str, *, since: str = "", until: str = "") -> Relations:
    """What happened between two parties (a state's name or code, a body's name), by month."""
    pair = (state_of(one) or one, state_of(other) or other)
    deeds = list(_deeds(store, pair, since, until))
    dated = sorted((d for d in deeds if d.month), key=lambda d: d.month)
    months = tuple(_month(month, list(its)) for month, its in groupby(dated, key=lambda d: d.month))
    return Relations(pair, months, len(deeds) - len(dated))


def behind(store: Store, one: str, other: str, *, since: str = "", until: str = "") -> Iterator[Found]:
    """The events that `relations` counts, the latest first, those without a time last."""
    pair = (state_of(one) or one, state_of(other) or other)
    for row in _happened(store, pair, since, until, "e.happens_from DESC, e.event_id"):
        yield event(store, row)


def _happened(store: Store, pair: tuple[str, str], since: str, until: str, order: str) -> list[Row]:
    sql = "SELECT e.* FROM events e WHERE e.status = 'happened' AND " + _between()
    values = (*pair, days(since)[0], days(until)[1] or LAST_DAY)
    return store.query(f"{sql} AND happens_to >= ?3 AND happens_from <= ?4 ORDER BY {order}", values)


def _deeds(store: Store, pair: tuple[str, str], since: str, until: str) -> Iterator[_Deed]:
    for row in _happened(store, pair, since, until, "e.event_id"):
        what = (row["type"], row["mode"])
        yield _Deed(_month_of(row["happens_from"], row["happens_to"]), score(*what), _goldstein(*what))


def _between() -> str:
    """Both take part, on two sides or as two who do it with each other; two who do it to a third do nothing to each other."""

    def takes(role: str) -> str:
        mine = f"SELECT 1 FROM event_parties p WHERE p.event_id = e.event_id AND p.role = '{role}'"
        return f"EXISTS ({mine} AND (p.code = ?1 OR p.actor_id = ?1 OR p.name = ?1))"

    a, b = takes("actor"), takes("recipient")
    other_a, other_b = (text.replace("?1", "?2") for text in (a, b))
    alone = "NOT EXISTS (SELECT 1 FROM event_parties p WHERE p.event_id = e.event_id AND p.role = 'recipient')"
    return f"(({a} AND {other_b}) OR ({other_a} AND {b}) OR ({a} AND {other_a} AND {alone}))"


def _month_of(first: str, last: str) -> str:
    if not first or first.startswith("0000"):
        return ""
    if last.startswith("9999"):
        return first[:7]  # what lasts is counted when it began
    span = date.fromisoformat(last) - date.fromisoformat(first)
    return first[:7] if first[:7] == last[:7] or (0 < span.days <= MANY and first[8:] != "01") else ""


def _month(month: str, deeds: list[_Deed]) -> Month:
    talk, help, quarrel, harm = (sum(d.score.quad == quad for d in deeds) for quad in QUADS)
    return Month(month, len(deeds), talk, help, quarrel, harm, _mean(d.score.plover for d in deeds), _mean(d.goldstein for d in deeds))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 2) if found else 0.0


# --- the scores


def score(type: str, mode: str) -> Score:
    """The score of a type and mode; of the type where the mode has none of its own."""
    known = _scores()
    return known.get((type, mode)) or known[type, ""]


@cache
def _scores() -> dict[tuple[str, str], Score]:
    return {(type, mode): Score(int(quad), float(points)) for type, mode, quad, points, _ in lines("plover_scores.tsv")}


def _goldstein(type: str, mode: str) -> float:
    return goldstein()[cameo_code(type, mode, "happened", False)]


@cache
def goldstein() -> dict[str, float]:
    """Goldstein's score of each CAMEO code."""
    return {code: float(points) for code, points, _ in lines("goldstein.tsv")}
