"""What fetching is told, and what it gives: by themselves, so that whoever only passes them on need not load what fetches."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Manners:
    """How to fetch, as the user said; `allow_private` has hosts, or hosts with ports, that need not be public."""

    offline: bool = False
    proxy: str = ""
    allow_private: frozenset[str] = frozenset()
    ignore_robots: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer as it came: `address` as asked, `final` after redirects, `at` in UTC (ISO 8601), the body unpacked.

    `moved` is the address to which redirects say that it has moved for good; "" where none does.
    """

    address: str
    final: str
    at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    ignored_robots: bool = False
    moved: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of the body."""
        return sha256(self.body).hexdigest()

    @property
    def media(self) -> str:
        """The media type, in lower case and without parameters; "" where none is told."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def header(self, name: str) -> str:
        """A header by its name; "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")
