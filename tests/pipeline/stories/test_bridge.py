"""What two languages share: names as they sound, places, figures; and which reports that joins."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article
from pipeline.stories.bridge import FIGURE_KEY, figure, sound
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.link import THRESHOLD, Side, link, parts
from pipeline.stories.profile import Profile, article_profile, tally
from pipeline.stories.story import Stories

SEEN = datetime(2025, 3, 1, tzinfo=UTC)
# Made-up events, each told in several languages, and for each another event of the same people.
REPORTS: list[dict[str, Any]] = orjson.loads(
    (Path(__file__).parents[1] / "data" / "reports_abroad.json").read_bytes()
)


@cache
def printed(at: int) -> StoryPrint:
    report = REPORTS[at]
    return story_print(
        Article(
            article_id=f"{report['event']}/{report['language']}", uri="", source="s", text=report["text"], title=report["title"],
            content_hash="", seen_at=SEEN, language=report["language"],
            published_at=datetime.fromisoformat(report["day"]).replace(hour=12, tzinfo=UTC),
        )
    )  # fmt: skip


def keys(text: str, language: str) -> set[str]:
    one = story_print(
        Article(
            article_id="a", uri="", source="s", text=text, content_hash="", seen_at=SEEN,
            language=language,
        )
    )  # fmt: skip
    return {one.readable[key] for key in one.key.tolist() if key in one.readable}


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param([("en", "zelensky"), ("de", "selenskyj"), ("ru", "зеленского"), ("uk", "зеленський")], id="z and s"),
        pytest.param([("en", "lukashenko"), ("de", "lukaschenko"), ("fr", "loukachenko"), ("ru", "лукашенко")], id="sh"),
        pytest.param([("en", "johnson"), ("ru", "джонсон")], id="j"),
        pytest.param([("en", "mitsotakis"), ("el", "μητσοτάκης")], id="greek"),
        pytest.param([("en", "volodymyr"), ("de", "wolodymyr")], id="w"),
        pytest.param([("en", "obama's"), ("ru", "обама")], id="possessive"),
    ],
)  # fmt: skip
def test_a_name_sounds_the_same_however_it_is_spelled(spellings: list[tuple[str, str]]) -> None:
    assert len({sound(word, language) for language, word in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("macron", "merkel"), ("putin", "biden"), ("solheim", "lindholm")], ids=str
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound(one, "en") != sound(other, "en")


def test_a_script_that_does_not_tell_sounds_gives_none() -> None:
    assert sound("泽连斯基", "zh") == ""


@pytest.mark.parametrize(
    ("word", "plain"),
    [("1,250", "1250"), ("1.250", "1250"), ("6,3", "6.3"), ("6.3", "6.3"), ("12", "12"), ("٤٠", "40"), ("11:42", "11:42")],
)  # fmt: skip
def test_figures_have_one_way_to_be_written(word: str, plain: str) -> None:
    assert figure(word) == plain


def test_keys_are_names_places_and_figures() -> None:
    text = (
        "Divers searched off Larsund on Monday. President Ingrid Solheim flew from France to Kyiv with 250 men. "
        * 2
    )
    assert keys(text, "en") == {"larsund", "ingrid", "solheim", "France", "Kyiv", "250"}


def test_headlines_have_no_keys() -> None:
    assert not keys("Solheim flies to Kyiv with 250 men", "en")


def test_figures_are_told_from_names() -> None:
    one = printed(0)
    figures = {one.readable[key] for key in one.key.tolist() if key & FIGURE_KEY and key in one.readable}
    assert figures <= {"143", "17", "38", "62"}
    assert figures


def linked(one: StoryPrint, other: StoryPrint) -> bool:
    profiles = article_profile(one), article_profile(other)
    across = tally(*profiles)
    return link(across, *(Side(1, tally(each, Profile())) for each in profiles)) >= THRESHOLD


@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
def test_reports_in_two_languages_are_linked_only_of_one_event(dated: bool) -> None:  # noqa: FBT001 - a table
    """548 pairs, 35 of one event, 32 of another event of the same people: precision before recall."""
    prints = [printed(at) if dated else replace(printed(at), published_at=None) for at in range(len(REPORTS))]
    pairs = [
        (one, other) for one, other in combinations(range(len(REPORTS)), 2)
        if REPORTS[one]["language"] != REPORTS[other]["language"]
    ]  # fmt: skip
    found = Counter(
        (REPORTS[one]["event"] == REPORTS[other]["event"], linked(prints[one], prints[other]))
        for one, other in pairs
    )
    assert not found[False, True]
    assert found[True, True] / (found[True, True] + found[True, False]) >= 0.7


def stream(order: list[int]) -> dict[str, str]:
    stories, place = Stories(), dict[str, str]()
    for at in order:
        assigned = stories.assign(printed(at))
        place |= {row.article_id: row.story_id for row in (assigned.membership, *assigned.changes)}
    return place


@pytest.mark.parametrize("seed", range(4))
def test_a_story_takes_in_the_languages_that_agree(seed: int) -> None:
    chosen = [
        at
        for at, report in enumerate(REPORTS)
        if report["event"] in {"mine", "trial", "talks", "talks2", "ferry"}
    ]
    place = stream(Random(seed).sample(chosen, len(chosen)))
    assert place["mine/en"] == place["mine/ru"]
    assert place["trial/en"] == place["trial/el"] == place["trial/fr"]
    assert place["talks/en"] == place["talks/uk"] == place["talks/de"]
    assert len({place[key] for key in ("mine/en", "trial/en", "talks/en", "talks2/en", "ferry/en")}) == 5


def test_words_of_another_language_do_not_count() -> None:
    one = printed(0)
    told = {
        tongue: parts(tally(article_profile(one), article_profile(replace(one, tongue=tongue))))
        for tongue in ("en", "de")
    }
    assert told["en"]["content"] > 0
    assert "content" not in told["de"]
    assert told["de"]["foreign names"] == pytest.approx(6.4)  # all, up to the cap


@settings(max_examples=20)
@given(st.lists(st.integers(0, len(REPORTS) - 1), min_size=2, max_size=8, unique=True), st.integers(1, 7))
def test_sums_of_stories_are_sums_over_pairs_whatever_the_languages(chosen: list[int], cut: int) -> None:
    one, other, total = Profile(), Profile(), np.zeros_like(tally(Profile(), Profile()))
    for at in chosen[:cut]:
        one.add(article_profile(printed(at)))
    for at in chosen[cut:]:
        other.add(article_profile(printed(at)))
    for at, of in product(chosen[:cut], chosen[cut:]):
        total += tally(article_profile(printed(at)), article_profile(printed(of)))
    assert np.array_equal(tally(one, other), total)
