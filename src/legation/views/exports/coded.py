"""An event as formats without a status can hold it: its single code, and who stands for that code to whom, when.

What happened is coded as it is. What is planned, proposed, threatened, refused or alleged is coded as the act of speaking that it is
(`docs/record.md`): its doer is the holder of the stance, the other party whom it is held towards, its time when it was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations, product
from typing import Final

from legation.entries import Actor, Event
from legation.record.relations import score
from legation.record.tellings import NO_STATES
from legation.resolving.codes import cameo_code, plover_code

AUXILIARY: Final = {"possible": "hypothetical", "not_happened": "negation"}
QUADS: Final = {1: range(1, 6), 2: range(6, 9), 3: range(9, 14), 4: range(14, 21)}  # CAMEO's roots
EXACT: Final = 52  # bits: what every tool reads as a whole number

Dyad = tuple[Actor | None, Actor | None]


@dataclass(frozen=True, slots=True)
class Coded:
    """An event's codes; `quad` and `score` are PLOVER's, `when` is EDTF; `cameo` is "" for what CAMEO does not code."""

    cameo: str
    type: str
    mode: str
    auxiliary: str
    quad: int
    score: float
    doers: tuple[Actor, ...]
    others: tuple[Actor, ...]
    when: str


def coded(event: Event) -> Coded:
    """The event as its code has it."""
    own = bool(_ids(event.by) & _ids(event.actors))
    what = (event.type, event.mode, event.status, own)
    type, _, mode = plover_code(*what).partition(" ")[0].partition("/")
    points = score(type or event.type, mode)
    doers, others = _sides(event)
    when = event.when.edtf if event.status in ("happened", *AUXILIARY) else event.said
    return Coded(cameo_code(*what), type, mode, AUXILIARY.get(event.status, ""), points.quad, points.plover, doers, others, when)


def _sides(event: Event) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    if not event.by or event.status in ("happened", *AUXILIARY):
        return event.actors, event.recipients
    holders = _ids(event.by)
    takes_part = holders & _ids(event.actors)
    towards = (*event.actors, *event.recipients) if takes_part else event.actors or event.recipients
    return event.by, tuple(a for a in towards if _id(a) not in holders)


def dyads(it: Coded) -> list[Dyad]:
    """Who to whom, a pair each, None where there is nobody.

    What several do with each other goes both ways, as CAMEO codes what is mutual; between states only, where there are several.
    """
    if it.others:
        return _pairs(product(it.doers or (None,), it.others))
    pairs = _pairs(permutations(it.doers, 2))
    abroad = [pair for pair in pairs if _state(pair[0]) != _state(pair[1])]
    return abroad or pairs or [(one, None) for one in it.doers[:1]]


def _pairs(given: Iterable[Dyad]) -> list[Dyad]:
    """Each pair once, and nobody with himself."""
    once = {(_id(one) if one else "", _id(other) if other else ""): (one, other) for one, other in given}
    return [pair for (one, other), pair in once.items() if one != other]


def quad_class(cameo: str) -> int:
    """CAMEO's quad class of a code, as GDELT counts it: verbal and material cooperation, verbal and material conflict."""
    return next(quad for quad, roots in QUADS.items() if int(cameo[:2]) in roots)


def number(*parts: str) -> int:
    """A whole number that stands for an id where a format wants one: always the same, and exact in every tool."""
    return int.from_bytes(sha256("\x1f".join(parts).encode(errors="surrogatepass")).digest()[:8]) >> (64 - EXACT)


def uncoded(event: Event) -> str:
    """Why a format of CAMEO codes between parties can't hold an event; "" where it can."""
    it = coded(event)
    if not it.cameo:
        return "without a CAMEO code"
    return "" if dyads(it) else "without a party"


def _ids(actors: Iterable[Actor]) -> set[str]:
    return {_id(a) for a in actors}


def _id(actor: Actor) -> str:
    return actor.id or actor.name


def _state(actor: Actor | None) -> str:
    if actor is None:
        return ""
    return _id(actor) if actor.code in NO_STATES else actor.code
