"""Fetching: redirects, robots.txt, pace, limits, encryption, and what is said where a page can't be had."""

from __future__ import annotations

import gzip
import pickle
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import trustme

import web
from legation import __version__
from legation.errors import FetchError, LegationError
from legation.intake.decoding import Refused, decoded
from legation.intake.fetch import Fetcher, Limits, Manners
from legation.intake.pace import retry_after
from legation.intake.robots import parsed


def refusal(site: web.Site, path: str = "/", **options: Any) -> FetchError:
    """The error with which an address is refused."""
    with pytest.raises(FetchError) as caught:
        web.fetcher(**options).get(site.url(path))
    assert caught.value.where == site.url(path)
    return caught.value


# --- what comes


def test_a_page_as_it_came() -> None:
    headers = (("Content-Type", "Text/HTML; charset=utf-8"), ("ETag", '"1"'), ("X-Twice", "a"), ("X-Twice", "b"))
    with web.serve({"/story": web.Reply(web.story(), headers=headers)}) as site:
        found = web.fetcher().get(site.url("/story#part"))
    assert (found.address, found.final, found.status) == (site.url("/story#part"), site.url("/story"), 200)
    assert (found.body, found.hash) == (web.story(), sha256(web.story()).hexdigest())
    assert (found.at, found.media, found.header("etag")) == ("2022-04-15T05:20:02+00:00", "text/html", '"1"')
    assert [pair for pair in found.headers if pair[0].startswith("X-")] == [("X-Twice", "a"), ("X-Twice", "b")]


def test_a_request_names_the_program_and_gives_nothing_away() -> None:
    with web.serve({"/story": web.Reply(web.story())}) as site:
        web.fetcher().get(site.url("/story"))
        _, asked = site.asked[1]
    assert asked["user-agent"].startswith(f"Legation/{__version__} ")
    assert asked["host"] == f"127.0.0.1:{site.port}"
    assert sorted(asked) == ["accept", "accept-encoding", "connection", "host", "user-agent"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int) -> None:
    pages = {"/a": web.moved("/b?x=1", status), "/b?x=1": web.moved("/caf\u00c3\u00a9 noir", 301), "/caf%C3%A9%20noir": web.Reply(b"here")}
    with web.serve(pages) as site:
        found = web.fetcher().get(site.url("/a"))
    assert (found.body, found.address, found.final) == (b"here", site.url("/a"), site.url("/caf%C3%A9%20noir"))


def test_five_redirects_and_no_more() -> None:
    with web.serve({f"/{n}": web.moved(f"/{n + 1}") for n in range(20)}) as site:
        site.pages["/5"] = web.Reply(b"here")
        assert web.fetcher().get(site.url("/0")).body == b"here"
        site.pages["/5"] = web.moved("/6")
        assert refusal(site, "/0").what == "more than 5 redirects"
        site.pages["/round"] = web.moved("/round")
        assert refusal(site, "/round").what == "more than 5 redirects"


def test_a_page_that_is_unchanged() -> None:
    def page(request: Any) -> web.Reply:
        return web.Reply(status=304) if request.headers.get("If-None-Match") == '"1"' else web.Reply(b"changed")

    with web.serve({"/": page, "/odd": web.Reply(status=304)}) as site:
        found = web.fetcher().get(site.url(), conditions={"If-None-Match": '"1"'})
        assert (found.status, found.body) == (304, b"")
        assert web.fetcher().get(site.url()).body == b"changed"
        assert refusal(site, "/odd").status == 304


STATUSES = [
    (404, "there is no such page (status 404)"),
    (410, "the page is gone (status 410)"),
    (403, "the site does not give it to programs (status 403)"),
    (500, "the site does not answer as it should (status 500)"),
    (204, "the site does not answer as it should (status 204)"),
    (302, "the site does not answer as it should (status 302)"),
]


@pytest.mark.parametrize(("status", "what"), STATUSES)
def test_what_is_no_page(status: int, what: str) -> None:
    with web.serve({"/": web.Reply(b"sorry", status=status)}) as site:
        found = refusal(site)
    assert (found.what, found.status) == (what, status)
    again = pickle.loads(pickle.dumps(found))
    assert (str(again), again.status) == (str(found), status)


# --- limits


def pieces(body: bytes, size: int = 60_000) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def raw(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("size", [1, 7, 60_000])
@pytest.mark.parametrize("body", [b"", b"short", bytes(range(256)) * 3_000, b"0" * 1_048_576])
def test_what_was_packed_is_unpacked(body: bytes, size: int) -> None:
    if size == 1 and len(body) > 10_000:
        body = body[:10_000]
    both = gzip.compress(body[:100]) + gzip.compress(body[100:])
    for packing, encoding in [
        (body, ""), (body, "identity"), (gzip.compress(body), "gzip"), (both, "X-GZip"), (gzip.compress(body) + b"\0" * 9, "gzip"),
        (zlib.compress(body), "deflate"), (raw(body), " Deflate"),
    ]:  # fmt: skip
        assert decoded(pieces(packing, size), encoding, 5_000_000, 10_000_000) == body


ZEROS = bytes(50_000_000)
BOMBS = [
    ("gzip", gzip.compress(ZEROS, 9), "more than 10 MB when unpacked"),
    ("deflate", zlib.compress(ZEROS, 9), "more than 10 MB when unpacked"),
    ("deflate", raw(ZEROS), "more than 10 MB when unpacked"),
    ("gzip, gzip", gzip.compress(gzip.compress(ZEROS, 9)), "packed as gzip, gzip, though only gzip, deflate was asked for"),
    ("br", b"\x1b\xff\xff\xff" * 500, "packed as br, though only gzip, deflate was asked for"),
    ("zstd", b"\x28\xb5\x2f\xfd" * 500, "packed as zstd, though only gzip, deflate was asked for"),
    ("gzip", b"no gzip at all", "damaged: it can't be unpacked"),
    ("gzip", gzip.compress(b"a" * 9000)[:-9], "cut off before its end"),
    ("gzip", gzip.compress(b"") * 2_000, "packed in more than 1,000 pieces"),
    ("", bytes(5_000_001), "more than 5 MB"),
]


@pytest.mark.parametrize(("encoding", "body", "what"), BOMBS, ids=[f"{n} {b[0] or 'plain'}" for n, b in enumerate(BOMBS)])
def test_bombs_are_let_go(encoding: str, body: bytes, what: str) -> None:
    with web.serve({"/": web.packed(body, encoding)}) as site:
        assert refusal(site, ignore_robots=True).what == f"not taken: {what}"


def test_a_bomb_takes_no_memory() -> None:
    bomb = gzip.compress(ZEROS, 9)
    tracemalloc.start()
    with pytest.raises(Refused):
        decoded(pieces(bomb), "gzip", 5_000_000, 10_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 2**20


def slow(request: Any) -> None:
    """A byte at a time, for ever."""
    request.send_response(200)
    request.end_headers()
    with suppress(OSError):
        while True:
            request.wfile.write(b"x")
            time.sleep(0.02)


def cut_off(request: Any) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "100")
    request.end_headers()
    request.wfile.write(b"only this")


def long_headers(request: Any) -> None:
    request.send_response(200)
    for n in range(50):
        request.send_header(f"X-{n}", "x" * 4_000)
    request.end_headers()


def endless_headers(request: Any) -> None:
    with suppress(OSError):
        while True:
            request.wfile.write(b"X" * 60_000)


def head(words: bytes, request: Any) -> None:
    request.wfile.write(words)


def chunked(size: bytes, request: Any) -> None:
    """A body in chunks, of which one says that it has a size that none can have."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\nhello\r\n0\r\n\r\n")


HEADS = [
    b"HTTP/1.1 200",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/h",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    b"HTTP/1.1 200 OK\nContent-Type: text/html\n",
    b"HTTP/1.1 302 Found\r\nLocation: /els",
]
ANSWERS = [
    (slow, "slower than 0 seconds"),
    (cut_off, "the connection broke off"),
    (long_headers, "not taken: its headers are too long"),
    (endless_headers, "the connection broke off"),
    (lambda request: request.wfile.write(b"not HTTP\r\n\r\n"), "the connection broke off"),
    (lambda request: None, "the connection broke off"),
    *((partial(head, cut), "the connection broke off") for cut in HEADS),
    *((partial(chunked, size), "its answer breaks the rules of HTTP") for size in (b"-5", b"-ff")),
    *((partial(chunked, size), "the connection broke off") for size in (b"-1", b"zz", b"fffffffffffffffffffff", b"")),
]


@pytest.mark.parametrize(("answer", "what"), ANSWERS)
def test_answers_that_never_end_or_end_too_soon(answer: Any, what: str) -> None:
    def page(request: Any) -> None:
        answer(request)

    with web.serve({"/": page}) as site:
        assert refusal(site, ignore_robots=True, limits=Limits(whole=0.3)).what == what


def test_where_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="no connection can be made"):
            web.fetcher().get(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_the_next_number_of_a_name_is_tried() -> None:
    with web.serve({"/": web.Reply(b"here")}) as site:
        manners = Manners(allow_private=frozenset({"two.example"}), ignore_robots=True)
        fetch = Fetcher(manners, clock=web.Hurry().clock, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
        assert fetch.get(site.url(host="two.example")).body == b"here"
        assert site.asked[0][1]["host"] == f"two.example:{site.port}"


# --- what a site asks for

ROBOTS = b"User-agent: *\nDisallow: /private\nDisallow: /*.pdf$\nAllow: /private/open\n\nUser-agent: OtherBot\nDisallow: /\n"


def test_robots_are_heeded_and_asked_for_once_a_day() -> None:
    pages = {"/robots.txt": web.Reply(ROBOTS), **{p: web.Reply(b"a page") for p in ("/a", "/private/open/b")}}
    hurry = web.Hurry()
    with web.serve(pages) as site:
        fetch = web.fetcher(hurry=hurry)
        for path in ("/a", "/private/open/b"):
            assert fetch.get(site.url(path)).body == b"a page"
        for path in ("/private", "/private/x", "/x.pdf"):
            with pytest.raises(FetchError, match=r"robots\.txt asks programs not to read it \(--ignore-robots"):
                fetch.get(site.url(path))
        assert site.paths == ["/robots.txt", "/a", "/private/open/b"]
        hurry.now += 86_401
        fetch.get(site.url("/a"))
        assert site.paths.count("/robots.txt") == 2


def test_robots_can_be_passed_over_and_that_is_told() -> None:
    with web.serve({"/robots.txt": web.Reply(ROBOTS), "/private": web.Reply(b"a page")}) as site:
        found = web.fetcher(ignore_robots=True).get(site.url("/private"))
        assert (found.ignored_robots, site.paths) == (True, ["/private"])
        site.pages["/private/open"] = web.Reply(b"a page")
        assert not web.fetcher().get(site.url("/private/open")).ignored_robots


def test_a_redirect_leads_into_no_forbidden_place() -> None:
    with web.serve({"/robots.txt": web.Reply(ROBOTS), "/a": web.moved("/private/x"), "/private/x": web.Reply(b"no")}) as site:
        assert refusal(site, "/a").what.startswith(f"leads to {site.url('/private/x')}: its site's robots.txt")
        assert "/private/x" not in site.paths


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (401, True), (410, True), (500, False), (503, False), (429, False)])
def test_a_site_whose_robots_cannot_be_had(status: int, read: bool) -> None:
    with web.serve({"/robots.txt": web.Reply(b"", status), "/": web.Reply(b"a page")}) as site:
        if read:
            assert web.fetcher().get(site.url()).body == b"a page"
        else:
            assert refusal(site).what.startswith("its site's robots.txt can't be had: ")
            assert "/" not in site.paths


def test_hostile_robots_cost_little() -> None:
    for end in ("\n", "\r", "\x0b"):
        many = end.join([*(f"User-agent: a{n}" for n in range(20_000)), *["Disallow: /a"] * 20_000])
        assert parsed(many).can_fetch("https://example.org/a", "legation")
    stars = "User-agent: *\nDisallow: /" + "*a" * 5_000 + "b$"
    assert parsed(stars).can_fetch("https://example.org/" + "a" * 5_000, "legation")


AGENTS = [
    ("User-agent: *\nDisallow: /", False),
    ("User-agent: Legation\nDisallow: /", False),
    ("USERAGENT: legation*\nDisallow: /", False),
    ("User-agent: Googlebot\nDisallow: /", True),
    ("User-agent: Googlebot\nUser-agent: *\nDisallow: /", False),
    ("User-agent: *\nDisallow: /\n\nUser-agent: legation\nDisallow:", True),
    ("User-agent: *\nDisallow:\n\nUser-agent: Googlebot\nDisallow: /", True),
    ("\ufeffUser-agent: *\nDisallow: /", False),
    ("User-agent: Googlebot\rDisallow: /a\rUser-agent: *\rDisallow: /", False),
    ("", True),
    ("<html>not found</html>", True),
]


@pytest.mark.parametrize(("text", "allowed"), AGENTS)
def test_whom_robots_mean(text: str, allowed: bool) -> None:
    assert parsed(text).can_fetch("https://example.org/story", "legation") is allowed


# --- pace


def test_a_host_is_asked_once_in_two_seconds_at_most() -> None:
    hurry = web.Hurry()
    paths = [f"/{n}" for n in range(40)]
    with web.serve({p: web.Reply(b"a page") for p in paths}, when=lambda: hurry.now) as site:
        site.pages["/7"] = web.moved("/8")
        site.pages["/9"] = web.Reply(b"", 500)
        fetch = web.fetcher(hurry=hurry)
        for path in paths:
            if path == "/9":
                with pytest.raises(FetchError):
                    fetch.get(site.url(path))
            else:
                fetch.get(site.url(path))
    gaps = [later - earlier for earlier, later in zip(site.times, site.times[1:], strict=False)]
    assert len(gaps) == 41  # 40 pages, robots.txt and a redirect
    assert min(gaps) >= 2.0


def test_another_host_need_not_wait() -> None:
    hurry = web.Hurry()
    with web.serve({"/": web.Reply(b"a page")}) as site:
        fetch = Fetcher(
            Manners(allow_private=frozenset({"a.example", "b.example"}), ignore_robots=True),
            clock=hurry.clock,
            resolve=lambda *_: ["127.0.0.1"],
        )
        fetch.get(site.url(host="a.example"))
        fetch.get(site.url(host="b.example"))
        assert hurry.waits == []
        fetch.get(site.url(host="a.example"))
        assert hurry.waits == [2.0]


PAUSES = [
    (b"Crawl-delay: 10", 10),
    (b"Crawl-delay: 9999", 60),
    (b"Crawl-delay: 0.1", 2),
    (b"Request-rate: 1/20", 20),
    (b"Request-rate: 1/" + b"9" * 400, 60),
    (b"Request-rate: " + b"9" * 400 + b"/1", 2),
]


@pytest.mark.parametrize(("asked", "pause"), PAUSES)
def test_a_site_may_ask_for_more_time(asked: bytes, pause: float) -> None:
    hurry = web.Hurry()
    with web.serve({"/robots.txt": web.Reply(b"User-agent: *\nDisallow: /x\n" + asked), "/": web.Reply(b"a page")}) as site:
        fetch = web.fetcher(hurry=hurry)
        for _ in range(3):
            fetch.get(site.url())
    assert hurry.waits == [2.0, pause, pause]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "pause"), [((), 4.0), ((("Retry-After", "30"),), 30.0), ((("Retry-After", "Fri, 15 Apr 2022 05:20:25 GMT"),), 25.0)]
)
def test_a_busy_site_is_asked_again_later(status: int, headers: Any, pause: float) -> None:
    hurry, answers = web.Hurry(), [web.Reply(b"", status, headers), web.Reply(b"a page")]
    with web.serve({"/": lambda request: answers.pop(0)}) as site:
        assert web.fetcher(hurry=hurry, ignore_robots=True).get(site.url()).body == b"a page"
    assert hurry.waits == [pause]


def test_a_site_that_stays_busy_is_left_alone() -> None:
    hurry = web.Hurry()
    with web.serve({"/a": web.Reply(b"", 503), "/b": web.Reply(b"a page")}) as site:
        fetch = web.fetcher(hurry=hurry, ignore_robots=True)
        with pytest.raises(FetchError, match=r"the site is busy \(status 503\)") as caught:
            fetch.get(site.url("/a"))
        assert (caught.value.status, caught.value.wait, hurry.waits) == (503, 300.0, [4.0, 16.0])
        with pytest.raises(FetchError, match="asks to be left alone for 300 seconds"):
            fetch.get(site.url("/b"))
        hurry.now += 301
        assert fetch.get(site.url("/b")).body == b"a page"


def test_a_site_that_asks_for_an_hour_gets_it() -> None:
    hurry = web.Hurry()
    with web.serve({"/": web.Reply(b"", 429, (("Retry-After", "3600"),))}) as site:
        found = refusal(site, hurry=hurry, ignore_robots=True)
    assert (found.what, found.wait, hurry.waits) == ("its site asks to be left alone for 3600 seconds", 3600.0, [])


RETRY = [
    ("0", 0),
    ("120", 120),
    ("9" * 400, 86_400),
    ("-5", None),
    ("1.5", None),
    ("soon", None),
    ("", None),
    ("٣", None),
    ("Fri, 15 Apr 2022 05:20:00 GMT", 0),
    ("Fri, 15 Apr 2022 05:30:00 GMT", 600),
    ("Mon, 01 Jan 2999 00:00:00 GMT", 86_400),
]


@pytest.mark.parametrize(("said", "seconds"), RETRY)
def test_retry_after(said: str, seconds: float | None) -> None:
    assert retry_after(said, 1_650_000_000.0) == seconds


# --- encryption


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the authority."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def at_home(host: str) -> Fetcher:
    manners = Manners(allow_private=frozenset({host}), ignore_robots=True)
    return Fetcher(manners, clock=web.Hurry().clock, resolve=lambda *_: ["127.0.0.1"])


def test_a_certificate_must_prove_the_name(authority: trustme.CA, trusted: None) -> None:
    context, names = serving(authority.issue_cert("news.example")), list[str | None]()
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with web.serve({"/": web.Reply(b"a page")}, tls=context) as site:
        assert at_home("news.example").get(site.url(host="news.example")).body == b"a page"
        assert names == ["news.example"]
        assert site.asked[0][1]["host"] == f"news.example:{site.port}"
        with pytest.raises(FetchError, match=r"its certificate or encryption does not hold: .*other\.example"):
            at_home("other.example").get(site.url(host="other.example"))
        assert len(site.asked) == 1


def test_a_certificate_that_nobody_vouches_for(authority: trustme.CA) -> None:
    with web.serve({"/": web.Reply(b"a page")}, tls=serving(authority.issue_cert("news.example"))) as site:
        with pytest.raises(FetchError, match="its certificate or encryption does not hold: "):
            at_home("news.example").get(site.url(host="news.example"))
        assert site.asked == []


def test_a_site_that_should_encrypt_and_does_not() -> None:
    with web.serve({"/": web.Reply(b"a page")}) as site, pytest.raises(FetchError, match="its certificate or encryption does not hold"):
        at_home("news.example").get(site.url(host="news.example").replace("http:", "https:"))


# --- ways out


def test_offline_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    monkeypatch.setattr(socket, "getaddrinfo", None)
    with pytest.raises(FetchError, match="not fetched, as --offline asks"):
        Fetcher(Manners(offline=True)).get("https://example.org/")


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with web.serve({"/": web.Reply(b"a page")}) as site, web.serve({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        assert web.fetcher().get(site.url()).body == b"a page"
        assert proxy.connections == 0


def test_the_proxy_that_is_asked_for_is_used() -> None:
    with web.serve({"http://news.example/story": web.Reply(b"a page")}) as proxy:
        fetch = Fetcher(Manners(proxy=f"http://me:secret@127.0.0.1:{proxy.port}"), clock=web.Hurry().clock, resolve=lambda *_: [])
        assert fetch.get("http://news.example/story").body == b"a page"
        assert proxy.paths == ["http://news.example/robots.txt", "http://news.example/story"]
        assert proxy.asked[1][1]["proxy-authorization"].startswith("Basic ")
        for inside in ("http://10.0.0.1/", "http://[::1]/"):
            with pytest.raises(FetchError, match="not on the public network"):
                fetch.get(inside)
        assert len(proxy.asked) == 2


def tunnel(request: Any) -> None:
    """What a proxy does when it is asked to CONNECT."""
    request.send_response(200)
    request.end_headers()
    with socket.create_connection(("127.0.0.1", int(request.path.rpartition(":")[2]))) as there:
        pumps = [threading.Thread(target=pump, args=ends) for ends in ((request.connection, there), (there, request.connection))]
        for one in pumps:
            one.start()
        for one in pumps:
            one.join()
    request.close_connection = True


def pump(there: socket.socket, here: socket.socket) -> None:
    with suppress(OSError):
        while data := there.recv(65_536):
            here.sendall(data)
        here.shutdown(socket.SHUT_WR)


def test_through_a_proxy_the_certificate_must_prove_the_name_as_well(authority: trustme.CA, trusted: None) -> None:
    with (
        web.serve({"/": web.Reply(b"a page")}, tls=serving(authority.issue_cert("news.example"))) as site,
        web.serve({}, connect=tunnel) as proxy,
    ):
        fetch = Fetcher(Manners(proxy=proxy.url(), ignore_robots=True), clock=web.Hurry().clock, resolve=lambda *_: [])
        assert fetch.get(site.url(host="news.example")).body == b"a page"
        with pytest.raises(FetchError, match="its certificate or encryption does not hold"):
            fetch.get(site.url(host="other.example"))
        assert len(site.asked) == 1


@pytest.mark.parametrize("proxy", ["nonsense", "socks5://127.0.0.1:1", "http://", "http://[", "://x"])
def test_what_is_no_proxy(proxy: str) -> None:
    with pytest.raises(LegationError, match="is no proxy's address"):
        Fetcher(Manners(proxy=proxy))


def test_no_thread_and_no_socket_is_left() -> None:
    before = threading.active_count()
    with web.serve({"/": web.Reply(b"a page")}) as site:
        for _ in range(3):
            web.fetcher().get(site.url())
    assert threading.active_count() <= before + 1
