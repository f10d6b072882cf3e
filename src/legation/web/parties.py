"""A party (state, person, organisation): offices, deeds, words, promises, with whom; and how two parties stand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import Annotated, Final
from urllib.parse import unquote

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from legation.entries import Fact
from legation.knowledge.lookup import who
from legation.knowledge.tables import state_of, states
from legation.record import board
from legation.record.asking import Standing
from legation.record.columns import Columns
from legation.record.facets import Filters, Fitting, fitting, page, party_keys, party_name
from legation.record.listed import Listed, Spoken, listed, spoken
from legation.record.named import alone
from legation.record.relations import Relations, relations
from legation.record.store import Store
from legation.views import charts, figures
from legation.views.bars import Bar
from legation.views.docket import item_object
from legation.views.listed import EVENT_COLUMNS, event_item, event_object, event_row, statement_object
from legation.views.objects import Json
from legation.views.relations import COLUMNS as MONTH_COLUMNS
from legation.web import addresses
from legation.web.answering import Page, plot, publish
from legation.web.asked import After, Limit, a_day, one_of, position
from legation.web.docket import rows, standing, today
from legation.web.house import House
from legation.web.rendering import made
from legation.web.searching import of_speaker

router = APIRouter()
SOME: Final = 12  # of each list
NAMES: Final = {key: name for key, name, _ in charts.QUADS}
Month = Annotated[str, Query(description="List what happened in this month or year (2018-06)")]
Kind = Annotated[str, Query(description=f"List only this kind: {', '.join(NAMES)}")]
STATUS: Final = ("happened", "planned", "proposed", "threatened", "refused", "alleged", "possible", "not_happened")


@dataclass(frozen=True, slots=True)
class Other:
    """A party that takes part in the same events, and in how many."""

    key: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Party:
    """What the page shows."""

    key: str
    name: str
    facts: tuple[Fact, ...]
    total: int
    statuses: tuple[tuple[str, int, str], ...]
    did: tuple[Listed, ...]
    said: tuple[Spoken, ...]
    says: int
    promised: tuple[Standing, ...]
    others: tuple[Other, ...]
    timeline: str
    months: str
    docket: str
    statements: str


def party(house: House, store: Store, key: str, after: After = "", limit: Limit = 50) -> Page:
    """A party by its code, id or name: offices held, what it did, said and promised, and with whom."""
    columns = house.held.columns(store)
    key = _key(key)
    name = party_name(columns, key)
    found = fitting(store, columns, Filters((alone(key),)))
    part = page(found, after, limit)
    said, _, says = of_speaker(house, store, alone(key), "", SOME)
    facts = _known(key, name)
    if not (part.total or says or facts):
        raise HTTPException(404, f"{key}: nobody of that name is in this record or the tables (try the search)")
    events = listed(store, part.ids)

    def it() -> Party:
        return Party(
            key, name, facts, part.total, _statuses(found, key), _did(store, found, key), spoken(store, said), says,
            _promised(house, store, key, name), _others(found, key), addresses.asked("/timeline", party=alone(key)),
            addresses.asked("/months", party=alone(key)), addresses.asked("/docket", party=alone(key)),
            addresses.asked("/statements", speaker=alone(key)),
        )  # fmt: skip

    def data() -> Json:
        return {
            "key": key, "name": name, "facts": [_fact(f) for f in facts], "total": part.total, "next": part.next,
            "events": [event_object(e) for e in events], "said": [statement_object(s) for s in spoken(store, said)],
            "docket": [item_object(s.item, s.state) for s in _promised(house, store, key, name)],
            "others": [{"key": o.key, "name": o.name, "events": o.events} for o in _others(found, key)],
        }  # fmt: skip

    return Page(
        "party.html", name, it, data, EVENT_COLUMNS, lambda: [event_row(e) for e in events],
        lambda base: (event_item(e, base) for e in events), next=part.next,
    )  # fmt: skip


@lru_cache(maxsize=1000)
def _known(key: str, name: str) -> tuple[Fact, ...]:
    """What the tables know of it; of a state also who leads it now, and where it belongs."""
    now = who(name, date.today().isoformat()) if key in states() else ()
    return tuple(dict.fromkeys((*who(name), *now)))


def _statuses(found: Fitting, key: str) -> tuple[tuple[str, int, str], ...]:
    counted = dict(found.columns.status.counts(found.mask()))
    return tuple((s, counted[s], addresses.asked("/timeline", party=alone(key), status=s)) for s in STATUS if s in counted)


def _did(store: Store, found: Fitting, key: str) -> tuple[Listed, ...]:
    """The last things that it did, or would do, itself."""
    c = found.columns
    does = Fitting(c, found.filters, {**found.masks, "doer": c.doer.having(party_keys(c, alone(key)), len(c.ids))})
    return listed(store, page(does, "", SOME).ids)


def _others(found: Fitting, key: str) -> tuple[Other, ...]:
    c, own = found.columns, {key, *party_keys(found.columns, alone(key))}
    others = ((k, n) for k, n in c.party.counts(found.mask()) if k not in own and "/" not in k)
    return tuple(Other(k, party_name(c, k), n) for k, n in islice(others, SOME * 2))


def _promised(house: House, store: Store, key: str, name: str) -> tuple[Standing, ...]:
    """Its items of the docket, what is due next first."""
    day = today("")
    its = board.board(board.fitting(rows(house, store), [frozenset((key, name))]), day)
    of = {row.id: row for row in rows(house, store)}
    ids = [id for column in its if column.state in ("open", "postponed", "overdue") for id in column.ids[:SOME]]
    return tuple(standing(store, (of[id] for id in ids[:SOME]), day))


def _fact(f: Fact) -> Json:
    return {
        "name": f.name,
        "kind": f.kind,
        "code": f.code,
        "sector": f.sector,
        "what": f.what,
        "since": f.since,
        "until": f.until,
        "source": f.source,
    }


# --- two parties


@dataclass(frozen=True, slots=True)
class Relation:
    """What the page shows; `plot_at` is where Plotly finds its figure, `chosen` the bar whose events are listed."""

    one: str
    other: str
    names: tuple[str, str]
    chart: Markup
    plot_at: str
    total: int
    chosen: str
    events: tuple[Listed, ...]
    docket: tuple[Standing, ...]
    timeline: str
    docket_at: str


def relation(
    house: House, store: Store, pair: str, month: Month = "", kind: Kind = "", after: After = "", limit: Limit = 50
) -> Page:  # fmt: skip
    """How two parties stand to each other, month by month: conflict and cooperation, in words and in deeds, only what happened."""
    one_of("kind", kind, tuple(NAMES))
    one, other = _pair(pair)
    columns = house.held.columns(store)
    names = party_name(columns, one), party_name(columns, other)
    both = Filters((alone(one), alone(other)))
    part = page(fitting(store, columns, both), "", SOME)
    found = _months(house, store, one, other)
    bar, start = _behind(found, a_day("month", month), kind), position(after)
    shown = bar[start : start + limit] if month or kind else part.ids
    next = str(start + limit) if (month or kind) and start + limit < len(bar) else ""
    months: list[Json] = [{name: getattr(m, name) for name in MONTH_COLUMNS} for m in found.months]

    def it() -> Relation:
        here = addresses.relation(one, other)
        drawn = made(figures.figure(charts.relation(found, names), partial(_bar, (one, other)), data=f"{here}.csv"))
        return Relation(
            one, other, names, drawn, f"/plot{here}", part.total, _said(len(bar), month, kind), listed(store, shown),
            _between(house, store, columns, (one, other)),
            addresses.timeline(both), addresses.asked("/docket", party=both.parties),
        )  # fmt: skip

    def data() -> Json:
        events = [event_object(e) for e in listed(store, shown)]
        return {"parties": [one, other], "undated": found.undated, "months": months, "next": next, "events": events}

    return Page("relation.html", " – ".join(names), it, data, MONTH_COLUMNS, lambda: months, next=next)


def _said(number: int, month: str, kind: str) -> str:
    """A bar in words: "2 in 2018-06, conflict in words"; "" for none."""
    where = f"{f' in {month}' if month else ''}{f', {NAMES[kind]}' if kind else ''}"
    return f"{number}{where}" if where else ""


def _behind(found: Relations, month: str, kind: str) -> tuple[str, ...]:
    """The ids of the events behind a bar, the newest first: those of a month or year, of one kind or of all."""
    months = (m for m in reversed(found.months) if m.month.startswith(month))
    return tuple(id for m in months for key, ids in zip(NAMES, m.entries, strict=True) if kind in ("", key) for id in ids)


def _months(house: House, store: Store, one: str, other: str) -> Relations:
    return house.held.get(store, f"relation {one} {other}", lambda s: relations(s, one, other))


def _bar(pair: tuple[str, str], bar: Bar) -> str:
    return addresses.asked(addresses.relation(*pair), month=bar.label, kind=bar.series) + "#last"


def plot_relation(request: Request, pair: str) -> Response:
    """The chart of two parties for Plotly."""
    house: House = request.app.state.house
    one, other = _pair(pair)
    with house.open() as store:
        columns = house.held.columns(store)
        chart = charts.relation(_months(house, store, one, other), (party_name(columns, one), party_name(columns, other)))
    return plot(chart, partial(_bar, (one, other)))


def _pair(given: str) -> tuple[str, str]:
    """The two parties of an address, each as it was before it was made one part of it."""
    parts = [unquote(part) for part in given.split("/")]
    if len(parts) != 2 or not all(parts):
        raise HTTPException(404, "a relation has two parties: /relation/USA/PRK")
    one, other = map(_key, parts)
    return one, other


def _key(given: str) -> str:
    """A state by its code, however its name is written; another party as it is given."""
    return state_of(given) or state_of(given.title()) or given


def _between(house: House, store: Store, columns: Columns, pair: tuple[str, str]) -> tuple[Standing, ...]:
    day = today("")
    keys = [frozenset((key, party_name(columns, key))) for key in pair]
    its = {row.id: row for row in board.fitting(rows(house, store), keys)}
    ids = [id for column in board.board(its.values(), day) for id in column.ids]
    return tuple(standing(store, (its[id] for id in ids[:SOME]), day))


publish(router, "/party/{key:path}", party, "atom")
router.add_api_route("/plot/relation/{pair:path}", plot_relation, include_in_schema=False, response_class=Response)
publish(router, "/relation/{pair:path}", relation)
