"""Saved pages: a folder of them, a zip of them, mails and pages kept as mails; one bad file costs only itself."""

from __future__ import annotations

import base64
import io
import os
import re
import resource
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcs import WORDS, crawl, page

from legation.entries import Article
from legation.errors import EmptySource, LegationError, NotAnArticle, NotText, SourceError
from legation.intake import zips
from legation.intake.article import Terms
from legation.intake.dates import Published
from legation.intake.mail import from_mail
from legation.intake.sources import load

TEXT = "\n".join(WORDS)
TERMS = Terms(Published())


def told(source: str, notes: list[str] | None = None) -> Iterator[str]:
    """The title or the first words of each article, or what is wrong, with where."""
    for one in load(source, say=(notes if notes is not None else []).append):
        yield (one.title or one.text[:20]) if isinstance(one, Article) else str(one)


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


FILES = {
    "b.html": page(2),
    "a.txt": TEXT.encode(),
    "deep/er/c.html": page(3),
    "deep/table.csv": f'text,title\n"{TEXT}",From a table\n'.encode(),
    "deep/empty.txt": b"",
    ".hidden/d.html": page(4),
    ".e.html": page(5),
    "b_files/f.html": page(6),
    "style.css": b"p { color: red }",
    "x.PNG": b"\x89PNG\r\n\x1a\n\0",
}
EXPECTED = ["The queen of Ruritan", "Meeting number 2", "deep/empty.txt: it is empty", "Meeting number 3", "From a table"]


def test_a_folder_is_read_in_order_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    notes: list[str] = []
    found = list(told(str(fill(tmp_path, FILES)), notes))
    assert sorted(one.split(" (")[0].removeprefix(f"{tmp_path}/") for one in found) == sorted(EXPECTED)
    assert found[:2] == EXPECTED[:2]
    assert found == list(told(str(tmp_path)))
    assert notes[-1] == f"{tmp_path}: left out 2 files that hold no articles: 1 .css, 1 .png"
    (tmp_path / "x.PNG").unlink()
    list(load(str(tmp_path), say=notes.append))
    assert notes[-1] == f"{tmp_path}: left out 1 file that holds no articles: 1 .css"


def test_a_folder_without_an_article_and_one_that_links_to_itself(tmp_path: Path) -> None:
    (one,) = load(str(tmp_path))
    assert isinstance(one, EmptySource)
    (tmp_path / "again").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert len(list(load(str(tmp_path)))) == 1


# --- zips


def packed(path: Path, files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> str:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return str(path)


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    notes: list[str] = []
    found = list(told(packed(tmp_path / "a.zip", FILES | {"__MACOSX/g.html": page(7)}), notes))
    assert sorted(one.split(" (")[0].removeprefix(f"{tmp_path}/a.zip, ") for one in found) == sorted([*EXPECTED, "Meeting number 6"])
    assert notes[-1] == f"{tmp_path}/a.zip: left out 2 files that hold no articles: 1 .css, 1 .png"


def test_a_zip_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(packed(tmp_path / "a.zip", {"b.html": page(2)})).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert list(told("-")) == ["Meeting number 2"]


def test_names_in_a_zip_are_no_paths(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    names = ["../up.html", "/etc/abs.html", "C:\\x.html", "a\n\x1b[2J.txt", "x/../../y.txt"]
    found = list(told(packed(inside / "a.zip", {name: page(1) if name.endswith("html") else b"" for name in names})))
    assert found.count("Meeting number 1") == 3
    assert any("a" in one and "\x1b" not in one and "it is empty" in one for one in found)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "a.zip"]


def test_what_is_in_a_zip_and_can_not_be_read(tmp_path: Path) -> None:
    inner = Path(packed(tmp_path / "inner.zip", {"a.html": page(1)})).read_bytes()
    notes: list[str] = []
    files = {"in.zip": inner, "sly.txt": inner, "crawl.warc.gz": crawl(1), "p.parquet": b"PAR1xxxxPAR1"}
    found = list(told(packed(tmp_path / "a.zip", files), notes))
    assert found[0] == "Meeting number 0"
    assert "p.parquet: a Parquet table, not readable text (give it as a file of its own)" in found[1]
    assert "sly.txt: a zip within a zip" in found[2]
    assert notes[-1].endswith("1 .zip (a zip within a zip)")


def test_an_encrypted_file_is_refused_by_its_name(tmp_path: Path) -> None:
    data = bytearray(Path(packed(tmp_path / "a.zip", {"a.html": page(1), "b.html": page(2)})).read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    (tmp_path / "b.zip").write_bytes(data)
    found = list(told(str(tmp_path / "b.zip")))
    assert found == [f"{tmp_path}/b.zip, a.html: it is encrypted (unpack it with its password, and give the folder)", "Meeting number 2"]


@pytest.mark.parametrize("flags", [0x40, 0x41, 0x2000])
def test_strong_encryption_is_told_as_encryption(tmp_path: Path, flags: int) -> None:
    data = bytearray(Path(packed(tmp_path / "a.zip", {"a.html": page(1)})).read_bytes())
    at = data.index(b"PK\x01\x02") + 8
    data[6:8] = data[at : at + 2] = flags.to_bytes(2, "little")
    (tmp_path / "b.zip").write_bytes(data)
    (one,) = told(str(tmp_path / "b.zip"))
    assert "a.html: it is encrypted (" in one


def test_a_file_without_a_name_and_one_with_a_name_without_end(tmp_path: Path) -> None:
    notes: list[str] = []
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), "")
        archive.writestr("folder/", "")
        archive.writestr("n" * 65_000 + ".txt", "")
        archive.writestr("m." + "n" * 65_000, "x")
        archive.writestr("z.html", page(2))
    found = list(told(str(tmp_path / "a.zip"), notes))
    assert found[0].startswith(f"{tmp_path}/a.zip, a file without a name: it is empty")
    assert (found[1].split(": ")[1], found[2]) == ("it is empty (give the text of an article)", "Meeting number 2")
    assert len(found) == 3
    assert max(map(len, [*found, *notes])) < 500


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_can_not_be_bounded_is_not_unpacked(tmp_path: Path, how: int) -> None:
    (one,) = told(packed(tmp_path / "a.zip", {"a.html": page(1)}, how))
    assert "packed in a way that can't be bounded" in one


ZEROS = bytes(9_000_000)
LEFT_OUT = "it is left out: it unpacks to more than 200 times its size: a bomb (unpack it, and give the folder)"
ALL_LEFT = "the archive is left out from here on: its files unpack to more than 200 times its size (unpack it, and give the folder)"


def test_bombs_cost_only_themselves_and_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = tmp_path / "a.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.html", page(1))
        with archive.open("a.html", "w") as file:
            for _ in range(50):
                file.write(bytes(1_000_000))
    assert list(told(str(bomb))) == [f"{bomb}, a.html: {LEFT_OUT}", "Meeting number 1"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000
    monkeypatch.setattr(zips, "MOST_FILES", 1)
    assert "more than 1 files" in next(told(str(bomb)))


def test_many_bombs_end_an_archive(tmp_path: Path) -> None:
    name = packed(tmp_path / "a.zip", {"0.html": page(1)} | {f"1{n:02}.html": ZEROS for n in range(12)} | {"2.html": page(2)})
    found = list(told(name))
    assert found == ["Meeting number 1", *(f"{name}, 1{n:02}.html: {LEFT_OUT}" for n in range(11)), f"{name}, 110.html: {ALL_LEFT}"]


def test_files_packed_over_each_other_are_bounded_together(tmp_path: Path) -> None:
    """Each names the same bytes, and none of them grows too much by itself."""
    words = (TEXT.encode() + b"\n\n").ljust(100_000, b" ")
    data = Path(packed(tmp_path / "a.zip", {"a.txt": words})).read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a.txt", f"{n:05}".encode()) for n in range(2_000))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2_000, 2_000, len(entries), start, 0)
    (tmp_path / "b.zip").write_bytes(data[:start].replace(b"a.txt", b"00000") + entries + tail)
    found = list(told(str(tmp_path / "b.zip")))
    assert found[-1].endswith(ALL_LEFT)
    assert len(found) < 500


def test_a_zip_that_says_less_than_it_unpacks_to(tmp_path: Path) -> None:
    data = bytearray(Path(packed(tmp_path / "a.zip", {"a.html": page(1) + b" " * 30_000_000})).read_bytes())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark) + place
        data[at : at + 4] = (1000).to_bytes(4, "little")
    (tmp_path / "b.zip").write_bytes(data)
    (one,) = told(str(tmp_path / "b.zip"))
    assert "it is damaged" in one


def test_broken_zips_and_office_documents(tmp_path: Path) -> None:
    data = Path(packed(tmp_path / "a.zip", {"a.html": page(1)})).read_bytes()
    (tmp_path / "b.zip").write_bytes(data[:-30])
    assert "a ZIP archive that can't be read" in next(told(str(tmp_path / "b.zip")))
    assert "an office document" in next(told(packed(tmp_path / "c.docx", {"[Content_Types].xml": b"x", "word/document.xml": b"x"})))
    assert "no article in it" in next(told(packed(tmp_path / "d.zip", {})))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_zip_is_read_or_refused(choose: st.DataObject) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT * 3)
    data = bytearray(out.getvalue())
    for _ in range(choose.draw(st.integers(1, 4))):
        data[choose.draw(st.integers(0, len(data) - 1))] = choose.draw(st.integers(0, 255))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes(data))))
        for one in load("-"):
            assert isinstance(one, Article | SourceError)


# --- mails

HEADERS = (
    "From: =?utf-8?q?The_Courier=2C_Strelsau?= <news@courier.example>\r\nTo: reader@example.org\r\n"
    "Subject: The queen\r\n meets the president\r\n"
    "Date: Mon, 03 May 2021 08:00:00 +0200\r\nMessage-ID: <77@courier.example>\r\nMIME-Version: 1.0\r\n"
)
LAST = "It was their meeting number 1 since the war of 1911."
PLAIN = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n"
HTML = f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page(1).decode()}\r\n"
BOTH = f'Content-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\n{PLAIN}--x\r\n{HTML}--x--\r\n'
UNBOUNDED = BOTH.replace(HTML, "Content-Type: multipart/related\r\n\r\nx\r\n")  # a part of parts that have no boundary
EMPTY_HTML = BOTH.replace(page(1).decode(), "<html><body><a>Home</a></body></html>")
ATTACHED = (
    f'Content-Type: multipart/mixed; boundary="y"\r\n\r\n--y\r\n{BOTH}\r\n--y\r\nContent-Type: text/html\r\n'
    f"Content-Disposition: attachment; filename=a.html\r\n\r\n{page(9).decode()}\r\n--y--\r\n"
)


@pytest.mark.parametrize(
    ("body", "last"),
    [(PLAIN, WORDS[2]), (HTML, LAST), (BOTH, LAST), (EMPTY_HTML, WORDS[2]), (UNBOUNDED, WORDS[2]), (ATTACHED, LAST)],
)
def test_a_newsletter(tmp_path: Path, body: str, last: str) -> None:
    (tmp_path / "a.eml").write_text(HEADERS + body, encoding="utf-8", newline="")
    (one,) = load(str(tmp_path / "a.eml"))
    assert isinstance(one, Article)
    assert one.text.strip().split("\n")[-1] == last
    assert one.text.startswith(WORDS[0])
    assert (one.title, one.source, one.id) == ("The queen meets the president", "The Courier, Strelsau", "77@courier.example")
    assert (one.published, one.published_at, one.published_why) == ("2021-05-03", "2021-05-03T08:00:00+02:00", "the mail's Date")
    (other,) = load(str(tmp_path / "a.eml"), published="2020")
    assert isinstance(other, Article)
    assert (other.published, other.published_why) == ("2020", "given by the user")


SAID = "“It’s a beginning” – said the queen of Ruritania of the talks in Geneva on Monday, as her court told — the press."
QUOTED = page(1).decode().replace("<p>", f"<p>{SAID}</p><p>", 1)
LETTERS = [  # of the mail's text, what it says of them, and the bytes
    ("plain", "; charset=iso-8859-1", SAID.encode("cp1252")),
    ("plain", '; charset="ISO-8859-15"', SAID.encode("cp1252")),
    ("plain", "; charset=us-ascii", SAID.encode("cp1252")),
    ("plain", "; charset=utf-8", SAID.encode("cp1252")),  # it is not
    ("plain", "; charset=x-unknown", SAID.encode("cp1252")),
    ("html", "; charset=UTF-8", QUOTED.encode("cp1252", "replace")),
    *(("plain", f"; charset={label}", SAID.encode("cp1252")) for label in ("ISO_8859-1", "cp819", "l1", "csisolatin1", "csisolatin9")),
    ("plain", '; charset="iso_8859-1:1987"', SAID.encode("cp1252")),
    ("plain", "", SAID.encode("cp1252")),
    ("plain", "; charset=latin1", SAID.encode()),  # UTF-8 after all
    ("plain", "", SAID.encode()),
    ("plain", "; charset=windows-1252", SAID.encode("cp1252")),
    ("plain", "; charset=punycode", SAID.encode()),
    ("html", "; charset=iso-8859-1", QUOTED.encode("cp1252", "replace")),
    ("html", "", QUOTED.replace("utf-8", "iso-8859-1").encode("cp1252", "replace")),  # the page says it
    ("html", "; charset=iso-8859-1", QUOTED.encode()),
]


@pytest.mark.parametrize(("kind", "said", "body"), LETTERS)
def test_quotation_marks_of_a_mail_stay_whatever_letters_it_claims(kind: str, said: str, body: bytes) -> None:
    for how, sent in (("8bit", body), ("base64", base64.encodebytes(body))):
        head = f"{HEADERS}Content-Type: text/{kind}{said}\r\nContent-Transfer-Encoding: {how}\r\n\r\n"
        (found,) = from_mail(head.encode() + sent, "a", TERMS)
        assert SAID in found.text
        assert not re.search("[\x80-\x9f\ufffd]", found.text)


def test_one_spoiled_character_makes_no_other_letters_of_a_mail() -> None:
    (found,) = from_mail((HEADERS + PLAIN).replace("queen of", "queen — of").encode().replace(b"president", b"pr\xe9sident"), "a", TERMS)
    assert "queen — of" in found.text
    assert "pr\ufffdsident" in found.text


def test_a_mail_with_little_in_its_headers() -> None:
    mail = f"Received: from x\r\nFrom: news@courier.example\r\nSubject:\r\nDate: soon\r\n{PLAIN}"
    (found,) = from_mail(mail.encode(), "a", TERMS)
    assert (found.source, found.published, len(found.id)) == ("courier.example", "", 12)


@pytest.mark.parametrize(
    ("mail", "error"),
    [
        (HEADERS + "Content-Type: image/png\r\n\r\nx", NotAnArticle),
        (HEADERS + "\r\n", EmptySource),
        (HEADERS + PLAIN.replace("The queen", "The\0queen"), NotText),
        (HEADERS + 'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + "--x\r\n\r\nx\r\n" * 1200, NotText),
        (HEADERS + "Content-Type: message/rfc822\r\n\r\n" * 2000, SourceError),
        (HEADERS + UNBOUNDED.replace("text/plain", "image/png"), NotAnArticle),
    ],
)
def test_mails_without_a_text(mail: str, error: type[LegationError]) -> None:
    with pytest.raises(error):
        from_mail(mail.encode(), "a", TERMS)


def test_a_mail_at_which_the_library_fails_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise IndexError

    fill(tmp_path, {"a.eml": (HEADERS + PLAIN).encode(), "b.html": page(2)})
    monkeypatch.setattr("email.message.EmailMessage.get_payload", fails)
    found = list(told(str(tmp_path)))
    assert found == [f"{tmp_path}/a.eml: a mail that can't be taken apart: IndexError (save its text, and give that)", "Meeting number 2"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 600))
def test_any_mail_is_read_or_refused(noise: bytes, place: int) -> None:
    data = (HEADERS + BOTH.replace(page(1).decode(), "")).encode()
    try:
        from_mail(data[:place] + noise + data[place + len(noise) :], "a", TERMS)
    except SourceError as error:
        str(error).encode()


def test_a_page_that_a_browser_kept_as_one_file(tmp_path: Path) -> None:
    body = page(1).replace(b'<link rel="canonical" href="https://courier.example/1">', b"").decode()
    saved = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://courier.example/kept\r\nSubject: Other\r\n"
        "Date: Tue, 4 May 2021 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
        f"{body}\r\n--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n"
    )
    (tmp_path / "a.mhtml").write_text(saved, encoding="utf-8", newline="")
    (one,) = load(str(tmp_path / "a.mhtml"))
    assert isinstance(one, Article)
    assert (one.title, one.url, one.published) == ("Meeting number 1", "https://courier.example/kept", "2021-05-02")
