import pytest

from pipeline.pages.page_signs import PageSigns
from pipeline.verdicts.verdict import Verdict, judge

SNIPPETS = "\n".join(f"The council of Port Ellery met for the {one} time this year." for one in ("first", "second", "third"))  # fmt: skip


@pytest.mark.parametrize(
    ("title", "signs"),
    [
        ("Search results", PageSigns(headings=5)),
        ("Suchergebnisse für Hafen", PageSigns(headings=5)),
        ("Результаты поиска", PageSigns(headings=5)),
        ("Jane Doe", PageSigns(types=frozenset({"profilepage"}))),
        ("Harbour", PageSigns(types=frozenset({"collectionpage"}))),
    ],
    ids=["search", "de", "ru", "profile", "collection"],
)
def test_a_page_that_says_it_is_a_list(title: str, signs: PageSigns) -> None:
    assert judge(SNIPPETS, title=title, html=signs).verdict is Verdict.LIST_PAGE


@pytest.mark.parametrize(
    ("title", "signs"),
    [
        ("Search results grow worse, study finds", PageSigns(headings=1)),
        ("Search results", PageSigns(headings=5, types=frozenset({"newsarticle"}))),
        ("Jane Doe", PageSigns(types=frozenset({"profilepage", "newsarticle"}))),
    ],
    ids=["about search", "declared article", "article with a profile"],
)
def test_an_article_stays_one(title: str, signs: PageSigns) -> None:
    assert judge(SNIPPETS, title=title, html=signs).verdict is not Verdict.LIST_PAGE
