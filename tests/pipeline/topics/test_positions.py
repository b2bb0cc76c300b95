"""The index of one article, and what can be known of it without building it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article, Mention, Quote
from pipeline.topics.positions import Positions, vocabulary

TEXTS = st.lists(
    st.sampled_from(
        ["Kyiv's", "l’Ukraine", "9.30", "U.N.", "co\u00adop", "Élysée", "東京で", "ไทย", "«да»", "x-ray", "don't", ".", "\n\n", "-", "'", "é\u0301", "1,000", "(a)"]
    )
).map(" ".join) | st.text(max_size=30)  # fmt: skip


@given(title=TEXTS, text=TEXTS, outlet=TEXTS, name=TEXTS, speaker=TEXTS | st.none())
def test_the_vocabulary_of_an_article_is_that_of_its_index(
    title: str, text: str, outlet: str, name: str, speaker: str | None
) -> None:
    one = Article(
        article_id="a", uri="u", source="desk one", title=title, text=text, outlet=outlet, language="en", content_hash="",
        seen_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    named = (Mention(article_id="a", name=name, kind="place", start=3, end=4),)
    quoted = (Quote(article_id="a", quote="", speaker=speaker, start=0, end=0),)
    assert vocabulary(one, named, quoted) == Positions(one, named, quoted).vocabulary
