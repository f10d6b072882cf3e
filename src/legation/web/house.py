"""What is served, under which names, to whom: all that the pages and their safety need to know."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from legation.record.columns import Held
from legation.record.store import Store

HOST: Final = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::(?P<port>\d{1,5}))?")
LOOPBACK: Final = frozenset(("127.0.0.1", "localhost", "::1"))


@dataclass(frozen=True, slots=True)
class House:
    """A record that is served: `names` are the hosts by which it may be asked for, `password` a hash ("" where none is asked for).

    `wide` says that it listens on every address of the machine: any address in figures is then its own. `token` is this run's:
    who writes must have read it on one of its pages.
    """

    record: Path
    port: int
    who: str = "unknown"
    names: frozenset[str] = LOOPBACK
    wide: bool = False
    password: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    held: Held = field(default_factory=Held)

    def open(self) -> Store:
        """The record, to look at."""
        return Store(self.record, looking=True)

    def is_own(self, host: str) -> bool:
        """Whether a Host header names this house: a name it goes by, and its port where one is given."""
        name, port = _parts(host)
        if name in LOOPBACK and name in self.names:
            return port in ("", str(self.port))
        return name in self.names or (self.wide and _is_address(name) and port in ("", str(self.port)))


def hashed(password: str) -> str:
    """A password as it is kept in memory."""
    return sha256(b"legation " + password.encode()).hexdigest()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    return host in LOOPBACK or (_is_address(host) and ip_address(host).is_loopback)


def _parts(host: str) -> tuple[str, str]:
    """A host's name and port; a name that nobody bears where it is no host."""
    found = HOST.fullmatch(host.lower())
    return (found["six"] or found["name"], found["port"] or "") if found else ("", "")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
