"""Who says what: the reader's said runs, set to their quotation marks, each with its speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from legation.entries import Actor, Article, Kind, Saying, Span, Statement, quote
from legation.knowledge.roles import BODIES, DOCUMENTS
from legation.knowledge.saying_words import SAYING
from legation.resolving.actors import Cast
from legation.resolving.dating import Calendar
from legation.resolving.identity import telling
from legation.resolving.quotes import EDGES, MARKS, quotations

FEWEST_WORDS: Final = 3  # of a reported run; what is quoted may be shorter
FRAGMENT: Final = 7  # words from which a reported run needs no verb
FEWEST_QUOTED: Final = 5  # words of a quotation that counts though the reader passed it over
SURE: Final = 0.6
TAG: Final = 3  # characters behind a quotation in which its last mark and the comma stand
TAG_WORDS: Final = 9  # words behind them in which the verb of saying stands
NAMING: Final = frozenset(("appos", "flat", "compound", "nmod", "amod", "conj", "nummod", "det"))  # what names a thing, with no verb
STEPS: Final = 6  # up the tree, within one phrase
UNCUED: Final = 0.85  # below this a reported run that no word introduces is taken for the article's own


@dataclass(frozen=True, slots=True)
class Run:
    """A said run: code points, its cue's tokens, the token that names the speaker."""

    span: Span
    cue: tuple[int, int] | None
    speaker: int | None
    score: float


def find_statements(article: Article, cast: Cast, furniture: Sequence[Span]) -> tuple[Statement, ...]:
    """The statements of an article, in the order of the text."""
    found: list[Statement] = []
    calendar = Calendar(article, cast)
    before: Actor | None = None
    for run in _runs(article.text, cast):
        if any(f.start <= run.span.start < f.end for f in furniture):
            continue
        speaker = None if _is_fragment(article.text, cast, run) else _speaker(cast, run, before)
        if speaker is None or (run.cue is None and run.score < UNCUED and kind(article.text, run.span) == "indirect"):
            continue
        before = speaker
        found.append(_statement(article, cast, run, speaker, calendar.spoken(run.cue)))
        first, last = _tokens(cast, run.span)
        if found[-1].kind != "indirect" and first < last:
            cast.hear(first, last, speaker)
    return tuple(found)


def _statement(article: Article, cast: Cast, run: Run, speaker: Actor, said: str) -> Statement:
    cue = None
    if run.cue:
        tokens = cast.tokens
        cue = quote(article.text, tokens[run.cue[0]].span.start, tokens[run.cue[1] - 1].span.end)
    content = quote(article.text, run.span.start, run.span.end)
    return Statement(
        telling(article, run.span, "said"),
        speaker,
        kind(article.text, run.span),
        content,
        cue,
        said,
        round(run.score, 3),
    )


def kind(text: str, span: Span) -> Kind:
    """Direct where marks close the run in on both sides and none stand inside; mixed where some of it is quoted."""
    inside = text[span.start : span.end]
    if any(c in MARKS for c in inside):
        return "mixed"
    around = any(q.start <= span.start and span.end <= q.end for q in quotations(text))
    return "direct" if around else "indirect"


def _runs(text: str, cast: Cast) -> Iterator[Run]:
    """The reader's runs at their true edges, and the quotations that it passed over."""
    quoted = list(quotations(text))
    sayings = [_cued(cast, s) for s in cast.reading.sayings if not _is_hearer(cast, s)]
    runs = sorted(
        (r for s in sayings if (r := _edged(text, cast, s, quoted))),
        key=lambda r: (r.span.start, -r.span.end),
    )
    runs += [
        Run(q, None, None, 0.5) for q in quoted
        if len(text[q.start : q.end].split()) >= FEWEST_QUOTED and not any(_overlap(q, r.span) for r in runs)
    ]  # fmt: skip
    end = -1
    for run in sorted(runs, key=lambda r: (r.span.start, -r.span.end)):
        if run.span.start >= end:
            yield run
            end = run.span.end


def _is_fragment(text: str, cast: Cast, run: Run) -> bool:
    """Whether a reported run is no more than a few words without a verb: what the reader tore off, or a name."""
    first, last = _tokens(cast, run.span)
    verbs = any(t.upos in ("VERB", "AUX") for t in cast.tokens[first:last])
    return last - first < FRAGMENT and not verbs and kind(text, run.span) == "indirect"


def _is_hearer(cast: Cast, saying: Saying) -> bool:
    """Whether the run is no more than the person whom something is told: "told Russian President Vladimir Putin"."""
    head = _head(cast, saying)
    told = saying.cue is not None and saying.cue[0] <= cast.tokens[head].head < saying.cue[1]
    name = cast.named.get(head)
    person = name is not None and name.kind == "PER" and name.last == saying.last
    return told and person and cast.tokens[head].rel in ("obj", "iobj")


def _cued(cast: Cast, saying: Saying) -> Saying:
    """A run that begins with "that" hangs on the verb before it, which is its cue, even where another stands behind it."""
    head = _head(cast, saying)
    verb = cast.tokens[head].head
    that = any(t.text.lower() == "that" for t in cast.tokens[max(0, saying.first - 1) : saying.first + 1])
    behind = saying.cue is not None and saying.cue[0] >= saying.last
    if not that or not behind or cast.tokens[head].rel != "ccomp" or cast.tokens[verb].upos != "VERB" or verb >= saying.first:
        return saying
    subject = _subject(cast, (verb, verb + 1))
    return replace(saying, cue=(verb, verb + 1), speaker=saying.speaker if subject is None else subject)


def _head(cast: Cast, saying: Saying) -> int:
    """The word of a run on which its others hang."""
    inside = range(saying.first, saying.last)
    return next((t for t in inside if cast.tokens[t].head not in inside or cast.tokens[t].head == t), saying.first)


def _edged(text: str, cast: Cast, saying: Saying, quoted: Sequence[Span]) -> Run | None:
    start = cast.tokens[saying.first].span.start
    end = cast.tokens[saying.last - 1].span.end
    for q in quoted:  # a part of a quotation, and little else: the quotation
        both = min(q.end, end) - max(q.start, start)
        if 3 * both > 2 * (end - start):
            start, end = q.start, q.end
    while start < end and text[start] in EDGES and not _opens_inside(text, start, end):
        start += 1
    while start < end and text[end - 1] in EDGES + "." and not _closes_inside(text, start, end):
        end -= 1
    if start >= end:
        return None
    span = Span(start, end)
    in_marks = any(q.start <= start and end <= q.end for q in quoted)
    if len(text[start:end].split()) < (1 if in_marks and saying.score > SURE else FEWEST_WORDS):
        return None
    return Run(span, saying.cue, saying.speaker, saying.score)


def _opens_inside(text: str, start: int, end: int) -> bool:
    """Whether the mark at the start closes again before the end: then it belongs to what is said."""
    return text[start] in MARKS and any(c in MARKS for c in text[start + 1 : end - 1])


def _closes_inside(text: str, start: int, end: int) -> bool:
    return text[end - 1] in MARKS and any(c in MARKS for c in text[start : end - 1])


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _tokens(cast: Cast, span: Span) -> tuple[int, int]:
    """The first and last (exclusive) token that a span touches; (0, 0) where none."""
    tokens = cast.tokens
    first = cast.token_at(span.start)
    first += first < len(tokens) and tokens[first].span.end <= span.start
    last = first
    while last < len(tokens) and tokens[last].span.start < span.end:
        last += 1
    return (first, last) if last > first else (0, 0)


def _speaker(cast: Cast, run: Run, before: Actor | None) -> Actor | None:
    """Who is told to speak right behind a quotation or by the cue, else whom the reader points to, else who spoke before."""
    subject = _subject(cast, run.cue) if run.cue else None
    first, last = _tokens(cast, run.span)
    named = subject if subject is not None and not first <= subject < last and _speaks(cast, run, subject) else None
    if subject is not None and cast.tokens[subject].text.lower() == "it" and before and not cast.person_named(before.name):
        return before  # a ministry goes on: "It said that …"
    for word in (_does(cast, run), _told_behind(cast, run.span), named, run.speaker, subject):
        if word is not None and (found := cast.actor_at(word) or cast.plain(word)):
            return found
    for sentence in {cast.sentence_of[first], cast.sentence_of[last - 1]} if last > first else ():
        s = cast.reading.sentences[sentence]
        for t in range(s.first, s.last):
            if cast.tokens[t].rel == "nsubj" and not first <= t < last and (found := cast.actor_at(t)):
                return found
    return before if run.cue is None else None


def _does(cast: Cast, run: Run) -> int | None:
    """Who does what a quotation begins with: Kim "reaffirmed his commitment" (in whose words it is told)."""
    first, last = _tokens(cast, run.span)
    before = first - 2  # the mark stands between
    if run.cue is not None or last == first or before < 0 or cast.tokens[first].upos not in ("VERB", "AUX"):
        return None
    token = cast.tokens[before]
    subject = token.rel == "nsubj" and first <= token.head < last and cast.tokens[before + 1].text in MARKS
    return before if subject and _is_person(cast, before) else None


def _told_behind(cast: Cast, span: Span) -> int | None:
    """The speaker of a quotation that goes on with a comma: the subject of the verb of saying behind it ("…," wrote the president)."""
    text = cast.reading.text
    last = _tokens(cast, span)[1]
    behind = text[span.end : span.end + TAG]
    if not 0 < last < len(cast.tokens) or not any(c in MARKS for c in behind) or "," not in behind:
        return None
    sentence = cast.reading.sentences[cast.sentence_of[last - 1]]
    for t in range(last, min(sentence.last, last + TAG_WORDS)):
        token = cast.tokens[t]
        if token.text.lower() in SAYING:
            subject = _subject(cast, (t, t + 1))
            return subject if subject is not None and subject >= last and _is_person(cast, subject) else None
    return None


def _speaks(cast: Cast, run: Run, subject: int) -> bool:
    """Whether the subject of a cue is the speaker, and not whom the reader points to.

    A person is; of others ("the ministry said") not what the reader's word belongs to ("the ministry's spokeswoman"), nor one person
    ("the analyst said") where the reader points at one by name."""
    if _is_person(cast, subject):
        return True
    token, pointed = cast.tokens[subject], run.speaker
    if token.upos not in ("NOUN", "PROPN") or token.text.lower() in DOCUMENTS or run.cue is None or subject >= run.cue[0]:
        return False
    if pointed is None:
        return True
    if cast.form_at(pointed) and cast.tokens[pointed].head == subject and cast.tokens[pointed].rel in ("nmod:poss", "amod"):
        return True  # not Iran, but "Iran's supreme leader"
    one = token.xpos == "NN" and token.text.lower() not in BODIES and _is_person(cast, pointed)
    return not one and not _of_phrase(cast, pointed, subject) and not _of_phrase(cast, subject, pointed)


def _of_phrase(cast: Cast, word: int, head: int) -> bool:
    """Whether a word hangs on another by what names things only, no verb between them."""
    for _ in range(STEPS):
        if word == head:
            return True
        if cast.tokens[word].rel.split(":")[0] not in NAMING:
            return False
        word = cast.tokens[word].head
    return False


def _is_person(cast: Cast, at: int) -> bool:
    """Whether a noun stands for a person of the article: trees take "told VOA" for a subject now and then."""
    who = cast.actor_at(at)
    return cast.tokens[at].upos != "PRON" and who is not None and cast.person_named(who.name) is not None


def _subject(cast: Cast, cue: tuple[int, int]) -> int | None:
    """The subject of a cue, the nearest where the tree gives it several."""
    around = cast.subjects[bisect_left(cast.subjects, cue[0] - 40) : bisect_left(cast.subjects, cue[1] + 40)]
    found = [t for t in around if cue[0] <= cast.tokens[t].head < cue[1]]
    return min(found, key=lambda t: abs(t - cue[0]), default=None)
