"""Train the reader: `python training/train.py lessons.pkl --base DIR -o FILE [--taught labels.pkl] [--like TEACHER] [--device cuda]`.

--base holds the base encoder (model.safetensors); see training/README.md. The epochs of all sources make a round; rounds follow each other
until --steps are done, or --minutes over. Sources: "articles" of the corpus and of our own making, "whole" those told at length once more,
"briefs" our own annotations of short texts, "taught" what labels say of text that nobody annotated, treebanks and names.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from feed import ANNOTATED, BARE, TAUGHT, Feed, chunks
from flat import Lessons, load
from label import AT_ONCE, with_labels
from learn import Course, learn
from lessons import THIRDS
from losses import TEACHER, Likeness
from mean import mean
from mpnet import teacher
from network import Encoder, Reader, halves
from plan import Source, rounds

EPOCHS = {
    "articles": 0.6, "briefs": 0.5, "whole": 0.5, "taught own": 1.2, "taught": 1.2, "ewt": 1.0, "gum": 0.75, "voa": 0.5, "crossner": 4.0,
}  # fmt: skip


def epochs(given: str) -> dict[str, float]:
    """Of "articles=2,whole=1"; what is not named is not learned. Raises ArgumentTypeError."""
    found = dict(part.split("=", 1) for part in given.split(",") if "=" in part)
    if strange := found.keys() - EPOCHS.keys():
        raise argparse.ArgumentTypeError(f"no such source: {', '.join(sorted(strange))}")
    return {name: float(value) for name, value in found.items()}


def shown(some: Mapping[str, float]) -> str:
    return ",".join(f"{name}={value:g}" for name, value in some.items())


def sources(lessons: Lessons, device: str, leave: int | None) -> dict[str, Source]:
    """Everything to learn from; without the annotated articles and briefs whose number leaves the rest `leave` by three."""
    feeds = {name: Feed(flat, device) for name, flat in lessons.sources.items()}
    own = feeds.pop("annotated")
    seen = np.full(len(own), True) if leave is None else own.flat.line % THIRDS != leave
    rest = feeds.pop("unlabelled")
    found = {name: Source(feed, ANNOTATED, range(len(feed))) for name, feed in feeds.items()}
    for name, some in (("articles", lessons.articles), ("briefs", ~lessons.articles), ("whole", lessons.whole)):
        found[name] = Source(own, ANNOTATED, np.flatnonzero(seen & some).tolist())
    if own.flat.told:
        found["taught own"] = Source(own, TAUGHT, np.flatnonzero(seen).tolist())
    if rest.flat.told:
        found["taught"] = Source(rest, TAUGHT, range(len(rest)))
    return found


@torch.no_grad()
def see(model: Reader, feed: Feed) -> Tensor:
    """What every word of a feed is to a teacher [W, 768], normalised."""
    found = torch.zeros(int(feed.flat.words.sum()), TEACHER, dtype=torch.bfloat16, device=feed.device)
    for some in chunks(feed, range(len(feed)), AT_ONCE[feed.device]):
        places, there = feed.places(some)
        with torch.autocast(feed.device, torch.bfloat16, enabled=halves(feed.device)):
            words = model(*feed.batch(some, BARE).inputs)["word"].float()
        found[places[there]] = F.layer_norm(words, words.shape[-1:])[there].bfloat16()
    return found


def begun(base: Path, names: dict[str, list[str]], own: int, start: Sequence[Path]) -> Reader:
    """A reader of the base's weights, or of the mean of checkpoints: a head of another form begins anew."""
    encoder = Encoder()
    encoder.load_bert(load_file(base / "model.safetensors"))
    encoder.words.weight.requires_grad_(False)
    given = mean(start) if start else {}
    model = Reader(encoder, names, own=own, bilinear="rel.weight" in given)
    fresh = model.state_dict()
    before = {k: v for k, v in given.items() if k in fresh and v.shape == fresh[k].shape}
    model.load_state_dict({**fresh, **before})
    if not any(k.startswith("own.") for k in before):
        model.begin_own()
    return model


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("lessons", type=Path)
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--taught", type=Path, help="what teachers labelled (label.py)")
    ap.add_argument("--like", type=Path, help="the teacher whose words the reader's are to be like (teach.py)")
    ap.add_argument("--epochs", type=epochs, default=EPOCHS, help=f"of each source in a round, as {shown(EPOCHS)}")
    ap.add_argument("--steps", type=int, default=0, help="0: one round")
    ap.add_argument("--minutes", type=float, default=0, help="be done after so many, the rate falling by the clock")
    ap.add_argument("--pieces", type=int, default=12288)
    ap.add_argument("--rate", type=float, default=3.5e-4)
    ap.add_argument("--rounded", type=float, default=0.3, help="the last share of the steps, learned in rounded numbers (rounding.py)")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--leave", type=int, choices=range(THIRDS), help="a third that is not learned, for what learns from its mistakes")
    ap.add_argument("--own", type=int, default=0, help="layers that events and statements have for themselves, above the encoder's")
    ap.add_argument("--start", type=Path, nargs="+", default=[], help="begin from the mean of these checkpoints, not from the base")
    ap.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    until = time.time() + 60 * a.minutes if a.minutes else 0.0
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)

    lessons = load(a.lessons)
    found = sources(with_labels(lessons, a.taught) if a.taught else lessons, a.device, a.leave)
    if a.like:
        model = teacher(a.like).to(a.device)
        for feed in {id(s.feed): s.feed for name, s in found.items() if name in ("articles", "taught")}.values():
            feed.words = see(model, feed)
    plan = rounds(found, a.epochs, a.pieces, a.seed, a.steps)
    print({name: len(source.lessons) for name, source in found.items()}, len(plan), "steps", flush=True)
    reader = begun(a.base, lessons.names, a.own, a.start)
    learn(reader, found, plan, Course(a.rate, a.rounded, until), a.output, a.device, Likeness() if a.like else None)


if __name__ == "__main__":
    main()
