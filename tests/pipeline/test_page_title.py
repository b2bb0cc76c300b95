import pytest

from pipeline.page_title import choose

TITLE = "Harbour Council Votes to Keep the Night Ferry"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ([TITLE], [TITLE]),
        ([TITLE], []),
        ([], ["", f"{TITLE} | The Ellery Post"]),
        ([], [f"{TITLE} - Ellery Post"]),
        ([], [f"The Ellery Post: {TITLE}"]),
        ([], [f"{TITLE} | Opinion"]),
        (["The Ellery Post", TITLE], [f"{TITLE} - The Ellery Post"]),
        (["Our latest news", TITLE], [TITLE]),
        (["elleryPost"], [TITLE]),
        ([TITLE], ["Council votes to keep Ellery's night ferry"]),
    ],
    ids=[
        "agree",
        "heading only",
        "window title",
        "host in title",
        "site in front",
        "section",
        "site as heading",
        "second heading",
        "logo",
        "heading before meta",
    ],
)
def test_title_without_the_site(headings: list[str], said: list[str]) -> None:
    assert choose(headings, said, "The Ellery Post", "www.ellerypost.example") == TITLE


def test_colon_of_a_headline_stays() -> None:
    title = "Ellery ferry: council votes for five more years"
    assert choose([], [title], "The Ellery Post", "ellerypost.example") == title


def test_no_title() -> None:
    assert choose([], [], "", "") is None
    assert choose(["The Ellery Post"], [""], "The Ellery Post", "") is None
