"""The parts of an actor's CAMEO code: state, kinds and known group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from legation.entries import Actor
from legation.knowledge.exchange import cameo_state, known_group, sector
from legation.knowledge.tables import states

INTERNATIONAL: Final = "IGO"


@dataclass(frozen=True, slots=True)
class Parts:
    """What an actor's code says: "AFG" and "REB" and "TAL" are AFGREBTAL."""

    name: str = ""
    state: str = ""
    kinds: tuple[str, ...] = ()
    group: str = ""

    @property
    def code(self) -> str:
        """The whole code."""
        return "".join((self.state, *self.kinds, self.group))


def parts(actor: Actor | None) -> Parts:
    """The parts of an actor's code; all empty where there is nobody."""
    if actor is None:
        return Parts()
    kinds = (INTERNATIONAL if actor.code == INTERNATIONAL else "", sector(actor.sector).cameo)
    state = cameo_state(actor.code) if actor.code in states() else ""
    return Parts(actor.name, state, tuple(dict.fromkeys(filter(None, kinds))), known_group(actor.name))
