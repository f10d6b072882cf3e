"""Train the reader: `python training/train.py --data DIR --base DIR -o FILE [--parse-epochs 4] [--event-epochs 7]`.

--base holds the base encoder (model.safetensors, tokenizer.json); see training/README.md. Checkpoints go under ~/.cache/legation.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

import lessons as lesson_files
from legation.knowledge.status_words import TAKEN_PLACE
from legation.reading.pieces import pieces, shape, window
from lessons import NONE, Lesson
from mean import mean
from network import SLOTS, Encoder, Reader

WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "name": 1.0, "type": 4.0, "status": 0.5, "mode": 0.5, "said": 2.0, "cue": 0.5, "furniture": 0.5,
    "arc": 1.0, "rel": 1.0, "slot": 3.0, "fact": 0.15,
}  # fmt: skip


@dataclass(slots=True)
class Item:
    """A lesson in numbers."""

    lesson: Lesson
    window: object
    labels: dict[str, list[int]]


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


def number(lessons: list[Lesson], tokenizer: Tokenizer, names: dict[str, list[str]]) -> list[Item]:
    index = {h: {v: i for i, v in enumerate(vs)} for h, vs in names.items()}
    items = []
    for lesson in lessons:
        ids = pieces(tokenizer, lesson.words)
        w = window(ids, [shape(x) for x in lesson.words], 0, len(ids), (0, len(ids)))
        if len(w.ids) > 510:
            continue
        items.append(
            Item(
                lesson,
                w,
                {h: [v if v == NONE else index[h].get(v, NONE) for v in vs] for h, vs in lesson.labels.items()},
            )
        )
    return items


def batches(items: list[Item], most: int, rng: random.Random) -> list[list[Item]]:
    """Items of like length together, at most `most` pieces with the padding."""
    order = sorted(items, key=lambda x: len(x.window.ids) + rng.random() * 24)
    out: list[list[Item]] = []
    current: list[Item] = []
    for item in order:
        if current and (len(current) + 1) * max(len(item.window.ids), len(current[-1].window.ids)) > most:
            out.append(current)
            current = []
        current.append(item)
    out.append(current)
    rng.shuffle(out)
    return out


def pad(rows: list[list[float]], value: float) -> Tensor:
    n = max(map(len, rows))
    return torch.tensor([list(r) + [value] * (n - len(r)) for r in rows])


def inputs(batch: list[Item]) -> tuple[Tensor, ...]:
    w = [x.window for x in batch]
    mask = pad([[1] * len(x.ids) for x in w], 0)
    return (
        pad([x.ids for x in w], 0),
        pad([x.shapes for x in w], 0),
        mask,
        pad([x.begins for x in w], 0),
        pad([x.ends for x in w], 0),
    )


def cross(scores: Tensor, gold: Tensor, **more: float) -> Tensor:
    if not (gold != NONE).any():
        return scores.sum() * 0
    return F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=NONE, **more)


def tree_loss(model: Reader, out: dict[str, Tensor], batch: list[Item]) -> Tensor:
    heads = pad([x.lesson.heads for x in batch], NONE)
    sentence = pad([x.lesson.sentence for x in batch], -1)
    apart = sentence.unsqueeze(1) != sentence.unsqueeze(2)
    arc = cross(out["arc"].float().masked_fill(apart, -1e4), heads)
    rel = cross(model.relations(out, heads.clamp(min=0)).float(), pad([x.labels["rel"] for x in batch], NONE))
    return WEIGHTS["arc"] * arc + WEIGHTS["rel"] * rel


def slot_loss(out: dict[str, Tensor], batch: list[Item]) -> Tensor:
    """Binary: from each trigger (or said run) to each word and slot; mentions that would do as well are left out."""
    scores = out["slot"]
    total, count = scores.sum() * 0, 0
    for b, item in enumerate(batch):
        asked = sorted(set(item.lesson.asked))
        if not asked:
            continue
        at = {t: i for i, t in enumerate(asked)}
        n = len(item.lesson.words)
        gold = torch.zeros(len(SLOTS), len(asked), n)
        keep = torch.ones_like(gold)
        for t, slot, _, spare in item.lesson.slots:
            keep[slot, at[t], spare] = 0
        for t, slot, best, _ in item.lesson.slots:
            gold[slot, at[t], best] = 1
            keep[slot, at[t], best] = 1
        said = {t for t, slot, _, _ in item.lesson.slots if slot == len(SLOTS) - 1}
        for t in asked:  # events have no speaker slot, said runs none of the others, unless a word is both
            if t not in said:
                keep[-1, at[t]] = 0
        loss = F.binary_cross_entropy_with_logits(
            scores[b, :, asked, :n].float(), gold, weight=keep, reduction="none", pos_weight=torch.tensor(2.0)
        )
        total, count = total + loss.sum(), count + len(asked)
    return total / max(count, 1) / 2


def taught_loss(out: dict[str, Tensor], batch: list[Item]) -> dict[str, Tensor]:
    """Against the teachers' distributions; status and mode count as far as a word is a trigger."""
    soft = [x.lesson.soft for x in batch]

    def padded(rows: list[Tensor]) -> Tensor:
        return torch.nn.utils.rnn.pad_sequence([r.float() for r in rows], batch_first=True)

    trigger = padded([1 - s["type"][:, 0].float() for s in soft])
    there = padded([torch.ones(len(x.lesson.words)) for x in batch])
    parts = {}
    for head in lesson_files.HEADS:
        weight = trigger if head in ("status", "mode") else there
        lost = -(padded([s[head] for s in soft]) * out[head].log_softmax(-1)).sum(-1)
        parts[head] = WEIGHTS[head] * (lost * weight).sum() / weight.sum().clamp(min=1)
    total, count = out["slot"].sum() * 0, 0
    for b, s in enumerate(soft):
        asked = s["asked"].long()
        scores = out["slot"][b][:, asked, : len(batch[b].lesson.words)]
        gold = torch.zeros_like(scores)
        at, slot, word = s["slots"].long().T
        gold[slot, at, word] = s["chances"].float()
        total, count = total + F.binary_cross_entropy_with_logits(scores, gold, reduction="sum"), count + len(asked)
    parts["slot"] = WEIGHTS["slot"] * total / max(count, 1) / 2
    return {"taught " + k: v for k, v in parts.items()}


def fact_loss(model: Reader, out: dict[str, Tensor], batch: list[Item]) -> Tensor:
    """Squared error of what the status head says, weighed into one number, against whether predicates happened (-3 to 3)."""
    weights = torch.tensor([TAKEN_PLACE[s] for s in model.labels["status"]])
    gold = pad([[x.lesson.facts.get(i, torch.nan) for i in range(len(x.lesson.words))] for x in batch], torch.nan)
    known = ~gold.isnan()
    told = out["status"].float().softmax(-1) @ weights
    return ((told - gold)[known] ** 2).sum() / known.sum().clamp(min=1)


def loss_of(model: Reader, out: dict[str, Tensor], batch: list[Item]) -> tuple[Tensor, dict[str, float]]:
    parts: dict[str, Tensor] = {}
    for head in model.HEADS:
        if head in batch[0].labels:
            parts[head] = WEIGHTS[head] * cross(out[head].float(), pad([x.labels.get(head, [NONE]) for x in batch], NONE))
    if batch[0].lesson.heads is not None:
        parts["tree"] = tree_loss(model, out, batch)
    if "type" in batch[0].labels:
        parts["slot"] = WEIGHTS["slot"] * slot_loss(out, batch)
    if any(x.lesson.facts for x in batch):
        parts["fact"] = WEIGHTS["fact"] * fact_loss(model, out, batch)
    if batch[0].lesson.soft is not None:
        parts |= taught_loss(out, batch)
    return sum(parts.values()), {k: float(v.detach()) for k, v in parts.items()}


def gather(data: Path, leave: bool = False) -> dict[str, list[Lesson]]:
    """The lessons of every source; with `leave`, without every third annotated article."""
    d = data / "data"
    kept = (lambda n: not lesson_files.left_out(n)) if leave else (lambda _: True)
    return {
        "ewt": lesson_files.trees(d / "parse/ewt-train.conllu", d / "names/uner-ewt-train.iob2", d / "factuality/uds_ih2-train.jsonl"),
        "gum": lesson_files.trees(d / "parse/gum-train.conllu"),
        "voa": lesson_files.voa_names(d / "names/gmb-voa.csv.gz", 9000),
        "crossner": lesson_files.crossner(d / "names/crossner-politics-train.txt"),
        "articles": lesson_files.annotated(data / "corpus/train.jsonl", data / "corpus/states.json", kept=kept),
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


def save(path: Path, model: Reader, optim: torch.optim.Optimizer, rate: Rate, step: int, steps: int) -> None:
    """Keep everything that going on needs; the old checkpoint stays until the new one is whole."""
    kept = {"state": model.state_dict(), "labels": model.labels, "step": step, "steps": steps}
    if step < steps:
        kept |= {"optim": optim.state_dict(), "rate": rate.state_dict()}
    fresh = path.with_suffix(".new")
    torch.save(kept, fresh)
    fresh.replace(path)


def resume(path: Path, model: Reader, optim: torch.optim.Optimizer, rate: Rate, steps: int) -> int:
    """Go on from a checkpoint of the same plan that was not finished; the number of steps done."""
    if not path.exists():
        return 0
    kept = torch.load(path, map_location="cpu", weights_only=True)
    if kept.get("steps") != steps or "optim" not in kept:
        return 0
    model.load_state_dict(kept["state"])
    optim.load_state_dict(kept["optim"])
    rate.load_state_dict(kept["rate"])
    return int(kept["step"])


def optimiser(model: Reader, rate: float, steps: int) -> tuple[torch.optim.Optimizer, Rate]:
    """The encoder's layers learn at `rate`, what is new at five times that; warming up, then falling to a fiftieth."""
    learning = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    fresh = [p for n, p in learning if not n.startswith("encoder.") or "shapes" in n]
    old = [p for n, p in learning if n.startswith("encoder.") and "shapes" not in n]
    optim = torch.optim.AdamW([{"params": old, "lr": rate}, {"params": fresh, "lr": rate * 5}], weight_decay=0.01, betas=(0.9, 0.98))
    warm = max(1, steps // 20)
    return optim, Rate(optim, lambda s: min(1, (s + 1) / warm) * max(0.02, 1 - s / steps))


def learn(model: Reader, plan: list[list[Item]], run: Callable[[list[Item]], dict[str, Tensor]], rate: float, path: Path) -> None:
    """Train through the plan, keeping a checkpoint at `path`; goes on from one of the same plan that was not finished."""
    optim, schedule_ = optimiser(model, rate, len(plan))
    done = resume(path, model, optim, schedule_, len(plan))
    model.train()
    begun, seen = time.time(), collections.defaultdict(list)
    for step, batch in enumerate(plan[done:], done):
        loss, parts = loss_of(model, run(batch), batch)
        optim.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optim.step()
        schedule_.step()
        for k, v in parts.items():
            seen[k].append(v)
        if step % 50 == 49:
            means = {k: round(sum(v) / len(v), 3) for k, v in seen.items()}
            print(f"{step + 1}/{len(plan)} {time.time() - begun:.0f}s", means, flush=True)
            seen.clear()
        if step % 200 == 199 or step == len(plan) - 1:
            save(path, model, optim, schedule_, step + 1, len(plan))
    print("done", round(time.time() - begun), "s", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--parse-epochs", type=float, default=3)
    ap.add_argument("--event-epochs", type=float, default=5)
    ap.add_argument("--rate", type=float, default=1.5e-4)
    ap.add_argument("--pieces", type=int, default=1024)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--taught", type=Path, help="what teachers labelled (label.py)")
    ap.add_argument("--taught-epochs", type=float, default=2)
    ap.add_argument("--start", type=Path, nargs="+", help="begin from the mean of these checkpoints' weights, not from the base")
    ap.add_argument("--leave", action="store_true", help="without every third annotated article, for what learns from its mistakes")
    ap.add_argument("--most-steps", type=int, default=10**9)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    torch.set_num_threads(a.threads)

    names = label_names(gather(a.data))
    lessons = gather(a.data, a.leave)
    if a.taught:
        lessons["taught"] = lesson_files.taught(a.taught, names)
    tokenizer = tokenizer_of(a.base)
    groups = {k: number(v, tokenizer, names) for k, v in lessons.items()}
    epochs = {
        "ewt": a.parse_epochs,
        "gum": a.parse_epochs * 0.75,
        "voa": 1.0 if a.parse_epochs else 0.0,
        "crossner": 2.0 if a.parse_epochs else 0.0,
        "articles": a.event_epochs,
        "taught": a.taught_epochs,
    }
    plan = schedule(groups, epochs, a.pieces, rng)[: a.most_steps]

    encoder = Encoder()
    encoder.load_bert(load_file(a.base / "model.safetensors"))
    encoder.words.weight.requires_grad_(False)
    model = Reader(encoder, names)
    if a.start:
        model.load_state_dict(mean(a.start))
    print(json.dumps({k: len(v) for k, v in groups.items()}), flush=True)
    learn(model, plan, lambda batch: model(*inputs(batch)), a.rate, a.output)


if __name__ == "__main__":
    main()
