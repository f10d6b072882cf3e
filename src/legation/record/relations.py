"""How two parties stand to each other, month by month: only what happened, each event once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from legation.knowledge.sureness import ANY, Least
from legation.knowledge.tables import lines, state_of
from legation.record.asking import SURE_ENOUGH
from legation.record.store import LAST_DAY, Store, days
from legation.resolving.codes import cameo_code

QUADS: Final = (1, 2, 3, 4)  # verbal and material cooperation, verbal and material conflict
MANY: Final = 62  # days: what may have been at any time of a longer span belongs to no month
MONTH: Final = f"""CASE
  WHEN e.happens_from IN ('', '0000-00-00') THEN ''
  WHEN e.happens_to = '{LAST_DAY}' OR substr(e.happens_from, 1, 7) = substr(e.happens_to, 1, 7) THEN substr(e.happens_from, 1, 7)
  WHEN julianday(e.happens_to) - julianday(e.happens_from) BETWEEN 1 AND {MANY} AND substr(e.happens_from, 9) <> '01'
  THEN substr(e.happens_from, 1, 7) ELSE '' END"""  # of an event: what lasts is counted when it began


@dataclass(frozen=True, slots=True)
class Score:
    """PLOVER's quad class and its score of a type and mode, from -10 (conflict) to 10 (cooperation)."""

    quad: int
    plover: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month between two parties: counts by quad class, and the scores' mean over its events.

    `entries` are the events' ids, a tuple for each class in the order of QUADS.
    """

    month: str
    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    plover: float
    goldstein: float
    entries: tuple[tuple[str, ...], ...] = ((), (), (), ())

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
    event: str
    month: str
    score: Score
    goldstein: float


def relations(store: Store, one: str, other: str, *, since: str = "", until: str = "", least: Least = ANY) -> Relations:
    """What happened between two parties (a state's name or code, a body's name), by month; `least`: how sure an event must be."""
    pair = (state_of(one) or one, state_of(other) or other)
    deeds = list(_deeds(store, pair, since, until, least))
    dated = sorted((d for d in deeds if d.month), key=lambda d: d.month)
    months = tuple(_month(month, list(its)) for month, its in groupby(dated, key=lambda d: d.month))
    return Relations(pair, months, len(deeds) - len(dated))


def _deeds(store: Store, pair: tuple[str, str], since: str, until: str, least: Least) -> Iterator[_Deed]:
    which = f"e.status = 'happened' AND e.corrected < 2 AND {_between()} AND happens_to >= ?3 AND happens_from <= ?4"
    values: tuple[str | float, ...] = (*pair, days(since)[0], days(until)[1] or LAST_DAY)
    if least.event:
        which, values = f"{which} AND {SURE_ENOUGH}", (*values, least.event)
    for row in store.query(f"SELECT e.*, {MONTH} AS month FROM events e WHERE {which} ORDER BY e.event_id", values):
        what = (row["type"], row["mode"])
        yield _Deed(row["event_id"], row["month"], score(*what), _goldstein(*what))


def _between() -> str:
    """Both take part, on two sides or as two who do it with each other; two who do it to a third do nothing to each other."""

    def takes(role: str) -> str:
        mine = f"SELECT 1 FROM event_parties p WHERE p.event_id = e.event_id AND p.role = '{role}'"
        return f"EXISTS ({mine} AND (p.code = ?1 OR p.actor_id = ?1 OR p.name = ?1))"

    a, b = takes("actor"), takes("recipient")
    other_a, other_b = (text.replace("?1", "?2") for text in (a, b))
    alone = "NOT EXISTS (SELECT 1 FROM event_parties p WHERE p.event_id = e.event_id AND p.role = 'recipient')"
    return f"(({a} AND {other_b}) OR ({other_a} AND {b}) OR ({a} AND {other_a} AND {alone}))"


def _month(month: str, deeds: list[_Deed]) -> Month:
    entries = tuple(tuple(d.event for d in deeds if d.score.quad == quad) for quad in QUADS)
    talk, help, quarrel, harm = map(len, entries)
    scores = (_mean(d.score.plover for d in deeds), _mean(d.goldstein for d in deeds))
    return Month(month, len(deeds), talk, help, quarrel, harm, *scores, entries)


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
