"""When an event took place or would: which time belongs to it, and what that comes to."""

from __future__ import annotations

from typing import Final

from legation.entries import Article, Frame, When
from legation.resolving.actors import Cast
from legation.resolving.times import Direction, TimeExpression, find_times

POINTED: Final = 0.4  # an arc to a time is believed from here
LEAD: Final = 3  # sentences whose fresh events took place about the day of publication
COMING: Final = ("planned", "proposed", "threatened", "possible", "refused")
# Where the trigger itself is the word for taking the stance ("offered", "rejected"), its time is when that was done.
STANCES: Final = ("proposed", "threatened", "refused", "alleged", "not_happened")


class Calendar:
    """The times that one article tells, sentence by sentence."""

    def __init__(self, article: Article, cast: Cast) -> None:
        self.article, self.cast = article, cast
        self._cues = {t for s in cast.reading.sayings if s.cue for t in range(*s.cue)}
        self._found: dict[tuple[int, str], tuple[TimeExpression, ...]] = {}

    def in_sentence(self, number: int, direction: Direction) -> tuple[TimeExpression, ...]:
        """The time expressions of a sentence, told as past or as coming."""
        where = self.cast.reading.sentences[number].span
        if (number, direction) not in self._found:
            self._found[number, direction] = find_times(
                self.article.text, where.start, where.end, self.article.published, direction
            )
        return self._found[number, direction]

    def when(self, frame: Frame) -> When:
        """The time of an event: the one its arc points to, else one that hangs on the trigger, else the day of a short item."""
        number = self.cast.sentence_of[frame.first]
        direction: Direction = "future" if frame.status in COMING else "past"
        times = [t for t in self.in_sentence(number, direction) if t.edtf]
        if frame.status != "happened":
            times = [t for t in times if not self._of_saying(frame, t)]
        pointed = self._pointed(frame, times)
        if pointed:
            return When(pointed.edtf, pointed.quote)
        near = [t for t in times if self._same_clause(frame, t)]
        if near:
            return When(near[0].edtf, near[0].quote)
        if frame.status == "happened" and self._fresh(number, times):
            return When(self.article.published)
        return When()

    def said(self, frame: Frame) -> str:
        """When the stance was taken: the time that hangs on the word for saying it, else the article's day."""
        if frame.status == "happened":
            return ""
        number = self.cast.sentence_of[frame.first]
        told = [t.edtf for t in self.in_sentence(number, "past") if t.edtf and self._of_saying(frame, t)]
        return told[0] if told else self.article.published

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

    def _fresh(self, number: int, times: list[TimeExpression]) -> bool:
        short = len(self.cast.reading.sentences) <= LEAD
        return short and not times and len(self.article.published) == len("2000-01-01")
