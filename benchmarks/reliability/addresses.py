"""Addresses that deceive, given and as redirects: none may lead to a connection. The list is that of tests/test_addresses.py.

    python benchmarks/reliability/addresses.py [--random 1000000]

Then as many random addresses, made of the pieces of the list: whatever is not refused must be a host that is public.
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from _checks import Checks, serving

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from test_addresses import DECEIVING, known

from legation.errors import FetchError
from legation.intake.addresses import parse, public
from legation.intake.fetch import Fetcher, Manners
from legation.intake.pace import Clock

PIECE = re.compile(r"[a-z]+|[0-9]+|.", re.IGNORECASE | re.DOTALL)


class Listener:
    """A socket on the loopback interface that nobody should connect to."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]

    def connections(self) -> int:
        """How many have come so far."""
        count = 0
        while True:
            try:
                self.socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1


def refused(address: str, allow: str = "") -> bool:
    """Whether it is refused."""
    manners = Manners(allow_private=frozenset({allow} - {""}), ignore_robots=True)
    fetch = Fetcher(manners, clock=Clock(sleep=lambda _seconds: None), resolve=known)
    try:
        fetch.get(address)
    except FetchError:
        return True
    return False


def given(checks: Checks) -> None:
    inside = Listener()
    count = sum(refused(address.replace("PORT", str(inside.port))) for address in DECEIVING)
    came = inside.connections()
    checks("given", came == 0 and count == len(DECEIVING), f"{count} of {len(DECEIVING)} refused, {came} connections at a listening socket")


def redirected(checks: Checks) -> None:
    inside, location = Listener(), [""]

    def answer(request: BaseHTTPRequestHandler) -> None:
        moved = request.path == "/"  # an address without a scheme of its own stays at this host
        request.send_response(302 if moved else 404)
        if moved:
            request.send_header("Location", location[0])
        request.send_header("Content-Length", "0")
        request.end_headers()

    count = 0
    with serving(answer) as port:
        for address in DECEIVING:
            location[0] = address.replace("PORT", str(inside.port)).replace("\n", "%0A").encode().decode("latin-1")
            count += refused(f"http://127.0.0.1:{port}/", f"127.0.0.1:{port}")
    came = inside.connections()
    told = f"{count} of {len(DECEIVING)} refused, {came} connections at a listening socket"
    checks("as a redirect", came == 0 and count == len(DECEIVING), told)


def made_up(checks: Checks, inputs: int) -> None:
    pieces = sorted({piece for address in DECEIVING for piece in PIECE.findall(address.replace("PORT", "8080"))})
    dice, taken, wrong, began = random.Random(1), 0, [], time.monotonic()
    for _ in range(inputs):
        address = "http://" + "".join(dice.choices(pieces, k=dice.randint(1, 12)))
        try:
            found = parse(address)
        except FetchError:
            continue
        except Exception:
            wrong.append(address)
            continue
        taken += 1
        plain = re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", found.host)
        if not plain or parse(str(found)) != found or (found.number and public(found.number) and found.host not in address.lower()):
            wrong.append(address)
    told = f"{taken:,} understood, {len(wrong)} of them wrongly or with an error; {time.monotonic() - began:.0f} s"
    checks(f"{inputs:,} made up", not wrong, " ".join([told, *map(repr, wrong[:3])]))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--random", type=int, default=1_000_000)
    inputs = ap.parse_args().random
    checks = Checks()
    given(checks)
    redirected(checks)
    made_up(checks, inputs)
    checks.end()


if __name__ == "__main__":
    main()
