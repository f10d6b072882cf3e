"""Train a teacher: `python training/teach.py --data DIR --base DIR -o FILE [--epochs 4] [--seed 1]`.

--base holds MPNet (model.safetensors) and MiniLM's tokenizer.json, whose pieces are the same; see training/README.md.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import lessons as lesson_files
from mpnet import Teacher
from network import Reader
from train import Item, inputs, label_names, learn, number, schedule, tokenizer_of


def teacher(base: Path, names: dict[str, list[str]]) -> Reader:
    """An untaught teacher with a head for each of `names`."""
    encoder = Teacher()
    encoder.load(load_file(base / "model.safetensors"))
    return Reader(encoder, {h: names.get(h, ["O"]) for h in (*Reader.HEADS, "rel")}, width=768)


def below(encoder: Teacher, items: list[Item]) -> dict[int, Tensor]:
    """What the fixed layers give for each item [pieces, 768], worked out once."""
    kept: dict[int, Tensor] = {}
    order = sorted(items, key=lambda x: len(x.window.ids))
    for i in range(0, len(order), 8):
        batch = order[i : i + 8]
        ids, _, mask, _, _ = inputs(batch)
        x = encoder.lower(ids, mask)
        for item, row in zip(batch, x, strict=True):
            kept[id(item)] = row[: len(item.window.ids)].half().clone()
    return kept


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--epochs", type=float, default=4)
    ap.add_argument("--rate", type=float, default=6e-5)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)

    lessons = {"articles": lesson_files.annotated(a.data / "corpus/train.jsonl", a.data / "corpus/states.json")}
    names = label_names(lessons)
    items = number(lessons["articles"], tokenizer_of(a.base), names)
    plan = schedule({"articles": items}, {"articles": a.epochs}, 1024, random.Random(a.seed))
    model = teacher(a.base, names)
    kept = below(model.encoder, items)
    print(len(items), "items", len(plan), "steps", flush=True)

    def run(batch: list[Item]) -> dict[str, Tensor]:
        _, shapes, mask, begins, ends = inputs(batch)
        x = torch.nn.utils.rnn.pad_sequence([kept[id(x)].float() for x in batch], batch_first=True)
        return model.read(model.encoder.upper(x, shapes, mask), begins, ends)

    learn(model, plan, run, a.rate, a.output)


if __name__ == "__main__":
    main()
