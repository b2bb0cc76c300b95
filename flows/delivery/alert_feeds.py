"""The Atom feeds of alerts, one file a rule beside the warehouse. An entry stays as it was when it was first written."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.messages.atom import MOST_ENTRIES, entries_of, entry, entry_id, feed
from pipeline.messages.message import SHOW
from pipeline.records import Rule
from warehouse.alerting import alert_feeds
from warehouse.database.connection import connect
from warehouse.database.publish import Files
from warehouse.database.whole_file import clear_partial, replacing


def write_feeds(files: Files, rules: Sequence[Rule], now: datetime, show: str = SHOW) -> None:
    """Bring the feeds up to date with what is published; a file to which nothing is new is not touched.

    Args:
        files: the feeds stand in a folder beside the published one.
        rules: those in force; the feed of one that is gone stays as it is.
        now: what a feed without entries is dated with.
        show: the command that shows a story, without its id.
    """
    with connect(files.published, read_only=True) as con:
        con.execute("SET search_path = 'store,main'")
        newest = alert_feeds.newest(con, [rule.name for rule in rules], MOST_ENTRIES)
        for rule in rules:
            path = files.feeds / f"{rule.name}.atom"
            before = _read(path)
            after = _feed(con, rule, newest.get(rule.name, []), before, now, show)
            if after != before:
                _write(path, after)


def _feed(  # noqa: PLR0913, PLR0917 - what is written before and now, and with what
    con: duckdb.DuckDBPyConnection,
    rule: Rule,
    wanted: Sequence[tuple[str, datetime]],
    before: bytes,
    now: datetime,
    show: str,
) -> bytes:
    written, dated = entries_of(before)
    fresh = [alert_id for alert_id, _ in wanted if entry_id(alert_id) not in written]
    said = alert_feeds.messages(con, fresh, show)
    made = {
        entry_id(alert_id): entry(said[alert_id], alert_id, raised_at)
        for alert_id, raised_at in wanted
        if alert_id in said
    }
    ids = [entry_id(alert_id) for alert_id, _ in wanted]
    entries = [found for one in ids if (found := made.get(one, written.get(one))) is not None]
    return feed(rule.name, rule.title, entries, now if dated is None else dated)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader may be at it."""
    path.parent.mkdir(exist_ok=True)
    clear_partial(path)
    with replacing(path) as file:
        file.write(content)
