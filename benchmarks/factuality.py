"""How well it tells what happened: `python benchmarks/factuality.py [--data DIR]`.

For each predicate of factuality/uds_ih2-dev (decomp, CC BY-SA 4.0), meantime-dev (NewsReader, CC BY 4.0) and uw-dev (newswire, to
measure with only) the status head's probabilities are weighed into one number from −3 (certainly did not happen) to 3 (certainly did),
and compared with the annotators' mean: Pearson's r and the mean absolute error.
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
SETS = {"uds_ih2-dev": TAKEN_PLACE, "meantime-dev": OR_WILL, "uw-dev": OR_WILL}


def pairs(path: Path, says: dict[str, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The annotators' score of each predicate of a set, and ours, each status weighed as `says`."""
    weights = np.array([says[status] for status in model().labels["status"]])
    gold: list[float] = []
    told: list[float] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["targets"]:
            continue
        status = weigh_words(row["text"].split(" ")).status
        for target in row["targets"]:
            gold.append(target["label"])
            told.append(float(status[slice(*target["span1"])].mean(0) @ weights))
    return np.array(gold), np.array(told)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    a = ap.parse_args()
    for name, says in SETS.items():
        gold, told = pairs(Path(a.data) / "data/factuality" / f"{name}.jsonl", says)
        r, error = np.corrcoef(gold, told)[0, 1], np.abs(gold - told).mean()
        print(f"{name}: {len(gold)} predicates, Pearson r {r:.3f}, mean absolute error {error:.2f}")


if __name__ == "__main__":
    main()
