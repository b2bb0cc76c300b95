"""JSON Feed (jsonfeed.org/version/1.1), which feedparser 6 does not read."""

import html
import json
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from flows.sources.feed_cut import MOST_ENTRIES
from flows.sources.feed_entry import line, shaped


def read_json(body: bytes, url: str) -> dict[str, Any]:
    """A feed's values as the parsing process gives them; a body that is no feed has no version."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return _values(problem=str(error)[:200])
    if not str(feed.get("version")).startswith("https://jsonfeed.org/version/"):
        return _values()
    items = feed.get("items")
    items = items if isinstance(items, list) else []
    return _values(
        version="json",
        title=line(html.escape(str(feed.get("title") or "")), "title"),
        capped=max(0, len(items) - MOST_ENTRIES),
        entries=[
            shaped(_as_entry(item, url), atom=True) for item in items[:MOST_ENTRIES] if isinstance(item, dict)
        ],
    )


def _values(**known: Any) -> dict[str, Any]:
    return {"version": "", "title": None, "problem": None, "ttl": None, "entries": []} | known


def _as_entry(item: dict[str, Any], url: str) -> dict[str, Any]:
    """An item of a JSON Feed under the names feedparser gives; what is no text counts for nothing."""
    texts = {key: value for key, value in item.items() if isinstance(value, str)}
    authors = item.get("authors") or [item.get("author")]
    author = authors[0] if isinstance(authors, list) else None
    kinds = (("content_html", "text/html"), ("content_text", "text/plain"))
    identity = item.get("id")
    return {
        "id": str(identity) if isinstance(identity, str | int | float) else None,
        "link": _joined(url, texts.get("url")),
        "title": texts.get("title"),
        "title_detail": {"type": "text/plain"},
        "author": author.get("name") if isinstance(author, dict) else None,
        "content": [{"type": kind, "value": texts[key]} for key, kind in kinds if texts.get(key)][:1],
        "summary": texts.get("summary"),
        "summary_detail": {"type": "text/plain", "value": texts.get("summary")},
        "published": texts.get("date_published"),
        "published_parsed": _moment(texts.get("date_published")),
        "updated_parsed": _moment(texts.get("date_modified")),
    }


def _joined(base: str, link: str | None) -> str | None:
    try:
        return urljoin(base, link) if link else None
    except ValueError:
        return None


def _moment(text: str | None) -> Any:
    try:
        return datetime.fromisoformat(text).utctimetuple() if text else None
    except (ValueError, OverflowError):
        return None
