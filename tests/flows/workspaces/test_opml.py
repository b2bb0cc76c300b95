import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.workspaces.opml import LARGEST, BadOutline, OpmlError, Outline, is_opml, read_opml, write_opml


def opml(*outlines: str) -> bytes:
    return f'<?xml version="1.0"?>\n<opml version="2.0"><body>{"".join(outlines)}</body></opml>'.encode()


def feeds(body: bytes) -> list[Outline]:
    return [one for one in read_opml(body) if isinstance(one, Outline)]


def bad(body: bytes) -> list[BadOutline]:
    return [one for one in read_opml(body) if isinstance(one, BadOutline)]


def test_feeds_of_all_categories_are_read_in_order() -> None:
    body = opml(
        '\n<outline text="News"><outline text="Far">',
        '\n<outline type="rss" text="Daily" title="The Daily" xmlUrl="https://daily.example/feed"/>',
        "</outline></outline>",
        '\n<outline text="Coast" xmlURL="http://coast.example/?a=1&amp;b=2" isComment="true"/>',
    )
    assert read_opml(body) == [
        Outline(url="https://daily.example/feed", text="Daily", title="The Daily", line=4),
        Outline(url="http://coast.example/?a=1&b=2", text="Coast", off=True, line=5),
    ]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("feed://daily.example/rss", "http://daily.example/rss"),
        ("feed:https://daily.example/rss", "https://daily.example/rss"),
        ("feed://https://daily.example/rss", "https://daily.example/rss"),
        ("  https://daily.example/rss ", "https://daily.example/rss"),
        ("https://täglich.example/rss", "https://xn--tglich-bua.example/rss"),
    ],
)
def test_addresses_are_read_as_readers_write_them(written: str, url: str) -> None:
    assert [one.url for one in feeds(opml(f'<outline xmlUrl="{written}"/>'))] == [url]


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        ('<outline type="rss" text="x"/>', "without an address"),
        ('<outline type="rss" xmlUrl="javascript:alert(1)"/>', "is no http or https address"),
        ('<outline xmlUrl="file:///etc/passwd"/>', "is no http or https address"),
        ('<outline xmlUrl="https://user:secret@daily.example/"/>', "is no http or https address"),
        ('<outline xmlUrl=""/>', "is no http or https address"),
    ],
)
def test_a_feed_that_cannot_be_used_is_told_with_its_line(outline: str, reason: str) -> None:
    (problem,) = read_opml(opml("\n\n", outline))
    assert isinstance(problem, BadOutline)
    assert problem.line == 4
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("outline", "title", "url"),
    [
        ('text="A & B" xmlUrl="http://a.example/?x=1&y=2"', "A & B", "http://a.example/?x=1&y=2"),
        ('text="A" description="Jen "Toe" B" xmlUrl="http://a.example/"', "A", "http://a.example/"),
        ('text="A "B". C" xmlUrl="http://a.example/"', 'A "B". C', "http://a.example/"),
        (
            'text="A" description="by <a href="http://b.example/">B</a>" xmlUrl="http://a.example/"',
            "A",
            "http://a.example/",
        ),
        ("text='A < B' xmlUrl='http://a.example/'", "A < B", "http://a.example/"),
        ('text="A&nbsp;B" xmlUrl="http://a.example/" foo="1"', "A B", "http://a.example/"),
    ],
    ids=["ampersand", "quotes", "quoted-title", "markup", "less", "entity"],
)
def test_a_list_that_is_not_well_formed_loses_no_feed(outline: str, title: str, url: str) -> None:
    body = opml(
        '\n<outline text="First" xmlUrl="http://first.example/"/>\n<outline ',
        outline,
        '/>\n<outline text="Last" xmlUrl="http://last.example/"/>',
    )
    found = feeds(body)
    assert [one.text for one in found] == ["First", title, "Last"]
    assert [one.url for one in found] == ["http://first.example/", url, "http://last.example/"]
    assert [one.line for one in found] == [3, 4, 5]
    (problem,) = bad(body)
    assert problem.line == 4
    assert "not well-formed" in problem.reason


def test_a_list_that_was_cut_off_gives_what_is_there() -> None:
    body = opml('<outline xmlUrl="http://a.example/"/>', '<outline xmlUrl="http://b.example/"/>')
    assert [one.url for one in feeds(body[: body.index(b"http://b") - 9])] == ["http://a.example/"]


def test_an_address_that_cannot_be_made_out_is_told() -> None:
    reasons = [one.reason for one in bad(opml("<outline text='&' xmlUrl=http://a.example/ />"))]
    assert reasons[1:] == ["its xmlUrl cannot be made out"]


@pytest.mark.parametrize(
    "body",
    [
        opml('<outline text="Über" xmlUrl="http://a.example/"/>').decode().encode("utf-16"),
        codecs.BOM_UTF8 + opml('<outline text="Über" xmlUrl="http://a.example/"/>'),
        b'<?xml version="1.0" encoding="iso-8859-1"?><opml><body><outline text="\xdcber" xmlUrl="http://a.example/"/></body></opml>',
        b'<?xml version="1.0" encoding="iso-8859-1"?><opml><body><outline text="\xdcber" description="a & b" xmlUrl="http://a.example/"/></body></opml>',
        opml('<outline text="Über" description="a & b" xmlUrl="http://a.example/"/>')
        .decode()
        .encode("utf-16"),
        b'<?xml version="1.0" encoding="x-none"?>'
        + opml('<outline text="Über" xmlUrl="http://a.example/"/>')[21:],
    ],
    ids=["utf-16", "bom", "latin-1", "latin-1-broken", "utf-16-broken", "unknown"],
)
def test_encodings(body: bytes) -> None:
    assert is_opml(body)
    assert [(one.text, one.url) for one in feeds(body)] == [("Über", "http://a.example/")]


def test_titles_are_one_clean_line() -> None:
    (one,) = feeds(opml('<outline text="A&amp;amp;B&#10;\u202e  C" xmlUrl="http://a.example/"/>'))
    assert one.text == "A&B C"


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\x01", b"<rss/>", b"<html><body>opml</body></html>", b" " * (LARGEST + 1)],
    ids=["empty", "binary", "feed", "page", "large"],
)
def test_what_is_no_list_is_an_error(body: bytes) -> None:
    with pytest.raises(OpmlError):
        read_opml(body)


def test_entities_are_neither_fetched_nor_multiplied() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE opml [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&l11;" xmlUrl="http://a.example/"/><outline text="x" xmlUrl="http://b.example/"/>&x;</body></opml>'
    assert [one.url for one in feeds(body.encode())] == ["http://a.example/", "http://b.example/"]
    assert all(len(one.text or "") < 10 for one in feeds(body.encode()))


@pytest.mark.parametrize(
    "body",
    [
        b"<opml><body>" + b"<outline text='x'>" * 100_000,
        b"<opml><outline " + b' text="' * 150_000,
        b"<opml><outline " + b" xmlUrl = '" * 100_000,
        b"<opml><!--" + b"<outline " * 150_000,
        b"<opml><body><outline " + b" ".join(b"a%d=''" % n for n in range(100_000)),
    ],
    ids=["deep", "text", "address", "tags", "attributes"],
)
def test_hostile_lists_end_in_a_reason(body: bytes) -> None:
    assert feeds(body[:LARGEST]) == []
    assert any("not well-formed" in one.reason for one in bad(body[:LARGEST]))


def test_too_many_feeds_are_refused() -> None:
    with pytest.raises(OpmlError, match="more than 10,000"):
        read_opml(opml('<outline xmlUrl="http://a.example/"/>' * 10_001))


_LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=40).map(
    lambda text: " ".join("".join(mark for mark in text if mark.isprintable() and mark != "&").split())
)


@given(st.lists(st.tuples(_LINES, _LINES, st.booleans()), max_size=5))
def test_what_is_written_is_read_again(lines: list[tuple[str, str, bool]]) -> None:
    outlines = [
        Outline(url=f"https://daily.example/{number}?a=1&b=2", text=text or "x", title=title or None, off=off)
        for number, (text, title, off) in enumerate(lines)
    ]
    body = write_opml(outlines, "desk")
    assert b'<opml version="2.0">' in body
    assert [(one.url, one.text, one.title, one.off) for one in feeds(body)] == [
        (one.url, one.text, one.title, one.off) for one in outlines
    ]
