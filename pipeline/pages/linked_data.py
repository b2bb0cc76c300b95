"""JSON-LD (schema.org) in a page: its objects, and which of them is the article.

Written by hand and by plugins, it is often broken; what a browser's search engine would forgive is forgiven here.
"""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

import orjson

Node: TypeAlias = Mapping[str, Any]

_MAX_JSON = 500_000  # characters of one block; catalogues are longer, articles are not
_MAX_NODES = 2_000  # objects looked at in one page, whatever their nesting
_MAX_VALUES = 50  # of one property
_NAME_PARTS = ("givenName", "additionalName", "familyName")
_MAX_PIECES = 50  # values one after the other in one block
_WRAPPER = re.compile(
    r"^\s*(?:<!--|/[*/]?\s*<!\[CDATA\[(?:\s*\*/)?|<!\[CDATA\[)|(?:-->|(?:/[*/]\s*)?\]\]>(?:\s*\*/)?)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
# Kinds of schema.org that are an article, a creative work one reads; then the page that holds it.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Recipe|HowTo|Opinion\w*|Analysis\w*)$")
_PAGE = re.compile(r"(?:Web|Item|About|FAQ|Q&?A)Page$")


def parse(blocks: Iterable[str]) -> list[Node]:
    """The objects of all blocks of a page, outer ones first; what cannot be read is left out."""
    return list(_nodes([_json(block) for block in blocks if len(block) <= _MAX_JSON]))


def article(nodes: Sequence[Node], is_here: Callable[[str], bool], is_title: Callable[[str], bool]) -> Node:
    """The object that is the page's article: by its address, then by its headline, then the first with a date.

    Args:
        nodes: Of the page.
        is_here: Whether an address is the page's.
        is_title: Whether a headline stands on the page as its title.
    """
    found = [node for node in nodes if is_article(node)]

    def rank(node: Node) -> tuple[bool, bool, bool, bool]:
        here = any(is_here(address) for address in addresses(node))
        titled = is_title(text(node.get("headline")) or text(node.get("name")))
        return here, titled, bool(node.get("datePublished")), bool(node.get("author"))

    return max(found, key=rank, default={})


def is_article(node: Node) -> bool:
    return any(_ARTICLE.search(kind) for kind in kinds(node))


def is_page(node: Node) -> bool:
    return any(_PAGE.search(kind) for kind in kinds(node))


def kinds(node: Node) -> list[str]:
    kind = node.get("@type")
    return [str(one) for one in (kind if isinstance(kind, list) else [kind])]


def addresses(node: Node) -> Iterator[str]:
    """The addresses an object gives itself."""
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, Mapping):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def resolved(value: Any, nodes: Sequence[Node]) -> list[Any]:
    """The values of a property, lists in lists as one, references by @id replaced by the objects they mean."""
    return [_meant(one, nodes) for one in islice(_values_of(value), _MAX_VALUES) if one]


def _values_of(value: Any, depth: int = 3) -> Iterator[Any]:
    """The values that a value stands for: a list has its items, an object with several names is one for each."""
    inner = value
    if isinstance(value, Mapping):
        inner = value.get("@list") or value.get("@set")
        if inner is None and isinstance(value.get("name"), list):
            inner = [{**value, "name": name} for name in value["name"]]
    if not isinstance(inner, list):
        yield value
        return
    for one in inner[:_MAX_VALUES] if depth else ():
        yield from _values_of(one, depth - 1)


def person(value: Any) -> str:
    """The name of a person, which may be in parts; else the text of the value."""
    parts = [text(value.get(part)) for part in _NAME_PARTS] if isinstance(value, Mapping) else []
    return text(value) or " ".join(filter(None, parts))


def text(value: Any) -> str:
    """The text of a value: a string, an object's name or value, or the first of a list."""
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("@value")
    return value if isinstance(value, str) else ""


def _meant(value: Any, nodes: Sequence[Node]) -> Any:
    if not isinstance(value, Mapping) or person(value) or not isinstance(value.get("@id"), str):
        return value
    return next((node for node in nodes if person(node) and _is_id(node.get("@id"), value["@id"])), value)


def _is_id(known: Any, wanted: str) -> bool:
    """Whether an id is the one that is meant; one within the page may be written without the page's address."""
    if not isinstance(known, str) or "" in {known, wanted}:
        return False
    return (
        known == wanted
        or (wanted[0] == "#" and known.endswith(wanted))
        or (known[0] == "#" and wanted.endswith(known))
    )


def _nodes(blocks: list[Any]) -> Iterator[Node]:
    queue = blocks
    for place in range(_MAX_NODES):
        if place >= len(queue):
            return
        item = queue[place]
        if isinstance(item, dict):
            yield item
            queue += [item[key] for key in _CONTAINERS if key in item]
        elif isinstance(item, list):
            queue += item[:_MAX_NODES]


def _json(block: str) -> Any:
    try:
        return orjson.loads(block)
    except ValueError:
        return _forgiven(block)


def _forgiven(block: str) -> Any:
    """JSON inside comments or CDATA, with entities, raw newlines, trailing commas, or several values in a row."""
    bare = _WRAPPER.sub("", _WRAPPER.sub("", block)).strip().rstrip(";")
    for repaired in (bare, _TRAILING_COMMA.sub("", bare), html.unescape(bare)):
        values = _values(repaired)
        if values:
            return values
    return None


def _values(block: str) -> list[Any]:
    decoder, place, values = json.JSONDecoder(strict=False), 0, []
    for _ in range(_MAX_PIECES):
        try:
            value, place = decoder.raw_decode(block, place)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while place < len(block) and block[place] in " \t\r\n,;":
            place += 1
    return values
