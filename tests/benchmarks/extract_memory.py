"""Prepare many pages in worker processes, as `wirewatch run` does; the memory of each process as JSON lines, ten over the whole. Linux only.

The pages of some sets come again and again, each time as others: another address, other classes, other words.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from page_set import LabelledPage, read_set

from flows.loading.workers import Workers
from pipeline.records import Document
from pipeline.topics.topic import Matcher

_LINES = 10
_BATCH = 100  # pages: about what is read from the spool at once
_PROCESSES = 2
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_PAGE = resource.getpagesize()


def _documents(pages: list[LabelledPage]) -> Iterator[Document]:
    """Without end."""
    for lap in count():
        for page in pages:
            yield _variant(page, lap)


def _variant(page: LabelledPage, lap: int) -> Document:
    html = page.html.replace('class="', f'class="v{lap} ').replace("<p>", f"<p>Variant{lap} ")
    return Document(
        uri=f"{page.uri}?variant={lap}",
        source="set",
        media_type="text/html",
        content=html,
        fetched_at=_NOW,
        url=f"{page.url or page.uri}?variant={lap}",
    )


def _resident() -> dict[int, int]:
    """Bytes of each process that this one started, itself included (proc_pid_statm(5))."""
    parents = {
        int(folder.name): _parent(folder) for folder in Path("/proc").iterdir() if folder.name.isdigit()
    }
    found = {os.getpid()}
    for _ in range(3):  # itself, what forks the workers, the workers
        found |= {process for process, parent in parents.items() if parent in found}
    return {process: _bytes(process) for process in sorted(found)}


def _parent(folder: Path) -> int:
    with suppress(OSError):  # it ended meanwhile
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    return 0


def _bytes(process: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * _PAGE
    return 0


def main() -> None:
    folder, names, wanted = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
    documents = islice(_documents([page for name in names for page in read_set(folder, name)]), wanted)
    started, done, every = time.monotonic(), 0, max(1, wanted // _LINES)
    with Workers(Matcher(()), _PROCESSES) as workers:
        ahead = workers(list(islice(documents, _BATCH)))
        while batch := ahead:
            following = list(islice(documents, _BATCH))
            ahead = workers(following) if following else []
            for _ in batch:
                done += 1
                if done % every == 0:
                    _say(done, time.monotonic() - started)


def _say(pages: int, seconds: float) -> None:
    sizes = _resident()
    own = sizes.pop(os.getpid())
    line = {"pages": pages, "seconds": round(seconds), "own": own, "others": sorted(sizes.values())[::-1]}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
