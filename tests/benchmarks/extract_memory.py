"""Extract the pages of some sets again and again in one process; its memory as JSON lines, twenty over the whole. Linux only."""

import json
import resource
import sys
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from page_set import read_set

from pipeline.extract import extract
from pipeline.records import Document

_LINES = 20
_PAGE = resource.getpagesize()


def _resident() -> int:
    """Bytes (proc_pid_statm(5))."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE


def main() -> None:
    folder, names, count = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
    now = datetime.now(UTC)
    documents = [
        Document(
            uri=page.uri,
            source="set",
            media_type="text/html",
            content=page.html,
            fetched_at=now,
            url=page.url,
        )
        for name in names
        for page in read_set(folder, name)
    ]
    every = max(1, count // _LINES)
    for place, document in enumerate(islice(cycle(documents), count), start=1):
        extract(document)
        if place % every == 0:
            sys.stdout.write(json.dumps({"pages": place, "bytes": _resident()}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
