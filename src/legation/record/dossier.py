"""All that a report tells of some parties over some time, gathered once: every figure of it can be asked for again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from legation.entries import STATUSES
from legation.knowledge.tables import state_of, states
from legation.record import asking
from legation.record.activity import Activities, activity
from legation.record.asking import Standing
from legation.record.derive import current
from legation.record.differing import Difference, differing
from legation.record.docket import OPEN
from legation.record.finding import Found, TellingFound, event, tellings
from legation.record.located import Places, located
from legation.record.relations import Relations, relations
from legation.record.search import SAID, Asked, event_ids, statement_ids
from legation.record.sources import Source, sources_of
from legation.record.store import Store, days


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of whom and of when a report tells, and how much: of more entries those are shown that most sources tell.

    `today` (ISO) is the day on which the docket stands where `until` names none.
    """

    parties: tuple[str, ...]
    since: str = ""
    until: str = ""
    entries: int = 400
    statements: int = 100
    today: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party by its key (a state's code, else as it was named) and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the articles that tell it."""

    found: Found
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event of which the sources tell different things: that it was and was not, other times, other numbers."""

    found: Found
    tellings: tuple[TellingFound, ...]
    denied: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a report tells. `events` counts all that fit, of which `chronology` shows the most told, in order of time."""

    wanted: Wanted
    parties: tuple[Party, ...]
    as_of: str
    events: int
    statuses: tuple[tuple[str, int], ...]
    chronology: tuple[Told, ...]
    relations: tuple[Relations, ...]
    activity: Activities
    places: Places
    docket: tuple[Standing, ...]
    said: int
    statements: tuple[Found, ...]
    disputes: tuple[Dispute, ...]
    readers: tuple[tuple[str, int], ...]  # weights and rules that read the articles cited

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every article cited, once, in the order in which the chronology cites them."""
        return tuple({s.article: s for told in self.chronology for s in told.sources}.values())


def gather(store: Store, wanted: Wanted) -> Dossier:
    """Everything that the record holds of what one party does, or of what any two of several have to do with each other."""
    current(store)
    ids = _event_ids(store, wanted)
    chronology = tuple(_chronology(store, ids, wanted.entries))
    said = _statement_ids(store, wanted, ids)
    as_of = days(wanted.until)[1] or wanted.today
    readers = {(s.model, s.rules) for told in chronology for s in told.sources}
    return Dossier(
        wanted, tuple(map(_party, wanted.parties)), as_of, len(ids), _statuses(store, ids), chronology,
        tuple(relations(store, *pair, since=wanted.since, until=wanted.until) for pair in combinations(wanted.parties, 2)),
        activity(store, ids), located(store, ids), tuple(_docket(store, wanted, as_of)),
        len(said), tuple(_statements(store, said[: wanted.statements])), tuple(_disputes(store, chronology)), tuple(sorted(readers)),
    )  # fmt: skip


def groups(parties: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Who must take part together: the one party, or any two of several."""
    return tuple(combinations(parties, 2)) if len(parties) > 1 else (parties,)


def _party(given: str) -> Party:
    code = state_of(given)
    return Party(code, states()[code].name) if code in states() else Party(given, given)


# --- events


def _event_ids(store: Store, wanted: Wanted) -> list[str]:
    asked = (Asked(group, wanted.since, wanted.until) for group in groups(wanted.parties))
    return list(dict.fromkeys(id for one in asked for id in event_ids(store, one)))


def _chronology(store: Store, ids: Sequence[str], most: int) -> Iterator[Told]:
    """The events that most sources tell and that are surest, in the order in which they happen, the undated last."""
    sql = (
        "SELECT * FROM (SELECT e.* FROM events e JOIN tellings t ON t.telling_id = e.told_by "
        "WHERE e.event_id IN (SELECT value FROM json_each(?)) ORDER BY e.sources DESC, t.confidence DESC, e.event_id LIMIT ?) "
        "ORDER BY happens_from = '', happens_from, happens_to, event_id"
    )
    rows = store.query(sql, (json.dumps(ids), most))
    sources = sources_of(store, (row["event_id"] for row in rows))
    for row in rows:
        yield Told(event(store, row), sources[row["event_id"]])


def _statuses(store: Store, ids: Sequence[str]) -> tuple[tuple[str, int], ...]:
    sql = "SELECT status FROM events WHERE event_id IN (SELECT value FROM json_each(?))"
    counted = Counter(row[0] for row in store.query(sql, (json.dumps(ids),)))
    return tuple((status, counted[status]) for status in STATUSES if counted[status])


def _disputes(store: Store, chronology: Iterable[Told]) -> Iterator[Dispute]:
    for told in chronology:
        how = told.found.told
        if how is None or how.tellings < 2:
            continue
        its = tellings(store, told.found.entry.id)
        differences = differing(its)
        if how.disputed or differences:
            yield Dispute(told.found, its, how.disputed, differences)


# --- docket and statements


def _docket(store: Store, wanted: Wanted, as_of: str) -> Iterator[Standing]:
    """What was open at any time of the period, as it stands on its last day, by what had been told by then where that is past."""
    told_by = as_of if wanted.until else ""
    seen: set[str] = set()
    for group in groups(wanted.parties):
        for standing in asking.docket(store, group, as_of, only_open=False, told_by=told_by):
            if standing.item.id not in seen and _in_period(standing, wanted, as_of):
                seen.add(standing.item.id)
                yield standing


def _in_period(standing: Standing, wanted: Wanted, as_of: str) -> bool:
    opened, moved = days(standing.item.since)[0], max(days(move.date)[1] for move in standing.item.moves)
    began = opened <= as_of
    return began and (not wanted.since or standing.state in OPEN or moved >= days(wanted.since)[0])


def _statement_ids(store: Store, wanted: Wanted, events: Sequence[str]) -> list[str]:
    """What each party says, the surest first; of several parties, in the articles that tell what they have to do with each other."""
    around = events if len(wanted.parties) > 1 else ()
    if len(wanted.parties) > 1 and not events:
        return []
    of_each = [statement_ids(store, Asked((party,), wanted.since, wanted.until), around) for party in wanted.parties]
    longest = max(map(len, of_each))
    by_turns = (its[at] for at in range(longest) for its in of_each if at < len(its))
    return list(dict.fromkeys(by_turns))


def _statements(store: Store, ids: Sequence[str]) -> Iterator[Found]:
    sql = f"SELECT * FROM statements s WHERE statement_id IN (SELECT value FROM json_each(?)) ORDER BY {SAID}"
    for row in store.query(sql, (json.dumps(ids),)):
        yield Found(store.article(row["article_id"], row["version"]), store.statement(row))
