"""Tables that only arrange a page: their cells become blocks, so that an article in a cell is read as one.

Tables of data stay as they are: labels of articles keep them (29 of 36 labelled pages with rows lose without them, those
of figures too, and a page of results loses all), although readers of a text without its page may miss their lines.
"""

from collections.abc import Iterator

from lxml.html import HtmlElement

_LONG = 400  # characters of a cell that is no datum
_BLOCKS = ("h1", "h2", "p", "table")
_PARTS = frozenset({"tbody", "thead", "tfoot", "tr", "td", "th"})


def unfold(tree: HtmlElement) -> None:
    """Turn the rows and cells of layout tables into blocks, from outer tables to inner ones."""
    for table in list(tree.iter("table")):
        parts = list(_parts(table))
        if any(_holds_text(part) for part in parts if part.tag in {"td", "th"}):
            for part in parts:
                part.tag = "div"
            table.tag = "div"


def _parts(element: HtmlElement) -> Iterator[HtmlElement]:
    """The rows and cells of a table, those of tables in it left out."""
    for child in element:
        if child.tag in _PARTS:
            yield child
            if child.tag not in {"td", "th"}:
                yield from _parts(child)


def _holds_text(cell: HtmlElement) -> bool:
    """Whether a cell holds paragraphs, a title or another table, and much of them."""
    if not len(cell) or next(cell.iter(*_BLOCKS), None) is None:
        return False
    return sum(map(len, cell.itertext())) >= _LONG
