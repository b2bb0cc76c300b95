import pytest
from lxml.html import tostring
from trafilatura.core import trafilatura_sequence
from trafilatura.settings import Extractor
from trafilatura.utils import load_html
from trafilatura.xml import xmltotxt

from pipeline.pages import body_container
from pipeline.pages.engine import extract, remove_readers_part
from pipeline.pages.page import parse

P1 = "The council of Port Ellery voted on Monday evening to keep the night ferry for another five years, the mayor said."
P2 = "Ferry crews had threatened to strike for a week if the council gave in to the harbour company and let the ferry go."
LINKS = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(9))
HEADLINES = "".join(f'<a href="/{number}">{P1[:60]} {number}</a> ' for number in range(6))


def as_page(inner: str) -> str:
    return f"<!doctype html><html><head><title>Ferry</title></head><body><nav><ul>{LINKS}</ul></nav>{inner}<footer>{LINKS}</footer></body></html>"


PAGES = {
    "article": f"<article><h1>Ferry</h1><p>{P1}</p><p>{P2}</p></article>",
    "subheads and lists": f"<article><p>{P1}</p><h2>Why</h2><ul><li>{P2}</li><li>So <b>there</b>.</li></ul><p>{P2}</p></article>",
    "no container": f"<div><div><p>{P1}</p><p>{P2}</p><p>{P1} Again.</p></div></div>",
    "div with line breaks": f'<div class="article-body">{P1}<br><br>{P2}<br>{P1} Twice.</div>',
    "table": f"<article><p>{P1}</p><table><tr><th>Year</th><th>Cost</th></tr><tr><td>2020</td><td>two</td></tr></table><p>{P2}</p></article>",
    "quotes": f"<article><p>{P1}</p><blockquote><p>{P2}</p></blockquote><pre>a = 1</pre>{P1} Loose.</article>",
    "furniture": f'<article><p>{P1}</p><p>{P2} They did not.</p><div class="related"><a href="/x">Other</a></div><p>{P2}</p><p class="teaser">Next</p></article>',
    "links in the text": f'<article><div><p>{P1} <a href="/a">The mayor</a> {P2}</p><p>{P2}</p><p><a href="/b">{P1}</a></p></div></article>',
    "links as long as the text": f'<article><p>{P1}</p><div>{P1} {P2} {P1} <a href="/a">{P2} {P2} {P1}</a></div><p>{P2}</p></article>',
    "a block of links": f"<article><p>{P1}</p><p>{P2}</p><div>Read: {HEADLINES}</div></article>",
    "form": f"<form><article><p>{P1}</p><p>{P2}</p></article></form>",
    "comments": f'<article><p>{P1}</p><p>{P2}</p></article><div id="comments"><p>{P2} First!</p></div>',
    "other scripts": "<article><p>สภาเมืองมีมติเมื่อวันจันทร์ให้คงเรือข้ามฟาก</p><p>市议会周一投票决定保留夜间渡轮。</p><p>صوّت المجلس يوم الاثنين على الإبقاء على العبّارة.</p></article>",
}


@pytest.mark.parametrize("inner", PAGES.values(), ids=PAGES)
def test_same_text_as_trafilatura_for_precision(inner: str) -> None:
    tree = parse(as_page(inner))
    assert tree is not None
    remove_readers_part(tree)
    found, *_ = trafilatura_sequence(
        load_html(as_page(inner)),
        Extractor(output_format="python", fast=True, precision=True, comments=False),
    )
    assert extract(tree).text.split() == xmltotxt(found, include_formatting=False).split()


BODY = f"<p>{P1}</p><p>{P2}</p><p>{P1} Again.</p>"
CONTAINERS = PAGES | {
    "a container": f"<article>{BODY}</article><div><p>{P2} Beside.</p></div>",
    "a container in the menu": f"<nav><article>{BODY}</article></nav><main><p>{P2}</p>{BODY}</main>",
    "an empty container": f'<article></article><div id="content">{BODY}</div>',
    "a container of too little": f'<article><p>Ferry</p></article><div class="content">{BODY}</div>',
    "a container of one run": f'<div class="article-body">{P1} {P2}</div><div class="content">{BODY}</div>',
    "a cell that is turned into one": f'<table><tr><td class="article-body">{BODY}</td></tr></table>',
    "a container in a cell": f'<table><tr><td><div class="article-body">{BODY}</div></td></tr></table>',
    "a form in it": f"<article><form><p>{P1}</p></form><p>{P2}</p>{BODY}</article>",
    "a form that is most of it": f"<article><form><p>{P1}</p>{BODY}</form><p>{P2}</p></article>",
    "a form around it": f"<form><article>{BODY}</article></form>",
    "details": f'<details id="article-body"><summary>Why</summary>{BODY}</details><main><p>{P2}</p></main>',
    "links outside of any block": f'<article><blockquote><a href="/a">{P2} {P1}</a></blockquote>{BODY}</article>',
    "links in a block": f'<div><article><blockquote><a href="/a">{P2} {P1}</a></blockquote>{BODY}</article></div>',
    "paragraphs that go": f'<article><div class="related">{BODY}</div><div>A review</div><blockquote>{P1} {P2}</blockquote><blockquote>{P2} {P1}</blockquote></article><div>{BODY}</div>',
    "all links": f"<article><ul>{LINKS}</ul></article><div>{BODY}</div>",
}


@pytest.mark.parametrize("inner", CONTAINERS.values(), ids=CONTAINERS)
def test_the_container_alone_gives_what_the_page_does(inner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = parse(as_page(inner))
    assert tree is not None
    before = tostring(tree)
    alone = extract(tree).text
    assert tostring(tree) == before
    monkeypatch.setattr(body_container, "first", lambda *_: None)
    assert alone == extract(tree).text


def test_one_container_is_looked_at_without_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(body_container, "all_of", lambda tree: asked.append(tree.tag) or ())
    engine_text(CONTAINERS["a container"])
    engine_text(CONTAINERS["a form in it"])
    assert not asked
    engine_text(CONTAINERS["a form that is most of it"])
    assert asked == ["html"]


def test_headings_that_are_links_are_kept() -> None:
    inner = "".join(
        f'<h2><a href="/{number}">A firm bought another firm</a></h2><p>{P1} {number}</p>'
        for number in range(3)
    )
    tree = parse(as_page(f"<article>{inner}</article>"))
    assert tree is not None
    assert extract(tree).text.count("A firm bought another firm") == 3


def test_articles_loaded_as_one_scrolls_on_go_but_not_the_one_with_the_title() -> None:
    tree = parse(
        as_page(
            f'<div class="infinite-scroll"><p>{P1}</p></div><div class="infinite-scroll"><h1>F</h1><p>{P2}</p></div>'
        )
    )
    assert tree is not None
    remove_readers_part(tree)
    assert P1 not in tree.text_content()
    assert P2 in tree.text_content()


def engine_text(inner: str) -> str:
    tree = parse(as_page(inner))
    assert tree is not None
    return extract(tree).text


def test_captions_go_wherever_they_stand() -> None:
    found = engine_text(
        f"<article><p>{P1}</p><div><figcaption><p>{P2} On a picture.</p></figcaption></div><p>{P2}</p></article>"
    )
    assert "On a picture" not in found
    assert P2 in found


def test_small_furniture_goes_though_the_body_bears_its_name_too() -> None:
    box = '<div class="share-widget"><p>Tell your friends in the harbour.</p></div>'
    found = engine_text(
        f'<div class="widgets-a1"><div><p>{P1}</p>{box}<p>{P2}</p><p>{P1} Again.</p></div></div>'
    )
    assert "Tell your friends" not in found
    assert "Again." in found


def test_paragraphs_that_a_wall_hides_from_those_who_hear_a_page_stay() -> None:
    found = engine_text(
        f'<article><p>{P1}</p><p aria-hidden="true">{P2}</p><div aria-hidden="true">Icon of a ferry</div></article>'
    )
    assert P2 in found
    assert "Icon" not in found


def test_wrapped_sentence_with_linked_names_is_no_list_of_links() -> None:
    names = '<a href="/a">Ellery</a> told the crews of <a href="/b">Bray</a>'
    sentence = f"<div><div><p>The mayor of {names} that nobody would lose a berth.</p></div></div>"
    bare = '<div><div><p><a href="/a">Ellery</a> and <a href="/b">Bray</a></p></div></div>'
    found = engine_text(
        f'<div class="article-body"><p>{P1}</p>{sentence}<p>{P2}</p>{bare}<p>{P1} Again.</p></div>'
    )
    assert "nobody would lose a berth" in found
    assert "Ellery and Bray" not in found


def test_framed_and_linked_words_stay_in_their_sentence() -> None:
    words = '<span class="link"><a href="/crews">the crews</a></span>'
    found = engine_text(
        f'<article><p>{P1}</p><p>The mayor told {words} on Monday <span style="border-bottom: 1px">that the ferry stays</span>.</p><p>{P2}</p></article>'
    )
    assert "The mayor told the crews on Monday that the ferry stays." in " ".join(found.split())


def parted(kind: str, inner: str = "") -> str:
    """An article in two containers with a picture between."""
    return engine_text(
        f'<article><div class="article-body col"><p>{P1}</p><p>{P2}</p><p>{P1} Again.</p></div><div class="picture"><p>Advert</p></div>'
        f'<div class="{kind}"><p>{P2} They did not.</p>{inner}</div></article>'
    )


def test_body_that_goes_on_in_another_container_of_the_kind() -> None:
    assert "They did not." in parted("article-body col")
    assert "Advert" not in parted("article-body col")


@pytest.mark.parametrize(
    ("kind", "inner"),
    [("aside col", ""), ("article-body col", "<h1>Another story</h1>")],
    ids=["another kind", "another article"],
)
def test_other_containers_are_no_part_of_the_body(kind: str, inner: str) -> None:
    assert "They did not." not in parted(kind, inner)


def test_many_of_a_kind_are_a_list() -> None:
    parts = f'<div class="article-body"><p>{P1}</p><p>{P2}</p></div>' * 3_000
    assert engine_text(f"<article>{parts}</article>").count(P1) == 1
