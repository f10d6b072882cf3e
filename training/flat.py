"""Lessons in numbers, one behind the other: what batches are cut from (feed.py), and what a file of lessons holds (prepare.py)."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from legation.reading.pieces import pieces, shape, window
from lessons import HEADS, NONE, Lesson
from network import SLOTS

SPEAKER = SLOTS.index("speaker")
LONGEST = 510  # pieces of a window
TREE = ("upos", "xpos", "name", "rel")
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of which each lesson has some: `counts` [lessons], `rows` [all rows, …]."""

    counts: Array
    rows: Array

    @classmethod
    def of(cls, lists: Sequence[Sequence], kind: type, width: int = 0) -> Ragged:
        rows = np.array([row for rows in lists for row in rows], kind)
        return cls(np.array([len(x) for x in lists], np.int64), rows.reshape(-1, width) if width else rows)

    def starts(self) -> Array:
        return np.concatenate([[0], np.cumsum(self.counts)[:-1]]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What annotators say of slots: the words `asked`, whether a slot of theirs is the speaker's, and (asked, slot, word) that are right
    or, mentions of the same party, would do as well. The rows of the last two number the asked words of their lesson."""

    asked: Ragged
    speaks: Array
    right: Ragged
    spare: Ragged


@dataclass(frozen=True, slots=True)
class Told:
    """What teachers say (label.py): each head's classes of every word [W, classes]; `asked` words; (asked, slot, word) and its chance."""

    heads: dict[str, Array]
    asked: Ragged
    slots: Ragged
    chances: Array


@dataclass(frozen=True, slots=True)
class Flat:
    """Lessons: `pieces` and `words` say how many each has, `line` its number; the rest goes by piece or by word.

    `labels` per head, `heads` (positions in the lesson) and `facts` where they are known."""

    pieces: Array
    words: Array
    line: Array
    ids: Array
    shapes: Array
    begins: Array
    ends: Array
    sentence: Array
    labels: dict[str, Array] = field(default_factory=dict)
    heads: Array | None = None
    facts: Array | None = None
    pointed: Pointed | None = None
    told: Told | None = None

    def __len__(self) -> int:
        return len(self.words)

    @property
    def first_words(self) -> Array:
        """Where each lesson's words begin."""
        return np.concatenate([[0], np.cumsum(self.words)[:-1]]).astype(np.int64)


def flatten(lessons: Iterable[Lesson], tokenizer: Tokenizer, names: dict[str, list[str]]) -> Flat:
    """The lessons that fit into one window; labels that are no class of `names` are not known."""
    index = {h: {v: i for i, v in enumerate(vs)} for h, vs in names.items()}
    kept = []
    for lesson in lessons:
        ids = pieces(tokenizer, lesson.words)
        w = window(ids, [shape(x) for x in lesson.words], 0, len(ids), (0, len(ids)))
        if len(w.ids) <= LONGEST:
            kept.append((lesson, w))
    given, windows = [x for x, _ in kept], [w for _, w in kept]
    labels = {
        h: _joined(([index[h].get(v, NONE) for v in x.labels[h]] for x in given), np.int8) for h in (given[0].labels if given else ())
    }
    return Flat(
        pieces=np.array([len(w.ids) for w in windows], np.int64),
        words=np.array([len(x.words) for x in given], np.int64),
        line=np.array([x.line for x in given], np.int64),
        ids=_joined((w.ids for w in windows), np.uint16),
        shapes=_joined((w.shapes for w in windows), np.uint8),
        begins=_joined((w.begins for w in windows), np.uint16),
        ends=_joined((w.ends for w in windows), np.uint16),
        sentence=_joined((x.sentence for x in given), np.int16),
        labels=labels,
        heads=_joined((x.heads or () for x in given), np.int16) if given and given[0].heads is not None else None,
        facts=_joined(([x.facts.get(i, np.nan) for i in range(len(x.words))] for x in given), np.float16) if "rel" in labels else None,
        pointed=_pointed(given) if "type" in labels else None,
    )


def _joined(rows: Iterable[Sequence], kind: type) -> Array:
    return np.concatenate([np.asarray(row, kind) for row in rows])


def _pointed(lessons: Sequence[Lesson]) -> Pointed:
    asked, speaks, right, spare = [], [], [], []
    for x in lessons:
        words = sorted(set(x.asked))
        row = {word: i for i, word in enumerate(words)}
        said = {t for t, slot, _, _ in x.slots if slot == SPEAKER}
        asked.append(words)
        speaks += [word in said for word in words]
        right.append([(row[t], slot, word) for t, slot, best, _ in x.slots for word in best])
        spare.append([(row[t], slot, word) for t, slot, _, others in x.slots for word in others])
    return Pointed(Ragged.of(asked, np.int16), np.array(speaks, bool), Ragged.of(right, np.int16, 3), Ragged.of(spare, np.int16, 3))


# --- a file of lessons


@dataclass(frozen=True, slots=True)
class Lessons:
    """Everything to learn from: the classes of every head, and the sources by name.

    `annotated`: what is annotated as docs/record.md says; of it `articles` are the corpus's, `whole` those of many words, the rest our own.
    `unlabelled`: what nobody annotated; the others have trees or names alone."""

    names: dict[str, list[str]]
    sources: dict[str, Flat]
    articles: Array
    whole: Array


def keep(lessons: Lessons, path: Path) -> None:
    path.write_bytes(pickle.dumps(lessons, protocol=5))


def load(path: Path) -> Lessons:
    """Lessons of prepare.py: a pickle, so only such as were made here."""
    return pickle.loads(path.read_bytes())


__all__ = ["HEADS", "SPEAKER", "TREE", "Flat", "Lessons", "Pointed", "Ragged", "Told", "flatten", "keep", "load"]
