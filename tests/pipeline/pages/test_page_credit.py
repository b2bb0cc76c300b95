"""Which agency a page names as its author."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pages.page_credit import page_credit
from pipeline.records import Document


def page(content: str | bytes, media_type: str = "text/html") -> Document:
    return Document(
        uri="u",
        source="s",
        media_type=media_type,
        content=content,
        fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<meta name="author" content="Reuters">', "Reuters"),
        ('<script type="application/ld+json">{"author":{"@type":"Organization","name":"AFP"}}</script>', "AFP"),
        ('<script type="application/ld+json">{"author": ["dpa"]}</script>', "dpa"),
        ('<p class="byline">By Reuters</p>', "Reuters"),
        ('<div class="article-author"><a href="/afp">AFP</a></div>', "AFP"),
        ('<span class="author">ТАСС</span>', "TASS"),
        ('<meta name="author" content="Anna Keller">', None),
        ('<p class="byline">By Anna Keller, who worked for Reuters</p>', None),
        ('<a class="source">Reuters</a><p>Photo: AFP</p>', None),
        ('<meta name="author" content="Anna Keller"><a class="source">Reuters</a>', None),
        ('<p class="byline"></p><a class="source">Reuters</a>', None),
        ('<meta name="author" content="Photo: Reuters">', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_author_of_a_page_credits(content: str, expected: str | None) -> None:
    assert page_credit(page(content)) == page_credit(page(content.encode())) == expected


def test_only_a_page_is_read() -> None:
    assert page_credit(page('<meta name="author" content="Reuters">', "text/plain")) is None


NAMED = [
    '<meta name="author" content="{}">', '<script type="application/ld+json">{{"author": {{"@type": "Organization", "name": "{}"}}}}</script>',
    '<script type="application/ld+json">{{"author": ["{}"]}}</script>', '<p class="byline">By {}</p>', '<div class="article-author"><a href="/x">{}</a></div>',
]  # fmt: skip
BESIDE = [
    '<a class="source">{}</a>', "<p>Photo: {}</p>", "<p>The dam broke, {} reported.</p>", '<meta name="publisher" content="{}">', "<title>{}</title>",
    '<p class="byline">By Anna Keller</p>', '<p class="byline"></p>', '<meta name="author" content="Photo: {}">', "<script>'author': 1</script>",
]  # fmt: skip
agencies = st.sampled_from(["Reuters", "AFP", "dpa", "TASS", "Xinhua", "AP"])
markup = st.lists(st.builds(str.format, st.sampled_from(BESIDE), agencies), max_size=6).map("\n".join)


@given(markup, st.sampled_from(NAMED), agencies, markup)
def test_only_where_authors_stand_is_an_agency_credited(
    before: str, named: str, name: str, after: str
) -> None:
    assert page_credit(page(f"{before}\n{named.format(name)}\n{after}")) == name
    assert page_credit(page(f"{before}\n{after}")) is None


@pytest.mark.parametrize(
    "content",
    ["author" * 100_000, 'author" ' * 50_000, "author'" + "<a> " * 50_000, 'author":{' + " " * 300_000],
)
def test_hostile_pages_end(content: str) -> None:
    assert page_credit(page(content)) is None
    assert page_credit(page(f'<meta name="author" content="Reuters">{content}')) == "Reuters"
