"""Law 4: killed at any instant, the next run ends where an undisturbed one would have."""

import multiprocessing
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import orjson

from flows.spool.failing import Failing
from flows.spool.spool import Batch, Spool
from flows.workspaces.starter import write_starter
from pipeline.records import Document
from warehouse.database.connection import connect
from warehouse.database.publish import Files
from warehouse.report.report_run import find_run
from warehouse.report.run_summary import run_summary

# A run of batches of two, ended by a signal at a moment: before or after the so manieth step of that name; or by poison in a text.
RUN = """
import asyncio, os, sys
from collections import Counter
from pathlib import Path
import typer
import flows.spool.spool
from flows.cli.work import _finish
from flows.running.cycle import Plan, run_cycle
from flows.loading.load import Load
from flows.running.progress import Progress
from flows.workspaces.workspace import load_workspace
from warehouse.alerting import outbox
from warehouse.database.publish import Files

begun, record, folded = Counter(), outbox.record, Load.fold

def at(*moment):
    if end and moment == end[:3]:
        os.kill(os.getpid(), end[3])

async def step(name, work):
    begun[name] += 1
    at(name, "before", begun[name])
    await work()
    at(name, "after", begun[name])

def marked(*arguments):
    at("mark", "before", 1)
    record(*arguments)

def fold(load):
    if any("poison" in version.article.text for version in load.versions):
        os.kill(os.getpid(), 9)
    folded(load)

outbox.record, Load.fold = marked, fold
flows.spool.spool.BATCH_DOCUMENTS = 2
files = Files(Path(folder) / "news.duckdb")
workspace = load_workspace(Path(folder) / "desk", files.published.parent)
plan = Plan(workspace=workspace, files=files, sources=workspace.sources, command="run", engine="direct")
try:
    with Progress(quiet=True) as progress:
        _finish(run_cycle(plan, step=step, progress=progress))
except typer.Exit as ended:
    sys.exit(ended.exit_code)
"""


class End(NamedTuple):
    """Where a run ends, and how."""

    step: str
    when: str
    time: int = 1
    signal: int = signal.SIGKILL

    @property
    def code(self) -> int:
        return 130 if self.signal == signal.SIGINT else -self.signal


ENDS = [
    End("collect", "before"),
    End("collect", "before", signal=signal.SIGINT),
    End("collect", "after"),
    End("extract", "after"),
    End("fold", "after", signal=signal.SIGINT),
    End("group", "after"),
    End("commit", "before"),
    End("commit", "after"),
    End("extract", "before", 2),  # one batch is loaded and gone from the spool, the next is not
    End("commit", "before", signal=signal.SIGINT),
    End("mark", "before"),  # sent, and nobody has noted it
    End("deliver", "after"),
    End("publish", "before", signal=signal.SIGINT),
    End("publish", "after"),
    End("report", "after"),
]
NOW = datetime(2024, 1, 1, tzinfo=UTC)
TEXT = """Dockers begin a strike

Dockers at the port of {place} began a strike on Monday over unpaid overtime. {more}

The union said the strike would last until wages rose by {number} percent. Cranes stood still.
"""


def make_desk(folder: Path) -> None:
    list(write_starter(folder / "desk"))
    (folder / "desk" / "topics.toml").write_text('[[topic]]\nname = "elections"\nquery = "strike*"\n')
    for number, place in enumerate(("Arneville", "Bordwick", "Casterly")):
        text = TEXT.format(place=place, number=number + 5, more=f"{place} lies on the coast. " * (number + 1))
        (folder / "desk" / "articles" / f"{number}.txt").write_text(text)
    (folder / "desk" / "articles" / "bad.pdf").write_bytes(b"%PDF")


def run(folder: Path, end: End | None = None) -> int | None:
    """In a process of its own, forked from one that has imported it all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.cli.work", "flows.loading.warm"])
    process = context.Process(target=exec, args=(RUN, {"folder": str(folder), "end": end and tuple(end)}))
    process.start()
    process.join(120)
    return process.exitcode


def known(folder: Path) -> dict[str, list[Any]]:
    """What the warehouse holds, times aside."""
    queries = {
        "articles": "SELECT article_id, version, title, text, origin_id, story_id FROM articles ORDER BY ALL",
        "stories": "SELECT story_id, title, articles, origins FROM stories ORDER BY ALL",
        "topics": "SELECT article_id, topic, evidence FROM topic_matches ORDER BY ALL",
        "alerts": "SELECT alert_id, story_id, state FROM alerts ORDER BY ALL",
        "deliveries": "SELECT alert_id, channel, key FROM deliveries WHERE outcome = 'sent' ORDER BY ALL",
        "rejections": "SELECT uri, reason FROM rejections ORDER BY ALL",
    }
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as con:
        return {name: con.execute(query).fetchall() for name, query in queries.items()}


def test_4_killed_anywhere_the_next_run_makes_it_whole(tmp_path: Path) -> None:
    """Run after run is killed, at another place each; the last one is left alone."""
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    for folder in (calm, killed):
        make_desk(folder)
    assert run(calm) == 0
    for end in ENDS:
        assert run(killed, end) == end.code, end
    assert run(killed) == 0
    with connect(killed / "news.duckdb", read_only=True) as con:
        told = con.execute("SELECT sum(new) FROM runs").fetchall()
        assert told == con.execute("SELECT count(*) FROM store.article_versions").fetchall()
    expected = {name: repr(rows).replace(str(calm), str(killed)) for name, rows in known(calm).items()}
    assert {name: repr(rows) for name, rows in known(killed).items()} == expected
    assert len(known(calm)["articles"]) == 3
    keys = [orjson.loads(line)["key"] for line in (killed / "alerts.jsonl").read_bytes().splitlines()]
    assert len(keys) == len(set(keys)) == len(known(calm)["alerts"]) > 0
    assert list((killed / ".news.spool").iterdir()) == []


def test_what_an_interrupted_run_fetched_is_told_by_the_run_that_loads_it(tmp_path: Path) -> None:
    make_desk(tmp_path)
    assert run(tmp_path, End("collect", "after")) == -signal.SIGKILL
    assert run(tmp_path) == 0
    with connect(tmp_path / "news.duckdb", read_only=True) as con:
        loaded = find_run(con, None)
        assert loaded
        told = run_summary(con, loaded.run_id, most=9)
    assert told.news.articles == loaded.new - loaded.changed == 3
    assert told.news.opened == told.news.stories == len(told.stories) > 0
    assert [row["reason"] for row in told.rejections] == ["unsupported"], "of both runs' refusals one is kept"
    assert "3 new articles" in (tmp_path / "report.html").read_text()


def test_a_document_that_kills_whoever_loads_it_is_refused(tmp_path: Path) -> None:
    make_desk(tmp_path)
    poison = Document(
        uri="import:1", source="import", media_type="text/plain", content="A text of poison.", fetched_at=NOW
    )
    spool = Spool(Files(tmp_path / "news.duckdb").spool)
    path = spool.write(Batch(batch_id="20240101T000000.000000Z-000000", items=(poison,)))
    for _ in range(2):  # runs that it killed before
        Failing(spool).begin(path)
    assert run(tmp_path) == -signal.SIGKILL
    assert run(tmp_path) == 0
    found = known(tmp_path)
    assert len(found["articles"]) == 3
    assert ("import:1", "fault") in found["rejections"]
