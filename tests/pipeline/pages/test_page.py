from html import unescape

import pytest

from pipeline.cleaning.clean import clean_body
from pipeline.pages.page import _Candidates, _readability, _witness, body, fragment_text, is_fragment, parse

PROSE = [
    "The council of Port Ellery voted on Monday evening to keep the night ferry for another five years, the mayor said.",
    "Ferry crews had threatened to strike for a week if the council gave in to the harbour company and let the ferry go.",
    "The ferry costs the town some two million a year, most of which comes back through the fish market and the inns.",
    "Nobody on the quay seemed surprised by the vote, which ends a quarrel that has split the town since last summer.",
]


def as_page(inner: str) -> str:
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    return f"""<!doctype html><html><head><title>Ferry</title><style>p {{ color: red }}</style></head><body>
<nav><ul>{links}</ul></nav><header><a href="/">The Ellery Post</a></header>{inner}
<footer><p>Contact us</p><ul>{links}</ul></footer><script>var a = "<p>no text</p>";</script></body></html>"""


def extracted(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    return [line for line in body(tree, html, lambda text: clean_body(text, ())).text.split("\n") if line]


def test_article_without_menus_and_scripts() -> None:
    assert extracted(as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + "</article>")) == PROSE


def test_body_in_several_containers_is_found_whole() -> None:
    inner = "".join(
        f'<div class="article-body"><p>{p}</p></div><div class="ad"><span>Advertisement</span></div>'
        for p in PROSE
    )
    found = extracted(as_page(f"<main>{inner}</main>"))
    assert [line for line in found if line in PROSE] == PROSE


def test_subheads_and_lists_are_kept() -> None:
    inner = f"<article><p>{PROSE[0]}</p><h2>What it costs</h2><p>{PROSE[2]}</p><ul><li>{PROSE[1]}</li></ul><p>{PROSE[3]}</p></article>"
    assert extracted(as_page(inner)) == [PROSE[0], "What it costs", PROSE[2], f"- {PROSE[1]}", PROSE[3]]


def test_comments_of_readers_are_left_out() -> None:
    inner = (
        "<article>"
        + "".join(f"<p>{p}</p>" for p in PROSE)
        + '</article><div id="comments" class="comments"><p>First! I never liked that old ferry, and you know it.</p></div>'
    )
    assert extracted(as_page(inner)) == PROSE


def test_agreement_tells_a_sure_page_from_a_doubtful_one() -> None:
    sure = as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + "</article>")
    tree = parse(sure)
    assert tree is not None
    assert body(tree, sure, str).agreement > 0.9
    listing = as_page(
        "".join(f'<div><a href="/{n}">A headline of some words number {n}</a></div>' for n in range(40))
    )
    tree = parse(listing)
    assert tree is not None
    assert body(tree, listing, str).agreement < 0.9


def test_the_same_page_gives_the_same_text_however_often() -> None:
    html = as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + "</article>")
    assert len({tuple(extracted(html)) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<div>" * 50_000 + "<p>x</p>",
        "<html><body>" + "<b>" * 20_000,
        "<html>" + "<" * 20_000,
        "<html></html>",
        "<html>\x00",
    ],
    ids=["deep", "deep inline", "angles", "empty", "nul"],
)
def test_hostile_markup_ends_soon_and_quietly(html: str) -> None:
    tree = parse(html)
    if tree is not None:
        assert len(body(tree, html, str).text) < 50_000


WHOLE = "\n\n".join(PROSE)
MENU = "\n".join(f"Section {n} of the paper" for n in range(round(0.6 * len(WHOLE.split()) / 5)))
OTHER = "Home News Sport Weather Travel Login Search Contact Archive Jobs Shop Help Terms Privacy"


def candidates(engine: str, witness: str, third: str) -> _Candidates:
    """Texts as if the extractors had found them in an empty page."""
    tree = parse("<html><body></body></html>")
    assert tree is not None
    found = _Candidates(tree, "<html><body></body></html>", str)
    found.engine, found.witness = engine, witness
    found.__dict__["third"] = third
    return found


@pytest.mark.parametrize(
    ("engine", "witness", "third", "wanted"),
    [
        (WHOLE, WHOLE, OTHER, WHOLE),
        (WHOLE, "", WHOLE, WHOLE),
        ("", WHOLE, WHOLE, WHOLE),
        ("", f"{OTHER}\n\n{WHOLE}", WHOLE, WHOLE),
        ("\n\n".join(PROSE[:2]), WHOLE, OTHER, WHOLE),
        ("\n\n".join([PROSE[0], *PROSE[2:]]), WHOLE, WHOLE, WHOLE),
        (OTHER, WHOLE, "", WHOLE),
        ("Home", "", WHOLE, WHOLE),
        ("", "", WHOLE, WHOLE),
        ("", f"{MENU}\n\n{WHOLE}", WHOLE, WHOLE),
    ],
    ids=[
        "agreed",
        "no witness",
        "no engine",
        "witness saw more",
        "a piece",
        "a gap",
        "something else",
        "one alone",
        "one alone, the others nothing",
        "nearly alike",
    ],
)
def test_the_text_that_is_believed(engine: str, witness: str, third: str, wanted: str) -> None:
    assert candidates(engine, witness, third).chosen().text == wanted


def test_teasers_of_other_articles_are_left_out() -> None:
    cards = "".join(
        f'<div class="card"><h3><a href="/{n}">Another story number {n}</a></h3><p>It was told {n} days ago.</p></div>'
        for n in range(4)
    )
    found = extracted(
        as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + f"<div>{cards}</div></article>")
    )
    assert found == PROSE


def test_a_page_of_cards_is_not_left_empty() -> None:
    cards = "".join(
        f'<div class="card"><h3><a href="/{n}">Another story number {n}</a></h3><p>{PROSE[1]} That was {n} days ago.</p></div>'
        for n in range(6)
    )
    assert len(extracted(as_page(f"<main>{cards}</main>"))) >= 6


def test_a_body_for_each_size_of_screen_is_taken_once() -> None:
    part = "".join(f"<p>{p}</p>" for p in PROSE)
    assert extracted(as_page(f"<article><div>{part}</div><div>{part}</div></article>")) == PROSE


def test_other_scripts_survive() -> None:
    lines = [
        "สภาเมืองมีมติเมื่อวันจันทร์ให้คงเรือข้ามฟากกลางคืนไว้อีกห้าปี",
        "市议会周一投票决定保留夜间渡轮五年，市长表示欢迎这一决定。",
        "صوّت المجلس يوم الاثنين على الإبقاء على العبّارة الليلية خمس سنوات.",
        "Совет проголосовал за то, чтобы сохранить ночной паром.",
    ]
    assert (
        extracted(as_page("<article>" + "".join(f"<p>{line}</p>" for line in lines) + "</article>")) == lines
    )


def test_a_page_of_too_many_elements_is_read_by_the_witness_alone() -> None:
    html = as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + "</article>" + "<i>x</i>" * 21_000)
    tree = parse(html)
    assert tree is not None
    found = body(tree, html, str)
    assert found.agreement == 0.0
    assert PROSE[0] in found.text


def test_pieces_of_html() -> None:
    assert is_fragment("<p>The ferry <b>stays</b>.</p>")
    assert not is_fragment(f"<script>{'x' * 5_000}</script><HTML><p>The ferry stays.</p>")
    assert not is_fragment("<!DOCTYPE html><p>The ferry stays.</p>")
    assert fragment_text("<p>The ferry <b>stays</b>.</p><p>For five years.</p>").split("\n\n") == [
        "The ferry stays.",
        "For five years.",
    ]
    assert fragment_text("<div>" * 50_000) == ""


@pytest.mark.parametrize("sign", ["、", "が", "“", "—", "&ldquo;"])
def test_one_character_between_two_tags_is_not_lost(sign: str) -> None:
    line = f"<p>The crews of <b>Ellery</b>{sign}<b>Bray</b> had threatened to strike for a week, {sign} the council said.</p>"
    html = as_page("<main>" + "".join(f"<p>{p}</p>" for p in PROSE) + line + "</main>")
    found = clean_body(_witness(html, main_content=True), ())
    assert f"Ellery{unescape(sign)}Bray" in found
    assert "\u200b" not in found


def test_paragraphs_of_the_third_are_whole() -> None:
    inner = "".join(
        f"<p>{p.replace('Ferry', '<b>Ferry</b>').replace('ferry', '<i>ferry</i>')}</p>" for p in PROSE
    )
    tree = parse(as_page(f"<div>{inner}</div>"))
    assert tree is not None
    assert [line for line in _readability(tree).split("\n") if line in PROSE] == PROSE


def test_readings_above_words_are_left_out() -> None:
    word = "<ruby>渡船<rp>（</rp><rt>わたしぶね</rt><rp>）</rp></ruby>"
    html = as_page(
        "<article>"
        + f"<p>町議会は月曜日、夜の{word}を五年間残すことを決めた、と町長は述べた。</p>" * 6
        + "</article>"
    )
    assert extracted(html)[0] == "町議会は月曜日、夜の渡船を五年間残すことを決めた、と町長は述べた。"


def test_what_stands_outside_the_one_article_is_no_rest_of_it() -> None:
    teasers = "".join(f"<div><p>{line}</p><p>{line[:40]}</p></div>" for line in OUTSIDE)
    html = as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + f"</article><div>{teasers}</div>")
    tree = parse(html)
    assert tree is not None
    found = _Candidates(tree, html, str)
    found.engine, found.witness = WHOLE, "\n\n".join([*PROSE, *OUTSIDE])
    found.__dict__["third"] = ""
    assert found.chosen().text == WHOLE


OUTSIDE = [
    "A storm kept all ships in port for two days, and the harbour master said that there would be more of them.",
    "The new bridge will cost twice as much as planned, the builders told the council, since steel has become dear.",
    "The school on the hill has a new roof, the teachers told this paper, and the old one was sold to a farmer.",
    "Two boats ran aground off the northern light on Sunday, and their crews were brought ashore by the lifeboat.",
]


def test_readability_has_no_vote_where_it_found_something_else() -> None:
    footer = "\n\n".join(f"Sign up for letter number {number} of the paper" for number in range(8))
    other = "\n\n".join(
        [footer[:86], *(f"Offer {number}: two months for half the price" for number in range(40))]
    )
    found = candidates(WHOLE, f"{WHOLE}\n\n{footer}\n\n{MENU}", other)
    found._tidy = lambda text: clean_body(text, ())
    found._html = as_page("<article>" + "".join(f"<p>{p}</p>" for p in PROSE) + "</article>")
    assert found.chosen().text == WHOLE
