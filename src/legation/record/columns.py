"""The events and statements of a record in columns, held in memory: what filters, counts and pages of a long list are made from.

A hundred thousand events take about a second to load and a few milliseconds to filter and count. Columns fit the state that was
last derived; `Held` keeps them until another is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from legation.record.located import spot
from legation.record.named import keys
from legation.record.store import Store

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Spot = tuple[str, str, float | None, float | None]
UNDATED: Final = 10**8  # sorts after every day
MOST: Final = 64  # things that are kept at once
ALWAYS: Final = frozenset(("columns", "sayings", "docket"))
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Values:
    """A column of which a row may have several values, or none: `codes[i]` numbers a name that the row `rows[i]` has."""

    names: tuple[str, ...]
    number: dict[str, int]
    rows: Ints
    codes: Ints

    def having(self, names: Iterable[str], size: int) -> Mask:
        """Which rows have any of the names."""
        mask = np.zeros(size, bool)
        wanted = [self.number[name] for name in names if name in self.number]
        if wanted:
            mask[self.rows[np.isin(self.codes, wanted)]] = True
        return mask

    def counts(self, mask: Mask) -> list[tuple[str, int]]:
        """Each name with how many of these rows have it, the most frequent first."""
        counted = np.bincount(self.codes[mask[self.rows]], minlength=len(self.names))
        order = np.argsort(-counted, kind="stable")
        return [(self.names[i], int(counted[i])) for i in order if counted[i]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The events that people have not rejected, in order of time, the undated last. `first` and `last` are days as numbers: 20180612."""

    stamp: str
    ids: tuple[str, ...]
    row: dict[str, int]  # of an event's id, and of each of its tellings'
    words: dict[int, int]  # the row to which a line of the full-text index belongs
    first: Ints
    last: Ints
    confidence: npt.NDArray[np.float32]  # 1 where a person looked at it
    type: Values
    status: Values
    party: Values
    doer: Values  # of the parties those who do it
    place: Values
    source: Values
    names: dict[str, str]  # of parties, by their key
    called: tuple[tuple[str, str], ...]  # every key with every name that goes with it, in small letters
    spots: tuple[Spot, ...]
    spot: Ints  # of each event, as a number of `spots`


@dataclass(frozen=True, slots=True)
class Sayings:
    """The statements, the last said first, the undated last, and who speaks."""

    ids: tuple[str, ...]
    said: tuple[str, ...]
    speaker: Values


class Held:
    """What is made from the record once for each state that is derived, and kept: asked by many threads at once.

    While one thread makes it anew the others go on with what there was before.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, object]] = OrderedDict()
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def get(self, store: Store, name: str, make: Callable[[Store], T]) -> T:
        """What `make` makes of the store as it was last derived; `name` is what it is kept under."""
        stamp = store.setting("derived")
        kept = self._kept.get(name)
        if kept and kept[0] == stamp:
            return kept[1]  # type: ignore[return-value]  # only `make` put it there
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        if not lock.acquire(blocking=kept is None):
            return kept[1]  # type: ignore[return-value,index]  # not waited: there is one
        try:
            again = self._kept.get(name)
            if again is None or again[0] != stamp:
                again = (stamp, make(store))
                self._keep(name, again)
            return again[1]  # type: ignore[return-value]
        finally:
            lock.release()

    def _keep(self, name: str, made: tuple[str, object]) -> None:
        with self._lock:
            self._kept[name] = made
            if len(self._kept) > MOST:
                oldest = next(n for n in self._kept if n not in ALWAYS)
                del self._kept[oldest]
                self._locks.pop(oldest, None)

    def columns(self, store: Store) -> Columns:
        """The events in columns."""
        return self.get(store, "columns", columns)

    def sayings(self, store: Store) -> Sayings:
        """The statements in columns."""
        return self.get(store, "sayings", sayings)


# --- making them


def columns(store: Store) -> Columns:
    """The events of the record as they were last derived."""
    rows = store.query(
        "SELECT e.event_id, e.type, e.status, e.happens_from, e.happens_to, e.place, e.place_code, e.corrected, t.confidence, "
        "t.place AS told, t.latitude, t.longitude FROM events e JOIN tellings t ON t.telling_id = e.told_by WHERE e.corrected < 2 "
        "ORDER BY e.happens_from = '', e.happens_from, e.event_id"
    )
    ids = tuple(r["event_id"] for r in rows)
    row = {id: at for at, id in enumerate(ids)}
    party, doer, names, called = _parties(store, row)
    spots, spot_of = _numbered([spot(r) for r in rows])
    source = _sources(store, row)
    for telling, event in store.query("SELECT telling_id, event_id FROM members"):
        if event in row:
            row[telling] = row[event]
    words = {number: row[id] for number, id in store.query("SELECT rowid, entry_id FROM words WHERE kind = 'event'") if id in row}
    return Columns(
        store.setting("derived"), ids, row, words, _days([r["happens_from"] for r in rows]), _days([r["happens_to"] for r in rows]),
        np.array([1.0 if r["corrected"] else r["confidence"] for r in rows], np.float32),
        values((at, r["type"]) for at, r in enumerate(rows)), values((at, r["status"]) for at, r in enumerate(rows)),
        party, doer, values((at, name) for at, r in enumerate(rows) for name in dict.fromkeys((r["place"], r["place_code"])) if name),
        source, names, called, tuple(spots), spot_of,
    )  # fmt: skip


def _parties(store: Store, row: dict[str, int]) -> tuple[Values, Values, dict[str, str], tuple[tuple[str, str], ...]]:
    found = store.query("SELECT event_id, role, actor_id, name, code FROM event_parties WHERE role <> 'by'")
    names: dict[str, str] = {}
    for r in found:
        names.setdefault(r["actor_id"] or r["name"], r["name"])
    takes = [(row[r["event_id"]], r["role"], keys(r["code"], r["actor_id"], r["name"])) for r in found if r["event_id"] in row]
    all_ = dict.fromkeys((at, key) for at, _, its in takes for key in its)
    doers = dict.fromkeys((at, key) for at, role, its in takes if role == "actor" for key in its)
    called = dict.fromkeys((r["actor_id"] or r["name"], r["name"].casefold()) for r in found)
    return values(all_), values(doers), names, tuple(called)


def _sources(store: Store, row: dict[str, int]) -> Values:
    sql = (
        "SELECT DISTINCT m.event_id, a.source FROM members m JOIN tellings t USING (telling_id) "
        "JOIN articles a ON a.article_id = t.article_id AND a.version = t.version WHERE a.source <> ''"
    )
    return values((row[event], source) for event, source in store.query(sql) if event in row)


def sayings(store: Store) -> Sayings:
    """The statements of the record."""
    found = store.query(
        "SELECT s.statement_id, s.said, p.actor_id, p.name, p.code FROM statements s "
        "JOIN parties p ON p.entry_id = s.statement_id AND p.role = 'speaker' ORDER BY s.said DESC, s.statement_id"
    )
    pairs = ((at, key) for at, r in enumerate(found) for key in keys(r["code"], r["actor_id"], r["name"]))
    return Sayings(tuple(r["statement_id"] for r in found), tuple(r["said"] for r in found), values(pairs))


def values(pairs: Iterable[tuple[int, str]]) -> Values:
    """A column of these rows and names; none may come twice."""
    number: dict[str, int] = {}
    rows, codes = [], []
    for row, name in pairs:
        rows.append(row)
        codes.append(number.setdefault(name, len(number)))
    return Values(tuple(number), number, np.array(rows, np.int32), np.array(codes, np.int32))


def _numbered(found: Sequence[Spot]) -> tuple[list[Spot], Ints]:
    number: dict[Spot, int] = {}
    codes = [number.setdefault(one, len(number)) for one in found]
    return list(number), np.array(codes, np.int32)


def _days(days: Sequence[str]) -> Ints:
    return np.array([day_number(day) for day in days], np.int32)


def day_number(day: str) -> int:
    """A day (ISO) as a number that sorts: 20180612; `UNDATED` for none."""
    return int(day.replace("-", "")) if day else UNDATED
