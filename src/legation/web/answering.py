"""A page in all its forms: each is built once, and answered as HTML, JSON, CSV, a feed or a calendar under the same address.

A page is a function from the open record and what is asked for to a `Page`; `publish` gives it its addresses.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from legation.views import atom, ics, plotly
from legation.views.bars import Bar, Link
from legation.views.charts import Chart
from legation.views.grids import grid
from legation.views.objects import Json, dumps
from legation.web import addresses, rendering
from legation.web.house import House
from legation.web.samples import samples

Form = Literal["html", "json", "csv", "atom", "ics"]
MEDIA: Final = {
    "html": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8", "ics": "text/calendar; charset=utf-8",
}  # fmt: skip


def _nothing() -> list[Any]:
    return []


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `it` makes what its template shows, the others make its other forms when they are asked for.

    `rows` are the lines of the CSV with their `columns`; a list has feed items, a calendar what is due. `next` is the cursor of
    the page behind this one.
    """

    template: str
    title: str
    it: Callable[[], object]
    data: Callable[[], object]
    columns: Sequence[str] = ()
    rows: Callable[[], Sequence[Json]] = _nothing
    feed: Callable[[str], Iterable[atom.Item]] | None = None
    due: Callable[[str], Iterable[ics.Due]] | None = None
    next: str = ""
    here: str = ""  # which of the site's parts it belongs to
    forms: tuple[Form, ...] = field(default=("html", "json", "csv"))


Build = Callable[..., Page]


def publish(router: APIRouter, path: str, build: Build, *forms: Form) -> None:
    """Give a page its addresses: HTML at `path` itself, JSON and CSV behind a dot, and the other `forms` that it has."""
    content = {"application/json": {"example": samples().get(build.__name__, {})}}
    told: dict[int | str, dict[str, Any]] = {200: {"description": "What the page shows", "content": content}}
    stem = path if path != "/" else "/today"
    for form in ("json", "csv", *forms):
        router.add_api_route(
            f"{stem}.{form}", _route(build, form), methods=["GET"], response_class=Response, tags=["pages"],
            include_in_schema=form == "json", summary=inspect.getdoc(build), responses=told if form == "json" else None,
            operation_id=build.__name__ if form == "json" else None,
        )  # fmt: skip
    for address in dict.fromkeys((path, stem)):
        router.add_api_route(address, _route(build, "html", *forms), methods=["GET"], include_in_schema=False, response_class=Response)


def _route(build: Build, form: Form, *others: Form) -> Callable[..., Response]:
    """The page in one form as FastAPI takes it: its parameters but the first two (house and record) are the question's."""
    signature = inspect.signature(build, eval_str=True)
    asked = list(signature.parameters.values())[2:]

    def answer(request: Request, **given: Any) -> Response:
        house: House = request.app.state.house
        with house.open() as store:
            return respond(request, build(house, store, **given), form, others)

    first = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    answer.__signature__ = inspect.Signature([first, *asked], return_annotation=Response)  # type: ignore[attr-defined]
    answer.__name__ = f"{build.__name__}_{form}"
    return answer


def respond(request: Request, page: Page, form: Form, others: Sequence[Form] = ()) -> Response:
    """The page in a form, with a link to the next one where there is one."""
    text = _text(request, page, form, others)
    headers = {"Link": f'<{_next(request, page)}>; rel="next"'} if page.next else {}
    return Response(text.encode(), media_type=MEDIA[form], headers=headers)


def _text(request: Request, page: Page, form: Form, others: Sequence[Form]) -> str:
    if form == "json":
        return dumps(page.data(), indent=1) + "\n"
    if form == "csv":
        return "".join(grid(page.rows(), "csv", page.columns))
    if form == "atom":
        here = str(request.url).replace(".atom", "", 1)
        return atom.feed(page.title, here, page.feed(base(request)) if page.feed else ())
    if form == "ics":
        return ics.calendar(page.title, page.due(base(request)) if page.due else ())
    return _html(request, page, others)


def _html(request: Request, page: Page, others: Sequence[Form]) -> str:
    house: House = request.app.state.house
    links = [(form, _in_form(request, form)) for form in ("json", "csv", *others)]
    return rendering.page(
        page.template, it=page.it(), title=page.title, here=page.here, forms=links, next=_next(request, page) if page.next else "",
        token=house.token, record=house.record.name, query=request.query_params.get("q", ""),
    )  # fmt: skip


def _in_form(request: Request, form: str) -> str:
    """The address of the same page in another form."""
    path = request.scope["raw_path"].decode("ascii")
    query = request.url.query
    return f"{path if path != '/' else '/today'}.{form}" + (f"?{query}" if query else "")


def _next(request: Request, page: Page) -> str:
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "after"]
    path = request.scope["raw_path"].decode("ascii")
    given: dict[str, tuple[str, ...]] = {}
    for key, value in [*pairs, ("after", page.next)]:
        given[key] = (*given.get(key, ()), value)
    return addresses.asked(path, **given)


def plot(chart: Chart, link: Link) -> Response:
    """A chart for Plotly, with the address to which the bars of each label lead."""
    links = {label: link(Bar("", label, 0, ())) for label in chart.labels}
    return Response(dumps({**plotly.figure(chart), "links": links}).encode(), media_type=MEDIA["json"])


def base(request: Request) -> str:
    """The address of the house as it was asked for."""
    return str(request.base_url).rstrip("/")
