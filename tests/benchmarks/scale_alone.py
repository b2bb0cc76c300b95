"""A run's folding and grouping alone, in a process of its own: WAREHOUSE PRINTS; answered in JSON.

An answer is {"start", "folding", "grouping", "memory", "copies": {article: origin}, "places": {article: story}}: seconds of processor
time, `start` with all that is read before the first article; megabytes at the peak.
"""

import json
import pickle
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from flows.loading.desk import Desk
from pipeline.copies.shingle import CopyPrint
from pipeline.records import CopyKind
from pipeline.stories.feature import StoryPrint
from warehouse.database.opening import open_loader

Batch = list[tuple[CopyPrint, StoryPrint]]


def batches(path: Path) -> Iterator[Batch]:
    """Prints as the loader gets them from its workers."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def _peak() -> float:
    """Megabytes this process held at most (VmHWM); ru_maxrss would begin with what the process that started it held."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def main() -> None:
    """Take the articles in batches, as the loader does."""
    started = time.process_time()
    desk = Desk(open_loader(sys.argv[1]), (), ())
    ready = desk.copies, desk.stories, desk.refrains
    start = time.process_time() - started
    folding = grouping = 0.0
    copies, places = {}, {}
    for batch in batches(Path(sys.argv[2])):
        times = [time.process_time()]
        found = ready[0].fold_all([copy for copy, _ in batch])
        times.append(time.process_time())
        for (_, story), copy in zip(batch, found, strict=True):
            origin = copy.origin_id if copy and copy.kind is not CopyKind.PARTIAL else None
            assigned = ready[1].assign(story, origin)
            places |= {row.article_id: row.story_id for row in (assigned.membership, *assigned.changes)}
            copies[story.article_id] = origin
        times.append(time.process_time())
        folding, grouping = folding + times[1] - times[0], grouping + times[2] - times[1]
    told = {
        "start": start,
        "folding": folding,
        "grouping": grouping,
        "memory": _peak(),
        "copies": copies,
        "places": places,
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
