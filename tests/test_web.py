"""The pages as a browser asks for them: what each shows, in all its forms, and what people decide on them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import house
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from telling import Deed, keep, record

from legation import cli
from legation.entries import Actor
from legation.record.derive import current
from legation.web.samples import samples

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def asking() -> Iterator[TestClient]:
    with house.told() as told:
        yield told


@pytest.fixture
def own(tmp_path: Path) -> Iterator[TestClient]:
    """A record that the test may change."""
    with house.client(house.story(tmp_path / "own.db")) as told:
        yield told


def text(page: str) -> str:
    """What a page says, in one line."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


# What each page must say of the story.
SAYS = [
    ("/", ["Came in", "s10"]),
    (
        "/?day=2018-06-02",
        ["Published by then", "◂ 2018-06-01", "2018-06-03 ▸", "Due by 2018-07-02", "Trump will meet Kim in Singapore", "denied"],
    ),
    ("/timeline", ["7 events", "undated", "Iran has not struck any base", "Xi will visit Hanoi", "happened"]),
    ("/timeline?party=PRK&status=happened", ["1 event", "told 2 times", "Singapore (SGP)"]),
    ("/timeline?words=struck", ["1 event", "disputed"]),
    ("/timeline?date=2018-06", ["Trump and Kim meet in Singapore."]),
    ("/timeline?place=Singapore&order=oldest", ["Singapore"]),
    ("/timeline?source=Yonhap", ["1 event", "Kim offers to meet Trump"]),
    ("/docket?day=2018-06-02", ["open 1", "Trump calls off the meeting"]),
    ("/docket?party=VNM", ["Xi will visit Hanoi"]),
    ("/docket?state=kept", ["kept 1", "Singapore"]),
    ("/calendar?month=2018-06", ["2018-06-12", "kept"]),
    ("/calendar?month=2099-12", ["2099-12-12", "open"]),
    ("/search?q=meet", ["“meet”", "Sentosa"]),
    ("/statements?speaker=Trump", ["the meeting with Kim is on again"]),
    ("/party/PRK", ["North Korea", "With whom", "United States", "Supreme Leader"]),
    ("/party/north%20korea", ["North Korea"]),
    ("/party/PRK%2Fkim-jong-un", ["Kim Jong Un", "Supreme Leader"]),
    ("/relation/USA/PRK", ["Conflict and cooperation between", "2018-06"]),
    ("/relation/north%20korea/united%20states", ["North Korea – United States", "Conflict and cooperation"]),
    ("/map", ["Singapore", "Natural Earth"]),
    ("/months", ["Events by year"]),
    ("/article/s5", ["on again for 12 June", "Who said what", "by hand, rules 1", "Hash"]),
    ("/articles", ["s10", "1 events"]),
    ("/review", ["events nobody has looked at", "Accept", "Status"]),
    ("/api", ["/timeline.json", "/relation/{pair}.json", "Example"]),
]


@pytest.mark.parametrize(("address", "said"), SAYS)
def test_every_page_says_what_the_record_holds(asking: TestClient, address: str, said: list[str]) -> None:
    answer = asking.get(address)
    assert answer.status_code == 200, answer.text
    shown = text(answer.text)
    assert [words for words in said if words not in shown] == []


# As of a day: the articles, what is due, the last move on the docket, and how many contradictions.
AS_OF = [
    ("2018-03-08", ["s1"], [], "", 0),
    ("2018-05-10", ["s8", "s3", "s2"], [], "planned", 0),
    ("2018-05-14", ["s9", "s8", "s3"], ["2018-06-12"], "planned", 1),
    ("2018-05-25", ["s4", "s9", "s8"], [], "called_off", 1),
    ("2018-06-02", ["s5", "s4", "s9"], ["2018-06-12"], "planned", 1),
    ("2018-06-13", ["s10", "s7", "s6"], [], "kept", 1),
]


@pytest.mark.parametrize("began", ["later", "then"])
@pytest.mark.parametrize(("day", "articles", "due", "move", "contradictions"), AS_OF)
def test_another_day_is_shown_as_of_its_end(
    tmp_path: Path, began: str, day: str, articles: list[str], due: list[str], move: str, contradictions: int
) -> None:
    path = tmp_path / "r.db"
    with keep(path, *sorted(house.STORY, key=lambda told: told.article.published)) as store:
        store.write("UPDATE articles SET added_at = published || 'T08:00:00Z' WHERE ?", (began == "then",))
        current(store)
    with house.client(path) as asking:
        found = asking.get(f"/today.json?day={day}").json()
    assert [a["id"] for a in found["arrivals"]][:3] == articles
    assert found["came_in"] == (began == "then")
    assert [i["due"] for i in found["due"]] == due
    assert [m["move"] for m in found["moved"]][:1] == [move] * bool(move)
    assert all(set(m["parties"]) == {"USA", "PRK"} for m in found["moved"])
    assert len(found["contradicted"]) == contradictions


def test_the_docket_of_a_day_knows_nothing_that_was_told_later(asking: TestClient) -> None:
    found = asking.get("/docket.json?day=2018-05-25&party=PRK").json()
    assert {state: n for state, n in found["counts"].items() if n} == {"called_off": 1}
    assert [m["state"] for m in found["items"][0]["moves"]] == ["proposed", "planned", "planned", "called_off"]


def test_an_entry_shows_its_words_its_tellings_and_what_became_of_it(asking: TestClient) -> None:
    page = asking.get(f"/entry/{house.event_of(asking)}").text
    shown = text(page)
    for said in ("Told 2 times", "What became of it", "called off", "Cite", "BibTeX", "Undo the merge", "Sentosa", "PLOVER"):
        assert said in shown
    assert '<span class="slot slot-trigger">meet</span>' in page
    link = re.search(r'href="(/article/s6)#(e-[0-9a-f]+)"', page)
    assert link
    assert f'id="{link[2]}"' in asking.get(link[1]).text


def test_an_article_leads_to_its_entries_and_back(asking: TestClient) -> None:
    page = asking.get("/article/s5").text
    anchor = re.search(r'class="at" id="(e-[0-9a-f]+)"', page)
    assert anchor
    assert f'href="#k-{anchor[1]}"' in page
    assert f'id="k-{anchor[1]}"' in page
    assert f'href="#{anchor[1]}"' in page


def test_the_story_on_the_timeline_is_counted_by_each_filter(asking: TestClient) -> None:
    found = asking.get("/timeline.json").json()
    facets = {key: {v["value"]: v["events"] for v in values} for key, values in found["facets"].items()}
    assert (found["total"], len(found["events"])) == (sum(facets["status"].values()), found["total"])
    assert facets["party"]["PRK"] == facets["party"]["PRK/kim-jong-un"]
    for key, values in facets.items():
        for value, number in values.items():
            assert asking.get("/timeline.json", params={key: value}).json()["total"] == number, (key, value)
    held = asking.get("/timeline.json", params={"party": "PRK", "status": "planned"}).json()
    by_type = {v["value"]: v["events"] for v in held["facets"]["status"]}  # heeds every filter but its own
    assert by_type["happened"] == 1


HOST = Deed(
    "Lee, Trump and Kim meet in Singapore.", "meet", "CONSULT", "happened", f"{house.LEADERS}, SGP Lee Hsien Loong",
    when="2018-06-12", place="Singapore/SGP",
)  # fmt: skip
TRUMPS = Deed("A man called Trump met an envoy of Iran.", "met", "CONSULT", "happened", "IRN", when="2018-07-01")


@pytest.mark.parametrize(
    ("party", "events"),
    [("SGP", 1), ("Lee", 1), ("hsien", 1), ("prk", 5), ("kim jong", 5), ("PRK/kim-jong-un", 5), ("trump", 6), ("/trump", 1), ("Fiji", 0)],
)
def test_both_timelines_find_a_party_by_any_telling(tmp_path: Path, party: str, events: int) -> None:
    other = record("s13", "2018-07-02", TRUMPS)
    (event,) = other.events
    other = replace(other, events=(replace(event, actors=(*event.actors, Actor("Trump", "", "CVL", "trump"))),))
    path = house.story(tmp_path / "r.db", record("t1", "2018-06-12", HOST), other)
    told = CliRunner().invoke(cli.main, ["timeline", "--record", str(path), "--party", party, "--format", "json"])
    with house.client(path) as asking:
        found = asking.get("/timeline.json", params={"party": party}).json()
    assert {e["id"] for e in json.loads(told.stdout)} == {e["id"] for e in found["events"]}
    assert len(found["events"]) == events
    if party == "SGP":  # it is shown with the parties of the telling that says most
        assert [p["code"] for p in found["events"][0]["who"]] == ["USA", "PRK"]


def test_each_bar_of_a_relation_opens_its_events_and_no_others(asking: TestClient) -> None:
    page = asking.get("/relation/USA/PRK").text
    assert "?month=2018-06&amp;kind=verbal_cooperation#last" in page
    months = asking.get("/relation/USA/PRK.json").json()["months"]
    assert months
    for month in months:
        for kind in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"):
            found = asking.get("/relation/USA/PRK.json", params={"month": month["month"], "kind": kind}).json()["events"]
            assert len(found) == month[kind]
    shown = text(asking.get("/relation/USA/PRK?month=2018-06&kind=verbal_cooperation").text)
    assert "What happened: 1 in 2018-06, cooperation in words" in shown
    assert asking.get("/relation/USA/PRK?kind=love").status_code == 400


def test_a_long_list_comes_in_pages_without_a_gap(asking: TestClient) -> None:
    for path, name in (("/timeline", "events"), ("/articles", "articles"), ("/search", "entries")):
        whole = asking.get(f"{path}.json?q=meet").json()[name]
        paged, after = [], ""
        while True:
            part = asking.get(f"{path}.json", params={"limit": 2, "after": after, "q": "meet"}).json()
            paged += part[name]
            after = part["next"]
            if not after:
                break
        assert paged == whole
        assert len(whole) > 2
    old = [e["id"] for e in asking.get("/timeline.json?order=oldest").json()["events"]]
    assert sorted(old) == sorted(e["id"] for e in asking.get("/timeline.json").json()["events"])
    assert 'rel="next"' in asking.get("/timeline?limit=2").text


@pytest.mark.parametrize("name", sorted({*house.PAGES, "entry", "article"}))
def test_every_page_is_json_and_csv_and_its_example_is_true(asking: TestClient, name: str) -> None:
    address = house.addresses(asking)[name]
    said = asking.get(house.in_form(address, "json"))
    assert said.headers["content-type"] == "application/json"
    assert _keys(samples()[name]) <= _keys(house.shortened(said.json()))
    table = asking.get(house.in_form(address, "csv"))
    assert table.headers["content-type"].startswith("text/csv")
    heading, *rows = csv.reader(io.StringIO(table.text, newline=""))
    assert rows or name == "review"  # nobody has decided anything
    assert {len(row) for row in rows} <= {len(heading)}
    page = asking.get(address).text
    assert f'href="{house.in_form(address, "json").replace("&", "&amp;")}"' in page


def _keys(value: object, at: str = "") -> set[str]:
    if isinstance(value, dict):
        return {f"{at}/{k}" for k in value}.union(*(_keys(v, f"{at}/{k}") for k, v in value.items()))
    return set().union(*(_keys(v, f"{at}/*") for v in value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("name", ["today", "articles", "timeline", "docket", "calendar", "search", "statements", "party"])
def test_every_list_is_a_feed(asking: TestClient, name: str) -> None:
    answer = asking.get(house.in_form(house.PAGES[name], "atom"))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert all((entry.findtext(f"{ATOM}{part}") or "").strip() for part in ("id", "title", "updated", "summary"))
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert asking.get(link.attrib["href"]).status_code == 200


def test_the_calendar_is_one_for_calendar_programs(asking: TestClient) -> None:
    lines = asking.get("/calendar.ics?month=2018-06").text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20180612" in lines
    assert "DTEND;VALUE=DATE:20180613" in lines
    assert "LOCATION:Singapore" in lines
    assert max(len(line.encode()) for line in lines) <= 75


@pytest.mark.parametrize(
    ("style", "said"), [("plain", "Words: “"), ("bibtex", "@article{"), ("ris", "TY  - NEWS"), ("csl", '"type": "article-newspaper"')]
)
def test_entries_and_articles_are_cited(asking: TestClient, style: str, said: str) -> None:
    entry = asking.get(f"/entry/{house.event_of(asking)}/cite/{style}")
    assert said in entry.text
    assert "attachment" in entry.headers["content-disposition"]
    assert asking.get("/cite", params={"article": "s5", "style": style}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nothing", 404, "Not Found"),
        ("/entry/ffffffffffff", 404, "no entry with this id"),
        ("/article/none", 404, "no article"),
        ("/party/Nobody%20At%20All", 404, "nobody of that name"),
        ("/relation/USA", 404, "two parties"),
        ("/timeline?type=WALK", 400, "is none of"),
        ("/timeline?since=2018-13", 400, "not in the calendar"),
        ("/timeline?confidence=often", 400, "is no confidence"),
        ("/docket?day=June", 400, "is no day"),
        ("/docket?state=lost", 400, "is none of"),
        ("/calendar?month=2018", 400, "is no month"),
        ("/timeline?limit=0", 400, "greater than"),
        ("/entry/abc/cite/mla", 404, "no entry"),
        ("/timeline?order=none", 400, "order"),
        ("/entry/ffffffffffff.json", 404, "no entry"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(asking: TestClient, address: str, status: int, says: str) -> None:
    answer = asking.get(address)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/timeline?words=%22%27%20OR%20NEAR(",
        "/search?q=%22",
        "/search?q=*",
        "/search?q=said%3A",
        "/timeline?after=x-y",
        "/timeline?party=%25",
        "/docket?after=-1",
        "/search?after=zz&q=meet",
        "/timeline?party=&type=",
    ],
)
def test_odd_questions_are_answered(asking: TestClient, address: str) -> None:
    assert asking.get(address).status_code == 200


def test_the_interface_is_described(asking: TestClient) -> None:
    schema = asking.get("/openapi.json").json()
    names = {method["operationId"] for path in schema["paths"].values() for method in path.values()}
    assert names >= set(samples())
    assert "http" not in re.sub(r"https?://(?:json-schema|example)\.org", "", json.dumps(schema["paths"])).replace("http_", "")


# --- deciding


def send(asking: TestClient, address: str, **form: str) -> int:
    token = asking.house.token  # type: ignore[attr-defined]
    return asking.post(address, data={"token": token, **form}, headers={"Origin": house.ADDRESS}).status_code


def test_review_accepts_rejects_corrects_and_takes_back(own: TestClient) -> None:
    left = own.get("/review.json").json()["left"]
    event = house.event_of(own)
    assert send(own, f"/review/{event}", action="accepted", back="/review?party=PRK") == 303
    assert own.get("/review.json").json()["left"] == left - 1
    assert "accepted by a person" in text(own.get(f"/entry/{event}").text)
    assert send(own, f"/review/{event}", action="change", status="alleged", actors="China", when="2018-06-13", note="as told later") == 303
    told = own.get(f"/entry/{event}.json").json()
    assert (told["status"], told["when"], [a["code"] for a in told["actors"]]) == ("alleged", "2018-06-13", ["CHN"])
    assert {(c["field"], c["who"]) for c in told["corrections"]} == {("note", "Ada"), ("status", "Ada"), ("actors", "Ada"), ("when", "Ada")}
    assert send(own, "/review/undo") == 303
    assert len(own.get(f"/entry/{event}.json").json()["corrections"]) == 3
    assert send(own, f"/review/{event}", action="change") == 400


def test_what_was_rejected_is_nowhere_but_at_its_address(own: TestClient) -> None:
    event, months = house.event_of(own), own.get("/relation/USA/PRK.json").json()["months"]
    total = own.get("/timeline.json").json()["total"]
    assert months
    assert send(own, f"/review/{event}", action="rejected") == 303
    assert own.get("/timeline.json").json()["total"] == total - 1
    assert own.get("/relation/USA/PRK.json").json()["months"] == []
    assert own.get("/docket.json?state=kept").json()["items"] == []
    assert "rejected by a person" in text(own.get(f"/entry/{event}").text)
    assert send(own, "/review/undo") == 303
    assert own.get("/relation/USA/PRK.json").json()["months"] == months


def test_decisions_come_out_as_annotated_articles(own: TestClient) -> None:
    assert own.get("/review/annotated.jsonl").text == ""
    struck = own.get("/timeline.json?words=struck").json()["events"][0]["id"]
    send(own, f"/review/{struck}", action="change", type="COERCE")
    send(own, f"/review/{house.event_of(own)}", action="rejected")
    articles = {a["id"]: a for a in map(json.loads, own.get("/review/annotated.jsonl").text.splitlines())}
    assert sorted(articles) == ["s6", "s7", "s8", "s9"]
    assert [e["type"] for e in articles["s8"]["events"]] == ["COERCE"]
    assert articles["s6"]["events"] == []
    for article in articles.values():
        for event in article["events"]:
            assert event["trigger"] in event["evidence"]
            assert event["evidence"] in article["text"]


def test_a_merge_is_undone_and_taken_back(own: TestClient) -> None:
    event = house.event_of(own)
    told = own.get(f"/entry/{event}.json").json()["told"]
    assert send(own, f"/entry/{told[1]['id']}/split") == 303
    assert len(own.get(f"/entry/{event}.json").json()["told"]) == 1
    assert "Take the split back" in own.get(f"/entry/{event}").text
    assert send(own, f"/entry/{event}/join") == 303
    assert len(own.get(f"/entry/{event}.json").json()["told"]) == 2
    assert send(own, f"/entry/{event}/join") == 404


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"])
def test_a_decision_leads_to_no_other_site(own: TestClient, back: str) -> None:
    token = own.house.token  # type: ignore[attr-defined]
    form = {"token": token, "action": "accepted", "back": back}
    answer = own.post(f"/review/{house.event_of(own)}", data=form, headers={"Origin": house.ADDRESS})
    assert answer.headers["location"] == "/review"


def test_an_empty_record_has_all_its_pages(tmp_path: Path) -> None:
    with house.client(house.keep(tmp_path / "e.db", record("x", "")).path) as asking:
        for address in house.PAGES.values():
            if "/party" not in address:
                assert asking.get(address).status_code == 200, address
