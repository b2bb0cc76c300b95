"""A backtest on a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import duckdb

from flows.cli.page import cut, number, time
from flows.cli.passing import bars
from pipeline.alerts.backtest import Backtest, Said, difference, said
from pipeline.alerts.gate import held_in_words
from pipeline.alerts.telling import Spoke
from pipeline.messages.message_words import headline
from warehouse.database.rows import listed, rows
from warehouse.queries.alert_queries import costliest

_SAMPLES: Final = 8
_WIDEST: Final = 90  # days drawn
_SPOKE: Final[Mapping[str, str]] = {
    Spoke.MATCHED: "a story at its first match",
    Spoke.REPORTED: "a story that had enough reports",
    Spoke.CHANGED: "something new about a story told before",
    Spoke.DIGEST: "digests",
    Spoke.SPIKE: "spikes",
    Spoke.SILENT: "silences",
}


def page(con: duckdb.DuckDBPyConnection, found: Backtest) -> Iterator[str]:
    """What would have been sent, when and why; what would have been held back."""
    yield f"Rule {found.rule}, {time(found.since)} to {time(found.until)} UTC"
    yield ""
    yield from _counts(found)
    yield from _samples(con, "What it would have said", said(found.alerts))
    yield from _feedback(con, found.rule)


def compared(con: duckdb.DuckDBPyConnection, one: Backtest, other: Backtest) -> Iterator[str]:
    """What two rules say differently of the same past."""
    apart = difference(one, other)
    yield f"{one.rule} against {other.rule}, {time(one.since)} to {time(one.until)} UTC"
    yield ""
    yield f"Alerts     {len(one.alerts):,} against {len(other.alerts):,}"
    if one.forecast and other.forecast:
        yield f"A week     about {one.forecast.mean:g} against {other.forecast.mean:g}"
    yield f"In common  {number(apart.both, 'thing')} told"
    yield from _samples(con, f"Only the first, {len(apart.only_one):,}", apart.only_one)
    yield from _samples(con, f"Only the second, {len(apart.only_other):,}", apart.only_other)


def _counts(found: Backtest) -> Iterator[str]:
    days = len(found.by_day)
    yield f"Alerts     {number(len(found.alerts), 'alert')} in {number(days, 'day')}"
    if coming := found.forecast:
        yield f"A week     about {coming.mean:g}; in four weeks of five between {coming.low} and {coming.high}"
    if found.alerts:
        yield f"By day     {_drawn(found.by_day)}"
    if busiest := found.busiest_hour:
        yield f"Busiest    {number(busiest[1], 'alert')} in the hour from {time(busiest[0])} UTC"
    for label, counts, words in (
        ("Why", found.by_reason, _SPOKE.get),
        ("Held back", found.held, held_in_words),
    ):
        for place, (reason, count) in enumerate(counts.items()):
            yield f"{label if not place else '':<11}{count:>5,}  {words(reason) or reason}"


def _drawn(by_day: Mapping[date, int]) -> str:
    """The last days as a row of bars."""
    days = list(by_day)[-_WIDEST:]
    return f"{bars([by_day[day] for day in days])}  {days[0]} to {days[-1]}, most {max(by_day.values())}"


def _samples(con: duckdb.DuckDBPyConnection, label: str, every: Sequence[Said]) -> Iterator[str]:
    if not every:
        return
    yield ""
    yield label
    titles = _titles(con, every)
    step = max(1, len(every) // _SAMPLES)
    shown = every[::step][:_SAMPLES]
    for one in shown:
        title = titles.get(one.article_id or "", one.reason)
        fresh = headline(one.news)
        yield f"  {time(one.moment)}  {cut(f'{fresh}: {title}' if fresh else title, 100)}"
    if len(every) > len(shown):
        yield f"  … {len(shown)} of {len(every):,}, one in {step}"


def _titles(con: duckdb.DuckDBPyConnection, every: Sequence[Said]) -> dict[str, str]:
    ids = sorted({one.article_id for one in every if one.article_id})
    found = rows(
        con,
        "SELECT article_id, coalesce(title, left(text, 100)) AS title FROM articles WHERE article_id IN (SELECT unnest(?::VARCHAR[]))",
        [listed(ids)],
    )
    return {row["article_id"]: row["title"] for row in found}


def _feedback(con: duckdb.DuckDBPyConnection, rule: str) -> Iterator[str]:
    """How the alerts it has sent were judged, and which clause stands behind the useless ones."""
    judged = rows(con, "SELECT * FROM rule_feedback WHERE rule = ?", [rule])
    if not judged:
        return
    (row,) = judged
    yield ""
    yield f"Judged     {row['useful']} of {row['judged']} useful: {row['precision']:.0%} (95 %: {row['low']:.0%} to {row['high']:.0%})"
    for place, one in enumerate(costliest(con, rule)):
        label = "Costliest" if not place else ""
        yield f"{label:<11}{one['useless']} of {one['judged']} useless  {one['topic']}: {cut(one['clause'], 60)}"
