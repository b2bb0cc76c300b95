"""What a page's markup says of single lines of its text: captions, links, and cards that announce other articles.

Extractors give lines, not elements; a line is known again by its letters.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml.html import HtmlElement

from pipeline.cleaning.clean import letters
from pipeline.pages.markup import is_caption

Lines: TypeAlias = frozenset[str]  # the letters of each

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CARD_TAGS = frozenset(("article", "div", "li", "section"))
_CARDS = 3  # of one kind side by side are a list
_ANNOUNCED = re.compile("[tT]easer|related|recommend").search  # and one of such a class is a card by itself
_CARD_CHARS = 800  # a longer one is a section of an article; flat from 400 to 1,500
_MOST = 0.8  # of the elements of one kind: then the others are cards too, only broken ones
_LEVELS = 5  # above its heading a card begins
_POSTS = (
    2  # articles within an article are others, as comments are (HTML standard); one may be the body itself
)
_WHOLE_CHARS = 1_000  # of an article that ends where another begins
_MOST_COMPARED = 50_000_000  # characters: a tenth of a second; an article has a thousandth
_BLOCK_CHARS = 5_000  # a longer block is no line
_DIGITS = re.compile(r"\d+")
_CAPTION_CHARS = 500  # of a caption with its credit


def captions(tree: HtmlElement) -> Lines:
    """What stands in or under a picture, or under a table; a table itself is none."""
    named = [element for element in tree.iter() if is_caption(element.get("class", ""))]
    figures = (figure for figure in tree.iter("figure") if figure.find(".//table") is None)
    return _blocks((*tree.iter("figcaption"), *figures, *named, *_with_credits(named)))


def _with_credits(captions: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """What holds a caption that is within a line, and the credit beside it."""
    for caption in captions:
        line = caption.getparent() if caption.tag == "span" else None
        if line is not None and 0 < len(_content(line)) <= _CAPTION_CHARS:
            yield line


def links(tree: HtmlElement) -> Lines:
    """What is nothing but a link, headings apart."""
    titles = {letters(_content(heading)) for heading in tree.iter(*_HEADINGS)}
    return _known(map(_content, tree.iter("a"))) - titles


def headings(marks: Iterable[HtmlElement]) -> Lines:
    """Of headings, those within the text that are no links."""
    return _known(map(_content, _subheads(marks)))


def headed(marks: Iterable[HtmlElement]) -> Iterator[tuple[str, HtmlElement]]:
    """The text of each such heading, and the element that follows it."""
    for heading in _subheads(marks):
        following = _following_element(heading)
        if following is not None:
            yield _content(heading), following


def _subheads(marks: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    return (one for one in marks if one.tag in _HEADINGS[1:] and not _is_link(one))


def _following_element(element: HtmlElement) -> HtmlElement | None:
    """The next one beside it, or beside what holds it alone."""
    following = element.getnext()
    if following is None and (outer := element.getparent()) is not None:
        following = outer.getnext()
    return following


def marks(tree: HtmlElement) -> list[HtmlElement]:
    """The headings and articles in a page, by which cards(), posts() and headings() find what they look for."""
    return list(tree.iter("article", *_HEADINGS))


def cards(marks: Iterable[HtmlElement]) -> Lines:
    """The lines of teasers: elements of one kind side by side, each short and with a heading that links elsewhere."""
    rows = (row for (_, _, kind), row in _rows(marks).items() if len(row) >= _CARDS or _ANNOUNCED(kind))
    return _blocks(card for row in rows for card in _cards_in(list(row)))


def posts(marks: Iterable[HtmlElement]) -> Lines:
    """The lines of articles within an article, and of those with a title of their own that follow a whole one."""
    marks = list(marks)
    inner: dict[HtmlElement, list[HtmlElement]] = defaultdict(list)
    for article in marks:
        outer = next(article.iterancestors("article"), None) if article.tag == "article" else None
        if outer is not None:
            inner[outer].append(article)
    others = (post for found in inner.values() if len(found) >= _POSTS for post in found)
    return _blocks([*others, *_following(marks)])


def _following(marks: Iterable[HtmlElement]) -> list[HtmlElement]:
    """The articles with a title that come after the first of such, where that is one of some length."""
    titles = (mark for mark in marks if mark.tag == "h1")
    titled = dict.fromkeys(
        article for title in titles for article in list(title.iterancestors("article"))[-1:]
    )
    first, *rest = titled or (None,)
    is_whole = first is not None and bool(rest) and sum(map(len, first.itertext())) >= _WHOLE_CHARS
    return rest if is_whole else []


def within_article(text: str, marks: Iterable[HtmlElement]) -> str:
    """The lines of a text that stand in the page's article; none if it has not exactly one."""
    articles = [mark for mark in marks if mark.tag == "article"]
    if len(articles) != 1:
        return ""
    inner, lines = letters("".join(articles[0].itertext())), text.split("\n\n")
    if len(inner) * len(lines) > _MOST_COMPARED:
        return ""
    return "\n\n".join(line for line in lines if letters(line) in inner)


def without(text: str, lines: Lines, rest: Callable[[int], float]) -> str:
    """The text without these lines, if what is left is as many characters as rest asks of so many; else all of it."""
    if not lines:
        return text
    kept = [line for line in text.split("\n\n") if letters(line) not in lines]
    return "\n\n".join(kept) if sum(map(len, kept)) >= rest(len(text)) else text


def _rows(marks: Iterable[HtmlElement]) -> dict[tuple[HtmlElement, str, str], dict[HtmlElement, None]]:
    """Elements with a heading somewhere in them, by parent and kind."""
    rows: dict[tuple[HtmlElement, str, str], dict[HtmlElement, None]] = defaultdict(dict)
    seen: set[HtmlElement] = set()
    for heading in marks:
        element, level = (None if heading.tag == "article" else heading.getparent()), 0
        while element is not None and level <= _LEVELS and element not in seen:
            seen.add(element)
            parent = element.getparent()
            if element.tag in _CARD_TAGS and parent is not None:
                kind = "" if element.tag == "article" else _kind(element.get("class", ""))
                rows[parent, element.tag, kind][element] = None
                level += 1
            element = parent
    return rows


@lru_cache(maxsize=1 << 12)
def _kind(classes: str) -> str:
    """Classes without numbers, which tell elements of a kind from each other."""
    return _DIGITS.sub("", classes)


def _cards_in(row: list[HtmlElement]) -> list[HtmlElement]:
    """The elements of a row that are cards; none unless nearly all are."""
    targets = [_targets(element) for element in row]
    count = Counter(target for found in targets for target in found)
    often = max(1, len(row) // _CARDS)  # a long list may come twice
    found = [
        element
        for element, own in zip(row, targets, strict=True)
        if any(count[target] <= often for target in own) and 0 < len(_content(element)) <= _CARD_CHARS
    ]
    return found if len(found) >= _MOST * len(row) else []


def _targets(element: HtmlElement) -> set[str]:
    """Where the headings in an element lead to."""
    return {
        link.get("href", "")
        for heading in element.iter(*_HEADINGS)
        for link in (*heading.iter("a"), *heading.iterancestors("a"))
        if _leads(link)
    }


def _is_link(heading: HtmlElement) -> bool:
    inner = heading.iter("a") if len(heading) else ()
    return any(_leads(link) for links in (inner, heading.iterancestors("a")) for link in links)


def _leads(link: HtmlElement) -> bool:
    target = link.get("href", "")
    return bool(target) and not target.startswith(("#", "javascript:"))


def _blocks(elements: Iterable[HtmlElement]) -> Lines:
    """What an extractor may show as lines of these elements."""
    known: set[str] = set()
    seen: set[HtmlElement] = set()
    for element in elements:
        if element not in seen:
            _spell(element, known, seen)
            known.add(letters(element.tail or ""))
    return frozenset(known) - {""}


def _spell(element: HtmlElement, known: set[str], seen: set[HtmlElement]) -> str | None:
    """The letters of an element, put among the known ones as those of all in it are; none of one longer than any line."""
    seen.add(element)
    parts: list[str | None] = [letters(element.text or "")]
    for child in element:
        tail = letters(child.tail or "")
        known.add(tail)
        parts += (_spell(child, known, seen), tail)
    whole = "".join(part for part in parts if part)
    if None in parts or len(whole) > _BLOCK_CHARS:
        return None
    known.add(whole)
    return whole


def _content(element: HtmlElement) -> str:
    """The text of an element; nothing if it is longer than any line, which bounds the time for nested ones."""
    if not len(element):
        return element.text or ""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        size += len(part)
        if size > _BLOCK_CHARS:
            return ""
        parts.append(str(part))
    return "".join(parts)


def _known(blocks: Iterable[str]) -> Lines:
    once = {block.strip() for block in blocks}
    return frozenset(map(letters, once)) - {""}
