"""Which quotations are one saying: measured on labelled pairs, and the laws that hold for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.saying import Said, variant
from pipeline.records import Quote


def said(
    words: str, speaker: str | None = "Anna Keller", language: str = "en", article_id: str = "a"
) -> Quote:
    return Quote(
        article_id=article_id, quote=words, speaker=speaker, start=0, end=len(words), language=language
    )


DAM = "We will rebuild the dam before winter, and nobody in this valley will have to leave his home"
STORM = "The storm took everything from us, but it did not take our courage"
TAX = "This tax is a gift to the rich and an insult to every nurse and every teacher in the country"

# Made up: one saying in two forms.
SAME: list[tuple[Quote, Quote]] = [
    (said(DAM), said("We will rebuild the dam before winter")),
    (said(DAM), said("nobody in this valley will have to leave his home")),
    (said(DAM), said("We will rebuild the dam … and nobody in this valley will have to leave")),
    (said(DAM), said("We will rebuild the dam before winter ... nobody in this valley will have to leave his home.", None)),
    (said(DAM), said("We will rebuild the dam before the winter, and no one in this valley will have to leave their home")),
    (said(DAM), said("We'll rebuild the dam before winter and nobody in the valley must leave his home")),
    (said(DAM, None), said("WE WILL REBUILD THE DAM BEFORE WINTER")),
    (said(DAM), said("Before winter the dam will be rebuilt, and nobody in the valley will be forced to leave home")),
    (said(STORM), said("The storm took everything from us, but not our courage")),
    (said(STORM), said("The hurricane took everything from us but it did not take away our courage")),
    (said(STORM), said("storm took everything from us")),
    (said(TAX), said("a gift to the rich and an insult to every nurse and every teacher")),
    (said(TAX, "A. Keller"), said("This tax is a gift for the wealthy and an insult to every nurse and teacher in the country")),
    (said(TAX), said("[It] is a gift to the rich and an insult to every nurse")),
    (said("If they cross the river, our answer will be the most terrible."), said("If they dare to cross the river, the answer will be the most dreadful")),
    (said("I am prepared to sit down with the rebels at any table, tomorrow if need be"), said("I'm ready to sit down with the rebels at any table, even tomorrow")),
    (said("Not one euro of this money has reached the flooded villages"), said("Not a single euro of that money reached the flooded villages", None)),
    (said("Мы восстановим плотину до зимы, и никому не придётся покидать дом", language="ru"), said("Мы восстановим плотину до зимы", language="ru")),
    (said("Мы восстановим плотину до зимы, и никому не придётся покидать дом", language="ru"), said("До зимы мы восстановим плотину, никому не придется покидать свой дом", language="ru")),
    (said("Wir werden den Damm vor dem Winter wieder aufbauen", language="de"), said("Wir werden den Damm noch vor dem Winter wieder aufbauen", language="de")),
    (said("Nous reconstruirons le barrage avant l'hiver et personne ne partira", language="fr"), said("Nous reconstruirons le barrage avant l'hiver", language="fr")),
    (said("Vamos a reconstruir la presa antes del invierno", language="es"), said("Vamos a reconstruir la presa antes de que llegue el invierno", language="es")),
    (said("我们将在冬天之前重建大坝，没有人需要离开家园", language="zh"), said("我们将在冬天之前重建大坝", language="zh")),
]  # fmt: skip

# Made up: two sayings, most of them by one speaker on one matter.
OTHER: list[tuple[Quote, Quote]] = [
    (said(DAM), said("The dam was old, and everybody in this valley knew it")),
    (said(DAM), said("Winter is the worst time to build anything in this valley")),
    (said(DAM), said("We will never leave this valley, whatever the ministry may say")),
    (said(DAM), said(STORM)),
    (said(STORM), said("The storm is over, but the water will stay for weeks")),
    (said(STORM), said("Everything we have built was taken by the water in one night")),
    (said(TAX), said("The rich must pay their part of this tax like everybody else")),
    (said(TAX), said("Every nurse and every teacher knows what these cuts mean")),
    (said(TAX), said("I have never seen a tax as stupid as this one")),
    (said("I do not know what to say"), said("I do not know what to do", "Peter Lindt")),
    (said("We have nothing to hide"), said("We have nothing to say about that", "Peter Lindt")),
    (said("We condemn this attack in the strongest terms"), said("We condemn this attack in the strongest terms and stand with the victims", "Peter Lindt")),
    (said("This is a great day for our country", None), said("This is a sad day for our country", None)),
    (said("There will be no negotiations with the rebels"), said("The rebels have broken the ceasefire again")),
    (said("The special operation goes according to plan"), said("The special operation will end when its aims are reached")),
    (said("Our army is ready to defend the border of the republic"), said("Our army has no plans beyond the border of the republic", "Peter Lindt")),
    (said("If they cross the river, our answer will be the most terrible"), said("The river belongs to both of our nations and it always will")),
    (said("Я не знаю, что сказать", language="ru"), said("Я не знаю, что делать", "Пётр Линдт", language="ru")),
    (said("Плотина была старой, и все это знали", language="ru"), said("Мы восстановим плотину до зимы", language="ru")),
    (said("Der Damm war alt, das wusste jeder hier", language="de"), said("Wir werden den Damm vor dem Winter wieder aufbauen", language="de")),
    (said("Le barrage était vieux et tout le monde le savait", language="fr"), said("Nous reconstruirons le barrage avant l'hiver", language="fr")),
    (said("We thank the firefighters for their courage"), said("The firefighters had no water for three hours")),
    (said("Oil prices will fall next year", None), said("Oil prices will rise next year", None)),
]  # fmt: skip


def test_precision_and_recall_on_the_labelled_pairs() -> None:
    right = sum(variant(*pair) for pair in SAME)
    wrong = sum(variant(*pair) for pair in OTHER)
    assert right / len(SAME) >= 0.9
    assert right / (right + wrong) >= 0.95


def test_the_most_alike_is_found_and_the_first_of_equals() -> None:
    known = Said()
    for number, words in enumerate([STORM, DAM, TAX]):
        known.add(said(words), f"s{number}")
    assert known.find(said("We will rebuild the dam before the winter")) == "s1"
    assert known.find(said(STORM.upper())) == "s0"
    assert known.find(said("Nothing of the kind was ever promised to anybody")) is None


@given(
    st.lists(st.sampled_from([*DAM.split(), *TAX.split(), "…", "(a)", "."]), max_size=30).map(" ".join),
    st.text(max_size=60),
)
def test_variants_are_so_both_ways(one: str, other: str) -> None:
    assert variant(said(one), said(one))
    assert variant(said(one), said(other)) == variant(said(other), said(one))


@pytest.mark.parametrize(
    "words", ["the " * 5_000, "dam winter " * 5_000, "… " * 5_000, "[" * 20_000, "a" * 100_000, "风" * 20_000]
)
def test_hostile_quotations_end_and_hide_no_other(words: str) -> None:
    known = Said()
    for number in range(30):
        known.add(said(f"{words} {number}"), str(number))
    assert known.find(said(words)) in {"0", None}
    assert known.find(said(DAM)) is None
    known.add(said(DAM), "dam")
    assert known.find(said(DAM)) == "dam"
