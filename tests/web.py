"""A small web server on the loopback interface, and a clock that nobody waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any

from legation.intake.fetch import Fetcher, Limits, Manners
from legation.intake.pace import Clock

STORY = (
    "<html><head><title>Germany expels diplomats</title>{head}</head><body><article><h1>Germany expels diplomats</h1>"
    "<p>BERLIN, April 4, 2022 — Germany expelled 40 Russian diplomats on Monday, Foreign Minister Annalena Baerbock said. "
    "“We will not accept this,” Russian Foreign Minister Sergei Lavrov said in Moscow on the same day.</p>"
    "<p>Emmanuel Macron met Olaf Scholz in Paris in March, and the two spoke about Ukraine for three hours. {more}</p>"
    "</article></body></html>"
)


def story(more: str = "", head: str = "") -> bytes:
    """The page of an article."""
    return STORY.format(head=head, more=more).encode()


@dataclass(frozen=True)
class Reply:
    """What the server answers."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


def moved(where: str, status: int = 302) -> Reply:
    return Reply(status=status, headers=(("Location", where),))


def packed(body: bytes, encoding: str) -> Reply:
    return Reply(body, headers=(("Content-Type", "text/html"), ("Content-Encoding", encoding)))


Page = Reply | Callable[[Any], Reply | None]


@dataclass
class Site:
    """A running server: what it serves by path, and what it was asked for."""

    pages: dict[str, Page]
    port: int = 0
    scheme: str = "http"
    connections: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    when: Callable[[], float] | None = None
    times: list[float] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serve(
    pages: dict[str, Page],
    *,
    tls: SSLContext | None = None,
    when: Callable[[], float] | None = None,
    connect: Callable[[Any], None] | None = None,
) -> Iterator[Site]:
    """A site that serves these pages, with 404 for all others; `connect` answers those who take it for a proxy."""
    site = Site(pages, scheme="https" if tls else "http", when=when)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if site.when:
                site.times.append(site.when())
            page = site.pages.get(self.path, Reply(b"nothing here", 404))
            reply = page if isinstance(page, Reply) else page(self)
            if reply is None:  # the page has answered by itself
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_CONNECT(self) -> None:
            if connect:
                connect(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def process_request(self, request: Any, client: Any) -> None:
            site.connections += 1
            super().process_request(request, client)

        def handle_error(self, *_: object) -> None:
            """Whoever asks may leave early."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Hurry:
    """A clock that jumps ahead wherever one would wait."""

    now: float = 1_650_000_000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self.now, self.sleep)


def fetcher(*, allow: str = "127.0.0.1", hurry: Hurry | None = None, limits: Limits | None = None, **manners: Any) -> Fetcher:
    """A fetcher that may ask the loopback interface, and never waits."""
    given = Manners(allow_private=frozenset({allow}), **manners)
    return Fetcher(given, clock=(hurry or Hurry()).clock, limits=limits)
