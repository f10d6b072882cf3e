"""Page furniture in plain text: captions, credits, prompts and links that stand between the sentences of an article.

A scraped page has lost its markup, so what a line is must be told from its words. The patterns are a table
(`knowledge/furniture.tsv`); where the reader has learned to tell furniture too, its probabilities are taken in as well.
Titles, bylines and datelines are metadata and stay in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from legation.entries import Aside, Span

LEARNED: Final = 0.5
LONGEST: Final = 600  # characters: a longer line or sentence is prose, and no pattern need be tried on it
FEWEST: Final = 5  # words in a caption; a dateline has fewer
LONGEST_HEADLINE: Final = 140
HEADLINES: Final = 8  # after one prompt, at most
UNITS: Final = ("prompt", "line", "part", "sentence")

LINE: Final = re.compile(r"[^\n]+")
# A rough cut is enough here: captions stand on lines of their own, or at a line's end.
SENTENCE_END: Final = re.compile(r"(?<=[a-z0-9)”\"’]{2}[.!?])[”\"’)]?\s+(?=[“\"‘'(]?[A-Z])")
ABBREVIATION: Final = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|St|Jr|Calif)\.$")
YEAR: Final = re.compile(r"(?:19|20|21)\d\d")  # every date that a caption is asked for has one
FINAL: Final = re.compile(r"[.!?…][”\"’')\]]*$")


@dataclass(frozen=True, slots=True)
class Table:
    """The patterns by unit, and those that only the rule for captions uses, by name."""

    rules: dict[str, list[tuple[re.Pattern[str], str]]] = field(default_factory=lambda: {unit: [] for unit in UNITS})
    named: dict[str, re.Pattern[str]] = field(default_factory=dict)


def furniture(text: str, sentences: Sequence[tuple[Span, float]] = ()) -> tuple[Aside, ...]:
    """What in `text` is not the article, in the order of the text, each run with its reason.

    `sentences` are the reader's, each with its probability of being furniture (0 where unknown); without them the
    text is cut roughly. A rule that fits or a probability of at least `LEARNED` decides; where both do, the rule
    gives the reason.
    """
    lines = [Span(m.start(), m.end()) for m in LINE.finditer(text) if m.group().strip()]
    cut = [span for span, _ in sentences] or [s for line in lines for s in _sentences(text, line)]
    found = [
        *_prompts(text, lines),
        *_whole(text, lines, "line"),
        *_parts(text),
        *_whole(text, cut, "sentence"),
        *_captions(text, cut),
    ]
    found += [(span, "read as page furniture") for span, p in sentences if p >= LEARNED]
    return tuple(Aside(text[s.start : s.end], reason, s) for s, reason in _apart(found))


def _prompts(text: str, lines: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """A prompt to other stories, and the headlines under it: short lines without a full stop."""
    left = 0
    for line in lines:
        words = _words(text, line)
        if reason := _reason("prompt", words):
            left = HEADLINES
            yield _trim(text, line), reason
        elif left and len(words) <= LONGEST_HEADLINE and not FINAL.search(words):
            left -= 1
            yield _trim(text, line), "headline of another story"
        else:
            left = 0


def _whole(text: str, units: Iterable[Span], unit: str) -> Iterator[tuple[Span, str]]:
    for span in units:
        if reason := _reason(unit, _words(text, span)):
            yield _trim(text, span), reason


def _parts(text: str) -> Iterator[tuple[Span, str]]:
    for pattern, reason in table().rules["part"]:
        for m in pattern.finditer(text):
            yield Span(m.start(), m.end()), reason


def _captions(text: str, sentences: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    for span in sentences:
        if is_caption(_words(text, span)):
            yield _trim(text, span), "photo caption"


def is_caption(sentence: str) -> bool:
    """Whether a sentence shows rather than tells.

    Captions end in a place and a date with no "on" between; else two signs are asked for: a present-tense verb of
    what is seen, a full date near the end, who stands where; and no verb that tells.
    """
    if len(sentence) > LONGEST or len(sentence.split()) < FEWEST or sentence[0] in "“\"‘'":
        return False
    dated = YEAR.search(sentence) is not None  # what looks for a date takes long
    if dated and _has("PLACED", sentence):
        return not _has("SAID", sentence)
    if _has("TOLD", sentence):
        return False
    return sum((dated and _has("TAIL", sentence), _has("POSED", sentence), _has("SHOWN", sentence))) >= 2


def _has(sign: str, sentence: str) -> bool:
    return table().named[sign].search(sentence) is not None


def _reason(unit: str, words: str) -> str:
    """The reason of the first rule that fits the whole of `words`, else ""."""
    if not words or len(words) > LONGEST:
        return ""
    return next((reason for pattern, reason in table().rules[unit] if pattern.fullmatch(words)), "")


def _apart(found: Iterable[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The runs in the order of the text; of two that overlap, the one found first stays."""
    kept: list[tuple[Span, str]] = []
    for span, reason in found:
        at = bisect_left(kept, span, key=lambda k: k[0])
        before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if all(k.end <= span.start or span.end <= k.start for k, _ in before + after):
            kept.insert(at, (span, reason))
    return kept


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end].strip()


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))


def _sentences(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for m in SENTENCE_END.finditer(text, line.start, line.end):
        if not ABBREVIATION.search(text[max(start, m.start() - 8) : m.start()]):
            yield Span(start, m.start())
            start = m.end()
    yield Span(start, line.end)


@cache
def table() -> Table:
    """The patterns of `knowledge/furniture.tsv`."""
    read, stand_ins = Table(), dict[str, str]()
    for row in files("legation").joinpath("knowledge/furniture.tsv").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith(("#", "unit\t")):
            continue
        unit, pattern, reason, _source = row.split("\t")
        for name, words in stand_ins.items():
            pattern = pattern.replace("{" + name + "}", words)
        if unit in UNITS:
            read.rules[unit].append((re.compile(pattern), reason))
        else:
            stand_ins[unit] = pattern
            read.named[unit] = re.compile(pattern)
    return read
