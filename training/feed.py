"""Batches cut from flat lessons on the device that learns: nothing is put together lesson by lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from batch import Asked, Batch
from flat import SPEAKER, Array, Flat, Pointed, Ragged, Told
from lessons import NONE
from network import SLOTS

ANNOTATED, TAUGHT, BARE = "annotated", "taught", "bare"  # what of a lesson a batch holds: its labels, what teachers say of it, inputs alone
S = len(SLOTS)


@dataclass(frozen=True, slots=True)
class Size:
    """What batches are filled up to, so that many have one shape: pieces, words, and words that are asked."""

    pieces: int
    words: int
    asked: int = 0


class Feed:
    """Flat lessons on a device. `words` [W, 768]: what each word is to a teacher, where a reader is to learn that."""

    def __init__(self, flat: Flat, device: str) -> None:
        self.flat, self.device = flat, device
        self.first_pieces, self.first_words = _starts(flat.pieces), flat.first_words
        self.ids, self.shapes, self.begins, self.ends, self.sentence = (
            self._whole(x) for x in (flat.ids, flat.shapes, flat.begins, flat.ends, flat.sentence)
        )
        self.labels = {h: self._whole(v) for h, v in flat.labels.items()}
        self.heads = self._whole(flat.heads) if flat.heads is not None else None
        self.facts = torch.from_numpy(flat.facts.astype(np.float32)).to(device) if flat.facts is not None else None
        self.told = {h: torch.from_numpy(v).to(device) for h, v in flat.told.heads.items()} if flat.told else {}
        self.words: Tensor | None = None

    def __len__(self) -> int:
        return len(self.flat)

    def _whole(self, x: Array) -> Tensor:
        return torch.from_numpy(x.astype(np.int32)).to(self.device)

    def sent(self, x: Array) -> Tensor:
        """An array on the device, sent along while that is still at work."""
        found = torch.from_numpy(np.ascontiguousarray(x))
        return found if self.device == "cpu" else found.pin_memory().to(self.device, non_blocking=True)

    def asked(self, at: Sequence[int], kind: str) -> int:
        """How many words of these lessons are asked for their slots."""
        rows = self._asking(kind)
        return int(rows.counts[np.asarray(at)].sum()) if rows else 0

    def _asking(self, kind: str) -> Ragged | None:
        if kind == TAUGHT and self.flat.told:
            return self.flat.told.asked
        return self.flat.pointed.asked if kind == ANNOTATED and self.flat.pointed else None

    def places(self, at: Array, width: int = 0) -> tuple[Tensor, Tensor]:
        """Where the words of these lessons stand among all words [B, W], and where there is one."""
        return self._places(self.first_words[at], self.flat.words[at], width)

    def _places(self, starts: Array, counts: Array, width: int) -> tuple[Tensor, Tensor]:
        column = np.arange(width or int(counts.max()))
        there = column < counts[:, None]
        return self.sent(np.where(there, starts[:, None] + column, 0)), self.sent(there)

    def batch(self, lessons: Sequence[int], kind: str, size: Size | None = None) -> Batch:
        """Some lessons as a batch, filled up to `size`."""
        at = np.asarray(lessons)
        pieces, is_piece = self._places(self.first_pieces[at], self.flat.pieces[at], size.pieces if size else 0)
        words, is_word = self.places(at, size.words if size else 0)

        def cut(of: Tensor, places: Tensor, there: Tensor, nothing: int) -> Tensor:
            return torch.where(there, of[places].long(), nothing)

        known = kind != BARE and (kind == ANNOTATED or self.heads is not None)  # what teachers say may come with trees
        asked = self._slots(at, kind, words.shape[1], size.asked if size else 0)
        return Batch(
            ids=cut(self.ids, pieces, is_piece, 0),
            shapes=cut(self.shapes, pieces, is_piece, 0),
            mask=is_piece.long(),
            begins=cut(self.begins, words, is_word, 0),
            ends=cut(self.ends, words, is_word, 0),
            sentence=cut(self.sentence, words, is_word, -1),
            labels={h: cut(v, words, is_word, NONE) for h, v in self.labels.items()} if known else {},
            heads=cut(self.heads, words, is_word, NONE) if known and self.heads is not None else None,
            facts=torch.where(is_word, self.facts[words], torch.nan) if known and self.facts is not None else None,
            asked=asked if kind == ANNOTATED else None,
            soft={h: v[words].float() * is_word.unsqueeze(-1) for h, v in self.told.items()} if kind == TAUGHT else None,
            soft_asked=asked if kind == TAUGHT else None,
            words=self.words[words] if self.words is not None and kind != BARE else None,
        )

    # --- slots

    def _slots(self, at: Array, kind: str, width: int, rows: int) -> Asked | None:
        asking = self._asking(kind)
        if asking is None:
            return None
        window, row = _ranges(asking.starts()[at], asking.counts[at])
        count = len(row)
        rows = rows or max(count, 1)
        places = np.zeros((rows, 2), np.int64)
        places[:count, 0], places[:count, 1] = window, asking.rows[row]
        there = np.zeros((rows, width), bool)
        there[:count] = np.arange(width) < self.flat.words[at][window][:, None]
        weight = self.sent(there).unsqueeze(1).float().repeat(1, S, 1)
        gold = torch.zeros_like(weight)
        if kind == TAUGHT:
            self._as_told(at, gold, self.flat.told)
        else:
            self._as_pointed(at, gold, weight, self.flat.pointed, row)
        return Asked(self.sent(places), gold, weight, torch.full((), float(max(count, 1)), device=self.device))

    def _as_told(self, at: Array, gold: Tensor, told: Told) -> None:
        cells, rows = self._cells(at, told.slots, told.asked, gold.shape[2])
        gold.view(-1)[cells] = self.sent(told.chances[rows].astype(np.float32))

    def _as_pointed(self, at: Array, gold: Tensor, weight: Tensor, pointed: Pointed, asked: Array) -> None:
        """What is right counts; mentions that would do as well weigh nothing; events have no speaker."""
        weight.view(-1)[self._cells(at, pointed.spare, pointed.asked, gold.shape[2])[0]] = 0
        right, _ = self._cells(at, pointed.right, pointed.asked, gold.shape[2])
        weight.view(-1)[right] = 1
        gold.view(-1)[right] = 1
        speaks = np.ones(len(gold), np.float32)
        speaks[: len(asked)] = pointed.speaks[asked]
        weight[:, SPEAKER] *= self.sent(speaks).unsqueeze(-1)

    def _cells(self, at: Array, of: Ragged, asked: Ragged, width: int) -> tuple[Tensor, Array]:
        """Where rows of (asked, slot, word) stand in [N, S, W], and which rows they are."""
        lesson, rows = _ranges(of.starts()[at], of.counts[at])
        row, slot, word = of.rows[rows].astype(np.int64).T
        return self.sent(((_starts(asked.counts[at])[lesson] + row) * S + slot) * width + word), rows


def _starts(counts: Array) -> Array:
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def _ranges(starts: Array, counts: Array) -> tuple[Array, Array]:
    """For each run of `counts` from `starts` on: which run, and the positions."""
    run = np.repeat(np.arange(len(counts)), counts)
    return run, np.repeat(starts - _starts(counts), counts) + np.arange(int(counts.sum()))


def chunks(feed: Feed, lessons: Sequence[int], most: int) -> Iterator[Array]:
    """Lessons of like length together, about `most` pieces at a time."""
    order = np.array(sorted(lessons, key=lambda i: feed.flat.pieces[i]))
    while len(order):
        longest = feed.flat.pieces[order[min(most // int(feed.flat.pieces[order[0]]), len(order) - 1)]]
        n = max(1, most // int(longest))
        yield order[:n]
        order = order[n:]
