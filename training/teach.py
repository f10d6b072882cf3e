"""Train a teacher: `python training/teach.py lessons.pkl --base DIR -o FILE [--without 0] [--device cuda]`.

--base holds MPNet (model.safetensors), which cuts text into the same pieces as the reader's base; see training/README.md. --without K
leaves out the annotated articles and briefs whose number leaves the rest K by three: what it says of them is then worth learning from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from feed import ANNOTATED, Feed
from flat import load
from learn import Course, learn
from lessons import THIRDS
from mpnet import Teacher
from network import Reader
from plan import Source, rounds


def untaught(base: dict[str, torch.Tensor], names: dict[str, list[str]], fixed: int = 0) -> Reader:
    """A teacher of the base's weights with a head for each of `names`, whose `fixed` lowest layers don't learn."""
    encoder = Teacher(fixed)
    encoder.load(base)
    return Reader(encoder, names, width=768)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("lessons", type=Path)
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--without", type=int, choices=range(THIRDS))
    ap.add_argument("--fixed", type=int, default=0, help="lowest layers that stay as they came: quicker without a graphics card")
    ap.add_argument("--epochs", type=float, default=4)
    ap.add_argument("--whole-epochs", type=float, default=1, help="more, of what is told at length")
    ap.add_argument("--rate", type=float, default=1e-4)
    ap.add_argument("--pieces", type=int, default=6144)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)

    lessons = load(a.lessons)
    flat = lessons.sources["annotated"]
    seen = np.full(len(flat), True) if a.without is None else flat.line % THIRDS != a.without
    feed = Feed(flat, a.device)
    sources = {
        "annotated": Source(feed, ANNOTATED, np.flatnonzero(seen).tolist()),
        "whole": Source(feed, ANNOTATED, np.flatnonzero(seen & lessons.whole).tolist()),
    }
    plan = rounds(sources, {"annotated": a.epochs, "whole": a.whole_epochs}, a.pieces, a.seed, 0)
    print(int(seen.sum()), "lessons", len(plan), "steps", flush=True)
    learn(untaught(load_file(a.base / "model.safetensors"), lessons.names, a.fixed), sources, plan, Course(a.rate), a.output, a.device)


if __name__ == "__main__":
    main()
