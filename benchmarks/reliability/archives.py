"""Archives and tables in full: mutations of a web archive, bombs, and the same articles whatever form they come in.

    python benchmarks/reliability/archives.py [--mutations 10000] [--megabytes 500] [--data DIR]

With --data DIR, else LEGATION_DATA: 300 rows of DIR/data/current-events as CSV, Parquet and JSON lines give the same record, and a web
archive of the pages of DIR/data/pages-local goes in and gives the same articles as the pages. Without it these two are made of texts of
our own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import duckdb
from _checks import Checks, measured

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from spoiling import PIECES_OF_ARCHIVES, spoiled
from warcs import WORDS, Maker, crawl, page

from legation import pipeline
from legation.entries import Article
from legation.errors import LegationError
from legation.intake.sources import load
from legation.intake.warc import Capture, captures
from legation.views.objects import json_lines

SECONDS, MEGABYTES = 2.0, 64.0
ROWS = 300
HEAD = (
    "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n"
)
ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{}\r\n"


def mutations(check: Checks, number: int) -> None:
    """A packed and a plain archive, each with a few things done to it: nothing but whole records and told errors comes of them."""
    chance, archives = random.Random(1), (crawl(8), crawl(8, packed=False))
    counts: Counter[str] = Counter()
    slowest = 0.0
    for n in range(number):
        data = spoiled(archives[n % 2], chance, PIECES_OF_ARCHIVES)
        began = time.monotonic()
        try:
            found = list(captures(BytesIO(data), "crawl", packed=n % 2 == 0))
            counts.update("whole" if isinstance(one, Capture) else "told as broken" for one in found)
        except Exception as error:
            counts[f"uncaught {type(error).__name__}"] += 1
        slowest = max(slowest, time.monotonic() - began)
    told = ", ".join(f"{count:,} records {what}" for what, count in sorted(counts.items()))
    check(f"{number:,} mutations of a web archive", not any("uncaught" in what for what in counts), f"{told}; slowest {slowest:.2f} s")


def packed(head: bytes, megabytes: int) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join((squeeze.compress(head), *(squeeze.compress(bytes(1_000_000)) for _ in range(megabytes)), squeeze.flush()))


def bombs(folder: Path, megabytes: int) -> Iterator[tuple[str, Path]]:
    """What each is, and its file."""
    size, small = megabytes * 1_000_000, gzip.compress(bytes(megabytes * 1_000))
    begun = (HEAD.format(size) + ANSWER.format("")).encode()
    record = packed(begun, megabytes)
    within = ANSWER.format("Content-Encoding: gzip\r\n").encode() + packed(b"", megabytes)
    files = {
        "a record": record, "a record that says it is small": packed(HEAD.format(1_000).encode(), megabytes),
        "headers without an end": packed(b"WARC/1.1\r\n", megabytes), "a record in 1,000 members": gzip.compress(begun) + small * 1_000,
        "240,000 members without anything": gzip.compress(b"WARC/1.1\r\n") + gzip.compress(b"") * 240_000,
        "1,000 records of 3.9 MB": gzip.compress(HEAD.format(3_900_000).encode() + bytes(3_900_000)) * 1_000,
        "a page packed within its record": HEAD.format(len(within)).encode() + within + b"\r\n\r\n",
    }  # fmt: skip
    for number, (what, data) in enumerate(files.items()):
        path = folder / f"{number}.warc.gz"
        path.write_bytes(data)
        yield f"WARC: {what}", path
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.html", "w") as file:
        for _ in range(megabytes):
            file.write(bytes(1_000_000))
    yield "ZIP: a page", path
    with zipfile.ZipFile(folder / "bombs.zip", "w") as archive:
        archive.write(path, "a.zip")
        archive.writestr("a.warc.gz", record)
        archive.writestr("b.txt", " ".join(WORDS))
    yield "ZIP: a zip and a WARC within, beside a text", folder / "bombs.zip"


def check_bombs(check: Checks, folder: Path, megabytes: int) -> None:
    """Each is refused or given up in time; a text beside a bomb is read."""
    for what, path in bombs(folder, megabytes):
        with measured() as told:
            found = list(load(str(path)))
        texts = sum(isinstance(one, Article) for one in found)
        ok = told["seconds"] <= SECONDS and told["grew"] <= MEGABYTES and texts == ("beside" in what) and len(found) <= 30
        errors = [str(one).removeprefix(f"{folder}/") for one in found if isinstance(one, LegationError)]
        check(f"{megabytes} MB, {what}", ok, f"{told['seconds']:.2f} s, {told['grew']:.0f} MB: {errors[0] if errors else ''}"[:140])


def rows(data: Path | None) -> list[dict[str, str]]:
    """Texts with their dates: of the portal of current events, or of our own."""
    if data is None:
        return [{"id": f"r{n}", "date": f"2021-05-{n % 28 + 1:02}", "topic": "x", "text": f"{n}. {' '.join(WORDS)}"} for n in range(ROWS)]
    (path,) = (data / "data/current-events").glob("*.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        every = [json.loads(line) for line, _ in zip(lines, range(ROWS * 100), strict=False)]
    return [{key: given if isinstance(given, str) else "; ".join(given) for key, given in row.items()} for row in every[::100]]


def tables(folder: Path, given: list[dict[str, str]]) -> list[Path]:
    """The same rows as JSON lines, CSV, TSV and Parquet."""
    lines, comma, tab, bulk = (folder / f"rows.{ending}" for ending in ("jsonl", "csv", "tsv", "parquet"))
    lines.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in given), encoding="utf-8")
    for path, separator in ((comma, ","), (tab, "\t")):
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, list(given[0]), delimiter=separator)
            sheet.writeheader()
            sheet.writerows(given)
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as db:
        db.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in given[0])})")
        db.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(given[0]))})", [list(row.values()) for row in given])
        db.execute(f"COPY t TO '{bulk}' (FORMAT parquet)")
    return [lines, comma, tab, bulk]


def record(path: Path) -> str:
    """What is read in the articles of a file, as JSON lines; errors in their place."""
    found = [pipeline.read_article(one) if isinstance(one, Article) else one for one in load(str(path))]
    return "".join(
        "".join(json_lines([one])) if not isinstance(one, LegationError) else f"{one.args[0].split(': ')[-1]}\n" for one in found
    )


def check_tables(check: Checks, folder: Path, data: Path | None) -> None:
    """The record of the rows is the same in every form."""
    given = rows(data)
    first, *others = [(path.suffix, record(path)) for path in tables(folder, given)]
    articles = first[1].count('"text"')
    same = [form for form, told in others if told == first[1]]
    check(f"{len(given)} rows as {first[0]}, {', '.join(form for form, _ in others)}", len(same) == len(others) and articles > 0,
          f"{len(same) + 1} of {len(others) + 1} records are the same, {first[1].count(chr(10)):,} lines")  # fmt: skip


def pages(data: Path | None) -> Iterator[tuple[str, bytes]]:
    """Pages with their addresses."""
    if data is None:
        yield from ((f"https://courier.example/{n}", page(n)) for n in range(30))
        return
    folder = data / "data/pages-local"
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for path in sorted((folder / "html").glob("*.html.gz")):
        yield truth[path.name.split(".")[0]]["url"], gzip.decompress(path.read_bytes())


def check_pages(check: Checks, folder: Path, data: Path | None) -> None:
    """An archive of pages gives what the pages give."""
    maker, single, given = Maker().note(), list[Article](), list(pages(data))
    for address, body in given:
        maker.add(address, body, headers={"Content-Type": "text/html"})
        path = folder / "page.html"
        path.write_bytes(body)
        single += [one for one in load(str(path)) if isinstance(one, Article)]
    crawled = folder / "crawl.warc.gz"
    crawled.write_bytes(maker.bytes())
    notes: list[str] = []
    found = list(load(str(crawled), say=notes.append))
    articles = [one for one in found if isinstance(one, Article)]
    left = notes[-1].partition("; ")[2]
    same = sum(told(one) == told(other) for one, other in zip(single, articles, strict=False))
    check(f"a web archive of {len(given)} pages", same == len(single) == len(found),
          f"{len(single)} articles as pages, {len(articles)} from the archive, {same} the same; {left}")  # fmt: skip


def told(article: Article) -> tuple[object, ...]:
    """What an article says; its address, its id and an unnamed source hang on where it came from."""
    return article.title, article.text, article.published, article.published_at, article.authors, article.furniture, article.dropped


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--mutations", type=int, default=10_000)
    ap.add_argument("--megabytes", type=int, default=500)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    a = ap.parse_args()
    data = Path(a.data) if a.data else None
    check = Checks()
    with tempfile.TemporaryDirectory() as folder:
        check_bombs(check, Path(folder), a.megabytes)
        mutations(check, a.mutations)
        check_tables(check, Path(folder), data)
        check_pages(check, Path(folder), data)
    check.end()


if __name__ == "__main__":
    main()
