"""The lines a reader sees around a page's title, where byline and dateline stand: who wrote it, and when."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from pipeline.cleaning import byline_east, byline_words, furniture, furniture_words
from pipeline.pages.page_head import line
from pipeline.texts.written_date import day_of

_AFTER = 1_200  # characters after the title: beyond them the body has begun
_BEFORE = 200
_ELEMENTS = 150  # looked at on either side
_DEPTH = 40  # levels below a neighbour of the title
SHORT = 120  # characters of a line that may be a byline or a dateline
_LONG_STORY = 12  # words around a day in a line that is a sentence of the body
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "button", "form", "nav", "footer"}
)
_UPDATED = re.compile(
    r"updat|modif|revis|last edited|aktualis|geändert|stand:|mis à jour|maj\b|actualiz|atualiz|aggiorna|bijgewerkt|aktualiz|güncel|обновлен|оновлен|uppdater|opdater|oppdater|päivit|frissít|更新|수정",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi[sc]|posted|pubbl|veröffentl|erschienen|gepubliceerd|опублик|опублік|yayın|公開|掲載|发布|發布|입력|게시",
    re.IGNORECASE,
)
_PICTURES = ("img", "picture")
_WITH_PICTURE = 2  # elements of a box that holds a picture and its caption
_CAPTION_DEPTH = 4
_CAPTION = re.compile(
    r"caption|credit|copyright|legend|bildtext|bildunter|bildquelle|bildnachweis", re.IGNORECASE
)
_NAME_LENGTH = 40  # characters
_LABEL_LENGTH = 40  # characters of a line that may be the label of the next
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|autori|by|byline|columnists?|contributors?|journalists?|profiles?|redakteure?|reporters?|staff|team|writers?|people)/[^/?#]",
    re.IGNORECASE,
)
AUTHOR_CLASS = re.compile(
    r"(?i:(?<![a-z])(?:author(?!i)|byline|autor(?!i[st])|auteur|writer|journalist))|(?<=[a-z])(?:Author(?!i)|Byline)"
)
LABEL = re.compile(
    rf"(?:{furniture_words.BYLINES}|{byline_words.ALONE}|contributors?:|words:|authors?|author\(s\)|autor(?:in|en|es|a)?|auteurs?|auteur\(e\)|autore|autori|автор(?:ы|и)?|yazar|skribent|forfatter|kirjoittaja"
    r"|συντάκτης|συντάκτρια|الكاتب|نویسنده|הכותב|作者|撰文|文|著者|執筆者?|글쓴이|작성자|लेखक|ผู้เขียน|tác giả|penulis|szerző)\s*[:：]?\s*",
    re.IGNORECASE,
)
# What names an element; of some pages only what their tests go by is no random string.
_MARKS = frozenset(
    {"class", "id", "data-testid", "data-test", "data-test-id", "data-qa", "data-cy", "data-component"}
)
LEADING_LABEL = re.compile(rf"^(?:{furniture_words.BYLINES})\s+", re.IGNORECASE)
# Who checked, edited or helped is not who wrote.
_OTHER_HAND = re.compile(
    r"\b(?:review|edit|check|approv|verif|photo|illustrat|translat|contribut)\w{0,12}(?: (?:by|from))?:?\s*$|geprüft|redigiert",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LINKS = re.compile(r"(?:and|und|et|y|e|en|и|i|та|&|,|\|)", re.IGNORECASE)


class Line(NamedTuple):
    """A piece of text and the element it stands in."""

    text: str
    element: HtmlElement


def after(heading: HtmlElement) -> list[Line]:
    """The lines that follow a heading, until the body is well begun."""
    return list(_within(_lines(_following(heading)), _AFTER))


def before(heading: HtmlElement) -> Iterator[Line]:
    """The lines above a heading, the nearest first."""
    return _within(_lines(_preceding(heading)), _BEFORE)


def days(lines: Iterable[Line], language: str | None) -> Iterator[tuple[date, bool]]:
    """The days that lines name, and whether as an update; captions of pictures and sentences of the body are passed over."""
    previous = ""
    for text, element in lines:
        if _DIGIT.search(text) and _is_short(text):
            label = previous if len(previous) < _LABEL_LENGTH else ""
            found = [*_days_of(text, label, language)]
            yield from () if found and _is_caption(element) else found
        previous = text


def _is_caption(element: HtmlElement) -> bool:
    """Whether an element stands under a picture: what it names is the day of that."""
    for one in islice((element, *element.iterancestors()), _CAPTION_DEPTH):
        if one.tag in {"figcaption", "figure"} or _CAPTION.search(one.get("class") or ""):
            return True
    above, box = element.getprevious(), element.getparent()
    if above is None or box is None or box.tag != "div" or len(box) != _WITH_PICTURE:
        return False
    return above.tag in _PICTURES or next(above.iter(*_PICTURES), None) is not None


def _days_of(text: str, label: str, language: str | None) -> Iterator[tuple[date, bool]]:
    """The day of a line, or both of one that gives publication and update."""
    mark = _UPDATED.search(text)
    published = day_of(text[: mark.start()], language) if mark else None
    changed = day_of(text[mark.end() :], language) if mark else None
    if mark and published and (changed or _PUBLISHED.search(text[: mark.start()])):
        yield published, False
        if changed:
            yield changed, True
    elif day := day_of(text, language):
        yield day, bool(mark or _UPDATED.search(label))


def names(lines: Sequence[Line]) -> list[str]:
    """The texts that are marked as author's or follow a label such as "By"; those of the first byline only."""
    found: list[str] = []
    last, in_list = -1, False
    for place, (text, element) in enumerate(lines):
        if found and place - last > 3:
            break
        before = lines[place - 1].text if place else ""
        if found and _OTHER_HAND.search(before):
            break
        labelled = bool(LABEL.fullmatch(before))
        if len(text) > SHORT or _LINKS.fullmatch(text) or LABEL.fullmatch(text):
            continue
        listed = in_list and last == place - 1 and _are_items(lines[last].element, element)
        in_list = labelled or listed
        if labelled or listed or is_byline(text) or _is_marked(element):
            found.append(text)
            last = place
    return found


def is_byline(text: str) -> bool:
    """Whether a text says of somebody that he wrote, and nothing else."""
    if furniture.byline(text) is not None or byline_east.is_byline(text):
        return True
    label = byline_words.SAID_BY.match(text)
    name = text[label.end() :].strip(" .") if label else ""
    return len(name) <= _NAME_LENGTH and furniture.is_person(name) and not furniture.is_furniture(name)


def _are_items(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements stand in items of one list."""
    left, right = (next(element.iterancestors("ul", "ol"), None) for element in (one, other))
    return left is not None and left is right


def _links_to_author(element: HtmlElement) -> bool:
    return element.tag == "a" and bool(_AUTHOR_PATH.search(element.get("href") or ""))


def _is_marked(element: HtmlElement) -> bool:
    for one in islice((element, *element.iterancestors()), 3):
        if one.get("rel") == "author" or _links_to_author(one):
            return True
        for name, value in one.items():
            if name in _MARKS and AUTHOR_CLASS.search(value):
                return True
    return False


def _is_short(text: str) -> bool:
    return len(text) <= SHORT and not (furniture.ends_sentence(text) and len(text.split()) > _LONG_STORY)


def _within(lines: Iterator[Line], limit: int) -> Iterator[Line]:
    length = 0
    for found in lines:
        yield found
        length += len(found.text)
        if length > limit:
            return


def _lines(elements: Iterator[HtmlElement]) -> Iterator[Line]:
    for element in islice(elements, _ELEMENTS):
        inner, tail = element.text, element.tail
        if inner and not inner.isspace() and _is_seen(element) and (text := line(inner)):
            yield Line(text, element)
        parent = element.getparent() if tail and not tail.isspace() else None
        if tail and parent is not None and (text := line(tail)):
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


def _seen(element: HtmlElement) -> Iterator[HtmlElement]:
    """An element and those in it; of one that no reader sees, or that stands beside the article, only itself."""
    ahead = [(element, 0)]
    while ahead:
        found, depth = ahead.pop()
        yield found
        if len(found) and depth < _DEPTH and _is_seen(found):
            ahead += [(child, depth + 1) for child in reversed(found)]


def _seen_backwards(element: HtmlElement, depth: int = 0) -> Iterator[HtmlElement]:
    for child in reversed(element) if len(element) and _is_seen(element) and depth < _DEPTH else ():
        yield from _seen_backwards(child, depth + 1)
    yield element


def _is_seen(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _UNSEEN  # a comment's tag is a function
