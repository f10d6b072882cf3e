"""The single codes that other tools use for an entry, PLOVER's and CAMEO's: `docs/record.md` has the rule.

Codes are strings, and keep their leading zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from legation.entries import Status
from legation.knowledge.tables import lines

ALLEGED: Final = ("ACCUSE/allege", "112")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """CAMEO's codes of a type and mode for each status, and PLOVER's where the status changes the type."""

    happened: str
    planned: str
    proposed: str
    threatened: str
    refused: str
    plover_planned: str
    plover_proposed: str
    plover_threatened: str
    plover_refused: str
    source: str


@cache
def _codes() -> dict[tuple[str, str], CodeRow]:
    return {(fields[0], fields[1]): CodeRow(*fields[2:]) for fields in lines("codes.tsv")}


def _row(type: str, mode: str) -> CodeRow | None:
    return _codes().get((type, mode)) or _codes().get((type, ""))


def modes(type: str) -> tuple[str, ...]:
    """The modes of a type, as the table has them; empty for an unknown type."""
    return tuple(mode for known, mode in _codes() if known == type and mode)


def _step(status: Status, by_is_actor: bool) -> str:
    # What is proposed by the one who would do it counts as planned.
    return "planned" if status == "proposed" and by_is_actor else status


def plover_code(type: str, mode: str, status: Status, by_is_actor: bool) -> str:
    """PLOVER's type with its mode ("REQUEST/meet"), or auxiliary mode ("CONSULT (negation)"); "" if unknown."""
    row, step = _row(type, mode), _step(status, by_is_actor)
    own = f"{type}/{mode}" if mode else type
    if row is None:
        return ""
    return {
        "happened": own,
        "planned": row.plover_planned,
        "proposed": row.plover_proposed,
        "threatened": row.plover_threatened,
        "refused": row.plover_refused,
        "alleged": ALLEGED[0],
        "possible": f"{own} (hypothetical)",
        "not_happened": f"{own} (negation)",
    }[step]


def cameo_code(type: str, mode: str, status: Status, by_is_actor: bool) -> str:
    """CAMEO's code ("036", "1382"); "" for what is only possible or did not happen, which CAMEO does not code."""
    row, step = _row(type, mode), _step(status, by_is_actor)
    if row is None:
        return ""
    return {
        "happened": row.happened,
        "planned": row.planned,
        "proposed": row.proposed,
        "threatened": row.threatened,
        "refused": row.refused,
        "alleged": ALLEGED[1],
    }.get(step, "")
