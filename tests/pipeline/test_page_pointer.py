import pytest
from lxml.html import fromstring

from pipeline.page_pointer import without_linked_headlines

URL = "https://ellerypost.example/2024/03/02/ferry"
FIRST = "The council of Port Ellery voted on Monday to keep the night ferry."
LAST = "Nobody in the ministry wants to say who will pay for the new bridge, which opens in two years."
HEADLINE = "Tunnel shut after lorry sheds load of marbles"


@pytest.mark.parametrize(
    ("link", "line", "gone"),
    [
        ("<a href='/2024/02/01/tunnel'>{}</a>", HEADLINE, True),
        ("<a href='https://www.ellerypost.example/2024/02/01/tunnel'>{}</a>", HEADLINE, True),
        ("<a href='https://other.example/2024/02/01/tunnel'>{}</a>", HEADLINE, False),
        ("<a href='/news'>{}</a>", HEADLINE, False),
        ("<h3><a href='/2024/02/01/tunnel'>{}</a></h3>", HEADLINE, False),
        ("<a href='/2024/02/01/tunnel'>{}</a>", "The tunnel", False),
        ("<a href='/2024/02/01/tunnel'>{}</a>", "The tunnel is shut after a lorry shed its load.", False),
        ("<p>{}</p>", HEADLINE, False),
    ],
    ids=["headline", "with host", "another site", "section", "heading", "name", "sentence", "no link"],
)
def test_headline_that_is_a_link(link: str, line: str, gone: bool) -> None:  # noqa: FBT001
    tree = fromstring(f"<html><body><p>{FIRST}</p>{link.format(line)}<p>{LAST}</p></body></html>")
    kept = without_linked_headlines(f"{FIRST}\n\n{line}\n\n{LAST}", tree, URL)
    assert (line not in kept) is gone


def test_list_that_a_colon_announces_stays() -> None:
    tree = fromstring(f"<html><body><a href='/2024/02/01/tunnel'>{HEADLINE}</a></body></html>")
    text = f"{FIRST[:-1]}:\n\n{HEADLINE}\n\n{LAST}"
    assert without_linked_headlines(text, tree, URL) == text


def test_list_of_articles_keeps_them() -> None:
    names = [f"Tunnel number {place} shut after lorry sheds marbles" for place in range(9)]
    links = "".join(f"<a href='/2024/02/01/{place}'>{name}</a>" for place, name in enumerate(names))
    text = "\n\n".join([FIRST, *names])
    assert without_linked_headlines(text, fromstring(f"<html><body>{links}</body></html>"), URL) == text
