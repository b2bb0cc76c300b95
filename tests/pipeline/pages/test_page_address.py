import pytest

from pipeline.pages.page_address import canonical, outlet, same_page, same_site

FETCHED = "https://www.ellerypost.example/news/ferry?utm_source=x"
HOST = "www.ellerypost.example"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("/news/ferry", "https://www.ellerypost.example/news/ferry"),
        ("https://ellerypost.example/news/ferry", "https://ellerypost.example/news/ferry"),
        ("https://amp.ellerypost.example/news/ferry", "https://amp.ellerypost.example/news/ferry"),
        ("https://www.ellerypost.example/", None),
        ("https://www.ellerypost.example", None),
        ("https://elsewhere.example/news/ferry", None),
        ("https://notellerypost.example/news/ferry", None),
        ("javascript:alert(1)", None),
        ("http://[bad", None),
        ("//[::", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_of_the_page_itself(address: str | None, wanted: str | None) -> None:
    assert canonical([(address, "html")], FETCHED)[0] == wanted


def test_the_next_address_where_the_first_is_refused() -> None:
    said = [
        ("https://elsewhere.example/", "html"),
        ("https://www.ellerypost.example/news/ferry", "opengraph"),
    ]
    assert canonical(said, FETCHED) == ("https://www.ellerypost.example/news/ferry", "opengraph")
    assert canonical([("https://ellerypost.example/ferry", "html")], None) == (
        "https://ellerypost.example/ferry",
        "html",
    )


def test_sites_and_pages() -> None:
    assert same_site("https://m.ellerypost.example/a", "https://ellerypost.example/b")
    assert same_site("https://news.ellerypost.example/a", "https://ellerypost.example/b")
    assert not same_site("https://example/a", "https://ellerypost.example/b")
    assert same_page("http://www.ellerypost.example/a/?x=1", "https://ellerypost.example/a")
    assert not same_page("https://ellerypost.example/", "https://ellerypost.example")
    assert not same_page("https://[bad/a", "https://ellerypost.example/a")


@pytest.mark.parametrize(
    ("said", "window", "host", "wanted"),
    [
        (["The Ellery Post"], "", HOST, "The Ellery Post"),
        (["Ellery Post - News, sport and weather from the coast"], "", HOST, "Ellery Post"),
        (["@ellerypost"], "", HOST, "ellerypost"),
        (["Council Keeps Ferry", "Ellery Post"], "", HOST, "Ellery Post"),
        (["https://www.ellerypost.example"], "Council Keeps Ferry - Ellery Post", HOST, "Ellery Post"),
        ([], "Council Keeps Ferry | The Ellery Post", HOST, "The Ellery Post"),
        ([], "The Ellery Post: Council Keeps Ferry", HOST, "The Ellery Post"),
        ([], "Council Keeps Ferry - The Old Ellery Times", "oetimes.example", "The Old Ellery Times"),
        ([], "Council Keeps Ferry - Opinion", HOST, ""),
        ([], "Council Keeps Ferry", HOST, ""),
        ([], "", "", ""),
    ],
)
def test_outlet(said: list[str], window: str, host: str, wanted: str) -> None:
    assert outlet([(name, "meta") for name in said], "Council Keeps Ferry", window, host)[0] == wanted
