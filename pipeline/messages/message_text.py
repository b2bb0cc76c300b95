"""An alert as plain text."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.messages.message_words import (
    backed,
    by_clause,
    byline,
    change,
    coverage,
    earlier,
    extent,
    label,
    one_an_article,
    passages,
    quoted,
    silence,
    span,
    spike,
)

_IN_DIGEST: Final = 3  # sentences and sources of each story in a digest


def as_text(data: Mapping[str, Any], show: str) -> str:
    """`show`: the command that shows a story, without its id."""
    return "\n".join(_lines(data, show)) + "\n"


def _lines(data: Mapping[str, Any], show: str) -> Iterator[str]:
    yield data["subject"]
    if data["spike"]:
        yield from ("", spike(data["spike"]))
    if data["silence"]:
        yield from ("", *silence(data["silence"]))
    if data["story"]:
        yield from _story(data)
    for number, block in enumerate(data["stories"], start=1):
        yield from _in_digest(number, block, show)
    if warning := coverage(data["sources_down"]):
        yield from ("", warning)
    yield from ("", *footer(data, show))


def _story(data: Mapping[str, Any]) -> Iterator[str]:
    story = data["story"]
    if data["news"]:
        yield from ("", "What is new", *_news(data["news"]))
    if data["before"]:
        yield earlier(data["before"])
    yield from ("", extent(story), span(story))
    if data["matches"]:
        yield from ("", "Why")
    for ground, places in by_clause(data["matches"]):
        yield f"  {ground}"
        yield from (f"    {quoted(match)}" for match in places)
    yield from ("", "Sources")
    for source in data["sources"]:
        yield "  " + byline(source)
        if source["url"]:
            yield "    " + source["url"]
    if data["sources_left_out"]:
        yield f"  and {data['sources_left_out']} more"


def _news(news: list[Mapping[str, Any]]) -> Iterator[str]:
    for item in news:
        yield f"  {label(item)}: {change(item)}{backed(item)}"
        yield from (f"    {quoted(sentence)}" for sentence in passages(item))


def _in_digest(number: int, block: Mapping[str, Any], show: str) -> Iterator[str]:
    story = block["story"]
    yield from ("", f"{number}. {story['title']}", f"   {extent(story)}. {span(story)}")
    for line in _news(block["news"][:_IN_DIGEST]):
        yield f"  {line}"
    if not block["news"]:
        yield from (f"   {quoted(match)}" for match in one_an_article(block["matches"])[:_IN_DIGEST])
    for source in block["sources"][:_IN_DIGEST]:
        yield f"   {byline(source)}"
        if source["url"]:
            yield f"     {source['url']}"
    yield f"   More: {show} {story['story_id']}"


def footer(data: Mapping[str, Any], show: str) -> tuple[str, ...]:
    """Where there is more, and what to name when something is to be done about it."""
    story = data["story"]
    named = f", story {story['story_id']}" if story else ""
    more = (f"More: {show} {story['story_id']}",) if story else ()
    return (*more, f"Rule {data['rule']['name']}, alert {data['alert_id']}{named}")
