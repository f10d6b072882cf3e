"""Feeds that are built to do harm.

    python benchmarks/reliability/feeds.py [--megabytes 500] [--only WORDS]

Bombs must be refused within two seconds, with 64 MB more memory at most; every other hostile feed must end within ten seconds, one way or
the other, and a good one be read after it. On a machine that does other work too, what counts is the limit of the process that reads
feeds and the processor seconds that the program uses besides. `--only`: those in whose names these words stand. Feeds that are spoiled
at random are tried by fuzz.py.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from _checks import Checks, measured, serving, timed

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import feed_making as making
from test_feeds import LAUGHS, LINKS

from legation.errors import SourceError
from legation.intake.feeds import SECONDS as WAITED
from legation.intake.feeds import read_feed
from legation.intake.fetch import Fetcher, Manners
from legation.intake.opml import from_opml

SECONDS, MEGABYTES = 2.0, 64.0
LONGEST = 10.0  # seconds


def packed(megabytes: int, begin: bytes, more: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = more * (1_000_000 // len(more))
    return packer.compress(begin) + b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def bombs(megabytes: int) -> Iterator[tuple[str, str, bytes]]:
    """What each is, the Content-Encoding that it claims, and its bytes."""
    url = b"<url><loc>https://wire.example/a</loc></url>"
    blank, full = packed(megabytes, b"<urlset>", b" "), packed(megabytes, b"<urlset>", url)
    yield "site map in gzip, of blanks", "", blank
    yield "site map in gzip, of pages", "", full
    yield "site map in gzip, sent as gzip", "gzip", gzip.compress(full)
    yield "feed sent as gzip", "gzip", packed(megabytes, b"<rss><channel>", b"<item><link>https://wire.example/a</link></item>")
    yield "site map in 1,000 members of gzip", "", gzip.compress(b" " * (megabytes * 1_000)) * 1_000


def hostile() -> Iterator[tuple[str, bytes]]:
    """Feeds of up to five megabytes, as many as come over the wire."""
    for tag in ("rss", "feed", "urlset"):
        yield f"{tag}: entities within entities", LAUGHS.format(tag).encode()
        yield f"{tag}: 200,000 attributes", b"<%b %b>" % (tag.encode(), b" ".join(b"a%d='b'" % n for n in range(200_000)))
        yield f"{tag}: 200,000 times one attribute", b"<%b %b>" % (tag.encode(), b"a='b' " * 200_000)
        yield f"{tag}: an attribute without an end", b"<%b a='%b" % (tag.encode(), b"x" * 4_000_000)
        yield f"{tag}: 500,000 nestings", b"<%b>" % tag.encode() + b"<a>" * 500_000
        yield f"{tag}: 20,000 nestings, closed", b"<%b>" % tag.encode() + b"<a>" * 20_000 + b"</a>" * 20_000
        yield f"{tag}: 400,000 marks of a tag's begin", b"<%b>" % tag.encode() + b"<" * 400_000
        yield f"{tag}: 100,000 CDATA without an end", b"<%b>" % tag.encode() + b"<![CDATA[" * 100_000
        yield f"{tag}: 100,000 comments without an end", b"<%b>" % tag.encode() + b"<!--" * 100_000
        yield f"{tag}: 300,000 references to nothing", b"<%b>" % tag.encode() + b"&nothing;" * 300_000
        yield f"{tag}: 100,000 document types", b"<!DOCTYPE x [ " * 100_000 + b"<%b/>" % tag.encode()
        yield f"{tag}: NULs", b"<%b>" % tag.encode() + b"\0" * 1_000_000
    yield "100,000 items", making.rss(f"/{n}" for n in range(100_000))[:5_000_000]
    yield "a title of 4 MB without a blank", b"<rss><channel><item><title>%b</title></item></channel></rss>" % (b"x" * 4_000_000)
    yield "a title of 4 MB of tags", b"<rss><channel><item><title>%b</title></item></channel></rss>" % (b"&lt;b&gt;" * 400_000)
    yield "a summary of 4 MB of tags", b"<rss><channel><item><description>%b" % (b"&lt;b a=" * 400_000)
    yield "400,000 namespaces", b"<rss>" + b"".join(b"<a xmlns:n%d='u%d'/>" % (n, n) for n in range(150_000))
    yield "JSON, 5 million brackets", b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 5_000_000
    yield "JSON, a number of 4 million digits", b'{"version":"https://jsonfeed.org/version/1","items":[' + b"9" * 4_000_000 + b"]}"
    yield "RSS that says it is UTF-7", b"<?xml version='1.0' encoding='utf-7'?><rss>" + b"+ADw-" * 500_000


def bombed(checks: Checks, what: str, encoding: str, body: bytes) -> None:
    headers = {"Content-Type": "application/xml"} | ({"Content-Encoding": encoding} if encoding else {})
    fetcher = Fetcher(Manners(allow_private=frozenset({"127.0.0.1"}), ignore_robots=True))

    def plain(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    with serving(plain) as port, measured() as cost:
        said, refused = tried(lambda: read_feed(fetcher.get(f"http://127.0.0.1:{port}/")))
    within = cost["seconds"] <= SECONDS and cost["grew"] <= MEGABYTES
    checks(f"{what} ({len(body):,} bytes)", refused and within, f"{said}; {cost['seconds']:.2f} s, {cost['grew']:.0f} MB")


def tried(read: Callable[[], object]) -> tuple[str, bool]:
    """What came of it, and whether it was refused."""
    try:
        found = read()
    except SourceError as error:
        return error.what, True
    return f"read, {len(getattr(found, 'entries', found))} pages", False


def harmless(checks: Checks, what: str, body: bytes) -> None:
    (said, _), took = timed(lambda: tried(lambda: read_feed(making.answer(body))))
    (listed, _), took_list = timed(lambda: tried(lambda: from_opml(body, "a list")))
    after, _ = tried(lambda: read_feed(making.answer(making.rss(LINKS))))
    within = max(took.at_most(WAITED), took_list.at_most(0)) <= LONGEST
    checks(what, within and after == "read, 2 pages", f"{said}, {took}; as a list of feeds: {listed}, {took_list}")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--megabytes", type=int, default=500)
    ap.add_argument("--only", default="")
    asked = ap.parse_args()
    checks = Checks()
    tried(lambda: read_feed(making.answer(making.rss(LINKS))))  # what is loaded once is loaded
    for what, encoding, body in bombs(asked.megabytes) if asked.only in "bombs" else ():
        bombed(checks, f"{asked.megabytes} MB, {what}", encoding, body)
    for what, body in hostile():
        if asked.only in what:
            harmless(checks, what, body)
    checks.end()


if __name__ == "__main__":
    main()
