"""How a command answers: its output, its progress, its complaints."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from legation.errors import LegationError, SourceError
from legation.views import streams

if TYPE_CHECKING:
    from legation.record.store import Store
    from legation.views.progress import Bar


FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def emit(output: str | None, parts: Iterator[str] | Iterator[bytes], bar: Bar | None, *inputs: str | None) -> None:
    """Write the parts, text as UTF-8, to a file or to standard output as they come; never onto what they are read from."""
    encoded = (part.encode() if isinstance(part, str) else part for part in parts)
    if output not in (None, "-"):
        from legation.record.opening import is_record
        from legation.views.writing import same_file, write_whole

        for given in filter(None, inputs):
            if same_file(str(output), given):
                raise LegationError(f"-o {output}: would overwrite {given}, which is read (name another file)")
        if is_record(Path(os.path.realpath(str(output)))):
            raise LegationError(f"-o {output}: is a record of Legation's, and is not overwritten (name another file)")
        try:
            write_whole(Path(str(output)), encoded)
        except OSError as error:
            raise unwritten(str(output), error) from error
        return
    for part in encoded:
        with away(bar):
            streams.write_out(part)


def unwritten(output: str, error: OSError) -> LegationError:
    """Why a file or a folder can't be written, with what to do."""
    at = Path(output)
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not at.parent.is_dir():
        return LegationError(f"{output}: can't be written: there is no folder {at.parent} (make it, or name another place)")
    way = "give the name of a file" if at.is_dir() else "make room on the disk" if error.errno in FULL else "check who may write there"
    return LegationError(f"{output}: can't be written: {error.strerror or error} ({way}, or name another place)")


def told(parts: Iterator[str], store: Store, form: str, nothing: str, *, quiet: bool = False) -> Iterator[str]:
    """The parts as they are; where there are none, `nothing` is said on standard error, unless quiet was asked for.

    In it {path} stands for the record's, {tellings} and {statements} for how many it holds.
    """
    empty = True
    for part in parts:
        empty = empty and form == "json" and part == "[]\n"
        yield part
    if empty and not quiet:
        from legation.views.plain import one_line

        click.echo(one_line(f"legation: {nothing.format(**store.counts(), path=store.path)}"), err=True)


def progress(stack: ExitStack, sources: int) -> Bar | None:
    """A progress bar on standard error, where a person sees it."""
    if not streams.is_terminal(sys.stderr):
        return None
    from legation.views.progress import Bar

    return stack.enter_context(Bar(sources))


def away(bar: Bar | None) -> AbstractContextManager[None]:
    """The progress bar, if there is one, is out of the way inside."""
    return bar.away() if bar else nullcontext()


def notes(bar: Bar | None, *, quiet: bool) -> Callable[[str], None]:
    """What takes the notes of the intake: each is a line on standard error, unless quiet was asked for."""

    def say(words: str) -> None:
        from legation.views.plain import one_line

        with away(bar), suppress(OSError):
            click.echo(f"legation: {one_line(words)}", err=True)

    return (lambda _words: None) if quiet else say


class Complaints:
    """What could not be read. It is said at once; of web addresses, which take their time, it is listed at the end."""

    def __init__(self, stack: ExitStack, bar: Bar | None) -> None:
        self._bar = bar
        self._later: list[SourceError] = []
        stack.callback(self._at_end)

    def tell(self, error: SourceError) -> None:
        """Say it, now or at the end."""
        if error.where.startswith(("http://", "https://")):
            self._later.append(error)
            return
        with away(self._bar):
            complain(error)

    def _at_end(self) -> None:
        with away(self._bar):
            for error in self._later:
                complain(error)


def complain(error: LegationError) -> None:
    """One line on standard error, whatever the message holds."""
    from legation.views.plain import one_line

    with suppress(OSError):  # where standard error is full or gone, the exit code still tells
        click.echo(f"legation: {one_line(str(error))}", err=True)
