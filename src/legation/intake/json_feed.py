"""JSON Feed (jsonfeed.org/version/1.1): its links, titles and times."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from legation.intake.feed import MOST_ENTRIES, Entry, Feed, entries_of, moment, plain, web_link


def from_json(data: bytes, base: str) -> Feed | None:
    """The feed in some bytes; None where there is none."""
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or "jsonfeed.org" not in _text(given, "version") or not isinstance(given.get("items"), list):
        return None
    return Feed(
        kind="json",
        title=plain(_text(given, "title")),
        site=web_link(_text(given, "home_page_url"), base),
        entries=entries_of(_entries(given["items"]), base),
    )


def _entries(items: list[Any]) -> Iterator[Entry]:
    for item in items[: 10 * MOST_ENTRIES]:
        if isinstance(item, dict) and (link := _text(item, "url") or _text(item, "external_url")):
            yield Entry(link, plain(_text(item, "title")), moment(_text(item, "date_published")), moment(_text(item, "date_modified")))


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""
