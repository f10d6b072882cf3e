"""What people corrected, and what they took apart: who, when and why. It hangs on tellings and survives reading again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from legation.entries import STATUSES, TYPES
from legation.errors import BadRecord
from legation.knowledge.deceiving import CONTROLS
from legation.knowledge.tables import state_of, states
from legation.record.store import FIRST_DAY, LAST_DAY, Store, days
from legation.record.tellings import Side, side
from legation.resolving.codes import modes

FIELDS: Final = ("status", "type", "mode", "when", "actors", "recipients", "where", "note")
VERDICTS: Final = ("accepted", "rejected")  # values of a note: a person looked at the event, and it stands, or is none
LONGEST: Final = 500  # characters of what a field may hold
WITH_STATE: Final = re.compile(r"(.+?)\s*\(([A-Z]{3})\)")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one event, as a person set it; `telling` is the telling it hangs on."""

    id: int
    telling: str
    field: str
    value: str
    note: str
    who: str
    made_at: str


def verdict(corrections: Sequence[Correction]) -> str:
    """What a person last decided of an event as a whole, one of VERDICTS; "" where nobody did."""
    return next((c.value for c in reversed(corrections) if c.field == "note" and c.value in VERDICTS), "")


def check(field: str, value: str) -> None:
    """Refuse a value that the field can't hold, with a BadRecord that says what it can."""
    if field == "status" and value not in STATUSES:
        raise BadRecord(f"--status {value}: is none of {', '.join(STATUSES)}")
    if field == "type" and value not in TYPES:
        raise BadRecord(f"--type {value}: is none of {', '.join(TYPES)}")
    if field == "when" and value and days(value) == (FIRST_DAY, LAST_DAY):
        raise BadRecord(f"--when {value}: is no date (2015, 2015-03, 2015-03-01 or 2015-03-01/2015-03-04)")
    if len(value) > LONGEST or CONTROLS.search(value):
        what = "is too long" if len(value) > LONGEST else "holds a character that can't be seen"
        raise BadRecord(f"{field} {value[:40]!r}: {what} (write it anew)")
    if field == "when" and value and days(value)[0] > days(value)[1]:
        raise BadRecord(f"--when {value}: ends before it begins")
    if field in ("actors", "recipients") and value:
        _check_names(value)


def _check_names(value: str) -> None:
    """Refuse parties without a name, or with brackets that hold no state's code."""
    if not list(sides_of(value)):
        raise BadRecord(f'{value!r}: names nobody (give a state, or somebody as in "Kim Jong Un (PRK)")')
    for name in map(str.strip, value.split(";")):
        found = WITH_STATE.fullmatch(name)
        if name.startswith("("):
            raise BadRecord(f"{name}: a name is missing before the brackets (write the state by itself: {name.strip('()')})")
        if any(mark in (found[1] if found else name) for mark in "()"):
            raise BadRecord(f'{name}: in brackets stands a state\'s code, in capitals, behind the name ("Kim Jong Un (PRK)")')


def check_mode(changes: Sequence[tuple[str, str]], type: str) -> None:
    """Refuse a mode that the type given with it, else the event's own `type`, does not have."""
    given = dict(changes)
    mode, type = given.get("mode", ""), given.get("type", type)
    if mode and mode not in modes(type):
        raise BadRecord(f"--mode {mode}: is no mode of {type} ({', '.join(modes(type)) or 'it has none'})")


def sides_of(value: str) -> Iterator[Side]:
    """The parties of a list of names, each once: states by name or code, others with their state in brackets: "Kim Jong Un (PRK)"."""
    yield from {s.id: s for s in _named(value)}.values()


def _named(value: str) -> Iterator[Side]:
    for name in dict.fromkeys(filter(None, (part.strip() for part in value.split(";")))):
        found = WITH_STATE.fullmatch(name)
        state = found[2] if found else state_of(name) or (name if name in states() else "")
        if found and state not in states():
            raise BadRecord(f"{name}: {state} is no state's code")
        if found:
            own = found[1]
            yield side(f"{state}/{'-'.join(own.lower().split())}", own, state, "")
        elif state:
            yield side(state, states()[state].name, state, "")
        else:
            yield side("-".join(name.lower().split()), name, "", "")


def unknown(changes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The parties given that are no state and are told of none: perhaps misspelt."""
    yield from (s.name for field, value in changes if field in ("actors", "recipients") for s in sides_of(value) if not s.code)


def correct(store: Store, telling: str, changes: Sequence[tuple[str, str]], note: str, who: str) -> int:
    """Keep corrections of an event, by its first telling; the number of the last."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with store.whole():
        store.write_many(
            "INSERT INTO corrections (telling_id, field, value, note, who, made_at) VALUES (?, ?, ?, ?, ?, ?)",
            [(telling, field, value, note, who, now) for field, value in changes],
        )
        number = int(store.query("SELECT max(correction_id) FROM corrections")[0][0])
        store.decided()
    return number


def withdraw(store: Store, number: int) -> bool:
    """Take a correction back; whether there was one."""
    with store.whole():
        there = store.write("DELETE FROM corrections WHERE correction_id = ?", (number,)) > 0
        store.decided()
    return there


def corrections(store: Store) -> list[Correction]:
    """All corrections, the oldest first."""
    rows = store.query("SELECT correction_id, telling_id, field, value, note, who, made_at FROM corrections ORDER BY correction_id")
    return [Correction(*row) for row in rows]


def by_telling(found: Sequence[Correction], living: Mapping[str, str]) -> dict[str, list[Correction]]:
    """The corrections of each telling; `living` leads from tellings that are no more to those in their place."""
    by: dict[str, list[Correction]] = defaultdict(list)
    for c in found:
        by[living.get(c.telling, c.telling)].append(c)
    return by


# --- merges undone


def split(store: Store, tellings: Sequence[Sequence[str]], who: str) -> None:
    """Keep the parts of tellings apart from now on."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with store.whole():
        number = store.query("SELECT coalesce(max(split_id), 0) + 1 FROM splits")[0][0]
        rows = [(number, t, part, who, now) for part, ids in enumerate(tellings) for t in ids]
        store.write_many("INSERT INTO splits VALUES (?, ?, ?, ?, ?)", rows)
        store.decided()


def join(store: Store, telling: str, living: Mapping[str, str]) -> int:
    """Take back every split in which a telling was taken apart; how many there were."""
    gone = [old for old, now in living.items() if now == telling]
    marks = ", ".join("?" for _ in (telling, *gone))
    with store.whole():
        ids = store.query(f"SELECT DISTINCT split_id FROM splits WHERE telling_id IN ({marks})", (telling, *gone))
        store.write_many("DELETE FROM splits WHERE split_id = ?", [(row[0],) for row in ids])
        store.decided()
    return len(ids)


def parts(store: Store, living: Mapping[str, str]) -> dict[str, dict[int, int]]:
    """For each telling, the splits it takes part in and in which part."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for split_id, telling, part in store.query("SELECT split_id, telling_id, part FROM splits ORDER BY split_id, telling_id"):
        found[living.get(telling, telling)][split_id] = part
    return found
