"""Spoiled input without end, of each of the six kinds: no error but ours, no hang, and what comes of it counted.

    python benchmarks/reliability/fuzz.py [page|feed|archive|table|date|lines ...] [--inputs 1000000] [--workers 1] [--seed 0]

An input is made of its seed and number (tests/spoiling.py) and read as the program reads it (tests/fuzzing.py); one that fails is told
with these. More than 10 s of the processor for one is a hang; one within a library's own code ends its process, with where it stood, and
is told too. On a machine that does other work it takes longer, and finds the same. How far it has come is said on standard error.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import resource
import signal
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from _checks import Checks

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import fuzzing

LONGEST = 10.0  # seconds of the processor for one input
STUCK = 600  # and for a batch: the library that it is stuck in does not come back
WAITING = 7_200.0  # seconds by the clock for a batch: it waits for something that does not come
BATCH = 1_000
SAID = 50_000  # inputs between two words on how far it has come
SHOWN = 20


class Slow(BaseException):
    """One input took more than `LONGEST`; no `except Exception` may take it for an error of its own."""


@dataclass(slots=True)
class Outcome:
    """What came of some inputs; `wrong` are those that failed, `slowest` is in seconds of processor time."""

    inputs: int = 0
    told: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __iadd__(self, other: Outcome) -> Outcome:
        self.inputs += other.inputs
        self.told += other.told
        self.wrong += other.wrong
        self.slowest = max(self.slowest, other.slowest)
        return self


def batch(name: str, seed: int, numbers: range) -> Outcome:
    """Tries these inputs of a kind."""
    done = Outcome(len(numbers))
    signal.signal(signal.SIGPROF, _too_slow)
    faulthandler.register(signal.SIGXCPU, chain=True)
    before = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + STUCK, before[1]))
    faulthandler.dump_traceback_later(WAITING, exit=True)
    with fuzzing.at_hand(name) as kind:
        for number in numbers:
            began = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, LONGEST)
            try:
                done.told.update(kind.tried(f"{seed} {number}"))
            except (Exception, Slow) as error:
                done.wrong.append(f"{name} {seed} {number}: {type(error).__name__}: {error}"[:300])
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            done.slowest = max(done.slowest, time.process_time() - began)
    faulthandler.cancel_dump_traceback_later()
    resource.setrlimit(resource.RLIMIT_CPU, before)
    return done


def _too_slow(_signal: int, _frame: object) -> None:
    raise Slow


def quiet() -> None:
    """What the libraries say of such input is not to be heard."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def batches(name: str, seed: int, inputs: int, workers: int) -> Iterator[Outcome]:
    """What came of each batch, in turn; of the first in which a process ends, that."""
    parts = [range(first, min(first + BATCH, inputs)) for first in range(0, inputs, BATCH)]
    with ProcessPoolExecutor(workers, initializer=quiet) as pool:
        try:
            yield from pool.map(batch, [name] * len(parts), [seed] * len(parts), parts)
        except BrokenProcessPool:
            yield Outcome(wrong=[f"{name} {seed}: a process ended, or was stuck"])


def fuzz(check: Checks, name: str, seed: int, inputs: int, workers: int) -> None:
    """One kind of input: a line with what came of all."""
    done, began = Outcome(), time.monotonic()
    for more in batches(name, seed, inputs, workers):
        for wrong in more.wrong[: max(0, SHOWN - len(done.wrong))]:
            print(f"    {wrong}", flush=True)
        done += more
        if done.inputs % SAID == 0:
            print(f"    {name}: {done.inputs:,} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    seconds = time.monotonic() - began
    told = ", ".join(f"{count:,} {what}" for what, count in done.told.most_common())
    rate = f"{done.inputs / seconds:,.0f} a second"
    check(f"{name}, {done.inputs:,} inputs", not done.wrong and done.inputs == inputs,
          f"{len(done.wrong)} other errors or hangs, the slowest {done.slowest:.2f} s, {rate}: {told}")  # fmt: skip


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(fuzzing.KINDS))
    ap.add_argument("--inputs", type=int, default=1_000_000)
    ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--seed", type=int, default=0)
    asked = ap.parse_args()
    if unknown := set(asked.kinds) - set(fuzzing.KINDS):
        ap.error(f"no kind {', '.join(sorted(unknown))}: there are {', '.join(fuzzing.KINDS)}")
    check = Checks()
    for name in asked.kinds or fuzzing.KINDS:
        fuzz(check, name, asked.seed, asked.inputs, asked.workers)
    check.end()


if __name__ == "__main__":
    main()
