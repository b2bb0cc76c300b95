import pytest

from pipeline.pages import linked_data

ARTICLE = '{"@type": "NewsArticle", "headline": "Council Keeps Ferry"}'


@pytest.mark.parametrize(
    "block",
    [
        ARTICLE,
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/* <![CDATA[ */{ARTICLE}/* ]]> */",
        f"{ARTICLE};",
        '{"@type": "NewsArticle", "headline": "Council Keeps Ferry",}',
        '{"@type": ["NewsArticle",], "headline": "Council Keeps Ferry", "text": "one\ntwo\tthree"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Council Keeps Ferry&quot;}",
        f'{{"@type": "WebSite"}}\n{ARTICLE}',
        f'{{"@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}',
        f'[{{"@type": "WebPage", "mainEntity": {ARTICLE}}}]',
    ],
    ids=["plain", "comment", "cdata", "cdata comments", "semicolon", "comma", "newline", "entities", "two values", "graph", "nested"],
)  # fmt: skip
def test_articles_in_forgiven_json(block: str) -> None:
    articles = [node for node in linked_data.parse([block]) if linked_data.is_article(node)]
    assert [node["headline"] for node in articles] == ["Council Keeps Ferry"]


@pytest.mark.parametrize(
    "block",
    [
        "{not json",
        "[" * 100_000,
        '{"a":' * 100_000,
        "null",
        '"text"',
        "12",
        "",
        "{" + " " * 400_000,
        "," * 400_000,
        "[" + ARTICLE + "," * 600_000,
    ],
)
def test_hostile_json_is_nothing(block: str) -> None:
    assert linked_data.parse([block]) == []


def test_a_long_list_ends() -> None:
    assert len(linked_data.parse(["[" + ",".join(["{}"] * 9_000) + "]"])) < 3_000


def test_the_article_is_that_of_the_page() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Bridge Opens",
        "url": "https://ellerypost.example/bridge",
        "datePublished": "2024-03-01",
        "author": "A",
    }
    named = {"@type": "NewsArticle", "headline": "Council Keeps Ferry"}
    placed = {
        "@type": "BlogPosting",
        "headline": "Ferry",
        "mainEntityOfPage": {"@id": "https://ellerypost.example/ferry"},
    }
    is_here, is_title = "https://ellerypost.example/ferry".__eq__, "Council Keeps Ferry".__eq__
    assert linked_data.article([other, named, placed], is_here, is_title) == placed
    assert linked_data.article([other, named], is_here, is_title) == named
    assert linked_data.article([named, other], lambda _: False, lambda _: False) == other
    assert linked_data.article([{"@type": "Product"}, {}], is_here, is_title) == {}


def test_references_are_followed() -> None:
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}
    nodes = [{"@type": "NewsArticle", "author": {"@id": "#jane"}}, person]
    assert linked_data.resolved({"@id": "#jane"}, nodes) == [person]
    assert linked_data.resolved([{"@id": "#nobody"}, "John Smith", None], nodes) == [
        {"@id": "#nobody"},
        "John Smith",
    ]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("a", "a"), ({"name": "a"}, "a"), ({"@value": "a"}, "a"), ([{"name": "a"}, "b"], "a"), ({"name": ["a"]}, "a"), (None, ""), (12, ""), ([], ""), ({"name": {"name": [1]}}, "")],
)  # fmt: skip
def test_text_of_a_value(value: object, wanted: str) -> None:
    assert linked_data.text(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (["Jane Doe", "John Smith"], ["Jane Doe", "John Smith"]),
        ([["Jane Doe"], "John Smith"], ["Jane Doe", "John Smith"]),
        ({"@list": [{"name": "Jane Doe"}, {"@id": "#john"}]}, ["Jane Doe", "John Smith"]),
        ({"@type": "Person", "name": ["Jane Doe", "John Smith"]}, ["Jane Doe", "John Smith"]),
        ({"givenName": "Jane", "familyName": "Doe"}, ["Jane Doe"]),
        ({"@id": "#john"}, ["John Smith"]),
        ({"@id": "https://ellerypost.example/a#john"}, ["John Smith"]),
        ({"@id": "#nobody"}, [""]),
        ({"@id": ""}, [""]),
        (None, []),
    ],
    ids=["list", "lists", "list object", "names", "parts", "reference", "in full", "to nobody", "empty", "nothing"],
)  # fmt: skip
def test_persons_however_they_are_given(value: object, wanted: list[str]) -> None:
    nodes = [{"@id": "https://ellerypost.example/a#john", "name": "John Smith"}]
    assert [linked_data.person(one) for one in linked_data.resolved(value, nodes)] == wanted
