"""Pace: 40 addresses of one host and 40 of four, redirects, failures and a busy page among them; the clock jumps where one would wait.

python benchmarks/reliability/pace.py
"""

from __future__ import annotations

from collections import defaultdict
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

from _checks import Checks, serving

from legation.errors import FetchError
from legation.intake.fetch import Fetcher, Manners
from legation.intake.pace import Clock

LEAST = 2.0  # seconds between two requests to one host
HOSTS = ("one.example", "two.example", "three.example", "four.example")


class Hurry:
    """A clock that jumps ahead."""

    def __init__(self) -> None:
        self.now = 1_650_000_000.0

    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def run(hosts: tuple[str, ...], pages: int) -> tuple[dict[str, list[float]], int, float]:
    """When each host was asked, the most connections at a time, and the seconds that it all takes."""
    hurry, asked, busy = Hurry(), defaultdict[str, list[float]](list), [True]
    open_now = most = 0

    def answer(request: BaseHTTPRequestHandler) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        asked[request.headers["Host"].partition(":")[0]].append(hurry.now)
        number = int(request.path.strip("/p") or 0) if request.path.startswith("/p") else -1
        status = 302 if number % 10 == 3 else 500 if number % 10 == 5 else 503 if number == 7 and busy and busy.pop() else 200
        request.send_response(404 if number < 0 else status)
        if status == 302:
            request.send_header("Location", f"/p{number + 1}")
        request.send_header("Content-Length", "6")
        request.end_headers()
        request.wfile.write(b"a page")
        open_now -= 1

    with serving(answer) as port:
        fetch = Fetcher(Manners(allow_private=frozenset(hosts)), clock=hurry.clock(), resolve=lambda *_: ["127.0.0.1"])
        began = hurry.now
        for number in range(pages):
            try:
                fetch.get(f"http://{hosts[number % len(hosts)]}:{port}/p{number}")
            except FetchError:
                continue
    return asked, most, hurry.now - began


def main() -> None:
    checks = Checks()
    for hosts in (HOSTS[:1], HOSTS):
        asked, most, seconds = run(hosts, 40)
        gaps = [later - earlier for times in asked.values() for earlier, later in pairwise(times)]
        requests = sum(map(len, asked.values()))
        told = f"{requests} requests in {seconds:.0f} s, at least {min(gaps):.1f} s apart at one host, {most} at a time"
        checks(f"40 addresses of {len(hosts)} {'host' if len(hosts) == 1 else 'hosts'}", min(gaps) >= LEAST and most == 1, told)
    checks.end()


if __name__ == "__main__":
    main()
