"""The gazetteer: 141,000 places (GeoNames, CC BY 4.0) with their states and coordinates, and the regions of the news.

The table is kept as sorted lines and searched by halving from a few landmarks on, so that asking for one place costs no index of all.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from legation.knowledge.tables import PACKAGE, RegionRow, fits, index, key, keys, regions

STRIDE: Final = 4096  # bytes between lines whose keys are kept at hand: some eighty towns
KEPT: Final = 4096  # names whose places are kept at hand
DIRECTIONS: Final = frozenset("western eastern northern southern central".split())  # no region goes by one alone in the news


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A town: degrees north and east, and its first-level region.

    `rank`: 0 a capital, 1 well known, 2 bears its region's name, 3 its county's, 4 any other.
    """

    name: str
    code: str
    latitude: float
    longitude: float
    admin1: str
    rank: int
    source: str


@cache
def _text() -> bytes:
    """The lines, each with its end, without the line of headings: they are left in one piece, which is ready sooner."""
    with files(PACKAGE).joinpath("places.tsv.gz").open("rb") as raw, gzip.open(raw) as file:
        return file.read().partition(b"\n")[2]


def _line(at: int) -> str:
    """The line that begins at a byte; "" behind the last."""
    return _text()[at : _text().find(b"\n", at) + 1].decode("utf-8")


def _key(line: str) -> str:
    return key(line.partition("\t")[0])


def _key_at(at: int) -> tuple[str, int]:
    """The key of the line that begins at a byte, and where the next one begins."""
    end = _text().find(b"\n", at) + 1
    return _key(_text()[at:end].decode("utf-8")), end


@cache
def _landmarks() -> tuple[list[str], list[int]]:
    """The key of a line in every STRIDE bytes, and the byte at which it begins."""
    text = _text()
    begins = [at for n in range(STRIDE, len(text), STRIDE) if (at := text.find(b"\n", n) + 1) < len(text)]
    return [_key_at(at)[0] for at in begins], begins


def _first(asked: str) -> int:
    """The byte at which the first line begins whose key does not come before what is asked."""
    text, (passed, begins) = _text(), _landmarks()
    n = bisect_left(passed, asked)
    low, high = (begins[n - 1] if n else 0), (begins[n] if n < len(begins) else len(text))
    while low < high:
        begin = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
        its, end = _key_at(begin)
        if its < asked:
            low = end
        else:
            high = begin
    return low


def _row(line: str) -> PlaceRow:
    name, code, latitude, longitude, admin1, rank, source = line.split("\t")
    return PlaceRow(name, code, float(latitude), float(longitude), admin1, int(rank), source)


@cache
def _other_forms() -> dict[str, tuple[str, ...]]:
    # The news writes Kyiv and Fallujah, the gazetteer Kiev and Al Fallujah: each form leads to all the others.
    found: dict[str, tuple[str, ...]] = {}
    cities = [(row.name, *row.forms) for row in regions() if row.kind == "city"]
    for forms in cities:
        for its in keys(forms):
            found[its] = (*found.get(its, ()), *forms)
    return found


@cache
def _regions_by_form() -> dict[str, list[tuple[str, RegionRow]]]:
    return index(regions())


def prepare() -> None:
    """Read the gazetteer, as the first look-up would."""
    for kept in (_landmarks, _other_forms, _regions_by_form):
        kept()


@lru_cache(maxsize=10_000)
def _exactly(form: str) -> tuple[PlaceRow, ...]:
    asked, found = key(form), []
    at = _first(asked)
    while asked and at < len(_text()) and (its := _key_at(at))[0] == asked:
        found.append(_row(_line(at).rstrip("\n")))
        at = its[1]
    return tuple(found)


@lru_cache(maxsize=KEPT)
def find(name: str) -> tuple[PlaceRow, ...]:
    """The towns of a name, in this spelling or another in use: capitals and well-known cities first."""
    forms = dict.fromkeys((name, *_other_forms().get(key(name), ())))
    rows = {(row.name, row.code, row.admin1): row for form in forms for row in _exactly(form)}
    return tuple(sorted(rows.values(), key=lambda row: (row.rank, row.code, row.admin1)))


@lru_cache(maxsize=KEPT)
def find_regions(name: str) -> tuple[RegionRow, ...]:
    """The regions, seas, continents, landmarks and well-known cities of a name; mere provinces come last."""
    if name.lower() in DIRECTIONS:
        return ()
    rows = dict.fromkeys(row for form, row in _regions_by_form().get(key(name), ()) if fits(form, name))
    return tuple(sorted(rows, key=lambda row: row.kind == "province"))
