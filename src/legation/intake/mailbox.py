"""A mailbox (mbox, RFC 4155) to its mails: a file in which programs keep a folder of them, one behind the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Final

from legation.entries import Article
from legation.errors import SourceError, TooLong
from legation.intake.article import Terms
from legation.intake.kinds import BOM, ENVELOPE, begins_mail
from legation.intake.mail import from_mail
from legation.intake.streams import MOST_BYTES, Stream

QUOTED: Final = re.compile(rb">+From ")  # a line of a mail that would begin another one
BREAKS: Final = (b"\n", b"\r\n")


def from_mailbox(stream: Stream, name: str, terms: Terms) -> Iterator[Article | SourceError]:
    """The articles of each mail; in place of a mail that can't be read, the error. `where` names the number of the mail."""
    for number, mail in enumerate(mails(stream.lines()), start=1):
        where = f"{name}, mail {number}"
        try:
            if mail is None:
                raise TooLong(where, f"more than {MOST_BYTES // 1_000_000} MB in one mail", "save its text, and give that")
            yield from from_mail(mail, where, terms)
        except SourceError as error:
            yield error


def mails(lines: Iterable[bytes]) -> Iterator[bytes | None]:
    """Each mail without the line that begins it; None for one that is too long to be held.

    What only looks like such a line stays: it must stand behind an empty line, and a header behind it.
    """
    mail: list[bytes] = []
    size, begun, free = 0, False, True
    for line, following in pairwise(chain(lines, (b"",))):
        bare = line if begun else line.removeprefix(BOM)
        if free and ENVELOPE.match(bare) and begins_mail(following):
            if begun:
                yield _whole(mail, size)
            mail, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= MOST_BYTES:
                mail.append(line[1:] if QUOTED.match(line) else line)
        free = line in BREAKS or not begun
    if begun:
        yield _whole(mail, size)


def _whole(mail: list[bytes], size: int) -> bytes | None:
    return b"".join(mail) if size <= MOST_BYTES else None
