"""Trafilatura's extraction for precision, of the part of a page that holds the body instead of all of it.

The steps and their order are those of trafilatura 2.3 (`trafilatura_sequence` with fast and precision, no comments), and what
turns an element into text is its own code. Of three pages in four only the container of the body is copied and looked at, what
may go goes first, and attributes are judged by pipeline.pages.markup: a quarter of the time. Not removed are headings that are links,
since they are headings, and what walls hide of the paragraphs; captions go wherever they stand, and small furniture also goes
where the words for it name the body's own container.
"""

from copy import copy
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.htmlprocessing import (
    convert_tags,
    link_density_test_tables,
    process_node,
)
from trafilatura.main_extractor import NOT_AT_THE_END, REBUILT_BLOCKS, handle_textelem
from trafilatura.settings import (
    CUT_EMPTY_ELEMS,
    INLINE_FORMATTABLE,
    MANUALLY_CLEANED,
    MANUALLY_STRIPPED,
    TAG_CATALOG,
    Extractor,
)
from trafilatura.utils import text_chars_test, trim
from trafilatura.xml import delete_element, xmltotxt

from pipeline.pages import body_container, layout_table, link_block, markup

_OPTIONS = Extractor(output_format="python", fast=True, precision=True, comments=False)
_REMOVED = (*dict.fromkeys(tag for tag in MANUALLY_CLEANED if tag not in {"form", "head"}), "figcaption")
_GONE = frozenset({*_REMOVED, "form"})
_UNWRAPPED = tuple(MANUALLY_STRIPPED)
_TEXT_TAGS = frozenset(TAG_CATALOG) | {"table", "td", "th", "tr"}
_BLOCKS = ("div", "li", "p", "table")
_LINKED = ("div", "list", "p")  # what may be a list of links
_EMPTY = etree.XPath("descendant::*[not(node())]")
_WRAPPER = 4  # times a form's text: with so much beside it, it wraps no page
_REPEATED = 50  # characters: a paragraph of this length that follows itself is a fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The text found, a block a line, and what it was found in."""

    text: str = ""
    containers: tuple[
        HtmlElement, ...
    ] = ()  # of the page, nothing else being looked at; none if all of it was
    told: int = 0  # characters in them, but for what no article holds and for links


def extract(tree: HtmlElement) -> Extraction:
    """The article in a tree without its readers' part; the tree is left as it is.

    Hostile markup may raise anything.
    """
    found, alone = _extracted_alone(tree)
    if found is None:
        found, alone = _extracted(_simplified(copy(tree))), Extraction()
    _remove_repeats(found)
    etree.strip_elements(found, "done")
    etree.strip_tags(found, "div")
    return replace(alone, text=xmltotxt(found, include_formatting=False))


def _simplified(tree: HtmlElement) -> HtmlElement:
    _remove_dead(tree)
    return convert_tags(tree, _OPTIONS)


def _remove_dead(tree: HtmlElement) -> None:
    """Take out what no article holds: scripts, menus, pictures, forms, empty elements."""
    found = list(tree.iter("figure", "table"))
    if any(element.tag == "table" for element in found):
        layout_table.unfold(tree)
    for element in found:
        if _is_layout(element):
            element.tag = "div"
    etree.strip_elements(tree, *_REMOVED, with_tail=False)
    etree.strip_tags(tree, *_UNWRAPPED)
    _remove_forms(tree)
    for element in _EMPTY(tree):
        if element.tag in CUT_EMPTY_ELEMS:
            delete_element(element, keep_tail=False)


def _is_layout(element: HtmlElement) -> bool:
    if element.tag == "figure":
        return element.find(".//table") is not None
    return element.get("role") in {"presentation", "none"}


def _remove_forms(tree: HtmlElement) -> None:
    """A form that holds most of the text is the page's wrapper."""
    forms = list(tree.iter("form"))
    total = len(tree.text_content()) if forms else 0
    for form in forms:
        if total and len(form.text_content()) > total / 2:
            form.tag = "div"
        else:
            delete_element(form)


def remove_readers_part(tree: HtmlElement) -> None:
    """Take out comments, and articles that follow as one scrolls on."""
    found = [
        (element, kind)
        for element in tree.iter("aside", "details", "div", "dl", "ol", "section", "ul")
        if (kind := markup.readers_part(element.get("id", ""), element.get("class", "")))
    ]
    for element, kind in found:
        if kind == "comments" or element.find(".//h1") is None:
            delete_element(element)


def _extracted_alone(tree: HtmlElement) -> tuple[etree._Element | None, Extraction]:
    """What the first container gives without the rest of its page; None unless no more of that would be looked at."""
    container = body_container.first(tree, _GONE)
    if container is None or _holds_wrapper(container):
        return None, Extraction()
    containers = (container, *body_container.continuations(container))
    page = container.makeelement("html")
    is_within = next(container.iterancestors(*_BLOCKS), None) is not None
    outer = etree.SubElement(page, "div" if is_within else "body")  # links outside of blocks count for text
    outer.append(_whole(containers))
    _simplified(page)
    if not len(outer):
        return None, Extraction()
    alone = Extraction(containers=containers, told=_told(outer[0]))
    _prune(outer[0])
    result = etree.Element("body")
    is_taken = len(outer[0]) and _has_paragraphs(page) and _take(outer[0], page, set(_TEXT_TAGS), result)
    return (result if is_taken and _has_enough(result) else None), alone


def _holds_wrapper(container: HtmlElement) -> bool:
    """Whether a form in it may be the page's; one that has little of the container's text has less of its page's."""
    forms = list(container.iter("form"))
    total = len(container.text_content()) if forms else 0
    return any(_WRAPPER * len(form.text_content()) > total for form in forms)


def _whole(containers: tuple[HtmlElement, ...]) -> HtmlElement:
    """A copy of the container, with those that go on with its text."""
    if len(containers) == 1:
        return copy(containers[0])
    whole = containers[0].makeelement("div")
    whole.extend(map(copy, containers))
    return whole


def _told(container: HtmlElement) -> int:
    links = sum(_size(link) for link in container.iter("ref"))
    return _size(container) - links


def _size(element: HtmlElement) -> int:
    return len(" ".join(element.text_content().split()))


def _extracted(tree: HtmlElement) -> etree._Element:
    result = etree.Element("body")
    tags = set(_TEXT_TAGS)
    seen: set[HtmlElement] = set()
    for container in body_container.all_of(tree):
        if container in seen or container.getroottree().getroot() is not tree:
            continue
        seen.add(container)
        _prune(container)
        if len(container) and _take(container, tree, tags, result):
            break
    if not _has_enough(result):
        _recover(tree, tags, result)
    return result


def _has_enough(result: etree._Element) -> bool:
    return sum(map(len, result.itertext())) >= _OPTIONS.min_extracted_size


def _take(container: HtmlElement, page: HtmlElement, tags: set[str], result: etree._Element) -> bool:
    """Move the container's blocks of text into the result; whether that is more than one."""
    if not _has_paragraphs(page):
        tags.add("div")
    blocks, lead = _blocks(container, tags), None
    if blocks != [container] and text_chars_test(container.text):
        lead = _paragraph(container.text)
    start = len(result)
    _take_blocks(blocks, tags, result)
    while len(result) and result[-1].tag in NOT_AT_THE_END:
        delete_element(result[-1], keep_tail=False)
    if len(result) > 1 and lead is not None:
        result.insert(start, lead)
    return len(result) > 1


def _has_paragraphs(tree: HtmlElement) -> bool:
    """Whether the paragraphs hold as much as an article does at least."""
    size = 0
    for paragraph in tree.iter("p"):
        size += sum(map(len, paragraph.itertext()))
        if size >= _OPTIONS.min_extracted_size:
            return True
    return False


def _blocks(container: HtmlElement, tags: set[str]) -> list[HtmlElement]:
    """The elements to look at; the container itself if it holds one run of text."""
    blocks = list(container.iterdescendants())
    names = {block.tag for block in blocks}
    is_run = container.tag == "div" and "div" in tags and names <= INLINE_FORMATTABLE | {"lb"}
    return [container] if is_run or names == {"lb"} else blocks


def _take_blocks(blocks: list[HtmlElement], tags: set[str], result: etree._Element) -> None:
    moved: set[HtmlElement] = set()
    for block in blocks:
        if block.tag == "done" or block in moved:
            continue
        tag, tail = block.tag, block.tail  # what takes a block may rename it
        taken = handle_textelem(block, tags, _OPTIONS)
        if taken is block:
            moved.update(block.iterdescendants())
        elif taken is not None:
            block.tag = "done"
        if taken is not None:
            result.append(taken)
        after = _paragraph(tail) if tag in REBUILT_BLOCKS and (taken is None or not taken.tail) else None
        if after is not None:
            result.append(after)


def _paragraph(content: str | None) -> etree._Element | None:
    if not text_chars_test(content):
        return None
    paragraph = etree.Element("p")
    paragraph.text = content
    return process_node(paragraph, _OPTIONS)


def _recover(tree: HtmlElement, tags: set[str], result: etree._Element) -> None:
    """Where no container held enough, take paragraphs from anywhere."""
    _prune(tree)
    known = {trim("".join(block.itertext())) for block in result}
    whole: set[HtmlElement] = set()
    for block in list(tree.iter("code", "p", "quote", "table")):
        if block.tag == "done" or any(outer in whole for outer in block.iterancestors()):
            continue
        taken = handle_textelem(block, tags, _OPTIONS)
        content = "" if taken is None else trim("".join(taken.itertext()))
        if taken is block:
            whole.add(block)
        if taken is not None and content not in known:
            result.append(taken)
            known.add(content)


def _prune(container: HtmlElement) -> None:
    """Take furniture, captions, teasers and blocks of links out of a container."""
    furniture, asides = _marked(container)
    _remove_furniture(container, furniture)
    for element in [*asides, *container.iterdescendants("header")]:
        delete_element(element)
    holders = link_block.holders(container)
    changed: set[HtmlElement] = set()
    for tag in _LINKED if holders else ():
        changed |= link_block.remove(container, tag, holders)
    for tag in _LINKED if changed else ():  # what is left when links are gone may be a list of links
        left = {one: size for one, size in holders.items() if one in changed}
        changed |= link_block.remove(container, tag, left)
    for table in list(container.iter("table")):
        if link_density_test_tables(table):
            delete_element(table, keep_tail=False)
    while len(container) and container[-1].tag == "head":
        delete_element(container[-1], keep_tail=False)
    link_block.remove(container, "quote", holders)
    etree.strip_tags(container, "span", "ref")


def _marked(container: HtmlElement) -> tuple[dict[HtmlElement, None], list[HtmlElement]]:
    furniture: dict[HtmlElement, None] = {}
    asides = []
    for element in container.iterdescendants():
        known = element.attrib
        if not known:
            continue
        get, tag = known.get, str(element.tag)
        name, classes, style = get("id", ""), get("class", ""), get("style", "")
        is_hidden = get("aria-hidden") == "true" and tag != "p"  # of paragraphs, by walls that scripts put up
        if is_hidden or markup.is_furniture(tag, name, classes, style, get("role", "")):
            furniture[element] = None
        elif markup.is_aside(tag, name, classes, style):
            asides.append(element)
    return furniture, asides


def _remove_furniture(container: HtmlElement, furniture: dict[HtmlElement, None]) -> None:
    """A sixth of the text must stay, else the words meant something else here: of what holds most of it first of all."""
    total = len(container.text_content()) if furniture else 0
    outer = _outermost(furniture)
    if not _may_go(outer, total):
        inner = [element for element in furniture if 10 * len(element.text_content()) < total]
        outer = _outermost(dict.fromkeys(inner))
    if _may_go(outer, total):
        for element in outer:
            delete_element(element)


def _outermost(furniture: dict[HtmlElement, None]) -> list[HtmlElement]:
    return [
        element
        for element in furniture
        if not any(ancestor in furniture for ancestor in element.iterancestors())
    ]


def _may_go(furniture: list[HtmlElement], total: int) -> bool:
    return total - sum(len(element.text_content()) for element in furniture) > total / 7


def _remove_repeats(result: etree._Element) -> None:
    before = ""
    for block in list(result):
        content = trim("".join(block.itertext()))
        if content and content == before and len(content) > _REPEATED:
            delete_element(block, keep_tail=False)
        else:
            before = content
