"""Why an article does not match: which clause failed, how near it came, and a change that has been tried."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article, Mention, Topic
from pipeline.topics.query import parse
from pipeline.topics.topic import Matcher
from pipeline.topics.why_not import Diagnosis, why_not


def article(text: str, title: str | None = None) -> Article:
    return Article(
        article_id="a",
        uri="u",
        source="s",
        text=text,
        title=title,
        content_hash="",
        seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_at=datetime(2026, 1, 2, tzinfo=UTC),
        outlet="Harbour Post",
        language="en",
    )


def ask(query: str, text: str, title: str | None = None) -> Diagnosis:
    return why_not(Matcher([Topic(name="t", title="", query=query)]), "t", article(text, title))


@pytest.mark.parametrize(
    ("query", "text", "clause", "told"),
    [
        ("tanks NEAR/3 shells", "Tanks rolled on and on over spent shells.", "tanks NEAR/3 shells", "NEAR/3 wanted, 7 apart"),
        ("tanks ONEAR/3 shells", "Shells for tanks.", "tanks ONEAR/3 shells", "ONEAR/3 wanted, they stand in another order, 2 apart"),
        ("tanks NEAR/3 shells", "Tanks only.", "shells", "no shells"),
        ('"forces" kyiv', "He forced Kyiv.", '"forces"', "forces stands there only with another ending: forced"),
        ("=WHO kyiv", "Who is in Kyiv", "=WHO", "WHO stands there only with other case, accents or ending: Who"),
        ('"peace talks" kyiv', "Talks on peace in Kyiv.", '"peace talks"', "its words stand, at nearest 2 apart"),
        ("blockades kyiv", "Blockers in Kyiv.", "blockades", "no blockades; nearest: blockers"),
        ("title:kyiv tanks", "Tanks in Kyiv.", "kyiv", "not in title: only in sentence 1"),
        ("SENTENCE(tanks kyiv)", "Tanks rolled. Kyiv slept.", "SENTENCE(tanks kyiv)", "together in a paragraph, but not in one sentence"),
        ("SENTENCE(tanks kyiv)", "Tanks rolled.\n\nKyiv slept.", "SENTENCE(tanks kyiv)", "in the article, but not in one sentence"),
        ("SENTENCE(tanks kyiv)", "Tanks rolled. Kyiv slept.", "kyiv", "“Kyiv” in sentence 2"),
        ("tanks NOT kyiv", "Tanks in Kyiv.", "NOT kyiv", "refused, but “Kyiv” in sentence 1"),
        ("tanks NOT NEAR/5 kyiv", "Tanks in Kyiv.", "tanks NOT NEAR/5 kyiv", "stands only near what is refused: “Kyiv” in sentence 1"),
        ("COUNT/3(tanks)", "Tanks and tanks.", "COUNT/3(tanks)", "2 of 3 places"),
        ("ATLEAST/3(tanks^2, shells, drones)", "Tanks.", "ATLEAST/3(tanks^2, shells, drones)", "2 of 3"),
        ("published:2024 tanks", "Tanks.", "published:2024", "published 2026-01-02 00:00 UTC"),
        ("outlet:gazette tanks", "Tanks.", "gazette", "the outlet is “Harbour Post”"),
        ("entity:minsk tanks", "Tanks.", "minsk", "no entity is known that is so called"),
        ("(tanks OR shells) drones", "Tanks.", "(tanks OR shells)", "“Tanks” in sentence 1"),
    ],
)  # fmt: skip
def test_what_a_clause_came_to(query: str, text: str, clause: str, told: str) -> None:
    findings = {one.clause: one.told for one in ask(query, text).findings}
    assert findings[clause] == told


@pytest.mark.parametrize(
    ("query", "text", "changed"),
    [
        ("tanks NEAR/3 shells", "Tanks rolled on and on over spent shells.", "tanks NEAR/7 shells"),
        ("tanks ONEAR/3 shells", "Shells for tanks.", "tanks NEAR/3 shells"),
        ("tanks ONEAR/1 shells", "Tanks lost shells.", "tanks ONEAR/2 shells"),
        ('"forces" kyiv', "He forced Kyiv.", '("forces" OR "forced") AND kyiv'),
        ("=WHO kyiv", "Who is in Kyiv", '"WHO" AND kyiv'),
        ('"peace talks" kyiv', "Talks on peace in Kyiv.", "(peace NEAR/2 talks) AND kyiv"),
        ("blockades kyiv", "Blockers in Kyiv.", '(blockades OR "blockers") AND kyiv'),
        ("title:kyiv tanks", "Tanks in Kyiv.", "(kyiv) AND tanks"),
        ("SENTENCE(tanks kyiv)", "Tanks rolled. Kyiv slept.", "PARAGRAPH(tanks kyiv)"),
        ("SENTENCE(tanks kyiv)", "Tanks rolled.\n\nKyiv slept.", "(tanks kyiv)"),
        ("tanks NOT kyiv", "Tanks in Kyiv.", "tanks"),
        ("tanks NOT NEAR/5 kyiv", "Tanks in old Kyiv.", "tanks NOT NEAR/2 kyiv"),
        ("COUNT/3(tanks)", "Tanks and tanks.", "COUNT/2(tanks)"),
        ("ATLEAST/3(tanks^2, shells, drones)", "Tanks.", "ATLEAST/2(tanks^2, shells, drones)"),
        ("tanks shells drones", "Tanks and drones.", "tanks AND drones"),
        ("(tanks OR shells) NEAR/1 (blockades OR mines)", "Tanks saw blockers.",
         '(tanks OR shells) NEAR/2 ((blockades OR "blockers") OR mines)'),
        ("tanks # a comment\n NEAR/1 shells", "Tanks lost shells.", "tanks # a comment\n NEAR/2 shells"),
    ],
)  # fmt: skip
def test_the_smallest_change(query: str, text: str, changed: str) -> None:
    assert ask(query, text).remedies[0].text == changed


def test_nothing_is_proposed_where_nothing_is_near() -> None:
    assert ask("zebras", "Tanks rolled.").remedies == ()


def test_many_changes_are_no_small_change() -> None:
    assert len(ask("tanks zebra1 zebra2 zebra3", "Tanks rolled.").remedies[0].steps) == 3
    assert ask("tanks zebra1 zebra2 zebra3 zebra4", "Tanks rolled.").remedies == ()


def test_what_matches_is_said_to_match() -> None:
    found = ask("tanks^3", "Tanks rolled.")
    assert (found.score, found.findings, found.remedies) == (3.0, (), ())


def test_a_topic_it_builds_on_is_explained_too() -> None:
    topics = [
        Topic(name="base", title="", query="drones"),
        Topic(name="top", title="", query="tanks topic:base"),
    ]
    found = why_not(Matcher(topics), "top", article("Tanks rolled."))
    assert [one.topic for one in found.referred] == ["base"]
    assert found.referred[0].findings[0].told == "no drones"


def test_names_are_looked_at() -> None:
    named = Mention(article_id="a", name="Minsk", kind="place", start=0, end=5)
    found = why_not(
        Matcher([Topic(name="t", title="", query="country:minsk zebra")]), "t", article("Minsk."), [named]
    )
    assert {one.clause: one.holds for one in found.findings}["country:minsk"]


WORDS = ("tanks", "shells", "drones", '"peace talks"', '"forced"', "=Kyiv", "mob*")
CLAUSES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} AND {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} NOT {two[1]})"),
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS), st.integers(1, 9)).map(
            lambda three: f"({three[0]} NEAR/{three[2]} {three[1]})"
        ),
        inner.map(lambda one: f"SENTENCE({one})" if "SENTENCE" not in one else one),
        st.sampled_from(WORDS).map(lambda one: f"title:{one}"),
        st.tuples(inner, inner).map(lambda two: f"ATLEAST/2({two[0]}, {two[1]})"),
    ),
    max_leaves=5,
)
TEXTS = st.lists(
    st.sampled_from(("tanks", "shells", "peace", "talks", "force", "kyiv", "mobs", "and.", "The")),
    min_size=1,
    max_size=12,
)


@given(CLAUSES, TEXTS)
def test_each_change_makes_it_match_and_is_told_in_steps(query: str, words: list[str]) -> None:
    try:
        parse(query)
    except ValueError:
        return
    found = ask(query, " ".join(words))
    assert (found.score is None) == bool(found.findings)
    for change in found.remedies:
        assert ask(change.text, " ".join(words)).score is not None
        assert change.steps
        assert change.text != query
