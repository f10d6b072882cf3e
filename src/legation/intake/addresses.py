"""Which addresses may be fetched: what an address says, strictly, and which numbers are public.

An address that two programs could understand differently is refused, since one of them would then check another host than is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import quote, urlsplit

from legation.errors import FetchError, LegationError

PORTS: Final = {"http": 80, "https": 443}
LONGEST: Final = 8_000  # characters of an address
OWN_PORT: Final = 1024  # below it stand the ports of other services
LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
# IDNA 2003, which Python knows, reads these otherwise than browsers do: sharp s, final sigma, and the joiners.
DEVIATE: Final = re.compile("[\u00df\u1e9e\u03c2\u200c\u200d]")
PORT: Final = re.compile(r"(?<=[^:]):\d+$", re.ASCII)
SAFE: Final = "!#$%&'()*+,/:;=?@[]~-._"
# What may be a name and a password, in an address that may be none (http:me:secret@host), and wherever one stands in a text.
LOGIN: Final = re.compile(r"^(\s*(?:https?:|[a-z][a-z0-9+.-]*:(?=[/\\]))?[/\\]*)[^/?#]*@", re.IGNORECASE)
LOGIN_WITHIN: Final = re.compile(r"(\bhttps?:[/\\]+)[^\s/?#\\]*@", re.IGNORECASE)
HAS_LOGIN: Final = ("a name or password stands in it", "give the address without what stands before the @")
PAGE: Final = "give the address of a page, such as https://example.org/story"

# Blocks that are not the public network's: IANA's IPv4 and IPv6 special-purpose address registries (RFC 6890), the deprecated
# relays of 6to4 (RFC 7526), multicast, and the address at which one cloud answers its guests' machines.
NOT_PUBLIC: Final = tuple(map(ip_network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
    "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20",
)))  # fmt: skip
GLOBAL_UNICAST: Final = ip_network("2000::/3")  # all of IPv6 that is given out (RFC 4291)
TRANSLATED: Final = ip_network("64:ff9b::/96")  # NAT64 (RFC 6052): networks without IPv4 reach it so
ISATAP: Final = 0x5EFE  # in the middle of an address, before a private IPv4 address (RFC 5214)

# Where no newsroom's or ministry's own site is: nothing, the machine's own link, everybody, and where clouds tell their guests' machines
# their secrets (those of Amazon, Alibaba, Azure and Oracle that are not link-local).
NEVER_A_SITE: Final = tuple(map(ip_network, (
    "0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "224.0.0.0/4", "240.0.0.0/4",
    "::/128", "fe80::/10", "fd00:ec2::254/128", "ff00::/8",
)))  # fmt: skip

Number = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart: `host` is in ASCII, a name or a number; `target` is the path and the query, encoded."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def number(self) -> Number | None:
        """The host, where it is a number and no name."""
        return _number(self.host)

    @property
    def netloc(self) -> str:
        """The host as a request names it: with its port where that isn't the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.netloc}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse(given: str) -> Address:
    """The parts of an address. Raises FetchError where it is none, is not of the web, or could be read in two ways."""
    if len(given) > LONGEST:
        raise _refused(f"{without_login(given)[:80]}…", f"an address of {len(given):,} characters", PAGE)
    if bad := next((c for c in given if not c.isprintable() or c.isspace() or c == "\\"), ""):
        raise _refused(given, f"a character that no address may hold (U+{ord(bad):04X})", PAGE)
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise _refused(given, "not a web address", PAGE) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise _refused(given, "not an address of http or https", PAGE)
    if "@" in parts.netloc:
        raise _refused(given, *HAS_LOGIN)
    port = _allowed_port(given, PORTS[scheme] if port is None else port)
    path = quote(parts.path or "/", safe=SAFE)
    query = f"?{quote(parts.query, safe=SAFE)}" if parts.query else ""
    return Address(scheme, _host(given, parts.netloc), port, path + query)


def without_login(given: str) -> str:
    """An address, or what is given for one, without a name and a password: these are nobody's business."""
    return LOGIN.sub(r"\1", given)


def without_logins(words: str) -> str:
    """A text, with the addresses in it free of names and passwords."""
    return LOGIN_WITHIN.sub(r"\1", words)


def public(number: Number) -> bool:
    """Whether an address belongs to the public network, in whatever form it is written."""
    if isinstance(number, IPv6Address):
        if number in TRANSLATED:
            return public(IPv4Address(int(number) & 0xFFFFFFFF))
        if number not in GLOBAL_UNICAST or int(number) >> 32 & 0xFDFFFFFF == ISATAP:
            return False
    return number.is_global and not any(number in block for block in NOT_PUBLIC if block.version == number.version)


def never_a_site(number: Number) -> bool:
    """Whether what answers at a number that is not public can be no site, not even an intranet's, in whatever form it is written."""
    if isinstance(number, IPv6Address):
        within = number.ipv4_mapped or (IPv4Address(int(number) & 0xFFFFFFFF) if number in TRANSLATED else None)
        if within:
            return never_a_site(within)
    return any(number in block for block in NEVER_A_SITE if block.version == number.version)


def hosts(named: Iterable[str]) -> frozenset[str]:
    """The hosts that a user names, alone or with a port, as `allowed` compares them. Raises LegationError for what is no host."""
    found = set[str]()
    for name in named:
        plain = f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name
        try:
            address = parse(f"http://{plain}/")
        except FetchError:
            address = None
        if address is None or address.target != "/":
            raise LegationError(f"--allow-private {name}: is no host (give a name or a number, alone or with a port)")
        found.add(f"{address.host} {address.port}" if PORT.search(plain) else address.host)
    return frozenset(found)


def allowed(address: Address, private: frozenset[str]) -> bool:
    """Whether the user allows this host though it is private."""
    return not private.isdisjoint((address.host, f"{address.host} {address.port}"))


def _allowed_port(given: str, port: int) -> int:
    if not port or (port < OWN_PORT and port not in PORTS.values()):
        raise _refused(given, f"port {port} is no web server's", "give an address without a port")
    return port


def _host(given: str, netloc: str) -> str:
    """The host in ASCII: a name, or a number in the one way in which every program reads it alike."""
    if netloc.startswith("["):
        inside = netloc[1 : netloc.index("]")]
        number = _number(inside) if "%" not in inside else None
        if not isinstance(number, IPv6Address) or not re.fullmatch(r"(:\d*)?", netloc[netloc.index("]") + 1 :], re.ASCII):
            raise _refused(given, "its host is no IPv6 address", PAGE)
        return str(number)
    host = _ascii(given, netloc.partition(":")[0]).removesuffix(".")
    labels = host.split(".")
    if NUMBER.fullmatch(labels[-1]):
        if _number(host) is None:
            raise _refused(given, "its host is a number written in an unusual way", "give the name of the site")
        return host
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise _refused(given, "its host is no name that a site can have", PAGE)
    return host


def _ascii(given: str, host: str) -> str:
    """A name in other letters as the name system knows it (xn--…)."""
    if host.isascii():
        return host.lower()
    try:
        if DEVIATE.search(host):
            raise UnicodeError
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _refused(given, "the name of its host can be read in two ways", "give it in the form that begins with xn--") from None


def _number(host: str) -> Number | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _refused(given: str, what: str, hint: str) -> FetchError:
    return FetchError("".join(c if c.isprintable() else "?" for c in without_login(given)), what, hint)
