"""Events and statements as a list shows them: many at once, in few questions, without the articles' texts."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from legation.record.store import Store

ROLES: Final = ("actor", "recipient", "by")
OPENING: Final = 400  # characters of a text that may stand for its title


@dataclass(frozen=True, slots=True)
class Whose:
    """A party as a list names it: `id` is its own, "" where it has none."""

    id: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Where:
    """The article in whose words an entry stands; `opening` is how its text begins."""

    id: str
    version: int
    title: str
    opening: str
    source: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class Denial:
    """A telling that says an event did not happen."""

    words: str
    source: str
    published: str
    id: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in one line: `first` and `last` are the days that its time may mean.

    `verdict` is 1 where a person accepted or corrected it, 2 where one rejected it.
    """

    id: str
    type: str
    mode: str
    status: str
    when: str
    first: str
    last: str
    actors: tuple[Whose, ...]
    recipients: tuple[Whose, ...]
    by: tuple[Whose, ...]
    place: str
    place_code: str
    cameo: str
    words: str
    confidence: float
    tellings: int
    sources: int
    first_told: str
    last_told: str
    disputed: bool
    verdict: int
    article: Where
    denials: tuple[Denial, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement in one line."""

    id: str
    speaker: Whose
    kind: str
    words: str
    said: str
    confidence: float
    article: Where


def listed(store: Store, ids: Sequence[str]) -> tuple[Listed, ...]:
    """The events of these ids, in this order; those that are no more are left out."""
    sql = (
        f"SELECT e.*, t.confidence, {_columns()} FROM json_each(?) j CROSS JOIN events e ON e.event_id = j.value "
        "JOIN tellings t ON t.telling_id = e.told_by "
        "JOIN articles a ON a.article_id = t.article_id AND a.version = t.version ORDER BY j.key"
    )
    rows = store.query(sql, (json.dumps(ids),))
    parties = _parties(store, [r["event_id"] for r in rows])
    denied = _denials(store, [r["event_id"] for r in rows if r["disputed"]])
    return tuple(_listed(r, parties[r["event_id"]], denied[r["event_id"]]) for r in rows)


def _listed(r: sqlite3.Row, parties: dict[str, list[Whose]], denials: Sequence[Denial]) -> Listed:
    actors, recipients, by = (tuple(parties.get(role, ())) for role in ROLES)
    return Listed(
        r["event_id"], r["type"], r["mode"], r["status"], r["happens"], r["happens_from"], r["happens_to"], actors, recipients, by,
        r["place"], r["place_code"], r["cameo"], r["evidence"], r["confidence"], r["tellings"], r["sources"], r["first_told"],
        r["last_told"], bool(r["disputed"]), r["corrected"], _where(r), tuple(denials),
    )  # fmt: skip


def _parties(store: Store, ids: Sequence[str]) -> dict[str, dict[str, list[Whose]]]:
    found: dict[str, dict[str, list[Whose]]] = defaultdict(lambda: defaultdict(list))
    sql = (
        "SELECT event_id, role, actor_id, name, code FROM json_each(?) j CROSS JOIN event_parties p ON p.event_id = j.value "
        "ORDER BY event_id, role, position"
    )
    for event, role, *said in store.query(sql, (json.dumps(ids),)):
        found[event][role].append(Whose(*said))
    return found


def _denials(store: Store, ids: Sequence[str]) -> dict[str, list[Denial]]:
    found: dict[str, list[Denial]] = defaultdict(list)
    sql = (
        "SELECT m.event_id, t.evidence, a.source, a.published, t.telling_id "
        "FROM json_each(?) j CROSS JOIN members m ON m.event_id = j.value "
        "JOIN tellings t ON t.telling_id = m.telling_id AND t.status = 'not_happened' "
        "JOIN articles a ON a.article_id = t.article_id AND a.version = t.version ORDER BY m.event_id, a.published, t.telling_id"
    )
    for event, *said in store.query(sql, (json.dumps(ids),)) if ids else ():
        found[event].append(Denial(*said))
    return found


def spoken(store: Store, ids: Sequence[str]) -> tuple[Spoken, ...]:
    """The statements of these ids, in this order."""
    sql = (
        "SELECT s.statement_id, p.actor_id, p.name, p.code, s.kind, s.content, s.said, s.confidence, "
        f"{_columns()} FROM json_each(?) j CROSS JOIN statements s ON s.statement_id = j.value "
        "JOIN parties p ON p.entry_id = s.statement_id AND p.role = 'speaker' "
        "JOIN articles a ON a.article_id = s.article_id AND a.version = s.version ORDER BY j.key"
    )
    return tuple(_spoken(store.query(sql, (json.dumps(ids),))))


def _spoken(rows: Iterable[sqlite3.Row]) -> Iterator[Spoken]:
    for r in rows:
        whose = Whose(r["actor_id"], r["name"], r["code"])
        yield Spoken(r["statement_id"], whose, r["kind"], r["content"], r["said"], r["confidence"], _where(r))


def _columns() -> str:
    return f"a.article_id, a.version, a.title, substr(a.text, 1, {OPENING}) AS opening, a.source, a.published, a.url"


def _where(r: sqlite3.Row) -> Where:
    return Where(r["article_id"], r["version"], r["title"], r["opening"], r["source"], r["published"], r["url"])
