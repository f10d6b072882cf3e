"""What the subjects share: a line a check, a server on the loopback interface, time and memory measured, a clock nobody waits for."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Checks:
    """Prints each check as it is made; `end` ends the process with what came of all."""

    def __init__(self) -> None:
        self.failed = 0

    def __call__(self, what: str, ok: bool, told: str) -> None:
        self.failed += not ok
        print(f"  {'ok   ' if ok else 'FAILS'} {what}: {told}", flush=True)

    def end(self) -> None:
        """Exit code 1 where a check failed."""
        sys.exit(1 if self.failed else 0)


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer) -> Iterator[int]:
    """The port of a server whose every answer is made by `answer`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Whoever asks may leave early."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True, slots=True)
class Took:
    """How many seconds something took, and how many of them this process worked."""

    wall: float
    own: float

    def at_most(self, waited: float) -> float:
        """The seconds that count, where no more than `waited` is waited for another process: on a machine that does other work, too."""
        return min(self.wall, waited + self.own)

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.own:.1f} s of the program's own)"


def timed(what: Callable[[], T]) -> tuple[T, Took]:
    """What comes of it, and how long it took."""
    began, used = time.monotonic(), time.process_time()
    found = what()
    return found, Took(time.monotonic() - began, time.process_time() - used)


def memory(kind: str = "VmHWM") -> float:
    """MB of memory that this process holds (VmRSS), or has held at most (VmHWM); of Linux only."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(kind):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Seconds, and by how many MB the memory's peak grew over what was held before."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    held, began, told = memory("VmRSS"), time.monotonic(), dict[str, float]()
    yield told
    told |= {"seconds": time.monotonic() - began, "grew": max(0.0, memory() - held)}
