"""Warnings about queries that parse and are probably not meant."""

import pytest

from pipeline.records import Topic
from pipeline.topics.topic_lint import lint


@pytest.mark.parametrize(
    ("query", "warnings"),
    [
        ('border OR "border crossing"', ['line 1, column 11: "border crossing" adds nothing to border']),
        ('tanks OR "tanks"', ['"tanks" adds nothing to tanks']),
        ('troop* OR "troops" OR tanks', ['"troops" adds nothing to troop*']),
        ("tanks OR shells OR tanks", ["tanks adds nothing to tanks"]),
        ("tanks shells OR drones", ["column 1: AND before OR without brackets: read as (tanks shells) OR …"]),
        ("(tanks OR shells) kyiv OR (lviv)", ["read as ((tanks OR shells) kyiv) OR …"]),
        ("tanks\nNOT tanks", ["line 2, column 5: never matches: tanks is both wanted and refused"]),
        ("sub* drones", ["column 1: sub* finds very many words"]),
        ("sentence(tanks kyiv)", ["sentence is looked for as a word; the operator is written SENTENCE(…)"]),
        (
            "a language:klingon",
            ["column 12: never matches: klingon is no language; write two letters, as in language:en"],
        ),
        ("a language:German", ["german is no language; did you mean language:de?"]),
        (
            "a language:(en-GB OR nb)",
            [
                "en gb is no language; did you mean language:en?",
                "nb is no language; did you mean language:no?",
            ],
        ),
        ("a NOT language:xx", ["xx is no language; write two letters"]),
        ("a language:uk language:e?", []),
        ("a country:narnia", ["column 11: never matches: narnia is no country; "]),
        ("a country:usa", ['usa is no country; did you mean country:"united states"?']),
        ("a country:belorus", ['did you mean country:"belarus"?']),
        ('a country:(Belarus OR "united states" OR kyiv OR europe OR "Côte d’Ivoire" OR sloven*)', []),
        ('=Border OR "border crossing"', []),
        ('"border crossing" OR "border guard"', []),
        ("(tanks shells) OR drones", []),
        ("tanks NOT shells", []),
        ("subm* drones", []),
    ],
)
def test_warnings(query: str, warnings: list[str]) -> None:
    found = lint([Topic(name="t", title="T", query=query)])
    assert len(found) == len(warnings)
    for text, part in zip(found, warnings, strict=True):
        assert text.startswith("topic t, line ")
        assert part in text


def test_a_topic_that_does_not_parse_is_left_to_problems() -> None:
    topics = [Topic(name="broken", title="", query="AND"), Topic(name="odd", title="", query="t1 OR t1")]
    assert lint(topics) == ["topic odd, line 1, column 7: t1 adds nothing to t1"]
