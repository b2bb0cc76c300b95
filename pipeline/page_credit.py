"""The agency that a page names as its author: extraction leaves organisations out of the author and credits out of the text.

Read from what follows the words "author" and "byline" in the page: meta tags, JSON-LD, the line under the headline. What stands
elsewhere (menus, other articles, pictures) credits nothing.
"""

import re
from typing import Final

from pipeline.credit import credited
from pipeline.records import Document

_PAGE: Final = 300_000  # bytes looked at
_PLACES: Final = 40
_WINDOW: Final = 240  # characters from the word to the name
_WORD: Final = re.compile(r"author|byline", re.IGNORECASE)
_NAMES: Final = (
    re.compile(r"author[\"']?\s+content=[\"']([^\"'<>]{2,90})[\"']", re.IGNORECASE),
    re.compile(r"author\"\s*:\s*\[?\s*\"([^\"<>]{2,90})\"", re.IGNORECASE),
    re.compile(r"author\"\s*:\s*\[?\s*\{[^{}]{0,120}\"name\"\s*:\s*\"([^\"<>]{2,90})\"", re.IGNORECASE),
    re.compile(r"(?:author|byline)[^\"'<>]{0,40}[\"'](?![^<>]{0,80}content=)[^<>]{0,80}>\s*(?!</)(?:<[^<>]{0,80}>\s*){0,3}([^<>]{2,90})<", re.IGNORECASE),
)  # fmt: skip


def page_credit(document: Document) -> str | None:
    """The agency under its one name; None: none is named, or the document is no page."""
    if document.media_type != "text/html":
        return None
    content = document.content[:_PAGE]
    page = content if isinstance(content, str) else content.decode("utf-8", "replace")
    for number, place in enumerate(_WORD.finditer(page)):
        if number == _PLACES:
            return None
        for pattern in _NAMES:
            name = pattern.match(page, place.start(), place.start() + _WINDOW)
            found = credited(" ".join(name.group(1).split())) if name else None
            if found:
                return found
    return None
