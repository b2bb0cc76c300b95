import pytest
from lxml.html import HtmlElement, fromstring

from pipeline.cleaning.clean import letters
from pipeline.pages.page_heading import beside_trails, headline, standing

TITLE = "Harbour council keeps the night ferry"


def heading(inside: str) -> HtmlElement:
    return next(fromstring(f"<html><body><h1>{inside}</h1></body></html>").iter("h1"))


def said(*titles: str) -> "set[str]":
    return {letters(title) for title in titles}


@pytest.mark.parametrize(
    ("inside", "titles", "wanted"),
    [
        (TITLE, [], TITLE),
        (f"<span class='article__kicker'>Ferries</span> <span>{TITLE}</span>", [], TITLE),
        (f"<span data-test='topline'>Ferries</span><i aria-hidden> – </i><b>{TITLE}</b>", [], TITLE),
        (f"<em>Ferries</em> <span>{TITLE}</span>", [TITLE], TITLE),
        (f"<em>Ferries</em> <span>{TITLE}</span>", [], f"Ferries {TITLE}"),
        (f"<b class='kicker'>Ferries</b> <span>{TITLE}</span>", [f"Ferries: {TITLE}"], f"Ferries {TITLE}"),
        (f"<b class='kicker'>Ferries:</b> <span>{TITLE}</span>", [], f"Ferries: {TITLE}"),
        (f"<b class='top-title'>{TITLE}</b> <span>Five more years</span>", [TITLE], TITLE),
        (f"<b>{TITLE}</b> <span>Five more years</span>", [TITLE, f"{TITLE} – five more years"], f"{TITLE} Five more years"),
        ("<b>Ferry vote</b> <span>Five more years by night</span>", ["Ferry vote"], "Ferry vote Five more years by night"),
        ("<b class='kicker'>Ferries</b> <span>Stay</span>", [], "Ferries Stay"),
        (f"After the vote <b class='kicker'>council</b> {TITLE}", [], f"After the vote council {TITLE}"),
        (f"<b class='kicker'>{'Ferries ' * 20}</b>{TITLE}", [], f"{'Ferries ' * 20}{TITLE}"),
    ],
    ids=["plain", "class", "for tests", "said without", "unmarked", "said with", "colon", "line under the title", "title in two lines", "short title", "short rest", "inside", "long"],
)  # fmt: skip
def test_a_headline_without_its_kicker(inside: str, titles: list[str], wanted: str) -> None:
    assert headline(heading(inside), said(*titles).__contains__) == wanted


@pytest.mark.parametrize(
    ("markup", "beside"),
    [
        ("<article><h1>x</h1></article>", True),
        ("<nav><ul><li><a href='/a'>News</a></li><li><h1>x</h1></li></ul></nav>", False),
        ("<div class='Breadcrumb_root'><span><h1>x</h1></span></div>", False),
        ("<div><h1 class='breadcrumb-last'>x</h1></div>", False),
        ("<div><a href='/'>Home</a><a href='/news'>News</a><h1>x</h1></div>", False),
        ("<div><a href='/news'>News</a><h1>x</h1></div>", True),
        ("<div><a href='/a'>A</a><p>b</p><h1>x</h1></div>", True),
    ],
    ids=["article", "navigation", "crumbs", "crumb", "links", "one link", "text between"],
)
def test_headings_in_a_trail_of_links(markup: str, *, beside: bool) -> None:
    found = list(fromstring(f"<html><body>{markup}</body></html>").iter("h1"))
    assert bool(beside_trails(found)) is beside


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (f"<h1>Ellery Post</h1><h2 id='it'>{TITLE}</h2>", "it"),
        (f"<nav><h1>{TITLE}</h1></nav><h2 id='it'>{TITLE}</h2>", "it"),
        (f"<nav><h1 id='it'>{TITLE}</h1></nav>", "it"),
        (f"<h2>More</h2><h3 id='it'>Ferries {TITLE}</h3>", "it"),
        (f"<h2>{TITLE} in pictures</h2>", None),
    ],
    ids=["lesser", "not the trail", "trail only", "after a kicker", "another"],
)
def test_the_heading_that_is_the_title(markup: str, wanted: str | None) -> None:
    tree = fromstring(f"<html><body>{markup}</body></html>")
    found = standing(tree.iter("h1", "h2", "h3"), TITLE)
    assert (found.get("id") if found is not None else None) == wanted


def test_no_title_stands_nowhere() -> None:
    assert standing(iter([heading("x")]), "") is None
