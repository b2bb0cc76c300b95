"""The copies of a story as `show` prints them: under the report whose text they carry, a line each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flows.cli.page import cut, number, time
from flows.cli.why_page import change_line
from pipeline.copies.credit import agency

Row = dict[str, Any]
SHOWN = 12  # of a report
_ORIGINS = 2  # named in the summary


def summary(story: Row) -> str:
    """How many outlets, how many of them speak for themselves, and whose text the others carry."""
    outlets = f"{number(story['outlets'], 'outlet')}, " if story["outlets"] else ""
    counts = (
        f"{number(story['articles'], 'article')}, {outlets}{number(story['origins'], 'independent report')}"
    )
    by_id = {member["article_id"]: member for member in story["members"]}
    carried = Counter(member["origin_id"] for member in story["members"] if member["origin_id"])
    if not carried:
        return counts
    carry = f"carr{'y' if carried.total() > 1 else 'ies'}"
    (first, _), *others = carried.most_common()
    if not others and first in by_id:
        return f"{counts}; {carried.total():,} {carry} {_text_of(by_id[first], story['members'])}"
    named = [
        f"{count:,} {_that_of(by_id[origin], story['members'])}"
        for origin, count in carried.most_common(_ORIGINS)
        if origin in by_id
    ]
    rest = carried.total() - sum(count for origin, count in carried.most_common(_ORIGINS) if origin in by_id)
    named += [f"{rest:,} that of others"] if rest else []
    return f"{counts}; {carried.total():,} {carry} another's text: {', '.join(named)}"


def _text_of(origin: Row, members: Sequence[Row]) -> str:
    """Whose text it is: the agency's that it is credited to, else that of who had it first."""
    credited = _credited(origin, members)
    if credited is None or agency(origin["outlet"]) == credited:
        return f"the text of {_outlet(origin)}"
    return f"{credited} text (credited; first seen at {_outlet(origin)}{_own(credited, origin, members)})"


def _that_of(origin: Row, members: Sequence[Row]) -> str:
    credited = _credited(origin, members)
    own = credited is None or agency(origin["outlet"]) == credited
    return f"that of {_outlet(origin)}" if own else f"that of {credited} (first seen at {_outlet(origin)})"


def _credited(origin: Row, members: Sequence[Row]) -> str | None:
    """The agency that the text is credited to: by who had it first, else by most of those that carry it."""
    if origin["credit"]:
        return str(origin["credit"])
    named = Counter(
        member["credit"]
        for member in members
        if member["origin_id"] == origin["article_id"] and member["credit"]
    )
    return max(named, key=lambda name: (named[name], name)) if named else None


def _own(credited: str, origin: Row, members: Sequence[Row]) -> str:
    """When the agency's own came, if it is here: it may come after those that carry it."""
    own = [
        member
        for member in members
        if member["origin_id"] == origin["article_id"] and agency(member["outlet"]) == credited
    ]
    return f"; its own came {time(own[0]['published_at'] or own[0]['first_seen_at'])}" if own else ""


def by_report(members: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Each article that stands by itself, with those that carry its text."""
    carried: dict[str, list[Row]] = {member["article_id"]: [] for member in members}
    for member in members:
        carried.get(member["origin_id"], []).append(member)
    for member in members:
        if member["origin_id"] not in carried:
            yield member, carried[member["article_id"]]


def lines(copies: Iterable[Row]) -> Iterator[str]:
    """One each: who, when, how much of the text, and what was changed; then how many more."""
    listed = list(copies)
    for copy in listed[:SHOWN]:
        when = time(copy["published_at"] or copy["first_seen_at"])
        told = f"{copy['copy_share']:.0%} of its text, changed {change_line(copy['changed'])}"
        yield f"      {copy['article_id']} {when} {_outlet(copy)}: {told}"
    if len(listed) > SHOWN:
        yield f"      and {len(listed) - SHOWN:,} more"


def _outlet(member: Row) -> str:
    return cut(member["outlet"] or member["source"], 40)
