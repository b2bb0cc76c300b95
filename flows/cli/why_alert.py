"""Alerts explained on a terminal: one that was sent, and one that was not."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import floor
from typing import Any, Final

from flows.cli.page import cut, number, time
from pipeline.alerts.alert import STORIES
from pipeline.alerts.gate import held_in_words
from pipeline.alerts.prospect import Prospect
from pipeline.records import Novelty, Rule, RuleKind
from warehouse.database.rows import Row

_AGAIN: Final = {
    Novelty.FIGURE: "a toll beyond those told",
    Novelty.QUOTE: "words not quoted before, in two reports",
    Novelty.NAME: "a person or organisation not named before, in two reports",
    Novelty.PLACE: "a place not named before, in two reports",
    Novelty.CORRECTION: "a correction",
    Novelty.SEVERITY: "a more severe topic",
}
_SHOWN: Final = 8  # suppressions


def explained(found: Row) -> Iterator[str]:
    """An alert as it reads, and what became of it."""
    yield from str(found["text"]).rstrip().splitlines()
    yield ""
    yield "Delivery"
    for one in found["deliveries"]:
        error = f": {cut(one['error'])}" if one["error"] else ""
        yield f"  {time(one['attempted_at'])}  {one['channel']}, attempt {one['attempt']}: {one['outcome']}{error}"
    if not found["deliveries"]:
        yield "  not tried yet"
    if found["held_since"]:
        yield ""
        yield "Held back since"
        for one in found["held_since"]:
            yield f"  {number(one['times'], 'time')}, last {time(one['last_at'])}: {held_in_words(one['reason'])}"
    for one in found["acts"]:
        by = f" by {one['made_by']}" if one["made_by"] else ""
        note = f": {one['note']}" if one["note"] else ""
        yield f"  {time(one['asked_at'])}  {one['kind']}{by}{note}"


def unspoken(rule: Rule, story_id: str, found: Prospect, held: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Why a rule is silent about a story, and what would make it speak."""
    yield f"Rule {rule.name} and story {story_id}"
    yield ""
    yield from _state(rule, found)
    if held:
        yield ""
        yield "Held back"
        for one in held[:_SHOWN]:
            named = cut(one["title"] or one["article_id"] or "", 60)
            yield f"  {time(one['held_at'])}  {held_in_words(one['reason'])}: {named}"
        if len(held) > _SHOWN:
            yield f'  and {len(held) - _SHOWN} more: wirewatch sql "FROM suppressions"'


def _state(rule: Rule, found: Prospect) -> Iterator[str]:
    if not found.matched:
        yield f"None of its articles matches {', '.join(rule.topics)}."
        yield f"`wirewatch topics why-not ARTICLE {rule.topics[0]}` says what an article lacks."
        return
    yield f"It matches {', '.join(found.matched)}."
    if rule.kind not in STORIES:
        yield f"But the rule waits for a {rule.kind.value} of its topics, not for stories."
        yield from _beat(rule, found) if rule.kind is RuleKind.SPIKE else ()
        return
    yield from _first(found) if not found.told else _again(found)
    if found.hold:
        until = f" until {time(found.hold.until)} UTC" if found.hold.until else ""
        yield f"What holds it back now: {found.hold.reason.words}{until}."
    elif found.would_speak:
        when = "the next run tells it" if found.waits else "it is told when the next article about it comes"
        yield f"It has something to say: {when}."


def _beat(rule: Rule, found: Prospect) -> Iterator[str]:
    if found.beat is None:
        yield "Too little is known of the weeks before to say what is usual: a week at least."
        return
    count, usual, wanted = found.beat.count, found.beat.usual, max(rule.at_least, floor(found.beat.limit) + 1)
    most = f"At most there {'was' if count == 1 else 'were'} {number(count, 'independent report')} within {_span(rule.window)}"
    yield f"{most} to one of this story's; usual at that time: {usual:g}. A spike takes {wanted}."


def _span(window: timedelta) -> str:
    hours = window / timedelta(hours=1)
    return "an hour" if hours == 1 else f"{hours:g} hours"


def _first(found: Prospect) -> Iterator[str]:
    yield (
        f"It has {number(found.reports, 'independent report')}; the rule asks for {found.reports_wanted}"
        " before it speaks first."
    )


def _again(found: Prospect) -> Iterator[str]:
    if found.told_at:
        yield f"Told {number(found.told, 'time')}, last {time(found.told_at)} UTC."
    for one in found.news:
        yield f"New since: {one.kind}: {cut(one.words)}."
    if found.news:
        return
    waits = [words for kind, words in _AGAIN.items() if kind in found.again]
    if Novelty.REPORTS in found.again:
        waits.insert(0, f"{found.reports_wanted} independent reports (there are {found.reports})")
    yield f"Nothing material is new since. It would speak again at: {'; '.join(waits) or 'nothing, again = []'}."
    if found.rests_until:
        yield f"Not before {time(found.rests_until)} UTC, but for a correction or what is more severe."
