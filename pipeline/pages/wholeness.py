"""Whether an extraction is all of an article, by what its page tells: evidence at a sixth of what a second extractor costs."""

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.clean import letters
from pipeline.cleaning.furniture import ends_sentence
from pipeline.pages import surroundings
from pipeline.pages.engine import Extraction

_WHOLE = 0.82  # of what its container tells; at .8 one of 479 pages loses a tenth of its text
_MOST = 0.5  # of what the page tells; flat from .5 to .8: what is told below an article are others
_LEAST = 600  # characters: of less, a share says little
_RUN = 80  # characters between two tags that end a sentence are told, whatever holds them
_BESIDE = " or ".join(f"ancestor::{tag}" for tag in ("a", "aside", "footer", "nav"))
_IS_RUN = f"[string-length() >= {_RUN}][not({_BESIDE})]"
_WITHIN, _ABOVE, _BELOW = (
    etree.XPath(f"{axis}::text(){_IS_RUN}", smart_strings=False)
    for axis in ("descendant", "preceding", "following")
)
_LEAD = 0.05  # of the text: so much above its container may be its first paragraph
_OPENING = 30  # letters of a line
_PIECES = 8  # between tags, in which they are found


def accounted(text: str, found: Extraction) -> float | None:
    """How much the text has of what its container tells, links apart (_WHOLE to 1).

    None if that does not say that it is whole, since the lead or headings are missing or as much is told elsewhere in the page:
    then somebody else is to be asked.

    Args:
        text: what cleaning left of the text found.
        found: how it was found in a page without dead elements and the readers' part.
    """
    if len(found.containers) != 1 or len(text) < max(_LEAST, _WHOLE * found.told):
        return None  # of a body in several parts one may be missing
    container = found.containers[0]
    above, below = _size(_prose(_ABOVE(container))), _size(_prose(_BELOW(container)))
    if len(text) < _MOST * (found.told + above + below) or above > _LEAD * len(text):
        return None
    lines = {letters(line) for line in text.split("\n\n")}
    is_whole = _has_first(lines, container) and _has_headings(lines, container)
    return min(1.0, len(text) / found.told) if is_whole else None


def _prose(texts: Iterable[str]) -> Iterator[str]:
    """Those that end a sentence."""
    runs = (" ".join(text.split()) for text in texts)
    return (run for run in runs if len(run) >= _RUN and ends_sentence(run))


def _size(runs: Iterable[str]) -> int:
    return sum(map(len, runs))


def _has_first(lines: Iterable[str], container: HtmlElement) -> bool:
    """Whether what the container tells first is in the text: the lead, which outlets set apart."""
    first = letters(next(_prose(_WITHIN(container)), ""))
    return any(first in line for line in lines)


def _has_headings(lines: set[str], container: HtmlElement) -> bool:
    """Whether the text has all headings within its container that are no links and head what it has."""
    openings, known = {line[:_OPENING] for line in lines}, {*lines, ""}
    return not any(
        letters(content) not in known and _opening(following) in openings
        for content, following in surroundings.headed(surroundings.marks(container))
    )


def _opening(element: HtmlElement) -> str:
    return letters("".join(islice(element.itertext(), _PIECES)))[:_OPENING]
