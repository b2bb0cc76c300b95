"""The elements of a page that may hold the article's body, by what their class, id and role say.

As trafilatura 2.3 looks for them: in five stages, the most telling first, and the first element that answers to each.
"""

from collections.abc import Container, Iterator

from lxml import etree
from lxml.html import HtmlElement

from pipeline.pages import markup

_CONTAINERS = ("article", "div", "main", "section")
_MOST_PARTS = 30  # of a body; more are items of a list
_OF_KIND = etree.XPath("descendant::*[@class = $kind]")
# What lays out a page is turned into blocks where it holds text.
_TURNED = ("details", "figure", "form", "table", "tbody", "td", "tfoot", "th", "thead", "tr")


def all_of(tree: HtmlElement) -> Iterator[HtmlElement]:
    """What may hold the body of a page, of what is dead in it freed."""
    first: dict[int, HtmlElement] = {}
    for element in tree.iter(*_CONTAINERS):
        for stage in _stages(element):
            first.setdefault(stage, element)
    for stage in range(markup.STAGES):
        if stage in first:
            yield first[stage]


def first(tree: HtmlElement, gone: Container[str]) -> HtmlElement | None:
    """What all_of() gives first, told before the tree is freed of the dead, which are within elements of the kinds that are gone.

    None if there is none, or if that may be something which is yet to be turned into a block.
    """
    best, found = markup.STAGES, None
    for element in tree.iter(*_CONTAINERS, *_TURNED):
        stages = _stages(element)
        if stages and stages[0] < best and not any(outer.tag in gone for outer in element.iterancestors()):
            best, found = stages[0], element
            if not best:
                break
    return found if found is not None and found.tag in _CONTAINERS else None


def continuations(container: HtmlElement) -> list[HtmlElement]:
    """The containers of the same kind in the same article, paragraphs in each: a body is parted where pictures stand between."""
    kind = container.get("class", "")
    article = next(container.iterancestors("article"), None) if kind else None
    alike = _OF_KIND(article, kind=kind) if article is not None else []
    found: list[HtmlElement] = []
    for one in alike if 1 < len(alike) <= _MOST_PARTS else ():
        if one.tag == container.tag and not any(outer in found for outer in one.iterancestors()):
            found.append(one)
    rest = [one for one in found if one is not container]
    return rest if all(map(_is_text, rest)) else []


def _is_text(element: HtmlElement) -> bool:
    return next(element.iter("p"), None) is not None and next(element.iter("h1", "article"), None) is None


def _stages(element: HtmlElement) -> tuple[int, ...]:
    known, tag = element.attrib, str(element.tag)
    if not known and tag not in {"article", "main"}:
        return ()
    get = known.get
    tag = tag if tag in _CONTAINERS else "div"
    return markup.body_stages(tag, get("id", ""), get("class", ""), get("itemprop", ""), get("role", ""))
