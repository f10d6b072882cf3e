"""The events as CSV (RFC 4180), a line each, with a heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from legation.record.finding import Whole
from legation.views.exports.flat import COLUMNS, values
from legation.views.exports.rows import row


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The heading and the lines."""
    yield row(COLUMNS, between=",", end="\r\n")
    yield from (row(values(whole.found), between=",", end="\r\n") for whole in events)
