"""Folding: copies of every kind are found, and what only looks like one is not."""

import itertools
import random
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies.fold import COMMON, Copies, FoldedBeforeError
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.records import Article, Copy, CopyKind

ALPHABETS = {
    "latin": "abcdefghijklmnoprstuv",
    "cyrillic": "абвгдежзиклмнопрстуя",
    "arabic": "ابتثجحخدذرزسشصضطعغفق",
    "greek": "αβγδεζηθικλμνξοπρστυ",
    "hangul": "가나다라마바사아자차카타파하고노도로모보",
}
UNSPACED = {
    "han": "一二三大小上下中国人民政府会议表示报告经济发展安全部长总统昨天今天明天城市河流山海学校医院",
    "thai": "กขคงจฉชซญฎฏฐณดตถทธนบปผพภมยรลวศษสหอ",
    "kana": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよ",
}


def article(name: str, text: str, *, title: str | None = None, outlet: str | None = None) -> Article:
    return Article(
        article_id=name, uri=name, source="test", text=text, content_hash=name, seen_at=datetime(2024, 5, 1, tzinfo=UTC), title=title, outlet=outlet
    )  # fmt: skip


def fold(texts: Iterable[str]) -> list[Copy | None]:
    copies = Copies()
    return [copies.fold(copy_print(article(f"a{number}", text))) for number, text in enumerate(texts)]


def report(seed: int, *, script: str = "latin", paragraphs: int = 6) -> str:
    """A made-up report: sentences of made-up words with names and numbers among them."""
    rng = random.Random(f"{script} {seed}")
    return "\n\n".join(" ".join(_sentence(rng, script) for _ in range(3)) for _ in range(paragraphs))


def _sentence(rng: random.Random, script: str) -> str:
    if script in UNSPACED:
        return "".join(rng.choices(UNSPACED[script], k=30)) + str(rng.randrange(100)) + "。"
    made = [
        "".join(rng.choices(ALPHABETS[script], k=rng.randrange(2, 9))) for _ in range(rng.randrange(8, 20))
    ]
    made[0] = made[0].title()
    made[3] = made[3].title()
    made[5] = str(rng.randrange(3000))
    return " ".join(made) + "."


def _every(text: str, step: int, change: Callable[[str], str]) -> str:
    return "\n\n".join(
        " ".join(
            change(word) if place % step == step - 1 else word for place, word in enumerate(paragraph.split())
        )
        for paragraph in text.split("\n\n")
    )


BOILERPLATE = "All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission of the owner."

# Edits that leave a copy a copy, each a function of the text.
EDITS: dict[str, Callable[[str], str]] = {
    "words deleted": lambda text: re.sub(r"  +", " ", _every(text, 20, lambda _: "")),
    "words inserted": lambda text: _every(text, 20, lambda word: f"{word} moreover"),
    "words replaced": lambda text: _every(text, 20, lambda _: "otherwise"),
    "paragraphs reordered": lambda text: "\n\n".join(reversed(text.split("\n\n"))),
    "upper case": str.upper,
    "lower case": str.lower,
    "noise of reading by machine": lambda text: _every(text, 15, lambda word: word[:-1] + "1"),
    "paragraphs joined": lambda text: text.replace("\n\n", " "),
    "dashes and stops": lambda text: text.replace(". ", " — "),
    "boilerplate before": lambda text: f"By our staff. Updated 10:42 GMT. {BOILERPLATE}\n\n{text}",
    "boilerplate after": lambda text: f"{text}\n\n{BOILERPLATE}",
    "first paragraphs only": lambda text: "\n\n".join(text.split("\n\n")[:2]),
    "last half": lambda text: "\n\n".join(text.split("\n\n")[3:]),
    "grown by a third": lambda text: f"{text}\n\n{report(999, paragraphs=2)}",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_copy_folds_and_nothing_else_does(edit: Callable[[str], str]) -> None:
    originals = [report(seed) for seed in range(30)]
    found = fold([*originals, *map(edit, originals)])
    assert found[:30] == [None] * 30
    right = sum(
        copy is not None and copy.origin_id == f"a{n}" and copy.kind is not CopyKind.PARTIAL
        for n, copy in enumerate(found[30:])
    )
    assert right >= 29


@pytest.mark.parametrize("script", [*ALPHABETS, *UNSPACED])
def test_every_script_folds(script: str) -> None:
    originals = [report(seed, script=script) for seed in range(8)]
    cut = ["\n\n".join(text.split("\n\n")[:2]) for text in originals]
    found = fold([*originals, *originals, *cut])
    assert found[:8] == [None] * 8
    assert [copy and (copy.origin_id, copy.kind) for copy in found[8:16]] == [
        (f"a{n}", CopyKind.EXACT) for n in range(8)
    ]
    assert [copy and (copy.origin_id, copy.kind) for copy in found[16:]] == [
        (f"a{n}", CopyKind.NEAR) for n in range(8)
    ]


def test_exact_is_the_same_words_whatever_the_marks() -> None:
    text = 'He said: "We will not yield - never." ' + report(1)
    *_, copy = fold([text, text.replace('"', "”").replace(" - ", " — ").upper()])
    assert copy == Copy(
        article_id="a1",
        origin_id="a0",
        kind=CopyKind.EXACT,
        share=1.0,
        evidence={"nearest": "a0", "nearest_share": 1.0, "share_of_nearest": 1.0},
    )


def test_another_headline_over_the_same_text_is_a_near_copy() -> None:
    copies = Copies()
    copies.fold(copy_print(article("first", report(1), title="Talks break down in the capital")))
    copy = copies.fold(copy_print(article("second", report(1), title="No deal: what we know so far")))
    assert copy is not None
    assert (copy.kind, copy.share) == (CopyKind.NEAR, 1.0)


def test_share_is_of_the_new_text_that_is_the_origins() -> None:
    *_, copy = fold([report(1), report(1) + "\n\n" + report(2, paragraphs=3)])
    assert copy is not None
    assert copy.kind is CopyKind.NEAR
    assert copy.share == pytest.approx(6 / 9, abs=0.05)
    assert copy.evidence["share_of_nearest"] == pytest.approx(1.0, abs=0.05)


def test_a_wire_inside_a_longer_report_is_a_partial_copy() -> None:
    *_, copy = fold(
        [report(1, paragraphs=2), report(2) + "\n\n" + report(1, paragraphs=2) + "\n\n" + report(3)]
    )
    assert copy is not None
    assert (copy.kind, copy.origin_id) == (CopyKind.PARTIAL, "a0")


def test_two_wires_merged_are_a_partial_copy_of_both() -> None:
    *_, copy = fold([report(1), report(2), report(1, paragraphs=5) + "\n\n" + report(2, paragraphs=4)])
    assert copy is not None
    assert (copy.kind, copy.origin_id) == (CopyKind.PARTIAL, "a0")
    others = copy.evidence["others"]
    assert isinstance(others, list)
    assert [other["origin"] for other in others if isinstance(other, dict)] == ["a1"]


def test_a_chain_folds_to_its_first_article() -> None:
    blocks = [report(seed, paragraphs=3) for seed in range(3)]
    first, second, third = blocks[0] + "\n\n" + blocks[1], blocks[1] + "\n\n" + blocks[2], blocks[2]
    assert fold([first, third]) == [None, None]
    *_, copy = fold([first, second, third])
    assert copy is not None
    assert (copy.origin_id, copy.share, copy.evidence["nearest"]) == ("a0", 0.0, "a1")


def test_a_copy_of_a_partial_copy_folds_to_that() -> None:
    wire, longer = report(1, paragraphs=3), report(2, paragraphs=12) + "\n\n" + report(1, paragraphs=3)
    *_, copy = fold([wire, longer, longer])
    assert copy is not None
    assert (copy.origin_id, copy.kind) == ("a1", CopyKind.EXACT)


MARKET = (
    "{index} closed {move} points {way} at {level} on {day} as investors weighed the outlook for interest rates. Turnover came to {turnover}"
    " million shares, compared with an average of {average} million over the past month. Advancing issues outnumbered decliners by {up} to"
    " {down}. The yield on the benchmark bond stood at {yield_} per cent, while the currency traded at {rate} to the dollar in late dealings."
)
WEATHER = (
    "Forecast for {place} on {day}: a dry start with sunny spells in the morning, clouding over from the west later in the day. Highs of {high} and"
    " lows of {low} degrees, with winds of up to {wind} kilometres an hour. The chance of rain is {rain} per cent. Sunrise is at {rise} and"
    " sunset at {set}. The outlook for the following days is much the same, with no warnings in force for the region."
)
NOTICE = (
    "On {date} the company {name} purchased {shares} of its own ordinary shares of one penny each on the exchange at a price of {price} pence"
    " per share. The purchased shares will all be cancelled. Following the cancellation the total number of shares in issue with voting rights"
    " in {name} is {total}. This figure may be used by shareholders as the denominator for the calculations by which they determine whether"
    " they are required to notify their interest."
)
OBITUARY = (
    "With sadness the family of {name} tells of a passing at home, at peace and surrounded by those who were dearest. A service of thanks for"
    " the life of {name} will be held at {church} in {place}, to which all who knew and loved them are invited. Flowers from the family only,"
    " please; gifts in memory may be made to {charity} through the funeral directors {firm}, who will answer any questions."
)
INDEX_RU = (
    "Индекс {index} по итогам торгов {day} изменился на {move} пункта и составил {level} пункта, сообщает пресс-служба площадки. Объём торгов"
    " составил {turnover} млрд рублей против {average} млрд рублей днём ранее. Курс доллара расчётами завтра вырос до {rate} рубля, курс"
    " единой валюты составил {euro} рубля, говорится в сообщении, которое поступило в редакцию вечером."
)
WEATHER_ZH = (
    "气象台今天早晨发布天气预报，预计今天白天晴间多云，最高气温{high}度，今天夜间多云转阴，最低气温{low}度，风力{wind}级，"
    "相对湿度{rain}%，空气质量指数{level}，请市民外出注意防晒，并关注最新天气信息。"
)
PRICES_AR = (
    "سجلت أسعار الذهب في الأسواق المحلية اليوم {level} للغرام من عيار {rate} مقابل {turnover} في تعاملات أمس وبلغ سعر الأونصة عالميا"
    " {average} دولارا وفق بيانات نقابة الصاغة التي أوضحت أن سعر الليرة الذهبية بلغ {price} وأن الأسواق تشهد حركة هادئة"
)
TEMPLATES = {
    "market report": MARKET, "weather": WEATHER, "share notice": NOTICE, "obituary": OBITUARY,
    "Russian index": INDEX_RU, "Chinese weather": WEATHER_ZH, "Arabic prices": PRICES_AR,
}  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = (
    "Arden Hollis",
    "Brita Lowen",
    "Corin Maddox",
    "Delia Norrey",
    "Edric Osgood",
    "Fenna Pryor",
    "Garet Quill",
    "Hanne Rusk",
)


def filled(template: str, seed: int) -> str:
    rng = random.Random(seed)
    values: dict[str, str] = {
        field: f"{rng.uniform(1, 5000):.2f}" for field in re.findall(r"\{(\w+)\}", template)
    }
    values |= {"day": DAYS[seed % 7], "date": f"{seed + 1} May", "way": rng.choice(("higher", "lower"))}
    for shift, field in enumerate(("name", "church", "place", "charity", "firm")):
        values[field] = NAMES[(seed + shift) % len(NAMES)]
    values["index"] = "Main Index"
    return template.format(**values)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_filled_anew_is_no_copy_and_the_same_filling_is(template: str) -> None:
    texts = [filled(template, seed) for seed in range(len(NAMES))]
    *found, last = fold([*texts, texts[3]])
    assert found == [None] * len(NAMES)
    assert last is not None
    assert last.origin_id == "a3"


def test_a_report_whose_toll_is_brought_up_to_date_is_still_a_copy() -> None:
    text = report(5)
    number = re.findall(r"\d+", text)[0]
    *_, copy = fold([text, re.sub(rf"\b{number}\b", "4321", text)])
    assert copy is not None
    assert copy.kind is CopyKind.NEAR


def test_the_same_title_over_another_text_is_no_copy() -> None:
    copies = Copies()
    found = [
        copies.fold(
            copy_print(
                article(
                    f"day {n}",
                    report(n),
                    title="Morning briefing: what you need to know today",
                    outlet="The Post",
                )
            )
        )
        for n in range(3)
    ]
    assert found == [None, None, None]


def test_boilerplate_alone_is_no_copy() -> None:
    footer = report(100, paragraphs=2)
    found = fold([f"{report(n, paragraphs=3)}\n\n{footer}" for n in range(COMMON + 10)])
    assert all(copy is None or copy.kind is CopyKind.PARTIAL for copy in found)
    assert found[COMMON:] == [None] * 10


def test_a_text_that_only_quotes_the_same_words_is_no_copy() -> None:
    quote = (
        "«We have said from the first day that nothing will be decided over our heads, and nothing has been»"
    )
    assert fold([f"{report(1)}\n\n{quote}\n\n{report(2)}", f"{report(3)}\n\n{quote}\n\n{report(4)}"]) == [
        None,
        None,
    ]


def test_a_first_version_that_grew_is_a_near_copy() -> None:
    *_, copy = fold([report(1, paragraphs=3), report(1, paragraphs=3) + "\n\n" + report(2, paragraphs=6)])
    assert copy is not None
    assert copy.kind is CopyKind.NEAR
    assert copy.share == pytest.approx(1 / 3, abs=0.05)


@pytest.mark.parametrize("sentences", [3, 6], ids=["a flash", "a brief"])
def test_the_full_text_after_its_own_beginning_is_a_near_copy_with_the_share_both_ways(
    sentences: int,
) -> None:
    full = report(1, paragraphs=sentences * 2)
    *_, copy = fold([". ".join(full.replace("\n\n", " ").split(". ")[:sentences]) + ".", full])
    assert copy is not None
    assert copy.kind is CopyKind.NEAR
    assert copy.share == pytest.approx(1 / 6, abs=0.06)
    assert copy.evidence["share_of_nearest"] == pytest.approx(1.0, abs=0.15)


def test_passages_of_a_long_report_inside_own_text_are_a_partial_copy() -> None:
    taken = "\n\n".join(report(1, paragraphs=12).split("\n\n")[4:7])
    *_, copy = fold(
        [
            report(1, paragraphs=12),
            report(2, paragraphs=3) + "\n\n" + taken + "\n\n" + report(3, paragraphs=3),
        ]
    )
    assert copy is not None
    assert copy.kind is CopyKind.PARTIAL
    assert copy.share == pytest.approx(1 / 3, abs=0.05)


@pytest.mark.parametrize("own", [14, 40], ids=["half of a brief", "a third of a short report"])
def test_one_shared_sentence_is_no_copy(own: int) -> None:
    shared = " ".join(f"common{n}" for n in range(18))
    first, second = (" ".join(f"{name}{n}" for n in range(own)) for name in ("one", "two"))
    assert fold([f"{first} {shared}", f"{second} {shared}"]) == [None, None]


def test_a_wire_that_many_reports_took_passages_from_still_folds() -> None:
    wire = report(1, paragraphs=3)
    reports = [report(10 + n, paragraphs=12) + "\n\n" + wire for n in range(COMMON + 2)]
    *found, copy = fold([wire, *reports, wire + " " + BOILERPLATE])
    assert {one.kind for one in found if one} <= {CopyKind.PARTIAL}
    assert copy is not None
    assert (copy.origin_id, copy.kind) == ("a0", CopyKind.NEAR)


LONG, SHORT = "Harbour talks collapse after nine hours without a deal", "Talks collapse again"
HEADLINES = {
    "long, another outlet": (LONG, "", "The Post", LONG, "", "The Mail", True),
    "long, other case and marks": (LONG, "", "The Post", LONG.upper() + "!", "", "The Mail", True),
    "long, same outlet: another edition": (LONG, "", "The Post", LONG, "", "The Post", False),
    "long, outlet not known": (LONG, "", None, LONG, "", None, False),
    "short": (SHORT, "", "The Post", SHORT, "", "The Mail", False),
    "one word differs": (LONG, "", "The Post", LONG.replace("nine", "ten"), "", "The Mail", False),
    "a text on one side only": (LONG, "", "The Post", LONG, report(1), "The Mail", False),
    "brief, same words": ("Talks", LONG, "The Post", "Talks", LONG, "The Mail", True),
    "brief, other headline": ("Talks", LONG, "The Post", "Breaking", LONG, "The Mail", False),
    "nothing at all": (None, "", "The Post", None, "", "The Mail", False),
}


@pytest.mark.parametrize(
    ("title", "text", "outlet", "other_title", "other_text", "other_outlet", "same"),
    HEADLINES.values(),
    ids=HEADLINES,
)
def test_short_articles(  # noqa: PLR0913, PLR0917 the columns of the table
    title: str | None,
    text: str,
    outlet: str | None,
    other_title: str | None,
    other_text: str,
    other_outlet: str | None,
    *,
    same: bool,
) -> None:
    copies = Copies()
    copies.fold(copy_print(article("one", text, title=title, outlet=outlet)))
    copy = copies.fold(copy_print(article("two", other_text, title=other_title, outlet=other_outlet)))
    assert (copy is not None) is same


BLOCKS = [report(seed, paragraphs=2) for seed in range(6)] + [filled(MARKET, 1), filled(MARKET, 2), LONG]
STREAMS = st.lists(
    st.lists(st.sampled_from(range(len(BLOCKS))), min_size=1, max_size=4), min_size=1, max_size=14
)


def _cut(prints: list[CopyPrint], cuts: set[int]) -> list[Copy | None]:
    """Decide the stream in batches that begin there."""
    copies = Copies()
    ends = [0, *sorted(cut for cut in cuts if cut < len(prints)), len(prints)]
    return [
        copy
        for start, end in itertools.pairwise(ends)
        if start < end
        for copy in copies.fold_all(prints[start:end])
    ]


@settings(max_examples=60)
@given(
    stream=STREAMS,
    cuts=st.sets(st.integers(0, 13)),
    outlets=st.lists(st.sampled_from(["A", "B", None]), min_size=14, max_size=14),
)
def test_batches_do_not_matter(stream: list[list[int]], cuts: set[int], outlets: list[str | None]) -> None:
    prints = [
        copy_print(article(f"a{n}", "\n\n".join(BLOCKS[block] for block in blocks), outlet=outlets[n]))
        for n, blocks in enumerate(stream)
    ]
    whole = _cut(prints, set())
    assert _cut(prints, cuts) == _cut(prints, set(range(len(prints)))) == whole
    folded = {copy.article_id for copy in whole if copy and copy.kind is not CopyKind.PARTIAL}
    assert not folded & {copy.origin_id for copy in whole if copy}
    assert all(0 <= copy.share <= 1 for copy in whole if copy)


@pytest.mark.parametrize("again", [["a0"], ["a2", "a0", "a3"]], ids=["alone", "among others"])
def test_an_article_folded_before_is_refused_and_changes_nothing(again: list[str]) -> None:
    """It is found to be a copy of itself."""
    prints = {f"a{number}": copy_print(article(f"a{number}", report(number % 2))) for number in range(4)}
    copies = Copies()
    first = copies.fold_all([prints["a0"], prints["a1"]])
    with pytest.raises(FoldedBeforeError, match="a0"):
        copies.fold_all([prints[one] for one in again])
    assert [*first, *copies.fold_all([prints["a2"], prints["a3"]])] == Copies().fold_all(
        list(prints.values())
    )


def test_a_text_misread_in_every_line_is_a_near_copy_and_passages_as_long_are_a_partial_one() -> None:
    text, misread = report(1), _every(report(1), 7, lambda word: word[:-1] + "1")
    paragraphs = text.split("\n\n")
    passages = "\n\n".join((*paragraphs[:2], report(2, paragraphs=3), paragraphs[2].split(". ")[0]))
    kinds = [copy and copy.kind for copy in (fold([text, misread])[1], fold([text, passages])[1])]
    assert kinds == [CopyKind.NEAR, CopyKind.PARTIAL]


def test_a_print_read_back_folds_by_its_shares_alone() -> None:
    copies = Copies()
    full = copy_print(article("full", report(1, paragraphs=12)))
    copies.fold(copy_print(article("brief", report(1, paragraphs=2))))
    copy = copies.fold(CopyPrint.from_bytes("full", full.to_bytes()))
    assert copy is not None
    assert copy.kind is CopyKind.PARTIAL
