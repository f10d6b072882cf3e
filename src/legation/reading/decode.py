"""Scores to words with tags and trees, names, frames and sayings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from legation.entries import Arc, Frame, Name, Reading, Saying, Sentence, Span, Status, Token
from legation.reading.pieces import MOST_PIECES_A_WORD, Window, pieces, shape, window
from legation.reading.reader import Model, Scores, model
from legation.reading.trees import as_tagged, tree
from legation.reading.words import sentences, words

CORE: Final = 340  # pieces decided in one window
CONTEXT: Final = 64  # pieces seen on either side of them
LONGEST: Final = 120  # words of one sentence; a longer one is cut

SLOTS: Final = ("actor", "recipient", "by", "source", "time", "place", "speaker")
TRIGGER: Final = 0.7  # a word may belong to a trigger when it is nothing with less than this; what judges entries is stricter
LIKELY: Final = 0.5
SAID: Final = 0.6
CUE: Final = 0.4
FAINT: Final = 0.03  # arcs below are not worth keeping


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading with what each of its W words would be as a trigger: probabilities [W, classes] in the order of the labels
    (type's first is nothing), and of each word's arc to each other [slots, W, W]."""

    reading: Reading
    type: NDArray[np.float32]
    status: NDArray[np.float32]
    mode: NDArray[np.float32]
    slot: NDArray[np.float32]


def read(text: str) -> Reading:
    """Everything that the reader makes of one text (positions in code points)."""
    return _read(text, *_cut(text))


def read_words(words: Sequence[str]) -> Reading:
    """The same for one sentence whose words are given."""
    return _read(*_given(words))


def weigh(text: str) -> Weighed:
    """The reading of one text with the probabilities of every word, also where they are below what the reading takes."""
    return _weigh(text, *_cut(text))


def weigh_words(words: Sequence[str]) -> Weighed:
    """The same for one sentence whose words are given."""
    return _weigh(*_given(words))


def _given(words: Sequence[str]) -> tuple[str, list[Span], list[tuple[int, int]]]:
    ends = list(accumulate(len(w) + 1 for w in words))
    spans = [Span(end - 1 - len(w), end - 1) for w, end in zip(words, ends, strict=True)]
    return " ".join(words), spans, [(0, len(spans))]


def _weigh(text: str, spans: Sequence[Span], bounds: Sequence[tuple[int, int]]) -> Weighed:
    scored = list(_scored(model(), text, spans, bounds)) if spans else []
    return weighed(_decoded(text, spans, bounds, scored), scored)


def weighed(reading: Reading, scored: Sequence[tuple[Window, int, Scores]]) -> Weighed:
    """The scores of a text's windows as one: each word as the window in whose core it stands has it."""
    n, labels = len(reading.tokens), model().labels
    type, status, mode = (np.zeros((n, len(labels[h])), dtype=np.float32) for h in ("type", "status", "mode"))
    slot = np.zeros((len(SLOTS), n, n), dtype=np.float32)
    for view, offset, scores in scored:
        core, rows = slice(*view.core), slice(view.core[0] - offset, view.core[1] - offset)
        type[core], status[core], mode[core] = scores.type[rows], scores.status[rows], scores.mode[rows]
        slot[:, core, view.first : view.last] = scores.slot[:, rows]
    return Weighed(reading, type, status, mode, slot)


def _read(text: str, spans: Sequence[Span], bounds: Sequence[tuple[int, int]]) -> Reading:
    return _decoded(text, spans, bounds, _scored(model(), text, spans, bounds) if spans else ())


def _decoded(text: str, spans: Sequence[Span], bounds: Sequence[tuple[int, int]], scored: Iterable[tuple[Window, int, Scores]]) -> Reading:
    if not spans:
        return Reading(text, (), (), (), (), ())
    reader = model()
    tokens: list[Token] = []
    marks: list[Sentence] = []
    names: list[Name] = []
    frames: list[Frame] = []
    sayings: list[Saying] = []
    for view, offset, scores in scored:
        inside = [b for b in bounds if view.core[0] <= b[0] < view.core[1]]
        for first, last in inside:
            tokens += _tokens(reader, text, spans, first, last, offset, scores)
            likely = float(scores.furniture[first - offset : last - offset, -1].mean())
            marks.append(Sentence(first, last, Span(spans[first].start, spans[last - 1].end), likely))
            names += _names(reader, first, last, offset, scores)
            frames += _frames(reader, first, last, offset, scores)
        sayings += _sayings(inside, offset, scores)
    return Reading(text, tuple(tokens), tuple(marks), tuple(names), tuple(frames), tuple(sayings))


def _cut(text: str) -> tuple[list[Span], list[tuple[int, int]]]:
    """The words of a text, and the first and last (exclusive) word of each sentence."""
    spans: list[Span] = []
    bounds: list[tuple[int, int]] = []
    for sentence in sentences(text):
        found = words(text, sentence)
        for part in _short(text, found):
            bounds.append((len(spans), len(spans) + len(part)))
            spans += part
    return spans, bounds


def _short(text: str, found: Sequence[Span]) -> Iterator[list[Span]]:
    """A sentence's words in runs that the reader takes: at most LONGEST words and CORE pieces each."""
    sizes = _sizes(text, found)
    if 0 < len(found) <= LONGEST and sum(sizes) <= CORE:
        yield list(found)
        return
    part: list[Span] = []
    total = 0
    for span, size in zip(found, sizes, strict=True):
        if part and (len(part) == LONGEST or total + size > CORE):
            yield part
            part, total = [], 0
        part.append(span)
        total += size
    if part:
        yield part


def _sizes(text: str, found: Sequence[Span]) -> list[int]:
    """How many pieces each word has; where all words together can't come to too many, how many it may have at most."""
    most = [min(span.end - span.start, MOST_PIECES_A_WORD) for span in found]
    if sum(most) <= CORE:
        return most
    return [len(ids) for ids in pieces(model().tokenizer, [text[s.start : s.end] for s in found])]


def _scored(reader: Model, text: str, spans: Sequence[Span], bounds: Sequence[tuple[int, int]]) -> Iterator[tuple[Window, int, Scores]]:
    """Each window with the number of its first word and its scores."""
    plain = [text[s.start : s.end] for s in spans]
    ids = pieces(reader.tokenizer, plain)
    shapes = [shape(w) for w in plain]
    sizes = [sum(len(ids[w]) for w in range(first, last)) for first, last in bounds]
    number = [n for n, (first, last) in enumerate(bounds) for _ in range(first, last)]
    views = []
    for lo, hi in _cores(sizes):
        before, after = _reach(sizes, lo, -1), _reach(sizes, hi - 1, 1)
        first, last = bounds[lo - before][0], bounds[hi - 1 + after][1]
        views.append((window(ids, shapes, first, last, (bounds[lo][0], bounds[hi - 1][1])), number[first:last]))
    for (view, _), scores in zip(views, reader.each(views), strict=True):
        yield view, view.first, scores


def _cores(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of sentences of about equal size, at most CORE pieces each (a single longer sentence stands alone)."""
    parts = max(1, -(-sum(sizes) // CORE))
    goal = min(CORE, -(-sum(sizes) // parts) + 20)
    start, total = 0, 0
    for n, size in enumerate(sizes):
        if n > start and total + size > goal:
            yield start, n
            start, total = n, 0
        total += size
    yield start, len(sizes)


def _reach(sizes: Sequence[int], at: int, step: int) -> int:
    """How many whole sentences before or after `at` fit into the context."""
    n = total = 0
    i = at + step
    while 0 <= i < len(sizes) and total + sizes[i] <= CONTEXT:
        total += sizes[i]
        n, i = n + 1, i + step
    return n


def _tokens(reader: Model, text: str, spans: Sequence[Span], first: int, last: int, offset: int, scores: Scores) -> Iterator[Token]:
    lo, hi = first - offset, last - offset
    arcs = scores.arc[lo:hi, lo:hi]
    heads = tree(arcs)
    others = heads != arcs.argmax(-1)
    rels = scores.rel[lo:hi][np.arange(hi - lo), others.astype(np.int64)].tolist()
    upos, xpos, rel_of = (reader.labels[kind] for kind in ("upos", "xpos", "rel"))
    tags = [upos[tag] for tag in scores.upos[lo:hi].tolist()]
    for i, (head, of_head, xtag) in enumerate(zip(heads.tolist(), rels, scores.xpos[lo:hi].tolist(), strict=True)):
        rel, span = rel_of[of_head], spans[first + i]
        if head == i:
            rel = "root"
        elif rel == "root":  # told of another head than the tree has
            rel = "dep"
        yield Token(text[span.start : span.end], span, tags[i], xpos[xtag], first + head, as_tagged(rel, tags[i], tags[head]))


def _names(reader: Model, first: int, last: int, offset: int, scores: Scores) -> Iterator[Name]:
    labels = [reader.labels["name"][k] for k in scores.name[first - offset : last - offset].argmax(-1)]
    start, kind = -1, ""
    for i, label in enumerate([*labels, "O"]):
        goes_on = label.startswith("I-") and kind == label[2:]
        if kind and not goes_on:
            yield Name(kind, first + start, first + i)
            kind = ""
        if label != "O" and not goes_on:
            start, kind = i, label[2:]


def _frames(reader: Model, first: int, last: int, offset: int, scores: Scores) -> Iterator[Frame]:
    """Adjoining words that may be something are one trigger, from its first to its last likely word: what kind they settle together."""
    something = 1 - scores.type[first - offset : last - offset, 0]
    for begin, end in runs(something > 1 - TRIGGER):
        likely = [i for i in range(begin, end) if something[i] > LIKELY] or [begin, end - 1]
        lo, hi = likely[0], likely[-1] + 1
        rows = slice(first + lo - offset, first + hi - offset)
        kinds, status, mode = _mean(scores.type[rows, 1:]), _mean(scores.status[rows]), _mean(scores.mode[rows])
        yield Frame(
            first=first + lo,
            last=first + hi,
            type=reader.labels["type"][1 + int(kinds.argmax())],
            mode=reader.labels["mode"][int(mode.argmax())],
            status=cast(Status, reader.labels["status"][int(status.argmax())]),
            score=float((1 - scores.type[rows, 0]).max()),
            arcs=_arcs(scores, rows, offset),
            as_type=float(kinds.max() / max(kinds.sum(), 1e-9)),
            as_status=float(status.max()),
        )


def _arcs(scores: Scores, rows: slice, offset: int) -> tuple[Arc, ...]:
    to = _mean(scores.slot[:-1, rows].swapaxes(0, 1))
    slots, words = np.nonzero(to > FAINT)
    found = [Arc(SLOTS[s], offset + w, p) for s, w, p in zip(slots.tolist(), words.tolist(), to[slots, words].tolist(), strict=True)]
    return tuple(sorted(found, key=lambda a: (a.slot, -a.score, a.token)))


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the rows; most triggers have one."""
    mean: NDArray[np.float32] = rows[0] if len(rows) == 1 else rows.mean(0)
    return mean


def _sayings(bounds: Sequence[tuple[int, int]], offset: int, scores: Scores) -> Iterator[Saying]:
    """Said runs; one may go on over the end of its sentence."""
    if not bounds:
        return
    first, last = bounds[0][0], bounds[-1][1]
    rows = slice(first - offset, last - offset)
    inside = scores.said[rows, 0] < SAID
    begins = scores.said[rows, 1] > 0.5
    cues = list(runs(scores.cue[rows, 1] > CUE))
    for lo, hi in runs(inside):
        cuts = [lo, *(i for i in range(lo + 1, hi) if begins[i]), hi]
        for a, b in pairwise(cuts):
            cue = _nearest(cues, a, b, bounds, first)
            yield Saying(
                first=first + a,
                last=first + b,
                cue=(first + cue[0], first + cue[1]) if cue else None,
                speaker=_speaker(scores, first - offset, a, b, cue, offset),
                score=float(1 - scores.said[first - offset + a : first - offset + b, 0].mean()),
            )


def _nearest(cues: Sequence[tuple[int, int]], a: int, b: int, bounds: Sequence[tuple[int, int]], first: int) -> tuple[int, int] | None:
    """The cue that stands nearest to a said run, in the sentence where it begins or ends."""
    near = [s for s in bounds if s[0] - first <= a < s[1] - first or s[0] - first < b <= s[1] - first]
    lo, hi = (near[0][0] - first, near[-1][1] - first) if near else (a, b)
    beside = [c for c in cues if lo <= c[0] < hi and not a <= c[0] < b]
    return min(beside, key=lambda c: a - c[1] if c[1] <= a else c[0] - b + 1) if beside else None


def _speaker(scores: Scores, base: int, a: int, b: int, cue: tuple[int, int] | None, offset: int) -> int | None:
    """The word that names who speaks, as the run's ends and its cue point to it."""
    rows = [base + a, base + b - 1, *(range(base + cue[0], base + cue[1]) if cue else ())]
    to = scores.slot[-1, rows, :]
    strength = to[:2].mean(0) if not cue else (to[:2].mean(0) + to[2:].mean(0)) / 2
    best = int(strength.argmax())
    return offset + best if strength[best] > FAINT else None


def runs(marks: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The (first, last exclusive) of each run of true."""
    start = -1
    for i, marked in enumerate([*marks.tolist(), False]):
        if marked and start < 0:
            start = i
        elif not marked and start >= 0:
            yield start, i
            start = -1
