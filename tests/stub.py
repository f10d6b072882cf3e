"""A small record, made by hand, with whatever words a test wants in it."""

from __future__ import annotations

from legation.entries import (
    Actor,
    Article,
    Aside,
    Event,
    Holder,
    Place,
    Quantity,
    Quote,
    Record,
    Span,
    Statement,
    When,
    quote,
)

BENIGN = "Trump"


def find(text: str, words: str, after: int = 0) -> Quote:
    """Words of the text with where they stand."""
    start = text.index(words, after)
    return quote(text, start, start + len(words))


def record(name: str = BENIGN) -> Record:
    """An article of four lines with two events and two statements; `name` stands wherever a page's words can stand."""
    first = f"{name} says he would like to sit down with Kim Jong Un again this year."
    second = f'"We had a very good meeting in Hanoi," {name} told {name} on Monday, killing 3 doubts.'
    furniture = f"Share this {name}"
    text = f"{first}\n{second}\n\n{furniture}"
    at = text.index(second)
    speaker = Actor(name, "USA", "GOV", f"USA/{name}", (Span(0, len(name)),), Holder(name, name, name), 0.98765432)
    kim = Actor("Kim Jong Un", "PRK", "GOV", "PRK/kim-jong-un")
    article = Article(
        id=f"a-{name}",
        title=name,
        text=text,
        published="2025-08-25",
        published_at="2025-08-25T10:00:00+01:00",
        published_why=name,
        source=name,
        url=f"javascript:{name}",
        authors=(name,),
        furniture=(Aside(furniture, name, find(text, furniture).span),),
        dropped=(Aside(name, name),),
    )
    proposed = Event(
        id="e-1",
        type="CONSULT",
        mode="visit",
        status="proposed",
        trigger=find(text, "sit down"),
        evidence=find(text, first),
        actors=(speaker,),
        recipients=(kim,),
        by=(speaker,),
        according_to=(speaker,),
        when=When("2025", find(text, "this year")),
        said="2025-08-25",
        where=Place(name, "PRK", words=find(text, name)),
        plover="REQUEST",
        cameo="022",
        quantities=(Quantity("killed", 3, 3, find(text, "3 doubts", at)),),
        confidence=0.5,
    )
    happened = Event(
        id="e-2",
        type="CONSULT",
        mode="",
        status="happened",
        trigger=find(text, "meeting", at),
        evidence=quote(text, at, at + len(second)),
        actors=(speaker, kim),
    )
    statements = (
        Statement("s-1", speaker, "indirect", find(text, "he would like to sit down with Kim Jong Un again this year")),
        Statement(
            "s-2",
            speaker,
            "direct",
            find(text, "We had a very good meeting in Hanoi,"),
            find(text, "told"),
            "2025-08-25",
        ),
    )
    return Record(article, statements, (proposed, happened), model="stub")
