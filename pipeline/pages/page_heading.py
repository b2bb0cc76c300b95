"""What a heading of a page says: the headline in it without the kicker over it, and whether it is only the end of a trail of links."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from lxml.html import HtmlElement

from pipeline.cleaning.clean import letters
from pipeline.pages.page_head import content

# What the line over a headline is called by those who build pages, in the languages that have a word of their own for it.
_KICKER = re.compile(
    r"kicker|over-?line|top-?line|top-?title|headline-?(?:prefix|intro|label)|roof-?line|dach-?zeile|spitz-?(?:marke|zeile)|eye-?brow|strap-?line|catch-?line"
    r"|(?:pre|super|sur|over|top|ante|sobre|sub|sup(?:er|ra))-?(?:title|titre|titulo|titel|head(?:er|ing|line)?|line)|volanta|cintillo|chapeu|occhiello|rubri[ckq]|trumpet|vignett",
    re.IGNORECASE,
)
_MARKS = ("class", "id", "itemprop")
_EDGES = " \t\n-–—:|/•·>"  # what parts the two for those who hear the page read
_HEADLINE = 8  # letters of a headline at least
_WORDS = 4  # spaces in a headline at least, where the line under it stands in the heading too
_KICKER_LENGTH = 80  # characters
_LINKS = 20  # before a heading, looked at
_TRAIL = 4  # levels above a heading that may be a trail of links
_CRUMB = re.compile(r"bread-?_?crumb", re.IGNORECASE)


def headline(heading: HtmlElement, is_said: Callable[[str], bool]) -> str:
    """The text of a heading without the kicker, if that is an element of its own before the rest.

    Args:
        heading: Of the page.
        is_said: Whether these letters are what the head of the page says the title is: with the kicker, or without.
    """
    whole = content(heading)
    first = next((child for child in heading if isinstance(child.tag, str) and content(child)), None)
    if first is None or (heading.text or "").strip():
        return whole
    over = content(first)
    rest = whole.removeprefix(over).strip(_EDGES)
    if rest == whole or len(over) > _KICKER_LENGTH or len(letters(rest)) < _HEADLINE:
        return whole
    if is_said(letters(rest)):
        return rest
    if is_said(letters(over)) and over.count(" ") >= _WORDS and not is_said(letters(whole)):
        return over
    joined = over.endswith(":") or is_said(letters(whole)) or is_said(letters(over))
    return whole if joined or not _is_kicker(first) else rest


def _is_kicker(element: HtmlElement) -> bool:
    named = (
        f"{name} {value}" for name, value in element.items() if name in _MARKS or name.startswith("data-")
    )
    return any(_KICKER.search(mark) for mark in named)


def beside_trails(headings: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The headings that do not stand at the end of the links that lead to the page: what is there is said to search engines."""
    return [heading for heading in headings if not _ends_trail(heading)]


def _ends_trail(heading: HtmlElement) -> bool:
    above = [heading, *islice(heading.iterancestors(), _TRAIL)]
    if any(one.tag == "nav" or _CRUMB.search(_named(one)) for one in above):
        return True
    links = [one.tag for one in islice(heading.itersiblings(preceding=True), _LINKS)]
    return len(links) > 1 and set(links) == {"a"}


def _named(element: HtmlElement) -> str:
    return " ".join((element.get("class") or "", element.get("id") or "", element.get("aria-label") or ""))


def standing(headings: Iterable[HtmlElement], title: str) -> HtmlElement | None:
    """The heading that is the title, else the first that ends with it after a kicker; not in a trail of links, if another is."""
    bare = letters(title)
    ending: list[HtmlElement] = []
    for heading in headings if bare else ():
        said = letters(content(heading))
        if said == bare and not _ends_trail(heading):
            return heading
        if said == bare or (len(bare) >= _HEADLINE and said.endswith(bare)):
            ending.append(heading)
    return next(iter([*beside_trails(ending), *ending]), None)
