import pytest
from lxml.html import fromstring

from pipeline.pages.page_byline import after
from pipeline.pages.page_signature import fuller, signers

LONG = f"<p>{'The council of Port Ellery met again. ' * 20}</p>"


def named(markup: str, language: str = "en", title: str = "") -> list[str]:
    tree = fromstring(f"<html><body><h1>Ferry sinks</h1>{markup}</body></html>")
    return list(signers(tree, after(tree.find(".//h1"))[:10], language, title))


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>Jane Halvorsen | Senior Writer | July 2, 2025</p>", ["Jane Halvorsen"]),
        ("<p>11.12.2019 - Jane Halvorsen</p>", ["Jane Halvorsen"]),
        ("<p>04.02.2022 | 13:10 Uhr | Jane Halvorsen</p>", ["Jane Halvorsen"]),
        ("<span>Jane Halvorsen |</span><span>5 April 2025</span>", ["Jane Halvorsen"]),
        ("<div>19 October 2019</div><div>Jane Halvorsen</div><div>1 comment</div>", ["Jane Halvorsen"]),
        ("<div>19 October 2019</div><a href='/c'>Jane Halvorsen</a>", []),
        ("<div>19 October 2019</div><div>Harbour Insurance</div>", []),
        ("<div>19 October 2019</div><div>New York</div>", []),
        ("<div>19 October 2019</div><h2>Jane Halvorsen</h2>", []),
        ("<div>19 October 2019</div><div>ABC Halvorsen</div>", []),
        ("<div>Jane Halvorsen</div><div>5 April 2025</div><div>Tom Brekkesen</div>", []),
    ],
    ids=["role", "dash", "clock", "before", "behind", "section", "words", "town", "heading", "abbreviation", "two"],
)  # fmt: skip
def test_a_name_with_the_date(markup: str, wanted: list[str]) -> None:
    assert named(markup + LONG) == wanted


def test_whom_the_title_names_is_whom_it_is_about() -> None:
    assert named(f"<p>5 April 2025 | Jane Halvorsen</p>{LONG}", title="Jane Halvorsen retires") == []


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p><em>Von Jane Halvorsen</em></p>", "Von Jane Halvorsen"),
        ("<h5><em>Text: Jane Halvorsen</em></h5>", "Text: Jane Halvorsen"),
        ("<p><em>Written by: <a href='/x'>Jane Halvorsen</a></em></p>", "Written by: Jane Halvorsen"),
        ("<div><span>Auteur : </span><a href='/x'>Jane Halvorsen</a></div>", "Jane Halvorsen"),
        ("<div><span>Autor:</span> Jane Halvorsen<br></div>", "Jane Halvorsen"),
        ("<p>海港报记者 王小明 海港市报道</p>", "海港报记者 王小明 海港市报道"),
        ("<p><strong>Jane Halvorsen</strong></p>", "Jane Halvorsen"),
        ("<p><b><i>Jane Halvorsen</i></b></p>", "Jane Halvorsen"),
    ],
    ids=["von", "text", "written by", "label", "label and text", "Chinese", "signed", "signed twice"],
)
def test_a_byline_at_the_end(markup: str, wanted: str) -> None:
    assert named(LONG * 4 + markup)[0] == wanted


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='related'><p><em>Von Jane Halvorsen</em></p></div>",
        "<p>Von Jane Halvorsen</p><p>Von Tom Brekkesen</p>",
        f"<p><strong>Jane Halvorsen</strong></p>{LONG}",
        "<p><strong>Many Happy Returns</strong> of the day</p>",
    ],
    ids=["beside", "two", "subheading", "sentence"],
)
def test_nobody_is_named(markup: str) -> None:
    assert named(LONG * 4 + markup) == []


@pytest.mark.parametrize(
    ("found", "other", "wanted"),
    [
        (["Jane Doe"], ["Jane Doe", "John Smith"], ("Jane Doe", "John Smith")),
        (["Jane"], ["Jane Doe"], ("Jane Doe",)),
        (["Jane Doe"], ["John Smith", "Ann Lee"], ("Jane Doe",)),
        (["Jane Doe", "John Smith"], ["Jane Doe"], ("Jane Doe", "John Smith")),
        (["Jane Doe"], ["Jane Doe", "Harbour Media"], ("Jane Doe",)),
    ],
    ids=["more", "in full", "others", "fewer", "firm"],
)
def test_who_is_named_with_more_or_in_full(
    found: list[str], other: list[str], wanted: tuple[str, ...]
) -> None:
    assert fuller(found, [other]) == wanted
