"""How `wirewatch sources` looks: a line a source, below it what wants a look; and one source in detail."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.cli.output import print_rows, shown, stdout
from flows.cli.passing import age, bars
from flows.cli.source_rows import DAYS, SourceRow
from warehouse.wording import counted, shorten

_SERIES = 28  # days: four of each weekday
_WIDE = 100  # columns that kind and next poll need, too
_LONGEST_NAME = 64
_STYLES = {"failed": "bold red", "gone": "bold red", "quiet": "bold yellow", "unpolled": "cyan", "new": "cyan", "ok": "green", "off": "dim", "former": "dim"}  # fmt: skip
_MEANINGS = {
    "undated": "undated",
    "calmed": "changing at every poll",
    "capped": "beyond a limit and not read",
    "waiting": "waiting for the next poll",
    "pages_failed": "whose page was not to be had",
    "paywalled": "paywalled",
    "script_only": "empty without scripts",
}
_REMARKS = {
    "former": "no longer declared; what it gave is kept",
    "quiet": "far below its own habit",
}
_IMPORT = "import"
_STALE = timedelta(days=1)


def print_sources(rows: Sequence[SourceRow], now: datetime) -> None:
    """All sources at a glance, and a line that sums up."""
    console = stdout()
    if not rows:
        console.print("No sources yet: `wirewatch add ADDRESS` declares one.")
        return
    name = min(max(len("source"), *(len(row.source) for row in rows)), _LONGEST_NAME)
    wide = console.width >= _WIDE + max(0, name - 20)
    console.print(_cells(("state", "source", "kind", "7 days", f"{_SERIES} days", "last ok", "next"), name, wide=wide, style="bold"), soft_wrap=True)  # fmt: skip
    for row in rows:
        console.print(_cells(_values(row, now), name, wide=wide, style=_STYLES[row.state]), soft_wrap=True)
        for remark in _remarks(row, now):
            _print_below(console, remark, 10, "dim")
    console.print(_summary(rows, now))


def _print_below(console: Console, text: str, indent: int, style: str = "") -> None:
    """Wrapped and indented; outside a terminal one long line."""
    width = console.width - indent if console.is_terminal else len(text) + 1
    for line in wrap(text, max(width, 20)):
        console.print(Text(" " * indent + line, style), soft_wrap=True)


def _cells(values: Sequence[str], name: int, *, wide: bool, style: str) -> Text:
    """One line; only its state is coloured, or the whole head."""
    state, source, kind, seen, series, last, coming = values
    line = Text(f"{state:<9} ", style)
    rest = f"{source:<{name}}  "
    rest += f"{kind:<7}  " if wide else ""
    rest += f"{seen:>9}  {series:<{_SERIES}}  {last:>7}"
    rest += f"  {coming:>7}" if wide else ""
    return line.append(rest, "bold" if style == "bold" else "")


def _values(row: SourceRow, now: datetime) -> tuple[str, ...]:
    health = row.health
    last = health.get("last_success_at")
    return (
        row.state,
        row.source,
        _kind(row),
        _seen(health),
        bars(row.daily(_SERIES)) if health else "",
        age(last, now) if last else "-",
        _coming(row, now),
    )


def _kind(row: SourceRow) -> str:
    if row.declared:
        return row.declared.kind.label
    return str(row.health.get("kind", ""))


def _seen(health: Mapping[str, Any]) -> str:
    """Documents of the last week, of so many by its habit."""
    if not health:
        return "-"
    expected = health.get("expected")
    return f"{health['seen']:,}/{expected:,.0f}" if expected is not None else f"{health['seen']:,}"


def _coming(row: SourceRow, now: datetime) -> str:
    if row.state in {"gone", "off", "former"}:
        return "-"
    coming = row.health.get("next_poll_at")
    return age(coming, now) if coming and coming > now else "now"


def _remarks(row: SourceRow, now: datetime) -> Iterator[str]:
    health = row.health
    if row.source == _IMPORT and row.declared is None:
        yield "what `wirewatch ingest` read"
    elif row.state in _REMARKS:
        yield _REMARKS[row.state]
    if row.state in {"failed", "gone"} or health.get("last_error"):
        yield shorten(shown(health.get("last_error") or "no reason was kept"), 300)
    counts = [f"{count:,} {_MEANINGS[name]}" for name, count in row.counts.items()]
    if counts:
        yield ", ".join(counts)
    if row.last_gap:
        gaps = counted(health["gaps"], "gap")
        yield f"{gaps}, the last {age(row.last_gap, now)} ago: entries were probably missed"


def _summary(rows: Sequence[SourceRow], now: datetime) -> Text:
    counts = Counter(row.state for row in rows)
    states = [f"{counts[state]} {state}" for state in ("ok", "new", "failed", "gone", "quiet", "unpolled", "off", "former") if counts[state]]  # fmt: skip
    line = Text(f"{counted(len(rows), 'source')}: {', '.join(states)}")
    last = max((row.health["last_polled_at"] for row in rows if row.health), default=None)
    if last and now - last > _STALE:
        line.append(
            f"; nothing was read for {age(last, now)}: does `wirewatch up` or cron run?", "bold yellow"
        )
    return line


def print_source(row: SourceRow, polls: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """One source: what is declared, how it does, what it gave day by day, and its last polls."""
    console = stdout()
    console.print(Text.assemble((row.source, "bold"), "  ", (row.state, _STYLES[row.state])))
    for label, text in _facts(row, now):
        console.print(Text.assemble((f"{label:<11}", "bold"), shown(text)), soft_wrap=True)
    for remark in _remarks(row, now):
        _print_below(console, remark, 11)
    _print_days(console, row)
    if polls:
        console.print()
        names = ("polled_at", "status", "entries", "known", "documents", "rejected", "gap", "error")
        values = [[_plain(poll[name]) for name in names] for poll in polls]
        heads = ("polled", "status", "entries", "known", "documents", "rejected", "gap", "error")
        print_rows(values, heads, empty="")


def _plain(value: object) -> object:
    """A flag is a word or nothing."""
    return ("yes" if value else "") if isinstance(value, bool) else "" if value is None else value


def _facts(row: SourceRow, now: datetime) -> Iterator[tuple[str, str]]:
    health, declared = row.health, row.declared
    if declared:
        yield declared.kind, declared.address
        if declared.outlet:
            yield "outlet", declared.outlet
        if declared.allow_private:
            yield "private", "its host may be inside our own network"
    if health:
        last, coming = health["last_success_at"], health["next_poll_at"]
        yield "last ok", f"{shown(last)} ({age(last, now)} ago)" if last else "never"
        if coming:
            yield (
                "next poll",
                f"{shown(coming)}" + (f" (in {age(coming, now)})" if coming > now else " (due)"),
            )
        yield "polls", f"{health['polls']:,}, {health['failures']:,} of them failed"
        yield (
            "documents",
            f"{health['documents']:,} in all, {health['rejected']:,} rejected; 7 days: {_seen(health)}",
        )


def _print_days(console: Console, row: SourceRow) -> None:
    if not row.days:
        return
    label = Text.assemble((f"{f'{DAYS} days':<11}", "bold"), bars(row.daily(DAYS)), "\n")
    console.print(label, soft_wrap=True)
    names = ("day", "polls", "failures", "entries", "documents", "rejected", "gaps")
    print_rows([[day[name] for name in names] for day in reversed(row.days)], names, empty="")
