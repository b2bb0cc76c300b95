"""The tables of answers agree with the XPaths they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from trafilatura.xpaths import (
    BODY_XPATH,
    DISCARD_IMAGE_ELEMENTS,
    OVERALL_DISCARD_XPATH,
    PRECISION_DISCARD_XPATH,
    REMOVE_COMMENTS_XPATH,
    TEASER_DISCARD_XPATH,
)

from pipeline.pages import markup

WORDS = (
    *(
        "article-body",
        "content",
        "main-content",
        "Page-Content",
        "post",
        "entry",
        "story-body",
        "articleBody",
        "text",
    ),
    *(
        "sidebar",
        "share-bar",
        "newsletter",
        "cookie-note",
        "author",
        "related",
        "menu",
        "tags",
        "video-embed",
        "ad-",
        "hidden",
    ),
    *(
        "comments",
        "Comment-list",
        "commentary",
        "disqus_thread",
        "message",
        "caption",
        "Teaser",
        "bottom",
        "link",
        "border",
        "x",
    ),
)
NAMES = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)
TAGS = st.sampled_from(["article", "div", "section", "main", "p", "span", "list", "h2", "a"])


def element(tag: str, attributes: dict[str, str]) -> etree._Element:
    """An element with the attributes that are not empty, within another."""
    return etree.SubElement(
        etree.Element("body"), tag, {key: value for key, value in attributes.items() if value}
    )


def matches(xpaths: list[etree.XPath], found: etree._Element) -> bool:
    return any(found in xpath(found.getparent()) for xpath in xpaths)


@given(TAGS, NAMES, NAMES, st.sampled_from(["", "articleBody"]), st.sampled_from(["", "article", "main"]))
def test_stages_of_the_body(tag: str, name: str, classes: str, itemprop: str, role: str) -> None:
    found = element(tag, {"id": name, "class": classes, "itemprop": itemprop, "role": role})
    wanted = tuple(stage for stage, xpath in enumerate(BODY_XPATH) if found in xpath(found.getparent()))
    if tag in {"article", "div", "main", "section"}:
        assert markup.body_stages(tag, name, classes, itemprop, role)[:1] == wanted[:1]


@given(
    TAGS,
    NAMES,
    NAMES,
    st.sampled_from(["", "color: red", "display: none", "display:none"]),
    st.sampled_from(["", "Navigation"]),
)
def test_furniture(tag: str, name: str, classes: str, style: str, role: str) -> None:
    found = element(tag, {"id": name, "class": classes, "style": style, "role": role})
    assert markup.is_furniture(tag, name, classes, style, role) == matches(OVERALL_DISCARD_XPATH, found)


@given(TAGS, st.sampled_from(["", *WORDS]), st.sampled_from(["", *WORDS]))
def test_asides(tag: str, name: str, classes: str) -> None:
    found = element(tag, {"id": name, "class": classes})
    # A framed or linked span is a word of a sentence.
    framed = [] if tag == "span" else PRECISION_DISCARD_XPATH
    rules = [*TEASER_DISCARD_XPATH, *DISCARD_IMAGE_ELEMENTS, *framed]
    if not name or not classes:  # the XPath for precision reads only the first of the two
        assert markup.is_aside(tag, name, classes, "") == matches(rules, found)


@given(st.sampled_from(["div", "section"]), NAMES, NAMES)
def test_comments(tag: str, name: str, classes: str) -> None:
    found = element(tag, {"id": name, "class": classes})
    assert (markup.readers_part(name, classes) == "comments") == matches(REMOVE_COMMENTS_XPATH, found)


@pytest.mark.parametrize(
    ("name", "classes", "kind"),
    [("comments", "", "comments"), ("", "infinite-scroll", "appended"), ("", "commentary", ""), ("", "", "")],
)
def test_readers_part(name: str, classes: str, kind: str) -> None:
    assert markup.readers_part(name, classes) == kind


def test_framed_blocks_are_asides() -> None:
    assert markup.is_aside("div", "", "", "border: 1px solid")
    assert not markup.is_aside("table", "", "", "border: 1px solid")
