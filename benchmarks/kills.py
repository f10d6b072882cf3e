"""What a killed run loses: `python benchmarks/kills.py [--data DIR] [--kills 300]`.

Adds items of DIR to a record in a process of its own, which tells of each one after it is kept, and ends that process by SIGKILL at a
random moment after it began to open the record; every tenth time the record is a new one. After each kill the record is opened (timed),
every article that was told of must be there, and `verify` must find every article and entry whole. Exit 1 where anything is amiss.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from items import arguments, items, keep
from legation.reading.reader import model
from legation.record.store import Store
from legation.record.verify import verify

FRESH = 10  # every so many kills the record is a new one
SPAN = 1.5  # seconds within which it is killed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill left: how many articles were told of as kept, which of them are not there, what `verify` says."""

    told: int
    lost: tuple[str, ...]
    wrong: tuple[str, ...]
    seconds: float  # to open it again


def kill(command: Sequence[str], record: Path, after: float) -> Outcome:
    """Run a command that prints "ready" before it opens the record and then the id of each article kept; kill it `after` seconds."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        run.stdout.readline()
        time.sleep(after)
        run.kill()
        *told, _ = run.stdout.read().split("\n")  # the last line may be cut off
    return look(record, told)


def look(record: Path, told: Sequence[str]) -> Outcome:
    """Open what was left."""
    began = time.perf_counter()
    with Store(record, create=True) as store:
        there = {row[0] for row in store.query("SELECT article_id FROM articles")}
        seconds = time.perf_counter() - began
        return Outcome(len(told), tuple(i for i in told if i not in there), tuple(verify(store)), seconds)


def add(data: Path, record: Path, since: str) -> None:
    """The process that is killed: keeps the items that are not there yet, and tells of each."""
    model()
    with_id = iter(items(data, since))
    print("ready", flush=True)
    Store(record, create=True).__exit__(None, None, None)
    for article in with_id:
        if keep(record, [article]):
            print(article.id, flush=True)


def main() -> None:
    ap = arguments(__doc__)
    ap.add_argument("--kills", type=int, default=300)
    ap.add_argument("--child", type=Path, help="the process that is killed, which keeps items in this record")
    ap.add_argument("--since", default="2018")
    a = ap.parse_args()
    if a.child:
        add(a.data, a.child, a.since)
        return
    chance = random.Random(1)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(a.kills):
            record = Path(folder) / f"{n // FRESH}.db"
            command = [sys.executable, __file__, "--data", str(a.data), "--child", str(record)]
            found.append(kill(command, record, chance.uniform(0, SPAN)))
    amiss = [line for o in found for line in (*o.lost, *o.wrong)]
    print(f"{len(found)} kills, {sum(o.told for o in found)} articles told of as kept, {sum(len(o.lost) for o in found)} of them lost")
    print(f"{sum(len(o.wrong) for o in found)} things not whole; opened within {max(o.seconds for o in found):.3f} s")
    print("\n".join(amiss))
    sys.exit(bool(amiss))


if __name__ == "__main__":
    main()
