"""Have teachers label what nobody annotated: `python training/label.py TEACHER… --data DIR --base DIR -o FILE [--words 400000]`.

The teachers' probabilities are averaged. Kept for each lesson: a distribution over the classes of each head and word, and for each
word that may be a trigger, a cue or the edge of something said, the chance of each slot and word.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import torch
from torch import Tensor

from lessons import HEADS
from mpnet import Teacher
from network import Reader
from train import Item, inputs, number, tokenizer_of
from unlabelled import gather

ASKED = 0.1  # a word less likely than this to be a trigger or a cue is not asked for its slots
SAID = 0.3
LEAST = 0.02  # slots less likely than this are kept as none


def load(path: Path) -> Reader:
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = Reader(Teacher(), kept["labels"], width=768)
    model.load_state_dict(kept["state"])
    return model.eval()


@torch.no_grad()
def label(models: list[Reader], batch: list[Item]) -> list[dict[str, Tensor]]:
    """For each item: head → [words, classes] as half floats; `asked` [n]; `slots` [m, 3] (asked, slot, word) with their `chances` [m]."""
    ids, shapes, mask, begins, ends = inputs(batch)
    lower = models[0].encoder.lower(ids, mask)  # the same for all: these layers never learn
    outs = [m.read(m.encoder.upper(lower, shapes, mask), begins, ends) for m in models]
    mean = {h: torch.stack([o[h].softmax(-1) for o in outs]).mean(0) for h in HEADS}
    slots = torch.stack([o["slot"].sigmoid() for o in outs]).mean(0)
    found = []
    for b, item in enumerate(batch):
        n = len(item.lesson.words)
        of = {h: mean[h][b, :n] for h in HEADS}
        edge = of["said"][:, 1:].sum(-1) > SAID
        edge &= ~(edge.roll(1) & edge.roll(-1))  # inside what is said no word is asked
        asked = ((1 - of["type"][:, 0] > ASKED) | (1 - of["cue"][:, 0] > ASKED) | edge).nonzero()[:, 0]
        chances = slots[b][:, asked, :n]
        where = (chances > LEAST).nonzero()
        found.append(
            {h: p.half() for h, p in of.items()}
            | {"asked": asked.short(), "slots": where[:, [1, 0, 2]].short()}
            | {"chances": chances[tuple(where.T)].half()}
        )
    return found


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("teachers", type=Path, nargs="+")
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--words", type=int, default=400_000)
    a = ap.parse_args()
    torch.set_num_threads(2)
    models = [load(t) for t in a.teachers]
    items = number(gather(a.data, a.words), tokenizer_of(a.base), {})
    print(len(items), "lessons", sum(len(x.lesson.words) for x in items), "words", flush=True)
    order = sorted(range(len(items)), key=lambda i: len(items[i].window.ids))
    kept: list[dict] = [{} for _ in items]
    begun = time.time()
    for n in range(0, len(order), 8):
        at = order[n : n + 8]
        for i, labels in zip(at, label(models, [items[i] for i in at]), strict=True):
            kept[i] = {"words": items[i].lesson.words, "sentence": items[i].lesson.sentence, "labels": labels}
        if n % 800 == 0:
            print(n, round(time.time() - begun), "s", flush=True)
    torch.save({"classes": models[0].labels, "lessons": kept}, a.output)


if __name__ == "__main__":
    main()
