"""When an event took place or would: which time belongs to it, and what that comes to."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from legation.entries import Article, Frame, When
from legation.resolving.actors import Cast
from legation.resolving.times import Direction, TimeExpression, find_times

POINTED: Final = 0.4  # an arc to a time is believed from here
SHORT: Final = 3  # an item of so many sentences tells what happened on its day
RECENT: Final = 7  # days back within which an article goes on telling of a day that it has named
COMING: Final = ("planned", "proposed", "threatened", "possible", "refused")
# What is itself an act of speaking is as a rule told on the day it was said.
SPOKEN: Final = ("ACCUSE", "REQUEST", "REJECT", "THREATEN")
CARRIED: Final = (*SPOKEN, "PROTEST", "SUPPORT")
# Where the trigger itself is the word for taking the stance ("offered", "rejected"), its time is when that was done.
STANCES: Final = ("proposed", "threatened", "refused", "alleged", "not_happened")


class Calendar:
    """The times that one article tells, sentence by sentence."""

    def __init__(self, article: Article, cast: Cast) -> None:
        self.article, self.cast = article, cast
        self._cues = {t for s in cast.reading.sayings if s.cue for t in range(*s.cue)}
        self._recent = ""
        self._found: dict[tuple[int, str], tuple[TimeExpression, ...]] = {}

    def in_sentence(self, number: int, direction: Direction) -> tuple[TimeExpression, ...]:
        """The time expressions of a sentence, told as past or as coming."""
        where = self.cast.reading.sentences[number].span
        if (number, direction) not in self._found:
            self._found[number, direction] = find_times(self.article.text, where.start, where.end, self.article.published, direction)
        return self._found[number, direction]

    def when(self, frame: Frame) -> When:
        """The time of an event: the one its arc points to, else one that hangs on the trigger, else the day of a short item."""
        number = self.cast.sentence_of[frame.first]
        told = self._told(frame, number)
        if told:
            self._note(told.edtf)
            return When(told.edtf, told.quote)
        if frame.status == "happened" and self._day() and not self._times(number, frame):
            if frame.type in CARRIED and self._recent:
                return When(self._recent)
            if frame.type in SPOKEN or len(self.cast.reading.sentences) <= SHORT:
                return When(self.article.published)
        return When()

    def _told(self, frame: Frame, number: int) -> TimeExpression | None:
        """The time of the sentence that the frame's arc points to, else one that hangs on the trigger."""
        times = self._times(number, frame)
        if frame.status != "happened":
            times = [t for t in times if not self._of_saying(frame, t)]
        return self._pointed(frame, times) or next((t for t in times if self._same_clause(frame, t)), None)

    def _note(self, edtf: str) -> None:
        """Keep a day of the last week as the one that the article goes on telling of."""
        if self._day() and _is_day(edtf):
            ago = date.fromisoformat(self.article.published) - date.fromisoformat(edtf)
            self._recent = edtf if 0 <= ago.days <= RECENT else self._recent

    def _day(self) -> bool:
        return _is_day(self.article.published)

    def said(self, frame: Frame) -> str:
        """When the stance was taken: the time that hangs on the word for saying it, else the article's day."""
        if frame.status == "happened":
            return ""
        number = self.cast.sentence_of[frame.first]
        told = [t.edtf for t in self.in_sentence(number, "past") if t.edtf and self._of_saying(frame, t)]
        return told[0] if told else self.article.published

    def _times(self, number: int, frame: Frame) -> list[TimeExpression]:
        """The sentence's times: looking ahead for what has yet to come, unless the verb they hang on tells the past."""
        if frame.status not in COMING:
            return [t for t in self.in_sentence(number, "past") if t.edtf]
        ahead = [t for t in self.in_sentence(number, "future") if t.edtf]
        back = {t.quote.span: t for t in self.in_sentence(number, "past") if t.edtf}
        return [back.get(t.quote.span, t) if self._told_past(t) else t for t in ahead]

    def _told_past(self, time: TimeExpression) -> bool:
        """Whether the nearest verb above the time is in the past tense."""
        tokens = self.cast.tokens
        at = self.cast.token_at(time.quote.span.start)
        for _ in range(4):
            at = tokens[at].head
            if tokens[at].upos in ("VERB", "AUX"):
                return tokens[at].xpos == "VBD"
        return False

    def spoken(self, cue: tuple[int, int] | None) -> str:
        """When something was said: the time that hangs on its cue ("said on Monday"), else the article's day."""
        if cue is None:
            return self.article.published
        tokens = self.cast.tokens
        for t in self.in_sentence(self.cast.sentence_of[cue[0]], "past"):
            at = self.cast.token_at(t.quote.span.start)
            for _ in range(3):
                at = tokens[at].head
                if cue[0] <= at < cue[1] and t.edtf:
                    return t.edtf
                if tokens[at].upos == "VERB":
                    break
        return self.article.published

    def _of_saying(self, frame: Frame, time: TimeExpression) -> bool:
        """Whether the time belongs to a cue ("said in June that …") and not to the trigger."""
        tokens = self.cast.tokens
        for i, token in enumerate(tokens[max(0, frame.first - 60) : frame.last + 60], max(0, frame.first - 60)):
            if not time.quote.span.start <= token.span.start < time.quote.span.end:
                continue
            head, steps = token.head, 0
            while steps < 3 and tokens[head].upos not in ("VERB", "AUX") and tokens[head].head != head:
                head, steps = tokens[head].head, steps + 1
            if i != head and frame.first <= head < frame.last:
                return frame.status in STANCES and tokens[head].xpos == "VBD"
            if i != head:
                return head in self._cues
        return False

    def _pointed(self, frame: Frame, times: list[TimeExpression]) -> TimeExpression | None:
        """The surest time of the sentence that an arc leads to."""
        for arc in sorted((a for a in frame.arcs if a.slot == "time" and a.score >= POINTED), key=lambda a: -a.score):
            at = self.cast.tokens[arc.token].span
            for t in times:
                if t.quote.span.start < at.end and at.start < t.quote.span.end:
                    return t
        return None

    def _same_clause(self, frame: Frame, time: TimeExpression) -> bool:
        """Whether the time hangs on the trigger in the tree."""
        tokens = self.cast.tokens
        for i in range(frame.first - 40 if frame.first > 40 else 0, min(len(tokens), frame.last + 40)):
            span = tokens[i].span
            if time.quote.span.start <= span.start < time.quote.span.end:
                head, steps = tokens[i].head, 0
                while steps < 3:
                    if frame.first <= head < frame.last:
                        return True
                    if tokens[head].upos == "VERB" or tokens[head].head == head:
                        break
                    head, steps = tokens[head].head, steps + 1
        return False


def _is_day(edtf: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", edtf) is not None
