"""What a stranger tries on the pages: hosts, origins, forms without leave, and pages whose every word is an attack."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote
from xml.etree import ElementTree

import house
import lxml.html
import pytest
import stub
from lxml.html import HtmlElement
from starlette.testclient import TestClient
from telling import keep

from legation.entries import Record
from legation.record import corrections
from legation.record.derive import current
from legation.web.house import LOOPBACK, House, hashed

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
ROUTES = [
    "/",
    "/timeline",
    "/timeline.json",
    "/timeline.csv",
    "/timeline.atom",
    "/docket",
    "/calendar.ics",
    "/map",
    "/search?q=meet",
    "/party/PRK",
    "/article/s5",
    "/relation/USA/PRK",
    "/review",
    "/review/annotated.jsonl",
    "/api",
    "/openapi.json",
    "/static/legation.css",
    "/static/review.js",
    "/static/plotly.min.js",
    "/static/nothing",
    "/nothing",
    "/entry/none",
    "/timeline?type=WALK",
    "/plot/months",
    "/docs",
    "/redoc",
]


@pytest.fixture(scope="module")
def asking() -> Iterator[TestClient]:
    with house.told() as told:
        yield told


@pytest.mark.parametrize("address", ROUTES)
def test_every_answer_bears_the_policy_and_only_this_house_is_asked(asking: TestClient, address: str) -> None:
    answer = asking.get(address)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'", "'none'")
    assert (policy["script-src"], policy["style-src"], policy["form-action"]) == ("'self'", "'self'", "'self'")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    for host in ("example.org", "127.0.0.1.example.org", "localhost.example.org:8710", "127.0.0.1:80", "", "[::1", "127.0.0.1@example.org"):
        foreign = asking.get(address, headers={"Host": host})
        assert (foreign.status_code, foreign.headers["content-security-policy"]) == (421, answer.headers["content-security-policy"]), host
    for origin in ("https://example.org", "null", "http://127.0.0.1", "http://127.0.0.1:8710.example.org", "http://localhost:8711"):
        assert asking.get(address, headers={"Origin": origin}).status_code == 403, origin
        assert asking.post(address, headers={"Origin": origin}).status_code == 403, origin
    for host in ("127.0.0.1:8710", "localhost:8710", "[::1]:8710", "LOCALHOST:8710"):
        assert asking.get(address, headers={"Host": host}).status_code == answer.status_code, host


def test_what_breaks_is_told_behind_the_door_too(asking: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_house: House) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(House, "open", breaks)
    quiet = TestClient(asking.app, base_url=house.ADDRESS, raise_server_exceptions=False)
    answer = quiet.get("/timeline")
    assert (answer.status_code, "secret" in answer.text) == (500, False)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_head_is_get_without_its_body(asking: TestClient) -> None:
    answer = asking.head("/timeline")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(asking: TestClient, method: str) -> None:
    assert asking.request(method, "/review").status_code == 405


# Each form, sent as a stranger would: without an origin, from elsewhere, without this run's token, with another's.
WRITING = ["/review/{}", "/review/undo", "/entry/{}/split", "/entry/{}/join"]


@pytest.mark.parametrize("address", WRITING)
def test_nobody_writes_without_origin_and_token(asking: TestClient, address: str) -> None:
    path = address.format(house.event_of(asking))
    token = asking.house.token  # type: ignore[attr-defined]
    tries = [
        ({}, {"token": token}),
        ({"Origin": "https://example.org"}, {"token": token}),
        ({"Origin": house.ADDRESS}, {}),
        ({"Origin": house.ADDRESS}, {"token": "x" * len(token)}),
        ({"Origin": "null"}, {"token": token}),
    ]
    for headers, form in tries:
        assert asking.post(path, headers=headers, data={"action": "accepted", **form}).status_code == 403, (headers, form)
    for site in ("cross-site", "same-site", "none"):
        answer = asking.post(path, headers={"Origin": "null", "Sec-Fetch-Site": site}, data={"action": "accepted", "token": token})
        assert answer.status_code == 403, site
    large = asking.post(path, headers={"Origin": house.ADDRESS}, data={"token": token, "note": "x" * 70_000})
    assert large.status_code == 413
    endless = asking.post(path, headers={"Origin": house.ADDRESS}, content=iter([b"token=", token.encode()]))
    assert endless.status_code == 411
    assert asking.get("/review.json").json()["decided"] == []


def test_a_form_of_the_houses_own_page_is_taken(tmp_path: Path) -> None:
    with house.client(house.story(tmp_path / "r.db")) as asking:
        form = {"action": "accepted", "token": asking.house.token}  # type: ignore[attr-defined]
        browsers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}  # what a browser sends from a page without referrers
        assert asking.post(f"/review/{house.event_of(asking)}", headers=browsers, data=form).status_code == 303


def test_who_serves_to_others_asks_for_a_password(tmp_path: Path) -> None:
    path = house.story(tmp_path / "r.db")
    names = LOOPBACK | {"record.example"}
    with house.client(path, names=names, wide=True, password=hashed("sesame")) as asking:
        for given in ("", "Basic", "Basic !!!", "Bearer sesame", _basic("ada", "open"), _basic("ada", "")):
            answer = asking.get("/timeline", headers={"Authorization": given} if given else {})
            assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic"), given
        right = {"Authorization": _basic("grace", "sesame")}
        assert asking.get("/timeline", headers=right).status_code == 200
        assert asking.get("/timeline", headers={**right, "Host": "record.example"}).status_code == 200
        assert asking.get("/timeline", headers={**right, "Host": "192.0.2.7:8710"}).status_code == 200
        assert asking.get("/timeline", headers={**right, "Host": "other.example"}).status_code == 421
        event = asking.get("/timeline.json", headers=right).json()["events"][0]["id"]
        token = asking.house.token  # type: ignore[attr-defined]
        asking.post(f"/review/{event}", headers={**right, "Origin": house.ADDRESS}, data={"token": token, "action": "accepted"})
        assert [d["who"] for d in asking.get("/review.json", headers=right).json()["decided"]] == ["grace"]


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


# --- pages whose every word is an attack

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "</title><script>x()</script>",
    "</textarea><script>x()</script>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>x()</script>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input name=q>",
    "<object data=x>",
    "<embed src=x>",
    "<math><mtext><script>x()</script>",
    "<template><script>x()</script></template>",
    "<!--<script>x()</script>-->",
    "<![CDATA[<script>x()</script>]]>",
    "{{ 7 * 7 }}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "` onclick=`x()",
    "&lt;script&gt;x()&lt;/script&gt;",
    "&#60;img src=x onerror=x()&#62;",
    "\x00<script>x()</script>",
    "\u202e<script>x()</script>",
    "<scr\x00ipt>x()</scr\x00ipt>",
    "\ufeff<svg/onload=x()>",
    "＜script＞x()＜/script＞",
    "%3Cscript%3Ex()%3C/script%3E",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1:A9)",
    "-2+3",
    "＝1+1",
)
OWN = frozenset(
    "html head meta title link script body a header p nav ul li form label input button main h1 h2 small section article time span svg "
    "line rect blockquote details summary ol aside footer div table thead tbody tr th td caption q dl dt dd code select option fieldset "
    "legend kbd figure figcaption g path text circle pre br".split()
)


def attack(payload: str, number: int) -> Record:
    """An article in whose every field the payload stands."""
    told = stub.record(payload)
    events = tuple(replace(e, id=f"{number:04x}{at:08x}", confidence=0.9) for at, e in enumerate(told.events))
    said = tuple(replace(s, id=f"{number:04x}{at:08x}"[::-1]) for at, s in enumerate(told.statements))
    article = replace(told.article, metadata=((payload, payload),), url=payload if number % 2 else f"https://example.org/{payload}")
    return replace(told, article=article, events=events, statements=said)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("attacked") / "r<img src=x>.db"
    with keep(path, *(attack(payload, number) for number, payload in enumerate(PAYLOADS, 1))) as store:
        current(store)
        for number, payload in enumerate(PAYLOADS, 1):
            corrections.correct(
                store, f"{number:04x}{1:08x}", [("where", payload), ("actors", payload.replace(";", ","))], payload, payload
            )
        current(store)
    with house.client(path) as asking:
        yield asking


def test_no_payload_becomes_an_element_an_event_or_a_link(attacked: TestClient) -> None:
    assert len(PAYLOADS) == 40
    seen = 0
    for address in _everywhere(attacked):
        answer = attacked.get(address)
        assert answer.status_code in (200, 400, 404), (address, answer.text)
        seen += answer.status_code == 200
        assert _foreign(lxml.html.document_fromstring(answer.text)) == [], address
    assert seen > 200


def _everywhere(asking: TestClient) -> Iterator[str]:
    """Every page there is of the attacked record, and each payload in each question."""
    lists = [
        "/",
        "/articles",
        "/timeline?limit=100",
        "/months",
        "/map",
        "/docket?limit=100",
        "/docket?state=open",
        "/calendar?month=2025-06",
        "/statements?limit=100",
        "/review",
        "/api",
    ]
    yield from lists
    for number, payload in enumerate(PAYLOADS, 1):
        told, name = attack(payload, number), quote(payload, safe="")
        yield from (f"/entry/{e.id}" for e in (*told.events, *told.statements))
        yield f"/article/{quote(told.article.id, safe='')}"
        yield f"/party/{quote('USA/' + payload, safe='')}"
        yield f"/relation/PRK/{quote(name, safe='')}"
        yield f"/review?entry={told.events[0].id}&skip={name}"
        yield from (
            f"{path}={name}"
            for path in ("/search?q", "/timeline?words", "/timeline?party", "/timeline?place", "/timeline?type", "/docket?party")
        )


def _foreign(page: HtmlElement) -> list[str]:
    """What on a page is not the house's own."""
    found = []
    for element in page.iter(lxml.etree.Element):
        found += [f"<{element.tag}>"] if element.tag not in OWN else []
        if element.tag == "script" and (not str(element.get("src", "")).startswith("/static/") or element.text):
            found.append("a script")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "http-equiv", "autofocus"):
                found.append(f"{name}={value}")
            if name in ("href", "src", "action", "formaction", "xlink:href", "data-plot") and not _may_lead(element, str(value)):
                found.append(f"{element.tag} {name}={value}")
    return found


def _may_lead(element: HtmlElement, address: str) -> bool:
    """To a page of the house, or out of it by a plain link that gives nothing away."""
    if re.match(r"/(?![/\\])|#", address):
        return True
    leaves = re.match(r"https?://example\.org/", address) is not None
    return leaves and element.tag == "a" and element.get("rel") == "noopener nofollow"


def test_a_payload_changes_nothing_of_how_a_page_is_built(attacked: TestClient) -> None:
    built = set()
    for number, payload in enumerate(PAYLOADS, 1):
        if "%" in payload:
            continue  # the test client reads an address twice
        page = lxml.html.document_fromstring(attacked.get(f"/article/{quote(attack(payload, number).article.id, safe='')}").text)
        tags = Counter(e.tag for e in page.iter(lxml.etree.Element))
        built.add(
            tuple(tags[tag] for tag in ("form", "input", "button", "script", "link", "meta", "svg", "li", "p", "h2", "dd", "section"))
        )
    assert len(built) == 1


def test_no_cell_is_a_formula_and_every_form_is_whole(attacked: TestClient) -> None:
    cells = 0
    for address in (
        "/timeline?limit=100",
        "/statements?limit=100",
        "/search?q=meeting&limit=100",
        "/docket?limit=100",
        "/review",
        "/articles",
        "/map",
        "/today",
    ):
        for row in csv.reader(io.StringIO(attacked.get(house.in_form(address, "csv")).text, newline="")):
            for cell in row:
                cells += 1
                number = re.fullmatch(r"-?\d+(?:\.\d+)?", cell)
                assert number or not normalize("NFKC", cell[:1]).startswith(("=", "+", "-", "@", "\t", "\r")), cell
        json.loads(attacked.get(house.in_form(address, "json")).text)
        if address not in ("/review", "/map"):
            feed = ElementTree.fromstring(attacked.get(house.in_form(address, "atom")).text)
            assert {e.tag.rpartition("}")[2] for e in feed.iter()} <= {
                "feed",
                "title",
                "id",
                "updated",
                "author",
                "name",
                "link",
                "entry",
                "summary",
            }
    assert cells > 1000
    lines = attacked.get("/calendar.ics?month=2025-12").text.split("\r\n")
    assert all(re.match(r"[A-Z-]+[:;]| ", line) for line in lines if line)
