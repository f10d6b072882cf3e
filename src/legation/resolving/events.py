"""Who did what to whom: the reader's frames with their parties, times and places resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from legation.entries import Actor, Article, Event, Frame, Place, Quantity, Span, When, quote
from legation.knowledge.saying_words import SAYING
from legation.knowledge.status_words import FRIENDLY, NEGATIONS
from legation.knowledge.trigger_types import mode_of
from legation.resolving.actors import Cast
from legation.resolving.candidates import Prominence
from legation.resolving.codes import cameo_code, modes, plover_code
from legation.resolving.dating import Calendar, is_day
from legation.resolving.deeds import deed_of, warned_off
from legation.resolving.edtf import bounds
from legation.resolving.grammar import trigger_head
from legation.resolving.identity import telling
from legation.resolving.moments import choose
from legation.resolving.parties import parties
from legation.resolving.quantities import find_quantities
from legation.resolving.stance import holders
from legation.resolving.status import status_of, without_headway
from legation.resolving.whereabouts import whereabouts
from legation.resolving.worth import Draft, stems, sureness

KEPT: Final = 0.25  # how likely a careful reader would make the entry
SOUGHT: Final = 0.26  # a trigger less likely, as to the network, to tell of its type hardly ever becomes an entry, still less a right one
SOUGHT_RARE: Final = 0.2  # lessons for these are few
RARE: Final = ("refused", "threatened", "not_happened")
WORDS: Final = ("NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM")

UNTELLING: Final = SAYING | NEGATIONS

UPTAKE: Final = 300  # code points from the end of a sentence in which its event may be taken up
TAKING_UP: Final = frozenset(("the", "this", "these", "those"))

# The stance is held by whoever would do it, unless the reader points elsewhere.
OWN_STANCE: Final = ("planned", "threatened", "refused")


def find_events(article: Article, cast: Cast, furniture: Sequence[Span]) -> tuple[Event, ...]:
    """The events of an article, in the order of the text, each told once."""
    calendar, told = Calendar(article, cast), Prominence(cast)
    frames = [frame for frame in readable(cast, furniture) if likely(frame)]
    drafts = [Draft(frame, who) for frame, who in zip(frames, parties(told, frames), strict=True)]
    kept = [
        (n, draft, right)
        for n, (draft, worth, right) in enumerate(zip(drafts, *sureness(cast, drafts), strict=True))
        if worth >= _kept_from(cast, draft.frame) and (draft.parties.actors or draft.parties.recipients)
    ]
    times = choose(calendar, frames, [n for n, _, _ in kept])
    made = [(_still_to_come(calendar, draft, when), when, right) for (_, draft, right), when in zip(kept, times, strict=True)]
    rivals = [draft.frame for draft, _, _ in made]
    places = whereabouts(cast, rivals, [draft.parties for draft, _, _ in made])
    found = (_event(calendar, *one, where, find_quantities(cast, one[0].frame, rivals)) for one, where in zip(made, places, strict=True))
    return tuple(_once(list(found)))


def _still_to_come(calendar: Calendar, draft: Draft, when: When) -> Draft:
    """What is told of as done, but of a day after the telling, is planned: "a second round will be held tomorrow"."""
    published, first = calendar.article.published, bounds(when.edtf)[0] if when.edtf else None
    ahead = draft.frame.status == "happened" and is_day(published) and first is not None and first.isoformat() > published
    return replace(draft, frame=replace(draft.frame, status="planned")) if ahead else draft


def _kept_from(cast: Cast, frame: Frame) -> float:
    """What the words leave no doubt of, that it has got nowhere, is made on half the evidence: lessons for it are few."""
    return KEPT / 2 if without_headway(cast.tokens, frame) else KEPT


def readable(cast: Cast, furniture: Sequence[Span]) -> list[Frame]:
    """The frames that the article itself tells, each with its status settled."""
    return [
        _settled(cast, frame) for frame in cast.reading.frames
        if not _inside(cast.tokens[frame.first].span.start, furniture) and _has_content(cast, frame)
    ]  # fmt: skip


def likely(frame: Frame) -> bool:
    """Whether it is worth asking who did what."""
    return frame.score * frame.as_type >= (SOUGHT_RARE if frame.status in RARE else SOUGHT)


def _settled(cast: Cast, frame: Frame) -> Frame:
    """A frame with the status, then the type, that its words tell; nobody threatens with what is good."""
    status = status_of(cast.tokens, frame)
    known = frame if status == frame.status else replace(frame, status=status)
    deed = deed_of(cast.tokens, known)
    known = known if deed == known.type else replace(known, type=deed)
    return replace(known, status="planned") if known.status == "threatened" and known.type in FRIENDLY else known


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(s.start <= at < s.end for s in spans)


def _has_content(cast: Cast, frame: Frame) -> bool:
    """Whether a trigger tells of anything done: "not been announced" does not, nor does what somebody is warned not to do."""
    words = cast.tokens[frame.first : frame.last]
    if warned_off(cast.tokens, trigger_head(cast.tokens, frame)):
        return False
    unsaid = any(t.text.lower() in NEGATIONS for t in words)
    return any(t.upos in WORDS and not (unsaid and t.text.lower() in UNTELLING) for t in words)


def _event(calendar: Calendar, draft: Draft, when: When, right: float, where: Place, quantities: tuple[Quantity, ...]) -> Event:
    article, cast, frame, who = calendar.article, calendar.cast, draft.frame, draft.parties
    sentence = cast.reading.sentences[cast.sentence_of[frame.first]]
    actors, recipients = _governing(who.actors, who.recipients), _governing(who.recipients, who.actors)
    by = who.by or (actors if frame.status in OWN_STANCE else ())
    takers = {a.id for t in holders(cast.tokens, frame, cast.below) for a in cast.actors_at(t)}
    by = tuple(a for a in by if a.id in takers) or by
    if frame.status == "alleged" and len(by) == len(actors) == 1 and by[0].id == actors[0].id:
        by = ()  # nobody alleges their own deed, though two may allege each other's
    mode = _mode(cast, frame)
    own = bool(by) and {a.id for a in by} <= {a.id for a in actors}
    tokens = cast.tokens
    span = Span(tokens[frame.first].span.start, tokens[frame.last - 1].span.end)
    return Event(
        id=telling(article, span, frame.type, frame.status),
        type=frame.type, mode=mode, status=frame.status,
        trigger=quote(article.text, span.start, span.end),
        evidence=quote(article.text, sentence.span.start, sentence.span.end),
        actors=actors, recipients=recipients, by=by, according_to=who.according_to,
        when=when,
        said=calendar.said(frame),
        where=where,
        quantities=quantities,
        plover=plover_code(frame.type, mode, frame.status, own),
        cameo=cameo_code(frame.type, mode, frame.status, own),
        confidence=round(right, 3),
    )  # fmt: skip


def _mode(cast: Cast, frame: Frame) -> str:
    """The mode that the trigger's own word tells alone, else the reader's."""
    told = mode_of(frame.type, cast.tokens[trigger_head(cast.tokens, frame)].text)
    mode = frame.mode if told is None else told
    return mode if mode in modes(frame.type) else ""


def _governing(some: tuple[Actor, ...], others: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A state that deals with its own people does so as their government."""
    at_home = {a.code for a in others if a.sector and a.code != "IGO"}
    return tuple(replace(a, sector="GOV") if not a.sector and a.code and a.code in at_home else a for a in some)


def _once(events: Sequence[Event]) -> list[Event]:
    """One entry for what the article tells twice: same type, status, parties, and no other time; a dated wording stays, the surest,
    with the numbers of the first that gives any."""
    groups: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for e in events:
        key = (e.type, e.status, frozenset(a.id for a in e.actors), frozenset(a.id for a in e.recipients))
        groups[key].append(e)
    kept: dict[str, Event] = {}
    for same in groups.values():
        for e in sorted(same, key=lambda e: (not e.when.edtf, -e.confidence, e.trigger.span.start)):
            told = next((other for other in same if other.id in kept and _retold(e, other)), None)
            if told is None:
                kept[e.id] = e
            elif not kept[told.id].quantities:
                kept[told.id] = replace(kept[told.id], quantities=e.quantities)
    return _taken_up([kept[e.id] for e in events if e.id in kept])


def _taken_up(events: Sequence[Event]) -> list[Event]:
    """One entry for what the next sentences take up again by the same noun ("The talks are to last three days"), with the time of both."""
    kept: list[Event] = []
    for e in events:
        at = next((i for i in _soon_before(e, kept) if _takes_up(e, kept[i])), None)
        if at is None:
            kept.append(e)
        elif not kept[at].when.edtf:
            kept[at] = replace(kept[at], when=e.when)
    return kept


def _soon_before(one: Event, kept: Sequence[Event]) -> Iterator[int]:
    """The events of the sentences just before, the nearest first."""
    for i in reversed(range(len(kept))):
        if one.evidence.span.start - kept[i].evidence.span.end >= UPTAKE:
            return
        yield i


def _takes_up(one: Event, other: Event) -> bool:
    """Whether a sentence soon after speaks of "the talks" that another told of."""
    if (one.type, one.status) != (other.type, other.status) or one.evidence.span.start <= other.evidence.span.end:
        return False
    before = one.evidence.text[: one.trigger.span.start - one.evidence.span.start].split()[-1:]
    known = any(word.lower() in TAKING_UP for word in (*before, *one.trigger.text.split()[:-1][:1]))
    noun = stems(one.trigger.text.split()[-1:]) & stems(other.trigger.text.split()[-1:])
    party, its = ({a.id for a in (*e.actors, *e.recipients)} for e in (one, other))
    return known and bool(noun) and bool(party & its) and len({one.when.edtf, other.when.edtf} - {""}) < 2


def _retold(one: Event, other: Event) -> bool:
    if one.id == other.id:
        return False
    times = {one.when.edtf, other.when.edtf} - {""}
    same_words = bool(stems(one.trigger.text.split()) & stems(other.trigger.text.split()))
    return len(times) < 2 and (same_words or one.evidence.span == other.evidence.span)
