"""What passes between the stages: articles, what was read in them, and the entries of the record.

Everything here is frozen and checked when made. Positions are Unicode code points into `Article.text`;
`text[start:end] == quote` holds for every quote. `docs/record.md` says what each entry means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

SCHEMA: Final = 1

Kind = Literal["direct", "mixed", "indirect"]
Status = Literal["happened", "planned", "proposed", "threatened", "refused", "alleged", "possible", "not_happened"]

STATUSES: Final[tuple[Status, ...]] = (
    "happened", "planned", "proposed", "threatened", "refused", "alleged", "possible", "not_happened",
)  # fmt: skip


TYPES: Final = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span runs forward and is not empty: [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the article, with where they stand."""

    text: str
    span: Span

    def __post_init__(self) -> None:
        if len(self.text) != self.span.end - self.span.start:
            raise ValueError(f"the span does not fit the words {self.text!r}")


def quote(text: str, start: int, end: int) -> Quote:
    """The words of `text` from `start` to `end` (code points)."""
    return Quote(text[start:end], Span(start, end))


@dataclass(frozen=True, slots=True)
class Aside:
    """A line of the page that is not the article (`span` set), or a block that was left out of its text (`span` None)."""

    text: str
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One page or text as it was taken in.

    `published` is EDTF: a day, an interval where it was inferred, "" where nothing is known;
    `published_at` is an ISO 8601 time with its zone where the page has one; `published_why` says where the date was found.
    `metadata` holds what else the source says of it, by name.
    """

    id: str
    title: str
    text: str
    published: str = ""
    published_at: str = ""
    published_why: str = ""
    source: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    version: int = 1
    furniture: tuple[Aside, ...] = ()
    dropped: tuple[Aside, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()


# --- what the reader gives: tokens, trees, names and frames, before anything is resolved


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `head` is the index of its head in the document (itself for a root), `rel` the Universal Dependencies relation."""

    text: str
    span: Span
    upos: str
    xpos: str
    head: int
    rel: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `first` to `last` (exclusive) of the document, and the characters they cover; `furniture`: from 0 to 1."""

    first: int
    last: int
    span: Span
    furniture: float = 0.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a person (PER), place (LOC) or organisation (ORG): tokens `first` to `last` (exclusive)."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Arc:
    """From a frame to the token at which one of its parties, its place or its time is named; `score` from 0 to 1."""

    slot: str
    token: int
    score: float


@dataclass(frozen=True, slots=True)
class Frame:
    """An event as the reader sees it: trigger tokens `first` to `last` (exclusive), what kind, how far, and its arcs.

    `score`, from 0 to 1, says how likely it is one at all; `as_type` and `as_status` how likely these are if it is."""

    first: int
    last: int
    type: str
    mode: str
    status: Status
    score: float
    arcs: tuple[Arc, ...] = ()
    as_type: float = 1.0
    as_status: float = 1.0


@dataclass(frozen=True, slots=True)
class Saying:
    """A run of said words as the reader sees it: content tokens `first` to `last` (exclusive), its cue, and the speaker's token."""

    first: int
    last: int
    cue: tuple[int, int] | None
    speaker: int | None
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one text."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    frames: tuple[Frame, ...]
    sayings: tuple[Saying, ...]


# --- the entries of the record


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office on a date, and where that is known from."""

    name: str
    office: str
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a table says: of whom or what, what it is, from when to when (ISO; "" for open or unknown), and the source."""

    name: str
    kind: str
    code: str
    sector: str
    what: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state or body: `id` is the same across articles; `mentions` are where this article names it for this entry."""

    name: str
    code: str = ""
    sector: str = ""
    id: str = ""
    mentions: tuple[Span, ...] = ()
    holder: Holder | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class When:
    """A time as EDTF (ISO 8601-2), with the words that say so (None where it follows from the article's date)."""

    edtf: str = ""
    words: Quote | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the article names it, with its state (ISO 3166-1 alpha-3) and, where known, degrees north and east."""

    name: str = ""
    code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    words: Quote | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that belongs to an event: what is counted, how many (least and most), in which words."""

    what: str
    least: float
    most: float
    words: Quote


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what. `said` is EDTF."""

    id: str
    speaker: Actor
    kind: Kind
    content: Quote
    cue: Quote | None = None
    said: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """Who did (plans, wants, threatens, refuses …) what to whom; `plover` and `cameo` are the codes that other tools use."""

    id: str
    type: str
    mode: str
    status: Status
    trigger: Quote
    evidence: Quote
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    by: tuple[Actor, ...] = ()
    according_to: tuple[Actor, ...] = ()
    when: When = When()
    said: str = ""
    where: Place = Place()
    plover: str = ""
    cameo: str = ""
    quantities: tuple[Quantity, ...] = ()
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not (self.evidence.span.start <= self.trigger.span.start and self.trigger.span.end <= self.evidence.span.end):
            raise ValueError(f"the trigger {self.trigger.text!r} lies outside its evidence")
        if self.status == "happened" and self.by:
            raise ValueError("what happened has no holder of a stance")


@dataclass(frozen=True, slots=True)
class Record:
    """What one article tells: its statements and events, in the order of the text, and what read them."""

    article: Article
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    model: str = ""
    rules: int = 1
    schema: int = SCHEMA
