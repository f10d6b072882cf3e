"""Addresses that deceive: not one of them leads to a connection that the user did not ask for."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

import web
from legation.errors import FetchError, LegationError
from legation.intake.addresses import allowed, hosts, parse, public
from legation.intake.fetch import Fetcher, Manners

Tried = list[tuple[str, int]]
PUBLIC = "93.184.215.14"

# PORT is where something listens. Each says what it hides behind.
DECEIVING = [
    # loopback by its number, however it is written
    "http://127.0.0.1:PORT/", "http://127.0.0.2:PORT/", "http://127.255.255.254:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/",
    "http://2130706433:PORT/", "http://017700000001:PORT/", "http://0x7f000001:PORT/", "http://0X7F.0.0.1:PORT/", "http://0x7f.1:PORT/",
    "http://0177.0.0.1:PORT/", "http://0177.1:PORT/", "http://127.0.0.01:PORT/", "http://127.0.0.0x1:PORT/", "http://4294967297:PORT/",
    "http://383.0.0.1:PORT/", "http://127.0.0.1.:PORT/", "http://127.0.0.1..:PORT/", "http://127.0.0.1%00.example.org:PORT/",
    "http://%31%32%37.0.0.1:PORT/", "http://127.0.0.1:PORT\\@example.org/", "http://1.1.1.1 &@127.0.0.1:PORT/", "http://127.000.000.001:PORT/",
    # no address, this host
    "http://0.0.0.0:PORT/", "http://0:PORT/", "http://0x0:PORT/", "http://00.0.0.0:PORT/", "http://0.1.2.3:PORT/",
    # private networks, carriers' NAT, link-local (clouds answer their guests there), multicast and what is reserved
    "http://10.0.0.1:PORT/", "http://172.16.5.4:PORT/", "http://172.31.255.255:PORT/", "http://192.168.1.1:PORT/", "http://100.64.0.1:PORT/",
    "http://100.100.100.200:PORT/", "http://169.254.169.254/latest/meta-data/", "http://2852039166/latest/meta-data/",
    "http://0xA9FEA9FE/latest/meta-data/", "http://168.63.129.16/machine", "http://192.0.0.192/", "http://198.18.0.1:PORT/",
    "http://203.0.113.7:PORT/", "http://224.0.0.1:PORT/", "http://255.255.255.255:PORT/", "http://240.0.0.1:PORT/",
    # IPv6: loopback, unspecified, mapped, compatible, translated (NAT64), 6to4, Teredo, link-local, unique local, site-local
    "http://[::1]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[::]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/",
    "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::127.0.0.1]:PORT/", "http://[64:ff9b::a9fe:a9fe]/", "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/", "http://[2002:c0a8:101::1]:PORT/", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:PORT/",
    "http://[fe80::1]:PORT/", "http://[fe80::1%25eth0]:PORT/", "http://[fd00:ec2::254]/", "http://[fec0::1]:PORT/", "http://[ff02::1]:PORT/",
    "http://[2001:db8::1]:PORT/", "http://[100::1]:PORT/", "http://[5f00::1]:PORT/", "http://[2606:4700::5efe:10.0.0.1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/", "http://[127.0.0.1]:PORT/", "http://[::1:PORT/", "http://::1:PORT/", "http://[::1]x:PORT/",
    # letters and dots that are mapped to others
    "http://127。0。0。1:PORT/", "http://127．0．0．1:PORT/", "http://127｡0｡0｡1:PORT/", "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.０.０.１:PORT/", "http://localhoſt:PORT/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/", "http://loc\u200balhost:PORT/",
    # where one program sees one host and the next another
    "http://example.org@127.0.0.1:PORT/", "http://example.org:80@127.0.0.1:PORT/", "http://127.0.0.1:PORT@example.org/",
    "http://example.org\\@127.0.0.1:PORT/", "http://127.0.0.1:PORT\\.example.org/", "http:\\\\127.0.0.1:PORT/", "http://127.0.0.1\t:PORT/",
    "http://example.org:80:PORT/", "http://example.org＠127.0.0.1:PORT/", "http://127.0.0.1:PORT／@example.org/",
    "http://user:secret@example.org/", "http:127.0.0.1:PORT/", "http:///127.0.0.1:PORT/", "http://\n127.0.0.1:PORT/",
    # names that lead inside
    "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://localhost.:PORT/", "http://inside.example:PORT/", "http://mixed.example:PORT/",
    "http://inside6.example:PORT/", "http://scoped.example:PORT/", "http://mapped.example:PORT/", "http://nowhere.example:PORT/",
    # other services, other schemes
    "http://outside.example:22/", "http://outside.example:0/", "http://outside.example:99999/", "http://outside.example:25/",
    "file:///etc/passwd", "ftp://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/_x", "//127.0.0.1:PORT/",
    "javascript:alert(1)", "data:text/html,x",
    "http://", "https://", "http://.", "http://-a.example/", "http://a..example/", "http://" + "a" * 64 + ".example/",
]  # fmt: skip

NAMES = {
    "localhost": ["::1", "127.0.0.1"],
    "inside.example": ["10.0.0.7"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
    "inside6.example": ["fd12::1"],
    "scoped.example": ["fe80::1%lo"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "outside.example": [PUBLIC],
}


def known(host: str, port: int) -> list[str]:
    """The numbers of a name, in a network of our own."""
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")
    return NAMES[host]


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> Tried:
    """Every connection that is tried, by number and port; none comes about, save to the loopback interface."""
    tried: Tried = []
    connect = socket.socket.connect

    def watched(self: socket.socket, where: tuple[str, int]) -> None:
        tried.append((where[0], where[1]))
        if where[0] != "127.0.0.1":
            raise ConnectionRefusedError
        connect(self, where)

    monkeypatch.setattr(socket.socket, "connect", watched)
    return tried


@pytest.fixture(scope="module")
def listening() -> Iterator[web.Site]:
    with web.serve({"/": web.Reply(web.story())}) as site:
        yield site


@pytest.fixture(scope="module")
def outside() -> Iterator[web.Site]:
    with web.serve({}) as site:
        yield site


def test_there_are_at_least_sixty() -> None:
    assert len(set(DECEIVING)) == len(DECEIVING) > 100


@pytest.mark.parametrize("address", DECEIVING)
def test_an_address_that_deceives_is_refused_without_a_connection(listening: web.Site, connects: Tried, address: str) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(Manners(), clock=web.Hurry().clock, resolve=known).get(address.replace("PORT", str(listening.port)))
    assert caught.value.what
    assert (connects, listening.connections) == ([], 0)


@pytest.mark.parametrize("address", [a for a in DECEIVING if "PORT" in a and not a.startswith(("http://outside", "//"))])
def test_a_redirect_to_it_is_refused_too(listening: web.Site, outside: web.Site, connects: Tried, address: str) -> None:
    where = address.replace("PORT", str(listening.port)).replace("\n", "%0A")
    outside.pages["/"] = web.moved(where.encode().decode("latin-1"))
    manners = Manners(allow_private=frozenset({f"127.0.0.1:{outside.port}"}), ignore_robots=True)
    with pytest.raises(FetchError):
        Fetcher(manners, clock=web.Hurry().clock, resolve=known).get(outside.url())
    assert set(connects) == {("127.0.0.1", outside.port)}
    assert listening.connections == 0


def test_a_name_is_asked_for_once_and_the_connection_goes_to_what_was_checked(connects: Tried) -> None:
    answers = [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]
    with pytest.raises(FetchError):
        Fetcher(Manners(ignore_robots=True), clock=web.Hurry().clock, resolve=lambda *_: answers.pop(0)).get("http://rebinding.example/")
    assert (connects, len(answers)) == ([(PUBLIC, 80)], 2)


def test_a_name_that_turns_inside_between_robots_and_page_is_refused(connects: Tried) -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(FetchError, match="not on the public network"):
        Fetcher(Manners(), clock=web.Hurry().clock, resolve=lambda *_: answers.pop(0)).get("http://rebinding.example/")
    assert connects == []


def test_the_message_says_how_to_read_an_intranet() -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(Manners(), resolve=known).get("http://inside.example/story")
    said = "its host is not on the public network (10.0.0.7) (--allow-private inside.example reads it all the same)"
    assert str(caught.value) == f"http://inside.example/story: {said}"


@pytest.mark.parametrize(
    ("number", "offered"),
    [("10.0.0.7", True), ("127.0.0.1", True), ("fd00::7", True), ("100.64.0.7", True), ("169.254.169.254", False), ("fe80::1", False),
     ("100.100.100.200", False), ("168.63.129.16", False), ("fd00:ec2::254", False), ("::ffff:169.254.169.254", False),
     ("64:ff9b::a9fe:a9fe", False), ("0.0.0.0", False), ("::", False), ("255.255.255.255", False), ("ff02::1", False)],
)  # fmt: skip
def test_what_can_be_no_site_is_not_offered_to_be_read_all_the_same(number: str, offered: bool) -> None:
    with pytest.raises(FetchError, match="not on the public network") as caught:
        Fetcher(Manners(), resolve=lambda *_: ["93.184.215.14", number]).get("http://inside.example/story")
    assert ("--allow-private" in caught.value.hint) is offered


def test_allowing_one_host_and_port_allows_no_other(outside: web.Site) -> None:
    outside.pages["/open"] = web.Reply(b"a page")
    assert web.fetcher(allow=f"127.0.0.1:{outside.port}").get(outside.url("/open")).body == b"a page"
    for allow in (f"127.0.0.1:{outside.port + 1}", "127.0.0.2", "localhost"):
        with pytest.raises(FetchError, match="not on the public network"):
            web.fetcher(allow=allow).get(outside.url("/open"))


ALLOWED = [
    ("intranet", "http://intranet/", True),
    ("Intranet", "http://INTRANET:8080/x", True),
    ("intranet:8080", "http://intranet:8080/", True),
    ("intranet:8080", "http://intranet/", False),
    ("intranet", "http://www.intranet/", False),
    ("wire.example", "http://wire.example.org/", False),
    ("10.0.0.7", "http://10.0.0.7/", True),
    ("::1", "http://[::1]:8080/", True),
    ("[::1]:8080", "http://[::1]:8080/", True),
    ("[::1]:8080", "http://[::1]:8081/", False),
    ("münchen.example", "http://xn--mnchen-3ya.example/", True),
]


@pytest.mark.parametrize(("named", "address", "expected"), ALLOWED)
def test_which_hosts_the_user_allows(named: str, address: str, expected: bool) -> None:
    assert allowed(parse(address), hosts([named])) is expected


@pytest.mark.parametrize(
    "named", ["", "http://intranet/", "intranet/page", "me@intranet", "0.0.1", "intranet:port", "10.0.0.0/8", "*", "a b"]
)
def test_what_is_no_host_is_said_so(named: str) -> None:
    with pytest.raises(LegationError, match=r"--allow-private .*: is no host"):
        Fetcher(Manners(allow_private=frozenset({named})))


PARSED = [
    ("HTTPS://Example.ORG", "https://example.org/"),
    ("https://example.org.:443/a", "https://example.org/a"),
    ("http://example.org:8080?q=1#part", "http://example.org:8080/?q=1"),
    ("https://example.org/a%20b/ü?q=ö&r=%C3%B6", "https://example.org/a%20b/%C3%BC?q=%C3%B6&r=%C3%B6"),
    ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
    ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
    ("http://8.8.8.8/x", "http://8.8.8.8/x"),
    ("http://[2606:4700:4700:0:0::1111]:8080/", "http://[2606:4700:4700::1111]:8080/"),
    ("https://example.org//a//b", "https://example.org//a//b"),
]


@pytest.mark.parametrize(("address", "understood"), PARSED)
def test_ordinary_addresses_are_understood(address: str, understood: str) -> None:
    assert str(parse(address)) == understood
    assert parse(understood) == parse(address)


def test_a_name_that_is_encoded_in_two_ways_is_refused() -> None:
    with pytest.raises(FetchError, match="xn--"):
        parse("https://straße.example/")


NUMBERS = [
    ("8.8.8.8", True), ("1.1.1.1", True), ("100.63.255.255", True), ("100.64.0.0", False), ("172.32.0.1", True), ("192.88.99.1", False),
    ("2606:4700:4700::1111", True), ("2a00:1450:4001::5e", True), ("64:ff9b::808:808", True), ("64:ff9b::a00:1", False),
    ("::ffff:8.8.8.8", False), ("2002:808:808::1", False), ("3fff::1", False), ("4000::1", False),
]  # fmt: skip


@pytest.mark.parametrize(("number", "expected"), NUMBERS)
def test_which_numbers_are_public(number: str, expected: bool) -> None:
    assert public(ip_address(number)) is expected


@given(st.text(max_size=60) | st.text("0123456789abcdefx.:[]@\\/%-", max_size=40))
def test_whatever_stands_after_http_gives_a_plain_host_or_is_refused(rest: str) -> None:
    try:
        found = parse(f"http://{rest}")
    except FetchError:
        return
    assert found.host.isascii()
    assert not set(found.host) & set("@/\\%[] ")
    assert parse(str(found)) == found
    assert found.number is not None or not found.host.rpartition(".")[2].isdigit()


LOGINS = [  # what is given for an address, and how it is shown
    ("http://me:secret@example.org/a@b", "http://example.org/a@b"),
    ("http://me:se cret@example.org/", "http://example.org/"),
    ("http:me:secret@example.org/", "http:example.org/"),
    ("HTTPS:\\\\me:secret\\@example.org/", "HTTPS:\\\\example.org/"),
    ("//me:secret@example.org/", "//example.org/"),
    ("ftp://me:secret@example.org/", "ftp://example.org/"),
    ("http://me:secret@example.org:x/", "http://example.org:x/"),
]


@pytest.mark.parametrize(("given", "shown"), LOGINS)
def test_a_name_and_password_are_not_shown(given: str, shown: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse(given)
    assert caught.value.where == shown
    with pytest.raises(FetchError) as caught:
        parse(f"{given}{'x' * 9_000}")
    assert "secret" not in str(caught.value)
