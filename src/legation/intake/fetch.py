"""Pages from the web, fetched safely and politely: public addresses only, bounded, at the site's pace and within its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin

from legation import __version__
from legation.errors import FetchError
from legation.intake.addresses import Address, Number, hosts, parse
from legation.intake.connection import BUFFER, Answer, Limits, Line, Resolve, checked_proxy, numbers, resolve
from legation.intake.decoding import ACCEPTED, Refused, decoded
from legation.intake.fetched import Fetched, Manners
from legation.intake.pace import BACK_OFF, GIVEN_UP, PATIENCE, Clock, Pace, retry_after
from legation.intake.robots import Robots

__all__ = ["Fetched", "Fetcher", "Limits", "Manners"]

AGENT: Final = f"Legation/{__version__} (reads the news about states; heeds robots.txt)"
ACCEPT: Final = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"
OK, UNCHANGED = 200, 304
FOR_GOOD: Final = (301, 308)
MOVED: Final = (301, 302, 303, 307, 308)
BUSY: Final = (429, 503)
STATUSES: Final = {
    401: "it wants a password", 402: "it wants to be paid", 403: "the site does not give it to programs", 404: "there is no such page",
    410: "the page is gone", 429: "the site is asked too much", 451: "the page is withheld for legal reasons", 503: "the site is busy",
}  # fmt: skip


class Fetcher:
    """Fetches for one run: it keeps each site's robots.txt and pace. Not for several threads at once."""

    def __init__(self, manners: Manners, *, limits: Limits | None = None, clock: Clock | None = None, resolve: Resolve = resolve) -> None:
        self.manners, self.limits = manners, limits or Limits()
        self._private = hosts(manners.allow_private)
        self._clock, self._resolve = clock or Clock(), resolve
        self._line = Line(self.limits, checked_proxy(manners.proxy))
        self._pace = Pace(self._clock)
        self._robots = Robots(lambda address: self._follow(address, {}, asked=True).body, self._clock)

    def get(self, address: str, *, conditions: Mapping[str, str] = {}) -> Fetched:
        """What stands at an address (status 200), or that it is unchanged (304, under `conditions`: If-None-Match, If-Modified-Since).

        Raises FetchError for everything else, also where the site's robots.txt asks programs not to read it.
        """
        if self.manners.offline:
            raise FetchError(address, "not fetched, as --offline asks", "give a file instead")
        return self._follow(address, conditions, asked=self.manners.ignore_robots)

    def sitemaps(self, address: str) -> tuple[str, ...]:
        """The site maps that the site of an address names in its robots.txt. Raises FetchError."""
        if self.manners.offline:
            return ()
        return tuple(self._robots.rules(parse(address)).parsed.sitemaps)

    def _follow(self, given: str, conditions: Mapping[str, str], *, asked: bool) -> Fetched:
        """The answer behind all redirects; `asked`: the site's rules need not be asked for."""
        at = start = settled = parse(given)
        try:
            for _ in range(self.limits.redirects + 1):
                found = numbers(at, self._private, self._resolve, proxied=bool(self.manners.proxy))
                if not asked:
                    self._heed_robots(at)
                answer = self._answer(at, found, given, conditions)
                if answer.status not in MOVED:
                    return answer if settled == start else replace(answer, moved=str(settled))
                to = parse(_joined(at, answer.header("location")))
                settled = to if settled == at and answer.status in FOR_GOOD else settled
                at = to
            raise FetchError(str(start), f"more than {self.limits.redirects} redirects")
        except FetchError as error:
            what = error.what if error.where == str(start) else f"leads to {error.where}: {error.what}"
            raise FetchError(given, what, error.hint, status=error.status, wait=error.wait) from error

    def _heed_robots(self, address: Address) -> None:
        rules = self._robots.rules(address)
        if not rules.allow(address):
            raise FetchError(str(address), "its site's robots.txt asks programs not to read it", "--ignore-robots reads it all the same")
        if rules.delay:
            self._pace.slow(address.host, rules.delay)

    def _answer(self, address: Address, found: Sequence[Number], given: str, conditions: Mapping[str, str]) -> Fetched:
        """The answer of one address: a page, a redirect or that it is unchanged. A busy site is asked again, a little later."""
        for back_off in (*BACK_OFF, GIVEN_UP):
            self._wait(address)
            answer = self._ask(address, found, given, conditions)
            if answer.status not in BUSY:
                break
            asked = retry_after(answer.header("retry-after"), self._clock.wall())
            self._pace.leave(address.host, back_off if asked is None else asked)
        return self._usable(answer, address, conditions)

    def _wait(self, address: Address) -> None:
        """Wait for the host's pace, but not for ever."""
        left = self._pace.left(address.host)
        if left > PATIENCE:
            raise FetchError(str(address), f"its site asks to be left alone for {left:.0f} seconds", "try again later", wait=left)
        self._pace.wait(address.host)

    def _ask(self, address: Address, found: Sequence[Number], given: str, conditions: Mapping[str, str]) -> Fetched:
        headers = {"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED, "Connection": "close", **conditions}
        with self._line.ask(address, found, headers) as answer:
            body = self._body(address, answer) if answer.status == OK else b""
            told = self._told(address, answer)
        at = datetime.fromtimestamp(self._clock.wall(), UTC).isoformat(timespec="seconds")
        return Fetched(given, str(address), at, answer.status, told, body, self.manners.ignore_robots)

    def _told(self, address: Address, answer: Answer) -> tuple[tuple[str, str], ...]:
        """The headers, as they came."""
        told = tuple(answer.headers.iteritems())
        if sum(len(name) + len(value) for name, value in told) > self.limits.headers:
            raise FetchError(str(address), "not taken: its headers are too long")
        return told

    def _body(self, address: Address, answer: Answer) -> bytes:
        """The body unpacked, while it is counted."""
        chunks = iter(lambda: answer.read(BUFFER, decode_content=False), b"")
        try:
            return decoded(chunks, answer.headers.get("content-encoding", ""), self.limits.wire, self.limits.decoded)
        except Refused as error:
            raise FetchError(str(address), f"not taken: {error}", "save the page, and give the file") from None

    def _usable(self, answer: Fetched, address: Address, conditions: Mapping[str, str]) -> Fetched:
        """The answer, where it is a page, a redirect, or an unchanged page that was asked for so."""
        if answer.status == OK or (answer.status in MOVED and answer.header("location")):
            return answer
        if answer.status == UNCHANGED and conditions:
            return answer
        what = STATUSES.get(answer.status, "the site does not answer as it should")
        left = self._pace.left(address.host) if answer.status in BUSY else 0.0
        raise FetchError(str(address), f"{what} (status {answer.status})", status=answer.status, wait=left)


def _joined(address: Address, location: str) -> str:
    """Where a redirect leads. Servers send it in Latin-1, UTF-8 or with blanks, though they should not."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(str(address), location.strip().replace(" ", "%20"))
    except ValueError:
        return location
