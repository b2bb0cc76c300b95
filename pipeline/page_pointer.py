"""Paragraphs of a page's text that are nothing but a link to another article: headlines strewn into the body."""

from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.clean import letters
from pipeline.furniture import ends_sentence
from pipeline.page_address import same_site

_WORDS = 5  # of a headline; with four, names of products go too
_UNSPACED = 12  # letters of one in a script without spaces
_PATH = 10  # characters of an article's path: shorter ones are sections
_FOLDS = 3  # letters that folding makes of one, at most
_BULLETS = "-–—*•· "
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def without_linked_headlines(text: str, tree: HtmlElement, url: str | None) -> str:
    """The text without paragraphs that read as headlines and are links to other pages of the site.

    They stand after a finished sentence or another such headline; what a colon or a broken line leads to is a list of the
    article's own.
    """
    lines = text.split("\n\n")
    places = _headlines(lines)
    if not url or not places:
        return text
    linked = _linked(tree, url, {letters(lines[place]) for place in places})
    gone: set[int] = set()
    for place in places:
        follows = place - 1 in gone or ends_sentence(lines[place - 1])
        if follows and letters(lines[place]) in linked:
            gone.add(place)
    kept = "\n\n".join(line for place, line in enumerate(lines) if place not in gone)
    return kept if 2 * len(kept) > len(text) else text  # a list of articles consists of them


def _headlines(lines: list[str]) -> list[int]:
    """Where lines after the first could be headlines by their form."""
    return [place for place, line in enumerate(lines) if place and _is_headline(line.lstrip(_BULLETS))]


def _is_headline(line: str) -> bool:
    if not line or line[0].islower() or ends_sentence(line) or len(line) > 200:
        return False
    return line.count(" ") >= _WORDS - 1 or (
        not line.isascii() and " " not in line and len(line) >= _UNSPACED
    )


def _linked(tree: HtmlElement, url: str, wanted: set[str]) -> set[str]:
    """Which of these letters are all that a link to another page of the site holds, and no heading's."""
    found: set[str] = set()
    shortest = max(_UNSPACED, min(map(len, wanted)) // _FOLDS)
    for link in tree.iter("a"):
        text = _content(link)
        if len(text) < shortest or (bare := letters(text)) not in wanted:
            continue
        if (target := link.get("href")) and _leads_on(target, url):
            found.add(bare)
    if found:
        found -= {letters(_content(heading)) for heading in tree.iter(*_HEADINGS)}
    return found


def _content(element: HtmlElement) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _leads_on(target: str, url: str) -> bool:
    try:
        address = urljoin(url, target)
        return len(urlsplit(address).path) > _PATH and same_site(address, url)
    except ValueError:
        return False
