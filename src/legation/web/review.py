"""Review: one entry at a time with its sentence, to accept, reject or correct; what was decided, also as annotated articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from legation.entries import STATUSES, TYPES, Event
from legation.errors import BadRecord
from legation.record import finding
from legation.record.corrections import Correction, corrections
from legation.record.facets import Filters, fitting
from legation.record.finding import Whole
from legation.record.reviewing import looked_at, waiting
from legation.record.store import Store
from legation.record.told_by import annotated
from legation.resolving.codes import modes
from legation.views.corrections import COLUMNS, correction_object
from legation.views.found import whole_object
from legation.views.objects import Json, dumps, to_object
from legation.web import addresses
from legation.web.answering import Page, publish
from legation.web.asked import NOBODY, filters
from legation.web.entries import Slot, sentence, slots
from legation.web.house import House

router = APIRouter()
LAST: Final = 20  # decisions that the page shows
Skipped = Annotated[list[str], Query(description="Entries to leave for later", max_length=200)]


@dataclass(frozen=True, slots=True)
class Form:
    """What an entry says now, as the form has it."""

    status: str
    type: str
    mode: str
    when: str
    where: str
    actors: str
    recipients: str


@dataclass(frozen=True, slots=True)
class Review:
    """What the page shows; `whole` is None where nothing is left to look at."""

    whole: Whole | None
    sentence: Markup | None
    slots: tuple[Slot, ...]
    form: Form | None
    left: int
    back: str  # where to go on after a decision
    skip: str
    decided: tuple[Correction, ...]
    statuses: tuple[str, ...]
    types: tuple[str, ...]
    modes: tuple[str, ...]
    filters: Filters


def review(house: House, store: Store, asked: Annotated[Filters, Depends(filters)], entry: str = "", skip: Skipped = NOBODY) -> Page:
    """One event that nobody has looked at, the one the reader is least sure of first, and what was decided last."""
    found = fitting(store, house.held.columns(store), asked)
    next, left = waiting(found, looked_at(store), frozenset(skip))
    whole = finding.entry(store, entry or next) if entry or next else None
    one = whole.found.entry if whole else None
    all_ = corrections(store)

    def it() -> Review:
        event = one if isinstance(one, Event) else None
        article = whole.found.article if whole else None
        known = addresses.values(asked)
        skipped = addresses.asked("/review", **known, skip=(*skip, one.id)) if one else "/review"
        return Review(
            whole, sentence(article, one) if article and one else None, tuple(slots(article, one)) if article and one else (),
            _form(event) if event else None, left, addresses.asked("/review", **known, skip=tuple(skip)), skipped,
            tuple(all_[: -LAST - 1 : -1]), STATUSES, TYPES, tuple(sorted({m for t in TYPES for m in modes(t)})), asked,
        )  # fmt: skip

    def data() -> Json:
        decided = [correction_object(c) for c in all_[: -LAST - 1 : -1]]
        return {"left": left, "entry": whole_object(whole) if whole else None, "decided": decided}

    return Page("review.html", "Review", it, data, COLUMNS, lambda: [correction_object(c) for c in all_], here="review")


def form_of(store: Store, id: str) -> Form:
    """What an event says now, as its form has it. Raises BadRecord where there is none."""
    whole = finding.entry(store, id)
    if whole is None or not isinstance(whole.found.entry, Event):
        raise BadRecord(f"{id}: no event with this id in {store.path}")
    return _form(whole.found.entry)


def _form(event: Event) -> Form:
    return Form(
        event.status, event.type, event.mode, event.when.edtf, event.where.name, _sides(event, "actors"), _sides(event, "recipients")
    )


def _sides(event: Event, role: str) -> str:
    """The parties as the form takes them: "Kim Jong Un (PRK); China"."""
    actors = event.actors if role == "actors" else event.recipients
    return "; ".join(f"{a.name} ({a.code})" if "/" in a.id and len(a.code) == 3 and a.code.isupper() else a.name for a in actors)


def annotated_articles(request: Request) -> Response:
    """The articles of whose events a person looked at one, with the events as people left them: JSON lines of the record's form."""
    with request.app.state.house.open() as store:
        lines = [dumps(to_object(record)) + "\n" for record in annotated(store)]
    headers = {"Content-Disposition": 'attachment; filename="annotated.jsonl"'}
    return Response("".join(lines).encode(), media_type="application/jsonl; charset=utf-8", headers=headers)


router.add_api_route("/review/annotated.jsonl", annotated_articles, methods=["GET"], response_class=Response, tags=["review"])
publish(router, "/review", review)
