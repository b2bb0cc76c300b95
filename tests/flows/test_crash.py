"""Law 4: killed at any instant, the next run ends where an undisturbed one would have."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import orjson

from flows.starter import write_starter

# A run that kills itself, as hard as can be, before or after the step of that name (of the first batch).
RUN = """
import asyncio, os, signal, sys
from pathlib import Path
from flows.cycle import Plan, run_cycle
from flows.progress import Progress
from flows.workspace import load_workspace
from warehouse.publish import Files

async def step(name, work):
    if (name, "before") == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    await work()
    if (name, "after") == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

fatal = tuple(sys.argv[2:])
files = Files(Path(sys.argv[1]) / "news.duckdb")
workspace = load_workspace(Path(sys.argv[1]) / "desk", files.published.parent)
plan = Plan(workspace=workspace, files=files, sources=workspace.sources, command="run", engine="direct")
with Progress(quiet=True) as progress:
    asyncio.run(run_cycle(plan, step=step, progress=progress))
"""
KILLS = [
    *(
        (step, "after")
        for step in ("collect", "extract", "fold", "group", "commit", "deliver", "publish", "report")
    ),
    ("collect", "before"),
    ("commit", "before"),
]
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


def run(folder: Path, *fatal: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", RUN, str(folder), *fatal], check=False, timeout=120
    ).returncode


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
    for kill in KILLS:
        assert run(killed, *kill) == -signal.SIGKILL, kill
    assert run(killed) == 0
    expected = {name: repr(rows).replace(str(calm), str(killed)) for name, rows in known(calm).items()}
    assert {name: repr(rows) for name, rows in known(killed).items()} == expected
    assert len(known(calm)["articles"]) == 3
    keys = [orjson.loads(line)["key"] for line in (killed / "alerts.jsonl").read_bytes().splitlines()]
    assert len(keys) == len(set(keys)) == len(known(calm)["alerts"])
    assert list((killed / ".news.spool").iterdir()) == []
