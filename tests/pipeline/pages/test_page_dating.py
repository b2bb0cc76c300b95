"""Which of the dates a page states and shows is that of its publication."""

from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from pipeline.pages.metadata import read

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def page(shown: str, changed: str) -> str:
    return (
        "<html lang='en'><head><script type='application/ld+json'>"
        f'{{"@type": "NewsArticle", "headline": "Ferry sinks", "datePublished": "2020-05-13T10:00:00Z", "dateModified": "{changed}"}}'
        f"</script></head><body><h1>Ferry sinks</h1><p>{shown}</p><p>The council of Port Ellery met.</p></body></html>"
    )


@pytest.mark.parametrize(
    ("shown", "changed", "published"),
    [
        ("January 2, 2025", "2025-01-02T09:30:00Z", "2025-01-02"),
        ("Updated January 2, 2025", "2025-01-02T09:30:00Z", "2020-05-13"),
        ("May 13, 2020", "2025-01-02T09:30:00Z", "2020-05-13"),
        ("", "2025-01-02T09:30:00Z", "2020-05-13"),
        ("June 20, 2020", "2020-06-20T09:30:00Z", "2020-05-13"),
    ],
    ids=["brought out anew", "called an update", "first day shown", "nothing shown", "soon changed"],
)
def test_the_only_day_shown_a_year_later(shown: str, changed: str, published: str) -> None:
    said = read(fromstring(page(shown, changed)), "https://ellery.example/ferry", SEEN)
    assert str(said.published_on) == published


def test_the_change_that_is_the_publication_is_no_update() -> None:
    said = read(
        fromstring(page("January 2, 2025", "2025-01-02T09:30:00Z")), "https://ellery.example/ferry", SEEN
    )
    assert said.updated_at is None
    assert said.published_at == datetime(2025, 1, 2, 9, 30, tzinfo=UTC)
