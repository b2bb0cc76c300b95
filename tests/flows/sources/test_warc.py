import gzip
import io
import random
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import accumulate

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources import warc, warc_page, warc_stream
from flows.sources.jsonl import Origin
from flows.sources.warc import read_warc
from pipeline.records import Document, Reason, Rejection

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
Pack = Callable[[Sequence[bytes]], bytes]
HTML = b"text/html; charset=utf-8"


def record(  # noqa: PLR0913 (the fields of a record)
    block: bytes,
    *,
    kind: bytes = b"response",
    uri: bytes = b"https://daily.example/1",
    media: bytes = b"application/http; msgtype=response",
    date: bytes = b"2026-01-02T03:04:05Z",
    length: bytes | None = None,
) -> bytes:
    return (
        b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: " + date
        + b"\r\nWARC-Target-URI: " + uri + b"\r\nContent-Type: " + media
        + b"\r\nContent-Length: " + (length or str(len(block)).encode()) + b"\r\n\r\n" + block + b"\r\n\r\n"
    )  # fmt: skip


def http(body: bytes, *, status: bytes = b"200 OK", media: bytes = HTML, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nContent-Type: " + media + b"\r\n" + more + b"\r\n" + body


def page(number: int, **fields: bytes) -> bytes:
    return record(http(b"<p>Page %d" % number), uri=b"https://daily.example/%d" % number, **fields)


def read(content: bytes) -> list[Document | Rejection]:
    origin = Origin(uri="file:///a.warc", source="folder", fetched_at=NOW)
    return list(read_warc(io.BufferedReader(io.BytesIO(content)), origin))


def uris(found: Sequence[Document | Rejection]) -> list[str]:
    return [one.uri.rpartition("/")[2] for one in found if isinstance(one, Document)]


def details(found: Sequence[Document | Rejection]) -> list[str]:
    return [one.detail for one in found if isinstance(one, Rejection)]


def packed(records: Sequence[bytes]) -> bytes:
    return b"".join(gzip.compress(one) for one in records)


def pack_whole(records: Sequence[bytes]) -> bytes:
    return gzip.compress(b"".join(records))


PACKINGS = pytest.mark.parametrize(
    "pack", [b"".join, packed, pack_whole], ids=["plain", "a member a record", "one member"]
)


@PACKINGS
def test_a_page_is_a_document_as_the_archive_has_it(pack: Pack) -> None:
    body = "<p>Grüße".encode("latin-1")
    answer = http(body, media=b"Text/HTML; Charset='ISO-8859-1'")
    assert read(pack([page(0), record(answer, uri=b"<https://daily.example/x y>"), page(2)]))[1] == Document(
        uri="https://daily.example/x%20y",
        source="folder",
        media_type="text/html",
        content=body,
        fetched_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        charset="ISO-8859-1",
        url="https://daily.example/x%20y",
        content_from="page",
    )


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        (http(b"<p>x", media=b"application/xhtml+xml"), {}),
        (http(b"<p>x", media=b"text/plain"), {}),
        (b"HTTP/1.1 200 OK\r\n\r\n<p>x", {}),
        (b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>x", {}),
        (b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n<p>x", {}),
        (b"<p>x", {"kind": b"resource", "media": b"text/html"}),
    ],
    ids=["xhtml", "plain text", "no type", "bare line feeds", "HTTP/2", "resource"],
)
def test_texts_are_read(block: bytes, fields: dict[str, bytes]) -> None:
    (found,) = read(record(block, **fields))
    assert isinstance(found, Document)
    assert found.content == b"<p>x"
    assert found.media_type == ("text/plain" if b"text/plain" in block else "text/html")


@pytest.mark.parametrize("date", [b"2027-01-01T00:00:00Z", b"1970-01-01T00:00:00Z", b"yesterday", b""])
def test_a_date_that_cannot_be_true_is_the_time_of_reading(date: bytes) -> None:
    (found,) = read(page(1, date=date))
    assert isinstance(found, Document)
    assert found.fetched_at == NOW


@PACKINGS
def test_other_kinds_are_refused_once_with_a_count(pack: Pack) -> None:
    images = [record(http(b"\xff\xd8", media=b"image/jpeg"), uri=b"https://daily.example/i")] * 1204
    others = [
        record(http(b"", status=b"404 Not Found")),
        record(http(b"<rss/>", media=b"application/rss+xml")),
        record(b"Words.", kind=b"conversion", media=b"text/plain"),
        record(b"log", kind=b"resource", media=b"text/plain", uri=b"metadata://log"),
        record(b"220 ready", media=b"text/x-ftp", uri=b"ftp://daily.example/"),
        record(b"no header"),
        record(b"FTP/9\r\n\r\n"),
        record(b"\x89PNG", kind=b"resource", media=b"image/\x01\xff" + b"x" * 1000),
    ]
    found = read(pack([*images[:600], page(1), *others, *images[600:]]))
    assert uris(found) == ["1"]
    assert {one.reason for one in found if isinstance(one, Rejection)} == {Reason.UNSUPPORTED}
    assert details(found) == [
        "1,204 records of image/jpeg are not read",
        "1 record with the status 404 is not read",
        "1 record of application/rss+xml is not read",
        "1 record of the WARC type conversion is not read",
        "1 record of no http or https address is not read",
        "1 record of another protocol than HTTP is not read",
        "1 record without an HTTP header is not read",
        "1 record without an HTTP status is not read",
        "1 record of image/?" + "x" * 53 + " is not read",
    ]


def test_what_belongs_to_an_archive_and_is_no_page_is_not_refused() -> None:
    kinds = [record(b"x", kind=kind) for kind in (b"warcinfo", b"request", b"metadata", b"revisit")]
    assert read(b"".join([*kinds, record(b"x", uri=b"dns:daily.example", media=b"text/dns")])) == []


def test_kinds_without_end_are_counted_together() -> None:
    found = read(b"".join(record(http(b"", media=b"x/%d" % number)) for number in range(150)))
    assert details(found)[-1] == "50 records of further kinds are not read"
    assert len(found) == 101


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


BODY = b"<p>" + b"Words of a page. " * 40


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (chunked(BODY[:7], BODY[7:]), b"Transfer-Encoding: chunked\r\n"),
        (
            b"3 ;x=y\r\n<p>\r\n2A8\r\n" + BODY[3:] + b"\r\n0\r\nA: b\r\n\r\n",
            b"Transfer-Encoding: Chunked\r\n",
        ),
        (gzip.compress(BODY), b"Content-Encoding: gzip\r\n"),
        (zlib.compress(BODY), b"Content-Encoding: deflate\r\n"),
        (brotli.compress(BODY), b"Content-Encoding: br\r\n"),
        (zstandard.compress(BODY), b"Content-Encoding: zstd\r\n"),
        (
            chunked(gzip.compress(BODY)[:9], gzip.compress(BODY)[9:]),
            b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        ),
        (BODY, b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (BODY, b"Content-Encoding: unheard-of\r\n"),
    ],
    ids=["chunked", "trailer", "gzip", "deflate", "br", "zstd", "chunked gzip", "undone before", "unknown"],
)
def test_encodings_are_undone(body: bytes, more: bytes) -> None:
    (found,) = read(record(http(body, more=more)))
    assert isinstance(found, Document)
    assert found.content == BODY


@PACKINGS
@pytest.mark.parametrize(
    ("block", "reason", "detail"),
    [
        (http(b"a" * 2000), Reason.TOO_LARGE, "2,059 bytes"),
        (http(gzip.compress(b"a" * 2000), more=b"Content-Encoding: gzip\r\n"), Reason.TOO_LARGE, "unpacked"),
        (http(gzip.compress(BODY)[:-9], more=b"Content-Encoding: gzip\r\n"), Reason.MALFORMED, "ends early"),
        (http(b"\x00", more=b"Content-Encoding: lzw\r\n"), Reason.MALFORMED, "lzw"),
        (http(b"3\r\n<p>\r\n9\r\nx", more=b"Transfer-Encoding: chunked\r\n"), Reason.MALFORMED, "chunks end"),
        (http(b"<p>x", more=b"X: " + b"y" * 40_000 + b"\r\n"), Reason.MALFORMED, "no end in 32 kB"),
    ],
    ids=["large", "bomb", "cut body", "unknown encoding", "cut chunk", "long header"],
)
def test_a_broken_page_is_refused_by_name_and_the_next_is_read(
    pack: Pack, block: bytes, reason: Reason, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_page, "LARGEST_PAGE", 1000)
    monkeypatch.setattr(warc_page, "_LONGEST_HEAD", 500 if reason is Reason.TOO_LARGE else 50_000)
    before, refused, after = read(pack([page(1), record(block), page(2)]))
    assert uris([before, after]) == ["1", "2"]
    assert isinstance(refused, Rejection)
    assert refused.reason is reason
    assert refused.detail.startswith("record <urn:uuid:1>, at byte ")
    assert detail in refused.detail


def test_broken_pages_without_end_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_BY_NAME", 3)
    broken = record(http(b"\x00", more=b"Content-Encoding: lzw\r\n"))
    found = details(read(packed([broken] * 10)))
    assert len(found) == 4
    assert found[-1].startswith("7 records that are broken or too large")


BROKEN = {
    "too short": page(9, length=b"10"),
    "too long": page(9, length=b"100000"),
    "no length": page(9, length=b"x"),
    "negative": page(9, length=b"-5"),
    "huge": page(9, length=b"9" * 40),
    "endless header": page(9).replace(b"WARC-Date", b"X: " + b"y" * 200_000 + b"\r\nWARC-Date"),
    "no record": b"something else",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_costs_no_more_than_its_gzip_member(broken: bytes) -> None:
    found = read(packed([page(1), broken, page(2), page(3)]))
    assert uris(found) == ["1", "2", "3"]
    start = len(gzip.compress(page(1)))
    assert details(found)[0] == (
        f"after byte {start}: a record is broken: the rest of its gzip member is not read"
    )


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_without_members_the_rest_is_said_to_be_lost(broken: bytes) -> None:
    """What follows is not searched: a page could hold a record of its own making."""
    found = read(b"".join([page(1), broken, page(2), page(3)]))
    assert uris(found) == ["1"]
    assert details(found)[0].endswith(("the rest is not read", "the archive ends early here"))


@pytest.mark.parametrize("damage", ["flipped", "garbage between", "first", "mimicry"])
def test_damaged_members_are_passed_over(damage: str) -> None:
    members = [bytearray(gzip.compress(page(number) * 9)) for number in range(4)]
    if damage == "garbage between":
        members[1][:0] = b"garbage"
    elif damage == "mimicry":
        members[1] = bytearray(b"\x1f\x8b\x08\x00" * 500 + gzip.compress(b"no record"))
    else:
        members[0 if damage == "first" else 1][40] ^= 0xFF
    found = read(b"".join(members))
    expected = {"flipped": "023", "garbage between": "0123", "first": "123", "mimicry": "023"}[damage]
    assert "".join(dict.fromkeys(uris(found))) == expected
    assert "the compressed data is broken" in details(found)[0]


def test_the_search_for_a_member_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_stream, "_ATTEMPTS", 10)
    found = read(gzip.compress(page(1)) + b"\x1f\x8b\x08\x00" * 11 + gzip.compress(page(2)))
    assert uris(found) == ["1"]
    assert details(found)[-1].endswith("too much of the archive is broken: the rest is not read")


def test_an_archive_that_unpacks_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_stream, "_MODEST", 1_000_000)
    bomb = gzip.compress(record(http(b"a" * 20_000_000, media=b"image/png")))
    found = read(gzip.compress(page(1)) + bomb + gzip.compress(page(2)))
    assert uris(found) == ["1"]
    assert "far more than texts do: the rest is not read" in details(found)[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n\r\n", b"no archive " * 99, gzip.compress(b""), gzip.compress(b"text"), b"PK\x03\x04" * 99],
    ids=["empty", "blank", "text", "gzip of nothing", "gzip of text", "zip"],
)
def test_what_is_no_archive_is_one_refusal(content: bytes) -> None:
    (found,) = read(content)
    assert isinstance(found, Rejection)
    assert (found.reason, found.detail) == (Reason.MALFORMED, "no WARC archive, whatever its name says")


PAGES = [page(number) for number in range(4)]


@given(cut=st.integers(1, sum(map(len, PAGES)) - 1))
def test_an_archive_cut_anywhere_says_so(cut: int) -> None:
    ends = list(accumulate(map(len, PAGES)))
    found = read(b"".join(PAGES)[:cut])
    whole = sum(end - len(b"\r\n\r\n") <= cut for end in ends)
    assert uris(found) == [str(number) for number in range(whole)]
    at_an_end = any(end - len(b"\r\n\r\n") <= cut <= end for end in ends)
    assert len(details(found)) == (not at_an_end)


@given(data=st.data())
def test_a_packed_archive_cut_anywhere_says_so(data: st.DataObject) -> None:
    members = [gzip.compress(one) for one in PAGES]
    cut = data.draw(st.integers(2, sum(map(len, members)) - 1))
    ends = list(accumulate(map(len, members)))
    found = read(b"".join(members)[:cut])
    assert len(uris(found)) in {sum(end <= cut for end in ends), sum(end - 8 <= cut + 8 for end in ends)}
    if cut in ends:
        assert not details(found)
    else:
        assert details(found)[-1].endswith("the archive ends early here")


def test_an_archive_of_one_member_cut_gives_what_came_before() -> None:
    rnd = random.Random(1)
    pages = [
        record(http(b"<p>" + rnd.randbytes(3000)), uri=b"https://daily.example/%d" % n) for n in range(40)
    ]
    found = read(pack_whole(pages)[:60_000])
    assert uris(found) == [str(number) for number in range(19)]
    assert details(found)[0].endswith("the archive ends early here")


@settings(max_examples=300)
@given(data=st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([b"".join(PAGES), packed(PAGES), pack_whole(PAGES)])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(
            st.sampled_from([b"", b"\r\n\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\xff", b"9" * 20, b": "])
        )
        content = content or bytearray(b"x")
    for found in read(bytes(content)):
        assert isinstance(found, Document | Rejection)


def test_memory_does_not_grow_with_the_archive() -> None:
    members = [gzip.compress(page(number)) for number in range(100)]
    file = io.BufferedReader(io.BytesIO(b"".join(members) * 30))
    reading = read_warc(file, Origin(uri="file:///a.warc.gz", source="folder", fetched_at=NOW))
    tracemalloc.start()
    count = sum(1 for _ in reading)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 500_000


def test_an_archive_may_be_read_on_by_another_thread() -> None:
    reading = read_warc(
        io.BufferedReader(io.BytesIO(packed(PAGES))),
        Origin(uri="file:///a.warc.gz", source="folder", fetched_at=NOW),
    )
    found: list[Document | Rejection] = [next(reading)]
    thread = threading.Thread(target=lambda: found.extend(reading))
    thread.start()
    thread.join()
    assert uris(found) == ["0", "1", "2", "3"]
