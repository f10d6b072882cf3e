"""The house: its pages, what writes, its own files, and its answer to what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from legation import __version__
from legation.errors import LegationError
from legation.views import plotly
from legation.web import api, docket, entries, parties, rendering, review, searching, timeline, today, writing
from legation.web.house import House
from legation.web.keeper import Keeper
from legation.web.safety import Safety

GROUPS = (today, timeline, docket, searching, parties, review, writing, entries, api)
FILES = Path(str(files("legation.web"))) / "static"
STYLES = Path(str(files("legation.views"))) / "charts.css"
HANDS = 6
FOR_LONG = {"Cache-Control": "public, max-age=86400"}


def house_of(house: House, keeper: Keeper | None = None) -> ASGIApp:
    """Everything that is served, behind its door; `keeper` keeps what is derived up to date."""
    return Safety(_app(house, keeper or Keeper(house)), house)


def _app(house: House, keeper: Keeper) -> FastAPI:
    app = FastAPI(
        title="Legation", version=__version__, docs_url=None, redoc_url=None, lifespan=partial(_life, keeper=keeper),
        description="The diplomatic record: who said what, who did what to whom, when, where, and how far it has come.",
    )  # fmt: skip
    app.state.house, app.state.keeper = house, keeper
    for group in GROUPS:
        app.include_router(group.router)
    app.add_api_route("/static/plotly.min.js", _plotly, include_in_schema=False, response_class=FileResponse)
    app.add_api_route("/static/charts.css", _charts, include_in_schema=False, response_class=FileResponse)
    app.mount("/static", StaticFiles(directory=FILES))
    for kind in (HTTPException, LegationError, RequestValidationError, Exception):
        app.add_exception_handler(kind, _wrong)
    return app


@asynccontextmanager
async def _life(_app: FastAPI, keeper: Keeper) -> AsyncIterator[None]:
    # Pages are made by few hands at once, one after the other: many at once would only hold each other up.
    current_default_thread_limiter().total_tokens = HANDS
    keeper.start()
    yield
    keeper.stop()


def _plotly() -> FileResponse:
    return FileResponse(plotly.javascript(), media_type="text/javascript", headers=FOR_LONG)


def _charts() -> FileResponse:
    return FileResponse(STYLES, media_type="text/css", headers=FOR_LONG)


def _wrong(request: Request, error: Exception) -> Response:
    """What went wrong, on a page or as JSON."""
    status, says = _said(error)
    headers = getattr(error, "headers", None)
    if request.url.path.endswith((".json", ".csv", ".atom", ".ics", ".jsonl")):
        return JSONResponse({"error": says}, status, headers=headers)
    house: House = request.app.state.house
    text = rendering.page(
        "wrong.html", it=says, title=str(status), here="", forms=[], next="", token=house.token, record=house.record.name, query=""
    )
    return HTMLResponse(text, status, headers=headers)


def _said(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return 400, f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}"
    if isinstance(error, LegationError):
        return 400, str(error)
    return 500, "something went wrong in Legation itself (the window in which it runs says what)"
