"""What each export costs: `python benchmarks/exports.py RECORD [--format NAME ...]`.

Writes the record in every format, each in a fresh process, and prints its rows (lines; events in Parquet, files for notes), megabytes,
seconds, processor seconds and largest memory. The record's events are brought up to date first, so that no format pays for that.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def one(record: Path, form: str, to: Path) -> dict[str, float]:
    """Writes the record in this process."""
    from legation.record.search import Asked
    from legation.record.store import Store
    from legation.views.exports.exporting import Tally, export
    from legation.views.exports.notes import Note
    from legation.views.exports.registry import FORMATS

    rows = size = 0
    tally = Tally()
    began = time.perf_counter()
    with Store(record) as store, to.open("wb") as file:
        for part in export(store, form, Asked(status=FORMATS[form].status), tally):
            data = part if isinstance(part, bytes) else (part.text if isinstance(part, Note) else str(part)).encode()
            size += file.write(data)
            rows += 1 if isinstance(part, Note) else data.count(b"\n") if isinstance(part, str) else 0
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds, processor = time.perf_counter() - began, used.ru_utime + used.ru_stime
    return {
        "rows": rows or tally.written,
        "MB": size / 1e6,
        "seconds": seconds,
        "processor s": processor,
        "memory, MB": used.ru_maxrss / 1024,
    }


def fresh(record: Path, form: str) -> dict[str, float]:
    """The same in a process of its own."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, __file__, str(record), "--child", form, "--to", str(Path(folder, "export"))]
        done: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return done


def main() -> None:
    from legation.record.derive import current
    from legation.record.store import Store
    from legation.views.exports.registry import FORMATS

    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("record", type=Path)
    ap.add_argument("--format", action="append", choices=tuple(FORMATS))
    ap.add_argument("--child", help=argparse.SUPPRESS)
    ap.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    a = ap.parse_args()
    if a.child:
        print(json.dumps(one(a.record, a.child, a.to)))
        return
    with Store(a.record) as store:
        current(store)
        print(", ".join(f"{count:,} {what}" for what, count in store.counts().items()))
    for form in a.format or FORMATS:
        done = fresh(a.record, form)
        print(f"{form:15}" + "".join(f"  {name} {value:,.{0 if name == 'rows' else 1}f}" for name, value in done.items()), flush=True)


if __name__ == "__main__":
    main()
