"""Options that several commands share."""

from __future__ import annotations

from typing import Final

import click

from legation.errors import LegationError

MOST: Final = 10_000_000  # of whatever is counted


def _named(_context: click.Context, _option: click.Parameter, given: str) -> str:
    if not given.strip():
        raise LegationError('--record "": names no file (give one, or leave the option out)')
    return given


KNOWLEDGE: Final = click.option(
    "--knowledge", metavar="FILE", envvar="LEGATION_KNOWLEDGE", help="Your own rows (TSV); else legation.tsv in the current folder."
)
PUBLISHED = click.option("--published", metavar="DATE", default="", help="The day of publication (EDTF), over what a source says.")
WORKERS = click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read at once.")
WHO = click.option("--who", metavar="NAME", envvar="LEGATION_USER", default="", help="Who decides this; else your login name.")
ALLOW_LONG = click.option("--allow-long", is_flag=True, help="Take texts of more than 100,000 words.")
ANY_LANGUAGE = click.option("--any-language", "--allow-language", "any_language", is_flag=True, help="Take texts that are not English.")
OFFLINE = click.option("--offline", is_flag=True, help="Fetch nothing: web addresses are refused.")
PROXY = click.option("--proxy", metavar="ADDRESS", default="", help="Fetch through this proxy (http://host:port).")
ALLOW_PRIVATE = click.option(
    "--allow-private", metavar="HOST", multiple=True, help="Fetch from HOST (or HOST:PORT) though it is not public; again for more."
)
IGNORE_ROBOTS = click.option("--ignore-robots", is_flag=True, help="Fetch what a site's robots.txt asks programs not to; it is noted.")
SINCE = click.option("--since", metavar="DATE", default="", help="From this day, month or year on.")
UNTIL = click.option("--until", metavar="DATE", default="", help="Up to this day, month or year.")
LIMIT = click.option("--limit", type=click.IntRange(1, MOST), default=1000, show_default=True, help="At most so many.")
RECORD = click.option(
    "--record", metavar="FILE", callback=_named, envvar="LEGATION_RECORD", default="legation.db", show_default=True, help="The record file."
)
PARTY = click.option("--party", "parties", metavar="NAME", multiple=True, help="Who takes part: a state, a code, a name; again for more.")
MIN_CONFIDENCE = click.option(
    "--min-confidence", "surest", metavar="SHARE", default="0", help='Leave out what is less sure than this: 0 to 1, or "sure".'
)
TEXT = click.option("--text", metavar="WORDS", default="", help="Words that stand in the evidence.")
QUIET = click.option("--quiet", is_flag=True, help="Say nothing beside the answer.")
OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all; '-' is standard output.")
LISTED = click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "jsonl", "csv", "markdown")),
    default="table",
    show_default=True,
    help="How to show it.",
)
FORMATS: Final = ("table", "json", "jsonl", "csv", "markdown", "html")
