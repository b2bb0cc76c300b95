"""The story print: what is read of an article, names, days, and its bytes."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article
from pipeline.stories.feature import FIGURE, NAME, NUMBER, SHORT, TOKENS, StoryPrint, story_print, wordless
from pipeline.texts.term import term

SEEN = datetime(2024, 3, 5, 12, 30, tzinfo=UTC)


def article(
    text: str, title: str | None = None, language: str | None = "en", published_at: datetime | None = None
) -> Article:
    return Article(
        article_id="a", uri="u", source="s", text=text, content_hash="", seen_at=SEEN, title=title,
        language=language, published_at=published_at,
    )  # fmt: skip


def flagged(found: StoryPrint, flag: int) -> set[str]:
    return {
        found.readable[key]
        for key, flags in zip(found.term.tolist(), found.flags.tolist(), strict=True)
        if flags & flag
    }


BODY = (
    "The ferry sank off Larsund. Divers from Larsund and Brekke searched the hull all night. Rain fell. " * 4
)


def test_names_are_capitalised_inside_and_never_lower() -> None:
    assert flagged(story_print(article(BODY)), NAME) == {"larsund", "brekke"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param(BODY + "Some larsund fishermen helped.", "larsund", id="also in lower case"),
        pytest.param(BODY + 'He said "Rain again".', "rain", id="opens a quotation"),
        pytest.param(BODY + "It was on Tuesday in March.", "tuesday", id="a day"),
        pytest.param(BODY + "It was on Tuesday in March.", "march", id="a month"),
        pytest.param(BODY + "Mood: Sombre all day.", "sombre", id="after a colon"),
    ],
)
def test_capitals_that_make_no_name(text: str, missing: str) -> None:
    assert missing not in flagged(story_print(article(text)), NAME)


def test_names_of_the_body_are_names_in_the_title() -> None:
    found = story_print(article(BODY, title="Larsund Ferry Sinks"))
    at = found.term.tolist().index(term("larsund", "en").id)
    assert at == 0
    assert found.flags[at] & NAME


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(
            "zhirkovskoye ferry sank in the rain, divers searched the hull. " * 5, "en", id="all lower case"
        ),
        pytest.param("THE FERRY ZHIRKOVSKOYE SANK IN THE RAIN. " * 8, "en", id="all capitals"),
        pytest.param(
            "Die Fähre Zhirkovskoye sank im Regen, und Taucher suchten lange. " * 5, "de", id="german nouns"
        ),
    ],
)
def test_rare_words_are_names_where_capitals_do_not_tell(text: str, language: str) -> None:
    names = flagged(story_print(article(text, language=language)), NAME)
    assert "zhirkovskoye" in names
    assert not names & {"regen", "rain", "ferry"}


def test_numbers_and_figures() -> None:
    found = story_print(article("In 2023 some 14 boats of 3 harbours and 1,250 people. " + BODY))
    assert flagged(found, NUMBER) == {"2023", "14", "3", "1,250"}
    assert flagged(found, FIGURE) == {"14", "1,250"}


def test_days_of_the_lead_and_of_all() -> None:
    found = story_print(article("It sank on Tuesday. " + BODY * 2 + " A vigil is due on Sunday."))
    assert found.lead_days == 1 << 1
    assert found.days == 1 << 1 | 1 << 6


def test_only_the_beginning_is_read() -> None:
    long = story_print(article(BODY * 200))
    assert long.position.max() < TOKENS
    assert np.array_equal(long.term, story_print(article(BODY * 400)).term)


def test_a_headline_is_short_and_a_text_is_not() -> None:
    assert story_print(article("", title="Ferry sinks off Larsund")).short
    assert not story_print(article("word " * SHORT)).short


def test_times() -> None:
    found = story_print(article(BODY, published_at=datetime(1970, 1, 2, tzinfo=UTC)))
    assert found.published_at == 24 * 60
    assert found.seen_at == int(SEEN.timestamp()) // 60
    assert story_print(article(BODY)).published_at is None


def test_a_time_out_of_bounds_is_kept_within() -> None:
    found = story_print(article(BODY, published_at=datetime(9999, 1, 1, tzinfo=UTC)))
    assert StoryPrint.from_bytes("a", found.to_bytes()).published_at == found.published_at == (1 << 31) - 1


def assert_equal(one: StoryPrint, other: StoryPrint) -> None:
    for name in ("article_id", "seen_at", "published_at", "short", "lead_days", "days", "readable"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("term", "rarity", "position", "flags"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@given(
    st.text(max_size=300),
    st.one_of(st.none(), st.text(max_size=40)),
    st.sampled_from([None, "en", "de", "zh", "th", "xx", ""]),
)
@settings(max_examples=60)
def test_any_text_survives_as_bytes(text: str, title: str | None, language: str | None) -> None:
    found = story_print(article(text, title=title, language=language))
    back = StoryPrint.from_bytes("a", found.to_bytes())
    assert_equal(back, found)
    assert back.to_bytes() == found.to_bytes()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff" * 40, id="another version"),
        pytest.param(story_print(article(BODY)).to_bytes()[:-1], id="cut"),
        pytest.param(story_print(article(BODY)).to_bytes() + b"x", id="too long"),
    ],
)
def test_bytes_of_no_print_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="story print"):
        StoryPrint.from_bytes("a", data)


def test_a_print_is_small() -> None:
    assert len(story_print(article(BODY * 50)).to_bytes()) < 4000


def test_without_words_a_print_is_the_same_but_for_these() -> None:
    whole = story_print(
        article("The harbour of Arneville was closed on Monday after 250 dockers walked out.")
    )
    bare = StoryPrint.from_bytes(whole.article_id, wordless(whole.to_bytes()))
    assert whole.readable
    assert_equal(bare, replace(whole, readable={}))
    assert wordless(bare.to_bytes()) == bare.to_bytes()


def test_a_print_of_the_first_version_is_still_read() -> None:
    now = story_print(article(BODY))
    before = replace(now, key=now.key[:0], key_weight=now.key_weight[:0], tongue="").to_bytes()
    found = StoryPrint.from_bytes("a", b"\x01" + before[1:])
    assert (found.tongue, len(found.key)) == ("en", 0)
    assert found.term.tolist() == now.term.tolist()
    assert found.to_bytes()[0] == 2


def test_the_language_of_an_old_print_is_guessed_by_its_script() -> None:
    now = story_print(
        article("Паром затонул у берегов, спасатели искали людей всю ночь. " * 4, language="ru")
    )
    before = replace(now, key=now.key[:0], key_weight=now.key_weight[:0], tongue="").to_bytes()
    assert StoryPrint.from_bytes("a", b"\x01" + before[1:]).tongue == "ru"


@pytest.mark.parametrize(
    ("language", "tongue"), [("en", "en"), ("hr", "sh"), ("sr", "sh"), ("nb-NO", "no"), ("x" * 99, "x" * 8)]
)
def test_languages_that_are_taken_for_one_another_are_one_tongue(language: str, tongue: str) -> None:
    found = story_print(article(BODY, language=language))
    assert StoryPrint.from_bytes("a", found.to_bytes()).tongue == found.tongue == tongue
