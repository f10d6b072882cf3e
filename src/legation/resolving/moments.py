"""Which time belongs to an event: chosen among those that the article tells near it, its own day, and none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Frame, Quote, When
from legation.resolving import newness
from legation.resolving.dating import SPOKEN, Calendar, is_day
from legation.resolving.edtf import bounds
from legation.resolving.following import following
from legation.resolving.forest import load
from legation.resolving.signs import one_of

BACK: Final = 2  # sentences before the event's whose times may be meant
HYPHENS: Final = ("-", "‑", "–")
UNSAID: Final = ("proposed", "planned", "threatened", "refused", "possible")  # when they would happen, no day of telling says
AHEAD: Final = ("planned", "threatened", "possible")  # of such, careful readers gave nine in 317 a time that was over
SILENT: Final = 0.6  # a time is rather told than left out
TENSES: Final = ("VBD", "VBN", "VBZ", "VBP", "VBG", "VB")
KINDS: Final = ("date", "interval", "relative", "vague")

FEATURES: Final = (
    "none", "published", "recent", "told here", "back", "arc", "best arc", "same clause", "of saying", "words", "before", "times here",
    *(f"kind {k}" for k in KINDS), "days long", "days ago", "ahead", "open",
    "recent day", "published day", "arcs", "spoken", "quoted", "said", "sentence", "sentences", "verb", "noun", "score",
    *(f"tense {t}" for t in TENSES), *(f"type {t}" for t in TYPES), *(f"status {s}" for s in STATUSES),
    *newness.FEATURES,
)  # fmt: skip
_OF_MOMENT: Final = FEATURES.index("recent day")  # features that differ between the moments of a frame


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that may be the event's: EDTF ("" for none told), its words, and how it came to be offered."""

    edtf: str
    words: Quote | None = None
    kind: str = ""
    back: int = -1
    published: bool = False
    recent: bool = False


def moments(calendar: Calendar, frame: Frame) -> list[Moment]:
    """All times that may be the frame's, none first; each value once, the nearest wording of it."""
    number = calendar.cast.sentence_of[frame.first]
    recent = calendar.recent(number)
    found = {"": Moment("")}
    for back in range(min(BACK, number) + 1):
        for t in calendar.times(number - back, frame):
            if calendar.of_another(frame, t.quote) or _over(calendar, frame, t.edtf) or _of_the_telling(calendar, frame, t.quote):
                continue
            found.setdefault(t.edtf, Moment(t.edtf, t.quote, t.kind, back, recent=t.edtf == recent))
    day = calendar.article.published
    of_telling = recent == day and frame.status in UNSAID
    if recent and recent not in found and not of_telling and not _over(calendar, frame, recent):
        found[recent] = Moment(recent, recent=True)
    if is_day(day) and (day in found or frame.status not in UNSAID):
        told = found.get(day)
        found[day] = Moment(day, told.words, told.kind, told.back, True, told.recent) if told else Moment(day, published=True)
    return list(found.values())


def _over(calendar: Calendar, frame: Frame, edtf: str) -> bool:
    """Whether a time is past, and what has yet to come can't be meant: "will revive the agreement signed in 2001"."""
    last, published = bounds(edtf)[1] if edtf else None, calendar.article.published
    return frame.status in AHEAD and is_day(published) and last is not None and last.isoformat() < published


def _of_the_telling(calendar: Calendar, frame: Frame, words: Quote) -> bool:
    """Whether a time is that of saying it: "agreed on Friday to restore relations" and "will expel them, she said on Wednesday" tell no
    day for the deed."""
    saying = calendar.of_saying(frame, words) and not calendar.same_clause(frame, words)
    stance = frame.type not in SPOKEN and calendar.of_stance(frame, words)
    return frame.status in UNSAID and (saying or stance)


def features(calendar: Calendar, frame: Frame, some: Sequence[Moment]) -> NDArray[np.float32]:
    """What tells for and against each moment: [moments, FEATURES]."""
    return features_of(calendar, [frame], [some])


def features_of(calendar: Calendar, frames: Sequence[Frame], offered: Sequence[Sequence[Moment]]) -> NDArray[np.float32]:
    """The same for the moments of several frames, one frame's behind the other's: quicker than to ask for each."""
    of_moments = list[list[float]]()
    for frame, some in zip(frames, offered, strict=True):
        arcs = [_arc(calendar, frame, m) for m in some]
        best = max(arcs)
        of_moments += [_row(calendar, frame, m, arc, best, len(some)) for m, arc in zip(some, arcs, strict=True)]
    rows = np.empty((len(of_moments), len(FEATURES)), np.float32)
    rows[:, :_OF_MOMENT] = of_moments
    of_frames = np.array([_of_frame(calendar, frame) for frame in frames], np.float32)
    rows[:, _OF_MOMENT:] = np.repeat(of_frames, [len(some) for some in offered], 0)
    return rows


def _of_frame(calendar: Calendar, frame: Frame) -> list[float]:
    """What is the same for all moments of a frame."""
    cast = calendar.cast
    number, head = cast.sentence_of[frame.first], cast.tokens[frame.first]
    return [
        bool(calendar.recent(number)), is_day(calendar.article.published),
        max((a.score for a in frame.arcs if a.slot == "time"), default=0.0), frame.type in SPOKEN, cast.quoted_at(frame.first),
        cast.is_said(frame.first), number, len(cast.reading.sentences), head.upos == "VERB", head.upos == "NOUN", frame.score,
        *one_of(TENSES, head.xpos), *one_of(TYPES, frame.type), *one_of(STATUSES, frame.status),
        *newness.features(cast, frame),
    ]  # fmt: skip


def choose(calendar: Calendar, frames: Sequence[Frame], wanted: Sequence[int]) -> list[When]:
    """The time of each wanted frame (by number): what another deed is counted from it by, else the likeliest; of what only lasts, as far
    as words tell it."""
    told = {t: n for n, frame in enumerate(frames) for t in range(frame.first, frame.last)}
    chosen = dict(zip(wanted, _likeliest(calendar, [frames[n] for n in wanted]), strict=True))

    def known(word: int) -> str | None:
        if (n := told.get(word)) is None:
            return None
        return (chosen[n] if n in chosen else _likeliest(calendar, [frames[n]])[0]).edtf

    return [
        following(calendar, frames[n], known) or (When("") if not when.words and _lasts(calendar, frames[n]) else when)
        for n, when in chosen.items()
    ]


def _likeliest(calendar: Calendar, frames: Sequence[Frame]) -> list[When]:
    """Of the times that are offered for each frame the likeliest."""
    if not frames:
        return []
    offered = [moments(calendar, frame) for frame in frames]
    rows = np.split(features_of(calendar, frames, offered), np.cumsum([len(some) for some in offered])[:-1])
    best = (some[n] for some, n in zip(offered, load("moments").likeliest(rows, SILENT), strict=True))
    return [When(m.edtf, m.words if m.edtf else None) for m in best]


def _lasts(calendar: Calendar, frame: Frame) -> bool:
    """Whether a trigger tells in a word what somebody is: "Turkish-backed forces" are not backed on the day they are told of."""
    tokens = calendar.cast.tokens
    last = tokens[frame.last - 1]
    return last.xpos == "VBN" and last.rel in ("amod", "compound") and tokens[frame.last - 2].text in HYPHENS


def _row(calendar: Calendar, frame: Frame, m: Moment, arc: float, best: float, count: int) -> list[float]:
    cast = calendar.cast
    at = cast.token_at(m.words.span.start) if m.words else frame.first
    long, ago, ahead, open_ = _against(m.edtf, calendar.article.published)
    return [
        not m.edtf, m.published, m.recent, m.back == 0, m.back, arc, arc > 0 and arc == best,
        m.back == 0 and calendar.same_clause(frame, m.words), m.back == 0 and calendar.of_saying(frame, m.words),
        abs(at - frame.first), at < frame.first, count, *one_of(KINDS, m.kind), long, ago, ahead, open_,
    ]  # fmt: skip


def _arc(calendar: Calendar, frame: Frame, m: Moment) -> float:
    """The strongest arc that leads into the words of a moment."""
    if m.words is None:
        return 0.0
    span, tokens = m.words.span, calendar.cast.tokens
    pointed = ((a.score, tokens[a.token].span) for a in frame.arcs if a.slot == "time")
    return max((score for score, at in pointed if at.start < span.end and span.start < at.end), default=0.0)


@lru_cache(maxsize=1024)
def _against(edtf: str, published: str) -> tuple[float, float, bool, bool]:
    """How long a time is and how many days before the article it ends (both as logarithms), whether it lies ahead, whether it is open."""
    if not edtf:
        return 0.0, 0.0, False, False
    first, last = bounds(edtf)
    if first is None or last is None:
        return 12.0, 0.0, False, True
    day = date.fromisoformat(published) if is_day(published) else last
    return float(np.log1p((last - first).days)), float(np.log1p(abs((day - last).days))), first > day, False
