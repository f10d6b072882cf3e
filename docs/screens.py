"""Pictures of the pages, of a record of the examples: docs/screens/*.png.

python docs/screens.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

HERE: Final = Path(__file__).parent
EXAMPLES: Final = sorted((HERE.parent / "examples").glob("*.*"))
DESK: Final = {"width": 1000, "height": 620}
PHONE: Final = {"width": 360, "height": 620}
MOST: Final = 200_000  # bytes of a picture
THEN: Final = "2020-09-20"  # days after the second of the examples: some of what it tells is open, what the first told has lapsed


def main() -> None:
    """Read the examples, serve the record, and take a picture of each page."""
    with tempfile.TemporaryDirectory() as folder:
        record = str(Path(folder) / "examples.db")
        subprocess.run([sys.executable, "-m", "legation.cli", "add", "--quiet", "--record", record, *map(str, EXAMPLES)], check=True)
        command = [sys.executable, "-m", "legation.cli", "serve", "--record", record, "--no-open", "--port", "0"]
        serving = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            found = re.search(r"http://\S+", serving.stdout.readline() if serving.stdout else "")
            if found is None:
                raise SystemExit("the record is not served")
            take(found[0])
        finally:
            serving.terminate()
            serving.wait(10)


def take(address: str) -> None:
    """The pictures."""
    (HERE / "screens").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=DESK, base_url=address)
        page.set_default_timeout(120_000)
        first = page.request.get("/timeline.json?party=USA&status=happened").json()["events"][0]
        for name, path, size, mood in (
            ("today", f"/?day={THEN}", DESK, "light"),
            ("timeline", "/timeline", DESK, "light"),
            ("entry", f"/entry/{first['id']}", DESK, "light"),
            ("article", f"/article/{first['article']}", DESK, "light"),
            ("docket", f"/docket?day={THEN}", DESK, "dark"),
            ("map", "/map", DESK, "light"),
            ("relation", "/relation/USA/PRK", DESK, "light"),
            ("phone", "/timeline?party=Israel", PHONE, "dark"),
        ):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=mood)
            page.goto(path)
            page.wait_for_load_state("networkidle")
            picture = HERE / "screens" / f"{name}.png"
            page.screenshot(path=picture)
            if picture.stat().st_size > MOST:
                raise SystemExit(f"{picture}: larger than {MOST} bytes")
        browser.close()


if __name__ == "__main__":
    main()
