"""Words as terms: stems, rarity, numbers, scripts without spaces."""

import subprocess
import sys

import pytest

from pipeline.texts.term import COMMON, UNLISTED, language_of, months, stemmer, term, tokens, weekdays
from pipeline.texts.text import words


def stems(text: str, language: str) -> list[str]:
    return [token.term.stem for token in tokens(words(text), language)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        pytest.param("attack", "attacks", "en", id="english plural"),
        pytest.param("minister's", "minister", "en", id="english possessive"),
        pytest.param("пятницу", "пятница", "ru", id="russian case"),
        pytest.param("президента", "президенту", "uk", id="no stemmer: the first letters"),
        pytest.param("1,000", "1000", "en", id="thousands separator"),
    ],
)
def test_forms_of_one_word_are_one_term(one: str, other: str, language: str) -> None:
    assert term(one, language).id == term(other, language).id


@pytest.mark.parametrize(
    ("common", "rare", "language"),
    [
        pytest.param("said", "ferry", "en", id="english"),
        pytest.param("что", "ледокол", "ru", id="russian"),
        pytest.param("في", "زلزال", "ar", id="arabic"),
    ],
)
def test_rare_words_weigh_more(common: str, rare: str, language: str) -> None:
    assert term(common, language).rarity < COMMON < term(rare, language).rarity


def test_no_word_weighs_more_than_one_never_seen() -> None:
    unseen = term("qwrtzx", "en").rarity
    assert term("ferry", "en").rarity < unseen < 256
    assert unseen == term("zxqwrt", "en").rarity


def test_word_without_a_list_is_neither_common_nor_rare() -> None:
    assert term("sipas", "sq").rarity == UNLISTED


@pytest.mark.parametrize(
    ("word", "kind"),
    [("7", 1), ("2024", 1), ("1987", 1), ("12", 2), ("4,500", 2), ("3.5", 2), ("twelve", 0)],
)
def test_numbers_by_how_telling_they_are(word: str, kind: int) -> None:
    assert term(word, "en").number == kind


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("東京で地震", "ja", ["東京", "京で", "で地", "地震"], id="japanese in pairs"),
        pytest.param("雨", "zh", ["雨"], id="a character alone"),
        pytest.param("大 雨", "zh", ["大", "雨"], id="pairs do not cross a space"),
        pytest.param("대통령은 말", "ko", ["대통", "통령", "령은", "말"], id="korean in pairs"),
        pytest.param("the 7 ferries", "en", ["the", "7", "ferri"], id="spaced words"),
        pytest.param("AI芯片", "zh", ["ai", "芯片"], id="two scripts"),
    ],
)
def test_tokens_of_each_script(text: str, language: str, expected: list[str]) -> None:
    assert stems(text, language) == expected


def test_tokens_know_their_place() -> None:
    text = "Two FERRIES sank."
    assert [text[token.start : token.end] for token in tokens(words(text), "en")] == [
        "Two",
        "FERRIES",
        "sank",
    ]


@pytest.mark.parametrize(
    ("stated", "text", "expected"),
    [
        pytest.param("fr", "hello", "fr", id="as stated"),
        pytest.param("pt-BR", "", "pt", id="region left out"),
        pytest.param(None, "Президент заявил", "ru", id="cyrillic"),
        pytest.param(None, "قال الرئيس", "ar", id="arabic"),
        pytest.param(None, "地震が発生した", "ja", id="kana beside han"),
        pytest.param(None, "发生地震", "zh", id="han"),
        pytest.param(None, "Ferries sank", "en", id="latin"),
        pytest.param(None, "12 - 7", "en", id="no letters"),
    ],
)
def test_language_to_read_in(stated: str | None, text: str, expected: str) -> None:
    assert language_of(stated, text) == expected


def test_days_and_months_are_known_by_stem() -> None:
    assert weekdays("en")[stemmer("en")("tuesday")] == 1
    assert weekdays("ru")[stemmer("ru")("пятницу")] == 4
    assert stemmer("fr")("janvier") in months("fr")
    assert weekdays("xx") == {}


def test_ids_are_the_same_in_any_process() -> None:
    code = "from pipeline.texts.term import term; print(term('ferry', 'en').id)"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert int(told.stdout) == term("ferry", "en").id


def test_long_words_are_cut() -> None:
    assert len(term("x" * 100_000, "en").stem) <= 40
