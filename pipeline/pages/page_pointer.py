"""Paragraphs of a page's text that are nothing but a link to another article: headlines strewn into the body or put below it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.cleaning.clean import letters
from pipeline.cleaning.furniture import ends_sentence, is_pointer
from pipeline.pages.page_address import same_site

_WORDS = 5  # of a headline; with four, names of products go too
_UNSPACED = 12  # letters of one in a script without spaces
_UNSPACED_SCRIPT = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_PATH = 10  # characters of an article's path: shorter ones are sections
_FOLDS = 3  # letters that folding makes of one, at most
_BULLETS = "-–—*•· "
_BULLET = "- "  # as lists are given
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KICKER = 40  # characters: "Weather: Tunnel shut after storm" is a link but for its kicker
_LABELLED = 3  # headlines behind the same words
_KICKER_END = re.compile(r"[:?!|]\W*\s")
_POINTER_WORDS = 4
_CLOSING = 3  # items of a list; with less it may be the article's own
_TAIL = 40  # lines looked at from the end
_TEASERS = 2  # below a text are a list of others; one may be the article's own last word
_TEASER = 40  # letters: a shorter line stands in a longer link by chance
_LABEL = 30  # characters: the name of a section above a teaser


def without_linked_headlines(text: str, tree: HtmlElement, url: str | None) -> str:
    """The text without paragraphs that read as headlines and are links to other pages of the site, and without a list of such below it.

    Within the text they stand after a finished sentence or another such headline; what a colon or a broken line leads to is a
    list of the article's own.
    """
    lines = text.split("\n\n")
    if url and lines[-1].startswith(_BULLET):
        lines = lines[: _closing_list_start(lines, tree, url)]
        text = "\n\n".join(lines)
    places = _headlines(lines)
    has_tail = len(lines) > _TEASERS and not ends_sentence(lines[-1])
    if not url or not (places or has_tail):
        return text
    endings = {place: list(_endings(lines[place].lstrip(_BULLETS))) for place in places}
    tail = [letters(line) for line in lines[-_TAIL:]] if has_tail else []
    links = _links(tree, url, {ending for found in endings.values() for ending, _ in found}, tail)
    linked = _linked(tree, links, endings)
    linked = _with_labels(linked, lines)
    gone: set[int] = set()
    for place, is_alone in linked.items():
        is_item = lines[place].startswith(_BULLET) and not is_alone
        follows = place - 1 in gone or _may_follow(lines[place - 1], is_item=is_item)
        if follows and (is_alone or place - 1 in gone or place + 1 in linked):
            gone.add(place)
    if has_tail:
        gone.update(range(_tail_start(lines, links), len(lines)))
    kept = "\n\n".join(line for place, line in enumerate(lines) if place not in gone)
    return kept if 2 * len(kept) > len(text) else text  # a list of articles consists of them


def _closing_list_start(lines: Sequence[str], tree: HtmlElement, url: str) -> int:
    """Where a list closes the text that has a link to another page of the site in each item; else the end."""
    start = len(lines)
    while start and lines[start - 1].startswith(_BULLET):
        start -= 1
    items = {letters(line) for line in lines[start:]}
    if not start or len(items) < _CLOSING:
        return len(lines)
    leading = {letters(_content(item)) for item in tree.iter("li") if _is_pointing(item, url)}
    return start if items <= leading else len(lines)


def _is_pointing(item: HtmlElement, url: str) -> bool:
    """Whether an item without a list in it has a link to another page of the site; one to a part of a page leads to a note."""
    targets = [link.get("href", "") for link in item.iter("a")]
    holds = next(item.iterdescendants("li", "ul", "ol"), None) is not None
    return not holds and any(_leads_on(target, url) and "#" not in target for target in targets)


def _may_follow(line: str, *, is_item: bool) -> bool:
    if _begins_as_pointer(line):
        return True
    return not line.endswith((":", ",", "：")) if is_item else ends_sentence(line)


def _begins_as_pointer(line: str) -> bool:
    """Whether a line is "Read also in our weekly letter:" and the like."""
    words = line.split(" ", _POINTER_WORDS)
    return any(is_pointer(" ".join(words[:count])) for count in range(2, _POINTER_WORDS + 1))


def _headlines(lines: Sequence[str]) -> list[int]:
    """Where lines after the first could be headlines by their form."""
    return [place for place, line in enumerate(lines) if place and _is_headline(line.lstrip(_BULLETS))]


def _is_headline(line: str) -> bool:
    if not line or line[0].islower() or len(line) > 200:
        return False
    if ends_sentence(line) and line.endswith((".", "。")):
        return False
    return line.count(" ") >= _WORDS - 1 or (
        not line.isascii() and len(_UNSPACED_SCRIPT.findall(line)) >= _UNSPACED
    )


def _links(tree: HtmlElement, url: str, wanted: set[str], tail: Sequence[str]) -> list[str]:
    """The letters of the links to other pages of the site that are one of those wanted, or are or hold a line of the tail."""
    wanted = wanted.union(tail) - {""}
    teasers = [line for line in tail if len(line) >= _TEASER]
    shortest = min(map(len, wanted), default=0) // _FOLDS
    return [
        bare
        for link in tree.iter("a")
        if len(text := _content(link)) >= shortest
        and (bare := letters(text))
        and (bare in wanted or any(teaser in bare for teaser in teasers))
        and _leads_on(link.get("href"), url)
    ]


def _linked(
    tree: HtmlElement, links: Sequence[str], endings: Mapping[int, Sequence[tuple[str, bool]]]
) -> dict[int, bool]:
    """The places of lines that are all that a link holds, or end with it after a kicker, and no heading; whether they are so alone.

    After a kicker a link may be an example or a source: a list of them are other articles.
    """
    known = frozenset(links)
    found = {
        place: target
        for place, candidates in endings.items()
        if (target := next((one for one in candidates if one[0] in known), None))
    }
    if found:
        headings = {letters(_content(heading)) for heading in tree.iter(*_HEADINGS)}
        found = {place: target for place, target in found.items() if target[0] not in headings}
    return {place: is_alone for place, (_, is_alone) in found.items()}


def _with_labels(linked: Mapping[int, bool], lines: Sequence[str]) -> dict[int, bool]:
    """The same places; what stands before one headline as before others is a label such as "read also", in any language."""
    labels = {
        place: letters(lines[place][: mark.end()])
        for place, is_alone in linked.items()
        if not is_alone
        and (mark := _KICKER_END.search(lines[place]))
        and _is_headline(lines[place][mark.end() :])
    }
    often = Counter(labels.values())
    return {
        place: is_alone or often[labels.get(place, "")] >= _LABELLED for place, is_alone in linked.items()
    }


def _endings(line: str) -> Iterator[tuple[str, bool]]:
    """The letters of what of a line may be a link: all of it, what follows a pointer or a kicker; whether no kicker stands before."""
    yield letters(line), True
    words = line.split(" ", _POINTER_WORDS)
    for count in range(1, len(words)):
        if is_pointer(" ".join(words[:count])):
            yield letters(" ".join(words[count:])), True
    for mark in _KICKER_END.finditer(line, 0, min(_KICKER + 2, len(line) // 2)):
        yield letters(line[mark.end() :]), False


def _tail_start(lines: Sequence[str], links: Sequence[str]) -> int:
    """Where teasers for other articles, under the names of their sections or without, close the text; else the end."""
    teasers, start = 0, len(lines)
    for place in range(len(lines) - 1, max(0, len(lines) - _TAIL), -1):
        if _is_teaser(lines[place], links):
            teasers, start = teasers + 1, place
        elif start > place + 1 or len(lines[place]) > _LABEL or ends_sentence(lines[place]):
            break
    if start and teasers >= _TEASERS and _is_section(lines, start):
        start -= 1
    return start if teasers >= _TEASERS else len(lines)


def _is_section(lines: Sequence[str], start: int) -> bool:
    """Whether the line before the first teaser stands above others as well."""
    return lines[start - 1] in lines[start:]


def _is_teaser(line: str, links: Iterable[str]) -> bool:
    """Whether all of a line stands in one link."""
    own = letters(line.lstrip(_BULLETS))
    return any(own == link or (len(own) >= _TEASER and own in link) for link in links)


def _content(element: HtmlElement) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _leads_on(target: str | None, url: str) -> bool:
    if not target:
        return False
    try:
        address = urljoin(url, target)
        return len(urlsplit(address).path) > _PATH and same_site(address, url)
    except ValueError:
        return False
