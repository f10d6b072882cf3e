"""Storylines from the record alone: `python benchmarks/storylines.py [--data DIR] [--keep FOLDER] [NAME...]`.

benchmarks/storylines/lines.tsv names pairs of parties with a time and the words by which items are taken; facts.tsv says, in our own words,
what the record must show: an event of the chronology (the type, or one of several that would do; the day; perhaps the place), or moves of
one item of the docket (facts of the same item must be met by one; `due` is the time then meant). A date may be off by a day; "/" gives a
range. Of each storyline the items are read into a record of its own (kept in FOLDER, where one is given), and the docket, the chronology
and the facts are printed.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from items import arguments, items, keep, naming
from legation.record.asking import Standing, docket
from legation.record.derive import again
from legation.record.docket import Move
from legation.record.finding import Found
from legation.record.fitting import family
from legation.record.search import Asked, timeline
from legation.record.store import Store, days
from legation.views.docket import docket as docket_view
from legation.views.found import listing

TABLES = Path(__file__).with_name("storylines")
OFF = 1  # days that a date may be off


@dataclass(frozen=True, slots=True)
class Line:
    """Two parties, a time, and patterns of the words that name each."""

    name: str
    one: str
    other: str
    since: str
    until: str
    one_is: str
    other_is: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What the record must show."""

    storyline: str
    item: str
    type: str
    state: str
    date: str
    due: str
    where: str


def lines() -> list[Line]:
    """The storylines."""
    return [Line(*row) for row in _rows("lines.tsv")]


def facts() -> list[Fact]:
    """What must show, in the order of the table."""
    return [Fact(*row) for row in _rows("facts.tsv")]


def _rows(name: str) -> list[list[str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as table:
        return list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def shown(store: Store, line: Line, wanted: Sequence[Fact]) -> Iterator[tuple[Fact, bool]]:
    """Each fact, and whether the record shows it."""
    events = list(timeline(store, Asked((line.one, line.other), line.since, limit=100_000)))
    standings = list(docket(store, (line.one, line.other), line.until, only_open=False))
    by_item: dict[str, list[Fact]] = defaultdict(list)
    for fact in wanted:
        by_item[fact.item].append(fact)
    for name, its in by_item.items():
        met = _met(its, standings) if name else {f for f in its if any(_happened(f, found) for found in events)}
        yield from ((fact, fact in met) for fact in its)


def _happened(fact: Fact, found: Found) -> bool:
    event = found.entry
    same = event.type in fact.type.split("|") and event.status == fact.state  # type: ignore[union-attr]
    return same and near(event.when.edtf, fact.date) and (not fact.where or event.where.name in fact.where.split("|"))  # type: ignore[union-attr]


def _met(its: Sequence[Fact], standings: Iterable[Standing]) -> set[Fact]:
    """The facts that the item which meets most of them meets."""
    kind = family(its[0].type)
    met = ({f for f in its if any(_moved(f, move) for move in s.item.moves)} for s in standings if family(s.item.type) == kind)
    return max(met, key=len, default=set())


def _moved(fact: Fact, move: Move) -> bool:
    return move.state == fact.state and near(move.date, fact.date) and (not fact.due or near(move.due, fact.due))


def near(told: str, true: str) -> bool:
    """Whether a date that is told (EDTF) lies within a true one, give or take a day."""
    if not told or not all(map(_closed, days(told))):
        return False
    first, last, since, until = (date.fromisoformat(day).toordinal() for day in (*days(told), *days(true)))
    return since - OFF <= first and last <= until + OFF


def _closed(day: str) -> bool:
    return day[:4] not in ("0000", "9999")


def tell(line: Line, path: Path, wanted: Sequence[Fact]) -> tuple[int, int]:
    """Print one storyline; how many of its facts show, of how many."""
    with Store(path) as store:
        again(store)
        print(f"\n# {line.name}, {line.since} to {line.until}: {store.counts()}\n")
        print("".join(docket_view(docket(store, (line.one, line.other), line.until, only_open=False), "markdown")))
        print("".join(listing(timeline(store, Asked((line.one, line.other), line.since, status="happened")), "markdown")))
        found = list(shown(store, line, wanted))
    for fact, met in found:
        print("shown  " if met else "MISSING", fact.item, fact.type, fact.state, fact.date, fact.due and f"due {fact.due}", fact.where)
    return sum(met for _, met in found), len(found)


def main() -> None:
    ap = arguments(__doc__)
    ap.add_argument("--keep", type=Path, help="a folder for the records, which are taken up again")
    ap.add_argument("names", nargs="*", help="only these storylines")
    a = ap.parse_args()
    total = []
    with tempfile.TemporaryDirectory() as temporary:
        for line in lines():
            if not a.names or line.name in a.names:
                path = (a.keep or Path(temporary)) / f"{line.name}.db"
                keep(path, naming(items(a.data, line.since, line.until), line.one_is, line.other_is))
                total.append((line.name, *tell(line, path, [f for f in facts() if f.storyline == line.name])))
    print("\n" + "\n".join(f"{name}: {met} of {of} facts show" for name, met, of in total if of))
    sys.exit(any(met < of for _, met, of in total))


if __name__ == "__main__":
    main()
