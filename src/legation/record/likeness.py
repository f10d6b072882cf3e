"""Which articles are copies of each other: wire copy and rewrites that keep most of its words.

Of each article the smallest hashes of its runs of four words are kept (a bottom-k sketch): the share of them that two
articles have in common tells how like they are, without comparing texts (Broder 1997).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from legation.record.store import Store
from legation.record.tellings import WORD, figures

RUN: Final = 4  # words
KEPT: Final = 48  # hashes of an article
KEYS: Final = 10  # of them, by which articles are looked up: two that are 0.6 alike share none once in 10,000 times
CROWD: Final = 60  # a run of words in more articles than these is a phrase of the trade

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """An article whose words are mostly those of an earlier one."""

    article: str
    of: str
    likeness: float


def sketch(text: str) -> Sketch:
    """The smallest hashes of a text's runs of words."""
    words = [word.lower() for word in WORD.findall(text)]
    runs = {" ".join(words[i : i + RUN]) for i in range(max(len(words) - RUN + 1, 1))}
    hashes = {int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs}
    return tuple(sorted(hashes)[:KEPT])


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of runs of words that two texts have in common, 0 to 1, as their sketches tell it."""
    both = sorted({*one, *other})[:KEPT]
    shared = {*one} & {*other}
    return sum(h in shared for h in both) / len(both) if both else 0.0


Drawn = tuple[str, int, bytes]  # an article's id and version, and its sketch as the record keeps it


def missing(store: Store) -> list[Drawn]:
    """The sketches that are not yet made, made."""
    sql = "SELECT article_id, version, text FROM articles LEFT JOIN sketches USING (article_id, version) WHERE sketch IS NULL"
    return [(row[0], row[1], array("Q", sketch(row[2])).tobytes()) for row in store.query(sql)]


def keep_sketches(store: Store, made: Iterable[Drawn]) -> None:
    """Keep sketches, but for those of articles that are no more; inside a transaction."""
    there = "EXISTS (SELECT 1 FROM articles WHERE article_id = ?1 AND version = ?2)"
    store.write_many(f"INSERT OR IGNORE INTO sketches SELECT ?1, ?2, ?3 WHERE {there}", made)


def sketches(store: Store) -> dict[str, Sketch]:
    """The sketch of each article's newest version; those not yet made are made, and kept where it may be written. In a transaction."""
    made = missing(store)
    if not store.looking:
        keep_sketches(store, made)
    newest = "SELECT article_id, max(version) AS version FROM articles GROUP BY article_id"
    rows = store.query(f"SELECT article_id, sketch FROM sketches JOIN ({newest}) USING (article_id, version)")
    drawn = {row[0]: tuple(array("Q", row[1])) for row in rows}
    return drawn | {id: tuple(array("Q", said)) for id, _, said in sorted(made)}


def copies(known: dict[str, Sketch], order: Iterable[str]) -> list[Copy]:
    """Each copy with the earliest article it is a copy of; `order` is that in which the articles appeared."""
    needed = figures("merging.tsv")["copy_likeness"]
    first: dict[str, str] = {}
    by_key: dict[int, list[str]] = defaultdict(list)
    found = []
    for article in order:
        own = known.get(article, ())
        like = {other: likeness(own, known[other]) for other in _candidates(own, by_key)}
        best = max(like.values(), default=0.0)
        if best >= needed:
            of = first[next(other for other, score in like.items() if score == best)]
            found.append(Copy(article, of, round(best, 2)))
            first[article] = of
        else:
            first[article] = article
        for key in own[:KEYS]:
            by_key[key].append(article)
    return found


def _candidates(own: Sketch, by_key: dict[int, list[str]]) -> Iterator[str]:
    seen: dict[str, None] = {}
    for key in own[:KEYS]:
        others = by_key.get(key, [])
        if len(others) <= CROWD:
            seen.update(dict.fromkeys(others))
    yield from seen
