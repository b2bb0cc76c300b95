import pytest
from lxml.html import fromstring

from pipeline.pages.link_block import holders, remove

SENTENCE = (
    "<p>The mayor of <ref>Ellery</ref> told the crews of <ref>Bray</ref> that nobody would lose a berth.</p>"
)
NAMES = "<p><ref>Ellery</ref> <ref>Bray</ref> <ref>Storms</ref></p>"


@pytest.mark.parametrize(
    ("block", "stays"),
    [
        (f"<div>{SENTENCE}</div>", True),
        (f"<div><div>{SENTENCE}</div></div>", True),
        (f"<div>{NAMES}</div>", False),
        (f"<div><p>More:</p>{SENTENCE}</div>", False),
        ("<div><p>Read <ref>what the mayor of Ellery said to the crews</ref> that day.</p></div>", False),
    ],
    ids=["wrapped", "twice", "names", "a box of two", "mostly linked"],
)
def test_short_block_with_links(block: str, stays: bool) -> None:  # noqa: FBT001
    tree = fromstring(f"<body><p>The council met.</p>{block}<p>It met again.</p></body>")
    remove(tree, "div", holders(tree))
    assert (tree.find(".//ref") is not None) is stays
    assert "It met again." in tree.text_content()
