"""What every answer and every question must keep to, whatever the route: the last line before the network.

* Headers on every answer, errors too: a policy (CSP) under which nothing runs or loads but the house's own files, no guessing of
  types, no referrer, no frame.
* A Host that is not the house's own is answered 421, a foreign Origin 403, a wrong password 401.
* Who writes needs an Origin of the same host, a small body, and this run's token.
"""

from __future__ import annotations

import base64
import hmac
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legation.web.house import House, hashed

POLICY: Final = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOOKING: Final = ("GET", "HEAD")
LARGEST: Final = 64 * 1024  # bytes of a form


class Safety:
    """The house's app, behind its door."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app, self._house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question, or refuse it; websockets are not spoken here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        bare = scope["method"] == "HEAD"  # the same answer as to GET, without its body

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            elif bare:
                message = {**message, "body": b""}
            await send(message)

        refused = _refused(self._house, scope["method"], Headers(scope=scope))
        await (refused or self._app)({**scope, "method": "GET"} if bare else scope, receive, guarded)


def _refused(house: House, method: str, headers: Headers) -> PlainTextResponse | None:
    """What to answer a question that is none for this house; None for one that is."""
    host = headers.get("host", "")
    if not house.is_own(host):
        return PlainTextResponse("legation: this is not the host asked for (open the address that `legation serve` printed)\n", 421)
    if headers.get("origin") and not _from_here(headers):
        return PlainTextResponse("legation: asked from a page of another site: refused\n", 403)
    if house.password and not _entitled(house, headers):
        return PlainTextResponse("legation: a password is needed\n", 401, {"WWW-Authenticate": 'Basic realm="Legation", charset="UTF-8"'})
    if method in LOOKING:
        return None
    if method != "POST":
        return PlainTextResponse("legation: pages can be looked at (GET) or a form sent (POST)\n", 405)
    return _unwritable(headers)


def _from_here(headers: Headers) -> bool:
    """Whether a page of this house asks. Without referrers a browser calls its origin "null", but says whether it is the same."""
    origin = headers.get("origin", "")
    if origin == "null":
        return headers.get("sec-fetch-site") == "same-origin"
    return origin.partition("://")[2].lower() == headers.get("host", "").lower()


def _unwritable(headers: Headers) -> PlainTextResponse | None:
    length = headers.get("content-length", "")
    if not headers.get("origin"):
        return PlainTextResponse("legation: who writes must say from which page (Origin)\n", 403)
    if not (length.isascii() and length.isdigit()):
        return PlainTextResponse("legation: who writes must say how much (Content-Length)\n", 411)
    return PlainTextResponse("legation: more than a form holds\n", 413) if int(length) > LARGEST else None


def _entitled(house: House, headers: Headers) -> bool:
    return hmac.compare_digest(hashed(_given(headers)[1]), house.password)


def _given(headers: Headers) -> tuple[str, str]:
    """The name and the password that come with a question."""
    scheme, _, said = headers.get("authorization", "").partition(" ")
    try:
        name, _, password = base64.b64decode(said, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (name, password) if scheme.lower() == "basic" else ("", "")


def who(request: Request, house: House) -> str:
    """Who asks: the name given with the password, else who serves the record."""
    return (_given(request.headers)[0] if house.password else "") or house.who


def is_token(house: House, given: str) -> bool:
    """Whether a form bears this run's token."""
    return hmac.compare_digest(given.encode(), house.token.encode())
