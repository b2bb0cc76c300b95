"""What is new against what had been told: tolls, quotations, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.novelty import moved, new_names, new_quotes
from pipeline.records import Figure, Mention, Quote


def figure(value: float, counted: str = "dead", article_id: str = "a", **more: object) -> Figure:
    given = {"high": None, "qualifier": None, "start": 0, "end": 1} | more
    return Figure(article_id=article_id, counted=counted, value=value, **given)  # type: ignore[arg-type]


def quote(words: str, speaker: str | None = None, article_id: str = "a") -> Quote:
    return Quote(article_id=article_id, quote=words, speaker=speaker, start=0, end=len(words), language="en")


def name(text: str, kind: str = "person", article_id: str = "a") -> Mention:
    return Mention(article_id=article_id, name=text, kind=kind, start=0, end=len(text))


@pytest.mark.parametrize(
    ("told", "new", "rises"),
    [
        ([], [figure(12)], ["dead: 12"]),
        ([figure(12)], [figure(19)], ["dead: 12 -> 19"]),
        ([figure(12)], [figure(12)], []),
        ([figure(19)], [figure(12)], []),
        ([figure(19)], [figure(20, qualifier="about")], []),
        ([figure(19, qualifier="about")], [figure(20)], []),
        ([figure(19)], [figure(20)], ["dead: 19 -> 20"]),
        ([figure(19)], [figure(20, qualifier="at least")], ["dead: 19 -> 20"]),
        ([figure(19)], [figure(50, qualifier="up to")], []),
        ([figure(19)], [figure(30, qualifier="more")], []),
        ([figure(1204)], [figure(1300)], []),
        ([figure(1204)], [figure(1500)], ["dead: 1,204 -> 1,500"]),
        ([figure(10, high=20)], [figure(18)], []),
        ([figure(12)], [figure(30, "injured")], ["injured: 30"]),
        ([figure(12)], [figure(500, "troops")], []),
        ([figure(12), figure(12, article_id="b"), figure(19, article_id="c")], [figure(20, article_id="d")], ["dead: 19 -> 20"]),
        ([figure(12), figure(3000, start=900)], [figure(19, article_id="b")], ["dead: 12 -> 19"]),
        ([figure(12)], [figure(12, article_id="b"), figure(3000, article_id="b", start=900)], []),
    ],
    ids=[
        "first", "rose", "same", "lower", "about as many", "had been about", "one more", "at least more", "up to", "another 30",
        "rounded", "far beyond rounding", "within a range", "another kind", "no toll", "the highest told",
        "another event in an article told", "another event in the new one",
    ],
)  # fmt: skip
def test_a_toll_moves_only_upwards(told: list[Figure], new: list[Figure], rises: list[str]) -> None:
    assert [str(rise) for rise in moved(told, new)] == rises


def test_a_quotation_is_new_once() -> None:
    told = [quote("We will rebuild the dam before winter, and nobody will have to leave", "Anna Keller")]
    fresh = quote("The ministry has known of the cracks for eleven years", "Peter Lindt", "b")
    again = quote("has known of the cracks for eleven years", None, "b")
    cut = quote("We will rebuild the dam before winter", "Keller", "b")
    assert new_quotes(told, [cut, fresh, again]) == (fresh,)


@pytest.mark.parametrize(
    ("told", "mentions", "fresh"),
    [
        (["Anna Keller"], ["Keller", "A. Keller", "Anna Keller"], []),
        (["Keller"], ["Anna Keller"], []),
        (["Anna Keller"], ["Peter Keller"], ["Peter Keller"]),
        (["Volodymyr Zelensky"], ["Vladimir Zelenskiy", "Володимир Зеленський", "Selenskyj"], []),
        (["Alexander Lukashenko"], ["Aliaksandr Lukashenka", "Lukashenka"], []),
        (["World Health Organization"], ["WHO", "World Health Organisation"], []),
        (["WHO"], ["World Health Organization"], []),
        ([], ["Anna Keller", "Keller", "Peter Lindt"], ["Anna Keller", "Peter Lindt"]),
        (["Serhiy Bondar"], ["Sergei Bondar", "Oleh Bondar"], ["Oleh Bondar"]),
    ],
    ids=["alone, initial, same", "the last name came first", "a namesake", "spellings", "another spelling", "acronym", "acronym first", "nothing told", "brothers"],
)  # fmt: skip
def test_a_name_is_new_once_whatever_its_spelling(
    told: list[str], mentions: list[str], fresh: list[str]
) -> None:
    found = new_names([name(one) for one in told], [name(one, article_id="b") for one in mentions])
    assert [mention.name for mention in found] == fresh


def test_a_single_word_of_unknown_kind_is_no_news() -> None:
    mentions = [name("Halden", "name"), name("Halden Bridge", "name"), name("Minsk", "place")]
    assert [mention.name for mention in new_names([], mentions)] == ["Minsk"] or [
        mention.name for mention in new_names([], mentions)
    ] == ["Halden Bridge", "Minsk"]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(1, 50), st.sampled_from(["dead", "injured"])),
        max_size=8,
    )
)
def test_the_order_of_what_was_told_makes_no_difference(told: list[tuple[str, int, str]]) -> None:
    figures = [
        figure(value, counted, article_id, start=place)
        for place, (article_id, value, counted) in enumerate(told)
    ]
    new = [figure(30, article_id="new"), figure(30, "injured", "new")]
    assert moved(figures, new) == moved(list(reversed(figures)), new)
