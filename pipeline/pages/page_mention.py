"""Who wrote an article, where its page names nobody at the title: boxes about the author, links to authors' pages, names alone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement
from wordfreq import get_frequency_dict

from pipeline.cleaning import byline_east, furniture
from pipeline.cleaning.byline_words import WROTE_THIS
from pipeline.pages.page_byline import AUTHOR_CLASS, LABEL, LEADING_LABEL, SHORT, Line
from pipeline.pages.page_head import content, line
from pipeline.texts.word_list import listed

# Of these nobody is a topic of the page: "/people/" may lead to whom it is about.
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|autori|bylines?|columnists?|contributors?|journalists?|redakteure?|reporters?|writers?)/[^/]",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # beside the article people are named who did not write it
    r"comment|testimonial|quote|related|teaser|recommend|sidebar|popular|footer|carousel|slider",
    re.IGNORECASE,
)
_MARKED = etree.XPath(
    "//@class[contains(., 'uthor') or contains(., 'yline')]/.. | //a[@rel='author']"
)  # in half the time of //*[...]
_CARD = re.compile("uthor|yline")
_MOST_BYLINES = 8  # looked at
_MOST_CARDS, _CARD_TEXTS = 20, 20  # boxes looked at, and texts of each
_LABELS = ("h2", "h3", "h4", "h5", "h6", "dt")
_RIGHT = re.compile(r"text-align:\s*(?:right|end)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_NAME_WORDS = 3
_SUBHEADS = frozenset(
    {
        "takeaways",
        "takeaway",
        "faqs",
        "tldr",
        "explainer",
        "explainers",
        "backgrounder",
        "rundown",
        "liveblog",
    }
)  # as rare as names
_NEAR = 8  # levels above an element that tell in which part of the page it stands
_AT_TITLE = 8  # lines under a title among which a byline without a mark stands


def anywhere(
    tree: HtmlElement, near: Sequence[Line], language: str | None = None, title: str = ""
) -> Iterator[str]:
    """Texts that may name an article's authors, the surest first: what is marked as theirs and reads as such.

    Then what stands under a heading "Author", and those whom links, boxes or lines at the title and the foot name, if it is
    one person: of several, nobody knows who wrote this article and who another.

    Args:
        tree: Of the page.
        near: The lines under the title.
        language: The page's, by whose words names are told from others.
        title: The article's; whom it names is whom it is about, if only the place of the name speaks for an author.
    """
    marked = _MARKED(tree)
    bylines = (one for one in marked if one.get("rel") == "author" or "byline" in one.get("class", ""))
    for element in islice(bylines, _MOST_BYLINES):
        text = content(element)
        if len(text) <= SHORT and (element.get("rel") == "author" or furniture.byline(text) is not None):
            yield text
    yield from _headed(tree)
    for sayers in (
        _linked(tree),
        _boxed(marked, near),
        (name for name in _repeated(tree, near) if name not in title),
        _signed(tree),
        (name for name in _leading(near, language) if name not in title),
    ):
        said = {name.casefold(): name for name in sayers}
        if len(said) == 1:
            yield from said.values()


def _headed(tree: HtmlElement) -> Iterator[str]:
    """What follows a heading that says nothing but "Author", its items side by side."""
    for heading in tree.iter(*_LABELS):
        under = heading.getnext()
        if under is not None and LABEL.fullmatch(content(heading)) and not is_beside(heading):
            names = [content(item) for item in under.iter("li")] or [content(under)]
            yield ", ".join(names)
    for label in tree.iter("strong", "b"):
        tail = line(label.tail or "").strip(" :")
        if tail and len(tail) <= SHORT and WROTE_THIS.fullmatch(content(label)) and not is_beside(label):
            yield tail


def _linked(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("a"):
        if _AUTHOR_PATH.search(element.get("href") or ""):
            name = LEADING_LABEL.sub("", content(element))
            if _is_name(name) and not is_beside(element):
                yield name


def _boxed(marked: Sequence[HtmlElement], near: Sequence[Line]) -> Iterator[str]:
    """Whom boxes about authors are about: the first name in one that its picture, its words or a line at the title bear, too."""
    shown = [f"{text} " for text, element in near if not _is_link(element)]
    cards = (one for one in marked if _CARD.search(one.get("class", "")))
    for element in islice(cards, _MOST_CARDS):
        if not AUTHOR_CLASS.search(element.get("class") or "") or is_beside(element):
            continue
        lines = [LEADING_LABEL.sub("", line(str(text))) for text in islice(element.itertext(), _CARD_TEXTS)]
        told = [*lines, *shown, *(f"{picture.get('alt') or ''} " for picture in element.iter("img"))]
        name = next(filter(_is_name, lines), None)
        if name and any(text.startswith(f"{name} ") for text in told):
            yield name


def _repeated(tree: HtmlElement, near: Sequence[Line]) -> Iterator[str]:
    """Names that stand alone under the title and again elsewhere, and are a picture's or begin a text: those of no link."""
    wanted = {text for text, element in near[:_AT_TITLE] if _is_name(text) and not _is_link(element)}
    if not wanted:
        return
    alone: Counter[str] = Counter()
    for element in tree.iter("p", "li", "div", "span", "h2", "h3", "h4", "h5", "h6", "strong", "b"):
        text = (element.text or "").strip()
        if text in wanted and not _is_link(element) and not is_beside(element):
            alone[text] += 1
    told = [
        *(picture.get("alt") or "" for picture in tree.iter("img")),
        *(p.text or "" for p in tree.iter("p")),
    ]
    yield from (
        name
        for name in sorted(alone)
        if alone[name] > 1 and any(f"{text} ".startswith(f"{name} ") and text != name for text in told)
    )


def _signed(tree: HtmlElement) -> Iterator[str]:
    """Names that sign the text: all of a paragraph, on its right and emphasised; in Chinese and Japanese in brackets."""
    for paragraph in tree.iter("p"):
        right = _is_on_the_right(paragraph)
        text = content(paragraph) if right or _HAN.search(paragraph.text or "") else ""
        if signers := byline_east.signing(text):
            yield ", ".join(signers)
        elif right and _is_name(text) and not is_beside(paragraph):
            emphasised = (content(part) for part in paragraph.iter("strong", "b", "em", "i"))
            yield from islice((part for part in emphasised if part == text), 1)


def _leading(near: Sequence[Line], language: str | None) -> Iterator[str]:
    """The names that are all of the first paragraph, and emphasised; what is made of common words is a subheading or a town."""
    for text, element in near:
        paragraph = next((one for one in (element, *element.iterancestors()) if one.tag == "p"), None)
        if paragraph is None:
            continue
        emphasised = element.tag in {"strong", "b"} and content(paragraph) == text
        names = [part.strip() for part in text.split("/")]
        if emphasised and all(_is_name(name) and is_uncommon(name, language) for name in names):
            yield text
        if emphasised or len(text) > SHORT:
            return


def is_uncommon(name: str, language: str | None) -> bool:
    """Whether one of two or three words is rarer than one in a million, in the language and in English."""
    words = name.casefold().split()
    known = [
        get_frequency_dict(tag, "small")
        for tag in {"en": 0, (language or "en")[:2].lower(): 0}
        if tag in listed()
    ]
    return (
        len(words) <= _NAME_WORDS
        and _SUBHEADS.isdisjoint(words)
        and any(all(word not in common for common in known) for word in words)
    )


def _is_on_the_right(element: HtmlElement) -> bool:
    return element.get("align") == "right" or bool(_RIGHT.search(element.get("style") or ""))


def _is_name(text: str) -> bool:
    return len(text) <= SHORT and furniture.is_person(text) and not furniture.is_furniture(text)


def _is_link(element: HtmlElement) -> bool:
    return element.tag == "a" or next(element.iterancestors("a", "nav", "header"), None) is not None


def is_beside(element: HtmlElement) -> bool:
    """Whether an element stands in a part of the page that is not the article's; an article may have its own footer."""
    for one in islice((element, *element.iterancestors()), _NEAR):
        if one.tag == "article":
            return False
        if one.tag in {"aside", "nav", "footer"} and next(one.iterancestors("article"), None) is None:
            return True
        if _BESIDE.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False
