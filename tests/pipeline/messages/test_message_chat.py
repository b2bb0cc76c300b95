from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.messages.message import Message
from pipeline.messages.message_chat import Dialect, chat, defused

PAGE = """<!doctype html><html><head><title>no</title><style>p {{}}</style></head><body>
<p>Rule</p><h1>Title</h1><p>3 articles. Seen.</p>
<h2>Why</h2>
{why}
<h2>Sources</h2>
<ul>{sources}</ul>
<p>More: wirewatch show s1<br>Rule r<br></p></body></html>"""


def message(why: int = 2, sources: int = 2, **fields: Any) -> Message:
    page = PAGE.format(
        why="".join(f"<p dir=auto>Post: Reason <b>{n}</b> &amp; more</p>\n" for n in range(why)),
        sources="\n".join(
            f'<li><a href="https://news.example/{n}">Source {n}</a></li>' for n in range(sources)
        ),
    )
    usual = {"key": "k", "rule": "r", "rule_title": "R", "story_id": "s1", "subject": "R: Title", "text": "t", "html": page, "data": {}}  # fmt: skip
    return Message(**{**usual, **fields})


def text(given: Message, limit: int = 10_000, *, title: bool = False) -> str:
    return chat(given, Dialect(markup=False), limit, len, title=title)


def html(given: Message, limit: int = 10_000, **dialect: Any) -> str:
    return chat(given, Dialect(**dialect), limit, len, title=True)


def test_plain_text_has_paragraphs_and_addresses() -> None:
    assert text(message()) == (
        "3 articles. Seen.\n\nWhy\n\nPost: Reason [0] & more\n\nPost: Reason [1] & more\n\nSources\n"
        "- Source 0\n  https://news.example/0\n- Source 1\n  https://news.example/1\n\nMore: wirewatch show s1\nRule r"
    )


def test_markup_is_paragraphs_lists_bold_words_and_links() -> None:
    assert html(message(1, 1)) == (
        "<p><b>R: Title</b></p>\n<p>3 articles. Seen.</p>\n<p><b>Why</b></p>\n<p>Post: Reason <b>0</b> &amp; more</p>\n"
        '<p><b>Sources</b></p>\n<ul><li><a href="https://news.example/0">Source 0</a></li></ul>\n'
        "<p>More: wirewatch show s1<br/>Rule r</p>"
    )


def test_what_is_too_long_is_cut_at_paragraphs_and_counted_and_every_section_keeps_its_first() -> None:
    assert text(message(20, 20), 140) == (
        "3 articles. Seen.\n\nWhy\n\nPost: Reason [0] & more\n\nSources\n- Source 0\n  https://news.example/0\n\n"
        "… 39 more: wirewatch show s1"
    )


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 3000), st.booleans(), st.booleans())
def test_the_limit_is_kept(why: int, sources: int, limit: int, markup: bool, title: bool) -> None:  # noqa: FBT001 - drawn
    said = chat(message(why, sources), Dialect(markup=markup), limit, len, title=title)
    assert len(said) <= limit
    whole = chat(message(why, sources), Dialect(markup=markup), 10**6, len, title=title)
    assert ("… " in said) == (said != whole and " more" in said)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (60, "R: Title\n\n3 articles. Seen.\n\n… 5 more: wirewatch show s1"),
        (50, "R: Title\n\n… 6 more: wirewatch show s1"),
        (20, "R: Title"),
        (5, "R: T…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_where_there_is_hardly_room_the_subject_is_left(limit: int, expected: str) -> None:
    assert text(message(), limit, title=True) == expected


def test_a_message_about_no_story_names_none() -> None:
    assert text(message(9, 9, story_id=""), 150).endswith("\n\n… 16 more")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("@everyone", "@\u200beveryone"),
        ("so@here", "so@\u200bhere"),
        ("<!channel>", "<\u200b!channel>"),
        ("<@U123>", "<\u200b@\u200bU123>"),
        ("<@&4>", "<\u200b@\u200b&4>"),
        ("<#C1>", "<\u200b#C1>"),
        ("5 @ 3 < 4", "5 @ 3 < 4"),
    ],
)
def test_words_call_nobody(words: str, expected: str) -> None:
    assert defused(words) == expected


def test_nor_do_links() -> None:
    page = '<h1>T</h1><p><a href="https://n.example/@here/@desk?x=@all">x @all</a></p>'
    linked = replace(message(), html=page)
    assert 'href="https://n.example/%40here/@desk?x=%40all"' in html(linked)
    assert 'href="https://n.example/%40here/%40desk?x=%40all"' in html(linked, at_in_urls=False)


def test_marks_that_have_no_escape_are_replaced_in_words_and_kept_in_links() -> None:
    page = '<h1>T</h1><p>a_b* <a href="https://n.example/a_b*">c_d</a></p>'
    said = html(replace(message(), html=page), characters="*_", instead="∗ˍ")
    assert said.endswith('<p>aˍb∗ <a href="https://n.example/a_b*">cˍd</a></p>')


@given(st.text())
def test_any_html_gives_something(page: str) -> None:
    assert isinstance(html(replace(message(), html=page)), str)
