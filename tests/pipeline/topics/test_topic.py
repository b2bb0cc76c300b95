"""Topics: references, versions, the presearcher, and the topics that come with wirewatch."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Mention, Topic
from pipeline.topics.match import Reading
from pipeline.topics.positions import Positions
from pipeline.topics.query import QueryError, parse
from pipeline.topics.topic import MAX_REFERENCES, Matcher, TopicError, problems

ROOT = Path(__file__).parents[3]
EMPTY = Article(
    article_id="a",
    uri="file:///a",
    source="wires",
    text="",
    content_hash="h",
    seen_at=datetime(2024, 1, 1, tzinfo=UTC),
)


def article(text: str, title: str | None = None, language: str | None = "en") -> Article:
    return replace(EMPTY, text=text, title=title, language=language)


def topics(**queries: str) -> list[Topic]:
    return [Topic(name=name.replace("_", "-"), title=name, query=query) for name, query in queries.items()]


def matched(declared: list[Topic], about: Article) -> list[str]:
    return [found.topic for found in Matcher(declared).match(about)]


def test_topics_match_in_declared_order_with_version_score_and_evidence() -> None:
    matcher = Matcher(topics(shells="shells", tanks="ATLEAST/1(tanks^2, ships)", ships="ships"))
    shells, tanks = matcher.match(article("Tanks fired shells."))
    assert (shells.topic, tanks.topic) == ("shells", "tanks")
    assert (shells.score, tanks.score) == (1.0, 2.0)
    assert (tanks.article_id, tanks.version) == ("a", matcher.versions["tanks"])
    assert [(place.field, place.start, place.words) for place in tanks.evidence] == [("text", 0, "Tanks")]


def test_a_topic_may_build_on_others_declared_later() -> None:
    declared = topics(war_at_sea="topic:war AND topic:sea", war="war NOT trade", sea="sea OR ocean")
    assert matched(declared, article("war at sea")) == ["war-at-sea", "war", "sea"]
    assert matched(declared, article("trade war at sea")) == ["sea"]
    (found, *_) = Matcher(declared).match(article("war at sea"))
    assert [(place.clause, place.words) for place in found.evidence] == [
        ("topic:war", "war"),
        ("topic:sea", "sea"),
    ]


def test_a_topic_may_exclude_another() -> None:
    declared = topics(talks="talks NOT topic:sport", sport="football OR chess")
    assert matched(declared, article("talks")) == ["talks"]
    assert matched(declared, article("football talks")) == ["sport"]


def test_a_reference_needs_the_score_of_the_other() -> None:
    declared = topics(big="ATLEAST/2(tanks, shells)", alert="topic:big AND kyiv")
    assert matched(declared, article("tanks in Kyiv")) == []
    assert matched(declared, article("tanks and shells in Kyiv")) == ["big", "alert"]


@pytest.mark.parametrize(
    ("declared", "topic", "message", "column"),
    [
        (topics(a="tanks", b="shells AND topic:c"), "b", "no topic is named c", 12),
        (topics(a="tanks OR topic:a"), "a", "in a circle: a -> a", 10),
        (topics(a="topic:b", b="topic:c", c="tanks topic:a"), "a", "in a circle: a -> b -> c -> a", 1),
        (topics(a="tanks NEAR shells"), "a", "expected a distance", 7),
        ([*topics(a="tanks"), *topics(a="shells")], "a", "declared twice", 1),
        (
            topics(t0="tanks", **{f"t{n}": f"topic:t{n - 1}" for n in range(1, MAX_REFERENCES + 2)}),
            f"t{MAX_REFERENCES}",
            f"more than {MAX_REFERENCES} deep",
            1,
        ),
    ],
    ids=["unknown", "self", "circle", "query", "twice", "deep"],
)
def test_a_topic_that_cannot_be_used(declared: list[Topic], topic: str, message: str, column: int) -> None:
    with pytest.raises(TopicError, match=re.escape(message)) as caught:
        Matcher(declared)
    assert (caught.value.topic, caught.value.error.column) == (topic, column)


def test_a_misspelt_reference_is_corrected() -> None:
    (problem,) = problems(topics(peace_talks="peace", war="topic:peace-talk"))
    assert problem.error.suggestion == "did you mean topic:peace-talks"


def test_all_problems_are_told_together() -> None:
    found = problems(topics(a="tanks AND", b="tanks", c="topic:nowhere"))
    assert [problem.topic for problem in found] == ["a", "c"]


def test_a_version_changes_with_the_query_and_what_it_refers_to_but_not_with_the_title() -> None:
    before = Matcher(topics(war="war", sea="topic:war AND sea", land="land")).versions
    retitled = [
        replace(topic, title="x") for topic in topics(war="war", sea="topic:war AND sea", land="land")
    ]
    assert Matcher(retitled).versions == before
    after = Matcher(topics(war="war OR battle", sea="topic:war AND sea", land="land")).versions
    assert {name for name in before if before[name] != after[name]} == {"war", "sea"}


def test_entities_come_from_the_mentions() -> None:
    matcher = Matcher(topics(minsk="entity:minsk"))
    mention = Mention(article_id="a", name="Minsk", kind="place", start=0, end=5)
    assert matcher.match(article("nothing")) == ()
    assert len(matcher.match(article("nothing"), mentions=[mention])) == 1


CLAUSES = st.recursive(
    st.sampled_from(
        [
            "aa",
            "bb",
            "cc",
            '"dd"',
            "=Ee",
            "abc*",
            "*bc",
            '"aa bb"',
            "title:aa",
            "language:en",
            "published:2024",
            "éé",
        ]
    ),
    lambda inner: st.one_of(
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} NOT {})".format, inner, inner),
        st.builds("ATLEAST/2({}, {}^2, {})".format, inner, inner, inner),
        st.builds("ATLEAST/2({}, {}, {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)


@given(
    queries=st.lists(CLAUSES, min_size=1, max_size=5),
    words=st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "Ee", "abcd", "zbc", "éé", "ee"]), max_size=6),
    title=st.sampled_from([None, "aa", "bb"]),
    language=st.sampled_from(["en", "fr", "uk", None]),
)
@settings(max_examples=120)
def test_the_presearcher_loses_no_match(
    queries: list[str], words: list[str], title: str | None, language: str | None
) -> None:
    about = article(" ".join(words), title=title, language=language)
    declared = [Topic(name=f"t{n}", title="", query=query) for n, query in enumerate(queries)]
    one_by_one = [
        topic.name for topic in declared if Reading(parse(topic.query), Positions(about)).score() is not None
    ]
    assert matched(declared, about) == one_by_one


def test_a_matcher_serves_articles_of_all_languages() -> None:
    matcher = Matcher(topics(talks='talks OR переговоры OR "談判"'))
    found = [
        len(matcher.match(article(text, language=language)))
        for text, language in [
            ("one talk", "en"),
            ("после переговоров", "ru"),
            ("開始談判", "zh"),
            ("une table", "fr"),
        ]
    ]
    assert found == [1, 1, 1, 0]


# --- the topics that come with wirewatch ---


def _seed_topics() -> list[Topic]:
    declared = tomllib.loads((ROOT / "seeds" / "topics.toml").read_text(encoding="utf-8"))
    return [Topic(**topic) for topic in declared["topic"]]


SEEDS = Matcher(_seed_topics())
# Judged by hand: what each of the five articles reports, war-in-ukraine and belarus aside, which are all five.
JUDGED = {
    "000": {"troop-commitment", "mobilisation", "peace-talks", "refugees", "weapons-deliveries"},
    "001": {"troop-commitment", "mobilisation", "border-closures", "joint-exercises", "foreign-deployments"},
    "002": {"troop-commitment", "peace-talks", "weapons-deliveries"},
    "003": {"troop-commitment", "peace-talks", "foreign-deployments"},
    "004": {"troop-commitment", "joint-exercises"},
}


@pytest.mark.parametrize("number", sorted(JUDGED))
@pytest.mark.parametrize("breaks", ["\n", "\n\n"])
def test_seed_topics_on_seed_articles(number: str, breaks: str) -> None:
    (path,) = (ROOT / "seeds" / "articles").glob(f"{number}_*.txt")
    text = re.sub(r"\n+", breaks, path.read_text(encoding="utf-8"))
    assert {found.topic for found in SEEDS.match(article(text))} == JUDGED[number] | {
        "war-in-ukraine",
        "belarus",
    }


OTHERS = [
    (
        "Warsaw shuts last two checkpoints with Belarus",
        "Poland will seal its remaining border checkpoints from midnight, the interior minister said. Lorry drivers were told to use Lithuania instead.",
        "belarus border-closures",
    ),
    (
        "Talks in Istanbul end without ceasefire",
        "Negotiators left without a truce. Ukraine said the war could not end while shelling of its cities went on.",
        "war-in-ukraine peace-talks",
    ),
    (
        "Kremlin calls up 150,000 in spring draft",
        "Russia began its spring conscription campaign. Conscripts would not be sent to the war in Ukraine, the ministry said.",
        "war-in-ukraine mobilisation",
    ),
    (
        "Berlin to deliver more air defence to Kyiv",
        "Germany will supply Ukraine with two further batteries and artillery shells, as Russian troops press on in Donbas.",
        "war-in-ukraine weapons-deliveries",
    ),
    (
        "EU adopts new sanctions package",
        "The bloc agreed its next round of sanctions against Belarus on Tuesday, with an embargo on potash.",
        "belarus sanctions",
    ),
    (
        "Snap drills begin near Brest",
        "The Belarusian army started a readiness check. Tank crews will hold live-fire exercises and military drills until Friday.",
        "belarus joint-exercises",
    ),
    (
        "Thousands flee as front moves",
        "Families fleeing the fighting in eastern Ukraine reached Moldova, where camps are full. The invasion has displaced millions of people.",
        "war-in-ukraine refugees",
    ),
    (
        "Wagner fighters arrive",
        "Satellite pictures show Wagner mercenaries arrived at a disused base in Belarus.",
        "belarus foreign-deployments",
    ),
    (
        "Leader rules out sending soldiers",
        "Belarus will not send soldiers to the war in Ukraine, its president said, unless the country is attacked.",
        "war-in-ukraine belarus troop-commitment",
    ),
    # near misses: the words are there, the matter is not
    (
        "Opposition mobilises support abroad",
        "She is touring capitals to mobilise support for political prisoners in Belarus. Mobile phones were seized before the trip.",
        "belarus",
    ),
    (
        "Potato harvest strong in Gomel",
        "Farms in southern Belarus, close to the border, expect a good year. The plant closed for cleaning. Exporters want talks on tariffs.",
        "belarus",
    ),
    (
        "Two years on",
        "Russia used Belarus to send troops across the border in the invasion of Ukraine. Kyiv held.",
        "war-in-ukraine belarus",
    ),
    (
        "Poland deploys 10,000 troops to frontier",
        "Warsaw will send soldiers to guard its border with Belarus after migrants tried to push through at a crossing.",
        "belarus refugees",
    ),
    (
        "Derby drawn",
        "The offensive midfielder joined from Minsk. Supporters flooded the pitch; the referee suspended play in Ukraine.",
        "",
    ),
    (
        "Sudan rivals sign ceasefire",
        "Peace talks in Jeddah ended with a week-long truce between the army and paramilitaries.",
        "",
    ),
    (
        "Navy exercise off Norway",
        "NATO ships began annual exercises in the North Sea with air and naval drills.",
        "",
    ),
    (
        "Grain deal extended",
        "Traders welcomed an agreement on shipments from Ukraine. Prices of wheat fell.",
        "",
    ),
]


@pytest.mark.parametrize(("title", "text", "expected"), OTHERS, ids=[title for title, _, _ in OTHERS])
def test_seed_topics_on_other_articles(title: str, text: str, expected: str) -> None:
    assert {found.topic for found in SEEDS.match(article(text, title=title))} == set(expected.split())


# --- docs/topics.md ---

GUIDE = (ROOT / "docs" / "topics.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


def _rows(heading: str) -> list[tuple[str, str, str]]:
    """The rows of the guide's tables under a heading row: three cells each."""
    rows = []
    inside = False
    for line in GUIDE.splitlines():
        inside = line.startswith(heading) or (inside and line.startswith("|"))
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if inside and len(cells) == 3 and cells[0].startswith("`"):
            rows.append((cells[0].strip("`"), cells[1], cells[2]))
    return rows


EXAMPLES = _rows("| Query | finds | but not |")
MISTAKES = _rows("| You wrote | wirewatch says | and suggests |")


@pytest.mark.parametrize(("query", "found", "missed"), EXAMPLES, ids=[query for query, _, _ in EXAMPLES])
def test_the_examples_of_the_guide(query: str, found: str, missed: str) -> None:
    for text, expected in ((found, True), (missed, False)):
        if text:
            title, _, body = text.rpartition(" // ")
            about = article(body.replace(" ¶ ", "\n\n"), title=title or None, language=_language(body))
            assert (Reading(parse(query), Positions(about)).score() is not None) is expected, text


def _language(text: str) -> str:
    return "ru" if re.search("[а-я]", text) else "zh" if re.search("[一-鿿]", text) else "en"


@pytest.mark.parametrize(
    ("query", "message", "suggestion"), MISTAKES, ids=[query for query, _, _ in MISTAKES]
)
def test_the_mistakes_of_the_guide(query: str, message: str, suggestion: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert (caught.value.message, caught.value.suggestion or "") == (message.strip("`"), suggestion)


def test_the_guide_has_examples_and_names_every_field() -> None:
    assert len(EXAMPLES) > 25
    assert len(MISTAKES) > 5
    for toml in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL):
        assert Matcher([Topic(**topic) for topic in tomllib.loads(toml)["topic"]])
