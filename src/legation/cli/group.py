"""The command itself: whatever fails in it is one line on standard error, and exit 2."""

from __future__ import annotations

import sys
from typing import Any

import click

from legation import __version__
from legation.cli.saying import complain
from legation.errors import LegationError
from legation.views import streams


class Group(click.Group):
    """Commands whose every failure is one line on standard error, and exit 2."""

    def main(self, *given: Any, **options: Any) -> Any:
        """Run the command asked for, and end the process."""
        streams.hold()
        try:
            sys.exit(super().main(*given, **options | {"standalone_mode": False}))
        except LegationError as error:
            complain(error)
        except click.UsageError as error:
            if error.message.startswith("Usage:"):  # nothing was asked for: help says what can be
                error.show()
            else:
                complain(misuse(error))
        except (click.Abort, KeyboardInterrupt):  # the latter before and behind what click itself runs
            complain(LegationError("stopped"))
            sys.exit(130)
        except UnicodeEncodeError:  # a byte of the command line or of LEGATION_USER that is no UTF-8
            streams.abandon()
            complain(LegationError("what is given is not UTF-8 (write it in UTF-8, or set the terminal to it)"))
        except OSError as error:
            streams.abandon()
            complain(LegationError(f"{error.filename or 'standard output'}: {error.strerror or error}"))
        sys.exit(2)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="legation")
def main() -> None:
    """Read the news about states and keep the diplomatic record."""


def misuse(error: click.UsageError) -> LegationError:
    """What click says on several lines, on one."""
    message = error.format_message().rstrip(".")
    command = error.ctx.command_path if error.ctx else "legation"
    return LegationError(f"{message[:1].lower()}{message[1:]} (`{command} --help` shows what there is)")
