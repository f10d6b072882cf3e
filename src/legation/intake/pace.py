"""How often a host is asked: one request in two seconds, fewer where it says so, none while it wants to be left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final

EVERY: Final = 2.0  # seconds between two requests to one host
SLOWEST: Final = 60.0  # seconds between two that a robots.txt can ask for
PATIENCE: Final = 60.0  # seconds that a run waits for a host; where it asks for more, its pages fail
BACK_OFF: Final = (4.0, 16.0)  # seconds before each further try, where a busy host does not say how long
GIVEN_UP: Final = 300.0  # seconds that a host is left alone after the last try
DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and waiting: `wall` in seconds since 1970, `steady` in seconds since whenever. Tests bring their own."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Pace:
    """When each host may be asked next."""

    clock: Clock
    free: dict[str, float] = field(default_factory=dict)  # from when on it may be asked
    every: dict[str, float] = field(default_factory=dict)  # seconds between two requests, where it asks for more than is usual

    def left(self, host: str) -> float:
        """Seconds until the host may be asked."""
        return max(0.0, self.free.get(host, 0.0) - self.clock.steady())

    def wait(self, host: str) -> None:
        """Wait until the host may be asked, and count the request."""
        if left := self.left(host):
            self.clock.sleep(left)
        self.leave(host, self.every.get(host, EVERY))

    def leave(self, host: str, seconds: float) -> None:
        """Leave the host alone so long."""
        self.free[host] = max(self.free.get(host, 0.0), self.clock.steady() + seconds)

    def slow(self, host: str, seconds: float) -> None:
        """So long between two requests, within bounds."""
        self.every[host] = min(max(seconds, EVERY), SLOWEST)


def retry_after(said: str, now: float) -> float | None:
    """The seconds that a Retry-After asks for (a number, or a date), a day at most; None where it says nothing."""
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), DAY)
    try:
        return min(max(parsedate_to_datetime(said).timestamp() - now, 0.0), DAY)
    except (ValueError, TypeError, OverflowError):
        return None
