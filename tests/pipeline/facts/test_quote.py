"""Quotations and speakers, measured on a labelled set, and the laws that hold for any text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.quote import quotes
from pipeline.records import Article


def article(text: str, language: str | None = "en") -> Article:
    return Article(
        article_id="a",
        uri="u",
        source="s",
        text=text,
        content_hash="h",
        seen_at=datetime(2024, 1, 1, tzinfo=UTC),
        language=language,
    )


def found(text: str, language: str | None = "en") -> list[tuple[str, str | None]]:
    return [(quote.quote, quote.speaker) for quote in quotes(article(text, language))]


W = "We will not leave this valley"  # what is said does not matter, only how it is told
ANNA = "President Anna Keller spoke in the valley. "

# Made up; before the rules were mended on it, precision and recall were 0.94. Language, text, and the speaker of each quotation that counts as one.
LABELLED: list[tuple[str, str, list[str | None]]] = [
    ("en", f"{ANNA}“{W},” Keller said.", ["Anna Keller"]),
    ("en", f'{ANNA}"{W}," said Keller.', ["Anna Keller"]),
    ("en", f"{ANNA}‘{W},’ she said.", ["Anna Keller"]),
    ("en", f"{ANNA}'{W},' she said.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” the president said on Monday.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” a spokesman said.", [None]),
    ("en", f"{ANNA}“{W},” officials said.", [None]),
    ("en", f"{ANNA}She added: “{W}.”", ["Anna Keller"]),
    ("en", f"{ANNA}According to Keller, “{W}.”", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” according to Keller.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” she said. “Nobody can make us do that.”", ["Anna Keller", "Anna Keller"]),
    ("en", f"{ANNA}“{W},” she said, “because nobody can make us.”", ["Anna Keller", "Anna Keller"]),
    ("en", f"{ANNA}“{W}.\n\n“Nobody can make us do that,” she said.", ["Anna Keller", "Anna Keller"]),
    ("en", f"{ANNA}“{W}?” asked Peter Lindt, a farmer.", ["Peter Lindt"]),
    ("en", f"{ANNA}Peter Lindt, who farms there, said: “{W}.”", ["Peter Lindt"]),
    ("en", f"{ANNA}“{W}.” The wind had dropped by then.", [None]),
    ("en", f"{ANNA}President Anna Keller met Mr. Peter Lindt. “{W},” he said.", [None]),
    ("en", f"{ANNA}Nobody knew who had written “{W}” on the wall.", [None]),
    ("en", f"{ANNA}The ministry said “{W}” in a statement.", [None]),
    ("en", f"{ANNA}“{W},” said Foreign Minister Tomas Brenner.", ["Tomas Brenner"]),
    ("en", f"{ANNA}“{W},” Mr. Brenner told reporters.", ["Brenner"]),
    ("en", f"{ANNA}“{W},” she told Tomas Brenner.", ["Anna Keller"]),
    ("en", "He called it a “special case” and a “so-called deal” again.", []),
    ("en", f"The players' union and the farmers' union met. “{W}", []),
    ("en", f"“{W},” said someone.\n\nPresident Anna Keller came later.", [None]),
    (
        "ru",
        "Президент Анна Келлер выступила в долине. «Мы не уйдём из этой долины», — сказала Келлер.",
        ["Анна Келлер"],
    ),
    (
        "ru",
        "Президент Анна Келлер выступила в долине. «Мы не уйдём из этой долины», — заявила она.",
        ["Анна Келлер"],
    ),
    ("ru", "По словам Келлер, «мы не уйдём из этой долины».", ["Келлер"]),
    ("ru", "Как сообщил министр Иван Дроздов, «мы не уйдём из этой долины никогда».", ["Иван Дроздов"]),
    ("ru", "Газета «Вечерний город» вышла снова.", []),
    (
        "uk",
        "Президент Ганна Келлер виступила. «Ми не підемо з цієї долини», — сказала Келлер.",
        ["Ганна Келлер"],
    ),
    (
        "uk",
        "Президент Ганна Келлер виступила. «Ми не підемо з цієї долини», — наголосила вона.",
        ["Ганна Келлер"],
    ),
    (
        "de",
        "Präsidentin Anna Keller sprach. „Wir werden dieses Tal nicht verlassen“, sagte Keller.",
        ["Anna Keller"],
    ),
    (
        "de",
        "Präsidentin Anna Keller sprach. „Wir werden dieses Tal nicht verlassen“, sagte sie.",
        ["Anna Keller"],
    ),
    (
        "de",
        "Präsidentin Anna Keller sprach. »Wir werden dieses Tal nicht verlassen«, erklärte Keller.",
        ["Anna Keller"],
    ),
    (
        "fr",
        "La présidente Anna Keller a parlé. « Nous ne quitterons pas cette vallée », a déclaré Anna Keller.",
        ["Anna Keller"],
    ),
    ("fr", "Selon Anna Keller, « nous ne quitterons pas cette vallée ».", ["Anna Keller"]),
    ("es", "La presidenta Anna Keller habló. «No vamos a dejar este valle», dijo Keller.", ["Anna Keller"]),
    ("es", "La presidenta Anna Keller habló. «No vamos a dejar este valle», afirmó ella.", ["Anna Keller"]),
    ("zh", "总统说：「我们永远不会离开这个山谷。」", [None]),
    ("zh", "他称之为「特例」。", []),
    ("ja", "大統領は「私たちはこの谷を離れない」と述べた。", [None]),
    # who speaks is only described, or called by an office
    ("en", f"{ANNA}“{W},” the governor-turned-president told reporters.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” the veteran politician told a news conference.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” the Arnevillian leader said.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” the 52-year-old said.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” she told reporters in Vienna.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W}”, she was quoted as saying.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” Keller was quoted as saying by state media.", ["Anna Keller"]),
    ("en", f"{ANNA}In her words, “{W}.”", [None]),
    ("en", f"{ANNA}“{W},” Keller wrote on Telegram.", ["Anna Keller"]),
    ("en", f"{ANNA}Keller tweeted: “{W}.”", ["Anna Keller"]),
    ("en", f"{ANNA}Keller vowed that “{W}.”", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” said Keller, who has ruled since 2010.", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” a farmer, Peter Lindt, said.", ["Peter Lindt"]),
    ("en", f"{ANNA}Peter Lindt, a farmer, said “{W}.”", ["Peter Lindt"]),
    ("en", f"{ANNA}“{W},” her spokesman Peter Lindt said.", ["Peter Lindt"]),
    (
        "en",
        f"{ANNA}“{W},” she said of the plan. “It is our home and our graves.”",
        ["Anna Keller", "Anna Keller"],
    ),
    ("en", f"{ANNA}The president then said: “{W}.”", ["Anna Keller"]),
    ("en", f"{ANNA}Asked about the dam, Keller said: “{W}.”", ["Anna Keller"]),
    ("en", f"{ANNA}“{W},” villagers chanted.", [None]),
    ("en", f"{ANNA}Her opponent Peter Lindt disagreed. “{W},” he said.", ["Peter Lindt"]),
    ("en", f"{ANNA}Critics said “{W}” was an empty promise.", [None]),
    ("en", f"{ANNA}One resident, who gave only her first name, said “{W}.”", [None]),
    (
        "de",
        "Präsidentin Anna Keller sprach am Montag. „Wir werden dieses Tal nicht verlassen“, so Keller.",
        ["Anna Keller"],
    ),
    (
        "de",
        "Präsidentin Anna Keller sprach am Montag. „Wir werden dieses Tal nicht verlassen“, sagte die Präsidentin.",
        ["Anna Keller"],
    ),
    (
        "fr",
        "La présidente Anna Keller a parlé lundi. « Nous ne quitterons pas cette vallée », a-t-elle déclaré.",
        ["Anna Keller"],
    ),
    (
        "fr",
        "La présidente Anna Keller a parlé lundi. « Nous ne quitterons pas cette vallée », a affirmé la présidente.",
        ["Anna Keller"],
    ),
    (
        "es",
        "La presidenta Anna Keller habló el lunes. «No vamos a dejar este valle», aseguró la presidenta.",
        ["Anna Keller"],
    ),
    (
        "es",
        "La presidenta Anna Keller habló el lunes. «No vamos a dejar este valle», ha dicho Keller.",
        ["Anna Keller"],
    ),
    (
        "ru",
        "Президент Анна Келлер выступила в долине. «Мы не уйдём из этой долины», — подчеркнула глава государства.",
        ["Анна Келлер"],
    ),
    (
        "ru",
        "Президент Анна Келлер выступила в долине. «Мы не уйдём из этой долины», — приводит её слова агентство.",
        [None],
    ),
    (
        "uk",
        "Президент Ганна Келлер виступила. «Ми не підемо з цієї долини», — заявила президентка.",
        ["Ганна Келлер"],
    ),
]


def test_the_labelled_set() -> None:
    named = right = wanted = 0
    for language, text, speakers in LABELLED:
        got = [speaker for _, speaker in found(text, language)]
        assert len(got) == len(speakers), text
        named += sum(speaker is not None for speaker in got)
        wanted += sum(speaker is not None for speaker in speakers)
        right += sum(
            speaker is not None and speaker == gold for speaker, gold in zip(got, speakers, strict=True)
        )
    assert len(LABELLED) >= 70
    assert right / named >= 0.98, f"precision {right}/{named}"
    assert right / wanted >= 0.94, f"recall {right}/{wanted}"


def test_a_quotation_is_without_marks_and_without_the_comma_of_the_attribution() -> None:
    assert found(f"“{W},” he said.") == [(W, None)]
    assert found("« Nous ne quitterons pas cette vallée », dit-il.", "fr") == [
        ("Nous ne quitterons pas cette vallée", None)
    ]


def test_quotes_within_quotes_stay_inside() -> None:
    assert [quote for quote, _ in found("“He told me ‘never come back here again’ and left,” she said.")] == [
        "He told me ‘never come back here again’ and left"
    ]


def test_a_mark_never_closed_takes_nothing_with_it() -> None:
    text = f'He said "the mark is missing here.\n\nThe next paragraph is nobody\'s speech.\n\n"{W}," he said.'
    assert found(text) == [(W, None)]


def test_a_long_quotation_is_a_piece_a_paragraph() -> None:
    text = f"{ANNA}She said: “{W}.\n\n“{W} at all.\n\n“{W} ever.”"
    assert found(text) == [
        (f"{W}.", "Anna Keller"),
        (f"{W} at all.", "Anna Keller"),
        (f"{W} ever.", "Anna Keller"),
    ]


SPEECH = [
    "we",
    "will",
    "not",
    "leave",
    "the",
    "valley",
    "before",
    "winter",
    "and",
    "nobody",
    "asked",
    "why",
    "it’s",
    "2026",
]
ASIDE = [
    "rain",
    "fell",
    "on",
    "the",
    "roofs",
    "all",
    "night",
    "while",
    "boats",
    "stayed",
    "in",
    "port",
    "Monday",
    "again",
]
NAMES = ["Anna Keller", "Tomas Brenner", "Peter Lindt"]
PAIRS = ["“”", "„“", "«»", '""']
asides = st.lists(st.sampled_from(ASIDE), min_size=1, max_size=20).map(lambda words: " ".join(words) + ".")
tellings = st.tuples(
    st.lists(st.sampled_from(SPEECH), min_size=4, max_size=12).map(" ".join), st.sampled_from(NAMES), st.sampled_from(PAIRS)
)  # fmt: skip


def told(telling: tuple[str, str, str]) -> str:
    words, name, (opening, closing) = telling
    return f"{opening}{words},{closing} said {name} on Monday."


@given(st.lists(tellings, min_size=1, max_size=4))
def test_all_that_is_told_is_found_where_it_stands(tellings: list[tuple[str, str, str]]) -> None:
    text = "\n\n".join(map(told, tellings))
    quoted = quotes(article(text))
    assert [(quote.quote, quote.speaker) for quote in quoted] == [
        (words, name) for words, name, _ in tellings
    ]
    assert [text[quote.start : quote.end] for quote in quoted] == [words for words, _, _ in tellings]


@given(st.lists(tellings, min_size=1, max_size=3), asides)
def test_a_paragraph_that_quotes_nobody_moves_the_places_and_nothing_else(
    tellings: list[tuple[str, str, str]], aside: str
) -> None:
    text = "\n\n".join(map(told, tellings))
    quoted, before = quotes(article(text)), len(aside) + 2
    assert quotes(article(f"{text}\n\n{aside}")) == quoted
    assert quotes(article(f"{aside}\n\n{text}")) == tuple(
        replace(quote, start=quote.start + before, end=quote.end + before) for quote in quoted
    )


PARTS = [
    *("“We will not leave", "‘the valley before winter", '"and nobody asked them', "« we will not go now »", "we will"),
    *("this valley,”", "at all.’", 'ever"', "»", "said Anna Keller", "he said:", "President Tomas Brenner", ".", ",", "\n\n", "don't"),
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=20).map(" ".join) | st.text(max_size=200))
def test_places_in_the_text_are_exact(text: str) -> None:
    last = 0
    for quote in quotes(article(text)):
        assert last <= quote.start < quote.end
        assert text[quote.start : quote.end] == quote.quote == quote.quote.strip()
        last = quote.end


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('"' * 20_000, 0),
        ("“a b c d” " * 8_000, 8_000),
        ("“" * 20_000, 0),
        ("“a b c d ”" * 3_000, 3_000),
        ("said " * 10_000 + "“a b c d”", 1),
        ("Bo Ek said “a b c d”, " * 1_500, 1_500),
    ],
    ids=["marks", "quotations", "opening marks", "side by side", "verbs", "speakers"],
)
def test_hostile_texts_end(text: str, count: int) -> None:
    assert len(quotes(article(text))) == count
