"""Learning: step after step through a plan, with checkpoints; on a graphics card a step of each shape is recorded, then replayed."""

from __future__ import annotations

import collections
import gc
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from batch import Batch, copied, fill
from losses import Likeness, losses
from network import Reader, halves
from plan import Source, Step, key_of, sizes
from rounding import round_from_now

CUT = 5.0  # the most that gradients may be together
FRESH = 5  # times the encoder's rate, for what is new
LAST = 0.02  # of the rate is left at the end
WARM = 0.05  # of the steps, and at most so many, until the rate is whole
MOST_WARM = 150
KEEP_EVERY = 100  # steps between two checkpoints without a graphics card; with one it is done before one would be of use
SHOW_EVERY = {"cpu": 50, "cuda": 200}


@dataclass(frozen=True, slots=True)
class Course:
    """How a reader learns: the encoder's rate, the last share of steps that are learned `rounded` (rounding.py), and by when to be done.

    `until`: a time (seconds since the epoch) by which the rate falls instead of by the steps; 0 for none."""

    rate: float
    rounded: float = 0.0
    until: float = 0.0


class Recorded:
    """A step of one shape that the card replays: the batch's places, and what was lost."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.graph, self.parts = copied(batch), torch.cuda.CUDAGraph(), {}

    def replay(self, batch: Batch) -> dict[str, Tensor]:
        fill(self.batch, batch)
        self.graph.replay()
        return self.parts


class Learner:
    """A model that learns batch by batch."""

    def __init__(
        self, model: Reader, sources: Mapping[str, Source], plan: Sequence[Step], course: Course, device: str, like: Likeness | None
    ):
        self.model, self.sources, self.plan, self.course, self.device, self.like = model, sources, plan, course, device, like
        model.to(device).train()
        if like is not None:
            like.to(device)
        self.optim = self._optimiser()
        self.sizes = sizes(sources, plan)
        self.stream = torch.cuda.Stream() if device == "cuda" else None
        self.forget()
        self.sums: dict[str, Tensor] = {}
        self.counts: collections.Counter[str] = collections.Counter()

    def forget(self) -> None:
        """Drop what is recorded: the model reckons otherwise from now on."""
        self.recorded: dict[tuple, Recorded] = {}
        self.met: set[tuple] = set()
        self.pool = torch.cuda.graph_pool_handle() if self.stream else None

    def _optimiser(self) -> torch.optim.Optimizer:
        """The encoder's layers learn at the rate, what is new at five times that."""
        parts: list[nn.Module] = [self.model, *([self.like] if self.like is not None else [])]
        learning = [(n, p) for part in parts for n, p in part.named_parameters() if p.requires_grad]
        old = [p for n, p in learning if n.startswith(("encoder.", "own.")) and "shapes" not in n]
        new = [p for n, p in learning if not (n.startswith(("encoder.", "own.")) and "shapes" not in n)]
        self.learning = old + new
        card = self.device == "cuda"
        rates = [torch.tensor(0.0, device="cuda") if card else 0.0 for _ in (old, new)]
        groups = [{"params": part, "lr": rate} for part, rate in zip((old, new), rates, strict=True)]
        return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True, capturable=card)

    def set_rate(self, share: float) -> None:
        for group, times in zip(self.optim.param_groups, (1, FRESH), strict=True):
            rate = self.course.rate * times * share
            if isinstance(group["lr"], Tensor):
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate

    def step(self, step: Step) -> None:
        source = self.sources[step.source]
        key = key_of(source, step.length)
        size = self.sizes[key]
        fits = source.feed.asked(step.lessons, source.kind) <= size.asked
        batch = source.feed.batch(step.lessons, source.kind, size if fits else None)
        if not (self.stream and fits):
            self._count(self._learned(batch))
        elif key in self.recorded:
            self._count(self.recorded[key].replay(batch))
        elif key in self.met:
            self._record(key, batch)
            self._count(self.recorded[key].replay(batch))
        else:  # what is recorded must have been done once
            self.met.add(key)
            self._count(self._learned(batch))

    def _learned(self, batch: Batch) -> dict[str, Tensor]:
        self.optim.zero_grad(set_to_none=True)
        with torch.autocast(self.device, torch.bfloat16, enabled=halves(self.device), cache_enabled=False):
            parts = losses(self.model, batch, self.like)
            loss = torch.stack(list(parts.values())).sum()
        loss.backward()
        nn.utils.clip_grad_norm_(self.learning, CUT)
        self.optim.step()
        return {k: v.detach() for k, v in parts.items()}

    def _record(self, key: tuple, batch: Batch) -> None:
        made = Recorded(batch)
        self.optim.zero_grad(set_to_none=True)
        torch.cuda.synchronize()
        with torch.cuda.graph(made.graph, pool=self.pool, stream=self.stream):
            made.parts = self._learned(made.batch)
        self.optim.zero_grad(set_to_none=True)
        self.recorded[key] = made

    def _count(self, parts: dict[str, Tensor]) -> None:
        for k, v in parts.items():
            self.sums[k] = self.sums[k] + v if k in self.sums else v.clone()
            self.counts[k] += 1

    def told(self) -> dict[str, float]:
        """The mean of each part of the loss since this was asked last."""
        means = {k: round(float(v) / self.counts[k], 3) for k, v in self.sums.items()}
        self.sums, self.counts = {}, collections.Counter()
        return means


def learn(
    model: Reader,
    sources: Mapping[str, Source],
    plan: Sequence[Step],
    course: Course,
    path: Path,
    device: str = "cpu",
    like: Likeness | None = None,
) -> None:
    """Learn through the plan, keeping checkpoints at `path`; goes on from one of the same plan that was not finished."""
    learner = Learner(model, sources, plan, course, device, like)
    done = _resume(path, learner)
    gc.freeze()  # what is there stays: recording need not look through it
    begun, rounding = time.time(), False
    with torch.cuda.stream(learner.stream) if learner.stream else nullcontext():
        for n in range(done, len(plan)):
            share = _share(n, len(plan), begun, course.until)
            if share >= 1:
                break
            if course.rounded and share >= 1 - course.rounded and not rounding:
                round_from_now(model)
                learner.forget()
                rounding = True
            learner.set_rate(min(1.0, (n + 1) / max(1.0, min(MOST_WARM, WARM * len(plan)))) * max(LAST, 1 - share))
            learner.step(plan[n])
            done = n + 1
            if done % SHOW_EVERY[device] == 0:
                print(f"{done}/{len(plan)} {time.time() - begun:.0f}s", learner.told(), flush=True)
            if device == "cpu" and done % KEEP_EVERY == 0:
                _save(path, learner, done)
            if learner.stream and done % 20 == 0:
                learner.stream.synchronize()
    _save(path, learner, done, finished=True)
    print("done", done, "steps", round(time.time() - begun), "s", flush=True)


def _share(step: int, steps: int, begun: float, until: float) -> float:
    """How much of the learning is done, from 0 to 1."""
    return min(1.0, (time.time() - begun) / (until - begun)) if until else step / steps


# --- checkpoints


def _save(path: Path, learner: Learner, step: int, finished: bool = False) -> None:
    """Keep everything that going on needs; the old checkpoint stays until the new one is whole."""
    kept = {"state": learner.model.state_dict(), "labels": learner.model.labels, "step": step, "steps": len(learner.plan)}
    if not finished:
        kept |= {"optim": learner.optim.state_dict(), "like": learner.like.state_dict() if learner.like is not None else {}}
    fresh = path.with_suffix(".new")
    torch.save(kept, fresh)
    fresh.replace(path)


def _resume(path: Path, learner: Learner) -> int:
    """Go on from a checkpoint of the same plan that was not finished; the number of steps done."""
    kept = torch.load(path, map_location="cpu", weights_only=True) if path.exists() else {}
    if kept.get("steps") != len(learner.plan) or "optim" not in kept:
        return 0
    learner.model.load_state_dict(kept["state"])
    if learner.like is not None:
        learner.like.load_state_dict(kept["like"])
    learner.optim.load_state_dict(kept["optim"])
    return int(kept["step"])
