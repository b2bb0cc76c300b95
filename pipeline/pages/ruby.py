"""Ruby (HTML standard): how a word is read, printed small above it; read in a row it would part the words of a line."""

from lxml import etree
from lxml.html import HtmlElement


def remove_readings(tree: HtmlElement) -> None:
    """Leave of each annotated word the word alone, in the line it stands in."""
    etree.strip_elements(tree, "rp", "rt", "rtc", with_tail=False)
    for ruby in list(tree.iter("ruby")):
        word = "".join("".join(ruby.itertext()).split())
        for child in list(ruby):
            ruby.remove(child)
        ruby.text, ruby.tail = (
            word,
            (ruby.tail or "").lstrip("\r\n"),
        )  # a break of lines in the source is none in the text
        _join_before(ruby)
    etree.strip_tags(tree, "ruby")


def _join_before(ruby: HtmlElement) -> None:
    before, parent = ruby.getprevious(), ruby.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip("\r\n")
    elif parent is not None:
        parent.text = (parent.text or "").rstrip("\r\n")
