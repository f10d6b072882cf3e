"""Have teachers label text: `python training/label.py lessons.pkl TEACHER TEACHER TEACHER -o labels.pkl [--also TEACHER]`.

The first teacher was trained without the first third of what is annotated (teach.py --without 0), the second without the second, the
third without the third: each labels its third, which it has not seen. All of them, and those of --also, label what nobody annotated;
their chances are averaged (a reader may be one of these). Kept for each lesson: a distribution over the classes of each head and word, and
for each word that may be a trigger, a cue or the edge of something said, the chance of each slot and word. --trees keeps of what nobody
annotated also what a reader says of tags, trees and names, where it is rather sure.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from batch import Batch
from feed import BARE, Feed, chunks
from flat import TREE, Array, Flat, Lessons, Ragged, Told, load
from lessons import HEADS, NONE, THIRDS
from mpnet import teacher
from network import WIDTH, Reader, halves, restored

ASKED = 0.1  # a word less likely than this to be a trigger or a cue is not asked for its slots
SAID = 0.3
LEAST = 0.02  # slots less likely than this are kept as none
SURE = 0.7  # a tag, head, relation or name less likely than this is no lesson
TAGS = ("upos", "xpos", "name")
AT_ONCE = {"cpu": 1024, "cuda": 16_000}  # pieces


def loaded(path: Path, device: str = "cpu") -> Reader:
    """A teacher, or a reader that is to teach another."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    found = restored(kept) if kept["state"]["encoder.words.weight"].shape[1] == WIDTH else teacher(path)
    return found.to(device)


def said(models: Sequence[Reader], batch: Batch) -> tuple[dict[str, Tensor], Tensor]:
    """The mean of what models say: head → [B, W, classes], and the chances of slots [B, S, W, W]."""
    device = batch.ids.device.type
    with torch.autocast(device, torch.bfloat16, enabled=halves(device)):
        outs = [m(*batch.inputs) for m in models]
    heads = {h: torch.stack([o[h].float().softmax(-1) for o in outs]).mean(0) for h in HEADS}
    return heads, torch.stack([o["slot"].float().sigmoid() for o in outs]).mean(0)


def asked(heads: dict[str, Tensor], there: Tensor) -> Tensor:
    """[B, W]: the words that are asked for their slots."""
    inside = (heads["said"][..., 1:].sum(-1) > SAID) & there
    behind = F.pad(inside, (0, 1))[:, 1:]
    before = F.pad(inside, (1, 0))[:, :-1]
    edge = inside & ~(before & behind)  # inside what is said no word is asked
    return ((1 - heads["type"][..., 0] > ASKED) | (1 - heads["cue"][..., 0] > ASKED) | edge) & there


@torch.no_grad()
def told(models: Sequence[Reader], feed: Feed, lessons: Sequence[int], into: dict[str, Tensor]) -> dict[int, tuple[Array, Array, Array]]:
    """What models say of lessons: classes go `into` tables of all words; of each its asked words, (asked, slot, word), and chances."""
    batch, (places, there) = feed.batch(lessons, BARE), feed.places(np.asarray(lessons))
    heads, slots = said(models, batch)
    for h, table in into.items():
        table[places[there]] = heads[h][there].half()
    at = asked(heads, there).nonzero()
    chances = slots[at[:, 0], :, at[:, 1]] * there[at[:, 0]].unsqueeze(1)
    where = (chances > LEAST).nonzero()
    sure = chances[tuple(where.T)].half().cpu().numpy()
    rows, found = at.cpu().numpy(), where.cpu().numpy()
    first = np.searchsorted(rows[:, 0], np.arange(len(lessons) + 1))
    begin = np.searchsorted(found[:, 0], first)
    return {
        int(lesson): (rows[first[n] : first[n + 1], 1], found[begin[n] : begin[n + 1]] - [first[n], 0, 0], sure[begin[n] : begin[n + 1]])
        for n, lesson in enumerate(lessons)
    }


def labelled(shares: Iterable[tuple[Sequence[Reader], Sequence[int]]], feed: Feed, classes: dict[str, int]) -> Told:
    """All lessons of a feed, shared out between models."""
    words = int(feed.flat.words.sum())
    tables = {h: torch.zeros(words, n, dtype=torch.half, device=feed.device) for h, n in classes.items()}
    found: dict[int, tuple[Array, Array, Array]] = {}
    begun = time.time()
    for models, lessons in shares:
        for some in chunks(feed, lessons, AT_ONCE[feed.device]):
            found |= told(models, feed, some, tables)
        print(len(found), round(time.time() - begun), "s", flush=True)
    order = [found[i] for i in range(len(feed))]
    slots = (
        Ragged.of([], np.int16, 3)
        if not order
        else Ragged(np.array([len(x[1]) for x in order], np.int64), np.concatenate([x[1] for x in order]).astype(np.int16))
    )
    return Told(
        {h: t.cpu().numpy() for h, t in tables.items()},
        Ragged(np.array([len(x[0]) for x in order], np.int64), np.concatenate([x[0] for x in order]).astype(np.int16)),
        slots,
        np.concatenate([x[2] for x in order]),
    )


@torch.no_grad()
def parsed(model: Reader, feed: Feed) -> Flat:
    """The lessons of a feed with the likeliest tag, name, head and relation of every word as labels; NONE where that is not sure."""
    words = int(feed.flat.words.sum())
    tables = {h: torch.full((words,), NONE, dtype=torch.int16, device=feed.device) for h in (*TREE, "heads")}
    for some in chunks(feed, range(len(feed)), AT_ONCE[feed.device]):
        batch, (places, there) = feed.batch(some, BARE), feed.places(some)
        with torch.autocast(feed.device, torch.bfloat16, enabled=halves(feed.device)):
            out = model(*batch.inputs)
            apart = batch.sentence.unsqueeze(1) != batch.sentence.unsqueeze(2)
            chances = {h: out[h].float().softmax(-1) for h in TAGS} | {"heads": out["arc"].float().masked_fill(apart, -1e4).softmax(-1)}
            chances["rel"] = model.relations(out, chances["heads"].argmax(-1)).float().softmax(-1)
        for h, p in chances.items():
            best = p.max(-1)
            tables[h][places[there]] = torch.where(best.values > SURE, best.indices, NONE)[there].short()
    arrays = {h: t.cpu().numpy() for h, t in tables.items()}
    return replace(feed.flat, heads=arrays.pop("heads"), labels={h: v.astype(np.int8) for h, v in arrays.items()})


def with_labels(lessons: Lessons, path: Path) -> Lessons:
    """The lessons with what teachers say of them (a pickle of this script)."""
    kept = pickle.loads(path.read_bytes())
    found = {name: replace(lessons.sources[name], told=told_) for name, told_ in kept["told"].items()}
    if kept["trees"]:
        found["unlabelled"] = replace(found["unlabelled"], **kept["trees"])
    return replace(lessons, sources={**lessons.sources, **found})


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("lessons", type=Path)
    ap.add_argument("teachers", type=Path, nargs="*", help="three, or none: then only those of --also label, only what nobody annotated")
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--also", type=Path, nargs="*", default=[], help="teachers that have seen all that is annotated")
    ap.add_argument("--trees", type=Path, help="a reader whose tags, trees and names are lessons, too")
    ap.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    lessons = load(a.lessons)
    models = [loaded(t, a.device) for t in a.teachers]
    every = [*models, *(loaded(t, a.device) for t in a.also)]
    own, rest = (Feed(lessons.sources[name], a.device) for name in ("annotated", "unlabelled"))
    classes = {h: len(lessons.names[h]) for h in HEADS}
    if a.teachers and len(a.teachers) != THIRDS:
        ap.error(f"{THIRDS} teachers, each trained without a third, or none")
    thirds = [([m], np.flatnonzero(own.flat.line % THIRDS == n).tolist()) for n, m in enumerate(models)]
    found = {"unlabelled": labelled([(every, range(len(rest)))], rest, classes)}
    if models:
        found["annotated"] = labelled(thirds, own, classes)
    trees = parsed(loaded(a.trees, a.device), rest) if a.trees else None
    kept = {"told": found, "trees": {"heads": trees.heads, "labels": trees.labels} if trees else {}}
    a.output.write_bytes(pickle.dumps(kept, protocol=5))


if __name__ == "__main__":
    main()
