"""Where an event takes place: the place that the reader points at, else where the last one did, else at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from legation.entries import Event, Frame, Place, quote
from legation.knowledge.tables import is_demonym
from legation.resolving.actors import Cast
from legation.resolving.phrases import noun_phrase
from legation.resolving.places import resolve_place

PLACED: Final = 0.3  # an arc to a place is believed from here

# What a state's own people and forces do, they do at home as a rule; NEAR: sentences for which a place goes on.
LOCAL: Final = ("PROTEST", "COERCE", "ASSAULT", "MOBILIZE")
NEAR: Final = 3


def place_of(cast: Cast, frame: Frame) -> Place:
    """The place that a frame's surest arc leads to, as the article names it."""
    arcs = sorted((a for a in frame.arcs if a.slot == "place" and a.score >= PLACED), key=lambda a: -a.score)
    for arc in arcs:
        first, last = _place_words(cast, arc.token)
        words = quote(cast.reading.text, cast.tokens[first].span.start, cast.tokens[last - 1].span.end)
        known = resolve_place(words.text, cast.near())
        name = cast.state_said(known.code) if is_demonym(words.text) else words.text
        return Place(name, known.code, known.latitude, known.longitude, words if name == words.text else None)
    return Place()


def placed(cast: Cast, events: Sequence[Event]) -> list[Event]:
    """What people and forces do took place where the last event did, if that was just told; within one state, there or in that state."""
    done: list[Event] = []
    last, at = Place(), -NEAR
    for e in events:
        here = cast.sentence_of[cast.token_at(e.trigger.span.start)]
        if e.where.name:
            last, at = e.where, here
        elif e.type in LOCAL and e.status == "happened":
            code, near = _one_state(e), here - at <= NEAR
            if near and code in ("", last.code):
                e = replace(e, where=replace(last, words=None))
            elif code:
                e = replace(e, where=Place(cast.state_said(code), code))
        done.append(e)
    return done


def _one_state(e: Event) -> str:
    codes = {a.code for a in (*e.actors, *e.recipients)} - {"", "IGO"}
    return codes.pop() if len(codes) == 1 else ""


def _place_words(cast: Cast, at: int) -> tuple[int, int]:
    name = cast.named.get(at)
    return (name.first, name.last) if name else noun_phrase(cast.tokens, at)
