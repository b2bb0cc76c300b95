import pytest

from flows.sources.feed_cut import ends_early, whole_entries

ITEM = b"<item><title>One</title></item>"


@pytest.mark.parametrize(
    ("body", "early"),
    [
        (b"<rss><channel>" + ITEM + b"</channel></rss>", False),
        (b"<rss><channel>" + ITEM, True),
        (b"<rss><channel>" + ITEM + b"</channel></rss", True),
        (b"<?xml version='1.0'?><feed xmlns='a'><entry>", True),
        (b"<a:feed xmlns:a='a'></a:feed >\n<!-- 12 ms -->", False),
        (b"<RDF:RDF><item>", True),
        (b"<html><body>no feed", False),
        ("<rss><channel>".encode("utf-16"), False),
        (b'{"version": "https://jsonfeed.org/version/1"', False),
        (b"", False),
    ],
    ids=["whole", "no end", "half an end", "atom", "named, remark behind", "rdf", "page", "utf-16", "json", "nothing"],
)  # fmt: skip
def test_a_feed_that_breaks_off_has_no_end(body: bytes, early: bool) -> None:  # noqa: FBT001 - a table
    assert ends_early(body) is early


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        (b"", b""),
        (b"<item><title>Tw", b""),
        (b"<ITEM\n><link>http://daily.example/1", b""),
        (b"</channel", b"</channel"),
        (b"<itemize>", b"<itemize>"),
    ],
    ids=["between two", "in the next", "in other letters", "behind the last", "another element"],
)
def test_the_entry_in_which_it_breaks_off_is_left_out(rest: bytes, kept: bytes) -> None:
    assert whole_entries(b"<rss><channel>" + ITEM + rest) == b"<rss><channel>" + ITEM + kept


def test_without_a_whole_entry_there_is_none() -> None:
    assert (
        whole_entries(b"<rss><channel><title>T</title><item><title>On") == b"<rss><channel><title>T</title>"
    )
