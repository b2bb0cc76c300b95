"""What a run says at its end: a page for a person, one object for a machine."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.cli.output import relative, shown, stdout
from flows.delivery.deliver import DeliveryCounts
from flows.running.cycle import Done
from flows.workspaces.workspace import Workspace
from warehouse.database.opening import published
from warehouse.database.publish import Files
from warehouse.queries import story_queries
from warehouse.queries.source_list import next_due
from warehouse.report.run_summary import RunSummary, run_summary
from warehouse.wording import shorten

_STORIES = 12  # listed at most; the report has them all
_REJECTIONS = 5
_TROUBLES = 5


def machine_summary(done: Done, files: Files) -> dict[str, Any]:
    """One object; documents in = new + repeats + rejected."""
    with published(files.published) as con:
        told, totals = run_summary(con, done.run_id, _STORIES), story_queries.totals(con)
    return {
        "run_id": done.run_id,
        "in": done.counts.documents,
        "new": done.counts.new,
        "changed": done.counts.changed,
        "repeats": done.counts.repeats,
        "rejected": done.counts.rejected,
        "set_aside": [{"batch": str(aside.path), "why": aside.why} for aside in done.set_aside],
        "source_troubles": list(told.troubles),
        "topic_faults": [asdict(fault) for fault in told.faults],
        "copies": told.copies,
        "stories": told.news.opened,
        "alerts": done.delivered.alerts,
        "undelivered": done.delivered.waiting,
        "seconds": {name: round(seconds, 3) for name, seconds in done.seconds.items()},
        "totals": totals,
        "warehouse": str(files.published),
        "report": str(files.report),
    }


def print_summary(done: Done, workspace: Workspace, files: Files) -> None:
    """The run in a screen: what came in, what it is about, who was told, where to look."""
    console = stdout()
    with published(files.published) as con:
        told, totals = run_summary(con, done.run_id, _STORIES), story_queries.totals(con)
        due = next_due(con)
    _print_counts(console, done, due)
    _print_stories(console, told)
    _print_rejections(console, told.rejections)
    _print_troubles(console, told.troubles)
    for fault in told.faults:
        _line(console, "Topics", shown(fault))
    for aside in done.set_aside:
        _line(console, "Set aside", f"{relative(aside.path)}: {shown(aside.why)}")
    _print_alerts(console, done.delivered)
    _print_places(console, totals, workspace, files)


def _line(console: Console, label: str, text: str) -> None:
    console.print(Text.assemble((f"{label:<11}", "bold"), text))


def _print_counts(console: Console, done: Done, due: datetime | None) -> None:
    counts = done.counts
    console.print()
    if not counts.documents:
        coming = f"; the next is due at {due:%H:%M} UTC: `wirewatch sources`" if due else ""
        _line(console, "Documents", f"none: no source gave anything{coming}")
        return
    if not counts.new and not counts.rejected:
        _line(
            console,
            "Documents",
            f"{counts.documents:,} in, nothing new: {_number(counts.repeats, 'known repeat')}",
        )
        return
    changed = f" ({counts.changed:,} of them changed)" if counts.changed else ""
    _line(
        console,
        "Documents",
        f"{counts.documents:,} in = {counts.new:,} new{changed} + {_number(counts.repeats, 'repeat')} + {counts.rejected:,} rejected",
    )


def _print_stories(console: Console, told: RunSummary) -> None:
    news = told.news
    if not news.stories:
        return
    copies = (
        _number(told.copies, "copy", "copies")
        if told.copies
        else "no near copies: all reports are independent"
    )
    _line(console, "Stories", f"{news.opened:,} new, {news.stories - news.opened:,} continued; {copies}")
    for story in told.stories:
        _print_story(console, story)
    if news.stories > len(told.stories):
        console.print(f"{'':11}… and {news.stories - len(told.stories):,} more: wirewatch stories")


def _print_story(console: Console, story: dict[str, Any]) -> None:
    line = Text(f"{'':11}")
    line.append(f"{_number(story['origins'], 'independent report'):<22} ", "cyan")
    line.append(shown(story["title"]))
    console.print(line, soft_wrap=True)
    if story["topics"]:
        console.print(Text(f"{'':34}{', '.join(story['topics'])}", "dim"), soft_wrap=True)


def _print_rejections(console: Console, rejections: Sequence[dict[str, Any]]) -> None:
    for row in rejections[:_REJECTIONS]:
        line = f", line {row['line']}" if row["line"] else ""
        _line(console, "Rejected", f"{shown(row['uri'])}{line}: {row['reason']}: {shown(row['detail'])}")
    if len(rejections) > _REJECTIONS:
        _line(console, "", f'… and {len(rejections) - _REJECTIONS:,} more: wirewatch sql "FROM rejections"')


def _print_troubles(console: Console, troubles: Sequence[dict[str, Any]]) -> None:
    """Sources that failed, or of which a part is missing."""
    for place, row in enumerate(troubles[:_TROUBLES]):
        state = "" if row["status"] in {"ok", "unchanged"} else f"{row['status']}: "
        reason = shorten(shown(row["error"] or "no reason was kept"), 200)
        _line(console, "" if place else "Sources", f"{shown(row['source'])}: {state}{reason}")
    if len(troubles) > _TROUBLES:
        _line(console, "", f"… and {len(troubles) - _TROUBLES:,} more: wirewatch sources")


def _print_alerts(console: Console, delivered: DeliveryCounts) -> None:
    sent = f"{delivered.alerts:,} sent, {_number(delivered.sent, 'delivery', 'deliveries')}"
    parts = [sent if delivered.alerts else "none sent"]
    parts += [f"{delivered.waiting:,} waiting to be tried again"] if delivered.waiting else []
    parts += [f"{delivered.dead:,} given up"] if delivered.dead else []
    parts += [f"{delivered.held:,} held back"] if delivered.held else []
    _line(console, "Alerts", "; ".join(parts))
    for channel, error in delivered.errors.items():
        _line(console, "", f"channel {channel}: {shown(error)}")


def _print_places(console: Console, totals: dict[str, Any], workspace: Workspace, files: Files) -> None:
    held = f"{_number(totals['articles'], 'article')} in {_number(totals['stories'], 'story', 'stories')}"
    _line(console, "Warehouse", f"{relative(files.published)}   {held}")
    _line(console, "Report", relative(files.report))
    if workspace.off:
        _line(console, "Sources", f"{len(workspace.off)} declared but off: {', '.join(workspace.off)}")


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
