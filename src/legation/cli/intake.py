"""The options by which sources are taken in, bundled: `read` and `add` have them all alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import Any, Final

import click

from legation.cli.options import ALLOW_LONG, ANY_LANGUAGE, PUBLISHED
from legation.cli.web import web_options
from legation.intake.columns import BY_NAME, Columns
from legation.intake.fetched import Manners

PARTS: Final = {
    "text": "The column, or key, that holds the text.",
    "date": "The column of the day of publication.",
    "id": "The column of the id.",
    "title": "The column of the title.",
    "url": "The column of the web address.",
    "source": "The column of who published it.",
}
DRY_RUN: Final = click.option("--dry-run", is_flag=True, help="Show the first three articles as understood; read and keep nothing.")

ARCHIVE: Final = click.option("--archive", metavar="DIR", default="", help="Keep what is fetched, as it came, as a web archive in DIR.")


@dataclass(frozen=True, slots=True)
class Intake:
    """What the user said about the sources."""

    published: str = ""
    allow_long: bool = False
    any_language: bool = False
    columns: Columns = field(default=BY_NAME)
    dry_run: bool = False
    manners: Manners = field(default=Manners())
    archive: str = ""


def intake_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of the intake; it is called with them as one `intake`."""

    @web_options
    @wraps(command)
    def bundled(**given: Any) -> None:
        columns = Columns(**{part: given.pop(f"{part}_column") for part in PARTS})
        plain = {one.name: given.pop(one.name) for one in fields(Intake) if one.name != "columns"}
        command(**given, intake=Intake(**plain, columns=columns))

    for option in reversed([PUBLISHED, *map(_column, PARTS), DRY_RUN, ARCHIVE, ALLOW_LONG, ANY_LANGUAGE]):
        bundled = option(bundled)
    return bundled


def _column(part: str) -> Callable[[Any], Any]:
    return click.option(f"--{part}-column", metavar="NAME", default="", help=PARTS[part])
