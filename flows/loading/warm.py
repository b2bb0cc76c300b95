"""Imported by the process that workers are forked from: what only a first page costs (word lists, tables) is paid once."""

from datetime import UTC, datetime

from pipeline.prepare import prepare
from pipeline.records import Document
from pipeline.topics.topic import Matcher

_PAGE = "<html><head><title>A page</title></head><body><p>Words to warm up with.</p></body></html>"

prepare(
    Document(
        uri="warm:",
        source="warm",
        media_type="text/html",
        content=_PAGE,
        fetched_at=datetime(2000, 1, 1, tzinfo=UTC),
    ),
    Matcher(()),
)
