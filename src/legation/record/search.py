"""What the record holds of somebody, some time, some kind: timelines and statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from legation.knowledge.tables import state_of
from legation.record.store import Found, Store, days

MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; "" or () asks for nothing in particular. Every party named must take part."""

    parties: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    type: str = ""
    status: str = ""
    text: str = ""
    limit: int = MOST


def timeline(store: Store, asked: Asked) -> Iterator[Found]:
    """The events that fit, in the order in which they happen, the undated last."""
    where, values = _common(asked, "e.event_id", "event")
    for column, value in (("e.type", asked.type), ("e.status", asked.status)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    if asked.since:
        where.append("e.happens_to >= ?")
        values.append(days(asked.since)[0])
    if asked.until:
        where.append("e.happens_from <= ? AND e.happens_from <> ''")
        values.append(days(asked.until)[1])
    sql = f"SELECT e.* FROM events e {_where(where)} ORDER BY e.happens_from = '', e.happens_from, e.article_id, e.trigger_start LIMIT ?"
    for row in store.query(sql, (*values, asked.limit)):
        yield Found(store.article(row["article_id"], row["version"]), store.event(row))


def statements(store: Store, asked: Asked) -> Iterator[Found]:
    """The statements that fit, in the order in which they were said; the first party is who speaks."""
    where, values = _common(asked, "s.statement_id", "statement")
    if asked.since:
        where.append("s.said >= ?")
        values.append(asked.since)
    if asked.until:
        where.append("s.said <= ?")
        values.append(days(asked.until)[1])
    sql = f"SELECT s.* FROM statements s {_where(where)} ORDER BY s.said = '', s.said, s.article_id, s.content_start LIMIT ?"
    for row in store.query(sql, (*values, asked.limit)):
        yield Found(store.article(row["article_id"], row["version"]), store.statement(row))


def _common(asked: Asked, column: str, kind: str) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    for party in asked.parties:
        code = state_of(party) or party.upper()
        where.append(
            f"{column} IN (SELECT entry_id FROM parties WHERE role IN ('actor', 'recipient', 'speaker') "
            "AND (code = ? OR actor_id = ? OR name LIKE ? ESCAPE '!'))"
        )
        values += [code, party, f"%{_literal(party)}%"]
    if asked.text:
        where.append(f"{column} IN (SELECT entry_id FROM words WHERE kind = ? AND words MATCH ?)")
        values += [kind, " ".join('"' + word.replace('"', '""') + '"' for word in asked.text.split())]
    return where, values


def _literal(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _where(parts: list[str]) -> str:
    return "WHERE " + " AND ".join(parts) if parts else ""
