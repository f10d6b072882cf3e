"""One record of ten years: `python benchmarks/record.py [--data DIR] [--record FILE] [--workers 2]`.

Adds all items of DIR (54,776) to a record, goes on where it was cut off, and prints: articles a second, the size of the file, how many
tellings came to how many events, how large the docket is, how long deriving and `verify` take, and how long each query takes inside the
process with the record open (the slowest of three rounds, after one to warm up). `--add` or `--ask` does only one half.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from items import arguments, items, keep
from legation.record import asking, finding, search
from legation.record.derive import again, current
from legation.record.relations import relations
from legation.record.store import Store
from legation.record.verify import verify
from legation.views.docket import docket as docket_view
from legation.views.found import listing, one_entry
from legation.views.relations import relations as relations_view

ROUNDS = 3
DAY = "2024-06-30"
Query = Callable[[Store], Iterator[str]]


def queries(entry: str) -> dict[str, Query]:
    """What each command would ask and show, by how a user types it."""

    def timeline(**asked: object) -> Query:
        return lambda store: listing(search.timeline(store, search.Asked(**asked)), "json")  # type: ignore[arg-type]

    def statements(**asked: object) -> Query:
        return lambda store: listing(search.statements(store, search.Asked(**asked)), "json")  # type: ignore[arg-type]

    def docket(*parties: str, **asked: str) -> Query:
        return lambda store: docket_view(asking.docket(store, parties, DAY, **asked), "json")  # type: ignore[arg-type]

    def between(one: str, other: str) -> Query:
        return lambda store: relations_view(relations(store, one, other), "json")

    return {
        "timeline --party USA --party PRK": timeline(parties=("USA", "PRK")),
        "timeline --party Germany --limit 50": timeline(parties=("Germany",), limit=50),
        "timeline --since 2022-02 --until 2022-03 --type ASSAULT --limit 50": timeline(
            since="2022-02", until="2022-03", type="ASSAULT", limit=50
        ),
        'timeline --text "nuclear talks" --limit 50': timeline(text="nuclear talks", limit=50),
        "statements --speaker Macron --limit 50": statements(parties=("Macron",), limit=50),
        "statements --about ceasefire --limit 50": statements(text="ceasefire", limit=50),
        f"docket --party USA --party PRK --as-of {DAY}": docket("USA", "PRK", told_by=DAY),
        "relations USA CHN": between("USA", "CHN"),
        "show ID": lambda store: one_entry(finding.entry(store, entry), "json"),  # type: ignore[arg-type]
    }


def asked(store: Store) -> Iterator[tuple[str, float, int]]:
    """Each query with its slowest time in milliseconds, and how many characters it shows."""
    entry = store.query("SELECT event_id FROM events ORDER BY tellings DESC LIMIT 1")[0][0]
    for name, query in queries(entry).items():
        times, shown = [], 0
        for _ in range(ROUNDS + 1):
            began = time.perf_counter()
            shown = sum(len(part) for part in query(store))
            times.append(1000 * (time.perf_counter() - began))
        yield name, max(times[1:]), shown


def add(data: Path, record: Path, workers: int) -> None:
    """Add what is not there yet, and tell how fast."""
    began = time.perf_counter()
    added = keep(record, items(data), workers)
    seconds = time.perf_counter() - began
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{added} items added in {seconds:.0f} s: {added / seconds:.1f} a second, {1000 * used / max(added, 1):.1f} ms of processor each")


def ask(record: Path) -> None:
    """Derive all again, and tell how large and how fast everything is."""
    with Store(record) as store:
        began = time.perf_counter()
        again(store)
        print(f"merging and docket: {time.perf_counter() - began:.1f} s")
        counts = store.counts()
        print(", ".join(f"{number} {what}" for what, number in counts.items()), f"{record.stat().st_size / 1e6:.0f} MB")
        for what, sql in (
            ("events", "SELECT count(*) FROM events"), ("told by several articles", "SELECT count(*) FROM events WHERE articles > 1"),
            ("disputed", "SELECT sum(disputed) FROM events"), ("copies", "SELECT count(*) FROM copies"),
            ("items on the docket", "SELECT count(*) FROM items"),
        ):  # fmt: skip
            print(f"{store.query(sql)[0][0]} {what}")
        for stands, number in store.query("SELECT stands, count(*) FROM items JOIN moves USING (item_id) WHERE position = last GROUP BY 1"):
            print(f"  {number} last {stands}")
        current(store)
        for name, slowest, shown in asked(store):
            print(f"{name}: {slowest:.0f} ms ({shown} characters)")
        began = time.perf_counter()
        wrong = list(verify(store))
        print(f"verify: {time.perf_counter() - began:.1f} s, {len(wrong)} things wrong", *wrong[:5])


def main() -> None:
    ap = arguments(__doc__)
    ap.add_argument("--record", type=Path, default=Path("~/.cache/legation/all.db").expanduser())
    ap.add_argument("--workers", type=int, default=2)
    half = ap.add_mutually_exclusive_group()
    half.add_argument("--add", action="store_true", help="only add")
    half.add_argument("--ask", action="store_true", help="only derive, measure and ask")
    a = ap.parse_args()
    if not a.ask:
        add(a.data, a.record, a.workers)
    if not a.add:
        ask(a.record)


if __name__ == "__main__":
    main()
