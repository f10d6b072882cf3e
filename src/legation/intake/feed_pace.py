"""When a feed is to be asked again: at its own pace, within bounds, and the later the longer it fails."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from legation.intake.fetched import Fetched
from legation.intake.pace import retry_after

USUAL: Final = 1_800  # seconds, where a feed says nothing
LEAST: Final = 600
MOST: Final = 86_400
EARLY: Final = 60  # seconds: a timer that runs as often as the feed says must find it due
MAX_AGE: Final = re.compile(r"(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE | re.ASCII)
UNKEPT: Final = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)
AGAIN: Final = (900, 7_200, 43_200, 86_400)  # seconds after each failure of a page


def own_pace(said: int, answer: Fetched) -> int:
    """Seconds between two polls, as a feed and its server ask for it; 0 where neither does."""
    return min(max(said, _fresh(answer)), MOST)


def next_poll(now: datetime, every: int, *, wait: float = 0.0, failing_since: str = "") -> str:
    """When to poll next: `every` seconds from now, `wait` at the least; a failing feed after as long as it has failed."""
    pace = every or USUAL
    if failing_since:
        pace = max(pace, int((now - datetime.fromisoformat(failing_since)).total_seconds()))
    return iso(now + timedelta(seconds=max(min(max(pace, LEAST), MOST), min(wait, MOST))))


def next_try(now: datetime, tries: int, wait: float = 0.0) -> str:
    """When a page that could not be had is to be tried again; "" when it has been tried often enough."""
    if tries > len(AGAIN):
        return ""
    return iso(now + timedelta(seconds=max(AGAIN[max(tries - 1, 0)], min(wait, MOST))))


def due_by(now: datetime) -> str:
    """Polls that are set for this time or before it are due."""
    return iso(now + timedelta(seconds=EARLY))


def iso(at: datetime) -> str:
    """A time as the record writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _fresh(answer: Fetched) -> int:
    """Seconds for which the server calls its answer fresh (RFC 9111)."""
    control = answer.header("cache-control")
    if UNKEPT.search(control):
        return 0
    if ages := MAX_AGE.findall(control):
        return min(map(int, ages))
    expires = retry_after(answer.header("expires"), datetime.fromisoformat(answer.at).timestamp())
    return int(expires) if expires and not answer.header("expires").isdigit() else 0
