"""Remarks on topics by what their clauses find in many articles."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.records import Article, Mention, Topic
from pipeline.topics import topic, topic_survey
from pipeline.topics.positions import Positions
from pipeline.topics.topic import Matcher
from pipeline.topics.topic_survey import Survey

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def survey(query: str, texts: list[str], monkeypatch: pytest.MonkeyPatch | None = None) -> list[str]:
    if monkeypatch:
        monkeypatch.setattr(topic_survey, "_ENOUGH", 20)
    matcher = Matcher([Topic(name="t", title="", query=query)])
    found = Survey(matcher, ["t"])
    for number, text in enumerate(texts):
        known = {"uri": "u", "source": "s", "content_hash": "", "seen_at": SEEN, "language": "en"}
        article = Article(article_id=str(number), text=text, **known)  # type: ignore[arg-type]
        found.add(article, (), ())
    return [f"{one.line}:{one.column} {one.text}" for one in found.remarks()]


def test_clauses_that_are_never_found(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Tanks rolled."] * 5 + ["Rain fell."] * 20
    assert survey("tanks OR\n(zebra NEAR/3 crossing) NOT unicorn", texts, monkeypatch) == [
        "2:2 zebra was not found in any of 25 articles",
        "2:15 crossing was not found in any of 25 articles",
    ]


def test_a_word_is_found_wherever_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in an article that does not match, in another inflection, in a fact, and under a topic that does not match."""
    monkeypatch.setattr(topic_survey, "_ENOUGH", 4)
    matcher = Matcher([
        Topic(name="t", title="", query="(tank OR country:russia OR published:2024) NOT peace"),
        Topic(name="on", title="", query="topic:t AND (gun* OR title:shell OR title:rain OR =Guns)"),
    ])  # fmt: skip
    found = Survey(matcher, ["t", "on"])
    place = Mention(article_id="a", name="Russia", kind="place", start=0, end=6)
    for text, title, named in (
        ("Tanks and peace.", None, ()), ("Peace.", None, (place,)), ("Guns.", "Shells", ()), ("Rain.", None, ()),
    ):  # fmt: skip
        one = Article(article_id="a", text=text, title=title, uri="u", source="s", content_hash="", seen_at=SEEN, language="en")  # fmt: skip
        found.add(one, named, ())
    assert [f"{one.topic} {one.text}" for one in found.remarks()] == [
        "t matches none of 4 articles",
        "on matches none of 4 articles",
        "on rain was not found in title in any of 4 articles",
    ]


def test_an_article_is_indexed_once_to_match_and_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexing its words is most of what it costs."""
    indexed = []

    class Counted(Positions):
        def __init__(self, article: Article, *found: Any) -> None:
            indexed.append(article.article_id)
            super().__init__(article, *found)

    monkeypatch.setattr(topic_survey, "Positions", Counted)
    monkeypatch.setattr(topic, "Positions", Counted)
    assert survey("tank", ["Tanks rolled.", "Rain fell.", "A tank stood."]) == []
    assert indexed == ["0", "2"]


def test_a_few_articles_prove_nothing_about_a_word() -> None:
    assert survey("tanks OR zebra", ["Tanks rolled.", "Rain fell.", "Rain fell."]) == []


def test_a_topic_that_matches_nothing_or_nearly_everything() -> None:
    assert survey("zebra", ["Rain fell."] * 3) == ["1:1 matches none of 3 articles"]
    assert survey("rain", ["Rain fell."] * 30) == [
        "1:1 matches 30 of 30 articles: hardly anything is left out"
    ]


def test_one_alternative_that_brings_the_hits() -> None:
    texts = ["Rain fell."] * 60 + ["Tanks rolled."] * 27 + ["Shells fell."] + ["Drones rolled."] * 2
    assert survey("shells OR tanks OR drones", texts) == ["1:11 tanks alone brings 90% of the 30 hits"]
    assert survey("shells OR tanks OR drones", texts + ["Shells and drones."] * 9) == []


def test_a_wildcard_that_stands_for_many_words() -> None:
    many = [f"pro{chr(97 + n % 26)}{chr(97 + n // 26)}x flew." for n in range(40)]
    found = survey("drones OR pro*", [*many, *["Rain fell."] * 60])
    assert [text for text in found if "stands for" in text] == [
        "1:11 pro* stands for 40 different words: proaax (1), proabx (1), probax (1), probbx (1), procax (1) …"
    ]
    assert not survey("drones OR pro*", [*many[:20], *["Rain fell."] * 60])


@pytest.mark.parametrize(
    ("query", "flagged"),
    [("Target OR drones", True), ("=Target OR drones", False), ("target OR drones", False), ('"Target" OR drones', False)],
)  # fmt: skip
def test_names_that_are_common_words(query: str, flagged: bool) -> None:  # noqa: FBT001
    texts = ["They met the target."] * 8 + ["Shares of Target rose."] * 4 + ["Rain fell."] * 60
    found = [text for text in survey(query, texts) if "no name" in text]
    wanted = ["1:1 Target is no name in 8 of 12 places: target (8); write =Target for the name"]
    assert found == (wanted if flagged else [])
