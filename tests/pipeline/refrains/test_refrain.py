"""What is learned from whole articles, in order of arrival: furniture, and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article
from pipeline.refrains import refrain
from pipeline.refrains.refrain import Refrain, Refrains, shorten
from pipeline.refrains.refrain_print import RefrainPrint, refrain_print
from pipeline.stories.feature import story_print

APPEAL = "Support independent journalism: become a member of the Herald from two pounds a month."
# Unrelated articles, by language; each has more than eight rarer terms.
NEWS = {
    "en": (
        ("Dockers at the port of Arneville walked out over unpaid overtime. Cranes stood idle while forty freighters anchored "
        "outside the breakwater, and stevedores picketed the customs shed."),
        ("Grandmaster Ilse Marten sacrificed her bishop on the thirty-first move. Her opponent resigned the tournament final "
        "after squandering two pawns in a drawn endgame, to the applause of spectators."),
        ("Botanists rediscovered an orchid thought extinct on a volcanic ridge. Its violet petals open only at dusk, when moths "
        "pollinate the blossoms, according to the herbarium's curator."),
        ("The bakery chain recalled sourdough loaves contaminated with fragments of porcelain. Shoppers may return the packages "
        "for vouchers, a grocery spokeswoman announced."),
        ("Astronomers measured the spin of a pulsar in a dwarf galaxy. The telescope's spectrograph recorded gamma flashes "
        "every eleven milliseconds, puzzling theorists."),
        ("Parliament postponed the vote on pension indexation. Deputies quarrelled over actuarial forecasts, and the speaker "
        "adjourned the sitting amid heckling from the benches."),
    ),
    "zh": (
        "港口工人周一罢工，抗议拖欠加班费。起重机全部停摆，四十艘货轮停泊在防波堤外等候卸货，码头仓库堆满了集装箱。",
        "国际象棋特级大师在第三十一步弃象，对手随即认输。观众席上掌声雷动，棋迷们纷纷排队索要签名和棋谱。",
        "植物学家在火山山脊重新发现一种被认为灭绝的兰花。它的紫色花瓣只在黄昏绽放，由飞蛾传播花粉。",
        "天文学家测得矮星系中一颗脉冲星的自转周期。望远镜的光谱仪记录到伽马射线闪光，令理论物理学者困惑不已。",
    ),
    "th": (
        "คนงานท่าเรือนัดหยุดงานเมื่อวันจันทร์เพื่อประท้วงค่าล่วงเวลาที่ค้างจ่าย เครนทุกตัวหยุดนิ่ง เรือสินค้าสี่สิบลำทอดสมออยู่นอกเขื่อนกันคลื่น",
        "นักหมากรุกหญิงยอมเสียบิชอปในตาที่สามสิบเอ็ด คู่แข่งจึงขอยอมแพ้ในรอบชิงชนะเลิศ ท่ามกลางเสียงปรบมือของผู้ชมทั้งสนาม",
        "นักพฤกษศาสตร์พบกล้วยไม้ที่เชื่อว่าสูญพันธุ์บนสันเขาภูเขาไฟ กลีบดอกสีม่วงบานเฉพาะยามพลบค่ำ โดยมีผีเสื้อกลางคืนช่วยผสมเกสร",
        "นักดาราศาสตร์วัดการหมุนของดาวพัลซาร์ในกาแล็กซีแคระ กล้องโทรทรรศน์บันทึกแสงวาบรังสีแกมมาทุกสิบเอ็ดมิลลิวินาที",
    ),
    "ru": (
        "Докеры порта объявили забастовку из-за неоплаченных сверхурочных. Краны замерли, сорок сухогрузов встали на якорь за волнорезом.",
        "Гроссмейстер пожертвовала слона на тридцать первом ходу. Соперница сдала финал турнира, проиграв две пешки в ничейном эндшпиле.",
        "Ботаники вновь обнаружили вымершую орхидею на склоне вулкана. Фиолетовые лепестки раскрываются в сумерках, опыляют их мотыльки.",
        "Астрономы измерили вращение пульсара в карликовой галактике. Спектрограф телескопа записал вспышки гамма-излучения.",
    ),
}  # fmt: skip
APPEALS = {
    "en": APPEAL,
    "zh": "本报的独立报道离不开您的支持，欢迎订阅电子版，每月只需二十元。",
    "th": "สนับสนุนสื่ออิสระของเราได้ด้วยการสมัครสมาชิกรายเดือนเพียงเดือนละเก้าสิบเก้าบาท",
    "ru": "Поддержите независимую журналистику: оформите подписку на нашу газету за сто рублей в месяц.",
}
BACKGROUND = (
    "Velasquez became president of Tamborra in 2019, after General Okoro's junta had collapsed, and promised to reopen the "
    "copper mines of Quillacra."
)
TOPIC = tuple(
    f"{told} Velasquez spoke in Quillacra, where the copper mines of Tamborra lie, with envoys of General Okoro."
    for told in (
        "Dozens of prisoners were released from the fortress before sunrise, and relatives waited with blankets.",
        "A refinery burned until midnight; firefighters foamed the tanks and evacuated two villages downstream.",
        "Teachers marched through the capital with drums, demanding salaries withheld since the harvest.",
        "The cathedral's bells rang when pilgrims arrived on donkeys, singing hymns in three dialects.",
        "Economists doubted the budget's arithmetic: inflation devours subsidies, and creditors grow impatient.",
        "Football fans celebrated the national team's penalty shootout with fireworks on the esplanade.",
    )
)


def article(number: int, *blocks: str, outlet: str | None = "Herald", language: str = "en") -> Article:
    return Article(
        article_id=f"a{number:03}",
        uri=f"import/{number}",
        source="s",
        text="\n\n".join(blocks),
        content_hash="",
        seen_at=datetime(2026, 3, 2, tzinfo=UTC),
        outlet=outlet,
        language=language,
    )


def printed(given: Article) -> RefrainPrint:
    return refrain_print(given, story_print(given))


def learn(state: Refrains, articles: Iterable[Article]) -> list[Refrain]:
    return [found for one in articles for found in state.learn(one, printed(one))]


def shortened(state: Refrains, given: Article) -> str | None:
    found = shorten(given.text, printed(given).passages, state.learned)
    return None if found is None else found.text


@pytest.mark.parametrize("language", NEWS)
def test_what_unrelated_articles_have_in_common_is_learned_and_removed(language: str) -> None:
    state, appeal = Refrains(), APPEALS[language]
    *first, last = [
        article(number, text, appeal, language=language) for number, text in enumerate(NEWS[language][:4])
    ]
    (found,) = learn(state, first)
    assert (found.passage, found.articles, found.outlet) == (appeal, ("a000", "a001", "a002"), "herald")
    assert found.evidence == {"seen_in": 3, "pairs": 3, "unrelated_pairs": 3, "echo": 0.0}
    assert shortened(state, last) == NEWS[language][3]


def test_two_articles_are_not_enough() -> None:
    assert learn(Refrains(), [article(n, text, APPEAL) for n, text in enumerate(NEWS["en"][:2])]) == []


def test_another_spelling_is_the_same_passage_in_any_place() -> None:
    state = Refrains()
    learn(state, [article(n, text, APPEAL) for n, text in enumerate(NEWS["en"][:3])])
    loud = "SUPPORT  independent journalism — become a member of the Herald, from two pounds a month!"
    assert shortened(state, article(9, NEWS["en"][3], loud, NEWS["en"][4])) == "\n\n".join(NEWS["en"][3:5])


@pytest.mark.parametrize("outlet", ["Courier", None])
def test_each_outlet_has_its_own(outlet: str | None) -> None:
    state = Refrains()
    learn(state, [article(n, text, APPEAL) for n, text in enumerate(NEWS["en"][:3])])
    assert shortened(state, article(9, NEWS["en"][3], APPEAL, outlet=outlet)) is None


def test_the_background_of_a_running_topic_stays() -> None:
    """It comes again and again, but in reports that are about the same."""
    assert learn(Refrains(), [article(n, text, BACKGROUND) for n, text in enumerate(TOPIC)]) == []


def test_background_stays_even_where_it_is_all_that_reports_share() -> None:
    """Its names stand in each report, but in each another one, so that no two look related."""
    names = ("Velasquez", "Tamborra", "Okoro", "junta", "copper", "Quillacra")
    reports = [f"{text} More about {name} follows." for text, name in zip(NEWS["en"], names, strict=True)]
    background = "Velasquez, Tamborra, Okoro: junta, copper, Quillacra."
    assert learn(Refrains(), [article(n, text, background) for n, text in enumerate(reports)]) == []


def test_what_mostly_stands_in_reports_of_one_topic_needs_more_others() -> None:
    state = Refrains()
    assert learn(state, [article(n, text, APPEAL) for n, text in enumerate(TOPIC + NEWS["en"][:2])]) == []
    assert len(learn(state, [article(20 + n, text, APPEAL) for n, text in enumerate(NEWS["en"][2:])])) == 1


def test_copies_teach_nothing() -> None:
    copies = [article(n, NEWS["en"][0], APPEAL, f"Slightly other words, number {n}.") for n in range(6)]
    assert learn(Refrains(), copies) == []


def test_articles_too_short_to_tell_teach_nothing() -> None:
    assert learn(Refrains(), [article(n, f"Brief number {n}.", APPEAL) for n in range(6)]) == []


@pytest.mark.parametrize(
    ("passage", "needed"),
    [
        ("Read more", None),
        ("Sign up here.", 5),
        ("Sign up here for our newsletter.", 3),
        (" ".join(["word"] * 120), 3),
        (" ".join(["word"] * 121), None),
    ],
    ids=["two words: a heading", "a short sentence", "a sentence", "longest", "too long"],
)
def test_how_often_a_passage_must_come(passage: str, needed: int | None) -> None:
    state = Refrains()
    learned = [bool(learn(state, [article(number, text, passage)])) for number, text in enumerate(NEWS["en"])]
    assert [number for number, found in enumerate(learned, start=1) if found] == ([needed] if needed else [])


def test_a_text_is_never_emptied() -> None:
    state = Refrains()
    learn(state, [article(n, text, APPEAL) for n, text in enumerate(NEWS["en"][:3])])
    assert shortened(state, article(7, APPEAL)) is None
    assert shortened(state, article(8, "Photo: Reuters", APPEAL)) is None


def test_what_a_person_keeps_is_neither_removed_nor_learned_again() -> None:
    state = Refrains()
    articles = [article(number, text, APPEAL) for number, text in enumerate(NEWS["en"])]
    (found,) = learn(state, articles[:3])
    kept = Refrains()
    kept.restore(((a.article_id, printed(a).to_bytes()) for a in articles[:3]), learned={}, kept=[found.key])
    assert learn(kept, articles[3:]) == []
    assert shortened(kept, articles[5]) is None


@pytest.mark.parametrize(("window", "learned"), [(4, 0), (5, 1)])
def test_only_the_latest_articles_of_an_outlet_count(
    monkeypatch: pytest.MonkeyPatch, window: int, learned: int
) -> None:
    monkeypatch.setattr(refrain, "WINDOW", window)
    articles = [article(n, text, *([APPEAL] if n in {0, 1, 5} else [])) for n, text in enumerate(NEWS["en"])]
    others = [article(n + 10, text, outlet="Courier") for n, text in enumerate(NEWS["en"])]
    assert (
        len(learn(Refrains(), [one for pair in zip(articles, others, strict=True) for one in pair]))
        == learned
    )


outlets = st.sampled_from(["Herald", "Courier"])
blocks = st.lists(st.sampled_from([APPEAL, BACKGROUND, "Sign up here for our newsletter."]), max_size=2)


@given(
    st.lists(st.tuples(st.sampled_from(NEWS["en"] + TOPIC), blocks, outlets), max_size=16),
    st.integers(0, 16),
)
@settings(max_examples=40, deadline=None)
def test_restored_the_state_is_the_same(drawn: Sequence[tuple[str, list[str], str]], place: int) -> None:
    """Also when the windows are so small that articles are forgotten."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refrain, "WINDOW", 5)
        patch.setattr(refrain, "REMEMBERED", 8)
        articles = [article(n, text, *more, outlet=outlet) for n, (text, more, outlet) in enumerate(drawn)]
        straight, other = Refrains(), Refrains()
        before = learn(straight, articles[:place])
        rows = [(one.article_id, printed(one).to_bytes()) for one in articles[:place]][-refrain.REMEMBERED :]
        other.restore(rows, learned={found.key: found.refrain_id for found in before})
        assert learn(straight, articles[place:]) == learn(other, articles[place:])
        assert straight.learned == other.learned
