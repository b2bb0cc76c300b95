import json

import pytest

from pipeline.pages.page_data import article

PARAGRAPH = "The council of Port Ellery voted on Monday evening to keep the night ferry, and 'nobody' on the quay was surprised."
BODY = "".join(f"<p>{PARAGRAPH} {number}</p>" for number in range(6))


def page(data: str) -> str:
    return f"<html><body><div id='app'></div><script type='application/json'>{data}</script></body></html>"


@pytest.mark.parametrize("name", ["contentHtml", "articleBody", "body", "story_text"])
def test_the_body_in_the_data_of_a_page(name: str) -> None:
    data = json.dumps({"title": "Ferry", "other": {"text": "<p>short</p>", name: BODY}})
    assert BODY in article(page(data))


def test_what_hides_its_tags_is_read_all_the_same() -> None:
    data = json.dumps({"content": BODY}).replace("<", "\\u003c")
    assert BODY in article(page(data))


def test_schema_org_gives_it_without_tags() -> None:
    text = "\n".join(f"{PARAGRAPH} {number} & more" for number in range(6))
    assert f"<p>{PARAGRAPH} 3 &amp; more</p>".replace("'", "&#x27;") in article(
        page(json.dumps({"articleBody": text}))
    )


@pytest.mark.parametrize(
    "data",
    [
        json.dumps({"contentHtml": BODY[:300]}),
        json.dumps({"template": BODY}),
        json.dumps({"text": PARAGRAPH * 9}),
        '{"content": "' + "<p>" * 300 + '\\x"}',
        "",
    ],
    ids=["short", "another name", "no paragraphs", "no JSON", "nothing"],
)
def test_nothing_else_is_taken_for_it(data: str) -> None:
    assert article(page(data)) == ""


def test_hostile_scripts_are_read_in_time() -> None:
    assert article('<script>"content":"' + '"content":"\\' * 100_000) == ""
    assert article("<script" * 50_000) == ""
