"""A dossier is gathered: events among the parties, what became of what they held out, what they said, what the sources disagree about."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from legation.entries import STATUSES
from legation.knowledge.tables import state_of, states
from legation.record import asking
from legation.record.activity import activity
from legation.record.asking import Standing
from legation.record.derive import current
from legation.record.differing import differing
from legation.record.docket import OPEN, STATES
from legation.record.dossier import Dispute, Dossier, Party, Told, Wanted
from legation.record.finding import Found, event, tellings
from legation.record.located import located
from legation.record.relations import Relations, relations
from legation.record.search import SAID, Asked, event_ids, statement_ids
from legation.record.sources import Source, articles, how_many, sources_of
from legation.record.store import FIRST_DAY, LAST_DAY, Store, days
from legation.record.tellings import ordinal

CITED: Final = 5  # articles for one entry, at most; `legation show` has all of them


def gather(store: Store, wanted: Wanted) -> Dossier:
    """Everything that the record holds of what one party does, or of what any two of several have to do with each other."""
    current(store)
    parties = tuple(dict.fromkeys(map(_party, wanted.parties)))
    wanted = replace(wanted, parties=tuple(party.asked for party in parties))
    as_of = days(wanted.until)[1] or wanted.today
    ids = _event_ids(store, wanted)
    chronology = tuple(_chronology(store, ids, wanted.entries))
    said = _statement_ids(store, wanted, ids)
    standing = tuple(sorted(_docket(store, wanted, as_of), key=_by_state))
    matters = tuple(sorted(sorted(standing, key=_open_and_moved)[: wanted.matters], key=_by_state))
    moved_by = _moved_by(store, matters)
    statements = tuple(_statements(store, said[: wanted.statements]))
    disputes = tuple(_disputes(store, chronology))
    return Dossier(
        wanted, parties, as_of, len(ids), _statuses(store, ids), chronology,
        tuple(_relations(store, wanted)),
        activity(store, ids), located(store, ids), standing, matters, len(said), statements, disputes, *how_many(store, ids),
        _cited(store, moved_by, chronology, statements, disputes),
        tuple((event, tuple(s.article for s in its)) for event, its in moved_by.items()),
    )  # fmt: skip


def _relations(store: Store, wanted: Wanted) -> Iterator[Relations]:
    for pair in combinations(wanted.parties, 2):
        yield relations(store, *pair, since=wanted.since, until=wanted.until, least=wanted.least)


def groups(parties: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Who must take part together: the one party, or any two of several."""
    return tuple(combinations(parties, 2)) if len(parties) > 1 else (parties,)


def _party(given: str) -> Party:
    code = state_of(given) or given.upper()
    if code not in states():
        return Party(given, given, given)
    name = states()[code].name
    return Party(code, name, name if state_of(name) == code else code)


# --- events


def _event_ids(store: Store, wanted: Wanted) -> list[str]:
    """What happens in the time asked for, and what has no time of its own (an offer to meet, one day) and was said in it."""
    takes_part = Counter(id for party in wanted.parties for id in event_ids(store, Asked((party,), least=wanted.least)))
    ever = json.dumps([id for id, parties in takes_part.items() if parties >= min(len(wanted.parties), 2)])
    sql = (
        "SELECT e.event_id FROM events e JOIN tellings t ON t.telling_id = e.told_by WHERE e.event_id IN (SELECT value FROM json_each(?1)) "
        "AND (?4 OR e.happens_to >= ?2 AND e.happens_from <= ?3 AND e.happens_from <> '' "
        "OR e.happens_from = '' AND t.said <> '' AND t.said BETWEEN ?2 AND ?3) ORDER BY e.happens_from = '', e.happens_from, e.event_id"
    )
    always = not (wanted.since or wanted.until)
    return [row[0] for row in store.query(sql, (ever, days(wanted.since)[0], days(wanted.until)[1] or LAST_DAY, always))]


def _chronology(store: Store, ids: Sequence[str], most: int) -> Iterator[Told]:
    """The events that most sources tell and that are surest, in the order in which they happen or were held out, the undated last."""
    first = f"CASE happens_from WHEN '' THEN said WHEN '{FIRST_DAY}' THEN happens_to ELSE happens_from END"
    sql = (
        "SELECT * FROM (SELECT e.*, t.said FROM events e JOIN tellings t ON t.telling_id = e.told_by "
        "WHERE e.event_id IN (SELECT value FROM json_each(?)) ORDER BY e.sources DESC, t.confidence DESC, e.event_id LIMIT ?) "
        f"ORDER BY {first} = '', {first}, happens_to, first_told, event_id"
    )
    rows = store.query(sql, (json.dumps(ids), most))
    sources = sources_of(store, (row["event_id"] for row in rows))
    for row in rows:
        yield Told(event(store, row), tuple(s.article for s in sources[row["event_id"]][:CITED]))


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
        for standing in asking.docket(store, group, as_of, only_open=False, told_by=told_by, least=wanted.least):
            if standing.item.id not in seen and _in_period(standing, wanted, as_of):
                seen.add(standing.item.id)
                yield standing


def _by_state(standing: Standing) -> tuple[int, str, str, str]:
    """What is open comes first, and what is due soonest."""
    item = standing.item
    return STATES.index(standing.state), item.last.due or LAST_DAY, item.since, item.id


def _open_and_moved(standing: Standing) -> tuple[bool, int]:
    """What is open, then what was moved last."""
    return standing.state not in OPEN, -(ordinal(days(standing.item.last.date)[0]) or 0)


def _moved_by(store: Store, standing: Iterable[Standing]) -> dict[str, tuple[Source, ...]]:
    """The events that moved these items, in their order, and the articles cited for each."""
    events = list(dict.fromkeys(move.event for s in standing for move in s.item.moves))
    sources = sources_of(store, events)
    return {event: sources[event][:CITED] for event in events}


def _in_period(standing: Standing, wanted: Wanted, as_of: str) -> bool:
    opened, moved = days(standing.item.since)[0], max(days(move.date)[1] for move in standing.item.moves)
    began = opened <= as_of
    return began and (not wanted.since or standing.state in OPEN or moved >= days(wanted.since)[0])


def _statement_ids(store: Store, wanted: Wanted, events: Sequence[str]) -> list[str]:
    """What each party says, the surest first; of several parties, in the articles that tell what they have to do with each other."""
    around = events if len(wanted.parties) > 1 else ()
    if len(wanted.parties) > 1 and not events:
        return []
    of_each = [statement_ids(store, Asked((party,), wanted.since, wanted.until, least=wanted.least), around) for party in wanted.parties]
    longest = max(map(len, of_each))
    by_turns = (its[at] for at in range(longest) for its in of_each if at < len(its))
    return list(dict.fromkeys(by_turns))


def _statements(store: Store, ids: Sequence[str]) -> Iterator[Found]:
    sql = f"SELECT * FROM statements s WHERE statement_id IN (SELECT value FROM json_each(?)) ORDER BY {SAID}"
    for row in store.query(sql, (json.dumps(ids),)):
        yield Found(store.article(row["article_id"], row["version"]), store.statement(row))


# --- sources


def _cited(
    store: Store,
    moved_by: Mapping[str, Sequence[Source]],
    chronology: Iterable[Told],
    statements: Iterable[Found],
    disputes: Iterable[Dispute],
) -> tuple[Source, ...]:
    """Every article cited, once: the docket's, the chronology's, those of what was said, those that disagree."""
    ids = [s.article for its in moved_by.values() for s in its]
    ids += [id for told in chronology for id in told.cited]
    ids += [found.article.id for found in statements]
    ids += [t.article.id for dispute in disputes for t in dispute.tellings]
    return articles(store, dict.fromkeys(ids))
