"""What a person decides on a page: forms that accept, reject, correct, undo, split and join. Each needs this run's token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from legation.errors import BadRecord
from legation.record import corrections as kept
from legation.record.aliases import living
from legation.record.finding import entry as find
from legation.record.finding import telling_of, type_of
from legation.record.reviewing import last_of
from legation.record.splitting import parts_of
from legation.record.store import Store
from legation.record.tellings import load
from legation.web import addresses
from legation.web.house import House
from legation.web.review import form_of
from legation.web.safety import is_token, who

PATIENCE: Final = 8.0  # seconds to wait while another writes
FIELDS: Final = ("status", "type", "mode", "when", "where", "actors", "recipients")
Back = Annotated[str, Form(description="The page of this house to go on to", max_length=4000)]


async def entitled(request: Request) -> None:
    """Refuse who does not bear this run's token."""
    given = (await request.form()).get("token", "")
    if not is_token(request.app.state.house, str(given)):
        raise HTTPException(403, "the page was made by an earlier run, or by another site (open it again, then decide)")


router = APIRouter(dependencies=[Depends(entitled)], include_in_schema=False)


@router.post("/review/undo")
def undo(request: Request, back: Back = "/review") -> RedirectResponse:
    """Take back what one decided last."""
    house: House = request.app.state.house
    with house.open() as looking:
        last = last_of(looking, who(request, house))
    if last is None:
        raise HTTPException(404, "there is nothing of yours to undo")
    with _writing(house) as store:
        kept.withdraw(store, last.id)
    return _on(request, addresses.asked("/review", entry=last.telling) if back.startswith("/review") else back)


@router.post("/review/{id}")
async def decide(request: Request, id: str) -> RedirectResponse:
    """Accept, reject or correct an event; of a correction what differs from what the entry says."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_decide, request, id, form)


def _decide(request: Request, id: str, form: Mapping[str, str]) -> RedirectResponse:
    house: House = request.app.state.house
    with house.open() as looking:
        event = telling_of(looking, id)[1]
        changes = list(_changes(looking, event, form))
        kept.check_mode(changes, type_of(looking, event))
    for field, value in changes:
        kept.check(field, value)
    if not changes:
        raise HTTPException(400, "nothing was changed (change a field, or accept the entry)")
    with _writing(house) as store:
        kept.correct(store, event, changes, form.get("note", "").strip(), who(request, house))
    return _on(request, form.get("back", "/review"))


def _changes(store: Store, event: str, form: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    action = form.get("action", "")
    if action in kept.VERDICTS:
        yield "note", action
        return
    now = form_of(store, event)
    for field in FIELDS:
        value = form.get(field, getattr(now, field)).strip()
        if value != getattr(now, field) and (value or field == "mode"):
            yield field, value


@router.post("/entry/{id}/split")
def split(request: Request, id: str) -> RedirectResponse:
    """Take a telling out of its event, or all tellings of an event apart."""
    house: House = request.app.state.house
    with house.open() as looking:
        parts = parts_of(looking, id)
    with _writing(house) as store:
        kept.split(store, parts, who(request, house))
    return _on(request, addresses.entry(id))


@router.post("/entry/{id}/join")
def join(request: Request, id: str) -> RedirectResponse:
    """Take back every split of an event's tellings."""
    house: House = request.app.state.house
    with house.open() as looking:
        whole = find(looking, id)
        if whole is None:
            raise HTTPException(404, f"{id}: no entry with this id in the record")
        alive = living(looking, load(looking))
    with _writing(house) as store:
        undone = sum(kept.join(store, t.entry.id, alive) for t in whole.tellings)
    if not undone:
        raise HTTPException(404, f"{id}: was never split")
    return _on(request, addresses.entry(id))


def _writing(house: House) -> Store:
    try:
        return Store(house.record, patience=PATIENCE)
    except BadRecord as error:
        raise HTTPException(503, f"{error} (another run is writing: try again in a moment)") from error


def _on(request: Request, back: str) -> RedirectResponse:
    """On to another page of this house, and of no other."""
    request.app.state.keeper.wake()
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(back if inside else "/review", status_code=303)
