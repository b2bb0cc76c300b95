"""The text of a tree, a block a line: what stands within a line of a page stays in one."""

# ruff: noqa: SIM905 - word lists are read and edited as text

from lxml import etree
from lxml.html import HtmlElement

# Phrasing content (HTML standard) that takes part in a line.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb ruby s samp small span strike strong sub"
    " sup time tt u var wbr".split()
)


def block_text(tree: HtmlElement) -> str:
    """The lines of a tree, without empty ones and without the space around them."""
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event != "comment" and element.tag not in _INLINE:
            parts.append("\n")
        after = element.text if event == "start" else element.tail
        if after:
            parts.append(" ".join(after.split("\n")))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))
