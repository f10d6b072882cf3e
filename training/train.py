"""Train the reader: `python training/train.py --data DIR --base DIR -o FILE [--parse-epochs 3] [--event-epochs 5] [--device cuda]`.

--base holds the base encoder (model.safetensors, tokenizer.json); see training/README.md. Checkpoints go under ~/.cache/legation.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import time
from collections.abc import Iterable
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader

import briefs
import lessons as lesson_files
from batch import Asked, Batch, Item, batches, collate, number, to
from legation.knowledge.status_words import TAKEN_PLACE
from lessons import NONE, Lesson
from mean import mean
from mpnet import teacher
from network import WIDTH, Encoder, Reader
from rounding import round_from_now

WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "name": 1.0, "type": 4.0, "status": 0.5, "mode": 0.5, "said": 2.0, "cue": 0.5, "furniture": 0.5,
    "arc": 1.0, "rel": 1.0, "slot": 3.0, "fact": 0.15,
}  # fmt: skip
LIKE = 5.0  # what likeness to a teacher's words counts for
FIRST_INVENTED = 100_000  # the first number of the reports that we made up
KEEP_EVERY = {"cpu": 200, "cuda": 2000}  # steps between two checkpoints


def label_names(groups: dict[str, list[Lesson]]) -> dict[str, list[str]]:
    """Every class of every head, those of nothing first, then by name."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    for lessons in groups.values():
        for lesson in lessons:
            for head, values in lesson.labels.items():
                found[head].update(v for v in values if v != NONE)
    return {h: sorted(v, key=lambda x: (x != "O", x)) for h, v in sorted(found.items())}


def tokenizer_of(base: Path) -> Tokenizer:
    """The base encoder's tokenizer, which neither cuts off nor fills up."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cross(scores: Tensor, gold: Tensor) -> Tensor:
    """The mean over what is known; zero where nothing is."""
    lost = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=NONE, reduction="sum")
    return lost / (gold != NONE).sum().clamp(min=1)


def tree_loss(model: Reader, out: dict[str, Tensor], batch: Batch) -> Tensor:
    apart = batch.sentence.unsqueeze(1) != batch.sentence.unsqueeze(2)
    arc = cross(out["arc"].float().masked_fill(apart, -1e4), batch.heads)
    rel = cross(model.relations(out, batch.heads.clamp(min=0)).float(), batch.labels["rel"])
    return WEIGHTS["arc"] * arc + WEIGHTS["rel"] * rel


def slot_loss(out: dict[str, Tensor], asked: Asked | None, right: float = 1.0) -> Tensor:
    """Binary: from each asked word to each word and slot; what is right counts `right` times."""
    if asked is None:
        return out["slot"].sum() * 0
    window, word = asked.at.T
    lost = F.binary_cross_entropy_with_logits(
        out["slot"][window, :, word].float(), asked.gold, weight=asked.weight, reduction="sum", pos_weight=out["slot"].new_tensor(right)
    )
    return lost / asked.words / 2


def taught_loss(out: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Against the teachers' distributions; status and mode count as far as a word is a trigger."""
    soft = batch.soft
    there = soft["type"].sum(-1)
    trigger = there - soft["type"][..., 0]
    parts = {}
    for head in lesson_files.HEADS:
        weight = trigger if head in ("status", "mode") else there
        lost = -(soft[head] * out[head].float().log_softmax(-1)).sum(-1)
        parts[head] = WEIGHTS[head] * (lost * weight).sum() / weight.sum().clamp(min=1)
    parts["slot"] = WEIGHTS["slot"] * slot_loss(out, batch.soft_asked)
    return {"taught " + k: v for k, v in parts.items()}


def fact_loss(model: Reader, out: dict[str, Tensor], facts: Tensor) -> Tensor:
    """Squared error of what the status head says, weighed into one number, against whether predicates happened (-3 to 3)."""
    weights = facts.new_tensor([TAKEN_PLACE[s] for s in model.labels["status"]])
    known = ~facts.isnan()
    told = out["status"].float().softmax(-1) @ weights
    return ((told - facts.nan_to_num()).square() * known).sum() / known.sum().clamp(min=1)


class Likeness(nn.Module):
    """How far a reader's words are from a teacher's: what a word is to the teacher [768] is to be told from what it is to the reader.

    So much more can be learned from a text than from its labels, of which most are of nothing (Jiao and others 2020, "TinyBERT")."""

    def __init__(self, teacher: Reader) -> None:
        super().__init__()
        self.teacher = teacher.requires_grad_(False)
        self.turn = nn.Linear(WIDTH, teacher.norm.normalized_shape[0])

    def forward(self, out: dict[str, Tensor], batch: Batch) -> Tensor:
        with torch.no_grad():
            told = self.teacher.eval()(*batch.inputs)["word"].float()
        apart = self.turn(out["word"]).float() - F.layer_norm(told, told.shape[-1:])
        there = batch.sentence >= 0
        return LIKE * (apart.square().mean(-1) * there).sum() / there.sum()


def loss_of(model: Reader, out: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """The parts of the loss, each in its weight."""
    parts = {h: WEIGHTS[h] * cross(out[h].float(), batch.labels[h]) for h in model.HEADS if h in batch.labels}
    if batch.heads is not None:
        parts["tree"] = tree_loss(model, out, batch)
    if "type" in batch.labels:
        parts["slot"] = WEIGHTS["slot"] * slot_loss(out, batch.asked, right=2.0)
    if batch.facts is not None:
        parts["fact"] = WEIGHTS["fact"] * fact_loss(model, out, batch.facts)
    if batch.soft is not None:
        parts |= taught_loss(out, batch)
    return parts


def gather(data: Path, leave: bool = False, meant: Path | None = None) -> dict[str, list[Lesson]]:
    """The lessons of every source; with `leave`, without every third annotated article and brief; `meant` as of lessons.annotated."""
    d = data / "data"
    kept = (lambda n: not lesson_files.left_out(n)) if leave else (lambda _: True)
    states, articles = data / "corpus/states.json", list(lesson_files.articles(data))
    return {
        "ewt": lesson_files.trees(d / "parse/ewt-train.conllu", d / "names/uner-ewt-train.iob2", d / "factuality/uds_ih2-train.jsonl"),
        "gum": lesson_files.trees(d / "parse/gum-train.conllu"),
        "voa": lesson_files.voa_names(d / "names/gmb-voa.csv.gz", 9000),
        "crossner": lesson_files.crossner(d / "names/crossner-politics-train.txt"),
        "articles": lesson_files.annotated(articles, states, kept=kept, meant=meant),
        "briefs": lesson_files.annotated(briefs.articles(data), states, kept=kept, meant=meant, first=len(articles)),
        "invented": lesson_files.annotated(briefs.invented(), states, meant=meant, first=FIRST_INVENTED),
    }


def schedule(groups: dict[str, list[Item]], epochs: dict[str, float], most: int, rng: random.Random) -> list[list[Item]]:
    """Each group's epochs, spread evenly over the training."""
    placed = []
    for name, items in groups.items():
        n = epochs.get(name, 0.0)
        done: list[list[Item]] = []
        while n > 0:
            part = batches(items, most, rng)
            done += part[: int(len(part) * min(n, 1.0))]
            n -= 1.0
        placed += [((i + rng.random()) / max(len(done), 1), i, b) for i, b in enumerate(done)]
    return [b for _, _, b in sorted(placed, key=lambda x: x[:2])]


Rate = torch.optim.lr_scheduler.LambdaLR


def save(path: Path, model: Reader, like: Likeness | None, optim: torch.optim.Optimizer, rate: Rate, step: int, steps: int) -> None:
    """Keep everything that going on needs; the old checkpoint stays until the new one is whole."""
    kept = {"state": model.state_dict(), "labels": model.labels, "step": step, "steps": steps}
    if step < steps:
        kept |= {"optim": optim.state_dict(), "rate": rate.state_dict(), "turn": like.turn.state_dict() if like else {}}
    fresh = path.with_suffix(".new")
    torch.save(kept, fresh)
    fresh.replace(path)


def resume(path: Path, model: Reader, like: Likeness | None, optim: torch.optim.Optimizer, rate: Rate, steps: int) -> int:
    """Go on from a checkpoint of the same plan that was not finished; the number of steps done."""
    if not path.exists():
        return 0
    kept = torch.load(path, map_location="cpu", weights_only=True)
    if kept.get("steps") != steps or "optim" not in kept:
        return 0
    model.load_state_dict(kept["state"])
    if like:
        like.turn.load_state_dict(kept["turn"])
    optim.load_state_dict(kept["optim"])
    rate.load_state_dict(kept["rate"])
    return int(kept["step"])


def optimiser(model: Reader, like: Likeness | None, rate: float, steps: int) -> tuple[torch.optim.Optimizer, Rate]:
    """The encoder's layers learn at `rate`, what is new at five times that; warming up, then falling to a fiftieth."""
    learning = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    learning += [("turn", p) for p in like.turn.parameters()] if like else []
    fresh = [p for n, p in learning if not n.startswith(("encoder.", "own.")) or "shapes" in n]
    old = [p for n, p in learning if n.startswith(("encoder.", "own.")) and "shapes" not in n]
    groups = [{"params": old, "lr": rate}, {"params": fresh, "lr": rate * 5}]
    optim = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=fresh[0].is_cuda)
    warm = max(1, steps // 20)
    return optim, Rate(optim, lambda s: min(1, (s + 1) / warm) * max(0.02, 1 - s / steps))


def loaded(plan: list[list[Item]], device: str) -> Iterable[Batch]:
    """The plan's batches on the device, made ready beside the training where that is a graphics card."""
    if device == "cpu":
        return map(collate, plan)
    ready = DataLoader(plan, batch_size=None, collate_fn=collate, num_workers=3, prefetch_factor=24)  # type: ignore[arg-type]
    return (to(batch, device) for batch in ready)


def learn(
    model: Reader,
    plan: list[list[Item]],
    rate: float,
    path: Path,
    device: str = "cpu",
    like: Likeness | None = None,
    rounded: float = 0.0,
) -> None:
    """Train through the plan, its last share of steps `rounded` (rounding.py), keeping a checkpoint at `path`.

    Goes on from a checkpoint of the same plan that was not finished."""
    model.to(device)
    if like:
        like.to(device)
    optim, schedule_ = optimiser(model, like, rate, len(plan))
    done = resume(path, model, like, optim, schedule_, len(plan))
    model.train()
    begun, seen = time.time(), collections.defaultdict(list)
    exact = int(len(plan) * (1 - rounded))
    for step, batch in enumerate(loaded(plan[done:], device), done):
        if step == max(exact, done) and rounded:
            round_from_now(model)
        with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
            out = model(*batch.inputs)
            parts = loss_of(model, out, batch)
            if like and (batch.soft is not None or batch.asked is not None):
                parts["like"] = like(out, batch)
            loss = sum(parts.values())
        optim.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optim.step()
        schedule_.step()
        for k, v in parts.items():
            seen[k].append(v.detach())
        if step % 50 == 49:
            means = {k: round(float(sum(v)) / len(v), 3) for k, v in seen.items()}
            print(f"{step + 1}/{len(plan)} {time.time() - begun:.0f}s", means, flush=True)
            seen.clear()
        if step % KEEP_EVERY[device] == KEEP_EVERY[device] - 1 or step == len(plan) - 1:
            save(path, model, like, optim, schedule_, step + 1, len(plan))
    print("done", round(time.time() - begun), "s", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--parse-epochs", type=float, default=3)
    ap.add_argument("--event-epochs", type=float, default=5)
    ap.add_argument("--brief-epochs", type=float, default=0, help="of our own annotations (briefs.py)")
    ap.add_argument("--invented-epochs", type=float, default=0, help="of the reports that we made up (briefs.py)")
    ap.add_argument("--rate", type=float, default=1.5e-4)
    ap.add_argument("--pieces", type=int, default=1024)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--taught", type=Path, help="what teachers labelled (label.py)")
    ap.add_argument("--taught-epochs", type=float, default=2)
    ap.add_argument("--start", type=Path, nargs="+", help="begin from the mean of these checkpoints' weights, not from the base")
    ap.add_argument("--leave", action="store_true", help="without every third annotated article, for what learns from its mistakes")
    ap.add_argument("--meant", type=Path, help="what arcs are to point at (mentions.py)")
    ap.add_argument("--like", type=Path, help="the teacher whose words the reader's are to be like (teach.py)")
    ap.add_argument("--own", type=int, default=0, help="layers that events and statements have for themselves, above the encoder's")
    ap.add_argument("--order", type=int, help="another seed for the order of what is learned, that readers of one --seed can be mixed")
    ap.add_argument("--rounded", type=float, default=0, help="the last share of the steps, learned in rounded numbers (rounding.py)")
    ap.add_argument("--most-steps", type=int, default=10**9)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed if a.order is None else a.order)
    torch.set_num_threads(a.threads)

    known = {k: v for k, v in gather(a.data).items() if k not in ("briefs", "invented")}  # so that one reader can begin from another
    names = label_names(known)
    lessons = gather(a.data, a.leave, a.meant)
    if a.taught:
        lessons["taught"] = lesson_files.taught(a.taught, names, a.leave, pronouns=not a.meant)
    tokenizer = tokenizer_of(a.base)
    groups = {k: number(v, tokenizer, names) for k, v in lessons.items()}
    epochs = {
        "ewt": a.parse_epochs,
        "gum": a.parse_epochs * 0.75,
        "voa": 1.0 if a.parse_epochs else 0.0,
        "crossner": 2.0 if a.parse_epochs else 0.0,
        "articles": a.event_epochs,
        "briefs": a.brief_epochs,
        "invented": a.invented_epochs,
        "taught": a.taught_epochs,
    }
    plan = schedule(groups, epochs, a.pieces, rng)[: a.most_steps]

    encoder = Encoder()
    encoder.load_bert(load_file(a.base / "model.safetensors"))
    encoder.words.weight.requires_grad_(False)
    model = Reader(encoder, names, own=a.own)
    fresh = model.state_dict()
    before = {k: v for k, v in (mean(a.start) if a.start else {}).items() if k in fresh and v.shape == fresh[k].shape}
    model.load_state_dict({**fresh, **before})  # a head of another form begins anew
    if not any(k.startswith("own.") for k in before):
        model.begin_own()
    print(json.dumps({k: len(v) for k, v in groups.items()}), flush=True)
    like = Likeness(teacher(a.like)) if a.like else None
    if a.order is not None:
        torch.manual_seed(a.order)
    learn(model, plan, a.rate, a.output, a.device, like, a.rounded)


if __name__ == "__main__":
    main()
