"""The score of joining two sides: what each asks of the other."""

from datetime import UTC, datetime

import pytest

from pipeline.records import Article
from pipeline.stories.feature import story_print
from pipeline.stories.link import Side, link, parts, strength
from pipeline.stories.profile import Profile, article_profile, tally

TEXT = (
    "Rescuers searched the river below the Aldermoor dam on Sunday after a ferry with 37 people on board struck a pier "
    "and sank. Captain Rosa Lindqvist said that the rudder had failed minutes before the boat reached the landing."
)
OTHER = (
    "Divers on Monday raised the ferry that sank below the Aldermoor dam. Prosecutors questioned Captain Rosa Lindqvist for "
    "hours, and relatives of the missing laid flowers on the landing."
)
NO_PAIRS = tally(Profile(), Profile())


def profile(article_id: str, text: str) -> Profile:
    article = Article(
        article_id=article_id,
        uri=article_id,
        source="s",
        title=None if text else "Ferry sinks below Aldermoor dam",
        text=text,
        seen_at=datetime(2024, 3, 5, tzinfo=UTC),
        content_hash="",
    )
    return article_profile(story_print(article))


def test_two_stories_need_more_than_an_article_and_a_story() -> None:
    """Of the same sixteen pairs: an article that joined by mistake can still move, a story cannot."""
    across = tally(profile("one", TEXT), profile("other", TEXT)) * 16
    article, pair, stories = (
        link(across, Side(size, NO_PAIRS), Side(16 // size, NO_PAIRS)) for size in (1, 2, 4)
    )
    assert article > pair > stories


@pytest.mark.parametrize("text", [TEXT, ""], ids=["texts", "headlines"])
def test_few_pairs_are_weak_evidence(text: str) -> None:
    across = tally(profile("one", text), profile("other", text))
    once, often = (link(across * size, Side(1, NO_PAIRS), Side(size, NO_PAIRS)) for size in (1, 9))
    assert often > once


def test_the_nearest_member_counts_beside_the_mean() -> None:
    across = tally(profile("one", TEXT), profile("other", OTHER)) * 9
    sides = Side(1, NO_PAIRS), Side(9, NO_PAIRS)
    mean = strength(across)
    scores = [link(across, *sides, nearest=mean + more) for more in (0.0, 2.0, 4.0)]
    assert 0 < scores[1] - scores[0] < 2
    assert scores[2] - scores[1] == pytest.approx(scores[1] - scores[0])


@pytest.mark.parametrize("text", [TEXT, ""], ids=["texts", "headlines"])
def test_of_many_one_is_near_by_chance(text: str) -> None:
    """Where the nearest is no nearer than the mean of several, it counts against."""
    across = tally(profile("one", text), profile("other", text)) * 9
    sides = Side(1, NO_PAIRS), Side(9, NO_PAIRS)
    assert link(across, *sides, nearest=strength(across)) < link(across, *sides)


def test_parts_add_up_to_the_mean_and_the_nearest() -> None:
    across, nearest = (tally(profile("one", TEXT), profile("other", text)) for text in (OTHER, TEXT))
    before, found = parts(across), parts(across, nearest=nearest)
    assert sum(before.values()) == pytest.approx(strength(across))
    assert strength(across) < sum(found.values()) < strength(nearest)
    assert before["content"] < found["content"] < parts(nearest)["content"]
