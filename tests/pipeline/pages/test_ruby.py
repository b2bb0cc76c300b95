import pytest
from lxml.html import fromstring

from pipeline.pages.ruby import remove_readings


@pytest.mark.parametrize(
    "inner",
    [
        "港の<ruby>渡船<rt>わたしぶね</rt></ruby>が残る",
        "港の<ruby><rb>渡船</rb><rp>（</rp><rt>わたしぶね</rt><rp>）</rp></ruby>が残る",
        "港の\n<ruby>\n<rb>渡</rb><rt>わたし</rt>\n<rb>船</rb><rt>ぶね</rt></ruby>\nが残る",
        "<b>港</b>の\n<ruby>渡<rp>(</rp><rt>わたし</rt><rp>)</rp></ruby><ruby>船<rt>ぶね</rt></ruby>が残る",
    ],
    ids=["plain", "with parentheses", "over lines", "two"],
)
def test_the_word_stays_in_its_line(inner: str) -> None:
    tree = fromstring(f"<html><body><p>{inner}</p></body></html>")
    remove_readings(tree)
    assert tree.text_content() == "港の渡船が残る"
