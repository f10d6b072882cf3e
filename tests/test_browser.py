"""The pages in a browser: every page and every key, nothing asked of another host, nothing cut off, nothing that shuts anybody out."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import house
import pytest
import uvicorn

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install -e '.[test]')")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (pip install -e '.[test]')")

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (sudo apt-get install chromium)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]  # fmt: skip
MAP_STYLE = re.compile(
    r"Applying inline style violates .*'style-src 'self''"
)  # of Plotly's maps, which no page draws: blocked, as it should be
SERIOUS = ("serious", "critical")


class Served:
    """A record served as `legation serve` does, in this process."""

    def __init__(self, path: Path) -> None:
        self.listening = socket.socket()
        self.listening.bind(("127.0.0.1", 0))
        port = self.listening.getsockname()[1]
        inside = house.House(path, port, "Ada")
        config = uvicorn.Config(house.app.house_of(inside, house.Still(inside)), log_level="warning", ws="none")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True)
        self.address = f"http://127.0.0.1:{port}"

    def __enter__(self) -> Served:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Served(house.story(tmp_path_factory.mktemp("browser") / "story.db")) as here:
        yield here.address


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser: sync_api.Browser, served: str) -> Iterator[sync_api.Page]:
    """A page that keeps account of what it asks for and of what its console says."""
    context = browser.new_context(base_url=served)
    context.set_default_timeout(90_000)
    opened = context.new_page()
    opened.asked, opened.said = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    yield opened
    assert [url for url in opened.asked if not url.startswith((served, "data:"))] == []
    context.close()


def pages(page: sync_api.Page) -> list[str]:
    event = page.request.get("/timeline.json?party=PRK&status=happened").json()["events"][0]["id"]
    said = page.request.get("/statements.json").json()["statements"][0]["id"]
    return [
        "/",
        *house.PAGES.values(),
        f"/entry/{event}",
        f"/entry/{said}",
        "/article/s5",
        "/docket?state=kept",
        "/calendar?month=2099-12",
        "/api",
        "/nothing",
    ]


def test_every_page_opens_to_everybody_in_light_and_dark_and_on_a_phone(page: sync_api.Page) -> None:
    axe, told = axe_api.Axe(), []
    for at, address in enumerate(pages(page)):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="dark" if at % 2 else "light")
        page.goto(address)
        faults = axe.run(page).response["violations"]
        told += [
            (address, f["id"], f["nodes"][0]["html"][:160], f["nodes"][0]["failureSummary"][:300]) for f in faults if f["impact"] in SERIOUS
        ]
        page.set_viewport_size({"width": 360, "height": 740})
        told += [(address, "wide", str(page.evaluate("document.documentElement.scrollWidth")), "")] * (page.evaluate(WIDE))
        told += [(address, "cut off", cut, "") for cut in page.evaluate(CUT_OFF)]
    assert told == []
    assert [words for words in page.said if "404" not in words and not MAP_STYLE.match(words)] == []


WIDE = "Number(document.documentElement.scrollWidth > 360)"
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((e) => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest('.unseen, .skip, .wide, .plot, .plotly-box, pre, svg, details:not([open])')) return false;
  return box.right > 361 || box.left < -1;
}).map((e) => e.outerHTML.slice(0, 100))"""


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(page: sync_api.Page) -> None:
    page.goto("/timeline")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # round once
        reached.add(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.name || ''"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert {"words", "since", "place"} <= reached
    assert any(address.startswith("/timeline?") for address in reached)
    assert any(address.startswith("/entry/") for address in reached)


def test_a_chart_is_drawn_with_scripts_and_without(page: sync_api.Page, browser: sync_api.Browser, served: str) -> None:
    page.goto("/relation/USA/PRK")
    page.wait_for_selector(".drawn[data-ready=yes]", timeout=20_000)
    assert page.locator(".plot").is_hidden()
    boxes = [one.bounding_box() for one in page.locator(".plotly-box .point path").all()]
    box = max((one for one in boxes if one), key=lambda one: one["height"])
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/relation/USA/PRK?month=2018-06**")
    assert "Trump and Kim meet" in page.locator("section", has_text="What happened: 1 in 2018-06").inner_text()
    assert [words for words in page.said if not MAP_STYLE.match(words)] == []
    bare = browser.new_context(base_url=served, java_script_enabled=False).new_page()
    bare.goto("/relation/USA/PRK")
    bare.locator("svg.chart a").first.click()
    bare.wait_for_url("**/relation/USA/PRK?month=2018-06&kind=verbal_cooperation**")
    bare.context.close()


def test_every_key_of_the_review_does_what_it_says(browser: sync_api.Browser, tmp_path: Path) -> None:
    with Served(house.story(tmp_path / "own.db")) as here:
        page = browser.new_context(base_url=here.address).new_page()
        page.set_default_timeout(90_000)

        def decided() -> list[tuple[str, str]]:
            return [(d["field"], d["value"]) for d in page.request.get("/review.json").json()["decided"]]

        page.goto("/review")
        for key, verdict in (("a", "accepted"), ("x", "rejected")):
            first = page.locator("form.decide").get_attribute("action")
            with page.expect_navigation():
                page.keyboard.press(key)
            assert decided()[0] == ("note", verdict)
            assert page.locator("form.decide").get_attribute("action") != first
        with page.expect_navigation():
            page.keyboard.press("u")
        assert [value for _, value in decided()] == ["accepted"]
        page.goto("/review")
        first = page.locator("form.decide").get_attribute("action")
        with page.expect_navigation():
            page.keyboard.press("n")
        assert page.locator("form.decide").get_attribute("action") != first
        for key, name in (("s", "status"), ("t", "type"), ("c", "actors"), ("w", "recipients"), ("d", "when")):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.name") == name
            page.keyboard.press("Escape")
        page.keyboard.press("d")
        page.keyboard.press("Control+A")
        page.keyboard.type("2018-05-20")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert decided()[0] == ("when", "2018-05-20")
        page.context.close()


def test_an_articles_marks_lead_both_ways(page: sync_api.Page) -> None:
    page.goto("/article/s5")
    page.locator(".text a.trigger").first.click()
    assert page.locator(".event:target").count() == 1
    page.locator(".event:target .line a").first.click()
    assert page.locator(".text .at:target").count() == 1
    page.locator(".entries a.type").first.click()
    page.wait_for_url("**/entry/*")
