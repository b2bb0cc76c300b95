from lxml.html import fromstring

from pipeline.pages.block_text import block_text


def test_what_stands_within_a_line_stays_in_one() -> None:
    tree = fromstring(
        "<div><h2>The <em>night</em> ferry</h2><p>The <a href='/c'>council</a>\n of <b>Ellery</b>, it said, <!-- a note -->voted.<br>"
        "Twice.</p> Loose <ul><li>One</li><li><p>Two</p></li></ul></div>"
    )
    assert block_text(tree).split("\n") == [
        "The night ferry",
        "The council of Ellery, it said, voted.",
        "Twice.",
        "Loose",
        "One",
        "Two",
    ]
