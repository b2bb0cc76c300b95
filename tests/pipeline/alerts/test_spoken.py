"""The sayings of stories, while articles arrive, stories merge and articles move."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.spoken import MOST, Speech, Spoken
from pipeline.alerts.standing import Arrival
from pipeline.records import Membership, Quote, StoryMerge

DAM = "We will rebuild the dam before winter, and nobody in this valley will have to leave his home"
CUT = "We will rebuild the dam before winter"


def quote(words: str, article_id: str) -> Quote:
    return Quote(
        article_id=article_id, quote=words, speaker="Anna Keller", start=0, end=len(words), language="en"
    )


def arrival(
    article_id: str, story_id: str, merges: Sequence[StoryMerge] = (), moves: Sequence[Membership] = ()
) -> Arrival:
    return Arrival(
        article_id=article_id, story_id=story_id, at=datetime(2026, 1, 1, tzinfo=UTC), merges=tuple(merges), moves=tuple(moves)
    )  # fmt: skip


def said(
    spoken: Spoken, number: int, article_id: str, story_id: str, words: str, **more: Sequence[object]
) -> str:
    (found,) = spoken.follow(arrival(article_id, story_id, **more), number, [quote(words, article_id)])  # type: ignore[arg-type]
    assert found.said_id
    return found.said_id


def test_variants_are_one_within_a_story_alone() -> None:
    spoken = Spoken({})
    first = said(spoken, 1, "a", "s", DAM)
    assert said(spoken, 2, "b", "s", CUT) == first
    assert said(spoken, 3, "c", "t", CUT) != first


def test_the_same_words_are_one_anywhere() -> None:
    spoken = Spoken({})
    assert said(spoken, 1, "a", "s", DAM) == said(spoken, 2, "b", "t", f"“{DAM.upper()}!”")


def test_what_was_said_goes_along_when_stories_merge() -> None:
    spoken = Spoken({})
    first = said(spoken, 1, "a", "s", DAM)
    merge = StoryMerge(story_id="t", absorbed_id="s", article_id="b")
    assert said(spoken, 2, "b", "t", CUT, merges=[merge]) == first


def test_what_was_said_goes_along_when_its_article_moves() -> None:
    spoken = Spoken({})
    first = said(spoken, 1, "a", "s", DAM)
    move = Membership(article_id="a", story_id="t", similarity=1.0, reason="moved")
    assert said(spoken, 2, "b", "t", CUT, moves=[move]) == first
    assert said(spoken, 3, "c", "s", CUT) != first


def test_a_later_version_replaces_what_the_article_said() -> None:
    spoken = Spoken({})
    first = said(spoken, 1, "a", "s", DAM)
    said(spoken, 1, "a", "s", "The ministry has known of the cracks for eleven years")
    assert said(spoken, 2, "b", "s", CUT) != first


def test_the_latest_sayings_are_remembered() -> None:
    spoken = Spoken({})
    first = said(spoken, 0, "first", "s", DAM)
    for number in range(1, MOST + 2):
        said(spoken, number, f"a{number}", "s", " ".join(f"{letter}{number}x" for letter in "klmno"))
    assert said(spoken, 900, "late", "s", CUT) != first


WORDS = [
    DAM,
    CUT,
    "The ministry has known of the cracks for eleven years",
    "has known of the cracks for eleven years",
]


@given(st.lists(st.tuples(st.sampled_from("st"), st.sampled_from(WORDS)), max_size=8), st.integers(0, 8))
def test_starting_again_in_the_middle_makes_no_difference(stream: list[tuple[str, str]], cut: int) -> None:
    whole = Spoken({})
    expected = [said(whole, number, f"a{number}", *one) for number, one in enumerate(stream)]
    stories: dict[str, dict[str, Speech]] = {}
    for number, (story_id, words) in enumerate(stream[:cut]):
        one = Quote(
            article_id=f"a{number}",
            quote=words,
            speaker="Anna Keller",
            start=0,
            end=1,
            language="en",
            said_id=expected[number],
        )
        stories.setdefault(story_id, {})[f"a{number}"] = Speech(arrival=number, quotes=(one,))
    again = Spoken(stories)
    rest = [said(again, number, f"a{number}", *one) for number, one in enumerate(stream) if number >= cut]
    assert rest == expected[cut:]
