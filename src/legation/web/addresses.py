"""The addresses of pages, made in one place: whatever a name holds, it stays one part of one address."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from legation.record.facets import Filters


def part(value: str) -> str:
    """A value as one part of a path."""
    return quote(value, safe="")


def entry(id: str) -> str:
    """The page of an entry."""
    return f"/entry/{part(id)}"


def article(id: str) -> str:
    """The page of an article."""
    return f"/article/{part(id)}"


def party(key: str) -> str:
    """The page of a party, by its code, id or name."""
    return f"/party/{part(key)}"


def relation(one: str, other: str) -> str:
    """The page of two parties; a stroke in one is written so that it does not part the address."""
    return "/relation/" + "/".join(part(part(key)) if "/" in key or "%" in key else part(key) for key in (one, other))


def asked(path: str, **values: object) -> str:
    """A path with what is asked for; "" and () are left out."""
    pairs = [(k, v) for k, given in values.items() for v in (given if isinstance(given, tuple) else (given,)) if v not in ("", None, False)]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def values(filters: Filters) -> Mapping[str, object]:
    """Filters as a timeline's address bears them."""
    return {
        "party": filters.parties, "type": filters.type, "status": filters.status, "date": filters.date, "since": filters.since,
        "until": filters.until, "place": filters.place, "source": filters.source, "confidence": filters.least, "words": filters.text,
    }  # fmt: skip


def timeline(filters: Filters, path: str = "/timeline", **more: object) -> str:
    """A timeline by these filters."""
    return asked(path, **(dict(values(filters)) | more))
