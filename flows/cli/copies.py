"""The copies of a story as `show` prints them: under the report whose text they carry, a line each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flows.cli.page import cut, number, time
from flows.cli.why_page import change_line

Row = dict[str, Any]
SHOWN = 12  # of a report
_ORIGINS = 2  # named in the summary


def summary(story: Row) -> str:
    """How many outlets, how many of them speak for themselves, and whose text the others carry."""
    outlets = f"{number(story['outlets'], 'outlet')}, " if story["outlets"] else ""
    counts = (
        f"{number(story['articles'], 'article')}, {outlets}{number(story['origins'], 'independent report')}"
    )
    carried = Counter(member["origin_id"] for member in story["members"] if member["origin_id"])
    if not carried:
        return counts
    by_id = {member["article_id"]: member for member in story["members"]}
    named = [
        f"{count:,} that of {_outlet(by_id[origin])}"
        for origin, count in carried.most_common(_ORIGINS)
        if origin in by_id
    ]
    rest = carried.total() - sum(count for origin, count in carried.most_common(_ORIGINS) if origin in by_id)
    carry = f"carr{'y' if carried.total() > 1 else 'ies'}"
    if len(carried) == 1 and named:
        return f"{counts}; {carried.total():,} {carry} the text of {_outlet(by_id[next(iter(carried))])}"
    named += [f"{rest:,} that of others"] if rest else []
    return f"{counts}; {carried.total():,} {carry} another's text: {', '.join(named)}"


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
