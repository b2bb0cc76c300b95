"""The media topics of articles through time."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import duckdb

from pipeline.records import MediaTopicMatch
from warehouse.database.rows import append, json_text


def add_media_topics(
    con: duckdb.DuckDBPyConnection,
    found: Sequence[MediaTopicMatch],
    now: datetime,
    ended: datetime | None = None,
) -> None:
    """Store them; `ended` is set for a version of an article that another one in the same batch replaces."""
    rows = [
        asdict(one) | {"evidence": json_text(one.evidence), "valid_from": now, "valid_to": ended}
        for one in found
    ]
    append(con, "media_topic_log", rows)
