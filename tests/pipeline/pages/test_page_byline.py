from datetime import date

import pytest
from lxml.html import HtmlElement, fromstring

from pipeline.pages.page_byline import after, before, days, names

PARAGRAPH = f"<p>{'The council of Port Ellery met again. ' * 20}</p>"
BODY = f"{PARAGRAPH * 3}<p>By Nobody Here</p><p>9 May 2020</p>"


def heading(above: str = "", below: str = "") -> HtmlElement:
    tree = fromstring(f"<html><body>{above}<h1>Council Keeps Ferry</h1>{below}{BODY}</body></html>")
    return next(tree.iter("h1"))


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("<p>2 March 2024</p>", [(date(2024, 3, 2), False)]),
        ("<div><span>Jane Doe | 2 March 2024</span></div>", [(date(2024, 3, 2), False)]),
        ("<p>Updated 2 March 2024</p>", [(date(2024, 3, 2), True)]),
        ("<b>Last updated:</b> <i>2 March 2024</i>", [(date(2024, 3, 2), True)]),
        (
            "<i>1 March 2024</i><i>Updated: 2 March 2024</i>",
            [(date(2024, 3, 1), False), (date(2024, 3, 2), True)],
        ),
        (
            "<p>Published 1 March 2024, updated 2 March 2024</p>",
            [(date(2024, 3, 1), False), (date(2024, 3, 2), True)],
        ),
        ("<p>Published 1 March 2024, updated 10:30</p>", [(date(2024, 3, 1), False)]),
        ("<p>2024年3月2日 更新</p>", [(date(2024, 3, 2), True)]),
        ("<svg><text>1 May 1999</text></svg>2 March 2024", [(date(2024, 3, 2), False)]),
        ("<script>'1 May 1999'</script><nav>1 May 1999</nav><!-- 1 May 1999 -->", []),
        (
            "<figure><img><figcaption>The ferry, 1 May 1999</figcaption></figure><p>2 March 2024</p>",
            [(date(2024, 3, 2), False)],
        ),
        ("<p><span class='photo-caption'>The ferry in 1999, 1 May 1999</span></p>", []),
        (
            "<div><a><img></a><p>The ferry, 1 May 1999</p></div><p>2 March 2024</p>",
            [(date(2024, 3, 2), False)],
        ),
        (
            "<p>On 2 March 2024 the council of the town met again behind closed doors to talk about it.</p>",
            [],
        ),
        ("", []),
    ],
    ids=[
        "line",
        "mixed",
        "updated",
        "label before",
        "both",
        "both in a line",
        "update of the day",
        "label after",
        "after a picture",
        "unseen",
        "caption",
        "caption by class",
        "under a picture",
        "sentence",
        "nothing",
    ],
)
def test_days_under_the_title(below: str, wanted: list[tuple[date, bool]]) -> None:
    assert list(days(after(heading(below=below)), "en")) == wanted


def test_days_above_the_title_nearest_first() -> None:
    found = days(before(heading(above="<div><p>1 May 1999</p></div><p>2 March 2024</p>")), "en")
    assert [day for day, _ in found] == [date(2024, 3, 2), date(1999, 5, 1)]


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("<p>By Jane Doe</p>", ["By Jane Doe"]),
        ("<span>By</span> <a href='/x'>Jane Doe</a>", ["Jane Doe"]),
        (
            "<a href='/author/jane'>Jane Doe</a> and <a href='/author/john'>John Smith</a>",
            ["Jane Doe", "John Smith"],
        ),
        ("<div class='post-author'><b>Jane Doe</b></div>", ["Jane Doe"]),
        ("<p>Von</p><p>Jane Doe</p><p>Reviewed by</p><p class='author'>John Smith</p>", ["Jane Doe"]),
        ("<div class='topAuthorLine'><b>Jane Doe</b></div>", ["Jane Doe"]),
        ("<p>Old Town | 2 March 2024</p>", []),
        ("<b>Author(s)</b><ul><li>Jane Doe</li><li>John Smith</li></ul>", ["Jane Doe", "John Smith"]),
        ("<p>Jane Doe</p>", []),
        ("<div data-testid='article-author'><b>Jane Doe</b></div>", ["Jane Doe"]),
        ("<div id='authors'><b>Jane Doe</b></div>", ["Jane Doe"]),
        ("<b>Autorin/Autor</b> <i>Jana Doe</i>", ["Jana Doe"]),
        ("<p>द्वारा राम शर्मा</p>", ["द्वारा राम शर्मा"]),
        ("<p>Written by: Jane Doe</p>", ["Written by: Jane Doe"]),
        ("<p>Reporter Killed In Attack</p>", []),
        ("<p>山田太郎記者</p>", ["山田太郎記者"]),
        ("<p>本报记者 王小明 李华</p>", ["本报记者 王小明 李华"]),
        ("<div class='authority'>Port Authority</div>", []),
    ],
    ids=[
        "byline",
        "label",
        "links",
        "class",
        "class in humps",
        "not who checked",
        "section and date beside",
        "list under a label",
        "no mark",
        "mark for tests",
        "id",
        "label of both genders",
        "label without colon",
        "label with colon",
        "headline",
        "japanese",
        "chinese",
        "like a mark",
    ],
)
def test_names_under_the_title(below: str, wanted: list[str]) -> None:
    assert names(after(heading(below=below))) == wanted


def test_deep_markup_is_left_alone() -> None:
    assert after(heading(below="<div>" * 3000 + "2 March 2024")) == []
