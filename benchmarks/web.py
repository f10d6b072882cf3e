"""How fast the pages are: each by itself, and 20 readers at once while an `add` is writing.

    python benchmarks/web.py [--record FILE] [--readers 20] [--seconds 20]

Without a record one of 55,000 articles and about 110,000 tellings is made (benchmarks/made.py; it takes some minutes). A copy is
served and written to, never the record itself.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import made
from legation.record.store import Store

TIMES: Final = 7  # that each page is asked for; the median counts
LIMIT: Final = 0.2  # seconds for a page
READY: Final = 60.0  # seconds for the first page


@dataclass(slots=True)
class Told:
    """What readers saw: how long each answer took, and what went wrong."""

    took: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    wrong: list[str] = field(default_factory=list)


@contextmanager
def serving(record: Path) -> Iterator[int]:
    """The record served in a process of its own; its port."""
    command = [sys.executable, "-m", "legation.cli", "serve", "--record", str(record), "--no-open", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        found = re.search(r":(\d+)/", process.stdout.readline() if process.stdout else "")
        assert found, "the record is not served"
        yield int(found[1])
    finally:
        process.terminate()
        process.wait(30)


def ask(port: int, path: str) -> tuple[int, float, int]:
    """The status of an answer, how long it took, and its size."""
    began = time.perf_counter()
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        asking.request("GET", path)
        answer = asking.getresponse()
        body = answer.read()
    finally:
        asking.close()
    return answer.status, time.perf_counter() - began, len(body)


def pages(record: Path) -> list[str]:
    """Every page of the record, the heaviest of each kind."""
    with Store(record, looking=True) as store:
        event = store.query("SELECT event_id FROM events ORDER BY tellings DESC, event_id LIMIT 1")[0][0]
        said = store.query("SELECT statement_id FROM statements LIMIT 1")
        article = store.query("SELECT article_id FROM tellings GROUP BY article_id ORDER BY count(*) DESC LIMIT 1")[0][0]
        common = "SELECT code FROM event_parties WHERE length(code) = 3 GROUP BY code ORDER BY count(*) DESC LIMIT 2"
        one, other = (row[0] for row in store.query(common))
        word = "talks"
    with_json = ["/", "/timeline", f"/timeline?party={one}&status=happened", f"/timeline?words={word}", "/docket", f"/search?q={word}"]
    rest = [
        "/articles", "/months", "/map", "/docket?state=lapsed", f"/docket?party={one}", "/calendar?month=2022-03", "/statements", "/review",
        f"/statements?speaker={one}", f"/party/{one}", f"/relation/{one}/{other}", f"/entry/{event}", f"/article/{article}", "/api",
        *(f"/entry/{row[0]}" for row in said),
    ]  # fmt: skip
    return [*with_json, *rest, *(_in_form(path, form) for path in with_json for form in ("json", "csv", "atom"))]


def _in_form(path: str, form: str) -> str:
    stem, mark, query = path.partition("?")
    return f"{'/today' if stem == '/' else stem}.{form}{mark}{query}"


def each(port: int, paths: list[str]) -> None:
    """The time of every page by itself."""
    slow = 0
    print(f"{'median':>9} {'first':>9} {'KiB':>7}  page")
    for path in paths:
        told = [ask(port, path) for _ in range(TIMES)]
        median = statistics.median(took for _, took, _ in told)
        slow += median > LIMIT
        size = f"{told[0][1] * 1000:7.1f}ms {told[0][2] / 1024:7.1f}"
        print(f"{median * 1000:7.1f}ms {size}  {path}{'' if told[0][0] == 200 else f'  {told[0][0]}'}")
    print(f"{slow} of {len(paths)} pages above {LIMIT * 1000:.0f} ms")


def together(record: Path, port: int, paths: list[str], readers: int, seconds: float) -> None:
    """Many readers at once while articles are added."""
    told, over = [Told() for _ in range(readers)], threading.Event()
    threads = [threading.Thread(target=_read, args=(port, paths, at, one, over)) for at, one in enumerate(told)]
    for thread in threads:
        thread.start()
    added = _write(record, seconds)
    over.set()
    for thread in threads:
        thread.join()
    took = sorted(t for one in told for t in one.took)
    wrong = [w for one in told for w in one.wrong]
    print(f"{readers} readers for {seconds:.0f} s while {added} articles were added: {len(took)} answers, {len(wrong)} errors")
    most = took[int(len(took) * 0.99)]
    print(f"median {took[len(took) // 2] * 1000:.0f} ms, 99 of 100 within {most * 1000:.0f} ms, slowest {took[-1] * 1000:.0f} ms")
    print("\n".join(sorted(set(wrong))[:5] or [f"the slowest was {max(one.slowest for one in told)[1]}"]))


def _read(port: int, paths: list[str], seed: int, told: Told, over: threading.Event) -> None:
    chance = random.Random(seed)
    while not over.is_set():
        path = chance.choice(paths)
        try:
            status, took, _ = ask(port, path)
        except OSError as error:
            told.wrong.append(f"{path}: {error}")
            continue
        told.took.append(took)
        told.slowest = max(told.slowest, (took, path))
        if status != 200:
            told.wrong.append(f"{path}: {status}")
        time.sleep(chance.random())  # a person reads


def _write(record: Path, seconds: float) -> int:
    """Add articles as `add` does, ten a second, as its reader reads them; how many."""
    until, added = time.monotonic() + seconds, 0
    with Store(record) as store:
        for told in made.records(100_000, seed=11):
            if time.monotonic() > until:
                return added
            store.keep(made.again(told, told.article))
            added += 1
            time.sleep(0.1)
    return added


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--record", type=Path)
    asked.add_argument("--readers", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=20.0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        if given.record:
            with Store(given.record) as store:  # so that the copy is whole
                store.write("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(given.record, record)
        else:
            made.make(record)
        paths = pages(record)
        with serving(record) as port:
            until = time.monotonic() + READY
            while time.monotonic() < until:
                with suppress(OSError):
                    ask(port, "/timeline")
                    break
            each(port, paths)
            together(record, port, paths, given.readers, given.seconds)


if __name__ == "__main__":
    main()
