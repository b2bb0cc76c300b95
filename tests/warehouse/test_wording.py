import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Json
from warehouse.wording import clock, evidence_lines, extent, joined, language, readable, shorten, split_words

NOW = datetime(2026, 3, 10, tzinfo=UTC)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=60), inner, max_size=20),
    max_leaves=60,
)


@pytest.mark.parametrize(
    ("articles", "reports", "said"),
    [
        (1, 1, "1 report"),
        (2, 2, "2 reports, both independent"),
        (3, 3, "3 reports, all independent"),
        (43, 4, "43 articles, 4 independent reports"),
        (5, 1, "5 articles, 1 independent report"),
        (1200, 1100, "1,200 articles, 1,100 independent reports"),
    ],
)
def test_extent(articles: int, reports: int, said: str) -> None:
    assert extent(articles, reports) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 9, 8, 5, tzinfo=UTC), "9 Mar 08:05"),
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), "31 Dec 2025 23:00"),
        (datetime(2026, 3, 9, 23, 5, tzinfo=timezone(timedelta(hours=-4))), "10 Mar 03:05"),
    ],
)
def test_clock(moment: datetime, said: str) -> None:
    assert clock(moment, NOW) == said


@pytest.mark.parametrize(
    ("code", "kept"),
    [("ar", "ar"), ("pt-BR", "pt-BR"), ("en", None), (None, None), ('x"><script>', None), ("ar\n", None)],
)
def test_language(code: str | None, kept: str | None) -> None:
    assert language(code) == kept


@pytest.mark.parametrize(
    ("text", "limit", "first", "rest"),
    [
        ("Short enough", 20, "Short enough", ""),
        ("The port was closed on Monday", 16, "The port was…", "…closed on Monday"),
        ("港口工人罢工进入第三天", 5, "港口工人罢…", "…工进入第三天"),
        ("Aaaaaaaaaaaaaaaaaaaa", 10, "Aaaaaaaaaa…", "…Aaaaaaaaaa".lower()),
        ("one\ntwo\u202e\x00three", 20, "one two three", ""),
    ],
    ids=["whole", "between words", "no spaces", "one long word", "hidden characters"],
)
def test_split_words(text: str, limit: int, first: str, rest: str) -> None:
    assert split_words(text, limit) == (first, rest)


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_joined(parts: list[str], said: str) -> None:
    assert joined(parts) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.123456, "0.123"),
        (-1e-12, "0"),
        (12345, "12,345"),
        (True, "yes"),
        (["a", "b"], "a, b"),
        ([["strike", 0.5], ["port", 0.25]], "strike 0.5, port 0.25"),
        ({"score": 1.5, "why": ["a"], "parts": {"names": 2}}, "why a, score 1.5, parts (names 2)"),
        ("a1", "Bay Post"),
        (list(range(20)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more"),
    ],
    ids=str,
)
def test_readable(value: Json, said: str) -> None:
    assert readable(value, {"a1": "Bay Post"}) == said


@given(json)
def test_any_evidence_becomes_clean_lines(evidence: Json) -> None:
    for line in (part for pair in evidence_lines({"of": evidence}, {}) for part in pair):
        assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in line)
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", line)


@given(st.text(max_size=500), st.integers(10, 100))
def test_a_line_is_never_longer_than_asked_for(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit + 1  # and the ellipsis


def palettes() -> list[dict[str, str]]:
    """Light, dark and print: each as it stands over the one before."""
    css = files("warehouse.report").joinpath("templates/report.css").read_text("utf-8")
    roots = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    found = [dict(re.findall(r"--(\w+(?:-\w+)*): (#[0-9a-f]{3,6});", root)) for root in roots]
    return [{**found[0], **palette} for palette in found]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "print"])
def test_text_has_the_contrast_that_wcag_asks_for(palette: dict[str, str]) -> None:
    for text, ground in product(("ink", "muted", "accent", "bad", "warn"), ("paper", "wash")):
        assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    assert contrast(palette["mark-ink"], palette["mark"]) >= 4.5
    assert contrast(palette["accent"], palette["paper"]) >= 3  # bars
    assert contrast(palette["accent"], palette["pale"]) >= 3  # the two parts of a bar
