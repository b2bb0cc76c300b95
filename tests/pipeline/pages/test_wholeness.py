import pytest

from pipeline.cleaning.clean import clean_body
from pipeline.pages import page
from pipeline.pages.engine import extract
from pipeline.pages.wholeness import accounted

PROSE = [
    f"On day {day} of the strike the crews of the night ferry met again in the old customs house, and the mayor came to listen."
    for day in range(1, 9)
]
TOLD = "".join(f"<p>{line}</p>" for line in PROSE)
OTHER = "".join(
    f"<p>The lighthouse keeper of rock {n} has seen four ships and a whale this week, he said.</p>"
    for n in range(9)
)


def of(inner: str) -> float | None:
    tree = page.parse(f"<!doctype html><html><head><title>Ferry</title></head><body>{inner}</body></html>")
    assert tree is not None
    found = extract(tree)
    return accounted(clean_body(found.text, ()), found)


def test_a_text_that_is_all_its_page_tells_needs_no_witness() -> None:
    share = of(f"<article>{TOLD}</article>")
    assert share is not None
    assert share > 0.95


@pytest.mark.parametrize(
    "inner",
    [
        f"<article>{TOLD}</article><div>{OTHER}{OTHER}</div>",
        f'<p class="lead">{PROSE[0]}</p><article>{TOLD}</article>',
        f"<article>{TOLD}</article>" + "".join(f"<div>{line} Again.<br></div>" for line in PROSE),
        f'<article><div class="article-body">{TOLD}</div><div class="gap">{TOLD}</div><div class="article-body">{TOLD}</div></article>',
        f'<article>{TOLD}<div class="related">{OTHER}</div></article>',
        f"<article>{TOLD[:400]}</article>",
        f"<div><div>{TOLD}</div></div>",
    ],
    ids=[
        "much beside it",
        "a lead above it",
        "without paragraphs",
        "in parts",
        "much left out of it",
        "short",
        "no container",
    ],
)
def test_anything_else_leaves_a_doubt(inner: str) -> None:
    assert of(inner) is None


def test_what_stands_beside_an_article_by_its_tag_is_not_told() -> None:
    links = "".join(f'<p><a href="/{n}"><b>{line}</b></a></p>' for n, line in enumerate(PROSE))
    aside = f"<aside>{OTHER}</aside><footer>{OTHER}</footer>{links}"
    assert of(f"<article>{TOLD}</article>{aside}") is not None


def test_a_heading_that_the_text_lacks_leaves_a_doubt_if_it_heads_what_the_text_has() -> None:
    head = '<div class="teaser"><h2>What the crews want</h2></div>'
    assert of(f"<article>{TOLD}{head}{TOLD}</article>") is None
    assert of(f"<article>{TOLD}{TOLD}{head}<ul><li>Share</li></ul></article>") is not None
    assert of(f"<article>{TOLD}<h2>What the crews want</h2>{TOLD}</article>") is not None


def test_a_page_says_why_its_text_is_believed() -> None:
    for inner, name in (
        (f"<article>{TOLD}</article>", "accounted"),
        (f"<div><div>{TOLD}</div></div>", "agreement"),
    ):
        html = f"<!doctype html><html><body>{inner}</body></html>"
        tree = page.parse(html)
        assert tree is not None
        grounds = page.body(tree, html, lambda text: clean_body(text, ())).grounds
        assert list(grounds) == [name]
        assert grounds[name] > 0.9
