"""Blocks of a page that are hardly more than links: menus, lists of other articles, tags.

The tests are those of trafilatura 2.3 for precision. Asked first is what answers most of them sooner; a wrapped paragraph stays.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from lxml.html import HtmlElement
from trafilatura.htmlprocessing import link_density_test
from trafilatura.utils import trim
from trafilatura.xml import delete_element

from pipeline.cleaning.furniture import ends_sentence

_SHORT = 200  # characters: a block of links only that is shorter goes
_SENTENCE = 60  # characters
_TOLD = 300  # characters: trafilatura looks closer at what is shorter, and at what is links
_TOLD_SHARE = 2  # times the text of the links; trafilatura asks whether they are .8 of all at least


def holders(container: HtmlElement) -> dict[HtmlElement, int]:
    """What holds links, and how many characters of them."""
    found: dict[HtmlElement, int] = defaultdict(int)
    for link in container.iter("ref"):
        size = len(link.text_content())
        for holder in link.iterancestors():
            found[holder] += size
    return found


def remove(container: HtmlElement, tag: str, holders: Mapping[HtmlElement, int]) -> set[HtmlElement]:
    """Take out elements of a kind that are hardly more than links.

    Returns what is not as it was: what held one, and what stood before it.

    Args:
        container: what is gone through, itself left alone.
        tag: the kind.
        holders: what holds links; that some have been taken out since makes the answer dearer and no other.
    """
    changed: set[HtmlElement] = set()
    for element in list(container.iter(tag)) if holders else ():
        if element not in holders:
            continue
        if _is_told(element, holders[element]):
            continue
        linked, is_short = link_density_test(element, favor_precision=True)
        if tag == "div" and is_short and len(element):
            linked = not _is_paragraph(element) and (linked or len(trim(element.text_content())) < _SHORT)
        parent = element.getparent()
        is_cell = tag == "p" and parent is not None and parent.tag in {"item", "td", "th"}
        if linked and not is_cell and element is not container:
            changed.update(element.iterancestors(), islice(element.itersiblings(preceding=True), 1))
            delete_element(element)
    return changed


def _is_paragraph(element: HtmlElement) -> bool:
    """Whether a block is a wrapped paragraph: a sentence in which own words are more than the names that are linked."""
    inner = element
    while len(inner) == 1 and inner.tag == "div":
        inner = inner[0]
    if inner.tag != "p":
        return False
    text = trim(element.text_content())
    linked = sum(len(link.text_content()) for link in inner.iter("ref"))
    return len(text) >= _SENTENCE and 2 * linked < len(text) and ends_sentence(text)


def _is_told(element: HtmlElement, linked: int) -> bool:
    """Whether an element holds so much more than its links that no test takes it for a list; known by its first paragraphs."""
    enough, size = max(_TOLD, _TOLD_SHARE * linked), 0
    for part in element.itertext():
        size += sum(map(len, part.split()))
        if size > enough:
            return True
    return False
