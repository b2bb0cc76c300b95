"""Explanations say what grouping itself would have found: each is held against the live code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.records import Article
from pipeline.stories.explain import Comparison, WhatIf
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.link import THRESHOLD
from pipeline.stories.story import Stories

SEEN = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
QUAKE = (
    "An earthquake of magnitude 6.3 shook the island of Morava before dawn on Wednesday, and at least 40 people were "
    "buried under collapsed houses in the town of Petrich. Rescue teams with dogs dug through rubble. The quake was "
    "felt as far as Selin. Schools were closed and residents of Petrich spent the night in tents."
)
SECOND = (
    "Rescuers dug with bare hands for survivors in Petrich on Wednesday after an earthquake of magnitude 6.3 on the "
    "island of Morava brought down houses on at least 40 people. Residents ran into the streets and camped in tents. "
    "Tremors were felt in Selin, and schools on Morava stay closed."
)
AFTER = (
    "Rescuers pulled a child from a collapsed house in Petrich, two days after the earthquake on the island of Morava. Doctors "
    "said the girl had broken a leg. Engineers are to inspect bridges, and volunteers bring blankets, bread and water."
)
OTHER = (
    "The parliament in Selin on Friday passed a law on fishing quotas after a debate of nine hours. Fishermen had "
    "protested against the limits for months, and the minister promised subsidies for boats that stay in port."
)


def printed(article_id: str, text: str, day: int | None = 0) -> StoryPrint:
    return story_print(
        Article(
            article_id=article_id, uri="", source="s", text=text, content_hash="", seen_at=SEEN, language="en",
            published_at=None if day is None else SEEN + timedelta(days=day),
        )
    )  # fmt: skip


def headline(article_id: str, title: str) -> StoryPrint:
    return story_print(
        Article(
            article_id=article_id, uri="", source="s", title=title, text="", content_hash="", seen_at=SEEN, language="en"
        )
    )  # fmt: skip


def live(*prints: StoryPrint) -> tuple[str, float]:
    """Whether the last of these joined or opened, and with which score, as grouping says."""
    stories = Stories()
    membership = [stories.assign(one) for one in prints][-1].membership
    told = membership.evidence
    score = told["score"] if "score" in told else told["runner_up"]["score"]  # type: ignore[index, call-overload]
    assert isinstance(score, float)
    return membership.reason, score


FIRST = [printed("a", QUAKE), printed("b", SECOND)]


@pytest.mark.parametrize(
    ("text", "day"),
    [(AFTER, 0), (AFTER, 14), (AFTER, None), (OTHER + " " + AFTER[:60], 1)],
    ids=["same day", "a fortnight on", "no day", "another event"],
)
def test_the_score_is_that_of_grouping(text: str, day: int | None) -> None:
    article = printed("c", text, day)
    grounds = Comparison(article, FIRST).grounds()
    assert (("opened", "joined")[grounds.joins], round(grounds.score, 3)) == live(*FIRST, article)
    assert sum(grounds.parts.values()) - grounds.asked == pytest.approx(grounds.score)


def test_what_headlines_have_in_common_counts_as_it_did() -> None:
    stories = Stories()
    titles = [
        f"Morava Games in Petrich: {what}" for what in ("judo final", "rowing upset", "judo final upset")
    ]
    prints = [headline(f"h{at}", title) for at, title in enumerate(titles)]
    told = [stories.assign(one).membership.evidence for one in prints][-1]
    common = told["commonplace"]
    assert isinstance(common, float)
    assert told["score"] == round(Comparison(prints[2], prints[:2], common).grounds().score, 3)
    grounds = Comparison(prints[2], prints[:2], common).grounds()
    assert grounds.parts["commonplace"] < 0
    assert sum(grounds.parts.values()) - grounds.asked == pytest.approx(grounds.score)


def test_shared_words_are_told_by_kind() -> None:
    shared = Comparison(printed("c", AFTER), FIRST).grounds().shared
    assert {"petrich", "morava"} <= set(shared.names)
    assert {"earthquake", "island"} <= set(shared.words)
    assert set(Comparison(FIRST[1], FIRST[:1]).grounds().shared.numbers) == {"6.3", "40"}


def test_the_nearest_is_the_one_most_like_it() -> None:
    copy = printed("c", QUAKE.replace("dogs", "cranes"))
    assert Comparison(copy, FIRST).grounds().nearest == "a"


def test_what_counted_as_the_nearest_then_counts_now() -> None:
    copy = printed("c", QUAKE.replace("dogs", "cranes"))
    sought, told = (Comparison(copy, FIRST, nearest=one).grounds() for one in (None, "b"))
    assert (sought.nearest, told.nearest) == ("a", "b")
    assert sought.score > told.score
    assert sum(told.parts.values()) - told.asked == pytest.approx(told.score)


def what_ifs(article: StoryPrint, members: list[StoryPrint]) -> dict[str, WhatIf]:
    return {one.kind: one for one in Comparison(article, members).what_ifs()}


def test_days_later_are_those_at_which_grouping_turns() -> None:
    later = what_ifs(printed("c", AFTER), FIRST[:1])["later"]
    assert not later.joins
    assert [live(FIRST[0], printed("c", AFTER, day))[0] for day in (later.days - 1, later.days)] == [
        "joined",
        "opened",
    ]


def test_where_days_do_not_decide_a_month_is_told() -> None:
    later = what_ifs(printed("c", SECOND), FIRST[:1])["later"]
    assert (later.days, later.joins) == (31, True)


def test_without_a_day_nothing_is_said_of_days() -> None:
    assert "later" not in what_ifs(printed("c", SECOND, None), FIRST[:1])


def test_no_more_words_are_taken_away_than_needed() -> None:
    article = printed("c", AFTER)
    found = what_ifs(article, FIRST)["names"]
    assert not found.joins
    ids = {article.readable[term]: term for term in article.term.tolist() if term in article.readable}
    gone = {ids[word] for word in found.words}

    def without(terms: set[int]) -> StoryPrint:
        keep = [at for at, term in enumerate(article.term.tolist()) if term not in terms]
        return replace(
            article, term=article.term[keep], position=article.position[keep],
            rarity=article.rarity[keep], flags=article.flags[keep],
        )  # fmt: skip

    assert live(*FIRST, without(gone)) == ("opened", round(found.score, 3))
    assert live(*FIRST, without(gone - {ids[found.words[-1]]}))[0] == "joined"


def test_without_the_nearest_report() -> None:
    article = printed("c", AFTER)
    nearest = Comparison(article, FIRST).grounds().nearest
    rest = [one for one in FIRST if one.article_id != nearest]
    assert what_ifs(article, FIRST)["nearest"].score == Comparison(article, rest).grounds().score
    assert "nearest" not in what_ifs(article, FIRST[:1])


def test_what_would_have_made_it_join() -> None:
    found = what_ifs(printed("c", AFTER, 14), FIRST[:1])
    assert found["same_day"].joins
    assert round(found["same_day"].score, 3) == live(FIRST[0], printed("c", AFTER, 0))[1]
    assert found.keys() <= {"same_day", "same_names", "same_numbers", "no_day"}
    before = Comparison(printed("c", AFTER, 14), FIRST[:1]).grounds().score
    assert all(one.score > before for one in found.values())


def test_a_day_named_otherwise_is_told() -> None:
    moved = printed("c", AFTER.replace("two days", "on Saturday, days"), 30)
    found = what_ifs(moved, [printed("a", QUAKE, None)])
    assert found["no_day"].score > Comparison(moved, [printed("a", QUAKE, None)]).grounds().score
    assert Comparison(moved, [printed("a", QUAKE, None)]).grounds().score < THRESHOLD


def test_an_article_without_words_is_explained_too() -> None:
    grounds = Comparison(printed("c", ""), FIRST).grounds()
    assert not grounds.joins
    assert Comparison(printed("c", ""), FIRST).what_ifs() is not None
