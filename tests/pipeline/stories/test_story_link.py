"""Links of an article to the stories near it: which member is the nearest, and that it decides with the mean."""

from datetime import UTC, datetime

import pytest

from pipeline.records import Article
from pipeline.stories.feature import story_print
from pipeline.stories.memory import Member, Memory
from pipeline.stories.nearby import keys_of
from pipeline.stories.pin import Pins
from pipeline.stories.story_link import ALONE, Scored, candidates, linked

SEEN = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
SINKS = "Ferry sinks below Aldermoor dam"
ANGLES = (
    "Lindqvist blames rudder for ferry disaster",
    "Divers raise wreck near landing",
    "Aldermoor mourns its dead",
    "Passengers sue over life vests",
)


def taken(memory: Memory, title: str, story_id: str) -> Member:
    article = Article(
        article_id=title, uri=title, source="s", title=title, text="", seen_at=SEEN, content_hash="", language="en"
    )  # fmt: skip
    told = story_print(article)
    member = memory.receive(told, keys_of(told))
    memory.enter(member, memory.story(story_id))
    memory.arrive(title, told.seen_at)
    return member


def against(*titles: str) -> tuple[list[Member], Scored, float]:
    """The members of a story, how well a headline is linked to it, and how well by the mean alone."""
    memory = Memory(Pins())
    members = [taken(memory, one, "story") for one in titles]
    own = memory.profile(taken(memory, SINKS, "own"))
    (scored,) = candidates(memory, own, members, 0.0)
    (mean,) = linked(memory, own, ALONE, [scored.story], 0.0)
    return members, scored, mean.score


def test_the_nearest_is_the_member_most_strongly_linked() -> None:
    members, scored, _ = against(ANGLES[0], "Ferry sinks at dam", ANGLES[1])
    assert scored.closest is scored.nearest
    assert scored.closest.member is members[1]


def test_a_report_need_share_but_one_angle_of_a_story() -> None:
    _, scored, mean = against(*ANGLES[1:], SINKS + " at night")
    assert scored.score > mean + 1


def test_of_a_story_of_one_the_nearest_adds_nothing() -> None:
    members, scored, mean = against(ANGLES[0])
    assert scored.nearest is None
    assert scored.closest.member is members[0]
    assert scored.score == mean


@pytest.mark.parametrize(("place", "found"), [(3, True), (4, False)], ids=["among the first", "beyond"])
def test_only_the_first_few_that_share_most_are_looked_at(place: int, *, found: bool) -> None:
    titles = list(ANGLES)
    titles.insert(place, SINKS + " at night")
    members, scored, _ = against(*titles)
    assert (scored.closest.member is members[place]) is found
