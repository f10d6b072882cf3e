"""Web archives made by hand, of pages of our own."""

from __future__ import annotations

import gzip
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

WORDS = (
    "The queen of Ruritania met the president of Graustark in Geneva on Monday, her court said in a statement.",
    "The two will meet again in May to talk about the border, which has been closed for nine years.",
    "Fishermen on both sides of the river welcomed the news, and asked for an early opening of the bridge.",
)


def page(number: int) -> bytes:
    """A page with an article of three paragraphs; the number stands in its address, its title and its text."""
    paragraphs = "".join(f"<p>{words}</p>" for words in WORDS)
    return (
        f'<!doctype html><html lang="en"><head><title>Meeting number {number}</title><meta charset="utf-8">'
        f'<link rel="canonical" href="https://courier.example/{number}">'
        f'<meta property="article:published_time" content="2021-05-{number % 28 + 1:02}T08:00:00+02:00"></head>'
        f"<body><article><h1>Meeting number {number}</h1>{paragraphs}<p>It was their meeting number {number} since the war of 1911.</p>"
        "</article></body></html>"
    ).encode()


class Maker:
    """Writes the records of an archive, one after the other."""

    def __init__(self, *, packed: bool = True) -> None:
        self.file = BytesIO()
        self._writer = WARCWriter(self.file, gzip=packed, warc_version="1.1")

    def note(self) -> Maker:
        """What the crawler says of itself."""
        self._writer.write_record(self._writer.create_warcinfo_record("crawl.warc", {"software": "a crawler"}))
        return self

    def add(
        self,
        address: str,
        body: bytes,
        *,
        kind: str = "response",
        status: str = "200 OK",
        headers: dict[str, str] | None = None,
        **told: str,
    ) -> Maker:
        """A record; `headers` are those of the answer, `told` (with _ for -) those of the record."""
        given = {"Content-Type": "text/html; charset=utf-8"} | (headers or {})
        http = StatusAndHeaders(status, list(given.items()), protocol="HTTP/1.1") if kind in ("response", "revisit") else None
        own = {name.replace("_", "-"): value for name, value in told.items()}
        media = "" if http else given["Content-Type"]
        self._writer.write_record(
            self._writer.create_warc_record(
                address, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=own, warc_content_type=media
            )
        )
        return self

    def bytes(self) -> bytes:
        """The archive."""
        return self.file.getvalue()


def crawl(pages: int, *, packed: bool = True) -> bytes:
    """An archive of so many pages, some of them sent in chunks and some packed."""
    maker = Maker(packed=packed).note()
    for number in range(pages):
        body, headers = page(number), dict[str, str]()
        if number % 3 == 1:
            body, headers = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), {"Transfer-Encoding": "chunked"}
        elif number % 3 == 2:
            body, headers = gzip.compress(body), {"Content-Encoding": "gzip"}
        maker.add(f"https://courier.example/{number}", body, headers=headers)
    return maker.bytes()
