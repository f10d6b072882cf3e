"""The options by which pages are fetched, bundled: every command that fetches has them all alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from legation.cli.options import ALLOW_PRIVATE, IGNORE_ROBOTS, OFFLINE, PROXY
from legation.intake.fetched import Manners


def web_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of fetching; it is called with them as one `manners`."""

    @wraps(command)
    def bundled(*, offline: bool, proxy: str, allow_private: tuple[str, ...], ignore_robots: bool, **given: Any) -> None:
        command(**given, manners=Manners(offline, proxy, frozenset(allow_private), ignore_robots))

    for option in (IGNORE_ROBOTS, ALLOW_PRIVATE, PROXY, OFFLINE):
        bundled = option(bundled)
    return bundled
