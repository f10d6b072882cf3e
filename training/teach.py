"""Train a teacher: `python training/teach.py --data DIR --base DIR -o FILE [--without 0] [--briefs] [--meant FILE] [--device cuda]`.

--base holds MPNet (model.safetensors) and MiniLM's tokenizer.json, whose pieces are the same; see training/README.md. --without K leaves
out the annotated articles and briefs whose number leaves the rest K by three: what it says of them is then worth learning from.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

import torch
from safetensors.torch import load_file

import lessons as lesson_files
from batch import number
from mpnet import Teacher
from network import Reader
from train import label_names, learn, schedule, tokenizer_of


def untaught(base: dict[str, torch.Tensor], names: dict[str, list[str]], fixed: int = 0) -> Reader:
    """A teacher of the base's weights with a head for each of `names`, whose `fixed` lowest layers don't learn."""
    encoder = Teacher(fixed)
    encoder.load(base)
    return Reader(encoder, {h: names.get(h, ["O"]) for h in (*Reader.HEADS, "rel")}, width=768)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--without", type=int, choices=range(lesson_files.THIRDS))
    ap.add_argument("--fixed", type=int, default=0, help="lowest layers that stay as they came: quicker without a graphics card")
    ap.add_argument("--epochs", type=float, default=5)
    ap.add_argument("--briefs", action="store_true", help="our own annotations (briefs.py), too")
    ap.add_argument("--meant", type=Path, help="what arcs are to point at (mentions.py)")
    ap.add_argument("--rate", type=float, default=5e-5)
    ap.add_argument("--pieces", type=int, default=1024)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)

    given, states = lesson_files.articles(a.data), a.data / "corpus/states.json"
    names = label_names({"articles": lesson_files.annotated(given, states)})  # as those of train.py, whatever else it learns from
    lessons = lesson_files.annotated(lesson_files.everything(a.data) if a.briefs else lesson_files.articles(a.data), states, meant=a.meant)
    items = number((x for x in lessons if a.without is None or x.line % lesson_files.THIRDS != a.without), tokenizer_of(a.base), names)
    plan = schedule({"articles": items}, {"articles": a.epochs}, a.pieces, random.Random(a.seed))
    print(len(items), "items", len(plan), "steps", flush=True)
    learn(untaught(load_file(a.base / "model.safetensors"), names, a.fixed), plan, a.rate, a.output, a.device)


if __name__ == "__main__":
    main()
