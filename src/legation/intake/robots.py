"""What a site asks of programs in its robots.txt (RFC 9309), asked for once a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from protego import Protego

from legation.errors import FetchError
from legation.intake.addresses import Address
from legation.intake.pace import DAY, Clock

NAME: Final = "legation"
MOST: Final = 512_000  # bytes of it that are heeded (RFC 9309 asks for 500 kibibytes)
AGENT: Final = re.compile(r"(?i)^[ \t]*user[- ]?agent[ \t]*[: \t][ \t]*([^\r\n#]*)")
OTHER: Final = "user-agent: -"
TOO_MANY: Final = 429
NOT_SERVED: Final = range(400, 500)


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's robots.txt, read; `until` is when it must be asked for again."""

    parsed: Protego
    until: float

    def allow(self, address: Address) -> bool:
        """Whether the site lets programs read this address."""
        return self.parsed.can_fetch(str(address), NAME)

    @property
    def delay(self) -> float:
        """Seconds between two requests that it asks for; 0 where it doesn't say."""
        rate = self.parsed.request_rate(NAME)
        return max(self.parsed.crawl_delay(NAME) or 0.0, min(rate.seconds, DAY) / rate.requests if rate else 0.0)


@dataclass(slots=True)
class Robots:
    """The rules of each site; `fetch` gives the bytes of an address, or raises FetchError."""

    fetch: Callable[[str], bytes]
    clock: Clock
    known: dict[str, Rules] = field(default_factory=dict)

    def rules(self, address: Address) -> Rules:
        """The rules of an address's site. A site without a robots.txt has none; one whose can't be had is not read: FetchError."""
        site, now = address.origin, self.clock.wall()
        if site not in self.known or self.known[site].until < now:
            self.known[site] = Rules(parsed(self._text(address)), now + DAY)
        return self.known[site]

    def _text(self, address: Address) -> str:
        try:
            return self.fetch(f"{address.origin}/robots.txt")[:MOST].decode("utf-8", "replace")
        except FetchError as error:
            if error.status in NOT_SERVED and error.status != TOO_MANY:
                return ""
            what = f"its site's robots.txt can't be had: {error.what}"
            raise FetchError(str(address), what, error.hint, status=error.status, wait=error.wait) from error


def parsed(text: str) -> Protego:
    """The rules of a robots.txt. All other programs are one to us: a file that names thousands would cost rules times programs."""
    lines = text.removeprefix("\ufeff").splitlines()  # as Protego tells lines apart
    return Protego.parse("\n".join(AGENT.sub(_agent, line) for line in lines))


def _agent(line: re.Match[str]) -> str:
    name = line[1].strip().lower()
    return line[0] if name == "*" or (name and NAME.startswith(name.strip("*"))) else OTHER
