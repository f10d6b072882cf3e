"""The docket: what was proposed, planned or threatened, and what became of it.

Tellings are taken in the order in which they were told, and none looks ahead: the docket as of a day is what had been told by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from legation.record.events import Merged, correct
from legation.record.features import looks_back
from legation.record.fitting import AROUND, Sought, family, fit, sought
from legation.record.store import LAST_DAY
from legation.record.tellings import Telling, accepting, figures, ordinal, postponing

LAST: Final = date.max.toordinal()
OPENING: Final = ("proposed", "planned", "threatened")
RANK: Final = {"proposed": 0, "threatened": 0, "planned": 1, "refused": 2, "happened": 3}
OPEN: Final = ("open", "postponed")
STATES: Final = ("open", "kept", "refused", "called_off", "postponed", "lapsed", "carried_out", "withdrawn")


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an item: `state` is the step, `stands` where the item stands after it, `lapses` the day on which it then lapses."""

    date: str
    told: str
    state: str
    stands: str
    parties: tuple[str, ...]
    due: str
    place: str
    lapses: str
    event: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something held out: by whom, with whom, due when and where, and its moves."""

    id: str
    type: str
    by: tuple[str, ...]
    since: str
    words: str
    moves: tuple[Move, ...]

    @property
    def last(self) -> Move:
        """The last move."""
        return self.moves[-1]


@dataclass(slots=True)
class _Draft:
    """An item while it is followed; `sought` is what a later telling must fit."""

    id: str
    opened: Telling
    threat: bool
    sought: Sought
    moves: list[Move]
    lapses: int
    planned: bool = False
    accepted: bool = False
    done: int | None = None

    @property
    def stands(self) -> str:
        return self.moves[-1].stands


def follow(events: Sequence[Merged]) -> list[Item]:
    """The items of the docket, in the order in which they were opened."""
    told = [(correct(m.telling, e.corrections), e.id) for e in events for m in e.members]
    told.sort(key=lambda pair: ((pair[0].told or LAST_DAY), RANK.get(pair[0].status, 9), pair[0].order))
    docket = _Docket()
    for _, its in groupby(told, key=lambda pair: pair[0].told or LAST_DAY):
        later = []
        for telling, event in its:  # what was due is kept before the same day's news tells of the next round
            if not (telling.status == "happened" and docket.due(telling, event)):
                later.append((telling, event))
        for telling, event in later:
            if telling.status in RANK:
                docket.take(telling, event)
    return [_item(d) for d in docket.drafts]


def state_on(move: Move, day: str) -> str:
    """Where an item stands on a day after which no more was told than this move."""
    return standing(move.stands, move.lapses, day)


def standing(stands: str, lapses: str, day: str) -> str:
    """The same of a state and the day on which it lapses."""
    return "lapsed" if stands in OPEN and lapses and lapses < day else stands


class _Docket:
    """The items so far, and which of them a party may still move."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._live: dict[tuple[str, str], list[_Draft]] = defaultdict(list)
        self._of: dict[str, _Draft] = {}  # by event

    def take(self, telling: Telling, event: str) -> None:
        """One telling: it moves an item, opens one, or is no matter of the docket."""
        wanted = sought(telling)
        found = self._of.get(event)
        if found is None or _anew(found, telling, wanted):
            found = self._fitting(telling, wanted)
        elif telling.status == "refused" and found.stands not in OPEN:
            found = self._still_awaited(telling, wanted) or found
        if found is None:
            if telling.status in OPENING:
                self._of[event] = self._open(telling, wanted, event)
            return
        self._of[event] = found
        if found.done is not None or _refused_before(found, telling):
            return
        if telling.status == "happened":
            _keep(found, telling, event)
        elif telling.status == "refused":
            _refuse(found, telling, wanted, event)
        else:
            _again(found, telling, wanted, event)

    def due(self, telling: Telling, event: str) -> bool:
        """Whether a deed is what an item was due for on that day; then it is kept."""
        wanted = sought(telling)
        found = self._fitting(telling, wanted) if wanted.day is not None and event not in self._of else None
        if found is None or found.stands not in OPEN or found.sought.first is None or found.sought.last is None:
            return False
        if not found.sought.first - 1 <= (wanted.day or 0) <= found.sought.last + 1 or found.sought.last - found.sought.first > AROUND:
            return False
        self._of[event] = found
        _keep(found, telling, event)
        return True

    def _open(self, telling: Telling, wanted: Sought, event: str) -> _Draft:
        item = telling.id if event in self._of else event  # the event's own item is over
        draft = _Draft(item, telling, telling.status == "threatened", wanted, [], 0)
        if telling.status == "planned" and accepting(telling):
            _move(draft, telling, event, "proposed", "open")
        _move(draft, telling, event, telling.status, "open")
        self.drafts.append(draft)
        for party in wanted.keys:
            self._live[family(telling.type), party].append(draft)
        return draft

    def _fitting(self, telling: Telling, wanted: Sought) -> _Draft | None:
        """The item that fits best, the one moved last where several do."""
        best: tuple[float, int, _Draft] | None = None
        for at, draft in enumerate(self._near(telling, wanted)):
            if not _may_move(draft, telling, wanted):
                continue
            points = fit(draft.sought, wanted, refused=telling.status == "refused")
            if points is not None and telling.status == "refused" and _awaited(draft, telling):
                points += figures("docket.tsv")["awaited"]
            if points is not None and (best is None or (points, at) > best[:2]):
                best = (points, at, draft)
        return best[2] if best else None

    def _still_awaited(self, telling: Telling, wanted: Sought) -> _Draft | None:
        """The item of a day to come that a refusal fits: what was refused before may be told again, or a second thing be called off."""
        found = self._fitting(telling, wanted)
        return found if found is not None and found.stands in OPEN and _awaited(found, telling) else None

    def _near(self, telling: Telling, wanted: Sought) -> Iterator[_Draft]:
        now = ordinal(telling.told) or 0
        patience = int(figures("docket.tsv")["patience"])
        seen = set()
        for party in sorted(wanted.keys):
            live = self._live[family(telling.type), party]
            live[:] = [d for d in live if d.lapses + patience >= now]  # what lapsed a year ago is not moved any more
            for draft in live:
                if id(draft) not in seen:
                    seen.add(id(draft))
                    yield draft


def _may_move(draft: _Draft, telling: Telling, wanted: Sought) -> bool:
    """Whether a telling of this status can be about this item at all."""
    if draft.done is not None:  # it is over: only what tells of the same time again belongs to it
        return telling.status in OPENING and wanted.first is not None and wanted.first <= draft.done <= (wanted.last or draft.done)
    since, now = ordinal(draft.moves[0].date), ordinal(_date(telling))
    if telling.status == "refused" and since and now and now < since:
        return False  # what was refused before this was held out is another matter
    if (telling.status == "threatened") != draft.threat and telling.status not in ("happened", "refused"):
        return False
    return telling.status != "happened" or _may_keep(draft, telling, wanted)


def _awaited(draft: _Draft, telling: Telling) -> bool:
    """Whether the item is planned for a day that is still to come: what is called off is that, rather than what is only talked of."""
    now = ordinal(telling.told)
    return draft.planned and draft.sought.day is not None and now is not None and draft.sought.day >= now


def _may_keep(draft: _Draft, telling: Telling, wanted: Sought) -> bool:
    """Whether a deed comes after what was held out, and at a time that says when it was."""
    if wanted.first is not None and (wanted.last is None or wanted.last - wanted.first > AROUND):
        return False
    if telling.article == draft.opened.article and not (wanted.first is not None and draft.sought.day is not None):
        return False  # an article seldom tells that a thing is planned and that it is done, but for the day of it
    told = ordinal(draft.moves[0].told) or 0
    return wanted.last is None or wanted.last + 1 >= told or draft.sought.first is not None


# --- moves


def _anew(draft: _Draft, telling: Telling, wanted: Sought) -> bool:
    """Whether it is held out for a time after the item was over."""
    return draft.done is not None and telling.status in OPENING and wanted.first is not None and wanted.first > draft.done


def _refused_before(draft: _Draft, telling: Telling) -> bool:
    """Whether a refusal is only told again ("which he had cancelled")."""
    return telling.status == "refused" and looks_back(telling) and any(m.stands not in OPEN for m in draft.moves)


def _again(draft: _Draft, telling: Telling, wanted: Sought, event: str) -> None:
    """Proposed, planned or threatened again: a move where it says more than was known, or where it had been called off."""
    step = telling.status
    accepted = step == "planned" and accepting(telling) and not draft.accepted
    if accepted:
        _move(draft, telling, event, "proposed", "open")
    if draft.planned and step == "proposed":
        step = "planned"
    news = accepted or (step == "planned" and not draft.planned) or draft.stands not in OPEN
    moved = wanted.happens != "" and draft.sought.differs(wanted)
    if draft.stands == "postponed" and not moved:
        news = False
    draft.sought = draft.sought.with_more(wanted)
    if news or moved:
        _move(draft, telling, event, step, "open")
    else:
        _renew(draft, telling)


def _refuse(draft: _Draft, telling: Telling, wanted: Sought, event: str) -> None:
    own = {s.key for s in draft.opened.by or draft.opened.actors}
    others = {s.key for s in telling.by or telling.actors} - own
    if postponing(telling):
        state = "postponed"
        draft.sought = draft.sought.undated().with_more(wanted)
    elif draft.threat:
        state = "withdrawn"
    elif draft.planned:
        state = "called_off"
    else:
        state = "refused" if others else "withdrawn"
    if draft.stands != state or state == "postponed":
        _move(draft, telling, event, state, state)


def _keep(draft: _Draft, telling: Telling, event: str) -> None:
    state = "carried_out" if draft.threat else "kept"
    draft.done = telling.first or ordinal(telling.told) or 0
    _move(draft, telling, event, state, state)


def _move(draft: _Draft, telling: Telling, event: str, step: str, stands: str) -> None:
    draft.planned = draft.planned or step == "planned"
    draft.accepted = draft.accepted or (step == "planned" and accepting(telling))
    _renew(draft, telling)
    known, lapses = draft.sought, date.fromordinal(draft.lapses).isoformat() if draft.lapses else ""
    parties = tuple(sorted(known.keys))
    draft.moves.append(
        Move(_date(telling), telling.told, step, stands, parties, known.happens, known.place, lapses, event, telling.evidence)
    )


def _renew(draft: _Draft, telling: Telling) -> None:
    """The day on which it lapses: soon after its time, or long after it was last told where it has none."""
    points = figures("docket.tsv")
    if draft.sought.last is not None:
        draft.lapses = min(draft.sought.last + int(points["slack"]), LAST)
    else:
        told = ordinal(telling.told) or ordinal(telling.said)
        draft.lapses = min(max(draft.lapses, told + int(points["patience"])), LAST) if told else draft.lapses


def _date(telling: Telling) -> str:
    """The time of a move (EDTF): of the deed, or of the stance."""
    if telling.status == "happened":
        return telling.happens or telling.told
    return telling.said if ordinal(telling.said) else telling.told


def _item(draft: _Draft) -> Item:
    opened = draft.opened
    asked = opened.recipients if draft.moves[0].state != opened.status else ()  # who accepted was asked by the other
    by = tuple(dict.fromkeys(s.name for s in asked or opened.by or opened.actors))
    return Item(draft.id, opened.type, by, draft.moves[0].date, opened.evidence, tuple(draft.moves))


def parties(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Each party of each item."""
    return ((party, item.id) for item in items for party in dict.fromkeys(p for m in item.moves for p in m.parties))
