"""The interface for programs, told on a page without anything from elsewhere: every address with its parameters and an example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from legation.web import rendering

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: where it stands ("path" or "query") and what it means."""

    name: str
    where: str
    says: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address, what it gives, and an example of that ("" for none)."""

    path: str
    says: str
    parameters: tuple[Parameter, ...]
    example: str


@router.get("/api", response_class=HTMLResponse)
def api(request: Request) -> HTMLResponse:
    """Every address of the interface."""
    schema = request.app.openapi()
    house = request.app.state.house
    text = rendering.page(
        "api.html", it=tuple(_addresses(schema)), title="For programs", here="", forms=[("OpenAPI", "/openapi.json")], next="",
        token=house.token, record=house.record.name, query="",
    )  # fmt: skip
    return HTMLResponse(text)


def _addresses(schema: dict[str, Any]) -> Iterator[Address]:
    for path, methods in sorted(schema["paths"].items()):
        for said in methods.values():
            content = said["responses"].get("200", {}).get("content", {}).get("application/json", {})
            example = json.dumps(content["example"], ensure_ascii=False, indent=1) if "example" in content else ""
            parameters = tuple(Parameter(p["name"], p["in"], p.get("description", "")) for p in said.get("parameters", ()))
            yield Address(path, said.get("summary", ""), parameters, example)
            break  # HEAD says the same
