"""What `wirewatch doctor` looks at: the workspace, its channels, the warehouse and its laws, the disk."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb

from flows.channels import problems
from flows.clock import utc_now
from flows.spool.failing import Failing
from flows.spool.lock import look
from flows.spool.spool import Spool
from flows.workspaces.workspace import Workspace, WorkspaceError, load_workspace
from pipeline.topics.topic_lint import lint
from warehouse.alerting import outbox
from warehouse.database.connection import WarehouseError
from warehouse.database.opening import published
from warehouse.database.publish import Files, lacks_loader, lost
from warehouse.ledger.check import check_laws
from warehouse.queries import source_list
from warehouse.topics import topic_faults
from warehouse.wording import counted

_PATIENCE = timedelta(hours=2)  # by then a delivery that fails is tried once an hour
_ROOM = 200_000_000  # bytes free: a published copy needs as much as the warehouse, and some more


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    ok: bool
    detail: str


def _good(check: str, detail: str) -> Finding:
    return Finding(check, ok=True, detail=detail)


def _bad(check: str, detail: str) -> Finding:
    return Finding(check, ok=False, detail=detail)


def examine(folder: Path, files: Files) -> list[Finding]:
    """Look at everything; what is wrong with one thing does not hide the next."""
    return [*_workspace(folder, files), *_disk(files), *_warehouse(files)]


def _workspace(folder: Path, files: Files) -> Iterator[Finding]:
    try:
        workspace = load_workspace(folder, files.published.parent)
    except WorkspaceError as error:
        yield from (_bad("workspace", problem) for problem in error.problems)
        return
    on, off = counted(len(workspace.sources), "source"), len(workspace.off)
    counts = f"{on} on, {off} off, {counted(len(workspace.topics), 'topic')}, {counted(len(workspace.rules), 'rule')}"
    yield _good("workspace", f"{folder}: {counts}, {workspace.schedule}")
    yield from (_good("topics", remark) for remark in lint(workspace.topics))
    yield from _sources(workspace, files)
    for channel in workspace.channels:
        found = problems(channel, os.environ)
        yield Finding(f"channel {channel.name}", not found, "; ".join(found) or "ready")


def _sources(workspace: Workspace, files: Files) -> Iterator[Finding]:
    for source in workspace.folders:
        wrong = "" if source.path.exists() else " does not exist"
        if files.published.is_relative_to(source.path.resolve()):
            wrong = " holds the warehouse: its report would be read as an article; name a folder beside it"
        yield Finding(f"source {source.name}", not wrong, f"{source.path}{wrong}")


def _disk(files: Files) -> Iterator[Finding]:
    folder = next(parent for parent in files.published.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    size = files.published.stat().st_size if files.published.exists() else 0
    ok = free > size + _ROOM and os.access(folder, os.W_OK)
    told = f"{free / 1e9:,.1f} GB free at {folder}, warehouse {size / 1e6:,.1f} MB"
    needs = f"; a run needs {(size + _ROOM) / 1e9:,.1f} GB there, and to write"
    yield Finding("disk", ok, told if ok else told + needs)


def _warehouse(files: Files) -> Iterator[Finding]:
    if not files.published.exists():
        yield _good("warehouse", f"{files.published} is not there yet: the first run makes it")
        return
    yield from _spool(Spool(files.spool))
    yield _loader(files)
    try:
        with published(files.published) as con:
            for law, broken in check_laws(con):
                yield _bad(law, f"broken by {broken} rows") if broken else _good(law, "holds")
            yield from (_bad(f"topic {one.topic}", str(one)) for one in topic_faults.standing(con))
            yield from _troubles(con)
            yield from _deliveries(con)
    except WarehouseError as error:
        yield _bad("warehouse", str(error))
    except duckdb.Error as error:
        yield _bad("warehouse", str(error).strip().splitlines()[0])


def _spool(spool: Spool) -> Iterator[Finding]:
    waiting = len(spool.pending())
    yield _good("spool", f"{waiting} batches waiting for the next run" if waiting else "empty")
    for aside in Failing(spool).set_aside():
        former = aside.path.with_suffix(".jsonl").name
        held = f"{aside.uri} (in {aside.path})" if aside.uri else aside.path
        told = f"{held} could not be loaded and was set aside: {aside.why} (to try it again, rename it to {former})"
        yield _bad("spool", told)


def _troubles(con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Sources that failed when they were asked last, or of which a part was missing."""
    for source, health in source_list.source_health(con).items():
        if health["state"] in {"failed", "gone"}:
            yield _bad(
                f"source {source}", f"{health['state']}: {health['last_error'] or 'no reason was kept'}"
            )
        elif health["state"] != "former" and health["kind"] != "files" and health["last_error"]:
            yield _good(f"source {source}", health["last_error"])


def _deliveries(con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """What has not reached its channel: waiting longer than a failure or two take, or given up."""
    con.execute("SET search_path = 'store,main'")
    for channel, waiting in sorted(outbox.pending(con).items()):
        since = min(one.queued_at for one in waiting)
        text = f"{_alerts(len(waiting))} waiting since {since:%Y-%m-%d %H:%M} UTC"
        yield Finding(f"delivery {channel}", utc_now() - since < _PATIENCE, text)
    dead = Counter(letter.channel for letter in outbox.dead_letters(con))
    for channel, count in sorted(dead.items()):
        text = f"{_alerts(count)} given up: `wirewatch alerts dead` says why, `wirewatch alerts resend` tries again"
        yield _bad(f"delivery {channel}", text)
    if not dead:
        yield _good("deliveries", "none was given up")


def _alerts(count: int) -> str:
    return counted(count, "alert")


def _loader(files: Files) -> Finding:
    with look(files.lock) as holder:
        if holder:
            return _good("loader", holder)
        if lacks_loader(files):
            told = f"{files.loader.name} is missing: the next run makes it again from {files.published.name}"
            return _good("loader", told)
        problem = lost(files)
        return _bad("loader", problem) if problem else _good("loader", "no run under way")
