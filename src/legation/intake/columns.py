"""Which column of a table, or which key of an object, holds what of an article: as the user says, else by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Final

Say = Callable[[str], None]

SHOWN: Final = 12  # names of columns in one message
LONGEST: Final = 60  # characters of each
OWN: Final = frozenset(("schema", "furniture", "furniture_why", "dropped", "statements", "events", "metadata"))  # keys of our own records
OWN_MORE: Final = frozenset(("published_why", "language", "version", "model", "rules"))  # where they bear a schema
INDEX: Final = re.compile(r"Unnamed: \d+|__index_level_\d+__|")  # a data frame's line numbers


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that the user names; "" leaves one to its name."""

    text: str = ""
    date: str = ""
    id: str = ""
    title: str = ""
    url: str = ""
    source: str = ""

    def named(self) -> dict[str, str]:
        """The field and its column, for those that were named."""
        return {field.name: name for field in fields(self) if (name := getattr(self, field.name))}


@dataclass(frozen=True, slots=True)
class Layout:
    """The column of each part of an article ("" for none); `rest` are those that are kept as they are."""

    text: str = ""
    date: str = ""
    time: str = ""
    id: str = ""
    title: str = ""
    url: str = ""
    source: str = ""
    authors: str = ""
    rest: tuple[str, ...] = ()

    def described(self) -> str:
        """In words: which part is taken from which column."""
        parts = [f'{f.name} from "{name}"' for f in fields(self) if f.name != "rest" and (name := getattr(self, f.name))]
        if self.rest:
            parts.append(f"kept as metadata: {shown(self.rest)}")
        return ", ".join(parts)

    def plain(self) -> bool:
        """Whether nothing needs to be said: every part is called what we call it, and nothing is left over."""
        ours = {"date": "published", "time": "published_at"}
        return not self.rest and all(getattr(self, f.name) in ("", ours.get(f.name, f.name)) for f in fields(self) if f.name != "rest")


BY_NAME: Final = Columns()  # none that the user names


def understand(names: Iterable[str], columns: Columns) -> Layout:
    """What the columns of these names hold. A column that the user names stands for its part even where it is missing."""
    there = list(names)
    plain = {_plain(name): name for name in reversed(there)}
    found = {field: next((plain[n] for n in known if n in plain), "") for field, known in known_names().items()}
    if columns.date:
        found["time"] = ""
    found |= columns.named()
    taken = {*found.values(), *OWN, *(OWN_MORE if "schema" in there else ())}
    return Layout(**found, rest=tuple(name for name in there if name not in taken and not INDEX.fullmatch(name)))


def shown(names: Iterable[str]) -> str:
    """The names in quotation marks; of many, the first, and of a long one its beginning."""
    some = [f'"{name if len(name) <= LONGEST else name[:LONGEST] + "…"}"' for name in names]
    return ", ".join(some[:SHOWN]) + (f" and {len(some) - SHOWN} more" if len(some) > SHOWN else "")


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """The rows of `knowledge/columns.tsv`: a part of an article, and what its column is called, likeliest first."""
    rows = files("legation").joinpath("knowledge/columns.tsv").read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row and not row.startswith(("#", "field\t")))
    return {field: tuple(names.split()) for field, names in cells}


def _plain(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().lower())
