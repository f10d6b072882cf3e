"""The times that an article tells, as seen from its events: past or coming, and of what each tells."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from legation.entries import Article, Frame, Quote
from legation.knowledge.status_words import STANCE_VERBS
from legation.resolving.actors import Cast
from legation.resolving.grammar import hangs
from legation.resolving.times import Direction, TimeExpression, find_times

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
RECENT: Final = 7  # days back within which an article goes on telling of a day that it has named
ABOVE: Final = 3  # steps up the tree from a thing to what is told of it
NEAR: Final = 6  # words before a verb in which its auxiliaries stand
GOES_ON: Final = ("compound", "conj", "xcomp")  # such a verb shares the auxiliaries of the one above
TO_COME: Final = frozenset(("will", "would", "’ll", "'ll", "shall", "wo"))
NAMING: Final = ("compound", "nummod", "amod", "nmod:unmarked")
PAPERS: Final = frozenset("law laws agreement agreements accord accords treaty deal pact act resolution constitution convention".split())
WITHIN: Final = ("in", "during", "at", "on")  # "killed in Monday's attack" was on Monday
GOING_ON: Final = "ing"  # what a verb ends in with which a form of "be" tells the present
PRESENT: Final = frozenset(("is", "are", "’s", "'s", "’re", "'re"))
COMING: Final = ("planned", "proposed", "threatened", "possible", "refused")
# What is itself an act of speaking is as a rule told on the day it was said.
SPOKEN: Final = ("ACCUSE", "REQUEST", "REJECT", "THREATEN")
# Where the trigger itself is the word for taking the stance ("offered", "rejected"), its time is when that was done.
STANCES: Final = ("proposed", "threatened", "refused", "alleged", "not_happened")


class Calendar:
    """The times that one article tells, sentence by sentence."""

    def __init__(self, article: Article, cast: Cast) -> None:
        self.article, self.cast = article, cast
        self._cues = {t for s in cast.reading.sayings if s.cue for t in range(*s.cue)}
        self.triggers = {t for frame in cast.reading.frames for t in range(frame.first, frame.last)}
        self._days: dict[int, str] = {}
        self._found: dict[tuple[int, str], tuple[TimeExpression, ...]] = {}

    def in_sentence(self, number: int, direction: Direction) -> tuple[TimeExpression, ...]:
        """The time expressions of a sentence, told as past or as coming."""
        where = self.cast.reading.sentences[number].span
        if (number, direction) not in self._found:
            self._found[number, direction] = find_times(self.article.text, where.start, where.end, self.article.published, direction)
        return self._found[number, direction]

    def recent(self, number: int) -> str:
        """The day of the last week that the article last told of before or in a sentence; "" where none."""
        return next((day for n in range(number, -1, -1) if (day := self._last_day(n))), "")

    def _last_day(self, number: int) -> str:
        """The day of the last week that a sentence tells of last; "" where none."""
        if number not in self._days:
            published = self.article.published
            days = [t.edtf for t in self._past(number) if is_day(t.edtf)] if is_day(published) else []
            recent = (d for d in reversed(days) if 0 <= (date.fromisoformat(published) - date.fromisoformat(d)).days <= RECENT)
            self._days[number] = next(recent, "")
        return self._days[number]

    def _past(self, number: int) -> list[TimeExpression]:
        """A sentence's times as of the past, without those of what is still to come: "will take effect on Wednesday" is no day gone by."""
        past = self.in_sentence(number, "past")
        doubtful = {t.quote.span for t in past if self._told_ahead(t)}
        ahead = {t.quote.span: t.edtf for t in self.in_sentence(number, "future")} if doubtful else {}
        return [t for t in past if t.quote.span not in doubtful or ahead.get(t.quote.span, t.edtf) == t.edtf]

    def said(self, frame: Frame) -> str:
        """When the stance was taken: the time that hangs on the word for saying it, else the article's day."""
        if frame.status == "happened":
            return ""
        number = self.cast.sentence_of[frame.first]
        past = [t for t in self.in_sentence(number, "past") if t.edtf]
        told = [t.edtf for t in past if self.of_saying(frame, t.quote) or self.of_stance(frame, t.quote)]
        return told[0] if told else self.article.published

    def of_stance(self, frame: Frame, words: Quote) -> bool:
        """Whether a time hangs on the verb by which the stance is taken: "agreed on Thursday to resume talks"."""
        tokens = self.cast.tokens
        above = {tokens[t].head for t in range(frame.first, frame.last)} | set(range(frame.first, frame.last))
        at = tokens[self.cast.token_at(words.span.start)].head
        return at in above and tokens[at].text.lower() in STANCE_VERBS

    def times(self, number: int, frame: Frame) -> list[TimeExpression]:
        """The sentence's times: looking ahead for what has yet to come, unless the verb they hang on tells the past."""
        if frame.status not in COMING and not self._going_on(frame):
            return [t for t in self._past(number) if t.edtf]
        ahead = [t for t in self.in_sentence(number, "future") if t.edtf]
        back = {t.quote.span: t for t in self.in_sentence(number, "past") if t.edtf}
        return [back.get(t.quote.span, t) if self._told_past(t, frame) else t for t in ahead]

    def _going_on(self, frame: Frame) -> bool:
        """Whether the present tells it: who "is meeting" somebody "on Thursday" has yet to do so."""
        tokens = self.cast.tokens
        verbs = [t for t in range(frame.first, frame.last) if tokens[t].upos == "VERB" and tokens[t].text.endswith(GOING_ON)]
        around = range(max(0, frame.first - 4), frame.first)
        return any(tokens[t].head in verbs and tokens[t].text.lower() in PRESENT for t in around)

    def _told_ahead(self, time: TimeExpression) -> bool:
        """Whether the nearest verb above the time has a "will" or "would", or tells what somebody is doing then."""
        tokens = self.cast.tokens
        at = self.cast.token_at(time.quote.span.start)
        for _ in range(ABOVE + 1):
            at = tokens[at].head
            before = range(max(0, at - NEAR), at)
            auxiliaries = {tokens[t].text.lower() for t in before if tokens[t].head == at}
            if auxiliaries & TO_COME or (tokens[at].text.endswith(GOING_ON) and auxiliaries & PRESENT):
                return True
            if tokens[at].upos == "VERB" and tokens[at].rel not in GOES_ON:
                return False
        return False

    def _told_past(self, time: TimeExpression, frame: Frame) -> bool:
        """Whether the nearest verb above the time is in the past tense; what hangs on the trigger's own noun is as far off as that."""
        tokens = self.cast.tokens
        at = self.cast.token_at(time.quote.span.start)
        for _ in range(4):
            at = tokens[at].head
            if frame.first <= at < frame.last and tokens[at].upos == "NOUN":
                return False
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

    def of_saying(self, frame: Frame, words: Quote | None) -> bool:
        """Whether the time belongs to a cue ("said in June that …") and not to the trigger."""
        if words is None:
            return False
        tokens = self.cast.tokens
        for i in self._near(frame, words, 60):
            head, steps = tokens[i].head, 0
            while steps < 3 and tokens[head].upos not in ("VERB", "AUX") and tokens[head].head != head:
                head, steps = tokens[head].head, steps + 1
            if i != head and frame.first <= head < frame.last:
                return frame.status in STANCES and tokens[head].xpos == "VBD"
            if i != head:
                return head in self._cues
        return False

    def of_another(self, frame: Frame, words: Quote) -> bool:
        """Whether a time belongs to a thing that the frame is about ("condemned Monday's attack"), and not to what it takes place in."""
        tokens = self.cast.tokens
        at = self.cast.token_at(words.span.start)
        inside = range(at, self.cast.token_at(words.span.end - 1) + 1)
        thing = next((tokens[t].head for t in inside if self._belongs(t) and tokens[t].head not in inside), None)
        if thing is None or frame.first <= thing < frame.last:
            return False
        _, link = hangs(tokens, thing, thing + 1)
        for _ in range(ABOVE):
            if link in WITHIN or tokens[thing].head == thing:
                return False
            thing = tokens[thing].head
            if frame.first <= thing < frame.last:
                return True
        return False

    def _belongs(self, time: int) -> bool:
        """Whether a time says which of several things is meant: "Monday's attack", "the 2015 agreement"."""
        token, thing = self.cast.tokens[time], self.cast.tokens[time].head
        paper = self.cast.tokens[thing].text.lower() in PAPERS
        return token.rel == "nmod:poss" or (token.rel in NAMING and paper)

    def same_clause(self, frame: Frame, words: Quote | None) -> bool:
        """Whether the time hangs on the trigger in the tree."""
        if words is None:
            return False
        tokens = self.cast.tokens
        for i in self._near(frame, words, 40):
            head, steps = tokens[i].head, 0
            while steps < 3:
                if frame.first <= head < frame.last:
                    return True
                if tokens[head].upos == "VERB" or tokens[head].head == head:
                    break
                head, steps = tokens[head].head, steps + 1
        return False

    def _near(self, frame: Frame, words: Quote, far: int) -> range:
        """Those of the words that stand no farther from a trigger."""
        inside = self.cast.inside(words.span)
        return range(max(inside.start, frame.first - far), min(inside.stop, frame.last + far))


def is_day(edtf: str) -> bool:
    return DAY.fullmatch(edtf) is not None
