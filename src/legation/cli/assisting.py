"""The command for assistants: `mcp`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from legation.cli.given import take_up
from legation.cli.group import main
from legation.cli.options import KNOWLEDGE, RECORD
from legation.cli.saying import complain
from legation.errors import LegationError, MissingPart


@main.command()
@RECORD
@click.option("--base-address", "base", metavar="URL", default="", help="Where the record is served (http://127.0.0.1:8000), for links.")
@KNOWLEDGE
def mcp(record: str, base: str, knowledge: str | None) -> None:
    """Serve an assistant over standard input and output (Model Context Protocol): it may read texts and ask the record."""
    from legation.record.store import Store

    if base and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", base):
        raise LegationError(f"--base-address {base}: is no address of the web (give http://HOST:PORT)")
    try:
        from legation.web.assistant import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("mcp", "pydantic"):
            raise
        raise MissingPart("serving assistants needs a part that is not installed: pip install -e '.[mcp]' where Legation lies") from missing
    take_up(knowledge)
    if Path(record).exists():
        with Store(Path(record)):
            pass  # what can't be used is told now, not at the first question
    else:
        complain(LegationError(f"{record}: there is no record: texts can be read, but nothing asked (make one with `legation add`)"))
    server(Path(record), base).run("stdio")
