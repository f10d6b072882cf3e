"""How well it tells what happened: `python benchmarks/factuality.py [--data DIR] [--learn]`.

For each predicate of factuality/uds_ih2-dev (decomp, CC BY-SA 4.0), meantime-dev (NewsReader, CC BY 4.0) and uw-dev (newswire, to
measure with only) the status head's probabilities are weighed into one number from −3 (certainly did not happen) to 3 (certainly did),
and compared with the annotators' mean: Pearson's r and the mean absolute error. UDS-IH2's own scale is learned from its training part:
factuality/weights.tsv weighs each status by its share and the logarithm of that (least squares; `--learn` makes it anew, in two minutes).
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from legation.knowledge.status_words import TAKEN_PLACE
from legation.reading.decode import weigh_words
from legation.reading.reader import model

# In the sets that count what is sure to come as a fact, a status tells whether its content has taken place or will.
OR_WILL = {**TAKEN_PLACE, "planned": 2.0, "possible": 0.0, "proposed": 0.0, "threatened": 0.0}
WEIGHTS = Path(__file__).with_name("factuality") / "weights.tsv"
LEAST = 0.01  # added to a share before its logarithm is taken
RIDGE = 1.0

Values = NDArray[np.float64]


def predicates(path: Path) -> tuple[Values, Values]:
    """The annotators' score of each predicate of a set [P], and the share of each status [P, statuses]."""
    gold: list[float] = []
    told: list[Values] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["targets"]:
            continue
        status = weigh_words(row["text"].split(" ")).status
        for target in row["targets"]:
            gold.append(target["label"])
            told.append(status[slice(*target["span1"])].mean(0))
    return np.array(gold), np.array(told, np.float64)


def weighed(shares: Values, says: dict[str, float]) -> Values:
    """One number for each predicate, each status counting as `says`."""
    return shares @ np.array([says[status] for status in model().labels["status"]])


def terms(shares: Values) -> Values:
    """What is weighed on UDS-IH2's scale: shares, their logarithms, and a constant."""
    return np.concatenate([shares, np.log(shares + LEAST), np.ones((len(shares), 1))], 1)


def names() -> list[str]:
    """The names of the terms."""
    statuses = model().labels["status"]
    return [*(f"share {s}" for s in statuses), *(f"logarithm {s}" for s in statuses), "constant"]


def learn(path: Path) -> None:
    """Fit the weights to the training part, and keep them."""
    gold, shares = predicates(path)
    rows = terms(shares)
    weights = np.linalg.solve(rows.T @ rows + RIDGE * np.eye(rows.shape[1]), rows.T @ gold)
    lines = (f"{name}\t{weight:.4f}\n" for name, weight in zip(names(), weights, strict=True))
    WEIGHTS.write_text("term\tweight\n" + "".join(lines), encoding="utf-8")


def on_own_scale(shares: Values) -> Values:
    """One number for each predicate, by the learned weights."""
    rows = (line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines()[1:])
    weights = {name: float(weight) for name, weight in rows}
    return terms(shares) @ np.array([weights[name] for name in names()])


def compared(name: str, gold: Values, told: Values) -> str:
    """A line of what comes out."""
    r, error = np.corrcoef(gold, told)[0, 1], np.abs(gold - told).mean()
    return f"{name}: {len(gold)} predicates, Pearson r {r:.3f}, mean absolute error {error:.2f}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--learn", action="store_true", help="fit the weights of UDS-IH2's scale to its training part first")
    a = ap.parse_args()
    sets = Path(a.data) / "data/factuality"
    if a.learn:
        learn(sets / "uds_ih2-train.jsonl")
    gold, shares = predicates(sets / "uds_ih2-dev.jsonl")
    print(compared("uds_ih2-dev", gold, on_own_scale(shares)))
    print(compared("uds_ih2-dev, statuses weighed as elsewhere", gold, weighed(shares, TAKEN_PLACE)))
    for name in ("meantime-dev", "uw-dev"):
        gold, shares = predicates(sets / f"{name}.jsonl")
        print(compared(name, gold, weighed(shares, OR_WILL)))


if __name__ == "__main__":
    main()
