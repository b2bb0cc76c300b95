"""Poll feeds once with lemon24/reader, all of them, due or not; prints what came as one JSON line. Runs where reader is installed."""

import argparse
import json
import sys
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from reader import make_reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("addresses", type=Path, help="a file with one address a line")
    parser.add_argument("--workers", type=int, required=True)
    options = parser.parse_args()
    reader = make_reader(str(options.database), feed_root=None)
    for address in options.addresses.read_text("utf-8").split():
        reader.add_feed(address, exist_ok=True)
    started, cpu = time.perf_counter(), time.process_time()
    results = list(reader.update_feeds_iter(workers=options.workers, scheduled=False))
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    updated = [result.updated_feed for result in results if result.updated_feed]
    errors = Counter(type(result.error).__name__ for result in results if result.error)
    report = {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "ok": len(updated),
        "unchanged": sum(result.not_modified for result in results),
        "failed": errors.total(),
        "documents": sum(feed.new + feed.modified for feed in updated),
        "version": version("reader"),
        "errors": errors.most_common(3),
    }
    reader.close()
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
