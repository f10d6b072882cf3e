"""Whether visits have their true dates: `python benchmarks/visits.py [--data DIR] [--record FILE] [--wrong]`.

us-visits.json.gz and us-travels.json.gz (the State Department's historians) say which leaders visited the United States, and where American
presidents and secretaries of state travelled, from which day to which. A visit of 2016 to 2024 is mentioned where an item of those days
(from a day before it to three after) names the visitor, the host's state and a meeting. The record's visit is the CONSULT event that most
of these items tell with both states as parties. Its date is true where it touches the days of the visit, give or take one, and says no
more than a week. Reads the items into a record of its own, or takes FILE. `--wrong` tells the visits whose dates are not true.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from items import arguments, items, keep
from legation.entries import Article
from legation.knowledge.tables import state_of
from legation.record.derive import current
from legation.record.store import Store

MEETING = re.compile(r"\b(visit|met\b|meet|host|welcom|arriv|travel|summit|talks|receiv|tour)", re.IGNORECASE)
AMERICAN = re.compile(r"United States|U\.S\.|\bUS\b|Washington|White House|American|Obama|Trump|Biden")
BEFORE, AFTER, OFF, LONGEST = 1, 3, 1, 7  # days


@dataclass(frozen=True, slots=True)
class Visit:
    """Who was where, from which day to which; `state` is the other party beside the United States."""

    visitor: str
    state: str
    place: str
    first: date
    last: date


def visits(data: Path) -> list[Visit]:
    """The visits of 2016 to 2024, both ways, whose state the tables know."""
    received, made = (json.loads(gzip.decompress((data / f"data/knowledge/us-{n}.json.gz").read_bytes())) for n in ("visits", "travels"))
    found = [_visit(v, v["visitor"], v["from"], "United States") for v in received]
    found += [_visit(v, v["name"], v["country"], v["country"]) for v in made]
    return [v for v in found if v and 2016 <= v.first.year <= 2024]


def _visit(row: dict[str, str], visitor: str, country: str, place: str) -> Visit | None:
    state = state_of(country or "")
    if not (state and state != "USA" and row["start-date"] and visitor):
        return None
    first = date.fromisoformat(row["start-date"])
    return Visit(visitor, state, place, first, date.fromisoformat(row["end-date"] or row["start-date"]))


def mentions(visit: Visit, by_day: dict[str, list[Article]]) -> Iterator[Article]:
    """The items that tell of a visit."""
    surname = visit.visitor.split()[-1]
    where = AMERICAN if visit.place == "United States" else re.compile(re.escape(visit.place))
    for days in range(-BEFORE, (visit.last - visit.first).days + AFTER + 1):
        for item in by_day.get((visit.first + timedelta(days)).isoformat(), ()):
            if (
                len(surname) > 2
                and re.search(rf"\b{re.escape(surname)}\b", item.text)
                and where.search(item.text)
                and MEETING.search(item.text)
            ):
                yield item


def told(store: Store, visit: Visit, ids: Sequence[str]) -> tuple[str, str, str] | None:
    """The record's visit: its time, and the first and last day that it may mean."""
    marks = ", ".join("?" for _ in ids)
    party = "(SELECT 1 FROM event_parties p WHERE p.event_id = e.event_id AND p.role <> 'by' AND p.code = ?)"
    sql = (
        "SELECT e.happens, e.happens_from, e.happens_to FROM events e JOIN members USING (event_id) JOIN tellings t USING (telling_id) "
        f"WHERE t.article_id IN ({marks}) AND e.type = 'CONSULT' AND e.status IN ('happened', 'planned') "
        f"AND EXISTS {party} AND EXISTS {party} GROUP BY e.event_id ORDER BY count(*) DESC, e.status, e.event_id LIMIT 1"
    )
    found = store.query(sql, (*ids, "USA", visit.state))
    return (found[0][0], found[0][1], found[0][2]) if found else None


def true(visit: Visit, first: str, last: str) -> bool:
    """Whether the days of an event are those of a visit."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return False
    off = timedelta(OFF)
    return start <= visit.last + off and end >= visit.first - off and (end - start).days <= LONGEST


def main() -> None:
    ap = arguments(__doc__)
    ap.add_argument("--record", type=Path, help="a record that holds the items already")
    ap.add_argument("--wrong", action="store_true", help="tell the visits whose dates are not true")
    a = ap.parse_args()
    by_day: dict[str, list[Article]] = {}
    for item in items(a.data, "2015-12-31", "2025-01-31"):
        by_day.setdefault(item.published, []).append(item)
    mentioned = [(v, found) for v in visits(a.data) if (found := list(mentions(v, by_day)))]
    with tempfile.TemporaryDirectory() as folder:
        path = a.record or Path(folder) / "r.db"
        if not a.record:
            keep(path, {item.id: item for _, found in mentioned for item in found}.values())
        with Store(path) as store:
            current(store)
            times = [(v, told(store, v, [i.id for i in found])) for v, found in mentioned]
    read = [(v, time) for v, time in times if time]
    right = [v for v, time in read if true(v, time[1], time[2])]
    print(f"{len(mentioned)} visits are mentioned, {len(read)} are in the record, {len(right)} of these with the true date")
    print(f"true: {100 * len(right) / max(len(read), 1):.1f} %")
    for visit, time in read if a.wrong else ():
        if visit not in right:
            print(f"{visit.first} to {visit.last} {visit.visitor}, {visit.place}: {time[0] or 'no time'}")


if __name__ == "__main__":
    main()
