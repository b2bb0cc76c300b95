"""The article in the data that a page carries for its scripts, for pages that show nothing until those have run."""

import json
import re
from collections.abc import Iterator
from html import escape, unescape

_LEAST = 500  # characters, less is a summary
_MOST = 2_000_000  # characters of scripts looked at
_SCRIPT = re.compile(r"<script\b[^>]{0,1000}>([^<]*(?:<(?!/script)[^<]*)*)", re.IGNORECASE)
# A JSON string (RFC 8259) under a name that tells of the text of something.
_TEXT = re.compile(
    r'"(\w{0,30}(?:body|content|html|story|text)\w{0,30})"\s{0,9}:\s{0,9}"([^"\\]*(?:\\.[^"\\]*)*)"',
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_PARAGRAPHS = 3  # mark a text as an article's; schema.org's own name for it needs none


def article(html: str) -> str:
    """A page of the longest text that the scripts of a page hold as an article's body; nothing if there is none."""
    body = max(_bodies(html), key=len, default="")
    return f"<!doctype html><html><body><article>{_marked(body)}</article></body></html>" if body else ""


def _marked(body: str) -> str:
    return (
        body
        if _PARAGRAPH.search(body)
        else "".join(f"<p>{escape(unescape(line))}</p>" for line in body.split("\n"))
    )


def _bodies(html: str) -> Iterator[str]:
    left = _MOST
    for script in _SCRIPT.finditer(html):
        left -= len(script[1])
        for name, value in _TEXT.findall(script[1]) if left > 0 else ():
            body = _read(value) if len(value) >= _LEAST else ""
            if len(body) >= _LEAST and (
                name == "articleBody" or len(_PARAGRAPH.findall(body)) >= _PARAGRAPHS
            ):
                yield body


def _read(value: str) -> str:
    try:
        found = json.loads(f'"{value}"', strict=False)
    except ValueError:
        return ""
    return found if isinstance(found, str) else ""
