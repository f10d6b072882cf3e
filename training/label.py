"""Have teachers label text: `python training/label.py TEACHER… --data DIR --base DIR -o FILE [--words 400000] [--own] [--device cuda]`.

The teachers' probabilities are averaged. Kept for each lesson: a distribution over the classes of each head and word, and for each
word that may be a trigger, a cue or the edge of something said, the chance of each slot and word. --own labels the annotated articles too,
each by the teachers that have not seen it: the first was trained without the first third (teach.py --without 0), the second without
the second, and so on in a round. --trees keeps also what the first says of tags, trees and names, where it is rather sure.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

import lessons as lesson_files
from batch import Item, collate, number, to
from lessons import HEADS, NONE, THIRDS
from mpnet import teacher
from network import WIDTH, Reader, restored
from train import tokenizer_of
from unlabelled import gather

ASKED = 0.1  # a word less likely than this to be a trigger or a cue is not asked for its slots
SAID = 0.3
LEAST = 0.02  # slots less likely than this are kept as none
SURE = 0.7  # a tag, head, relation or name less likely than this is no lesson
TAGS = ("upos", "xpos", "name")
AT_ONCE = {"cpu": 8, "cuda": 32}


def load(path: Path, device: str = "cpu") -> Reader:
    """A teacher, or a reader that is to teach another."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    found = restored(kept) if kept["state"]["encoder.words.weight"].shape[1] == WIDTH else teacher(path)
    return found.to(device)


@torch.no_grad()
def label(models: Sequence[Reader], items: Sequence[Item], device: str = "cpu") -> list[dict[str, Tensor]]:
    """For each item: head → [words, classes] as half floats; `asked` [n]; `slots` [m, 3] (asked, slot, word) with their `chances` [m]."""
    batch = to(collate(items), device)
    with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
        outs = [m(*batch.inputs) for m in models]
    mean = {h: torch.stack([o[h].float().softmax(-1) for o in outs]).mean(0).cpu() for h in HEADS}
    slots = torch.stack([o["slot"].float().sigmoid() for o in outs]).mean(0)
    found = []
    for b, item in enumerate(items):
        n = len(item.lesson.words)
        of = {h: mean[h][b, :n] for h in HEADS}
        edge = of["said"][:, 1:].sum(-1) > SAID
        edge &= ~(edge.roll(1) & edge.roll(-1))  # inside what is said no word is asked
        asked = ((1 - of["type"][:, 0] > ASKED) | (1 - of["cue"][:, 0] > ASKED) | edge).nonzero()[:, 0]
        chances = slots[b, :, asked.to(device), :n].cpu()
        where = (chances > LEAST).nonzero()
        found.append(
            {h: p.half() for h, p in of.items()}
            | {"asked": asked.short(), "slots": where[:, [1, 0, 2]].short()}
            | {"chances": chances[tuple(where.T)].half()}
        )
    return found


@torch.no_grad()
def parsed(model: Reader, items: Sequence[Item], device: str = "cpu") -> list[dict[str, Tensor]]:
    """For each item the likeliest tag, name, head and relation of every word [words]; NONE where that is not sure."""
    batch = to(collate(items), device)
    with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
        out = model(*batch.inputs)
        apart = batch.sentence.unsqueeze(1) != batch.sentence.unsqueeze(2)
        chances = {h: out[h].float().softmax(-1) for h in TAGS} | {"heads": out["arc"].float().masked_fill(apart, -1e4).softmax(-1)}
        chances["rel"] = model.relations(out, chances["heads"].argmax(-1)).float().softmax(-1)
    best = {h: p.max(-1) for h, p in chances.items()}
    sure = {h: torch.where(b.values > SURE, b.indices, NONE).short().cpu() for h, b in best.items()}
    return [{h: v[i, : len(item.lesson.words)].clone() for h, v in sure.items()} for i, item in enumerate(items)]


def labelled(models: Sequence[Reader], items: Sequence[Item], device: str = "cpu", trees: bool = False) -> list[dict[str, Tensor]]:
    """What the models say of every item, in the order given; with `trees` what the first says of those, too."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].window.ids))
    kept: list[dict[str, Tensor]] = [{} for _ in items]
    begun = time.time()
    for n in range(0, len(order), AT_ONCE[device]):
        at = order[n : n + AT_ONCE[device]]
        for i, labels in zip(at, label(models, [items[i] for i in at], device), strict=True):
            kept[i] = labels
        if trees:
            for i, found in zip(at, parsed(models[0], [items[i] for i in at], device), strict=True):
                kept[i] |= {"parse " + k: v for k, v in found.items()}
        if n % 1600 == 0:
            print(n, round(time.time() - begun), "s", flush=True)
    return kept


def packed(items: Sequence[Item], kept: Sequence[dict[str, Tensor]]) -> dict[str, object]:
    """Lessons and labels as few large tensors: `soft` key → the lessons' tensors one behind the other, `counts` key → how long each is."""
    given = [x.lesson for x in items]
    return {
        "words": [x.words for x in given],
        "sentence": [x.sentence for x in given],
        "line": [x.line for x in given],
        "soft": {key: torch.cat([k[key] for k in kept]) for key in kept[0]},
        "counts": {key: torch.tensor([len(k[key]) for k in kept]) for key in kept[0]},
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("teachers", type=Path, nargs="+")
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument(
        "--also", type=Path, nargs="*", default=[], help="teachers that have seen all that is annotated: they label the rest, too"
    )
    ap.add_argument("--words", type=int, default=400_000)
    ap.add_argument("--own", action="store_true", help="the annotated articles too, each by the teachers that have not seen it")
    ap.add_argument("--pointed", action="store_true", help="the teachers learned with mentions.py: their arcs to pronouns are to be heeded")
    ap.add_argument("--trees", action="store_true", help="what the first says of tags, trees and names, too")
    ap.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    a = ap.parse_args()
    torch.set_num_threads(2)
    models = [load(t, a.device) for t in a.teachers]
    items = number(gather(a.data, a.words), tokenizer_of(a.base), {})
    print(len(items), "lessons", sum(len(x.lesson.words) for x in items), "words", flush=True)
    kept = labelled([*models, *(load(t, a.device) for t in a.also)], items, a.device, a.trees)
    if a.own:
        given = lesson_files.annotated(lesson_files.everything(a.data), a.data / "corpus/states.json")
        own = number(given, tokenizer_of(a.base), models[0].labels)
        for third in range(THIRDS):
            some = [x for x in own if x.lesson.line % THIRDS == third]
            items, kept = items + some, kept + labelled(models[third::THIRDS], some, a.device)
    torch.save({"classes": models[0].labels, "pointed": a.pointed, **packed(items, kept)}, a.output)


if __name__ == "__main__":
    main()
