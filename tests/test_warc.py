"""Web archives: their pages become articles, what is broken is told with where, and nothing that is in them can do harm."""

from __future__ import annotations

import gzip
import io
import json
import re
import resource
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from warcs import Maker, crawl, page

import web
from legation import cli
from legation.entries import Article
from legation.errors import NotText, SourceError, TooLong
from legation.intake import archive, pace, warc
from legation.intake.archiving import Archive
from legation.intake.fetched import Fetched
from legation.intake.sources import load
from legation.intake.warc import Capture, captures

HEAD = (
    "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/\r\n"
    "Content-Type: application/http\r\nContent-Length: {}\r\n\r\n"
)


def found(data: bytes, **_: Any) -> list[Capture | SourceError]:
    return list(captures(BytesIO(data), "crawl", packed=data.startswith(b"\x1f\x8b")))


def whole(data: bytes) -> list[str]:
    """The addresses of the records of pages that are whole."""
    return [one.address for one in found(data) if isinstance(one, Capture) and one.kind == "response"]


def broken(data: bytes) -> list[str]:
    return [str(one) for one in found(data) if isinstance(one, SourceError)]


def write(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


# --- what is in them


@pytest.mark.parametrize("packed", [True, False])
def test_a_crawl_gives_the_same_articles_as_its_pages(tmp_path: Path, packed: bool) -> None:
    for number in range(4):
        write(tmp_path, f"{number}.html", page(number))
    notes: list[str] = []
    from_pages = [article for number in range(4) for article in load(str(tmp_path / f"{number}.html"))]
    from_crawl = list(load(write(tmp_path, "crawl", crawl(4, packed=packed)), say=notes.append))
    assert all(isinstance(one, Article) for one in from_pages)
    for one, other in zip(from_pages, from_crawl, strict=True):
        assert isinstance(one, Article)
        assert isinstance(other, Article)
        assert replace(other, metadata=()) == one
        assert [name for name, _ in other.metadata] == ["fetched"]
    assert notes == [f"{tmp_path}/crawl: 4 articles; left out: notes of the crawl (1)"]


def test_standard_input_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(BytesIO(crawl(1))))
    assert [one.title for one in load("-") if isinstance(one, Article)] == ["Meeting number 0"]


# Of each record: whether it is a page that is taken, and in which words it is counted if not.
RECORDS: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"headers": {"Content-Type": "application/xhtml+xml"}}, ""),
    ({"headers": {"Content-Type": "TEXT/HTML;charset=x"}}, ""),
    ({"kind": "resource"}, ""),
    ({"kind": "conversion", "headers": {"Content-Type": "text/plain"}}, ""),
    ({"headers": {"Content-Type": "text/plain"}}, "files of other kinds"),
    ({"headers": {"Content-Type": "image/png"}}, "pictures"),
    ({"headers": {"Content-Type": "application/pdf"}}, "files of other kinds"),
    ({"kind": "resource", "headers": {"Content-Type": "text/css"}}, "files of other kinds"),
    ({"status": "404 Not Found"}, "answers that are no page (redirects, errors)"),
    ({"status": "301 Moved", "headers": {"Location": "/"}}, "answers that are no page (redirects, errors)"),
    ({"kind": "revisit"}, "pages that had not changed since an earlier visit"),
    ({"kind": "request", "headers": {"Content-Type": "application/http"}}, "notes of the crawl"),
    ({"kind": "metadata"}, "notes of the crawl"),
    ({"kind": "continuation"}, "records of other kinds"),
]


@pytest.mark.parametrize(("given", "why"), RECORDS)
def test_what_is_a_page_and_what_is_left_out(given: dict[str, Any], why: str) -> None:
    body = b"GET / HTTP/1.1\r\n\r\n" if given.get("kind") == "request" else page(1)
    (one,) = found(Maker().add("https://courier.example/1", body, **given).bytes())
    assert isinstance(one, Capture)
    assert archive.left_out(one) == why


def test_the_text_of_a_page_that_another_program_took_out(tmp_path: Path) -> None:
    text = "Jimmy Carter met Anwar Sadat and Menachem Begin at Camp David in 1978."
    data = Maker().add("https://courier.example/1", text.encode(), kind="conversion", headers={"Content-Type": "text/plain"}).bytes()
    (one,) = load(write(tmp_path, "wet", data))
    assert isinstance(one, Article)
    assert (one.text, one.url) == (text, "https://courier.example/1")


def test_a_page_without_an_article_is_counted_and_an_archive_without_one_says_so(tmp_path: Path) -> None:
    notes: list[str] = []
    empty = b"<html><body><nav><a>Home</a></nav></body></html>"
    (one,) = load(write(tmp_path, "w", Maker().note().add("https://courier.example/", empty).bytes()), say=notes.append)
    assert str(one).startswith(f"{tmp_path}/w: there is no article in it")
    assert notes == [f"{tmp_path}/w: 0 articles; left out: notes of the crawl (1), pages without an article (1)"]


def test_a_page_bears_its_own_address_but_none_of_another_site(tmp_path: Path) -> None:
    sly = page(1).replace(b"https://courier.example/1", b"https://other.example/1")
    data = Maker().add("https://courier.example/x", page(1)).add("https://courier.example/y", sly).bytes()
    found = [one.url for one in load(write(tmp_path, "w", data)) if isinstance(one, Article)]
    assert found == ["https://courier.example/1", "https://courier.example/y"]


@pytest.mark.parametrize("login", ["user:secret@", "user@", "user:se@cret@", ":@"])
def test_a_name_and_password_in_an_address_are_not_kept(tmp_path: Path, login: str) -> None:
    bare = page(1).replace(b'<link rel="canonical" href="https://courier.example/1">', b"")
    data = Maker().add(f"https://{login}courier.example/x", bare).add(f"https://{login}courier.example/y", page(1)).bytes()
    got = list(load(write(tmp_path, "w", data)))
    assert [one.url for one in got if isinstance(one, Article)] == ["https://courier.example/x", "https://courier.example/1"]
    assert "secret" not in repr(got)
    cut = Maker().add(f"https://{login}courier.example/x", bare, WARC_Truncated="time").bytes()
    assert "(https://courier.example/x): the crawler kept only its beginning" in str(next(load(write(tmp_path, "w", cut))))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("javascript:alert(1)", None),
        ("ftp://x.example/", None),
        ("a\x1b[2J", "a?[2J"),
        ("", "nothing"),
        ("http://", None),
        ("http:///x", None),
        ("https://:80/", None),
        ("http://user:secret@", "http://"),
    ],
)
def test_an_answer_of_no_web_address_is_told_as_one(address: str, shown: str | None) -> None:
    data = Maker(packed=False).add(address, page(1)).add("https://courier.example/2", page(2)).bytes()
    assert broken(data) == [
        "crawl, record 1 at byte 0: the record is broken, and left out: its WARC-Target-URI is no web address, but "
        f"{shown or address} (give the page as a file)"
    ]
    assert whole(data) == ["https://courier.example/2"]


def test_pages_without_an_address_are_no_versions_of_each_other(tmp_path: Path) -> None:
    bare = [page(n).replace(f'<link rel="canonical" href="https://courier.example/{n}">'.encode(), b"") for n in (1, 2)]
    data = Maker()
    for body in bare:
        data.add("http://", body, kind="resource", headers={"Content-Type": "text/html"})
    found = list(load(write(tmp_path, "w", data.bytes())))
    assert len({one.id for one in found if isinstance(one, Article)}) == 2, found


def test_a_look_up_of_a_name_is_no_broken_record() -> None:
    data = Maker().add("dns:courier.example", b"20210503\n1.2.3.4", kind="resource").bytes()
    assert broken(data) == []


def test_the_letters_are_those_that_the_server_said(tmp_path: Path) -> None:
    body = page(1).replace(b"utf-8", b"").replace(b"Geneva", "Genève".encode("cp1252"))
    data = Maker().add("https://courier.example/1", body, headers={"Content-Type": "text/html; charset=windows-1252"}).bytes()
    (one,) = load(write(tmp_path, "w", data))
    assert isinstance(one, Article)
    assert "in Genève on Monday" in one.text


# --- what is broken

PLAIN, PACKED = crawl(5, packed=False), crawl(5)
OTHERS = [f"https://courier.example/{number}" for number in (0, 1, 3, 4)]


def at(data: bytes, number: int) -> int:
    """Where a page's record begins, behind the crawler's note."""
    if data is PLAIN:
        return [found.start() for found in re.finditer(rb"WARC/1\.1\r\n", data)][number + 1]
    rest = data
    for _ in range(number + 1):
        member = zlib.decompressobj(31)
        member.decompress(rest)
        rest = member.unused_data
    return len(data) - len(rest)


def test_whole_archives() -> None:
    for data in (PLAIN, PACKED):
        assert broken(data) == []
        assert len(whole(data)) == 5


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"number 2 since", b"number 9 since", "its WARC-Block-Digest does not fit what it holds"),
        (b"WARC-Block-Digest: sha1:", b"WARC-Block-Digest: sha1:AAAA", "its WARC-Block-Digest does not fit what it holds"),
        (b"WARC-Payload-Digest: sha1:", b"WARC-Payload-Digest: sha1:AAAA", "its WARC-Payload-Digest does not fit what it holds"),
        (b"Content-Length: ", b"Content-Length: 1", "its length is not the "),
        (b"Content-Length: ", b"Content-Length: -", "it does not say how long it is"),
        (b"Content-Length: ", b"Content-Size: ", "it does not say how long it is"),
        (b"WARC/1.1\r\n", b"WARK/1.1\r\n", "no record begins here"),
        (b"</article></body></html>", b"", "its length is not the "),
    ],
)
def test_a_broken_record_costs_only_itself(old: bytes, new: bytes, why: str) -> None:
    plain = Maker(packed=False).note()
    for number in range(5):
        plain.add(f"https://courier.example/{number}", page(number))
    data = plain.bytes()
    start = data.index(b"WARC/1.1", data.index(b"Meeting number 1</h1>"))
    bad = data[:start] + data[start:].replace(old, new, 1)
    assert bad != data
    assert whole(bad) == OTHERS
    assert f"crawl, record 4 at byte {start:,}: the record is broken, and left out: {why}" in broken(bad)[0]


def test_a_flipped_bit_in_a_packed_record_costs_only_that() -> None:
    start, end = at(PACKED, 2), at(PACKED, 3)
    for place in range(start + 10, end - 8, 7):
        bad = bytearray(PACKED)
        bad[place] ^= 4
        assert set(OTHERS) <= set(whole(bytes(bad)))
        assert len(broken(bytes(bad))) == 1


def test_an_archive_that_breaks_off_gives_what_came_before() -> None:
    for data in (PLAIN, PACKED):
        start, end = at(data, 3), at(data, 4)
        for cut in range(start + 1, end - 12, (end - start) // 15):
            assert len(whole(data[:cut])) == 3
            assert len(broken(data[:cut])) == 1
        assert len(whole(data[:end])) == 4
        assert broken(data[:end]) == []


def test_what_the_crawler_cut_is_told(tmp_path: Path) -> None:
    data = Maker().add("https://courier.example/1", page(1)[:400], WARC_Truncated="length").bytes()
    (one,) = load(write(tmp_path, "w", data))
    assert "record 1 at byte 0 (https://courier.example/1): the crawler kept only its beginning (length)" in str(one)


def test_digests_in_other_forms_fit_and_unknown_kinds_are_passed_over() -> None:
    for digest in ("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", "SHA1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "blake9:xx", "md5:"):
        data = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Block-Digest: {digest}\r\nContent-Length: 0\r\n\r\n\r\n\r\n".encode()
        assert len(broken(data)) == (digest == "md5:")


def test_too_many_broken_records_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MOST_BROKEN", 5)
    told = broken(b"\r\nWARC/1.1\r\nx\r\n\r\n" * 50)
    assert len(told) == 6
    assert "the rest is left out: 5 records are broken" in told[-1]


def test_nothing_of_an_archive_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    found(Maker(packed=False).add("https://courier.example/a b", page(1)).bytes().replace(b"/a%20b", b"/\x1b[2J b"))
    assert capfd.readouterr() == ("", "")


# --- bombs

ZEROS = 50_000_000


def packed(head: bytes, zeros: int = ZEROS) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [squeeze.compress(head), *(squeeze.compress(bytes(1_000_000)) for _ in range(zeros // 1_000_000))]
    return b"".join((*parts, squeeze.flush()))


@pytest.mark.parametrize(
    ("size", "why"),
    [(ZEROS, "more than 12 MB in one record"), (1000, "its length is not the 1,000 bytes"), (10**15, "does not say how long")],
)
def test_a_bomb_is_let_go_early_and_what_follows_is_read(size: int, why: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = packed((HEAD.format(size) + "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n").encode())
    assert why in broken(bomb + PACKED)[0]
    assert len(whole(bomb + PACKED)) == 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


@pytest.mark.parametrize("member", [bytes(500_000), b"", HEAD.format(3_900_000).encode() + bytes(3_900_000)])
def test_bombs_in_many_members(member: bytes) -> None:
    start = gzip.compress((HEAD.format(ZEROS) + "HTTP/1.1 200 OK\r\n\r\n").encode())
    told = broken(start + gzip.compress(member) * 200)
    assert 1 <= len(told) <= 30
    assert "a bomb" in "".join(told[-2:]) or not member


def test_a_bomb_within_a_page(tmp_path: Path) -> None:
    data = Maker(packed=False).add("https://courier.example/", packed(b"<html>"), headers={"Content-Encoding": "gzip"}).bytes()
    (one,) = load(write(tmp_path, "w", data))
    assert isinstance(one, TooLong)
    assert "more than 10 MB when unpacked" in str(one)


def test_a_page_packed_as_nothing_known(tmp_path: Path) -> None:
    data = Maker().add("https://courier.example/", b"\x8b\x02\x80xyz\x03", headers={"Content-Encoding": "br"}).bytes()
    (one,) = load(write(tmp_path, "w", data))
    assert isinstance(one, NotText)
    assert "packed as br" in str(one)


# --- out, and in again

MORNING = "2021-05-03T10:00:00+00:00"


def test_what_was_fetched_comes_out_as_an_archive_that_goes_in_again(tmp_path: Path) -> None:
    given = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Content-Length", "99"), ("X-Odd", "a\r\nb"))
    with Archive(tmp_path / "kept", "Legation") as kept:
        for number in range(3):
            final = f"https://courier.example/{number}"
            kept.keep(Fetched(final.replace("https", "http"), final, MORNING, 200, given, page(number), number == 1))
        kept.keep(Fetched("https://courier.example/9", "https://courier.example/9", MORNING, 304, (), b""))
    (path,) = (tmp_path / "kept").iterdir()
    assert kept.path == path
    notes: list[str] = []
    articles = [one for one in load(str(path), say=notes.append) if isinstance(one, Article)]
    assert [one.title for one in articles] == [f"Meeting number {number}" for number in range(3)]
    assert articles[0].metadata == (("fetched", "2021-05-03T10:00:00Z"),)
    assert notes == [f"{path}: 3 articles; left out: notes of the crawl (4)"]
    told = [one for one in found(path.read_bytes()) if isinstance(one, Capture)]
    assert [b"via: http://courier.example/1" in one.body for one in told if one.kind == "metadata"] == [False, True, False]
    assert [b"robots: ignored" in one.body for one in told if one.kind == "metadata"] == [False, True, False]
    assert told[1].body == page(0)


def test_no_archive_is_made_where_nothing_was_fetched_and_two_have_two_names(tmp_path: Path) -> None:
    with Archive(tmp_path / "kept", "Legation"):
        pass
    assert not (tmp_path / "kept").exists()
    for _ in range(2):
        with Archive(tmp_path / "kept", "Legation") as kept:
            kept.keep(Fetched("https://a.example/", "https://a.example/", MORNING, 200, (), page(1)))
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_what_a_command_fetches_is_kept_and_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "EVERY", 0.0)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(cli.main, ["read", "--format", "json", "--allow-private", "127.0.0.1", *arguments])

    with web.serve({"/story": web.packed(gzip.compress(web.story()), "gzip"), "/s": web.moved("/story")}) as site:
        fetched = run("--archive", "kept", site.url("/s"), site.url("/none"))
        assert fetched.exit_code == 1
        assert run("--archive", "other", "--dry-run", site.url("/story")).exit_code == 0
    (path,) = (tmp_path / "kept").iterdir()
    again = run("--offline", str(path))
    (one,), (other,) = json.loads(fetched.stdout), json.loads(again.stdout)
    assert other.pop("metadata").items() <= {"fetched": one["metadata"]["fetched"].replace("+00:00", "Z")}.items()
    assert other == {key: value for key, value in one.items() if key != "metadata"}
    assert not (tmp_path / "other").exists()
    (tmp_path / "file").touch()
    with web.serve({"/story": web.Reply(web.story())}) as site:
        for where, said in (("file", "is a file (name a folder"), ("file/in", "can't be written: Not a directory (name a folder")):
            refused = run("--archive", where, site.url("/story"))
            assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
            assert f"--archive {where}: {said}" in refused.stderr
