"""What a command is given, checked and taken up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from legation.errors import BadDate, LegationError, SourceError
from legation.knowledge.days import fault

if TYPE_CHECKING:
    from legation.cli.intake import Intake
    from legation.entries import Article
    from legation.intake.columns import Say
    from legation.intake.fetched import Fetched
    from legation.intake.webpage import InHand
    from legation.knowledge.sureness import Least

OWN_TABLE: Final = "legation.tsv"


def articles(
    sources: Iterable[str | SourceError], intake: Intake, say: Say, in_hand: InHand | None = None
) -> Iterator[Article | SourceError]:
    """The articles of each source, or in their place what is wrong with it: one bad source stops no other.

    `say` is told how the columns of tables were understood, and what was left out; `in_hand` gets the pages that are fetched.
    """
    from legation.intake.sources import load
    from legation.intake.webpage import Web

    with ExitStack() as stack:
        keep = None if intake.dry_run else _archive(intake.archive, stack)
        web = Web(intake.manners, heard=keep, in_hand=in_hand)  # one for all: it keeps each site's pace
        for source in sources:
            try:
                if isinstance(source, SourceError):
                    raise source
                yield from load(
                    source, published=intake.published, allow_long=intake.allow_long, allow_language=intake.any_language,
                    columns=intake.columns, say=say, web=web,
                )  # fmt: skip
            except SourceError as error:
                yield error


def _archive(folder: str, stack: ExitStack) -> Callable[[Fetched], None] | None:
    """What keeps each page as it was fetched, where a folder for that is named."""
    from legation import __version__
    from legation.intake.archiving import Archive

    if folder and Path(folder).exists() and not Path(folder).is_dir():
        raise LegationError(f"--archive {folder}: is a file (name a folder, in which archives are kept)")
    return stack.enter_context(Archive(Path(folder), f"Legation/{__version__}")).keep if folder else None


def take_up(knowledge: str | None) -> Path | None:
    """The user's own knowledge: the file asked for, else legation.tsv in the current folder where there is one."""
    from legation.knowledge import own

    path = Path(knowledge) if knowledge else Path(OWN_TABLE)
    if not knowledge and not path.is_file():
        return None
    own.load(path)
    return path


def a_day(given: str, option: str = "--on") -> str:
    """A day, month or year (ISO), checked."""
    if given and (wrong := fault(given)):
        raise BadDate(f"{option} {given}: {wrong}")
    return given


def check(given: str, allowed: Iterable[str], option: str) -> None:
    """Refuse what is none of the values allowed."""
    if given and given not in allowed:
        raise LegationError(f"{option} {given}: is none of {', '.join(allowed)}")


def how_sure(given: str) -> Least:
    """How sure an entry must be, checked."""
    from legation.knowledge.sureness import least

    try:
        return least(given)
    except LegationError as error:
        raise LegationError(f"--min-confidence {error}") from error


def login() -> str:
    """The name of who sits here."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
