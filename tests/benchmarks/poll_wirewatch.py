"""Poll the feeds of a workspace once, from the network to the spool and no further; prints what came as one JSON line.

What the polls leave for the next ones is kept beside the spool; the clock can be moved, so that a second poll is due at once.
"""

import argparse
import asyncio
import json
import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from flows.running.collect import Web, collect
from flows.spool.spool import Batch, Spool, batches
from flows.workspaces.workspace import load_workspace
from pipeline.records import Document
from warehouse.ledger.sources import PollRecord


class Tally:
    """What came, and what to know at the next poll."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.states = orjson.loads(kept.read_bytes()) if kept.exists() else {}
        self.counts: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()

    def add(self, batch: Batch) -> None:
        documents = sum(isinstance(item, Document) for item in batch.items)
        self.counts.update({"documents": documents, "rejected": len(batch.items) - documents})
        for poll in batch.polls:
            self._add_poll(poll)

    def _add_poll(self, poll: PollRecord) -> None:
        self.states[poll.source] = poll.state
        self.counts.update({poll.status: 1, "entries": poll.entries, "received": poll.bytes})
        self.errors.update([poll.error] if poll.error else [])

    def keep(self) -> None:
        self.kept.write_bytes(orjson.dumps(self.states))


async def poll(workspace: Path, folder: Path, now: datetime, spacing: float) -> dict[str, object]:
    sources = load_workspace(workspace, folder).sources
    tally, spool = Tally(folder / "states.json"), Spool(folder / "spool")
    started, cpu = time.perf_counter(), _cpu()
    items = collect(sources, tally.states, now, Web(spacing=spacing), clock=now)
    async for batch in batches(now.strftime("%Y%m%dT%H%M%S"), items):
        spool.write(batch)
        tally.add(batch)
    took = {"seconds": time.perf_counter() - started, "cpu_seconds": _cpu() - cpu}
    tally.keep()
    return {**took, **tally.counts, "errors": tally.errors.most_common(3)}


def _cpu() -> float:
    """Processor seconds of this process and of those it started and waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("folder", type=Path, help="for the spool and what the polls leave")
    parser.add_argument("--hours", type=float, default=0.0, help="that the clock is ahead")
    parser.add_argument("--spacing", type=float, default=1.0, help="seconds between two requests to a host")
    options = parser.parse_args()
    now = datetime.now(UTC) + timedelta(hours=options.hours)
    said = asyncio.run(poll(options.workspace, options.folder, now, options.spacing))
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
