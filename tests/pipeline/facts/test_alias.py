"""Spellings of one name, and names that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.alias import Names, alias_key, skeleton
from pipeline.records import Mention


def names(*known: str) -> Names:
    return Names(Mention(article_id="a", name=name, kind="person", start=0, end=1) for name in known)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Alexander Lukashenko", "Aliaksandr Lukashenka", "Александр Лукашенко", "Аляксандр Лукашэнка", "Alexandre Loukachenko", "Alexander Lukaschenko"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Vladimir Zelenskiy", "Wolodymyr Selenskyj", "Володимир Зеленський", "Владимир Зеленский"),
        ("Vladimir Putin", "Wladimir Putin", "Vladimir Poutine", "Владимир Путин", "Володимир Путін", "Владимира Путина"),
        ("Sergei Lavrov", "Sergey Lavrov", "Sergej Lawrow", "Serguei Lavrov", "Сергей Лавров", "Сергея Лаврова"),
        ("Mohammed Salah", "Muhammad Salah", "Mohamed Salah"),
        ("Dmitry Peskov", "Dmitri Peskow", "Дмитрий Песков"),
    ],
    ids=lambda spellings: spellings[0],
)  # fmt: skip
def test_spellings_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({alias_key(name) for name in spellings}) == 1 or all(
        name in names(spellings[0]) for name in spellings
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Keller", "Karl Keller"),
        ("Karl Brandt", "Klaus Brandt"),
        ("Peter Lindt", "Peter Lund"),
        ("Boris Johnson", "Boris Jansen"),
        ("Ministry of Defence", "Ministry of Justice"),
        ("Kim Jong-un", "Kim Yo-jong"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert other not in names(one)


@pytest.mark.parametrize(
    ("known", "name"),
    [("Anna Keller", "Keller"), ("Anna Keller", "A. Keller"), ("Keller", "Anna Keller"), ("Xi Jinping", "Xi"), ("International Monetary Fund", "IMF")],
)  # fmt: skip
def test_short_forms_are_known(known: str, name: str) -> None:
    assert name in names(known)


@given(st.text(max_size=40))
def test_any_name_is_borne(name: str) -> None:
    known = names(name)
    assert not alias_key(name) or name in known
    assert skeleton(name) == skeleton(name)
