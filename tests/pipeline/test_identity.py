import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identity import canonical_url, content_id, document_hash
from pipeline.records import Document

NOW = datetime(2026, 1, 2, tzinfo=UTC)
DOCUMENT = Document(uri="import/1", source="s", media_type="text/plain", content="text", fetched_at=NOW)


@given(st.lists(st.text()), st.lists(st.text()))
def test_ids_are_short_and_tell_apart(one: list[str], other: list[str]) -> None:
    assert len(content_id(*one)) == 12
    assert (content_id(*one) == content_id(*other)) == (one == other)


def test_where_a_part_ends_matters() -> None:
    assert content_id("ab", "c") != content_id("a", "bc")


def test_ids_are_the_same_in_any_process() -> None:
    code = "from pipeline.identity import content_id; print(content_id('Ж', ''))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    }
    assert found == {content_id("Ж", "").encode() + b"\n"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://www.example.org/a/"),
        ("https://example.org/a?utm_source=x&id=3", "https://EXAMPLE.org/a?id=3#top"),
        ("https://example.org/a?b=1&a=2", "https://example.org:443/a?a=2&b=1"),
        ("https://user:pw@example.org/a?fbclid=1", "https://example.org/a"),
    ],
)
def test_addresses_of_one_article_are_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(
    "other",
    ["https://example.org/b", "https://example.org/a?id=2", "https://example.com/a", "https://example.org/A"],
)
def test_addresses_of_others_are_not(other: str) -> None:
    assert canonical_url(other) != canonical_url("https://example.org/a?id=1")


def test_a_document_met_again_is_known() -> None:
    again = replace(DOCUMENT, fetched_at=NOW + timedelta(days=1), source="other")
    assert document_hash(again) == document_hash(DOCUMENT)


@pytest.mark.parametrize(
    "change", [{"content": "text "}, {"title": "t"}, {"uri": "import/2"}, {"content": b"text"}]
)
def test_a_document_that_says_something_else_is_not(change: dict[str, object]) -> None:
    assert document_hash(replace(DOCUMENT, **change)) != document_hash(DOCUMENT)  # type: ignore[arg-type]


def test_the_name_of_a_file_says_nothing() -> None:
    one, other = (replace(DOCUMENT, uri=f"file:///{name}.txt") for name in "ab")
    assert document_hash(one) == document_hash(other)


def test_one_instant_in_two_zones_is_the_same() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=3)))
    assert document_hash(replace(DOCUMENT, published_at=there)) == document_hash(
        replace(DOCUMENT, published_at=NOW)
    )
