"""Whole sources taken in: what becomes of each kind of file, and the one line for each that can't be read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.entries import Article
from legation.errors import BadDate, EmptySource, NotAnArticle, NotText, SourceError, TooLong, WrongLanguage
from legation.intake import sources
from legation.intake.article import identifier
from legation.intake.dates import Published, published
from legation.intake.language import language, name
from legation.intake.pages import TooCostly, Worker, strip
from legation.intake.parts import Parts
from legation.intake.sources import load

TEXT = "The queen of Ruritania met the president of Graustark in Geneva on Monday.\nThey will meet again in May."
PAGE = """<!doctype html><html lang="en"><head><title>Queen meets president | The Courier</title>
<meta property="og:title" content="Queen meets president"><meta property="og:site_name" content="The Courier">
<link rel="canonical" href="https://courier.example/world/queen-meets-president">
{head}</head><body><header><p>Monday’s paper</p></header><nav><a href="/">World</a> <a href="/">Sport</a></nav>
<article><h1>Queen meets president</h1><figure><img src="q.jpg"><figcaption>The queen in Geneva.</figcaption></figure>
<p>The queen of Ruritania met the president of Graustark in Geneva on Monday, her court said in a statement.</p>
<p>The two will meet again in May to talk about the border, which has been closed for nine years.</p>
<p>Fishermen on both sides of the river welcomed the news, and asked for an early opening of the bridge.</p>
</article><aside><p>The bakers’ strike enters its third week</p></aside>
<footer>All rights reserved</footer></body></html>"""
FRENCH = "La reine a reçu le président dans la ville pour une visite qui dure encore."
PUBLISHED = '<meta property="article:published_time" content="2021-05-03T23:30:00+02:00">'
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-05-03T08:00:00Z"}</script>'


def write(folder: Path, called: str, content: str | bytes) -> str:
    """A file in `folder`, and its path."""
    path = folder / called
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def article(source: str, published: str = "", *, allow_long: bool = False, allow_language: bool = False) -> Article:
    """The one article of a source."""
    (found,) = load(source, published=published, allow_long=allow_long, allow_language=allow_language)
    assert isinstance(found, Article), str(found)
    return found


def refusal(source: str) -> SourceError:
    """The one error of a source."""
    (found,) = load(source)
    assert isinstance(found, SourceError)
    assert "\n" not in str(found)
    assert found.hint
    return found


# --- text and JSON


@pytest.mark.parametrize("text", [TEXT, TEXT + "\r\n", "  " + TEXT, "The minister’s “no” — 南京 — stands as it was.\n\n"])
def test_plain_text_is_kept_exactly(tmp_path: Path, text: str) -> None:
    assert article(write(tmp_path, "page", text)).text == text


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert article(write(tmp_path, "page.txt", b"\xef\xbb\xbf" + TEXT.encode())).text == TEXT


def test_plain_text_has_its_furniture_told_apart(tmp_path: Path) -> None:
    found = article(write(tmp_path, "page.txt", TEXT + "\nLeave a Comment"))
    assert [a.text for a in found.furniture] == ["Leave a Comment"]


def test_an_object_keeps_its_id_and_text(tmp_path: Path) -> None:
    given: dict[str, object] = {
        "id": "wire/7", "title": "Queen meets president", "published": "2021-05-03", "source": "The Courier",
        "text": f" {TEXT}\r\n",
        "furniture": ["x"], "events": [{}], "statements": None, "other": 1,
    }  # fmt: skip
    found = article(write(tmp_path, "a.json", json.dumps(given, indent=1)))
    assert (found.id, found.text, found.title) == ("wire/7", given["text"], given["title"])
    assert (found.published, found.source, found.furniture) == ("2021-05-03", "The Courier", ())


@pytest.mark.parametrize("called", ["a.json", "a.txt", "a"])
def test_an_array_gives_each_of_its_articles(tmp_path: Path, called: str) -> None:
    found = list(load(write(tmp_path, called, json.dumps([{"id": "1", "text": TEXT}, 5, {"id": 3, "text": TEXT}]))))
    assert [a.id if isinstance(a, Article) else type(a) for a in found] == ["1", NotAnArticle, "3"]
    assert "item 2" in str(found[1])


@pytest.mark.parametrize("called", ["a.jsonl", "a.json", "a"])
def test_a_bad_line_costs_only_itself(tmp_path: Path, called: str) -> None:
    good = json.dumps({"id": "1", "text": TEXT})
    lines = [
        good,
        '{"id": "2", "text": ',
        "",
        '{"id": "4"}',
        '{"id": "5", "text": "x", "published": "31 Febuary"}',
        good,
    ]
    found = list(load(write(tmp_path, called, "\n".join(lines))))
    assert [isinstance(a, Article) for a in found] == [True, False, False, False, True]
    assert [str(e).split(": ")[0].rsplit(", ")[-1] for e in found[1:4]] == ["line 2", "line 4", "line 5"]
    assert 'published "31 Febuary": not a date (write YYYY-MM-DD)' in str(found[3])


def test_broken_utf8_in_one_line(tmp_path: Path) -> None:
    good = json.dumps({"id": "1", "text": TEXT}).encode()
    found = list(load(write(tmp_path, "a.jsonl", b"\n".join([good, good[:-5] + b'\xff"}', good]))))
    assert [type(a) for a in found] == [Article, NotText, Article]


def test_a_line_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 5000)
    good = json.dumps({"id": "1", "text": TEXT})
    long = json.dumps({"id": "2", "text": "x" * 17_000})
    found = list(load(write(tmp_path, "a.jsonl", "\n".join([good, long, good]))))
    assert [type(a) for a in found] == [Article, TooLong, Article]
    assert "line 2" in str(found[1])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert article("-").text == TEXT


def test_the_users_date_is_the_date(tmp_path: Path) -> None:
    source = write(tmp_path, "a.json", json.dumps({"text": TEXT, "published": "2001"}))
    assert article(source).published == "2001"
    found = article(source, "2021-05-03T10:00:00+02:00")
    assert (found.published, found.published_at) == ("2021-05-03", "2021-05-03T10:00:00+02:00")
    with pytest.raises(BadDate):
        load(source, published="yesterday")


def test_identifiers() -> None:
    assert identifier("given", "https://x.example/", "text") == "given"
    assert identifier("", "https://x.example/", "text") == identifier("", "https://x.example/", "other text")
    assert len(identifier("", "", "text")) == 12
    assert identifier("", "", "text") != identifier("", "", "other text")


def test_only_a_web_address_is_an_address(tmp_path: Path) -> None:
    source = write(tmp_path, "a.json", json.dumps({"text": TEXT, "url": "javascript:alert(1)"}))
    assert article(source).url == ""


# --- pages


def test_a_page(tmp_path: Path) -> None:
    found = article(write(tmp_path, "page", PAGE.format(head=PUBLISHED)))
    assert (found.title, found.source) == ("Queen meets president", "The Courier")
    assert found.url == "https://courier.example/world/queen-meets-president"
    assert found.text.startswith("The queen of Ruritania met")
    assert found.text.count("\n") == 2
    assert (found.published, found.published_at) == ("2021-05-03", "2021-05-03T23:30:00+02:00")
    assert found.published_why == "the page's article:published_time"
    assert found.id == identifier("", found.url, "")


def test_what_a_page_leaves_out_is_told_with_the_reason(tmp_path: Path) -> None:
    dropped = {a.text: a.reason for a in article(write(tmp_path, "page.html", PAGE.format(head=""))).dropped}
    assert dropped["World Sport"] == "navigation"
    assert dropped["Monday’s paper"] == "page header"
    assert dropped["The queen in Geneva."] == "figure caption"
    assert dropped["The bakers’ strike enters its third week"] == "box beside the article"
    assert dropped["All rights reserved"] == "page footer"


def test_a_paragraph_with_characters_that_are_not_seen_is_not_told_as_left_out(tmp_path: Path) -> None:
    page = PAGE.format(head="").replace("The queen of Ruritania met", "The queen of Ruri\u00adtania\u200b met")
    found = article(write(tmp_path, "page.html", page))
    assert "tania" in found.text
    assert not any("tania" in a.text for a in found.dropped)


def test_a_date_in_json_ld(tmp_path: Path) -> None:
    found = article(write(tmp_path, "page.html", PAGE.format(head=LINKED)))
    assert (found.published, found.published_at) == ("2021-05-03", "2021-05-03T08:00:00+00:00")


def test_a_page_without_a_date(tmp_path: Path) -> None:
    found = article(write(tmp_path, "page.html", PAGE.format(head="")))
    assert (found.published, found.published_at, found.published_why) == ("", "", "")


def test_a_costly_page_is_given_up_and_the_next_one_read() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(200_000))
    worker = Worker()
    worker.take_apart(PAGE.format(head="").encode())  # started
    worker.seconds = 0.5
    with pytest.raises(TooCostly):
        worker.take_apart(f"<html><body><p {attributes}>{TEXT}</p></body></html>".encode())
    worker.seconds = 10
    assert "Ruritania" in worker.take_apart(PAGE.format(head="").encode()).text
    worker.stop()


def test_a_costly_page_leaves_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(_self: Worker, _page: bytes) -> Parts:
        raise TooCostly

    monkeypatch.setattr(Worker, "take_apart", give_up)
    found = article(write(tmp_path, "page.html", PAGE.format(head=PUBLISHED)))
    assert "The two will meet again in May" in found.text
    assert "World" not in found.text
    assert "costs too much" in found.dropped[0].reason


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>a</p><p>b &amp; c</p>", "a\nb & c"),
        ("a<script>if (x < y) z()</script>b", "a b"),
        ("a<script>never closed", "a never closed"),
        ("a <b", "a"),
        ("<", ""),
        ("", ""),
    ],
)
def test_tags_are_taken_off(page: str, words: str) -> None:
    assert strip(page.encode()) == words


@given(st.text(alphabet="<>/pnavscript =a\n&;", max_size=200))
def test_any_page_can_be_stripped(page: str) -> None:
    assert "\0" not in strip(page.encode())


# --- what can't be read


@pytest.mark.parametrize(
    ("called", "content", "error", "words"),
    [
        ("empty.txt", "", EmptySource, "it is empty"),
        ("blank.txt", b"\xef\xbb\xbf \n\n", EmptySource, "it is empty"),
        ("a.json", "[]", EmptySource, "an empty JSON array"),
        ("a.json", '{"text": " "}', EmptySource, "no text in it"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", NotText, "a PNG picture"),
        ("a.txt", b"\xff\xd8\xff\xe0\0\x10JFIF", NotText, "a JPEG picture"),
        ("a.html", b"%PDF-1.7", NotText, "a PDF file"),
        ("a.txt", TEXT.encode("utf-16"), NotText, "UTF-16"),
        ("a.txt", b"The queen\0 flew home.", NotText, "a NUL stands at byte 9"),
        ("a.txt", b"The queen \xe9 flew home.", NotText, "byte 10 is 0xe9"),
        ("a.json", '{"text": "half a character: \\ud800"}', NotText, "half a character"),
        ("a.html", "<html><body><nav><a>Home</a></nav></body></html>", NotAnArticle, "without an article"),
        ("a.json", '{"headline": "x"}', NotAnArticle, 'no "text"'),
        ("a.json", '{"text": 5}', NotAnArticle, '"text" is not text'),
        ("a.json", '{"text": "x", "title": []}', NotAnArticle, '"title" is not text'),
        ("a.json", "5", NotAnArticle, "not an article"),
        ("a.json", '{"text": "The queen', NotAnArticle, "not JSON"),
        ("a.json", "[" * 100_000, NotAnArticle, "stand too deep in each other"),
        ("a.json", '{"text": "The queen flew.", "published": "2021-02-30"}', NotAnArticle, "no such day"),
        ("a.txt", "the word " * 50_001, TooLong, "100,002 words"),
        ("a.txt", "x" * 2_000_001, TooLong, "2,000,001 characters"),
        ("a.txt", "x" * 20_000_001, TooLong, "more than 20 MB"),
        ("a.txt", FRENCH, WrongLanguage, "French"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)  # fmt: skip
def test_bad_input_is_one_clear_line(tmp_path: Path, called: str, content: str | bytes, error: type[SourceError], words: str) -> None:
    source = write(tmp_path, called, content)
    found = refusal(source)
    assert type(found) is error
    assert words in found.what
    assert found.where.startswith(source)


@pytest.mark.parametrize("source", ["https://courier.example/", "HTTP://courier.example/", "no/such/file", "a\0b", "a\nb"])
def test_what_is_no_file(source: str) -> None:
    refusal(source)


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(str(tmp_path)).what


def test_limits_can_be_overruled(tmp_path: Path) -> None:
    assert len(article(write(tmp_path, "a.txt", "the word " * 50_001), allow_long=True).text) == 9 * 50_001
    german = "Die Königin hat den Präsidenten in der Stadt empfangen, und sie werden sich im Mai noch einmal treffen."
    assert article(write(tmp_path, "b.txt", german), allow_language=True).language == "de"


# --- dates


@pytest.mark.parametrize(
    "words",
    ["", "2021", "2021~", "2021-05", "2021-05-03", "2024-02-29", "2021-05-03~", "2021/2022",
     "2021-05-03/..", "../2021-05",
     "2021-05/2021-05-03", "2021/2021-03"],
)  # fmt: skip
def test_dates_stay_as_written(words: str) -> None:
    assert published(words) == Published(words)


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("2021-05-03T08:00:00Z", "2021-05-03", "2021-05-03T08:00:00+00:00"),
        ("2021-05-03 23:30:00+02:00", "2021-05-03", "2021-05-03T23:30:00+02:00"),
        ("2021-05-03T08:00:00", "2021-05-03", ""),
    ],
)
def test_times_give_their_day(words: str, day: str, at: str) -> None:
    assert published(words) == Published(day, at)


@pytest.mark.parametrize(
    "words",
    ["31 Febuary", "2021-02-30", "2021-13", "0000", "21-05-03", "2021-5-3", "2021/05/03", "..", "../..", "/2021",
     "2022/2021",
     "2021-05-03T25:00:00Z", "٢٠٢١", "2021-05-03/2021-05-01", "yesterday", "2021\n2022", "x" * 500],
)  # fmt: skip
def test_a_date_that_is_none(words: str) -> None:
    with pytest.raises(BadDate) as caught:
        published(words)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 120


def test_the_line_for_a_bad_date() -> None:
    with pytest.raises(BadDate, match=r'^published "31 Febuary": not a date \(write YYYY-MM-DD\)$'):
        published("31 Febuary")


@given(st.text(alphabet="0123456789-/~.TZ:+ ", max_size=30))
def test_any_words_are_a_date_or_refused(words: str) -> None:
    try:
        published(words)
    except BadDate:
        return


# --- languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT, "en"),
        ("Protests in Zenda.", ""),
        ("Ruritania expels three envoys of Graustark, citing espionage charges against embassy staff", "en"),
        (FRENCH, "fr"),
        ("Die Königin hat den Präsidenten in der Stadt empfangen, und sie werden sich bald treffen.", "de"),
        ("La reina recibió al presidente en la ciudad para una visita que no ha terminado con los ministros.", "es"),
        ("La regina ha ricevuto il presidente nella città per una visita che non è ancora finita.", "it"),
        ("A rainha recebeu o presidente na cidade para uma visita que ainda não terminou, e os dois vão falar.", "pt"),
        ("De koningin heeft de president in het paleis ontvangen en zij zullen elkaar ook in mei zien.", "nl"),
        ("Drottningen har tagit emot presidenten i staden och det är inte slut på besöket som han gör.", "sv"),
        ("Królowa przyjęła prezydenta w pałacu i nie jest to koniec wizyty, która trwa od maja.", "pl"),
        ("Kraliçe bu sabah bir tören ile başkanı kabul etti ve daha sonra onun için yemek verdi.", "tr"),
        ("Ratu menerima presiden di istana dan kunjungan itu akan berlangsung dengan para menteri.", "id"),
        ("Королева приняла президента во дворце, и визит еще не закончился, как сообщили в городе", "ru"),
        ("女王周一在日内瓦会见了总统，双方将于五月再次会面。", "zh"),
        ("女王は月曜日にジュネーブで大統領と会談し、五月にまた会う予定です。", "ja"),
        ("استقبلت الملكة الرئيس في المدينة يوم الاثنين", "ar"),
    ],
    ids=lambda value: value if len(value) < 4 else "",
)  # fmt: skip
def test_languages(text: str, code: str) -> None:
    assert language(text) == code


def test_prose_in_a_language_unknown() -> None:
    assert language("gorp blim zast fenk " * 20) == "und"
    assert name("und") == "another language than English"
    assert name("fr") == "French"
