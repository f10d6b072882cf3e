"""Bombs over HTTP: 500 MB packed small. Each must be refused within two seconds, and memory grow by no more than 64 MB.

python benchmarks/reliability/bombs.py [--megabytes 500]
"""

from __future__ import annotations

import argparse
import gzip
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import brotli
import zstandard
from _checks import Checks, measured, serving

from legation.errors import FetchError
from legation.intake.fetch import Fetcher, Manners

SECONDS, MEGABYTES = 2.0, 64.0


def packed(packer: zlib._Compress, megabytes: int) -> bytes:
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def bombs(megabytes: int) -> Iterator[tuple[str, str, bytes]]:
    """What each is, the Content-Encoding that it claims, and its bytes."""
    once = packed(zlib.compressobj(9, zlib.DEFLATED, 31), megabytes)
    brotlied = brotli.compress(bytes(megabytes * 1_000_000), quality=1)
    standard = zstandard.ZstdCompressor().compress(bytes(megabytes * 1_000_000))
    yield "gzip", "gzip", once
    yield "gzip in 1,000 members", "gzip", gzip.compress(bytes(megabytes * 1_000)) * 1_000
    yield "gzip, nothing in 240,000 members", "gzip", gzip.compress(b"") * 240_000
    yield "deflate", "deflate", packed(zlib.compressobj(9), megabytes)
    yield "raw deflate", "deflate", packed(zlib.compressobj(9, zlib.DEFLATED, -15), megabytes)
    yield "double gzip, claimed as such", "gzip, gzip", gzip.compress(once)
    yield "double gzip, claimed as gzip", "gzip", gzip.compress(once)
    yield "brotli", "br", brotlied
    yield "brotli claimed as gzip", "gzip", brotlied
    yield "zstd", "zstd", standard
    yield "zstd claimed as deflate", "deflate", standard
    yield "not packed", "identity", bytes(megabytes * 1_000_000)


def plain(request: BaseHTTPRequestHandler, headers: dict[str, str], body: bytes) -> None:
    request.send_response(200)
    for name, value in {"Content-Type": "text/html", **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def endless(request: BaseHTTPRequestHandler, what: str) -> None:
    """A body, a line of it, or headers without an end."""
    if what == "headers":
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            request.wfile.write(b"X-More: " + b"x" * 60_000 + b"\r\n")
    if what == "a header":
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    elif what == "a chunk's length":
        request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    else:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        request.wfile.write(b"1" * 60_000)


def tried(checks: Checks, what: str, port: int) -> None:
    from legation.intake.article import Terms
    from legation.intake.dates import Published
    from legation.intake.webpage import Web

    web = Web(Manners(allow_private=frozenset({"127.0.0.1"}), ignore_robots=True))
    with measured() as cost:
        try:
            article = web.article(f"http://127.0.0.1:{port}/", Terms(Published("")))
            said = f"read, {len(article.text):,} characters"
            refused = False
        except Exception as error:
            said, refused = getattr(error, "what", repr(error)), hasattr(error, "what")
    within = cost["seconds"] <= SECONDS and cost["grew"] <= MEGABYTES
    checks(what, refused and within, f"{said}; {cost['seconds']:.2f} s, {cost['grew']:.0f} MB")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--megabytes", type=int, default=500)
    megabytes = ap.parse_args().megabytes
    checks = Checks()
    warm_up()
    for what, encoding, body in bombs(megabytes):
        with serving(lambda request, e=encoding, b=body: plain(request, {"Content-Encoding": e}, b)) as port:
            tried(checks, f"{megabytes} MB, {what} ({len(body):,} bytes)", port)
    for what in ("headers", "a header", "a chunk's length", "a body"):
        with serving(lambda request, w=what: endless(request, w)) as port:
            tried(checks, f"{what} without an end", port)
    checks.end()


def warm_up() -> None:
    """Load what is loaded once."""
    try:
        Fetcher(Manners()).get("http://127.0.0.1/")
    except FetchError:
        return


if __name__ == "__main__":
    main()
