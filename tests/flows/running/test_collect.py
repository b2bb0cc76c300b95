"""A feed on its whole way: asked, parsed, loaded, and not asked again before its time."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.cli.summary import machine_summary
from flows.running.cycle import Done, Plan, run_cycle
from flows.running.progress import Progress
from flows.running.step import plain_step
from flows.workspaces.workspace import load_workspace
from warehouse.database.publish import Files

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BODY = "<p>Dockers at the port of Arneville began a strike on Monday over unpaid overtime.</p>" + "".join(
    f"<p>Ship number {n} waited outside the harbour with a load of grain, the port authority said on Monday.</p>"
    for n in range(12)
)
FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour News</title><item><title>Dockers strike</title><guid isPermaLink="false">tag:1</guid>
<link>https://harbour.example/1</link><pubDate>Mon, 02 Mar 2026 07:30:00 GMT</pubDate>
<content:encoded><![CDATA[{BODY}]]></content:encoded></item></channel></rss>"""


class _Feed(BaseHTTPRequestHandler):
    asked: list[str | None]

    def do_GET(self) -> None:
        known = self.headers["if-none-match"]
        self.asked.append(known)
        self.send_response(304 if known else 200)
        self.send_header("etag", '"one"')
        body = b"" if known else FEED.encode()
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""


@pytest.fixture
def feed() -> Iterator[tuple[str, list[str | None]]]:
    """An address on loopback, and the validators it was asked with."""
    handler = type("Feed", (_Feed,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/rss", handler.asked
    server.shutdown()
    server.server_close()
    thread.join()


def run(folder: Path, now: datetime) -> Done:
    workspace = load_workspace(folder, folder)
    files = Files(folder / "news.duckdb")
    plan = Plan(workspace=workspace, files=files, sources=workspace.sources, command="run", engine="direct")
    with Progress(quiet=True) as progress:
        return asyncio.run(run_cycle(plan, step=plain_step, progress=progress, clock=lambda: now))


def test_a_feed_becomes_articles_once(tmp_path: Path, feed: tuple[str, list[str | None]]) -> None:
    url, asked = feed
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nname = "harbour"\nfeed = "{url}"\nallow_private = true\n'
    )
    assert run(tmp_path, NOW).counts.new == 1
    assert run(tmp_path, NOW + timedelta(minutes=1)).counts.documents == 0, "not due"
    assert run(tmp_path, NOW + timedelta(hours=6)).counts.documents == 0, "not changed"
    assert asked == [None, '"one"']
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as con:
        rows = con.execute(
            "SELECT title, outlet, source, url, published_at, published_from FROM articles"
        ).fetchall()
        assert rows == [
            ("Dockers strike", "Harbour News", "harbour", "https://harbour.example/1", datetime(2026, 3, 2, 7, 30, tzinfo=UTC), "feed")
        ]  # fmt: skip
        health = con.execute(
            "SELECT status, polls, failures, documents, entries FROM source_health"
        ).fetchall()
        assert health == [("unchanged", 2, 0, 1, 1)]
        assert con.execute("FROM store.declared_sources").fetchall() == [("harbour",)]


def test_a_clock_that_was_ahead_stops_no_feed(tmp_path: Path, feed: tuple[str, list[str | None]]) -> None:
    """As on a machine that starts with a wrong clock and is put right by the network."""
    url, asked = feed
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nname = "harbour"\nfeed = "{url}"\nallow_private = true\n'
    )
    run(tmp_path, NOW + timedelta(days=400))
    run(tmp_path, NOW)
    assert len(asked) == 2, "what the wrong clock chose to wait for is a year away"
    run(tmp_path, NOW + timedelta(minutes=9))
    assert len(asked) == 2, "not due"
    run(tmp_path, NOW + timedelta(minutes=20))
    assert len(asked) == 3, "though the moments of runs stand still until the clock is there again"


def test_a_summary_tells_of_its_own_run_though_the_clock_was_ahead(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "files"\npath = "texts"\n')
    (tmp_path / "topics.toml").write_text('[[topic]]\nname = "strikes"\nquery = "strike"\n')
    (tmp_path / "alerts.toml").write_text(
        '[[channel]]\nname = "log"\ntype = "file"\npath = "a.jsonl"\n'
        '[[channel]]\nname = "second"\ntype = "file"\npath = "b.jsonl"\n'
        '[[rule]]\nname = "strikes"\ntopics = ["strikes"]\nchannels = ["log", "second"]\n'
    )
    (tmp_path / "texts").mkdir()
    told = []
    for text, now in (
        ("Dockers at the port of Arneville began a strike on Monday over unpaid overtime.", NOW + timedelta(days=400)),
        ("", NOW),
        ("Teachers of Bellmont voted on Tuesday for a strike against classes of forty pupils.", NOW),
    ):  # fmt: skip
        (tmp_path / "texts" / f"{len(text)}.txt").write_text(text or "too short")
        told.append(machine_summary(run(tmp_path, now), Files(tmp_path / "news.duckdb"))["alerts"])
    assert told == [1, 0, 1]


def test_a_renamed_feed_is_asked_where_it_stopped(tmp_path: Path, feed: tuple[str, list[str | None]]) -> None:
    url, asked = feed
    table = f'feed = "{url}"\nallow_private = true\n'
    (tmp_path / "sources.toml").write_text(f'[[source]]\nname = "harbour"\n{table}')
    assert run(tmp_path, NOW).counts.new == 1
    (tmp_path / "sources.toml").write_text(f'[[source]]\nname = "port"\nrenamed_from = "harbour"\n{table}')
    assert run(tmp_path, NOW + timedelta(minutes=1)).counts.documents == 0, "not due"
    assert run(tmp_path, NOW + timedelta(hours=6)).counts.documents == 0, "not changed"
    assert asked == [None, '"one"']


def test_a_broken_source_stops_no_other(tmp_path: Path, feed: tuple[str, list[str | None]]) -> None:
    url, _ = feed
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nname = "gone"\npath = "nowhere"\n'
        '[[source]]\nname = "inside"\nfeed = "http://127.0.0.1:1/rss"\n'
        f'[[source]]\nname = "harbour"\nfeed = "{url}"\nallow_private = true\n'
    )
    counts = run(tmp_path, NOW).counts
    assert (counts.new, counts.rejected) == (1, 1)
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as con:
        states = dict(con.execute("SELECT source, status FROM source_health").fetchall())
        errors = dict(con.execute("SELECT source, last_error FROM source_health").fetchall())
    assert states == {"gone": "failed", "inside": "failed", "harbour": "ok"}
    assert all(errors[name] for name in ("gone", "inside"))
