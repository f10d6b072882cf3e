"""The one address of an article: AMP, print and mobile versions, and links with marks of where they were clicked, lead to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

# Parts of addresses that name another form of the same article (own; AMP's from https://amp.dev/documentation).
FORM_KEYS: Final = frozenset(("amp", "print", "printable", "printerfriendly", "outputtype", "output"))
FORM_VALUES: Final = frozenset(("", "1", "true", "amp", "print", "amphtml", "yes", "y"))
FORM_PATH: Final = re.compile(r"(?i)/(?:amp|print|printable|print-?version)(?=/?$)|\.amp(?=(?:\.html?)?$)")
# Marks of where a link was clicked (own; as browsers strip them from links).
CLICK_KEYS: Final = re.compile(r"(?i)utm_\w+|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id|ocid|cmpid|ncid|smid|xtor")
CACHES: Final = (
    re.compile(r"https?://[\w-]+\.cdn\.ampproject\.org/(?:c|v|a)/(?P<safe>s/)?(?P<rest>[^?#]+)"),
    re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/amp/(?P<safe>s/)?(?P<rest>[^?#]+)"),
)
SECOND_LEVEL: Final = frozenset("ac co com edu gob gov gouv mil ne net nom or org".split())  # as in co.uk
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
        if _is_article(url, here) and (not here or same_site(url, here)):
            return plain(url)
    return here


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
    """Whether two addresses belong to one site: the same registered name, as far as it can be told without a list of them."""
    first, second = _split(one), _split(other)
    return first is not None and second is not None and _site(first) == _site(second)


def is_page_of(one: str, other: str) -> bool:
    """Whether two addresses are pages of one article: they differ in the number of a page alone."""
    first, second = _split(one), _split(other)
    if first is None or second is None or one == other:
        return False
    return _site(first) == _site(second) and _without_page(first) == _without_page(second)


def _uncached(url: str) -> str:
    """The address of the page itself where the one given is of a copy in a cache."""
    for cache in CACHES:
        if m := cache.match(url):
            return ("https://" if m["safe"] else "http://") + m["rest"]
    return url


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _is_article(url: str, here: str) -> bool:
    parts, own = _split(url), _split(here)
    if parts is None:
        return False
    return bool(parts.path.strip("/") or parts.query) or (own is not None and not own.path.strip("/") and not own.query)


def _is_mark(key: str, value: str) -> bool:
    return CLICK_KEYS.fullmatch(key) is not None or (key.lower() in FORM_KEYS and value.lower() in FORM_VALUES)


def _site(parts: SplitResult) -> str:
    labels = (parts.hostname or "").lower().rstrip(".").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else labels[-2:])


def _without_page(parts: SplitResult) -> tuple[str, tuple[tuple[str, str], ...]]:
    query = tuple((key, value) for key, value in parse_qsl(parts.query) if not PAGE_KEY.match(key))
    return PAGE_PATH.sub("", parts.path).rstrip("/"), query
