"""Pages as they were fetched: kept with the articles read in them, proved, and forgotten with them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from legation.entries import Article
from legation.intake.fetched import Fetched
from legation.intake.page import PART_OF

if TYPE_CHECKING:
    from legation.record.store import Store

PAGE: Final = "page"  # the name under which an article's metadata has the hash of the page it was read in
READ_BESIDE: Final = (  # the pages of a live blog, each under one of its entries
    "SELECT page_id FROM pages JOIN articles USING (article_id, version), json_each(articles.parts, '$.metadata') AS told "
    "WHERE json_extract(told.value, '$[0]') = ? AND json_extract(told.value, '$[1]') = ?"
)


def keep(store: Store, page: Fetched, article: Article | None) -> None:
    """Keep a page, once however often it came; inside a transaction."""
    store.write(
        "INSERT INTO pages (address, final_address, fetched_at, status, headers, body, hash, ignored_robots, article_id, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (final_address, hash) DO UPDATE SET "
        "article_id = coalesce(excluded.article_id, article_id), version = coalesce(excluded.version, version)",
        (
            page.address, page.final, page.at, page.status, json.dumps(page.headers, ensure_ascii=True), page.body, page.hash,
            page.ignored_robots, article and article.id, article and article.version,
        ),
    )  # fmt: skip


def forget(store: Store, article_id: str) -> None:
    """Remove every page in which an article was read, and every page of its address; inside a transaction, before the article."""
    versions = store.query("SELECT url, parts FROM articles WHERE article_id = ?", (article_id,))
    store.write("DELETE FROM pages WHERE article_id = ?", (article_id,))
    for row in versions:
        told = _metadata(row["parts"])
        store.write("DELETE FROM pages WHERE hash = ?", (told.get(PAGE, ""),))
        whole = told.get(PART_OF, "")
        if whole:
            store.write(f"DELETE FROM pages WHERE page_id IN ({READ_BESIDE})", (PART_OF, whole))
        for address in filter(None, (row["url"], whole)):
            store.write("DELETE FROM pages WHERE ?1 IN (address, final_address)", (address,))


def _metadata(parts: str) -> dict[str, str]:
    """What an article's row tells of where it came from; nothing where it was tampered with."""
    try:
        return {str(name): str(value) for name, value in json.loads(parts).get("metadata", ())}
    except (ValueError, TypeError, AttributeError):
        return {}


def page_of(row: sqlite3.Row) -> Fetched:
    """The page of a row."""
    headers = tuple((name, value) for name, value in json.loads(row["headers"]))
    return Fetched(
        row["address"], row["final_address"], row["fetched_at"], row["status"], headers, row["body"], bool(row["ignored_robots"])
    )


def verify(store: Store) -> Iterator[str]:
    """The pages that are not what was kept, a line each."""
    for (number,) in store.query("SELECT page_id FROM pages ORDER BY page_id"):
        (row,) = store.query("SELECT final_address, hash, body FROM pages WHERE page_id = ?", (number,))
        if sha256(row["body"]).hexdigest() != row["hash"]:
            yield f"page {number} ({row['final_address']}): is not what was kept"
    without = (
        "SELECT page_id, article_id FROM pages p WHERE article_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.article_id = p.article_id AND a.version = p.version)"
    )
    for number, article_id in store.query(without):
        yield f"page {number}: was read as article {article_id}, which is not there"
