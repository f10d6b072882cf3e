"""Mailboxes, each mail of which is an article, and files that are mails by their names alone."""

from __future__ import annotations

import mailbox
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from legation import cli
from legation.entries import Article
from legation.errors import SourceError
from legation.intake import mailbox as ours
from legation.intake.sources import load

TEXT = "The queen of Ruritania met the president of Graustark in Geneva on Monday."
FROM = "From now on, the queen said, the two courts would meet every year in Geneva."
SENT = "From: The Courier <news@courier.example>\nSubject: The queen\nDate: Mon, 03 May 2021 08:00:00 +0200\n"
MAIL = f"{SENT}Message-ID: <1@courier.example>\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n\n{FROM}\n"
OTHER = MAIL.replace("<1@", "<2@").replace("Monday", "Tuesday")
ENVELOPES = [  # as Python, Thunderbird, Gmail and Unix write them
    "From MAILER-DAEMON Mon May  3 08:00:00 2021",
    "From - Mon May 03 08:00:00 2021",
    "From 1698765432109876543@xxx Mon May 03 06:00:00 +0000 2021",
    "From news@courier.example Mon May  3 08:00:00 2021",
]


def write(folder: Path, name: str, words: str) -> str:
    (folder / name).write_bytes(words.encode())
    return str(folder / name)


def found(source: str) -> list[tuple[str, str, str, str] | str]:
    return [(a.id, a.title, a.published, a.source) if isinstance(a, Article) else str(a) for a in load(source)]


def expected(number: int) -> tuple[str, str, str, str]:
    return f"{number}@courier.example", "The queen", "2021-05-03", "The Courier"


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("name", ["a.mbox", "Inbox", "a.eml", "a.txt"])
def test_each_mail_of_a_mailbox_is_an_article(tmp_path: Path, envelope: str, name: str) -> None:
    box = f"{envelope}\n{MAIL}\n{envelope}\n{OTHER}\n"
    for words in (box, box.replace("\n", "\r\n"), "\ufeff" + box, "\n" + box):
        assert found(write(tmp_path, name, words)) == [expected(1), expected(2)]
    first, second = (one for one in load(str(tmp_path / name)) if isinstance(one, Article))
    assert (FROM in first.text, "Tuesday" in second.text, "Message-ID" in second.text) == (True, True, False)


def test_what_python_writes_is_read(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "made")
    for words in (MAIL.replace(FROM, f"{FROM}\n\nFrom the press@courier.example 8:00\nNote: more"), OTHER):
        box.add(words.encode())
    box.close()
    first, second = load(str(tmp_path / "made"))
    assert isinstance(first, Article)
    assert first.text.rstrip().endswith(f"\n\n{FROM}\n\nFrom the press@courier.example 8:00\nNote: more")  # written as >From
    assert isinstance(second, Article)


def test_a_bad_mail_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "MOST_BYTES", 5_000)
    bad = SENT + "Content-Type: image/png\n\nx\n"
    mails = [MAIL, bad, MAIL + "word " * 2_000 + "\n", OTHER]
    path = write(tmp_path, "a.mbox", "".join(f"{ENVELOPES[0]}\n{mail}\n" for mail in mails))
    first, second, third, fourth = found(path)
    assert (first, fourth) == (expected(1), expected(2))
    assert f"{path}, mail 2: an e-mail without a text (" in second
    assert f"{path}, mail 3: more than 0 MB in one mail (" in third


def test_a_mailbox_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    box = f"{ENVELOPES[0]}\n{MAIL}\n{ENVELOPES[0]}\n{OTHER}\n"
    (tmp_path / "mails").mkdir()
    write(tmp_path / "mails", "a.mbox", box)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("Inbox", box)
    for source in ("mails", "a.zip"):
        assert found(str(tmp_path / source)) == [expected(1), expected(2)]


def test_a_text_that_begins_with_from_is_none(tmp_path: Path) -> None:
    for words in (f"{FROM}\n{TEXT}", f"From 8:00 on they met.\n{TEXT}"):
        (one,) = load(write(tmp_path, "a.txt", words))
        assert isinstance(one, Article)
        assert one.text == words


SOME = "Subject: The queen\nContent-Type: text/plain\n\n"
CALLED = [  # a file that is called .eml, its article's title, date and source
    (f"From: The Courier <news@courier.example>\n{SOME}{TEXT}", ("The queen", "", "The Courier")),
    (f"Date: Mon, 03 May 2021 08:00:00 +0200\n{SOME}{TEXT}", ("The queen", "2021-05-03", "")),
    (SOME + TEXT, ("The queen", "", "")),
    (f"\ufeff{MAIL}", ("The queen", "2021-05-03", "The Courier")),
    (f"\ufeff{MAIL}".replace("\n", "\r\n"), ("The queen", "2021-05-03", "The Courier")),
    (
        f'{SENT}MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/plain\n\n{TEXT}\n--x--\n',
        ("The queen", "2021-05-03", "The Courier"),
    ),
]


@pytest.mark.parametrize(("words", "told"), CALLED)
def test_what_is_called_a_mail_is_read_as_one(tmp_path: Path, words: str, told: tuple[str, str, str]) -> None:
    (one,) = load(write(tmp_path, "a.EML", words))
    assert isinstance(one, Article)
    assert (one.title, one.published, one.source) == told
    assert one.text.startswith(TEXT)
    assert "Subject" not in one.text


def test_what_is_called_a_mail_and_is_none_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.eml", TEXT)
    result = CliRunner().invoke(cli.main, ["read", path])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"legation: {path}: it is called a mail, and begins with no headers of one (save the mail again, whole" in result.stderr
    (empty,) = load(write(tmp_path, "b.eml", "\ufeff\n"))
    assert isinstance(empty, SourceError)
