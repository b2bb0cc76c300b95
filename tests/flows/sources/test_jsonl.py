import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.jsonl import Origin, read_lines
from pipeline.records import Document, Reason, Rejection

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
ORIGIN = Origin(uri="file:///news.jsonl", source="archive", fetched_at=NOW)


def read(*lines: bytes | None) -> list[Document | Rejection]:
    return list(read_lines(lines, ORIGIN))


def one(**fields: Any) -> Document | Rejection:
    (found,) = read(json.dumps({"uri": "a:1", "text": "Words.", **fields}).encode())
    return found


def refusal(found: Document | Rejection) -> tuple[Reason, str]:
    assert isinstance(found, Rejection)
    return found.reason, found.detail


def test_a_line_says_all_of_a_document() -> None:
    found = one(
        url="https://daily.example/1",
        title="One",
        published_at="2026-03-05T09:30:00+01:00",
        outlet="Daily",
        language="en",
        author="Ann Doe",
        anything={"else": [1]},
    )
    assert found == Document(
        uri="a:1",
        source="archive",
        media_type="text/plain",
        content="Words.",
        fetched_at=NOW,
        url="https://daily.example/1",
        title="One",
        outlet="Daily",
        language="en",
        author="Ann Doe",
        published_at=datetime(2026, 3, 5, 8, 30, tzinfo=UTC),
        published_from="import",
    )


@pytest.mark.parametrize(
    ("fields", "media_type", "content"),
    [
        ({"text": "Words."}, "text/plain", "Words."),
        ({"html": "<p>Words.</p>"}, "text/html", "<p>Words.</p>"),
        ({"text": "Words.", "html": "<p>Words.</p>"}, "text/plain", "Words."),
        ({"text": "  ", "html": "<p>Words.</p>"}, "text/html", "<p>Words.</p>"),
        ({"title": "Headline only"}, "text/plain", ""),
    ],
)
def test_text_comes_before_html_and_a_headline_is_enough(
    fields: dict[str, str], media_type: str, content: str
) -> None:
    (found,) = read(json.dumps({"uri": "a:1", **fields}).encode())
    assert isinstance(found, Document)
    assert (found.media_type, found.content) == (media_type, content)


def test_the_zone_of_a_time_is_kept() -> None:
    found = one(published_at="2026-03-05T09:30:00+03:00")
    assert isinstance(found, Document)
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-05T09:30:00+03:00"


@pytest.mark.parametrize(
    ("given_time", "moment"),
    [
        ("2026-03-05", datetime(2026, 3, 5, tzinfo=UTC)),
        ("2026-03-05T09:30:00", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2026-03-05T09:30:00Z", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        (" 2026-03-05 09:30+03:00 ", datetime(2026, 3, 5, 6, 30, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_a_time_without_a_zone_is_utc(given_time: str | None, moment: datetime | None) -> None:
    found = one(published_at=given_time)
    assert isinstance(found, Document)
    assert (found.published_at, found.published_from) == (moment, "import" if moment else None)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"uri": None}, "uri"),
        ({"uri": " "}, "uri"),
        ({"uri": 7}, "uri"),
        ({"uri": "x" * 3000}, "uri"),
        ({"text": None}, "text"),
        ({"text": ["a"]}, "text"),
        ({"html": {"a": 1}}, "html"),
        ({"title": True}, "title"),
        ({"outlet": 1.5}, "outlet"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "daily.example/1"}, "url"),
        ({"published_at": "yesterday"}, "published_at"),
        ({"published_at": 1_700_000_000}, "published_at"),
        ({"published_at": "0001-01-01T00:00:00+05:00"}, "published_at"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], key: str) -> None:
    reason, detail = refusal(one(**fields))
    assert reason is Reason.FIELD
    assert detail.startswith(f"{key}: ")


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        (b"{", Reason.MALFORMED, "no JSON: "),
        (b"[1]", Reason.MALFORMED, "a JSON array"),
        (b"null", Reason.MALFORMED, "a JSON null"),
        (b'"x"', Reason.MALFORMED, "a JSON string"),
        (b'{"uri": "a", "text": "\xff"}', Reason.MALFORMED, "no JSON: "),
        (b'{"uri": "a", "text": "x", "n": 1e400}', Reason.MALFORMED, "no JSON: "),
        (b"[" * 100_000, Reason.MALFORMED, "no JSON: "),
        (b"\xef\xbb\xbf{}", Reason.MALFORMED, "no JSON: "),
        (None, Reason.TOO_LARGE, "a line of more than"),
    ],
)
def test_one_bad_line_is_one_rejection_with_its_number(
    line: bytes | None, reason: Reason, detail: str
) -> None:
    good = b'{"uri": "a:1", "text": "x"}'
    first, refused, last = read(good, b"", line, good)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(refused, Rejection)
    assert (refused.line, refused.uri, refused.reason) == (3, ORIGIN.uri, reason)
    assert refused.detail.startswith(detail)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b'\xef\xbb\xbf{"uri": "a", "text": "x"}\r\n', "x"),
        (b'{"uri": "a", "text": "x", "text": "y"}', "y"),
        (b'{"uri": "a", "text": "x\\u0000y"}', "xy"),
        (b'{"uri": "a", "text": "cut \\ud83d"}', "cut ?"),
        (b'{"uri": "a", "text": "whole \\ud83d\\ude00"}', "whole \U0001f600"),
    ],
    ids=["mark and CRLF", "a key twice", "NUL", "half a pair", "a pair"],
)
def test_odd_lines_are_read(line: bytes, text: str) -> None:
    (found,) = read(line)
    assert isinstance(found, Document)
    assert found.content == text


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_FIELDS = st.dictionaries(
    st.sampled_from(["uri", "url", "title", "text", "html", "published_at", "author"]), _JSON
)
_LINE = st.binary(max_size=60) | _FIELDS.map(lambda fields: json.dumps(fields).encode()) | st.none()


@given(st.lists(_LINE, max_size=12))
def test_every_line_is_a_document_a_rejection_or_blank(lines: Iterable[bytes | None]) -> None:
    found = read(*lines)
    blank = [
        n
        for n, line in enumerate(lines)
        if line is not None and not (line.removeprefix(b"\xef\xbb\xbf") if n == 0 else line).strip()
    ]
    assert len(found) + len(blank) == len(list(lines))
    for item in found:
        assert item.uri.encode("utf-8")
        assert isinstance(item, Document) or item.detail.encode("utf-8")
