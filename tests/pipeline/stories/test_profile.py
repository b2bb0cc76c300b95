"""The sums over members that links are worked out from."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.memory import Memory
from pipeline.stories.pin import Pins
from pipeline.stories.profile import Profile, among, article_profile, article_profiles, tally

_BODIES = (
    (
        "en",
        (
            "Rescuers searched the river below the Aldermoor dam on Sunday after a ferry with 37 people on board struck a "
            "pier and sank. Captain Rosa Lindqvist said that the rudder had failed, and 4 of the 37 are missing."
        ),
    ),
    (
        "en",
        (
            "Divers on Monday raised the ferry that sank with 37 people below the Aldermoor dam. Prosecutors questioned Captain "
            "Rosa Lindqvist for 6 hours, and relatives of the missing laid flowers on the landing."
        ),
    ),
    (
        "de",
        (
            "Nach dem Untergang einer Fähre mit 37 Menschen an Bord suchten Retter am Sonntag den Fluss unterhalb des Damms von "
            "Aldermoor ab. Die Kapitänin Rosa Lindqvist sagte, das Ruder sei ausgefallen; 4 Menschen werden vermisst."
        ),
    ),
    ("en", ""),
)


def printed(number: int, language: str, text: str, day: int | None) -> StoryPrint:
    start = datetime(2024, 3, 5, 8, tzinfo=UTC)
    article = Article(
        article_id=f"a{number}",
        uri=f"a{number}",
        source="s",
        title="Ferry sinks below Aldermoor dam",
        text=text,
        language=language,
        seen_at=start,
        published_at=None if day is None else start + timedelta(days=day),
        content_hash="",
    )
    return story_print(article)


@st.composite
def streams(draw: st.DrawFn) -> list[StoryPrint]:
    kinds = st.tuples(st.sampled_from(_BODIES), st.none() | st.integers(0, 9))
    drawn = draw(st.lists(kinds, min_size=2, max_size=7))
    return [printed(number, *body, day) for number, (body, day) in enumerate(drawn)]


@given(streams())
def test_the_pairs_among_members_are_those_of_each_two(articles: list[StoryPrint]) -> None:
    members = article_profiles(articles)
    expected = np.sum([tally(one, other) for one, other in combinations(members, 2)], axis=0)
    assert among(Profile.total(members), members).tolist() == expected.tolist()


@given(streams())
def test_profiles_made_together_are_those_made_alone(articles: list[StoryPrint]) -> None:
    for article, together in zip(articles, article_profiles(articles), strict=True):
        alone = article_profile(article)
        for probe in map(article_profile, articles):
            assert tally(probe, together).tolist() == tally(probe, alone).tolist()


def test_an_article_that_is_asked_for_twice_is_one_at_hand() -> None:
    memory = Memory(Pins())
    article = printed(0, *_BODIES[0], 0)
    member = memory.know(article.article_id, article.to_bytes())
    one, same = memory.profiles([member, member])
    assert one is same
