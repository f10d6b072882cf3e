"""An event as the record has it: what its tellings come to, with what people corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from legation.entries import Status
from legation.record.corrections import Correction, sides_of
from legation.record.merge import Member
from legation.record.store import days
from legation.record.tellings import Side, Telling, ordinal
from legation.resolving.codes import cameo_code, modes
from legation.resolving.places import resolve_place

SURER: Final = ("happened", "alleged", "not_happened")  # a deed told in several ways is shown as the first of these


@dataclass(frozen=True, slots=True)
class Merged:
    """One event: `best` is the telling that says most of it, in whose words it is shown, with corrections worked in."""

    id: str
    best: Telling
    members: tuple[Member, ...]
    articles: int
    sources: int  # copies counted once
    disputed: bool
    corrections: tuple[Correction, ...] = ()

    @property
    def first_told(self) -> str:
        """The day on which it was first told; "" where unknown."""
        return self.members[0].telling.told

    @property
    def last_told(self) -> str:
        """The day on which it was last told."""
        return max(m.telling.told for m in self.members)


def merged(members: Sequence[Member], copies: Mapping[str, str], corrections: Sequence[Correction] = ()) -> Merged:
    """The event of these tellings, the first told first."""
    told = [m.telling for m in members]
    statuses = {t.status for t in told}
    status = next((s for s in SURER if s in statuses), told[0].status)
    best = min((t for t in told if t.status == status), key=_says_most)
    articles = {t.article for t in told}
    return Merged(
        told[0].id, correct(best, corrections), tuple(members), len(articles), len({copies.get(a, a) for a in articles}),
        "not_happened" in statuses and len(statuses) > 1, tuple(corrections),
    )  # fmt: skip


def _says_most(t: Telling) -> tuple[object, ...]:
    return (t.day is None, not (t.actors and (t.recipients or len(t.actors) > 1)), not t.place, not t.happens, t.order)


def also(event: Merged) -> tuple[Side, ...]:
    """Who takes part only as other tellings than the best have it: by them too the event is found."""
    if len(event.members) == 1:
        return ()
    known = {(s.id or s.name, s.code) for s in event.best.sides}
    told = (s for m in event.members for s in correct(m.telling, event.corrections).sides)
    return tuple({(s.id or s.name, s.code): s for s in told if (s.id or s.name, s.code) not in known}.values())


def correct(telling: Telling, corrections: Sequence[Correction]) -> Telling:
    """The telling as people corrected it, the last word counting."""
    if not corrections and (telling.status != "happened" or not telling.by):
        return telling
    changes: dict[str, Any] = {}
    for c in corrections:
        if c.field in ("status", "type", "mode"):
            changes[c.field] = c.value
        elif c.field == "when":
            first, last = (ordinal(day) for day in days(c.value))
            changes |= {"happens": c.value, "first": first, "last": last}
        elif c.field in ("actors", "recipients"):
            changes[c.field] = tuple(sides_of(c.value))
        elif c.field == "where":
            changes |= {"place": c.value, "place_code": resolve_place(c.value, ()).code}
    telling = replace(telling, **changes)
    if telling.mode not in modes(telling.type):
        telling = replace(telling, mode="")
    if telling.status == "happened":
        telling = replace(telling, by=())
    return replace(telling, cameo=_cameo(telling)) if corrections else telling


def _cameo(t: Telling) -> str:
    by_is_actor = bool({s.id for s in t.by} & {s.id for s in t.actors})
    return cameo_code(t.type, t.mode, cast(Status, t.status), by_is_actor)
