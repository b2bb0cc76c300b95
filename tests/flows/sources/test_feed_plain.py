"""The fast way and feedparser give the same entries, or the fast way gives way."""

from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.feed_entry import line, shaped
from flows.sources.feed_plain import read_plain
from flows.sources.feed_worker import _read_any

URL = "https://daily.example/news/feed.xml"
SPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:slash='http://purl.org/rss/1.0/modules/slash/' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' "
    "xmlns:wfw='http://wellformedweb.org/CommentAPI/' xmlns:other='https://other.example/ns'"
)


def rss(inside: str, root: str = "version='2.0'") -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?>\n<rss {root} {SPACES}><channel>{inside}</channel></rss>".encode()


def atom(inside: str, root: str = "") -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {SPACES} {root}>{inside}</feed>".encode()


def values(feed: dict[str, Any]) -> dict[str, Any]:
    entries = [shaped(entry, atom=feed["version"].startswith("atom")) for entry in feed["entries"]]
    shown = {"version": feed["version"], "title": line(feed["title"], "title")}
    return shown | {"ttl": feed["ttl"] or None, "problem": str(feed["problem"]), "entries": entries}


def same(body: bytes, content_type: str | None = "application/xml") -> bool:
    """Whether the fast way read it; if so, as feedparser does."""
    headers = {"content-location": URL} | ({"content-type": content_type} if content_type else {})
    fast = read_plain(body, headers)
    if fast is not None:
        assert values(fast) == values(_read_any(body, headers))
    return fast is not None


PLAIN = {
    "a blog's": rss(
        "<title>Daily &amp; more</title><atom:link href='feed' rel='self'/><link>https://daily.example</link>"
        "<description>d</description><lastBuildDate>x</lastBuildDate><language>en</language>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><image><url>i</url><title>Not this</title><link>l</link></image>"
        "<ttl> 15 </ttl><item><title>A &lt;b&gt;bold&lt;/b&gt; title</title><link>/1?a=1&amp;b=2</link>"
        "<comments>c</comments><dc:creator><![CDATA[Ann Doe]]></dc:creator><pubDate>Thu, 05 Mar 2026 10:00:00 +0100</pubDate>"
        "<category><![CDATA[World]]></category><guid isPermaLink='false'>https://daily.example/?p=1</guid>"
        "<description><![CDATA[<p>Short</p>]]></description><content:encoded><![CDATA[<p>Long</p><p>text</p>]]></content:encoded>"
        "<wfw:commentRss>w</wfw:commentRss><slash:comments>3</slash:comments></item>"
    ),
    "a guid for a link": rss("<item><guid>1</guid></item><item><guid isPermaLink='TRUE'>2</guid></item>"),
    "a link after and before": rss(
        "<item><guid>1</guid><link>2</link></item><item><link/><guid>1</guid></item>"
    ),
    "content alone": rss("<item><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded></item>"),
    "content first": rss("<item><content:encoded>x</content:encoded><description>y</description></item>"),
    "many outlets": rss(
        "<item><source url='http://o.example'>The Other</source><author>a@b.example (Ann)</author></item>"
    ),
    "mojibake": rss("<item><title>CafÃ© \x93quoted\x94 кот</title></item>"),
    "odd dates": rss(
        "<item><pubDate>Donnerstag</pubDate><dc:date>2026-03-05</dc:date></item><item><pubDate/></item>"
    ),
    "pictures": rss(
        "<item><media:thumbnail url='t'/><media:content url='m' type='image/png'/><enclosure url='e'/></item>"
    ),
    "pictures with words": rss(
        "<item><title>x</title><media:group><media:content url='m'/><media:credit role='r'>Ann</media:credit>"
        "</media:group><media:keywords>a, b</media:keywords><dc:subject>World</dc:subject></item>"
    ),
    "no entries": rss("<title>Quiet</title>"),
    "atom": atom(
        "<title type='html'>A &lt;i>feed</title><id>urn:x</id><updated>2026-03-05T10:00:00Z</updated><link href='/'/>"
        "<author><name>Desk</name></author><entry><title type='html'>&lt;b>Bold&lt;/b> title</title><link href='/1'/>"
        "<link rel='enclosure' href='/1.mp3'/><link rel='alternate' type='text/html' href='/2#x'/><id>tag:daily.example,2026:1</id>"
        "<published>2026-03-05T10:00:00+01:00</published><updated>2026-03-05T11:00:00Z</updated>"
        "<author><name> Ann </name><email>a@b.example</email><uri>u</uri></author><category term='x'/>"
        "<summary>Short &lt;b> words</summary><content type='html'>&lt;p>Long&lt;/p></content></entry>"
    ),
    "atom, content first": atom(
        "<entry><content type='text'>a &lt;b> c</content><summary type='html'>s</summary><id>1</id></entry>"
    ),
    "atom, no link": atom(
        "<entry><id>1</id><title>The &lt;b&gt; tag</title></entry><entry><link rel='related' href='r'/></entry>"
    ),
}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(
    "content_type", ["application/xml", "text/xml", "text/xml; charset=utf-8", "text/html", None]
)
def test_what_is_plain_is_read_here_as_feedparser_reads_it(name: str, content_type: str | None) -> None:
    assert same(PLAIN[name], content_type)


ODD = {
    "not well-formed": rss("<item><title>x</item>"),
    "an entity": b"<!DOCTYPE rss [<!ENTITY x 'y'>]>" + rss("<item><title>&x;</title></item>"),
    "a name of HTML": rss("<item><title>&eacute;</title></item>"),
    "a base": rss("<item><link>1</link></item>", "version='2.0' xml:base='http://elsewhere.example/'"),
    "a base without its prefix": rss(
        "<item><category base='http://elsewhere.example/'/><link>1</link></item>"
    ),
    "an old version": rss("<item><title>x</title></item>", "version='0.91'"),
    "no version": rss("<item><title>x</title></item>", ""),
    "markup in a title": rss("<item><title>a <b>b</b></title></item>"),
    "two titles": rss("<item><title>a</title><title>b</title></item>"),
    "a title of media": rss("<item><media:title>a</media:title><title>b</title></item>"),
    "pictures that describe": rss(
        "<item><media:content><media:description>x</media:description></media:content></item>"
    ),
    "groups in groups": rss("<item>" + "<media:group>" * 20_000 + "</media:group>" * 20_000 + "</item>"),
    "another vocabulary": rss("<item><other:title>a</other:title></item>"),
    "another spelling": rss("<item><Title>a</Title></item>"),
    "two authors": rss("<item><author>a</author><dc:creator>b</dc:creator></item>"),
    "typed": rss("<item><description type='text/plain'>a</description></item>"),
    "an item outside": b"<rss version='2.0'><channel/><item><title>x</title></item></rss>",
    "the namespace of another version": rss("<item/>", "version='2.0' xmlns:r='http://purl.org/rss/1.0/'"),
    "xhtml": atom(
        "<entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a</div></content></entry>"
    ),
    "base64": atom("<entry><content type='application/octet-stream'>YQ==</content></entry>"),
    "base64 in the feed's title": atom("<title type='application/octet-stream'>YQ==</title>"),
    "content elsewhere": atom("<entry><content src='http://x.example/'/></entry>"),
    "two of atom's authors": atom(
        "<entry><author><name>a</name></author><author><name>b</name></author></entry>"
    ),
    "atom's source": atom("<entry><source><title>a</title></source></entry>"),
    "no feed": b"<html><body>x</body></html>",
    "nothing": b"",
    "rdf": b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item/></rdf:RDF>",
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_plain_is_left_to_feedparser(name: str) -> None:
    assert not same(ODD[name])


def test_an_address_that_is_none_is_left_to_feedparser() -> None:
    assert read_plain(PLAIN["atom"], {"content-location": "not an address"}) is None
    assert read_plain(PLAIN["atom"], {"content-location": "https://a.example/x?"}) is None


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["", " \n", "x", "a & b", "a &amp; b", "<p>one</p><p>two</p>", "&lt;b&gt;", "Ã©", "\x85", "http://x.example/?a=1&b;", "//y", "?q", "mailto:a@b.example"]
)  # fmt: skip
DATES = st.sampled_from(
    ["2026-03-05T10:00:00Z", "Thu, 05 Mar 2026 10:00 EST", "5 Mar 26", "2026", "", "soon", "2026-13-45T99:99"]
)
LINK = st.builds(
    lambda rel, kind, href: f"<link{rel}{kind} href='{escape(href, {chr(39): ''})}'/>",
    st.sampled_from(["", " rel='alternate'", " rel='self'", " rel='Alternate'"]),
    st.sampled_from(["", " type='text/html'", " type='application/pdf'"]),
    TEXT,
)


def leaf(name: str, content: st.SearchStrategy[str], *attributes: str) -> st.SearchStrategy[str]:
    """An element, its text escaped or as CDATA."""
    packed = st.sampled_from([escape, lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>"])
    opened = st.sampled_from(["", *attributes])
    return st.builds(lambda put, text, more: f"<{name}{more}>{put(text)}</{name}>", packed, content, opened)


def inside(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Each part at most once mostly, in any order."""
    return st.lists(st.sampled_from(range(len(parts))), max_size=len(parts), unique=True).flatmap(
        lambda order: st.tuples(*(parts[number] for number in order)).map("".join)
    )


MEDIA = inside(
    *(
        leaf(f"media:{name}", TEXT, " url='u'", " role='r'")
        for name in ("thumbnail", "credit", "keywords", "content")
    )
)
ITEM = inside(
    leaf("title", TEXT),
    leaf("link", TEXT),
    leaf("guid", TEXT, " isPermaLink='false'", " isPermaLink='true'"),
    leaf("pubDate", DATES),
    leaf("description", TEXT),
    leaf("content:encoded", TEXT),
    leaf("dc:creator", TEXT),
    leaf("dc:date", DATES),
    leaf("source", TEXT, " url='http://o.example/'"),
    leaf("category", TEXT, " domain='d'", " xml:lang='de'"),
    leaf("comments", TEXT),
    leaf("slash:comments", TEXT),
    leaf("wfw:commentRss", TEXT),
    leaf("media:thumbnail", TEXT, " url='u'"),
    MEDIA.map("<media:content url='u' type='t'>{}</media:content>".format),
    MEDIA.map("<media:group><media:content>{}</media:content></media:group>".format),
    MEDIA,
    leaf("dc:subject", TEXT),
    leaf("enclosure", TEXT, " url='u' type='t' length='1'"),
    leaf("title", TEXT, " type='html'"),
)
ENTRY = inside(
    leaf("title", TEXT, " type='html'", " type='text'"),
    LINK,
    LINK,
    leaf("id", TEXT),
    leaf("published", DATES),
    leaf("updated", DATES),
    leaf("rights", TEXT, " type='html'"),
    leaf("category", TEXT, " term='t'"),
    leaf("media:thumbnail", TEXT, " url='u'"),
    leaf("summary", TEXT, " type='html'", " type='TEXT'", " type='text/plain'"),
    leaf("content", TEXT, " type='html'", " type='text'"),
    inside(leaf("name", TEXT), leaf("email", TEXT), leaf("uri", TEXT)).map("<author>{}</author>".format),
)


CHANNEL = inside(
    *(
        leaf(name, TEXT)
        for name in ("title", "ttl", "link", "description", "managingEditor", "language", "cloud")
    ),
    leaf("pubDate", DATES),
    leaf("atom:link", TEXT, " href='h' rel='self'"),
    inside(leaf("title", TEXT), leaf("url", TEXT), leaf("link", TEXT)).map("<image>{}</image>".format),
)


@given(items=st.lists(ITEM, max_size=3), head=CHANNEL)
@settings(max_examples=60, deadline=None)
def test_any_rss_is_read_the_same(items: list[str], head: str) -> None:
    same(rss(head + "".join(f"<item>{item}</item>" for item in items)))


FEED_HEAD = inside(
    leaf("title", TEXT, " type='html'"),
    LINK,
    *(leaf(name, TEXT) for name in ("id", "subtitle", "generator", "icon", "logo", "rights")),
    inside(leaf("name", TEXT), leaf("email", TEXT)).map("<author>{}</author>".format),
)


@given(entries=st.lists(ENTRY, max_size=3), head=FEED_HEAD)
@settings(max_examples=60, deadline=None)
def test_any_atom_is_read_the_same(entries: list[str], head: str) -> None:
    same(atom(head + "".join(f"<entry>{entry}</entry>" for entry in entries)))


@given(TEXT)
def test_a_title_without_markup_needs_no_sanitiser(text: str) -> None:
    assert line(text.replace("<", "").replace("&", ""), "title") == line(
        text.replace("<", "").replace("&", "") + "<i></i>", "title"
    )
