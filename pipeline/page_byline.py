"""The lines a reader sees around a page's title, where byline and dateline stand: who wrote it, and when."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from pipeline import furniture, furniture_words
from pipeline.page_head import content, line
from pipeline.written_date import day_of

_AFTER = 1_200  # characters after the title: beyond them the body has begun
_BEFORE = 200
_ELEMENTS = 150  # looked at on either side
_DEPTH = 40  # levels below a neighbour of the title
_SHORT = 120  # characters of a line that may be a byline or a dateline
_LONG_STORY = 12  # words around a day in a line that is a sentence of the body
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "button", "form", "nav", "footer"}
)
_UPDATED = re.compile(
    r"updat|modif|revis|last edited|aktualis|geändert|stand:|mis à jour|maj\b|actualiz|atualiz|aggiorna|bijgewerkt|aktualiz|güncel|обновлен|оновлен|uppdater|opdater|oppdater|päivit|frissít|更新|수정",
    re.IGNORECASE,
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|autori|by|byline|columnists?|contributors?|journalists?|profiles?|redakteure?|reporters?|staff|team|writers?|people)/",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(
    r"(?<![a-z])(?:author(?!i)|byline|autor(?!i[st])|auteur|writer|journalist)", re.IGNORECASE
)
_LABEL = re.compile(rf"(?:{furniture_words.BYLINES}|contributors?:|words:)\s*", re.IGNORECASE)
# Who checked, edited or helped is not who wrote.
_OTHER_HAND = re.compile(
    r"\b(?:review|edit|check|approv|verif|photo|illustrat|translat|contribut)\w{0,12}(?: (?:by|from))?:?\s*$|geprüft|redigiert",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LINKS = re.compile(r"(?:and|und|et|y|e|en|и|i|та|&|,|\|)", re.IGNORECASE)


_MARKED = etree.XPath("//a[@rel='author'] | //*[contains(@class, 'byline')]")


class Line(NamedTuple):
    """A piece of text and the element it stands in."""

    text: str
    element: HtmlElement


def after(heading: HtmlElement) -> list[Line]:
    """The lines that follow a heading, until the body is well begun."""
    return list(_within(_lines(_following(heading)), _AFTER))


def before(heading: HtmlElement) -> list[Line]:
    """The lines above a heading, the nearest first."""
    return list(_within(_lines(_preceding(heading)), _BEFORE))


def days(lines: Sequence[Line], language: str | None) -> Iterator[tuple[date, bool]]:
    """The days that lines name, and whether as an update; sentences of the body are passed over."""
    previous = ""
    for text, _ in lines:
        if _DIGIT.search(text) and _is_short(text) and (day := day_of(text, language)):
            yield day, bool(_UPDATED.search(text) or (len(previous) < 40 and _UPDATED.search(previous)))
        previous = text


def names(lines: Sequence[Line]) -> list[str]:
    """The texts that are marked as author's or follow a label such as "By"; those of the first byline only."""
    found: list[str] = []
    last = -1
    for place, (text, element) in enumerate(lines):
        if found and place - last > 3:
            break
        before = lines[place - 1].text if place else ""
        if found and _OTHER_HAND.search(before):
            break
        labelled = bool(_LABEL.fullmatch(before))
        if len(text) > _SHORT or _LINKS.fullmatch(text) or _LABEL.fullmatch(text):
            continue
        if labelled or furniture.byline(text) is not None or _is_marked(element):
            found.append(text)
            last = place
    return found


def anywhere(tree: HtmlElement) -> Iterator[str]:
    """The texts of the first elements of a page that are marked as author's, wherever they stand, if they read as such."""
    for element in _MARKED(tree)[:8]:
        text = content(element)
        if len(text) <= _SHORT and (element.get("rel") == "author" or furniture.byline(text) is not None):
            yield text


def _is_marked(element: HtmlElement) -> bool:
    for one in islice((element, *element.iterancestors()), 3):
        if one.get("rel") == "author" or _AUTHOR_CLASS.search(one.get("class") or ""):
            return True
        if one.tag == "a" and _AUTHOR_PATH.search(one.get("href") or ""):
            return True
    return False


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and not (furniture.ends_sentence(text) and len(text.split()) > _LONG_STORY)


def _within(lines: Iterator[Line], limit: int) -> Iterator[Line]:
    length = 0
    for found in lines:
        yield found
        length += len(found.text)
        if length > limit:
            return


def _lines(elements: Iterator[HtmlElement]) -> Iterator[Line]:
    for element in islice(elements, _ELEMENTS):
        if element.text and _is_seen(element) and (text := line(element.text)):
            yield Line(text, element)
        parent = element.getparent()
        if element.tail and parent is not None and (text := line(element.tail)):
            yield Line(text, parent)


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    here: HtmlElement | None = element
    while here is not None:
        for sibling in here.itersiblings():
            yield from _seen(sibling)
        here = here.getparent()


def _preceding(element: HtmlElement) -> Iterator[HtmlElement]:
    here: HtmlElement | None = element
    while here is not None and here.tag != "body":
        for sibling in here.itersiblings(preceding=True):
            yield from _seen_backwards(sibling)
        here = here.getparent()


def _seen(element: HtmlElement, depth: int = 0) -> Iterator[HtmlElement]:
    """An element and those in it; of one that no reader sees, or that stands beside the article, only itself."""
    yield element
    for child in element if _is_seen(element) and depth < _DEPTH else ():
        yield from _seen(child, depth + 1)


def _seen_backwards(element: HtmlElement, depth: int = 0) -> Iterator[HtmlElement]:
    for child in element.iterchildren(reversed=True) if _is_seen(element) and depth < _DEPTH else ():
        yield from _seen_backwards(child, depth + 1)
    yield element


def _is_seen(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _UNSEEN  # a comment's tag is a function
