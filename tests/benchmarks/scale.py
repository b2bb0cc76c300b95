"""How folding and grouping behave as history grows: articles a second, start of a run, memory, quality against the known truth.

A made stream is folded and grouped into a warehouse. At each size a process of its own (scale_alone.py) opens it, as a run does,
and takes the next articles. Beyond `--made` articles history is lengthened at its beginning by the same articles with every word
replaced by another (fingerprints and ids are hashes, so other hashes are other words): the same articles come next, and are to be decided
the same, after a longer past.
"""

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from made_stream import Made, stream
from rich.console import Console
from rich.table import Table

from flows.loading.desk import Desk
from pipeline.copies.folded import keys_of
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.records import CopyKind
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.story import filed_under
from warehouse.database.opening import open_loader
from warehouse.database.rows import listed
from warehouse.stories.copy_index import lay_blocks

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_CHUNK = 2_560  # articles stored at once
_BATCH = 256
_EARLIER_POSTINGS = """
    INSERT INTO copy_postings
    SELECT xor(fingerprint, $salt::UINTEGER), number - $before FROM copy_postings WHERE number > $from ORDER BY rowid"""
_EARLIER_ARTICLES = """
    INSERT INTO fingerprints BY NAME
    SELECT * REPLACE (
        seq - $before AS seq, origin - $before AS origin, article_id || $time AS article_id,
        seen_at - to_days(1000 + $before // 1000) AS seen_at)
    FROM fingerprints WHERE seq > $from ORDER BY seq"""
_EARLIER_PLACES = """
    INSERT INTO memberships BY NAME
    SELECT * REPLACE (article_id || $time AS article_id, story_id || $time AS story_id)
    FROM memberships WHERE length(article_id) = 12"""
_COLUMNS = "articles|start, s|prints /s|fold /s|group /s|two cores /s|MB|B-cubed F1|copies found|false"


@dataclass(frozen=True, slots=True)
class Printed:
    """A made article, with its prints as a worker makes them."""

    made: Made
    copy: CopyPrint
    story: StoryPrint
    seconds: float  # of processor time


def printed(made: Made) -> Printed:
    """Make the text, then its prints."""
    article = made.article
    started = time.process_time()
    prints = copy_print(article), story_print(article)
    return Printed(made, *prints, time.process_time() - started)


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="of the history, ascending")
    parser.add_argument(
        "--made", type=int, default=100_000, help="articles; a larger history is a multiple of these"
    )
    parser.add_argument("--a-day", type=int, default=10_000)
    parser.add_argument("--measured", type=int, default=5_000, help="articles after each history")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--folder", type=Path, help="to keep the warehouse in; must be empty")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    made = _Ahead(stream(given.made + given.measured, a_day=given.a_day, seed=given.seed))
    console, table = Console(), Table(box=None)
    for name in _COLUMNS.split("|"):
        table.add_column(name, justify="right")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(given.processes) as pool:
        history = _History(given.folder or Path(folder), pool)
        for size in sizes:
            with console.status("…") as status:
                while history.size < min(size, given.made):
                    history.take(made.take(min(_CHUNK, min(size, given.made) - history.size)))
                    status.update(f"{history.size:,} articles")
                history.lengthen(size)
                row = history.measured(made.peek(given.measured))
            console.print(*row)
            table.add_row(*row)
    console.print(table)
    console.print(
        "Processor time; two cores: prints in workers, folding and grouping in the process that decides."
    )


class _Ahead:
    """A stream of which the next articles can be looked at."""

    def __init__(self, made: Iterator[Made]) -> None:
        self._made = made
        self._next: list[Made] = []

    def peek(self, count: int) -> list[Made]:
        self._next += islice(self._made, max(0, count - len(self._next)))
        return self._next[:count]

    def take(self, count: int) -> list[Made]:
        found, self._next = self.peek(count), self._next[count:]
        return found


class _History:
    """A warehouse that holds what folding and grouping need of the articles so far."""

    def __init__(self, folder: Path, pool: ProcessPoolExecutor) -> None:
        self.size = 0
        self._path = folder / "news.duckdb"
        self._pool = pool
        self._places: dict[str, tuple[str, str]] = {}  # story and reason
        self._open()

    def _open(self) -> None:
        self._con = open_loader(self._path)
        self._desk = Desk(self._con, (), ())

    def take(self, part: Sequence[Made]) -> None:
        """Take in the next articles."""
        prints = list(self._pool.map(printed, part, chunksize=64))
        for start in range(0, len(prints), _BATCH):
            batch = prints[start : start + _BATCH]
            self._store(batch, self._decide(batch))
            self.size += len(batch)

    def lengthen(self, size: int) -> None:
        """Put earlier articles before those there are, until there are so many; nothing is taken after that."""
        made, times = self.size, size // self.size - 1
        if not times:
            return
        self._settle()
        self._con.execute("UPDATE fingerprints SET seq = seq + $1, origin = origin + $1", [made * times])
        self._con.execute("UPDATE copy_postings SET number = number + $1", [made * times])
        for time_ in range(times):
            before, salt = made * (times - time_), 0x9E3779B1 * (time_ + 1) % 2**32
            self._con.execute(_EARLIER_POSTINGS, {"salt": salt, "before": before, "from": made * times})
            self._con.execute(_EARLIER_ARTICLES, {"time": str(time_), "before": before, "from": made * times})
            self._con.execute(_EARLIER_PLACES, {"time": str(time_)})
        self._con.execute("CHECKPOINT")
        self.size = size

    def _decide(self, batch: Sequence[Printed]) -> list[int]:
        copies = self._desk.copies.fold_all([one.copy for one in batch])
        for one, copy in zip(batch, copies, strict=True):
            folded = copy is not None and copy.kind is not CopyKind.PARTIAL
            assigned = self._desk.stories.assign(one.story, copy.origin_id if copy and folded else None)
            for row in (assigned.membership, *assigned.changes):
                self._places[row.article_id] = (row.story_id, row.reason)
        return self._desk.copies.origins(range(self.size + 1, self.size + len(batch) + 1))

    def _store(self, batch: Sequence[Printed], origins: list[int]) -> None:
        numbers = list(range(self.size + 1, self.size + len(batch) + 1))
        keys = [keys_of(one.copy) for one in batch]
        self._add(
            "fingerprints",
            seq=numbers,
            article_id=[one.made.article_id for one in batch],
            seen_at=[one.made.seen_at for one in batch],
            copy_print=[one.copy.to_bytes() for one in batch],
            story_print=[one.story.to_bytes() for one in batch],
            origin=origins,
            shingles=[len(one.copy.fingerprints) for one in batch],
            story_keys=[filed_under(one.story) for one in batch],
        )
        self._add(
            "copy_postings",
            fingerprint=np.concatenate(keys),
            number=np.repeat(np.array(numbers), [len(one) for one in keys]),
        )

    def _settle(self) -> None:
        """Write where the articles stand."""
        places, self._places = self._places, {}
        self._con.execute(
            "DELETE FROM memberships WHERE article_id IN (SELECT unnest(?::VARCHAR[]))", [listed(places)]
        )
        self._add(
            "memberships",
            article_id=list(places),
            story_id=[story_id for story_id, _ in places.values()],
            similarity=[0.0] * len(places),
            reason=[reason for _, reason in places.values()],
            evidence=["{}"] * len(places),
            valid_from=[_NOW] * len(places),
        )

    def _add(self, table: str, **columns: object) -> None:
        self._con.register("laid", pa.table(columns))
        self._con.execute(f"INSERT INTO {table} BY NAME FROM laid")
        self._con.unregister("laid")

    def measured(self, ahead: Sequence[Made]) -> list[str]:
        """What the next articles cost, and what becomes of them: the cells of a row."""
        prints = list(self._pool.map(printed, ahead, chunksize=64))
        self._settle()
        self._con.close()
        opened = self._path.with_name("opened.duckdb")
        shutil.copyfile(self._path, opened)
        with open_loader(opened) as con:
            lay_blocks(con)
        given = self._path.with_name("ahead.pickle")
        with given.open("wb") as file:
            for start in range(0, len(prints), _BATCH):
                pickle.dump([(one.copy, one.story) for one in prints[start : start + _BATCH]], file)
        command = [
            sys.executable,
            str(Path(__file__).with_name("scale_alone.py")),
            str(opened),
            str(given),
        ]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        opened.unlink()
        self._open()
        return self._row(ahead, told, sum(one.seconds for one in prints))

    def _row(self, ahead: Sequence[Made], told: dict[str, object], printing: float) -> list[str]:
        size, folding, grouping = len(ahead), told["folding"], told["grouping"]
        copies, places = told["copies"], told["places"]
        bound = max(folding + grouping, (printing + folding + grouping) / 2)
        found = [copies.get(made.article_id) is not None for made in ahead]
        false = sum(hit and not made.copy for made, hit in zip(ahead, found, strict=True))
        right = sum(hit and made.copy > 0 for made, hit in zip(ahead, found, strict=True))
        return [
            f"{self.size:,}",
            f"{told['start']:.2f}",
            *(f"{size / span:,.0f}" for span in (printing, folding, grouping, bound)),
            f"{told['memory']:,.0f}",
            f"{_f1([(made.event, places[made.article_id]) for made in ahead]):.3f}",
            f"{right:,} of {sum(made.copy > 0 for made in ahead):,}",
            f"{false:,}",
        ]


def _f1(pairs: Sequence[tuple[int, str]]) -> float:
    """B-cubed (Bagga and Baldwin 1998) of pairs of event and story."""
    both, events, stories = Counter(pairs), Counter(e for e, _ in pairs), Counter(s for _, s in pairs)
    precision = sum(both[pair] / stories[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / events[pair[0]] for pair in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
