"""Whether the record hangs on the order of articles: `python benchmarks/orders.py [--data DIR] [--items 1000] [--since 2018-05]`.

Adds so many items of DIR to fresh records in three orders (as they are, backwards, shuffled), each read by one and by two processes, and
compares what is exported: the timeline, the statements and the whole docket as JSON. Prints the hash of each; exit 1 where they differ.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from items import arguments, items, keep
from legation.entries import Article
from legation.record.asking import docket
from legation.record.derive import current
from legation.record.search import Asked, statements, timeline
from legation.record.store import Store
from legation.views.docket import docket as docket_view
from legation.views.found import listing

ALL = Asked(limit=1_000_000)


def orders(some: Sequence[Article]) -> dict[str, list[Article]]:
    """The articles in three orders."""
    shuffled = random.Random(1).sample(some, len(some))
    return {"as they are": list(some), "backwards": list(reversed(some)), "shuffled": shuffled}


def exported(record: Path) -> str:
    """A hash of all that is exported of a record."""
    whole = sha256()
    with Store(record) as store:
        current(store)
        dockets = docket(store, (), "2030-01-01", only_open=False)
        for parts in (
            listing(timeline(store, ALL), "json"), listing(statements(store, ALL), "json"), docket_view(dockets, "json"),
        ):  # fmt: skip
            for part in parts:
                whole.update(part.encode())
    return whole.hexdigest()


def compare(some: Sequence[Article], folder: Path) -> dict[tuple[str, int], str]:
    """The hash of what each order and number of processes exports."""
    found = {}
    for name, ordered in orders(some).items():
        for workers in (1, 2):
            record = folder / f"{name}-{workers}.db"
            keep(record, ordered, workers)
            found[name, workers] = exported(record)
    return found


def main() -> None:
    ap = arguments(__doc__)
    ap.add_argument("--items", type=int, default=1000)
    ap.add_argument("--since", default="2018-05")
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = compare(list(islice(items(a.data, a.since), a.items)), Path(folder))
    for (order, workers), hashed in found.items():
        print(f"{hashed[:16]}  {order}, {workers} process{'es' if workers > 1 else ''}")
    same = len(set(found.values())) == 1
    print("identical" if same else "NOT identical")
    sys.exit(not same)


if __name__ == "__main__":
    main()
