from datetime import UTC, datetime

import numpy as np
import pytest

from pipeline.records import Article
from pipeline.refrains.refrain_print import (
    RefrainPrint,
    _tokens,
    echoes,
    extent,
    house,
    outlet_hash,
    passages,
    refrain_print,
    unrelated,
)
from pipeline.stories.feature import story_print
from pipeline.texts.term import tokens
from pipeline.texts.text import words

BODY = "Stevedores picketed the customs shed while freighters anchored outside the breakwater at Arneville."
OTHER = "Botanists rediscovered a violet orchid pollinated by moths upon the volcanic ridge above Quillacra."


def printed(*blocks: str, title: str | None = None, language: str = "en") -> RefrainPrint:
    given = Article(
        article_id="a",
        uri="u",
        source="s",
        text="\n\n".join(blocks),
        content_hash="",
        seen_at=datetime(2026, 3, 2, tzinfo=UTC),
        title=title,
        language=language,
    )
    return refrain_print(given, story_print(given))


def test_bytes_give_the_print_back() -> None:
    one = printed(BODY, "Short one", OTHER, title="Strike at Arneville")
    again = RefrainPrint.from_bytes("a", one.to_bytes())
    assert (again.article_id, again.outlet, again.kind) == ("a", one.outlet, one.kind)
    for name in ("keys", "paragraphs", "terms", "places"):
        assert np.array_equal(getattr(again, name), getattr(one, name))
    assert again.paragraphs.tolist() == [0, 2]


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: b"\x07" + data[1:], lambda _: b""])
def test_other_bytes_are_refused(change: object) -> None:
    with pytest.raises(ValueError, match="refrain print"):
        RefrainPrint.from_bytes("a", change(printed(BODY).to_bytes()))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("outlet", "url", "name"),
    [
        ("The  Herald", "https://www.herald.example/a", "the herald"),
        (None, "https://www.herald.example/a", "herald.example"),
        (None, "https://[broken", "wire"),
        (None, None, "wire"),
    ],
    ids=["outlet", "host", "no address", "source"],
)
def test_whose_furniture(outlet: str | None, url: str | None, name: str) -> None:
    assert house(outlet, url, "wire") == name


def test_the_key_is_of_outlet_and_letters() -> None:
    one, other = outlet_hash("one"), outlet_hash("other")
    assert passages("Sign up “now”, please!", one) == passages("SIGN  UP now please", one)
    assert passages("Sign up now, please!", one) != passages("Sign up now, please!", other)
    assert passages("Page 3 of 12", one) != passages("Page 4 of 12", one)


@pytest.mark.parametrize(
    "text",
    [
        "Hello world, U.S. troops don't mind 3.5 well-known O'Neil's",
        "东京地震造成五人死亡。记者 2024年 报道",
        "กรุงเทพมหานคร เกิดเหตุไฟไหม้",
        "서울시가 미세먼지 대책을 발표했다 AI 시대",
        "東京で地震がありましたTokyo test あ",
        "مظاهرات في العاصمة 2024",
    ],
)
def test_tokens_are_counted_as_stories_count_them(text: str) -> None:
    """Else the terms behind a passage would be looked for in the wrong paragraph."""
    assert _tokens(text) == len(list(tokens(words(text), "en")))


@pytest.mark.parametrize(
    ("text", "size"),
    [("Read it here.", 3), ("请订阅本报电子版", 4), ("สมัครสมาชิก", 6), ("구독 신청", 2), ("", 0)],
)
def test_extent_counts_two_characters_for_a_word(text: str, size: int) -> None:
    assert extent(text) == size


def test_shared_passages_do_not_make_articles_related() -> None:
    shared = "Priya Lindqvist covers transport and housing for the Herald and formerly worked in Oslo."
    assert unrelated(printed(BODY, shared), printed(OTHER, shared))
    assert not unrelated(printed(BODY, shared), printed(f"{BODY} Indeed.", shared))
    assert not unrelated(printed(BODY), printed(BODY))


def test_a_term_of_a_shared_passage_that_stands_elsewhere_counts() -> None:
    shared = "Stevedores at Arneville have picketed before."
    key = printed(BODY, shared).passages[1].key
    assert not unrelated(printed(BODY, shared), printed(f"{OTHER} Stevedores cheered.", shared))
    assert echoes(printed(BODY, shared), printed(OTHER, shared), key) == (3, 3)
    assert echoes(printed(OTHER, shared), printed(BODY, shared), key) == (3, 0)


def test_other_languages_are_unrelated() -> None:
    thai = "คนงานท่าเรือนัดหยุดงานเพื่อประท้วงค่าล่วงเวลาที่ค้างจ่าย"
    assert unrelated(printed(BODY), printed(thai, language="th"))
    assert not unrelated(printed(thai, language="th"), printed(thai, language="th"))


def test_hostile_text_is_bounded() -> None:
    """Many paragraphs, characters that no encoding has, one endless word."""
    one = printed(*(f"one two three {n}" for n in range(2_000)), "\ud800 a b c", "x" * 100_000)
    assert len(one.keys) == 250
    assert len(one.to_bytes()) < 5_000
