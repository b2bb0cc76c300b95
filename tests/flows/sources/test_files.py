import gzip
import json
import os
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.sources import files
from flows.sources.folder import Folder
from pipeline.records import Document, Reason, Rejection

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def read(path: Path) -> list[Document | Rejection]:
    return list(Folder(path, "folder", NOW, None))


def refusal(path: Path) -> tuple[Reason, str]:
    (found,) = read(path)
    assert isinstance(found, Rejection)
    assert (found.source, found.seen_at) == ("folder", NOW)
    return found.reason, found.detail


def line(number: int) -> bytes:
    return json.dumps({"uri": f"a:{number}", "text": f"Words {number}."}).encode() + b"\n"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/plain"),
        ("a.TXT", "text/plain"),
        ("a.md", "text/plain"),
        ("README", "text/plain"),
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.xhtml", "text/html"),
    ],
)
def test_a_file_is_one_document_as_it_came(tmp_path: Path, name: str, media_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff raw\r\n")
    assert read(path) == [
        Document(
            uri=path.as_uri(), source="folder", media_type=media_type, content=b"\xff raw\r\n", fetched_at=NOW
        )
    ]


def test_a_folder_is_read_in_the_byte_order_of_its_paths(tmp_path: Path) -> None:
    names = [
        "b.txt",
        "a/z.txt",
        "a.txt",
        "a-b.txt",
        "a/b/c.txt",
        "é.txt",
        "B.txt",
        "a/.hidden.txt",
        ".git/x.txt",
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    expected = sorted((name for name in names if "/." not in f"/{name}"), key=os.fsencode)
    assert [found.uri for found in read(tmp_path)] == [(tmp_path / name).as_uri() for name in expected]


def test_odd_names_are_percent_encoded(tmp_path: Path) -> None:
    for name in (b"two\nlines.txt", b"\xff\xfe.txt", b"a#b?c.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(b"x")  # noqa: PTH118 (a name in bytes)
    uris = [found.uri.rpartition("/")[2] for found in read(tmp_path)]
    assert uris == ["a%23b%3Fc.txt", "two%0Alines.txt", "%FF%FE.txt"]


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.zip", "a.png", "a.\udcff\n", "a.txt.gz"])
def test_other_kinds_are_refused_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    reason, detail = refusal(path)
    assert reason is Reason.UNSUPPORTED
    detail.encode("utf-8")


def test_what_is_not_there_says_so(tmp_path: Path) -> None:
    reason, detail = refusal(tmp_path / "missing.txt")
    assert (reason, "no such file" in detail) == (Reason.UNREADABLE, True)


def test_a_name_that_no_file_can_have_says_so(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\0b.txt")[0] is Reason.UNREADABLE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_says_so(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.txt").chmod(0)
    shut.chmod(0)
    found = [*read(tmp_path), *read(shut / "inside.txt")]
    shut.chmod(0o700)
    assert [(one.reason, "permission" in one.detail) for one in found if isinstance(one, Rejection)] == [
        (Reason.UNREADABLE, True),
        (Reason.UNREADABLE, True),
        (Reason.UNREADABLE, True),
    ]


def test_links_in_a_circle_pipes_and_devices_are_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "good.txt").write_bytes(b"x")
    found = {Path(one.uri).name: one for one in read(tmp_path)}
    reasons = {name: one.reason for name, one in found.items() if isinstance(one, Rejection)}
    assert reasons == {
        "loop.txt": Reason.UNREADABLE,
        "pipe.jsonl": Reason.UNSUPPORTED,
        "up": Reason.UNSUPPORTED,  # the link, not where it leads
        "zero": Reason.UNSUPPORTED,
    }
    assert isinstance(found["good.txt"], Document)


def test_a_saved_feed_that_breaks_off_gives_its_whole_entries_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<rss version='2.0'><channel><item><title>One</title></item><item><title>Tw")
    document, told = read(path)
    assert isinstance(document, Document)
    assert document.title == "One"
    assert isinstance(told, Rejection)
    assert told.reason is Reason.MALFORMED
    assert "1 whole entry was taken" in told.detail


def test_a_large_file_is_refused_and_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 1000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1000)
    assert isinstance(read(path)[0], Document)
    path.write_bytes(b"x" * 1001)
    assert refusal(path)[0] is Reason.TOO_LARGE


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "A.JSONL", "a.jsonl.gz", "a.ndjson.gz"])
def test_json_lines_are_documents(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = line(1) + b"\n{}\n" + line(2).strip()
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    one, refused, two = read(path)
    assert (one.uri, two.uri) == ("a:1", "a:2")
    assert isinstance(refused, Rejection)
    assert (refused.uri, refused.line) == (path.as_uri(), 3)


def test_a_line_over_the_limit_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_LINE", 100)
    monkeypatch.setattr(files, "_CHUNK", 64)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 1000 + b"\n" + line(1) + b"y" * 101)
    first, second, third = read(path)
    assert second.uri == "a:1"
    for number, refused in ((1, first), (3, third)):
        assert isinstance(refused, Rejection)
        assert (refused.reason, refused.line) == (Reason.TOO_LARGE, number)


@pytest.mark.parametrize("damage", ["cut", "flipped", "garbage after"])
def test_of_a_damaged_archive_the_good_lines_are_read(tmp_path: Path, damage: str) -> None:
    lines = b"".join(line(number) for number in range(20_000))
    packed = bytearray(gzip.compress(lines))
    if damage == "cut":
        del packed[-1000:]
    elif damage == "flipped":
        packed[len(packed) // 2] ^= 0xFF
    else:
        packed += b"garbage"
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)
    *good, last = read(path)
    assert isinstance(last, Rejection)
    assert last.reason is Reason.MALFORMED
    assert [one.uri for one in good[:9000]] == [f"a:{number}" for number in range(9000)]
    assert last.line == len(good) + 1


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(line(1) * 50_000, 1))  # 2 MB
    tracemalloc.start()
    count = sum(1 for _ in Folder(path, "folder", NOW, None))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 500_000


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", b'[\n{"uri": "a:1"},\n{"uri": "a:2"}\n]', Reason.UNSUPPORTED),
        ("a.json", b'{\n  "uri": "a:1",\n  "text": "x"\n}', Reason.UNSUPPORTED),
        ("a.jsonl", '{"uri": "a:1", "text": "x"}\n'.encode("utf-16"), Reason.ENCODING),
        ("a.jsonl.gz", b"no gzip", Reason.MALFORMED),
        ("a.xml", b"<urlset></urlset>", Reason.UNSUPPORTED),
        ("a.rss", b"", Reason.UNSUPPORTED),
        ("a.warc.gz", b"no gzip", Reason.MALFORMED),
    ],
    ids=["array", "object", "utf-16", "no gzip", "no feed", "empty feed", "no archive"],
)
def test_a_file_that_is_plainly_something_else_is_one_rejection(
    tmp_path: Path, name: str, content: bytes, reason: Reason
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path)[0] is reason


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n"])
def test_json_lines_without_a_line_are_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert read(path) == []


def test_a_saved_feed_gives_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        "<rss version='2.0'><channel><title>Daily</title><item><title>One</title><link>/1</link></item>"
        "<item><title>Two</title><link>http://daily.example/2</link></item></channel></rss>"
    )
    one, two = read(path)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.title, one.url, one.outlet) == ("One", None, "Daily")
    assert (two.title, two.url, two.uri) == ("Two", "http://daily.example/2", "http://daily.example/2")


@pytest.mark.parametrize("name", ["feed.json", "FEED.JSON"])
@pytest.mark.parametrize("indent", [None, 2], ids=["one line", "indented"])
def test_a_saved_json_feed_gives_its_entries(tmp_path: Path, name: str, indent: int | None) -> None:
    path = tmp_path / name
    item = {"id": "1", "url": "https://daily.example/1", "title": "One", "content_text": "Words."}
    feed = {"items": [item], "title": "Daily", "version": "https://jsonfeed.org/version/1.1"}
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(feed, indent=indent).encode())
    (found,) = read(path)
    assert isinstance(found, Document)
    assert (found.uri, found.title, found.outlet) == ("https://daily.example/1", "One", "Daily")


def test_json_lines_that_speak_of_json_feeds_are_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"uri": "a:1", "text": "On https://jsonfeed.org/version/1.1"}\n' + line(2))
    assert [one.uri for one in read(path)] == ["a:1", "a:2"]


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.opml", b"<opml version='2.0'/>", "`wirewatch add FILE.opml`"),
        ("a.xml", b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "`wirewatch add FILE.opml`"),
        ("a.xml", b"<!-- by hand -->\n<urlset xmlns='x'><url/></urlset>", "`sitemap = "),
        ("a.xml", b"<s:sitemapindex xmlns:s='x'/>", "`sitemap = "),
        ("a.pdf", b"%PDF", "WARC archives (.warc, .warc.gz)"),
    ],
    ids=["OPML", "OPML by another name", "sitemap", "sitemap index", "another kind"],
)
def test_a_refusal_says_what_to_do_instead(tmp_path: Path, name: str, content: bytes, advice: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    reason, detail = refusal(path)
    assert reason is Reason.UNSUPPORTED
    assert advice in detail


@pytest.mark.parametrize("name", ["a.warc", "A.WARC.GZ"])
def test_an_archive_gives_its_pages(tmp_path: Path, name: str) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words."
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://daily.example/1\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer), answer)
    )
    path = tmp_path / name
    path.write_bytes(gzip.compress(record) if name.endswith("GZ") else record)
    (found,) = read(path)
    assert isinstance(found, Document)
    assert (found.uri, found.content, found.fetched_at) == ("https://daily.example/1", b"<p>Words.", NOW)
