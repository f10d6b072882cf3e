"""What tells an article from other pages: types of schema.org and Open Graph, marks of live blogs, phrases of walls and errors.

Types: schema.org 28.1 (https://schema.org/Article, its subtypes, and https://schema.org/CollectionPage). Phrases: `not_articles.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

ARTICLE_TYPES: Final = frozenset(
    """Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle
    AskPublicNewsArticle AdvertiserContentArticle Report SatiricalArticle ScholarlyArticle TechArticle BlogPosting
    LiveBlogPosting""".split()
)
PAGE_TYPES: Final = frozenset("WebPage ItemPage MedicalWebPage ClaimReview".split())  # these tell of the page where no article is described
LIVE_TYPES: Final = frozenset(("LiveBlogPosting",))
LIST_TYPES: Final = frozenset(("CollectionPage", "SearchResultsPage", "ItemList"))
GALLERY_TYPES: Final = frozenset(("ImageGallery", "MediaGallery"))

# Own, from the markup of the common live-blog programs (ScribbleLive, Arena, 24liveblog, Live Blog) and of broadcasters' own.
LIVE_MARKS: Final = re.compile(r"(?i)live[-_ ]?(?:blog|update|post|reporting|stream|entr|page|feed|text)|liveblogposting")
LIVE_TITLE: Final = re.compile(
    r"(?i)\b(?:live (?:updates?|blog|coverage|reporting|text)|as it happened|minute[- ]by[- ]minute)\b|^live\s*[:|–—-]"
)
LIVE_ADDRESS: Final = re.compile(r"(?i)/live(?:-?(?:blog|updates?|news|reporting|coverage))?/|[-/]live-?(?:blog|updates?)\b")
COMMENT_MARKS: Final = re.compile(
    r"(?i)comment|disqus|reply|replies|related|recommend|sidebar|most[-_ ]?(?:read|viewed)|latest|teaser|promo"
)

# A clock at the beginning of a line: "10:45am", "14.32 GMT", "9.05 p.m. –".
CLOCK: Final = re.compile(
    r"(?i)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})\s?(?P<half>[ap]\.?m\.?)?\s?(?P<zone>[a-z]{3,4})?(?=$|[\s:,–—-])(?:\s?[:,–—-])?\s*"
)
# Hours east of Greenwich of the zones that English-language news writes out (tz database, 2024a).
ZONES: Final = {
    "GMT": 0.0, "UTC": 0.0, "BST": 1.0, "CET": 1.0, "CEST": 2.0, "EET": 2.0, "EEST": 3.0, "MSK": 3.0, "EST": -5.0, "EDT": -4.0, "CST": -6.0,
    "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0, "HKT": 8.0, "SGT": 8.0, "JST": 9.0, "KST": 9.0, "AEST": 10.0,
    "AEDT": 11.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase that tells what a page is, where it must stand, and how many words of text such a page has at most."""

    kind: str
    place: str
    most: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page that is no article: what the user is told, and what to do."""

    name: str
    hint: str


@cache
def signs() -> tuple[Sign, ...]:
    """The rows of `not_articles.tsv`."""
    return tuple(Sign(kind, place, int(most), re.compile(pattern)) for kind, place, most, pattern, _ in _rows("not_articles.tsv"))


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of page that are no article."""
    return {key: Kind(name, hint) for key, name, hint, _ in _rows("page_kinds.tsv")}


def _rows(table: str) -> list[list[str]]:
    lines = files("legation.knowledge").joinpath(table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith(("#", "kind\t"))]
