import pytest

from flows.sources.discover import feed_links

URL = "https://daily.example/news/"


def link(href: str, rel: str = "alternate", kind: str = "application/rss+xml") -> str:
    return f'<link rel="{rel}" type="{kind}" title="x" href="{href}">'


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (link("/feed"), ["https://daily.example/feed"]),
        (link("atom.xml", kind="application/atom+xml"), ["https://daily.example/news/atom.xml"]),
        (link("/a?x=1&amp;y=2") + link("/b"), ["https://daily.example/a?x=1&y=2", "https://daily.example/b"]),
        (
            "<LINK HREF='/feed' TYPE=application/rss+xml REL='alternate home'/>",
            ["https://daily.example/feed"],
        ),
        (link("/feed") * 3, ["https://daily.example/feed"]),
        (link("/style.css", rel="stylesheet", kind="text/css"), []),
        (link("/en", kind="text/html"), []),
        (link("javascript:alert(1)"), []),
        (link("http://["), []),
        (link(""), []),
        ("<link " * 50_000, []),
        ("<link a=" + "a=" * 900 + ">", []),
        ("", []),
    ],
)
def test_the_feeds_of_a_page_are_found(page: str, found: list[str]) -> None:
    assert feed_links(page.encode(), URL) == found
