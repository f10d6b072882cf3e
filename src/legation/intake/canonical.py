"""The one address of an article: AMP, print and mobile versions, and links with marks of where they were clicked, lead to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from legation.errors import FetchError
from legation.intake.addresses import parse
from legation.intake.article import web

# Parts of addresses that name another form of the same article (own; AMP's from https://amp.dev/documentation).
FORM_KEYS: Final = frozenset(("amp", "print", "printable", "printerfriendly", "outputtype", "output"))
FORM_VALUES: Final = frozenset(("", "1", "true", "amp", "print", "amphtml", "yes", "y"))
FORM_PATH: Final = re.compile(r"(?i)/(?:amp|print|printable|print-?version)(?=/?$)|\.amp(?=(?:\.html?)?$)")
# Marks of where a link was clicked (own; as browsers strip them from links).
CLICK_KEYS: Final = re.compile(r"(?i)utm_\w+|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id|ocid|cmpid|ncid|smid|xtor")
CACHES: Final = (
    re.compile(r"https?://[\w-]+\.cdn\.ampproject\.org/(?:c|v|a)/(?P<safe>s/)?(?P<rest>[^?#]+)"),
    re.compile(r"https?://(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/amp/(?P<safe>s/)?(?P<rest>[^?#]+)"),
)
PAGE_KEY: Final = re.compile(r"(?i)^(?:page|pagina|pg|p|paged|start)$")
PAGE_PATH: Final = re.compile(
    r"(?i)(?:/page/\d{1,3}|/\d{1,2}|[-_,](?:page[-_]?)?\d{1,2}(?=\.\w{3,5}$)|[-_]page[-_]?\d{1,3})/?(?=$|\.\w{3,5}$)"
)


def canonical(claimed: Sequence[str], address: str) -> str:
    """The address that an article goes by: the first that its page claims on its own site, else the one it was found at.

    `address` is where the page was found, "" for a file: then the first claimed is taken. A page that claims the home page
    for itself claims nothing: all of the site's articles would be one.
    """
    here = plain(address)
    for url in claimed:
        if _is_article(url, here) and (not address or same_site(url, here)):
            return plain(url)
    return here or web(address)


def plain(url: str) -> str:
    """The address without the marks of another form or of a click; "" for what is no web address."""
    parts = _split(_uncached(url.strip()))
    if parts is None:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _is_mark(key, value)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), FORM_PATH.sub("", parts.path) or "/", query, ""))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: their hosts are the same, or under one name that somebody registered."""
    try:
        first, second = parse(one), parse(other)
    except FetchError:
        return False
    if first.host.removeprefix("www.") == second.host.removeprefix("www."):
        return True
    if first.number or second.number:
        return False
    name = _registered(first.host)
    return bool(name) and name == _registered(second.host)


def is_page_of(one: str, other: str) -> bool:
    """Whether two addresses are pages of one article: they differ in the number of a page alone."""
    first, second = _split(one), _split(other)
    if first is None or second is None or one == other:
        return False
    return _without_page(first) == _without_page(second) and same_site(one, other)


def _uncached(url: str) -> str:
    """The address of the page itself where the one given is of a copy in a cache."""
    for cache in CACHES:
        if m := cache.match(url):
            return ("https://" if m["safe"] else "http://") + m["rest"]
    return url


def _split(url: str) -> SplitResult | None:
    try:
        parse(url)
        return urlsplit(url)
    except (FetchError, ValueError):
        return None


def _is_article(url: str, here: str) -> bool:
    parts, own = _split(url), _split(here)
    if parts is None:
        return False
    return bool(parts.path.strip("/") or parts.query) or (own is not None and not own.path.strip("/") and not own.query)


def _is_mark(key: str, value: str) -> bool:
    return CLICK_KEYS.fullmatch(key) is not None or (key.lower() in FORM_KEYS and value.lower() in FORM_VALUES)


def _registered(host: str) -> str:
    """The name that somebody registered (Public Suffix List), "" where nobody did; below a top that isn't listed, the last two parts."""
    from tld import get_fld  # reads its list when it is imported

    labels = host.split(".")
    found, listed = (get_fld(name, fail_silently=True, fix_protocol=True, search_private=True) for name in (host, f"name.{labels[-1]}"))
    return found or ("" if listed or len(labels) < 2 else ".".join(labels[-2:]))


def _without_page(parts: SplitResult) -> tuple[str, tuple[tuple[str, str], ...]]:
    query = tuple((key, value) for key, value in parse_qsl(parts.query) if not PAGE_KEY.match(key))
    return PAGE_PATH.sub("", parts.path).rstrip("/"), query
