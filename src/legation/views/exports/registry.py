"""The formats by name. A format's file is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Literal, cast

from legation.entries import Event

HAPPENED: Final = "happened"
OF = Literal["events", "tellings", "articles"]


@dataclass(frozen=True, slots=True)
class Format:
    """What a format's file needs, and which status it takes where none is asked for ("" for every one).

    `of`: it is made of events, of events with all their tellings, or of articles; `folder`: it writes notes into a folder.
    """

    module: str
    of: OF = "events"
    status: str = ""
    folder: bool = False


FORMATS: Final = {
    "gdelt": Format("gdelt", status=HAPPENED),
    "gdelt-mentions": Format("gdelt_mentions", of="tellings", status=HAPPENED),
    "polecat": Format("polecat", status=HAPPENED),
    "icews": Format("icews", status=HAPPENED),
    "petrarch": Format("petrarch", of="tellings", status=HAPPENED),
    "plover": Format("plover"),
    "timelinejs": Format("timelinejs"),
    "geojson": Format("geojson"),
    "graphml": Format("graphml"),
    "followthemoney": Format("followthemoney"),
    "annotations": Format("annotations", of="tellings"),
    "notes": Format("notes", of="tellings", folder=True),
    "csv": Format("csv_table"),
    "parquet": Format("parquet"),
    "articles": Format("articles", of="articles"),
}

Writer = Callable[[Iterable[object]], Iterator[object]]
Lacks = Callable[[Event], str]


def writer(format: Format) -> Writer:
    """The function that writes the format: text, bytes or notes from what the format is made of."""
    return cast(Writer, import_module(f"legation.views.exports.{format.module}").write)


def lacks(format: Format) -> Lacks:
    """The function that says why the format can't hold an event; "" where it can."""
    own = getattr(import_module(f"legation.views.exports.{format.module}"), "lacks", None)
    return cast(Lacks, own) if own else lambda _event: ""
