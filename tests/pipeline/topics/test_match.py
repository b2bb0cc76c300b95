"""What queries match, checked on sentences of every script and against brute force."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Evidence, Mention, Quote
from pipeline.topics.match import Reading
from pipeline.topics.positions import Positions
from pipeline.topics.query import parse

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


def matches(query: str, about: Article | str, language: str | None = "en") -> bool:
    return score(query, about, language) is not None


def score(query: str, about: Article | str, language: str | None = "en") -> float | None:
    found = article(about, language=language) if isinstance(about, str) else about
    return Reading(parse(query), Positions(found)).score()


def evidence(query: str, about: Article) -> tuple[Evidence, ...]:
    return Reading(parse(query), Positions(about)).evidence(query)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        # words, phrases, wildcards
        ("troops", "One troop left.", True),
        ("negotiate", "They negotiated for hours.", True),
        ('"negotiate"', "They negotiated for hours.", False),
        ('"Peace talks"', "PEACE-TALKS resume", True),
        ('"peace talks"', "talks on peace", False),
        ('~"peace talk"', "Peace talks resume", True),
        ('"peace talk*"', "Peace talking resumes", True),
        ("mobili?ation", "mobilization mobilisation", True),
        ("mobili?ation", "mobilities", False),
        ("*ship", "a warship sank", True),
        ("w*ship", "a warship sank", True),
        ("tank*", "a tank", True),
        ("tank?", "a tank", False),
        ("kyiv", "Kyiv's mayor", True),
        ('"kyiv"', "Kyiv’s mayor", True),
        ("don", "They don't know.", False),
        ('"U.S. troops"', "U.S. troops left", True),
        ("19:00", "at 19:00 sharp", True),
        ("F-16*", "six F-16s landed", True),
        # case and accents when asked
        ("=WHO", "The WHO warned", True),
        ("=WHO", "who warned", False),
        ("=who", "Who's there?", False),
        ("=WHO", "the WHO's warning", True),
        ('="White House"', "the White House", True),
        ('="White House"', "a white house", False),
        ("=résumé", "a résumé", True),
        ("=résumé", "they resume", False),
        ("resume", "a résumé", True),
        # boolean
        ("tanks shells", "shells and tanks", True),
        ("tanks shells", "tanks", False),
        ("tanks OR shells", "shells", True),
        ("tanks NOT shells", "tanks", True),
        ("tanks NOT shells", "tanks and shells", False),
        ("tanks NOT (shells drones)", "tanks and shells", True),
        # distance: NEAR/1 is next to each other
        ("tanks NEAR/1 kyiv", "kyiv tanks", True),
        ("tanks ONEAR/1 kyiv", "kyiv tanks", False),
        ("tanks NEAR/2 kyiv", "tanks near kyiv", True),
        ("tanks NEAR/1 kyiv", "tanks near kyiv", False),
        ("tanks NEAR/3 tanks", "tanks alone", False),
        ("tanks NEAR/3 tanks", "tanks and more tanks", True),
        ("tanks NEAR/1 shells NEAR/1 drones", "shells drones tanks", True),
        ("(tanks NEAR/1 shells) NEAR/1 drones", "shells drones tanks", False),
        ("tanks ONEAR/2 shells ONEAR/2 drones", "tanks and shells and drones", True),
        ("tanks ONEAR/2 shells ONEAR/2 drones", "tanks and drones and shells", False),
        ('"peace talks" NEAR/2 kyiv', "peace talks in Kyiv", True),
        ("(tanks OR shells) NEAR/2 (kyiv OR lviv)", "shells near Lviv", True),
        ("tanks NOT NEAR/3 toy", "a toy with tanks", False),
        ("tanks NOT NEAR/3 toy", "a toy with tanks; later that day real tanks came", True),
        ("end NOT NEAR/1 ~'dead end'", "the dead end", True),
        ('end NOT NEAR/1 "dead end"', "the dead end", False),
        # one sentence, one paragraph
        ("SENTENCE(tanks kyiv)", "Tanks rolled. Kyiv slept.", False),
        ("SENTENCE(tanks kyiv)", "Tanks rolled into Kyiv.", True),
        ("SENTENCE(tanks NOT kyiv)", "Tanks rolled into Kyiv. Tanks left.", True),
        ("SENTENCE(tanks NOT kyiv)", "Tanks rolled into Kyiv.", False),
        ("PARAGRAPH(tanks kyiv)", "Tanks rolled. Kyiv slept.", True),
        ("PARAGRAPH(tanks kyiv)", "Tanks rolled.\n\nKyiv slept.", False),
        ("PARAGRAPH(SENTENCE(tanks kyiv) lviv)", "Tanks entered Kyiv. Lviv slept.", True),
        ("PARAGRAPH(SENTENCE(tanks kyiv) lviv)", "Tanks entered Kyiv.\n\nLviv slept.", False),
        ("SENTENCE(tanks NEAR/9 kyiv)", "Tanks rolled. Kyiv slept.", False),
        ("SENTENCE(ATLEAST/2(tanks, kyiv, lviv))", "Tanks rolled. Kyiv and Lviv slept.", True),
        ("SENTENCE(ATLEAST/2(tanks, kyiv, lviv))", "Tanks rolled. Kyiv slept. Lviv too.", False),
        ("COUNT/2(SENTENCE(tanks kyiv))", "Tanks in Kyiv. Kyiv has tanks.", True),
        ("COUNT/2(SENTENCE(tanks kyiv))", "Tanks in Kyiv. Kyiv slept.", False),
        # so many of, so often
        ("ATLEAST/2(tanks, shells, drones)", "drones and tanks", True),
        ("ATLEAST/2(tanks, shells, drones)", "drones and drones", False),
        ("ATLEAST/3(tanks^2, shells, drones)", "tanks and drones", True),
        ("ATLEAST/3(tanks^2, shells, drones)", "shells and drones", False),
        ("COUNT/2(drones)", "drones and a drone", True),
        ("COUNT/2(drones)", "drones", False),
        ("COUNT/2(drones OR tanks)", "drones and tanks", True),
    ],
)  # fmt: skip
def test_what_matches(query: str, text: str, *, expected: bool) -> None:
    assert matches(query.replace("~'dead end'", '"blind end"'), text) is expected


@pytest.mark.parametrize(
    ("language", "query", "text", "expected"),
    [
        ("ru", "переговоры", "после переговоров в Минске", True),
        ("ru", '"переговоры"', "после переговоров в Минске", False),
        ("ru", '~"мирные переговоры"', "после мирных переговоров", True),
        ("ru", "елка", "Ёлка", True),
        ("ru", '"замок"', "за\u0301мок", True),
        ("ru", '"рой"', "рои", False),
        ("uk", "війна", "Війна триває", True),
        ("uk", "війн*", "під час війни", True),
        ("fr", "ukraine", "la guerre d'Ukraine et l’Ukraine", True),
        ("fr", "refugies", "les réfugiés", True),
        ("fr", "réfugié", "les REFUGIES", True),
        ("de", "soldat", "die Soldaten", True),
        ("pl", "łukaszenka", "Lukaszenka", True),
        ("tr", "istanbul", "İstanbul", True),
        ("ar", "حرب", "الحرب في أوكرانيا", True),
        ("ar", "محمد", "مُحَمَّد", True),
        ("he", "שלום", "שָׁלוֹם", True),
        ("zh", "烏克蘭", "在烏克蘭的軍隊", True),
        ("zh", "烏蘭", "在烏克蘭的軍隊", False),
        ("zh", "烏克*", "在烏克蘭的軍隊", True),
        ("zh", "烏克蘭 ONEAR/2 軍隊", "在烏克蘭的軍隊", True),
        ("zh", "SENTENCE(烏克蘭 軍隊)", "在烏克蘭。軍隊很多。", False),
        ("ja", "がく", "かく", False),
        ("th", "ยูเครน", "กองทัพยูเครนถอย", True),
        ("th", "ถอย ONEAR/1 ยูเครน", "กองทัพยูเครนถอย", False),
        ("ko", "우크라이나", "우크라이나 군대", True),
        ("el", "πολεμος", "Πόλεμος", True),
        (None, "troops", "troops left", True),
        (None, "troops", "one troop left", False),
        (None, "ukraine", "l'Ukraine", True),
    ],
)
def test_every_script(language: str | None, query: str, text: str, *, expected: bool) -> None:
    assert matches(query, text, language) is expected


REPORT = replace(
    article(
        "Tanks entered Kyiv. Shells fell. Drones flew. Lviv was calm.\n\nThe mayor spoke.",
        title="Kyiv under fire",
    ),
    outlet="The Moscow Times",
    author="Ann O'Neil",
    source="mt-feed",
    published_at=datetime(2024, 2, 15, 23, 30, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:kyiv", True),
        ("title:tanks", False),
        ("text:fire", False),
        ("fire tanks", True),
        ('"fire tanks"', False),
        ("fire NEAR/100 tanks", False),
        ("SENTENCE(fire tanks)", False),
        ("PARAGRAPH(fire tanks)", False),
        ("lead:drones", True),
        ("lead:lviv", False),
        ("lead:fire", False),
        ("text:(tanks NEAR/3 kyiv)", True),
        ("title:(kyiv NOT tanks) tanks", True),
        ('outlet:"moscow times"', True),
        ("outlet:(times NOT york)", True),
        ("outlet:kyiv", False),
        ("moscow", False),
        ("author:o'neil", True),
        ("source:mt-feed", True),
        ("language:en", True),
        ("tanks NOT language:ru", True),
        ("published:2024-02-15", True),
        ("published:2024-02-16", False),
        ("published:2024-02-15..", True),
        ("published:..2024-02-14", False),
        ("tanks published:2023..2024", True),
        ("entity:lukashenko", True),
        ("entity:alexander NOT speaker:lukashenko", True),
        ('entity:"lukashenko minsk"', False),
        ("country:minsk", True),
        ("country:lukashenko", False),
        ("speaker:peskov", True),
        ("quote.speaker:peskov", True),
    ],
)
def test_fields(query: str, *, expected: bool) -> None:
    mentions = [
        Mention(article_id="a", name="Alexander Lukashenko", kind="person", start=0, end=20),
        Mention(article_id="a", name="Minsk", kind="place", start=30, end=35),
    ]
    quotes = [
        Quote(article_id="a", quote="No comment", speaker="Dmitry Peskov", start=0, end=10),
        Quote(article_id="a", quote="Go", speaker=None, start=20, end=22),
    ]
    found = Reading(parse(query), Positions(REPORT, mentions, quotes)).score()
    assert (found is not None) is expected


def test_what_is_unknown_matches_nothing_but_can_be_left_out() -> None:
    unknown = article("tanks", language=None)
    assert not matches("published:2024", unknown)
    assert not matches("outlet:times", unknown)
    assert matches("tanks NOT published:2024", unknown)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tanks", 1.0),
        ("tanks OR shells", 1.0),
        ("tanks shells NOT lviv", None),
        ("ATLEAST/2(tanks, shells, drones, ships)", 3.0),
        ("ATLEAST/2(tanks^2.5, shells^0.5, ships^9)", 3.0),
        ("tanks^2 shells^3", 3.0),
        ("tanks^2 OR ships^9", 2.0),
        ("(ATLEAST/2(tanks, shells) fire)^2", 4.0),
        ("SENTENCE(tanks^5 kyiv)", 1.0),
    ],
)
def test_score(query: str, expected: float | None) -> None:
    assert score(query, REPORT) == expected


def test_a_range_begins_with_its_first_moment_and_ends_before_the_next() -> None:
    midnight = replace(REPORT, published_at=datetime(2024, 2, 15, tzinfo=UTC))
    assert matches("published:2024-02-15", midnight)
    assert not matches("published:2024-02-14", midnight)


def test_evidence_points_at_the_words() -> None:
    found = evidence('title:kyiv AND (tanks NEAR/3 kyiv OR "never there") AND SENTENCE(mayor spoke)', REPORT)
    assert found == (
        Evidence(clause="kyiv", field="title", start=0, end=4, words="Kyiv"),
        Evidence(clause="tanks NEAR/3 kyiv", field="text", start=0, end=18, words="Tanks entered Kyiv"),
        Evidence(clause="SENTENCE(mayor spoke)", field="text", start=66, end=77, words="mayor spoke"),
    )
    for place in found:
        source = REPORT.title if place.field == "title" else REPORT.text
        assert source is not None
        assert source[place.start : place.end] == place.words


def test_evidence_shows_what_holds_in_the_paragraph_and_nothing_else() -> None:
    two = article("Tanks rolled. Kyiv slept.\n\nTanks again, far away.")
    assert [(place.clause, place.start) for place in evidence("PARAGRAPH(tanks kyiv)", two)] == [
        ("tanks", 0),
        ("kyiv", 14),
    ]


def test_evidence_leaves_out_what_did_not_decide() -> None:
    found = evidence("(tanks ships) OR shells OR COUNT/9(drones)", REPORT)
    assert [place.clause for place in found] == ["shells"]


def test_evidence_is_capped() -> None:
    many = article("tanks shells " * 1_000)
    assert len(evidence("tanks", many)) == 5
    letters = [f"{first}{second}" for first in "abcdefgh" for second in "abcdefgh"]
    assert len(evidence(" OR ".join(f'"{pair}"' for pair in letters), article(" ".join(letters)))) == 50


def test_evidence_of_a_fact() -> None:
    (fact,) = evidence("published:2024", REPORT)
    assert fact == Evidence(
        clause="published:2024", field="published", start=0, end=25, words="2024-02-15T23:30:00+00:00"
    )


@pytest.mark.parametrize(
    "query",
    [
        "aa NEAR/100 bb NEAR/100 aa NEAR/100 bb NEAR/100 aa",
        "aa* NEAR/100 *aa NEAR/99 ?aa",
        "aa NOT NEAR/100 bb",
        "SENTENCE(aa bb) OR PARAGRAPH(aa NOT bb)",
        "COUNT/999(aa OR bb)",
        "a*a*a*a*a*a*a*a*a*b",
    ],
)
def test_hostile_texts_end(query: str) -> None:
    hostile = article("aa bb " * 20_000 + "a" * 20_000 + ". aa bb." * 2_000)
    assert score(query, hostile) in {None, 1.0}


def test_the_end_of_an_endless_text_is_not_read() -> None:
    endless = article("aa bb. " * 150_000 + "zz")
    assert matches("aa", endless)
    assert not matches("zz", endless)


WORDS = st.sampled_from(["aa", "bb", "cc"])


def _oracle(words: Sequence[str], parts: Sequence[str], distance: int, *, ordered: bool) -> bool:
    """Every choice of a position for each part, in every order allowed."""
    places = [[at for at, word in enumerate(words) if word == part] for part in parts]
    orders: Iterable[Sequence[int]] = [range(len(parts))] if ordered else permutations(range(len(parts)))
    return any(
        all(0 < chosen[after] - chosen[before] <= distance for before, after in pairwise(order))
        for order in map(tuple, orders)
        for chosen in product(*places)
    )


@given(
    words=st.lists(WORDS, max_size=9),
    parts=st.lists(WORDS, min_size=2, max_size=4),
    distance=st.integers(1, 4),
    ordered=st.booleans(),
)
@settings(max_examples=300)
def test_near_is_what_trying_everything_finds(
    words: list[str], parts: list[str], distance: int, *, ordered: bool
) -> None:
    operator = f" {'ONEAR' if ordered else 'NEAR'}/{distance} "
    assert matches(operator.join(parts), " ".join(words)) == _oracle(words, parts, distance, ordered=ordered)


@given(st.lists(WORDS, max_size=9), st.integers(1, 4))
def test_not_near_is_what_trying_everything_finds(words: list[str], distance: int) -> None:
    expected = any(
        word == "aa" and all(abs(at - other) > distance for other, near in enumerate(words) if near == "bb")
        for at, word in enumerate(words)
    )
    assert matches(f"aa NOT NEAR/{distance} bb", " ".join(words)) == expected


@given(st.lists(st.sets(WORDS), min_size=1, max_size=4))
@settings(max_examples=50)
def test_a_sentence_is_an_article_of_its_own(sentences: list[set[str]]) -> None:
    text = " ".join(" ".join(["Xx", *sorted(words)]) + "." for words in sentences)
    for query in ("aa bb", "aa NOT bb", "aa OR bb NOT cc", "ATLEAST/2(aa, bb, cc)", "COUNT/2(aa OR bb)"):
        each = [matches(query, " ".join(sorted(words))) for words in sentences]
        assert matches(f"SENTENCE({query})", text) == any(each)
