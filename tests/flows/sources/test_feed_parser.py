import json
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.entries import is_whole
from flows.sources.feed_parser import Entry, FeedParser, ParseError

GOOD = b"<rss version='2.0'><channel><item><title>One</title></item></channel></rss>"
HEAD = b"<rss version='2.0'><channel><item>"


@pytest.fixture(scope="module")
def parser() -> Iterator[FeedParser]:
    with FeedParser() as running:
        yield running


def titles(parser: FeedParser, body: bytes) -> list[str | None]:
    return [entry.title for entry in parser.parse(body, url="http://daily.example/feed").entries]


@pytest.mark.parametrize(
    "body",
    [
        HEAD + b"<author>a@" + b"a." * 100_000 + b"!</author>& </item></channel></rss>",
        HEAD
        + b"<title "
        + b" ".join(b"a%d='1'" % number for number in range(20_000))
        + b"/></item></channel></rss>",
    ],
    ids=["author", "attributes"],
)
def test_a_feed_that_costs_too_much_is_ended_and_the_next_is_read(body: bytes) -> None:
    with FeedParser(cpu_seconds=0.3) as parser:
        with pytest.raises(ParseError, match=r"more than 0\.3 s of processor time|more than 1\.8 s"):
            parser.parse(body, url="http://daily.example/feed")
        assert titles(parser, GOOD) == ["One"]


def running(parser: FeedParser) -> list[Any]:
    return [worker._process for worker in parser._workers if worker._process]


def test_a_parser_that_died_is_replaced(parser: FeedParser) -> None:
    titles(parser, GOOD)
    (process,) = running(parser)
    process.send_signal(signal.SIGSEGV)
    process.wait()
    with pytest.raises(ParseError, match="broke"):
        titles(parser, GOOD)
    assert titles(parser, GOOD) == ["One"]


def test_no_process_is_left_behind() -> None:
    with FeedParser() as parser:
        titles(parser, GOOD)
        (process,) = running(parser)
    assert process.returncode is not None


def test_feeds_are_parsed_side_by_side_and_only_the_one_that_costs_too_much_is_ended() -> None:
    costly = HEAD + b"<author>a@" + b"a." * 100_000 + b"!</author>& </item></channel></rss>"
    with FeedParser(cpu_seconds=0.5, processes=2) as parser, ThreadPoolExecutor(6) as threads:
        bad = threads.submit(titles, parser, costly)
        good = [threads.submit(titles, parser, GOOD) for _ in range(20)]
        assert [one.result() for one in good] == [["One"]] * 20
        with pytest.raises(ParseError, match=r"parsing took more than"):
            bad.result()
        assert len(running(parser)) == 1


def test_one_feed_at_a_time_needs_one_process() -> None:
    with FeedParser(processes=4) as parser:
        for _ in range(3):
            titles(parser, GOOD)
        assert len(running(parser)) == 1


def test_there_are_no_more_processes_than_are_of_use() -> None:
    assert 1 <= len(FeedParser()._workers) <= 4


def test_every_process_has_its_limit_of_memory() -> None:
    with FeedParser(processes=1) as parser:
        titles(parser, GOOD)
        (process,) = running(parser)
        assert resource.prlimit(process.pid, resource.RLIMIT_AS) == (1 << 30, 1 << 30)


def test_the_process_sees_no_variable_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    with FeedParser() as fresh:
        titles(fresh, GOOD)
        (process,) = running(fresh)
        with open(f"/proc/{process.pid}/environ", "rb") as file:  # noqa: PTH123 (a pseudo file)
            assert b"hunter2" not in file.read()


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
        + HEAD
        + b"<title>&x;</title></item></channel></rss>",
        b"<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/evil.dtd'>"
        + HEAD
        + b"<title>x</title></item></channel></rss>",
        b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(b"<!ENTITY a%d '%s'>" % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9))
        + b"]>"
        + HEAD
        + b"<title>&a8;</title></item></channel></rss>",
        HEAD + b"<div>" * 3_000 + b"</div>" * 3_000,
        HEAD + b"<description>" + b"&lt;div&gt;" * 3_000 + b"</description>",
        HEAD + b"<!--" * 2_000,
        b"\xff\xfe" + "<rss".encode("utf-16-le") * 50,
        HEAD + b"<pubDate>" + b"9" * 5_000 + b"</pubDate></item></channel></rss>",
        HEAD + b"<title>&#xD800;&#x0;&#xFFFFFFFFF;</title></item></channel></rss>",
    ],
    ids=[
        "external entity",
        "dtd",
        "laughs",
        "nested",
        "nested markup",
        "comments",
        "utf-16",
        "date",
        "characters",
    ],
)
def test_hostile_markup_gives_values(parser: FeedParser, body: bytes) -> None:
    feed = parser.parse(body, url="http://daily.example/feed")
    for entry in feed.entries:
        said = f"{entry.title}{entry.text}{entry.html}"
        said.encode("utf-8")
        assert len(said) < 100_000
        assert "\x00" not in said


@given(st.binary(max_size=200))
@settings(max_examples=50)
def test_any_bytes_give_values(parser: FeedParser, body: bytes) -> None:
    feed = parser.parse(body, url="http://daily.example/feed", content_type="text/xml; charset=\x00bad")
    inside = parser.parse(HEAD + b"<title>" + body + b"</title></item>", url="not an address")
    assert all("\x00" not in f"{entry.title}{entry.text}" for entry in (*feed.entries, *inside.entries))
    assert titles(parser, GOOD) == ["One"]


def test_half_an_emoji_does_not_cost_the_feed(parser: FeedParser) -> None:
    assert titles(parser, HEAD + b"<title>Oh &#55357;&#56842; no &#233;</title></item></channel></rss>") == [
        "Oh \ufffd\ufffd no \xe9"
    ]


WORDS = {
    "windows-1251": "Забастовка в порту Дубна началась в понедельник, сообщил профсоюз докеров",
    "gb18030": "海港的码头工人星期一因加班费问题开始罢工，工会表示工资不涨就不会复工",
    "windows-1252": "Grève à l’épicerie fermée, les élèves étaient là à côté de la forêt",
}


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("head", ["<?xml version='1.0' encoding='UTF-8'?>", "<?xml version='1.0'?>", ""])
def test_a_feed_that_is_called_utf8_and_is_not_keeps_its_letters(
    parser: FeedParser, encoding: str, head: str
) -> None:
    item = f"<item><title>{WORDS[encoding]}</title></item>"
    body = f"{head}<rss version='2.0'><channel>{item * 5}</channel></rss>".encode(encoding)
    assert titles(parser, body) == [WORDS[encoding]] * 5


def test_one_broken_byte_does_not_cost_the_other_letters(parser: FeedParser) -> None:
    title = WORDS["windows-1251"].encode()
    body = (
        HEAD
        + b"<title>"
        + title
        + b"</title></item><item><title>A\xff"
        + title
        + b"</title></item></channel></rss>"
    )
    first, second = titles(parser, body)
    assert first == WORDS["windows-1251"]
    assert (second or "").endswith(WORDS["windows-1251"])


def test_what_a_feed_says_of_its_encoding_goes_before_any_guess(parser: FeedParser) -> None:
    said = f"<?xml version='1.0' encoding='windows-1251'?>{HEAD.decode()}<title>Да</title></item></channel></rss>"
    assert titles(parser, said.encode("windows-1251")) == ["Да"]


def test_atom_means_its_titles(parser: FeedParser) -> None:
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title{0}>{1}</title></entry></feed>"
    assert titles(parser, atom.format("", "The &lt;b&gt; tag").encode()) == ["The <b> tag"]
    assert titles(parser, atom.format(" type='html'", "The &lt;b&gt; tag").encode()) == ["The tag"]


def test_a_json_feed_is_read(parser: FeedParser) -> None:
    item = {
        "id": 7,
        "url": "/1",
        "title": "A <b> & c",
        "content_html": "<p>Words.</p><script>x</script>",
        "summary": "Short.",
        "date_published": "2026-03-05T09:30:00+01:00",
        "authors": [{"name": "Ann Doe"}],
    }
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "Daily"}
    odd = [{"id": [], "title": 7, "authors": {"a": 1}, "url": "http://[", "date_published": "soon"}, 4, None]
    feed = parser.parse(
        json.dumps({**head, "items": [item, *odd]}).encode(), url="http://daily.example/feed.json"
    )
    first, second = feed.entries
    assert (feed.version, feed.title) == ("json", "Daily")
    assert first == Entry(
        id="7",
        link="http://daily.example/1",
        title="A <b> & c",
        author="Ann Doe",
        html="<p>Words.</p>",
        text="Words.",
        content_from="content",
        published=1772699400,
        zone=60,
    )
    assert second == Entry()


RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    "<channel><title>D</title></channel>{}<textinput/></rdf:RDF>"
)
ATOM = "http://www.w3.org/2005/Atom"


@pytest.mark.parametrize(
    ("feed", "entry"),
    [
        ("<rss version='2.0'><channel>{}<title>D</title></channel></rss>", "<item><title>{}</title></item>"),
        ("<feed xmlns='" + ATOM + "'>{}<title>D</title></feed>", "<entry><title>{}</title></entry>"),
        (
            "<a:feed xmlns:a='" + ATOM + "'>{}<a:title>D</a:title></a:feed>",
            "<a:entry><a:title>{}</a:title></a:entry >",
        ),
        (RDF, "<item><title>{}</title></item>"),
        (
            '{{"version": "https://jsonfeed.org/version/1", "title": "D", "items": [{}0]}}',
            '{{"title": "{}"}},',
        ),
    ],
    ids=["rss", "atom", "atom with a prefix", "rdf", "json"],
)
def test_of_a_feed_of_too_many_entries_the_first_are_given_and_the_others_counted(
    parser: FeedParser, feed: str, entry: str
) -> None:
    many = "".join(entry.format(number) for number in range(20_000))
    found = parser.parse(
        feed.format(many).encode(), url="http://daily.example/feed", content_type="application/xml"
    )
    assert [one.title for one in found.entries] == [str(number) for number in range(5_000)]
    assert (found.title, found.problem) == ("D", None)
    assert found.capped == 15_000 + (found.version == "json")


def test_a_feed_of_no_more_is_whole(parser: FeedParser) -> None:
    body = b"<rss version='2.0'><channel>" + b"<item><guid>x</guid></item>" * 5_000 + b"</channel></rss>"
    found = parser.parse(body, url="http://daily.example/feed")
    assert (len(found.entries), found.capped) == (5_000, 0)


SY = "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{}<item><title>x</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency>\n4\n</sy:updateFrequency>", 900),
        ("<sy:updatePeriod>Daily</sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<sy:updateFrequency>2</sy:updateFrequency>", None),
        ("<ttl>5</ttl>", None),
    ],
)
def test_how_often_a_feed_says_it_changes(parser: FeedParser, head: str, seconds: int | None) -> None:
    found = parser.parse(SY.format(head).encode(), url="http://daily.example/feed")
    assert found.update_seconds == seconds


@pytest.mark.parametrize("body", [b"{", b"{}", b'{"version": 1, "items": [{"title": "x"}]}', b"{" * 100_000])
def test_other_json_is_no_feed(parser: FeedParser, body: bytes) -> None:
    feed = parser.parse(body, url="http://daily.example/feed")
    assert (feed.version, feed.entries) == ("", ())


def test_enclosed_content_comes_before_the_summary(parser: FeedParser) -> None:
    body = (
        b"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
        b"<description>Short.</description><content:encoded>&lt;p&gt;The whole&lt;/p&gt;&lt;p&gt;of it.&lt;/p&gt;"
        b"</content:encoded></item></channel></rss>"
    )
    (entry,) = parser.parse(body, url="http://daily.example/feed").entries
    assert (entry.content_from, entry.text, entry.html) == (
        "content",
        "The whole\n\nof it.",
        "<p>The whole</p><p>of it.</p>",
    )


@pytest.mark.parametrize(
    ("content_from", "text", "whole"),
    [
        ("content", "word " * 150, True),
        ("content", "word " * 50, False),
        ("summary", "word " * 150, False),
        ("summary", "word " * 400, True),
        ("content", "word " * 150 + "[…]", False),
        ("content", "word " * 150 + "Continue reading", False),
        ("content", "字" * 150, True),
        (None, "", False),
    ],
)
def test_what_is_held_to_be_the_whole_article(content_from: str | None, text: str, whole: bool) -> None:  # noqa: FBT001 (a parameter)
    assert is_whole(Entry(text=text, content_from=content_from)) is whole
