"""Who signs an article: a name on the line of the date, a line of the text that is nothing but a byline, a name under the last word."""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from pipeline.cleaning import furniture
from pipeline.cleaning.clean import letters
from pipeline.pages.page_author import is_outlets_word
from pipeline.pages.page_byline import LABEL, SHORT, Line, is_byline
from pipeline.pages.page_head import content, line
from pipeline.pages.page_mention import is_beside, is_uncommon
from pipeline.texts.place import place
from pipeline.texts.written_date import day_of

_AT_DATE = 8  # lines under a title among which that of the date stands
_PARTS = re.compile(r"\s*[|•·/]\s*|\s[–—-]\s|^[–—-]\s|\s[–—-]$|,\s(?=\d)")
_EDGES = " \t|•·/–—-,"
_DATE_WORDS = 6  # of a line that is a date and a time
_DIGIT = re.compile(r"\d")
_BODY = ("p", "h4", "h5", "h6", "em", "i", "strong", "b", "blockquote")
_LABELLED = ("span", "div", "dt", "td", "th", "label")
_LINES = 400  # elements looked at
_INNER = 4  # elements in one that may be a line
_TOLD = 3  # long paragraphs, at least, of an article that is signed
_NEAR_END = 2  # paragraphs behind the last long one, among which a signature stands
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPHASIS = frozenset({"strong", "b", "em", "i"})
# "FWR Berlin", "ABConline": capitals of which a name has none, but all of its surname's.
_ABBREVIATED = re.compile(r"^[^\W\d_]?[A-Z]{2,}\S*\s(?=\S*[a-z])|[A-Z]{3}[a-z]")
_FUNCTION = frozenset(
    "im in am an zu zum zur mit vom für aus bei der das ein eine the on at for to with from about how why what en au aux dans sur pour avec les des une el los las con para del dos das no na em um uma il lo gli nel nella per una di".split()
)
_HANDLE = re.compile(r"\s@\w{2,30}$")


def signers(tree: HtmlElement, near: Sequence[Line], language: str | None, title: str = "") -> Iterator[str]:
    """Texts that may name who signs the article, the surest first, each of a kind that names no other.

    Args:
        tree: Of the page.
        near: The lines around the title.
        language: The page's, by whose words names are told from others.
        title: The article's; whom it names is whom it is about.
    """
    for said in (_dated(near, language), _bylines(tree), _last(tree, language)):
        names = {text.casefold(): text for text in said if text not in title}
        if len(names) == 1:
            yield from names.values()


def fuller(found: Sequence[str], others: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """What other places that hold nothing but authors say, where it is all of those found, and more of them or in full."""
    best = tuple(found)
    for names in others:
        own = [name for name in names if any(_is_part(one, name) for one in best)]
        more = [name for name in names if name not in own]
        if len(own) == len(best) and all(" " in name and not _is_outlets(name) for name in more):
            best = tuple(names)
    return best


def _is_outlets(name: str) -> bool:
    return any(is_outlets_word(word) for word in name.split())


def _is_part(one: str, name: str) -> bool:
    """Whether a name is another, or the given name of it."""
    return letters(one) == letters(name) or (" " not in one and name.split(maxsplit=1)[0] == one)


def _dated(near: Sequence[Line], language: str | None) -> Iterator[str]:
    """The names that stand with the date under or over the title: "Jane Doe | Senior Writer | July 2, 2025"."""
    lines = [one for one in near[:_AT_DATE] if len(one.text) <= SHORT]
    for at, (text, _) in enumerate(lines):
        if not _DIGIT.search(text) or day_of(text, language) is None:
            continue
        said = _PARTS.split(text)
        if len(said) == 1 or len(text.split()) <= _DATE_WORDS:
            beside = (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
            said += [
                one.text for one in beside if one.element.tag not in _HEADINGS and not _is_linked(one.element)
            ]
        yield from (name for part in said if _is_name(name := part.strip(_EDGES), language))


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """The lines of the text that are nothing but a byline, and the names behind a label such as "Author:"."""
    for element in islice(tree.iter(*_BODY), _LINES):
        text = content(element) if (element.text or len(element)) and _is_brief(element) else ""
        if text and is_byline(text) and not is_beside(element):
            yield text
    for label in islice(tree.iter(*_LABELLED), _LINES):
        said = (label.text or "").strip()
        if (
            len(said) <= SHORT
            and said.endswith((":", "："))
            and not len(label)
            and LABEL.fullmatch(said)
            and not is_beside(label)
        ):
            following = label.getnext()
            yield line(label.tail or "").strip() or (content(following) if following is not None else "")


def _last(tree: HtmlElement, language: str | None) -> Iterator[str]:
    """The name, emphasised, that is all of a paragraph right behind the last long one."""
    after: list[HtmlElement] = []
    told = 0
    for paragraph in tree.iter("p"):
        if not _is_brief(paragraph):
            told, after = told + 1, []
        elif len(after) < _NEAR_END:
            after.append(paragraph)
    for paragraph in after if told >= _TOLD else ():
        name = _emphasised(paragraph)
        if name and _is_name(name, language) and not is_beside(paragraph):
            yield name


def _is_name(text: str, language: str | None) -> bool:
    """Whether a text is a person's name, and no place, section or firm, by its words."""
    bare = _HANDLE.sub("", text)
    words = bare.split()
    return (
        len(bare) <= SHORT
        and furniture.is_person(bare)
        and not furniture.is_furniture(bare)
        and not _is_outlets(bare)
        and not _ABBREVIATED.search(bare)
        and words[0].casefold() not in _FUNCTION
        and place(tuple(bare.casefold().split()), (language or "en")[:2].lower()) is None
        and is_uncommon(bare, language)
    )


def _is_linked(element: HtmlElement) -> bool:
    return element.tag == "a" or next(element.iterancestors("a", "nav"), None) is not None


def _emphasised(paragraph: HtmlElement) -> str:
    text = content(paragraph)
    is_all = len(paragraph) and paragraph[0].tag in _EMPHASIS and content(paragraph[0]) == text
    return text if is_all else ""


def _is_brief(element: HtmlElement) -> bool:
    """Whether an element may hold no more than a line, without all of its text being put together."""
    length = len(element.text or "")
    for inner in islice(element.iterdescendants(), _INNER):
        length += len(inner.text or "") + len(inner.tail or "")
    return length <= SHORT
