"""The command that cites: `cite`."""

from __future__ import annotations

from pathlib import Path

import click

from legation.cli.group import main
from legation.cli.options import OUTPUT, RECORD
from legation.cli.saying import emit
from legation.errors import LegationError


@main.command(no_args_is_help=True)
@click.argument("cited", metavar="ID")
@RECORD
@click.option(
    "--style", type=click.Choice(("plain", "bibtex", "ris", "csl")), default="plain", show_default=True, help="For whom to write it."
)
@OUTPUT
def cite(cited: str, record: str, style: str, output: str | None) -> None:
    """Cite an entry or an article, by its ID, so that the words can be found again."""
    from legation.record.finding import article, entry, words_of
    from legation.record.store import Store
    from legation.views.citing import cite as write

    with Store(Path(record)) as store:
        whole = entry(store, cited)
        source = None if whole else article(store, cited)
        if whole:
            found = words_of(whole, cited)
            text = write(found.article, found.entry, style)
        elif source:
            text = write(source, style=style)
        else:
            raise LegationError(f"{cited}: no entry and no article with this id in {record} (ids stand in brackets in a timeline)")
        emit(output, iter([text]), None, record)
