import pytest
from lxml.html import fromstring

from pipeline.pages.page_byline import after
from pipeline.pages.page_mention import anywhere

PARAGRAPH = f"<p>{'The council of Port Ellery met again. ' * 20}</p>"


def test_marked_names_far_from_the_title() -> None:
    tree = fromstring(
        f"<html><body>{PARAGRAPH}<a rel='author'>Jane Doe</a><p class='byline'>By John Smith</p><p class='byline'>Share</p></body></html>"
    )
    assert list(anywhere(tree, [])) == ["Jane Doe", "By John Smith"]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<a href='/authors/jane'>By Jane Doe</a>", ["Jane Doe"]),
        ("<a href='/authors/jane'>Jane Doe</a><a href='/author/jane'>Jane Doe</a>", ["Jane Doe"]),
        ("<a href='/authors/jane'>Jane Doe</a><a href='/authors/john'>John Smith</a>", []),
        ("<article><footer><a href='/author/jane'>Jane Davenpor</a></footer></article>", ["Jane Davenpor"]),
        ("<footer><a href='/author/jane'>Jane Doe</a></footer>", []),
        ("<div class='related-posts'><a href='/author/jane'>Jane Doe</a></div>", []),
        ("<a href='/people/jane'>Jane Doe</a>", []),
        ("<a href='/authors/'>All Authors</a>", []),
    ],
    ids=["one", "twice", "two", "footer of the article", "footer", "related", "topic", "list"],
)
def test_the_only_person_who_is_linked_as_author(markup: str, wanted: list[str]) -> None:
    assert list(anywhere(fromstring(f"<html><body>{PARAGRAPH}{markup}</body></html>"), [])) == wanted


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<h3>Author</h3><p>Jane Doe</p>", ["Jane Doe"]),
        ("<h4>Author(s)</h4><ul><li>Jane Doe</li><li>John Smith</li></ul>", ["Jane Doe, John Smith"]),
        ("<h3>Autorin</h3><p>Jane Doe</p>", ["Jane Doe"]),
        ("<aside class='sidebar'><h3>Author</h3><p>Jane Doe</p></aside>", []),
        ("<h3>Authority</h3><p>Port Authority</p>", []),
    ],
    ids=["heading", "list", "language", "beside", "another word"],
)
def test_what_a_heading_calls_the_author(markup: str, wanted: list[str]) -> None:
    assert list(anywhere(fromstring(f"<html><body>{PARAGRAPH}{markup}</body></html>"), [])) == wanted


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<div class='post-author'><img alt='Jane Doe'><b>Jane Doe</b></div>", ["Jane Doe"]),
        ("<div class='author'><b>Jane Doe</b><p>Jane Doe writes about ferries.</p></div>", ["Jane Doe"]),
        ("<div class='author'><b>Meal Plans</b><p>Ten soups for cold evenings.</p></div>", []),
        ("<div class='authority'><img alt='Jane Doe'><b>Jane Doe</b></div>", []),
        (
            "<div class='author'><img alt='Jane Doe'><b>Jane Doe</b></div><div class='author'><img alt='John Smith'><b>John Smith</b></div>",
            [],
        ),
    ],
    ids=["picture", "told of", "not told of", "like a mark", "two"],
)
def test_the_only_person_whom_a_box_is_about(markup: str, wanted: list[str]) -> None:
    assert list(anywhere(fromstring(f"<html><body>{PARAGRAPH}{markup}</body></html>"), [])) == wanted


@pytest.mark.parametrize(
    ("under", "foot", "wanted"),
    [
        (
            "<p>Jane Doe</p>",
            "<h5>Jane Doe</h5><p>Jane Doe has written of ferries since 2004.</p>",
            ["Jane Doe"],
        ),
        ("<p>Jane Doe</p>", "<h5>Jane Doe</h5><img alt='Jane Doe at her desk'>", ["Jane Doe"]),
        ("<p>Jane Doe</p>", "<h5>Jane Doe</h5>", []),
        ("<p>Jane Doe</p>", "<p>Jane Doe has written of ferries since 2004.</p>", []),
        ("<a href='/topic'>Jane Doe</a>", "<a href='/topic'>Jane Doe</a><p>Jane Doe won the race.</p>", []),
    ],
    ids=["told of at the foot", "pictured", "only twice", "only in the story", "topic"],
)
def test_a_name_alone_under_the_title_that_the_foot_repeats(under: str, foot: str, wanted: list[str]) -> None:
    tree = fromstring(f"<html><body><h1>Council Keeps Ferry</h1>{under}{PARAGRAPH}{foot}</body></html>")
    assert list(anywhere(tree, after(next(tree.iter("h1"))), "de-AT")) == wanted


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p style='text-align: right'><strong>Jane Doe</strong></p>", ["Jane Doe"]),
        ("<p align='right'><em>Jane Doe</em></p>", ["Jane Doe"]),
        ("<p align='right'>Jane Doe</p>", []),
        ("<p><strong>Jane Doe</strong></p>", []),
        ("<p align='right'><b>Jane Doe</b></p><p align='right'><b>John Smith</b></p>", []),
        ("<p>海港社3月2日电（记者王小明、李华）议会投票决定保留渡轮。</p>", ["王小明, 李华"]),
        ("<p>議会は残すと決めた。【山田太郎】</p>", ["山田太郎"]),
        ("<ul><li><strong>Autorin/Autor</strong> Jana Doe</li></ul>", ["Jana Doe"]),
        ("<p><strong>Written by:</strong> Jane Doe</p>", ["Jane Doe"]),
        ("<p><strong>Author:</strong> Jane Doe</p><p><strong>Pages:</strong> 320</p>", []),
    ],
    ids=["style", "attribute", "not emphasised", "not on the right", "two", "reporters in brackets", "name in brackets", "label in bold", "in words", "of a book"],
)  # fmt: skip
def test_who_signs_the_text(markup: str, wanted: list[str]) -> None:
    assert list(anywhere(fromstring(f"<html><body>{PARAGRAPH}{markup}</body></html>"), [])) == wanted


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("<p><strong>Jane Doeberg</strong></p>", ["Jane Doeberg"]),
        ("<p>&nbsp;</p><p><b>Jane Doeberg/John Smithsen</b></p>", ["Jane Doeberg/John Smithsen"]),
        ("<p><strong>Jane Doeberg</strong> won the race.</p>", []),
        (f"{PARAGRAPH}<p><strong>Jane Doeberg</strong></p>", []),
        ("<p><strong>What we know so far</strong></p><p><strong>Jane Doeberg</strong></p>", []),
        ("<div><strong>Jane Doeberg</strong></div>", []),
        ("<p><strong>Key Points</strong></p>", []),
        ("<p><strong>Key Takeaways</strong></p>", []),
        ("<p><strong>Cape Town</strong></p>", []),
        ("<p><strong>Neue Regeln</strong></p>", []),
    ],
    ids=[
        "one",
        "two",
        "in a sentence",
        "later",
        "after a subheading",
        "no paragraph",
        "subheading",
        "rare subheading",
        "town",
        "words of the language",
    ],
)
def test_names_that_are_all_of_the_first_paragraph(below: str, wanted: list[str]) -> None:
    tree = fromstring(f"<html><body><h1>Council Keeps Ferry</h1>{below}{PARAGRAPH}</body></html>")
    assert list(anywhere(tree, after(next(tree.iter("h1"))), "de-AT")) == wanted


def test_whom_the_title_names_is_no_author_by_the_place_of_the_name() -> None:
    tree = fromstring(
        f"<html><body><h1>Davenpor is back</h1><p>Jane Davenpor</p><div><span>Jane Davenpor</span></div>{PARAGRAPH}<p>Jane Davenpor said so.</p></body></html>"
    )
    near = after(next(tree.iter("h1")))
    assert list(anywhere(tree, near)) == ["Jane Davenpor"]
    assert list(anywhere(tree, near, title="Why Jane Davenpor is back")) == []
