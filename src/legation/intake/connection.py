"""The only sockets of the program: one request to one address whose numbers were checked, over a connection to one of these."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from http.client import HTTPResponse, RemoteDisconnected
from io import BufferedReader
from ipaddress import ip_address
from threading import Timer
from types import TracebackType
from typing import Any, Final, cast

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, ProxyManager, Timeout, make_headers
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
    TimeoutError,
)
from urllib3.util import parse_url

from legation.errors import FetchError, LegationError
from legation.intake.addresses import PAGE, Address, Number, allowed, never_a_site, public, without_login

NUMBERS: Final = 2  # of a name that are tried, of IPv4 and of IPv6 each
BUFFER: Final = 65_536
BLANK: Final = (b"\r\n", b"\n")  # the line that ends the head of an answer
LATER: Final = "try again later"
UNPROVED: Final = "what can't be proved is not read; save the page, if you trust it, and give the file"

Answer = BaseHTTPResponse
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: bytes as they come and unpacked, redirects, and seconds."""

    wire: int = 5_000_000
    decoded: int = 10_000_000
    headers: int = 100_000
    redirects: int = 5
    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0


def resolve(host: str, port: int) -> list[str]:
    """The numbers of a name, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def numbers(address: Address, private: frozenset[str], ask: Resolve, *, proxied: bool = False) -> list[Number]:
    """The numbers of an address's host, asked for once. Raises FetchError where one of them is not public, unless the user allows it.

    A proxy may know names that are not known here (`proxied`): it is then left to the proxy what to do with them.
    """
    found = [address.number] if address.number else _resolved(address, ask)
    if not found and not proxied:
        raise FetchError(str(address), f"there is no site of the name {address.host}", "check the address, and the connection")
    if not allowed(address, private) and (inside := [n for n in found if not public(n)]):
        what = f"its host is not on the public network ({inside[0]})"
        site = not any(map(never_a_site, inside))
        raise FetchError(str(address), what, f"--allow-private {address.host} reads it all the same" if site else PAGE)
    kinds = {number.version: None for number in found}  # in the order in which the system would try them
    return [number for kind in kinds for number in [n for n in found if n.version == kind][:NUMBERS]]


def _resolved(address: Address, ask: Resolve) -> list[Number]:
    try:
        return [ip_address(number) for number in dict.fromkeys(ask(address.host, address.port))]
    except (OSError, ValueError):
        return []


class Deadline:
    """Breaks a connection off when its time is over, however slowly it trickles."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self._break_off)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        for one in self._sockets:
            one.close()

    def watch(self, one: socket.socket) -> None:
        """Break this one off, too. TLS takes the socket over, so a second handle to it is kept."""
        self._sockets.append(one.dup())
        if self.passed:
            self._break_off()

    def _break_off(self) -> None:
        self.passed = True
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Lines:
    """The head of an answer, line by line; `last` is the last one."""

    def __init__(self, raw: BufferedReader) -> None:
        self.raw, self.last = raw, b"\n"

    def readline(self, size: int = -1, /) -> bytes:
        self.last = self.raw.readline(size)
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


class _Headed(HTTPResponse):
    """An answer whose head has an end: one that breaks off before would pass for an empty page."""

    def begin(self) -> None:
        raw = self.fp
        lines = _Lines(raw)
        self.fp = cast(BufferedReader, lines)
        try:
            super().begin()
        finally:
            if self.fp is not None:  # it is, where the answer is closed already
                self.fp = raw
        if lines.last not in BLANK:
            raise RemoteDisconnected("the head of the answer has no end")


class _Watched(HTTPConnection):
    """A connection with a deadline."""

    response_class = _Headed

    def __init__(self, *given: Any, deadline: Deadline, **options: Any) -> None:
        super().__init__(*given, **options)
        self.deadline = deadline

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.deadline.watch(made)
        return made


class _WatchedTLS(_Watched, HTTPSConnection):
    """The same over TLS."""


class _Plain(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TLS(HTTPSConnectionPool):
    ConnectionCls = _WatchedTLS


@dataclass(frozen=True)
class Line:
    """How requests go out: straight to a checked number, or through the proxy that the user names."""

    limits: Limits
    proxy: str

    @cached_property
    def context(self) -> ssl.SSLContext:
        """What certificates are proved by: the system's own. Made when it is first needed, since reading them takes a while."""
        return ssl.create_default_context()

    @contextmanager
    def ask(self, address: Address, found: Sequence[Number], headers: dict[str, str]) -> Iterator[Answer]:
        """The answer to a request, its body yet to be read. Raises FetchError, also for what goes wrong while it is read."""
        with Deadline(self.limits.whole) as deadline:
            answer = None
            try:
                answer = self._through_proxy(address, headers, deadline) if self.proxy else self._first(address, found, headers, deadline)
                yield answer
                if deadline.passed:  # what was broken off looks as if it had ended
                    raise HTTPError
            except LegationError:
                raise
            except Exception as error:  # the libraries let through whatever comes of an answer that breaks the rules (ValueError)
                what, hint = (f"slower than {self.limits.whole:.0f} seconds", LATER) if deadline.passed else why(error)
                raise FetchError(str(address), what, hint) from error
            finally:
                if answer is not None:
                    answer.close()

    def _first(self, address: Address, found: Sequence[Number], headers: dict[str, str], deadline: Deadline) -> Answer:
        """The answer of the first number that takes the connection."""
        for number in found[:-1]:
            with suppress(NewConnectionError, ConnectTimeoutError):
                return self._straight(address, number, headers, deadline)
        return self._straight(address, found[-1], headers, deadline)

    def _straight(self, address: Address, number: Number, headers: dict[str, str], deadline: Deadline) -> Answer:
        """The connection goes to the number; the name stands in the request, and is what the certificate must prove."""
        if address.scheme == "https":
            pool: HTTPConnectionPool = _TLS(
                str(number), address.port, ssl_context=self.context, server_hostname=address.host, deadline=deadline
            )
        else:
            pool = _Plain(str(number), address.port, deadline=deadline)
        return pool.urlopen("GET", address.target, headers={"Host": address.netloc, **headers}, **self._terms())

    def _through_proxy(self, address: Address, headers: dict[str, str], deadline: Deadline) -> Answer:
        where = parse_url(self.proxy)
        own = make_headers(proxy_basic_auth=where.auth) if where.auth else None
        manager = ProxyManager(where._replace(auth=None).url, proxy_headers=own, ssl_context=self.context, proxy_ssl_context=self.context)
        made: Any = {"http": partial(_Plain, deadline=deadline), "https": partial(_TLS, deadline=deadline)}
        manager.pool_classes_by_scheme = made
        return manager.urlopen("GET", str(address), headers=headers, **self._terms())

    def _terms(self) -> dict[str, Any]:
        timeout = Timeout(connect=self.limits.connect, read=self.limits.read)
        return {"redirect": False, "retries": False, "preload_content": False, "decode_content": False, "timeout": timeout}


def checked_proxy(given: str) -> str:
    """The proxy's address. Raises LegationError where it is none."""
    try:
        where = parse_url(given)
    except HTTPError:
        where = parse_url("")
    if given and (where.scheme not in ("http", "https") or not where.host):
        raise LegationError(f"--proxy {without_login(given)}: is no proxy's address (give it as http://host:port)")
    return given


def why(error: Exception) -> tuple[str, str]:
    """What went wrong with a connection, in words, and what to do."""
    inner = error.__cause__ if isinstance(error, ProxyError) and isinstance(error.__cause__, Exception) else error
    if isinstance(inner, SSLError | ssl.SSLError):
        said = getattr(inner.args[0] if inner.args else inner, "verify_message", "") or "no secure connection"
        return f"its certificate or encryption does not hold: {said}", UNPROVED
    if isinstance(error, ProxyError):
        return "the proxy does not let it through", "check --proxy"
    if isinstance(inner, NameResolutionError):
        return "the proxy's name is not known", "check --proxy"
    if isinstance(inner, TimeoutError | OSError) and "timed out" in str(inner):
        return "it does not answer in time", LATER
    if isinstance(inner, NewConnectionError):
        return "no connection can be made", LATER
    if not isinstance(inner, HTTPError | OSError):
        return "its answer breaks the rules of HTTP", LATER
    return "the connection broke off", LATER
