"""The command that shows the record in a browser: `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from legation.cli.given import login
from legation.cli.group import main
from legation.cli.options import RECORD, WHO
from legation.errors import MissingPart


@main.command()
@RECORD
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), default=8710, show_default=True, help="The port; 0 for any that is free."
)
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to serve on; another needs a password."
)
@click.option("--name", "names", metavar="HOST", multiple=True, help="A name by which it may also be asked for; again for more.")
@click.option("--password-file", metavar="FILE", default="", help="A file whose first line is the password that is asked for.")
@click.option("--no-open", is_flag=True, help="Open no browser.")
@WHO
def serve(record: str, port: int, host: str, names: tuple[str, ...], password_file: str, no_open: bool, who: str) -> None:
    """Show the record in a browser, until stopped by Ctrl-C."""
    try:
        from legation.web.serving import Wanted
        from legation.web.serving import serve as run
    except ModuleNotFoundError as error:
        raise MissingPart(f"serve needs {error.name}: pip install -e '.[web]' where Legation lies") from error
    run(Wanted(Path(record), host, port, names, password_file, not no_open, who or login()))
