"""Texts that a wall scrambles are told by proof; names, code and languages that nobody declared are not taken for them."""

import random
import re
from collections.abc import Callable

import pytest

from pipeline.verdicts.verdict import Verdict, judge, own_text
from pipeline.verdicts.verdict_scramble import scrambled
from pipeline.verdicts.verdict_text import split

LEAD = "The council of Port Ellery voted on Tuesday to rebuild the harbour wall that collapsed in the storm."
REST = [
    "Work is due to begin in the spring and will cost an estimated fourteen million pounds, most of it paid by the regional government.",
    "Fishermen had asked for a longer wall, which would have sheltered the outer berths as well, but engineers said that the seabed could not bear the weight.",
    "The harbour master said boats would be moved to the north basin while the work goes on, and that the ferry would keep to its timetable.",
    "A second vote, on a plan to light the promenade, was put off until June after several members of the council asked for the figures to be checked again.",
]
GERMAN = [
    "Die Arbeiten sollen im Frühjahr beginnen und nach ersten Schätzungen vierzehn Millionen Euro kosten, von denen das Land den größten Teil übernimmt.",
    "Die Fischer hatten eine längere Mauer verlangt, doch die Ingenieure erklärten nach der Sitzung, der Meeresboden könne dort das Gewicht nicht tragen.",
    "Der Hafenmeister kündigte an, dass die Boote während der Bauzeit im nördlichen Becken liegen und die Fähre ihren gewohnten Fahrplan behält.",
]
RUSSIAN = [
    "Работы начнутся весной и обойдутся примерно в четырнадцать миллионов евро, большую часть которых заплатит региональное правительство.",
    "Рыбаки просили построить стену подлиннее, но инженеры объяснили, что морское дно в этом месте не выдержит такого веса.",
    "Начальник порта сообщил, что лодки на время работ переведут в северную гавань, а паром будет ходить по прежнему расписанию.",
]


def moved(text: str, places: int = 1) -> str:
    alphabets = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
    for letters in alphabets:
        text = text.translate(str.maketrans(letters, letters[places:] + letters[:places]))
    return text


def mixed(text: str) -> str:
    chance = random.Random(7)
    return re.sub(r"[^\W\d_]+", lambda word: "".join(chance.sample(word[0], len(word[0]))), text)


def reversed_words(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0][::-1], text)


def disordered(text: str) -> str:
    words = text.split()
    return " ".join(random.Random(3).sample(words, len(words)))


@pytest.mark.parametrize(
    ("scramble", "how"),
    [
        (moved, "alphabet"),
        (lambda text: moved(text, 13), "alphabet"),
        (mixed, "letters"),
        (reversed_words, "letters"),
    ],
    ids=["moved by one", "moved by half", "letters mixed", "words reversed"],
)
@pytest.mark.parametrize(
    ("language", "told"), [("en", REST), ("de", GERMAN), ("ru", RUSSIAN)], ids=["en", "de", "ru"]
)
def test_letters_out_of_place(
    scramble: Callable[[str], str], how: str, language: str, told: list[str]
) -> None:
    lines = [scramble(line) for line in told]
    found = scrambled(split("\n\n".join(lines)), "", language, None)
    assert found
    assert found["scrambled"] == how
    assert found["lines"] == tuple(lines)


def test_words_out_of_order() -> None:
    lines = [disordered(line) for line in REST * 4]
    found = scrambled(split("\n\n".join([LEAD, *lines])), "", "en", "en")
    assert found
    assert found["scrambled"] == "order"
    lines_found = found["lines"]
    assert isinstance(lines_found, tuple)
    assert LEAD not in lines_found


def swapped(text: str, share: float) -> str:
    """As a careless editor or a bad transcript leaves it: some words before the one they follow."""
    words, chance = text.split(), random.Random(len(text))
    for at in range(1, len(words)):
        if chance.random() < share:
            words[at - 1], words[at] = words[at], words[at - 1]
    return " ".join(words)


def test_a_carelessly_edited_text_is_not_scrambled() -> None:
    lines = [swapped(f"{line} {other}", 0.12) for line in REST for other in REST]
    assert scrambled(split("\n\n".join(lines)), "", "en", "en") is None


def test_what_stands_before_the_wall_is_kept() -> None:
    text = "\n\n".join([LEAD, *map(moved, REST)])
    found = judge(text, title="Council votes to rebuild the harbour wall", declared_language="en")
    assert found.verdict is Verdict.PAYWALLED
    assert own_text(text, found) == LEAD


NAMES = "Aoife Brekkesen Mbali Ndlovu Zsófia Kovács Þórunn Jónsdóttir Nguyễn Hạnh Szczepan Wrzesiński Krzysztof Brzęczyszczykiewicz Ngozi Okonjo"
CODE = "def tides(xs): return sorted(xs, key=lambda t: t.height) printf strncpy(dst, src) std::vector html css https ctrl struct sprintf xml func kwargs argv mkdir chmod"
WELSH = "Mae cyngor y dref wedi pleidleisio ddydd Mawrth i ailadeiladu wal yr harbwr a gwympodd yn ystod storm y gaeaf diwethaf, gan ddod ag anghydfod hir i ben."
CZECH = "Rada města v úterý rozhodla o obnově přístavní zdi, která se zřítila při loňské zimní bouři, a ukončila tak několikaměsíční spor mezi rybáři a inženýry."
LICHENS = "Xanthoria parietina, Caloplaca marina, Lecanora helicopis, Verrucaria maura, Ramalina siliquosa, Tephromela atra, Lichina pygmaea, Pelvetia canaliculata, Fucus spiralis"


@pytest.mark.parametrize(
    "told",
    [REST, GERMAN, RUSSIAN, [NAMES] * 6, [CODE] * 6, [WELSH] * 4, [CZECH] * 4, [LICHENS] * 6],
    ids=["en", "de", "ru", "names", "code", "Welsh", "Czech", "species"],
)
@pytest.mark.parametrize("declared", ["en", "de", None])
def test_what_only_looks_strange_is_not_scrambled(told: list[str], declared: str | None) -> None:
    assert scrambled(split("\n\n".join([LEAD, *told])), LEAD, declared, declared) is None


@pytest.mark.parametrize("count", [0, 1], ids=["none", "a headline"])
def test_too_little_to_tell(count: int) -> None:
    assert scrambled(split("\n".join([moved(LEAD)] * count)), "", "en", None) is None
