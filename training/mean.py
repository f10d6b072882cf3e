"""Mix trainings that began from the same weights: `python training/mean.py FIRST SHARE [SECOND SHARE …] -o FILE`.

The mean of the weights of two or three readers reads more truly than either (Wortsman and others 2022, "Model soups").
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def mean(paths: Sequence[Path], shares: Sequence[float] = ()) -> dict[str, Tensor]:
    """The mean of the checkpoints' weights, each in its share; in equal shares where none are given."""
    states = [torch.load(p, map_location="cpu", weights_only=True)["state"] for p in paths]
    parts = shares or [1.0] * len(states)
    return {k: sum(share * s[k] for share, s in zip(parts, states, strict=True)) / sum(parts) for k in states[0]}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("parts", nargs="+", help="checkpoint and share, by turns")
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    if len(a.parts) % 2:
        ap.error("give a share behind each checkpoint")
    paths, shares = [Path(p) for p in a.parts[::2]], [float(s) for s in a.parts[1::2]]
    labels = torch.load(paths[0], map_location="cpu", weights_only=True)["labels"]
    torch.save({"state": mean(paths, shares), "labels": labels}, a.output)


if __name__ == "__main__":
    main()
