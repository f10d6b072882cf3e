"""Who did what to whom: the reader's frames with their parties, times and places resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from legation.entries import Actor, Article, Event, Frame, Place, Span, quote
from legation.knowledge.tables import is_demonym, state_form
from legation.resolving.actors import Cast, distinct
from legation.resolving.codes import cameo_code, modes, plover_code
from legation.resolving.dating import Calendar
from legation.resolving.grammar import objects, subjects
from legation.resolving.identity import telling
from legation.resolving.phrases import noun_phrase
from legation.resolving.places import resolve_place
from legation.resolving.quantities import find_quantities
from legation.resolving.status import status_of

PARTY: Final = 0.6  # an arc to a party is believed from here
ALONE: Final = 0.05  # and from here where the slot would stay empty
TREE: Final = 0.25  # what a subject or object in the tree adds to its arc
AFAR: Final = 0.1  # what another sentence takes from it
SOURCE: Final = 0.5
PLACED: Final = 0.4
WORDS: Final = ("NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM")

# Meetings and agreements have all sides as actors.
TWO_SIDED: Final = ("CONSULT", "AGREE", "COOPERATE")

# What a state's own people and forces do, they do at home as a rule; NEAR: sentences for which a place goes on.
LOCAL: Final = ("PROTEST", "COERCE", "ASSAULT", "MOBILIZE")
NEAR: Final = 3

# The stance is held by whoever would do it, unless the reader points elsewhere.
OWN_STANCE: Final = ("planned", "threatened", "refused")


def find_events(article: Article, cast: Cast, furniture: Sequence[Span]) -> tuple[Event, ...]:
    """The events of an article, in the order of the text, each told once."""
    calendar = Calendar(article, cast)
    found = [
        event for frame in cast.reading.frames
        if not _inside(cast.tokens[frame.first].span.start, furniture) and _has_content(cast, frame)
        if (event := _event(article, cast, calendar, frame))
    ]  # fmt: skip
    return tuple(_once(_placed(cast, found)))


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(s.start <= at < s.end for s in spans)


def _has_content(cast: Cast, frame: Frame) -> bool:
    return any(t.upos in WORDS for t in cast.tokens[frame.first : frame.last])


def _event(article: Article, cast: Cast, calendar: Calendar, frame: Frame) -> Event | None:
    sentence = cast.reading.sentences[cast.sentence_of[frame.first]]
    frame = replace(frame, status=status_of(cast.tokens, frame))
    actors, recipients = _parties(cast, frame)
    if not actors and not recipients:
        return None
    actors, recipients = _governing(actors, recipients), _governing(recipients, actors)
    happened = frame.status == "happened"
    by = () if happened else _slot(cast, frame, "by", PARTY, ALONE)
    if not by and frame.status in OWN_STANCE:
        by = actors
    mode = frame.mode if frame.mode in modes(frame.type) else ""
    own = bool(by) and {a.id for a in by} <= {a.id for a in actors}
    tokens = cast.tokens
    span = Span(tokens[frame.first].span.start, tokens[frame.last - 1].span.end)
    return Event(
        id=telling(article, span, frame.type, frame.status),
        type=frame.type, mode=mode, status=frame.status,
        trigger=quote(article.text, span.start, span.end),
        evidence=quote(article.text, sentence.span.start, sentence.span.end),
        actors=actors, recipients=recipients, by=by,
        according_to=_slot(cast, frame, "source", SOURCE, 1.0),
        when=calendar.when(frame),
        said=calendar.said(frame),
        where=_place(cast, frame),
        plover=plover_code(frame.type, mode, frame.status, own),
        cameo=cameo_code(frame.type, mode, frame.status, own),
        confidence=round(frame.score, 3),
        quantities=find_quantities(cast, frame),
    )  # fmt: skip


def _scores(cast: Cast, frame: Frame, slot: str, by_tree: Sequence[int] = ()) -> dict[str, tuple[float, Actor]]:
    """Each actor that the slot's arcs lead to, its arcs together: stronger where the tree agrees, weaker from afar."""
    found: dict[str, tuple[float, Actor]] = {}
    here = cast.sentence_of[frame.first]
    arcs = {a.token: a.score for a in frame.arcs if a.slot == slot and not frame.first <= a.token < frame.last}
    for token in {**arcs, **dict.fromkeys(by_tree)}:
        score = arcs.get(token, 0.0) + TREE * (token in by_tree) - AFAR * (cast.sentence_of[token] != here)
        plain = cast.plain(token) if score >= PARTY else None
        for who in cast.actors_at(token) or ((plain,) if plain else ()):
            before = found.get(who.id)
            found[who.id] = (_together(before[0], score), before[1]) if before else (score, who)
    return found


def _together(one: float, other: float) -> float:
    """Two arcs to mentions of one actor, as if each were its own evidence."""
    if min(one, other) <= 0:
        return max(one, other)
    return max(one, other) if max(one, other) >= 1 else 1 - (1 - one) * (1 - other)


def _slot(cast: Cast, frame: Frame, slot: str, sure: float, alone: float) -> tuple[Actor, ...]:
    """The actors that fill a slot: the sure ones, else the likeliest."""
    found = sorted(_scores(cast, frame, slot).values(), key=lambda x: -x[0])
    chosen = [a for s, a in found if s >= sure] or [a for s, a in found[:1] if s >= alone]
    return distinct(iter(chosen))


def _parties(cast: Cast, frame: Frame) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Actors and recipients, by arcs and tree together; nobody is both: the stronger decides."""
    does = _scores(cast, frame, "actor", subjects(cast.tokens, frame.first, frame.last))
    done_to = () if frame.type in TWO_SIDED else [w for w in objects(cast.tokens, frame.first, frame.last) if not _is_place(cast, w)]
    gets = _scores(cast, frame, "recipient", done_to)
    for key in does.keys() & gets.keys():
        (gets if does[key][0] >= gets[key][0] else does).pop(key)
    return _own(_sure(does) or _likeliest(does)), _own(_sure(gets) or _likeliest(gets))


def _governing(some: tuple[Actor, ...], others: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A state that deals with its own people does so as their government."""
    at_home = {a.code for a in others if a.sector and a.code != "IGO"}
    return tuple(replace(a, sector="GOV") if not a.sector and a.code and a.code in at_home else a for a in some)


def _own(some: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A state beside its own president or army is named twice: whoever acts for it stays."""
    acting = {a.code for a in some if a.sector}
    return tuple(a for a in some if a.sector or not a.code or a.code not in acting)


def _is_place(cast: Cast, word: int) -> bool:
    """A town or region, which is where it happens and not to whom."""
    name = cast.named.get(word)
    return bool(name and name.kind == "LOC") and state_form(cast.words(name.first, name.last) if name else "") is None


def _sure(found: dict[str, tuple[float, Actor]]) -> tuple[Actor, ...]:
    return tuple(a for s, a in sorted(found.values(), key=lambda x: -x[0]) if s >= PARTY)


def _likeliest(found: dict[str, tuple[float, Actor]]) -> tuple[Actor, ...]:
    best = max(found.values(), key=lambda x: x[0], default=None)
    return (best[1],) if best and best[0] >= ALONE else ()


def _place(cast: Cast, frame: Frame) -> Place:
    arcs = sorted((a for a in frame.arcs if a.slot == "place" and a.score >= PLACED), key=lambda a: -a.score)
    for arc in arcs:
        first, last = _place_words(cast, arc.token)
        words = quote(cast.reading.text, cast.tokens[first].span.start, cast.tokens[last - 1].span.end)
        known = resolve_place(words.text, cast.near())
        name = cast.state_said(known.code) if is_demonym(words.text) else words.text
        return Place(name, known.code, known.latitude, known.longitude, words if name == words.text else None)
    return Place()


def _placed(cast: Cast, events: Sequence[Event]) -> list[Event]:
    """Events that stay within one state took place where the last one there did, if that was just told, else in that state."""
    done: list[Event] = []
    last, at = Place(), -NEAR
    for e in events:
        here = cast.sentence_of[cast.token_at(e.trigger.span.start)]
        if e.where.name:
            last, at = e.where, here
        elif e.type in LOCAL and e.status == "happened" and (code := _one_state(e)):
            same = last.code == code and here - at <= NEAR
            e = replace(e, where=replace(last, words=None) if same else Place(cast.state_said(code), code))
        done.append(e)
    return done


def _one_state(e: Event) -> str:
    codes = {a.code for a in (*e.actors, *e.recipients)} - {"", "IGO"}
    return codes.pop() if len(codes) == 1 else ""


def _place_words(cast: Cast, at: int) -> tuple[int, int]:
    name = cast.named.get(at)
    return (name.first, name.last) if name else noun_phrase(cast.tokens, at)


def _once(events: Sequence[Event]) -> list[Event]:
    """One entry for what the article tells twice: same type, status and parties, and no other time; the surer wording stays."""
    groups: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for e in events:
        key = (e.type, e.status, frozenset(a.id for a in e.actors), frozenset(a.id for a in e.recipients))
        groups[key].append(e)
    kept: set[str] = set()
    for same in groups.values():
        for e in sorted(same, key=lambda e: (-e.confidence, e.trigger.span.start)):
            if not any(_retold(e, other) for other in same if other.id in kept):
                kept.add(e.id)
    return [e for e in events if e.id in kept]


def _retold(one: Event, other: Event) -> bool:
    if one.id == other.id:
        return False
    times = {one.when.edtf, other.when.edtf} - {""}
    same_words = bool(_stems(one.trigger.text) & _stems(other.trigger.text))
    return len(times) < 2 and (same_words or one.evidence.span == other.evidence.span)


def _stems(words: str) -> set[str]:
    return {w.lower()[:5] for w in words.split() if len(w) > 3}
