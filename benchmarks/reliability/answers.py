"""Answers of a site gone wrong: HTTP and robots.txt, mutated. Each must be taken or refused by name, and soon.

python benchmarks/reliability/answers.py [--inputs 20000]
"""

from __future__ import annotations

import argparse
import gzip
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable

from _checks import Checks

from legation.errors import SourceError
from legation.intake.article import Terms
from legation.intake.dates import Published
from legation.intake.fetch import Fetcher, Limits, Manners
from legation.intake.fetched import Fetched
from legation.intake.pace import Clock
from legation.intake.webpage import from_fetched

TEXT = b"Germany expels diplomats\n\nGermany expelled 40 Russian diplomats on Monday, the foreign minister said.\n" * 20
PACKED = gzip.compress(TEXT)
HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nETag: "1"\r\n'
WHOLE = (
    HEAD + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT,
    HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(PACKED) + PACKED,
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(TEXT) + TEXT + b"\r\n0\r\nX-Trailer: 1\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"\r\n" + TEXT,
)
RULES = b"User-agent: *\nDisallow: /private*/x$\nCrawl-delay: 2\nRequest-rate: 1/10m\nAllow: /\nUser-agent: legation\nDisallow: //[%zz\n"
SLOW = 2.0  # seconds
SHOWN = 3


def mutated(dice: random.Random, data: bytes) -> bytes:
    """A few bytes changed, taken out, put in, doubled or cut off."""
    body = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(body) + 1), dice.choice((1, 1, 2, 8, 40))
        match dice.randrange(5):
            case 0:
                body[at : at + length] = dice.randbytes(length)
            case 1:
                del body[at : at + length]
            case 2:
                body[at:at] = dice.choice((b"\r\n", b"\0", b":", b",", b"9" * 30, b"-1", b"\xff", b"%", b"//", b"@", b" "))
            case 3:
                body[at:at] = body[at : at + length] * dice.randint(1, 50)
            case _ if dice.random() < 0.2:
                del body[at:]
    return bytes(body)


def site(answer: Callable[[], bytes]) -> int:
    """The port of a site that sends whatever `answer` gives, and then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            there, _ = listening.accept()
            with there:
                there.recv(65_536)
                there.sendall(answer())

    threading.Thread(target=serve, daemon=True).start()
    return int(listening.getsockname()[1])


def tried(checks: Checks, what: str, inputs: int, attempt: Callable[[random.Random], None]) -> None:
    """Many attempts: what came of them, and how long the slowest took."""
    dice, told, wrong, slowest = random.Random(1), Counter[str](), list[str](), 0.0
    for _ in range(inputs):
        began = time.monotonic()
        try:
            attempt(dice)
            told["taken"] += 1
        except SourceError:
            told["refused"] += 1
        except Exception as error:
            wrong.append(repr(error)[:200])
        slowest = max(slowest, time.monotonic() - began)
    said = f"{told['taken']:,} taken, {told['refused']:,} refused, {len(wrong)} other errors, the slowest {slowest:.2f} s"
    checks(f"{inputs:,} {what}", not wrong and slowest < SLOW, " ".join([said, *wrong[:SHOWN]]))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--inputs", type=int, default=20_000)
    inputs = ap.parse_args().inputs
    checks, sent = Checks(), [b""]
    port = site(lambda: sent[0])
    clock, limits = Clock(sleep=lambda _seconds: None), Limits(whole=SLOW / 2)

    def ask(dice: random.Random, *, heed: bool) -> Fetched:
        manners = Manners(allow_private=frozenset({"127.0.0.1"}), ignore_robots=not heed)
        return Fetcher(manners, clock=clock, limits=limits).get(f"http://127.0.0.1:{port}/a/b?c=d")

    def answer(dice: random.Random) -> None:
        sent[0] = mutated(dice, dice.choice(WHOLE))
        from_fetched(ask(dice, heed=False), Terms(Published("")))

    def rules(dice: random.Random) -> None:
        sent[0] = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + mutated(dice, RULES)
        ask(dice, heed=True)

    tried(checks, "answers, mutated", inputs, answer)
    tried(checks, "robots.txt, mutated", inputs, rules)
    checks.end()


if __name__ == "__main__":
    main()
