import pytest

from pipeline.texts.damage import doubled, garbled

GERMAN = "Die Fähre fährt über den Fluß, und die Gäste frühstücken am Kai für fünf Kronen. "
RUSSIAN = "Ночной паром ходит до Старой Гавани ещё пять лет, сказал мэр города. "
PARAGRAPHS = [
    "The council of Port Ellery voted on Monday evening to keep the night ferry running for another five years.",
    "The mayor said the service costs the town some two million a year, most of which comes back by the market.",
    "Ferry crews had threatened to strike for a week if the council gave in to the harbour company.",
    "The company said it would study the decision and did not rule out going to court over the berth.",
    "A second vote, on the price of a crossing, is expected in the spring, the clerk of the council said.",
    "Until then a return ticket will cost what it has cost for the past eight years, he added.",
]


@pytest.mark.parametrize(
    ("text", "wrote", "read"),
    [
        (GERMAN, "utf-8", "cp1252"),
        (GERMAN, "utf-8", "cp1251"),
        (GERMAN, "utf-8", "cp437"),
        (GERMAN, "utf-8", "gbk"),
        (RUSSIAN, "utf-8", "cp1251"),
        (RUSSIAN, "cp1251", "latin-1"),
        (RUSSIAN, "koi8-r", "cp1251"),
        (RUSSIAN, "cp1251", "koi8-r"),
        (RUSSIAN, "utf-8", "gbk"),
    ],
)
def test_wrong_encodings_show(text: str, wrote: str, read: str) -> None:
    assert garbled(text.encode(wrote).decode(read, "replace")) >= 0.004


def test_letters_lost_to_question_marks_show() -> None:
    assert garbled(GERMAN.encode("ascii", "replace").decode()) >= 0.004


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        RUSSIAN,
        "Why? Who knows? See https://a.example/watch?v=1",
        "Компания SMSки Wi-Fi iPhone",
        "« Été », dit-elle à 5 €.",
        "",
    ],
)
def test_good_text_shows_nothing(text: str) -> None:
    assert garbled(text) == 0


def test_a_body_that_comes_twice() -> None:
    text = "\n\n".join(PARAGRAPHS)
    assert doubled(f"{text}\n\n{text}") > 0.9
    assert doubled(f"{text}\n\nRead also: the price of a crossing\n\n{text}") > 0.8
    assert doubled(text) == 0


def test_a_pull_quote_and_a_refrain_are_no_second_body() -> None:
    assert doubled("\n\n".join((PARAGRAPHS[2], *PARAGRAPHS))) < 0.3
    refrain = "O carry me over, O carry me home, the night it is long and the water is wide."
    assert doubled("\n\n".join(part for text in PARAGRAPHS for part in (text, refrain))) < 0.3


def test_one_line_in_look_alike_letters_is_no_damage() -> None:
    """Advertisers write so that filters do not read them; the article beside it is sound."""
    look_alike = str.maketrans("aeopcs", "\u0430\u0435\u043e\u0440\u0441\u0455")
    appeal = "Place your advertisements with the most popular paper of the coast.".translate(look_alike)
    assert garbled("\n\n".join([*PARAGRAPHS, appeal])) == 0.0
    assert garbled(appeal) > 0.004
    assert garbled("\n\n".join(line.translate(look_alike) for line in PARAGRAPHS)) > 0.004
