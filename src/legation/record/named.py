"""Whom a party that is asked for means: the same wherever a record is asked for its events."""

from __future__ import annotations

from collections.abc import Container, Iterable

from legation.knowledge.tables import state_of, states
from legation.record.store import Store
from legation.record.tellings import NO_STATES


def keys(code: str, actor: str, name: str) -> tuple[str, ...]:
    """What a party is asked for by: its state's code, and its own id, or its name where it has none."""
    return tuple(dict.fromkeys(filter(None, (code if code not in NO_STATES else "", actor or name))))


def alone(key: str) -> str:
    """A key as it is asked for alone: a stroke before it where it might be taken for words of other names too ("/isil")."""
    return key if "/" in key or key.isupper() else f"/{key}"


def meant(given: str, known: Container[str], called: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The keys asked for: a state by code or name, a party by its id, else every party in whose name these words stand.

    `called` are keys with names, in small letters.
    """
    if code := given if given in states() else state_of(given) or state_of(given.title()):
        return (code,)
    for key in (given, given.removeprefix("/")) if "/" in given else (given.upper(),):
        if key in known:
            return (key,)
    words = given.removeprefix("/").casefold()
    return tuple(dict.fromkeys(key for key, name in called if words in name))


def literal(text: str) -> str:
    """Text in which LIKE finds nothing but itself (ESCAPE '!')."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def parties(store: Store, given: str) -> tuple[str, ...]:
    """The same of a record that is asked once."""
    if state := meant(given, (), ()):
        return state
    key = given.removeprefix("/")
    like = f"%{literal(key)}%" if given.isascii() else "%"  # SQLite knows small from capital letters in ASCII alone
    found = store.query(
        "SELECT DISTINCT code, actor_id, name FROM event_parties WHERE role <> 'by' "
        "AND (code = ?1 OR actor_id IN (?1, ?2) OR name LIKE ?3 ESCAPE '!')", (key.upper(), key, like),
    )  # fmt: skip
    known = {key for row in found for key in keys(*row)}
    return meant(given, known, ((actor or name, name.casefold()) for _, actor, name in found))
