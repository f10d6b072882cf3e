"""The record of one road to a summit behind the pages' own door: what the tests of the pages ask, without a network.

`python tests/house.py` writes the examples of the interface's description anew (src/legation/web/samples.json).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from starlette.testclient import TestClient
from telling import Deed, actors, keep, record

from legation.entries import Record, Statement, quote
from legation.record.derive import current
from legation.web import app, samples
from legation.web.house import House
from legation.web.keeper import Keeper, here

ADDRESS = "http://127.0.0.1:8710"
LEADERS = "USA Donald Trump, PRK Kim Jong Un"


def meeting(status: str, said: str, trigger: str, **more: str) -> Deed:
    return Deed(said, trigger, "CONSULT", status, LEADERS, **more)  # type: ignore[arg-type]


def saying(told: Record, words: str, speaker: str) -> Record:
    """The same record with a statement, whose words stand in its text."""
    start = told.article.text.index(words)
    said = Statement(
        f"s-{told.article.id}", actors(speaker)[0], "indirect", quote(told.article.text, start, start + len(words)), None, "2018-06-01"
    )
    return replace(told, statements=(said,))


STRIKE = Deed("Iran struck a base in Israel, officials said.", "struck", "ASSAULT", "happened", "IRN", "ISR", "2018-05-09", "Tel Aviv/ISR")
DENIAL = Deed(
    "Iran has not struck any base in Israel, its foreign ministry said.",
    "struck",
    "ASSAULT",
    "not_happened",
    "IRN",
    "ISR",
    "2018-05-09",
    by="IRN",
)
STORY = (
    record(
        "s1",
        "2018-03-08",
        meeting("proposed", "Kim offers to meet Trump, envoys from Seoul say.", "meet", by="PRK Kim Jong Un"),
        source="Yonhap",
    ),
    record(
        "s2",
        "2018-03-09",
        meeting("planned", "Trump agrees to meet Kim by May.", "meet", when="2018-05", by="USA Donald Trump"),
        source="The Post",
    ),
    record(
        "s3",
        "2018-05-10",
        meeting("planned", "Trump will meet Kim in Singapore on 12 June.", "meet", when="2018-06-12", place="Singapore/SGP", by="USA"),
    ),
    record("s4", "2018-05-24", meeting("refused", "Trump calls off the meeting with Kim.", "meeting", by="USA Donald Trump")),
    saying(
        record(
            "s5", "2018-06-01", meeting("planned", "Trump says the meeting with Kim is on again for 12 June.", "meeting", when="2018-06-12")
        ),
        "the meeting with Kim is on again for 12 June",
        "USA Donald Trump",
    ),
    record("s6", "2018-06-12", meeting("happened", "Trump and Kim meet in Singapore.", "meet", when="2018-06-12", place="Singapore/SGP")),
    record(
        "s7",
        "2018-06-12",
        meeting("happened", "Kim and Trump meet on Sentosa in Singapore.", "meet", when="2018-06-12", place="Singapore/SGP"),
    ),
    record("s8", "2018-05-10", STRIKE),
    record("s9", "2018-05-11", DENIAL),
    record(
        "s10",
        "2018-06-13",
        Deed("Xi will visit Hanoi on 12 December.", "visit", "CONSULT", "planned", "CHN Xi Jinping", "VNM", "2099-12-12", mode="visit"),
    ),
)


def story(path: Path, *others: Record) -> Path:
    """The record file, with all that is derived."""
    if others:
        with keep(path, *STORY, *others) as store:
            current(store)
    else:
        path.write_bytes(_story())
    return path


@cache
def _story() -> bytes:
    """The record without others, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.db"
        with keep(path, *STORY) as store:
            current(store)
        return path.read_bytes()


class Still(Keeper):
    """A keeper that does at once what it is woken for, and nothing else."""

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def wake(self) -> None:
        here(self._house.record)


def client(path: Path, **given: object) -> TestClient:
    """Who asks the pages of a record, as a browser on this machine does."""
    house = House(path, 8710, "Ada", **given)  # type: ignore[arg-type]
    asking = TestClient(app.house_of(house, Still(house)), base_url=ADDRESS, follow_redirects=False)
    asking.house = house  # type: ignore[attr-defined]
    return asking


@contextmanager
def told() -> Iterator[TestClient]:
    with tempfile.TemporaryDirectory() as folder, client(story(Path(folder) / "record.db")) as asking:
        yield asking


PAGES = {  # each page of the interface, asked for what the story has of it
    "today": "/today",
    "articles": "/articles",
    "timeline": "/timeline?party=PRK&status=happened",
    "months": "/months",
    "place_map": "/map",
    "docket": "/docket?day=2018-06-02",
    "calendar": "/calendar?month=2018-06",
    "search": "/search?q=meeting",
    "statements": "/statements",
    "party": "/party/PRK",
    "relation": "/relation/USA/PRK",
    "review": "/review",
}


def in_form(address: str, form: str) -> str:
    path, _, query = address.partition("?")
    return f"{'/today' if path == '/' else path}.{form}" + (f"?{query}" if query else "")


def event_of(asking: TestClient, status: str = "happened") -> str:
    """The id of an event of the story."""
    found = asking.get(f"/timeline.json?party=PRK&status={status}").json()
    return str(found["events"][0]["id"])


def addresses(asking: TestClient) -> dict[str, str]:
    return PAGES | {"entry": f"/entry/{event_of(asking)}", "article": "/article/s5"}


def shortened(value: object) -> object:
    """The same with the first of each list alone."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:1]]
    return {k: shortened(v) for k, v in value.items()} if isinstance(value, dict) else value


if __name__ == "__main__":
    with told() as asking:
        found = {name: shortened(asking.get(in_form(address, "json")).json()) for name, address in addresses(asking).items()}
    Path(samples.__file__).with_suffix(".json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
