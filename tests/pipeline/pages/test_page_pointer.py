import pytest
from lxml.html import fromstring

from pipeline.pages.page_pointer import without_linked_headlines

URL = "https://ellerypost.example/2024/03/02/ferry"
FIRST = "The council of Port Ellery voted on Monday to keep the night ferry."
LAST = "Nobody in the ministry wants to say who will pay for the new bridge, which opens in two years."
HEADLINE = "Tunnel shut after lorry sheds load of marbles"


@pytest.mark.parametrize(
    ("link", "line", "gone"),
    [
        ("<a href='/2024/02/01/tunnel'>{}</a>", HEADLINE, True),
        ("<a href='https://www.ellerypost.example/2024/02/01/tunnel'>{}</a>", HEADLINE, True),
        ("<a href='https://other.example/2024/02/01/tunnel'>{}</a>", HEADLINE, False),
        ("<a href='/news'>{}</a>", HEADLINE, False),
        ("<h3><a href='/2024/02/01/tunnel'>{}</a></h3>", HEADLINE, False),
        ("<a href='/2024/02/01/tunnel'>{}</a>", "The tunnel", False),
        ("<a href='/2024/02/01/tunnel'>{}</a>", "The tunnel is shut after a lorry shed its load.", False),
        ("<p>{}</p>", HEADLINE, False),
    ],
    ids=["headline", "with host", "another site", "section", "heading", "name", "sentence", "no link"],
)
def test_headline_that_is_a_link(link: str, line: str, gone: bool) -> None:  # noqa: FBT001
    tree = fromstring(f"<html><body><p>{FIRST}</p>{link.format(line)}<p>{LAST}</p></body></html>")
    kept = without_linked_headlines(f"{FIRST}\n\n{line}\n\n{LAST}", tree, URL)
    assert (line not in kept) is gone


def test_list_that_a_colon_announces_stays() -> None:
    tree = fromstring(f"<html><body><a href='/2024/02/01/tunnel'>{HEADLINE}</a></body></html>")
    text = f"{FIRST[:-1]}:\n\n{HEADLINE}\n\n{LAST}"
    assert without_linked_headlines(text, tree, URL) == text


def test_list_of_articles_keeps_them() -> None:
    names = [f"Tunnel number {place} shut after lorry sheds marbles" for place in range(9)]
    links = "".join(f"<a href='/2024/02/01/{place}'>{name}</a>" for place, name in enumerate(names))
    text = "\n\n".join([FIRST, *names])
    assert without_linked_headlines(text, fromstring(f"<html><body>{links}</body></html>"), URL) == text


def linked(text: str, target: str = "/2024/02/01/tunnel") -> str:
    return f"<a href='{target}'>{text}</a>"


KICKED = {"Roads": "Tunnel shut after lorry sheds its load", "Weather": "Storm keeps the ferries in port"}
ITEMS = [f"- {kicker}: {headline}" for kicker, headline in KICKED.items()]
LIST = "".join(f"<li><b>{kicker}:</b> {linked(headline)}</li>" for kicker, headline in KICKED.items())


@pytest.mark.parametrize(
    ("before", "gone"),
    [
        (FIRST, True),
        ("More from the islands", True),
        ("Read more in our weekly letter:", True),
        ("The council named two reasons:", False),
    ],
    ids=["sentence", "heading", "pointer", "colon"],
)
def test_list_of_headlines_with_kickers(before: str, gone: bool) -> None:  # noqa: FBT001
    tree = fromstring(f"<html><body><p>{before}</p><ul>{LIST}</ul><p>{LAST}</p></body></html>")
    kept = without_linked_headlines("\n\n".join([FIRST, before, *ITEMS, LAST]), tree, URL)
    assert all((item not in kept) is gone for item in ITEMS)


def test_one_link_after_a_kicker_is_a_source_or_an_example() -> None:
    tree = fromstring(f"<html><body><p>Pictured: {linked(HEADLINE)}</p></body></html>")
    text = f"{FIRST}\n\nPictured: {HEADLINE}\n\n{LAST}"
    assert without_linked_headlines(text, tree, URL) == text


def test_pointer_before_the_link() -> None:
    tree = fromstring(f"<html><body><p>Read also {linked(HEADLINE)}</p></body></html>")
    text = f"{FIRST}\n\nRead also {HEADLINE}\n\n{LAST}"
    assert without_linked_headlines(text, tree, URL) == f"{FIRST}\n\n{LAST}"


def test_headline_of_a_script_without_spaces_may_have_some() -> None:
    headline = "町議会が夜間フェリーの存続を可決 5年間は補助金で運航"
    tree = fromstring(f"<html><body>{linked(headline)}</body></html>")
    text = f"{FIRST}\n\n{headline}\n\n{LAST}"
    assert headline not in without_linked_headlines(text, tree, URL)


TEASERS = [
    "STORM AT SEA: The harbour master said that ships should stay in port The ministry sent a warning to all crews on",
    "NEW BRIDGE: The cost has doubled since the spring The builders told the council that steel had become so dear",
]


def test_teasers_below_a_text_go_with_the_names_of_their_sections() -> None:
    cards = "".join(f"<li><span>Islands</span>{linked(teaser)}</li>" for teaser in TEASERS)
    tree = fromstring(f"<html><body><p>{FIRST}</p><p>{LAST}</p><ul>{cards}</ul></body></html>")
    below = [line for teaser in TEASERS for line in ("Islands", teaser)]
    own = [FIRST, *([LAST] * 6)]
    assert without_linked_headlines("\n\n".join([*own, *below]), tree, URL) == "\n\n".join(own)


def test_links_to_elsewhere_below_a_text_are_its_sources() -> None:
    tree = fromstring("".join(linked(teaser, "https://other.example/a/long/path") for teaser in TEASERS))
    text = "\n\n".join([FIRST, *([LAST] * 6), *TEASERS])
    assert without_linked_headlines(text, tree, URL) == text


def test_links_without_letters_are_no_headlines() -> None:
    tree = fromstring(f"<html><body>{linked(' * ' * 9)}</body></html>")
    text = "\n\n".join([FIRST, *([LAST] * 6), "A line of verse", "And another line of it"])
    assert without_linked_headlines(text, tree, URL) == text


def test_links_below_a_pointer_with_a_colon() -> None:
    tree = fromstring(f"<html><body>{''.join(map(linked, KICKED.values()))}</body></html>")
    items = [f"- {headline}" for headline in KICKED.values()]
    pointer = "Read more in our weekly letter:"
    kept = without_linked_headlines("\n\n".join([FIRST, pointer, *items, LAST]), tree, URL)
    assert not any(item in kept for item in items)


def closing(items: str, url: str | None = URL) -> str:
    """The text without its closing list, if that goes; each item stands in brackets of li."""
    tree = fromstring(f"<html><body><p>{FIRST}</p><p>{LAST}</p><ul>{items}</ul></body></html>")
    lines = [f"- {item.text_content()}" for item in tree.iter("li")]
    return without_linked_headlines("\n\n".join((FIRST, LAST, *lines)), tree, url)


def test_closing_list_of_what_else_to_read_goes() -> None:
    item = "<li>A quarrel ends, and <a href='/2024/02/{}/quarrel'>nobody is pleased</a> {}</li>"
    items = "".join(item.format(day, day) for day in range(10, 13))
    assert closing(items) == f"{FIRST}\n\n{LAST}"
    assert closing(items, None).count("- ") == 3


@pytest.mark.parametrize(
    "last",
    [
        "<li>The boat that was lost</li>",
        "<li>A vote <a href='https://other.example/2024/02/13/vote'>elsewhere</a></li>",
        "<li>Counted by hand <a href='/2024/03/02/ferry#note-3'>↩</a></li>",
    ],
    ids=["no link", "another site", "note"],
)
def test_closing_list_with_something_of_its_own_stays(last: str) -> None:
    item = "<li>A quarrel ends, and <a href='/2024/02/{}/quarrel'>nobody is pleased</a> {}</li>"
    assert closing("".join(item.format(day, day) for day in range(10, 13)) + last).count("- ") == 4


@pytest.mark.parametrize(("count", "gone"), [(3, True), (2, False)])
def test_same_words_before_linked_headlines_are_a_label(count: int, gone: bool) -> None:  # noqa: FBT001
    links = [f"{HEADLINE} for day {day}" for day in range(count)]
    inner = "".join(
        f"<p>{LAST}</p><p><b>LEXU KETE ZO |</b> <a href='/2024/02/{day}/tunnel'>{link}</a></p>"
        for day, link in enumerate(links)
    )
    text = "\n\n".join(f"{LAST}\n\nLEXU KETE ZO | {link}" for link in links)
    kept = without_linked_headlines(
        f"{FIRST}\n\n{text}\n\n{LAST}", fromstring(f"<html><body>{inner}</body></html>"), URL
    )
    assert ("LEXU KETE ZO" not in kept) is gone
