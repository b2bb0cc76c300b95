"""The index that folding looks copies up in: blocks of articles that lie as they are read, and rows of the latest."""

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.copies.folded import BLOCK, Known, Origins, keys_of, within_reach
from pipeline.copies.postings import Block, Hits, Postings, presence, unpressed
from pipeline.copies.shingle import CopyPrint, Hashes
from pipeline.stories.feature import StoryPrint
from pipeline.stories.story import filed_under
from warehouse.database.connection import transaction
from warehouse.database.rows import append, value

_RECENT: Final = 1 << 15  # articles of this run whose prints are kept at hand
_CHUNK: Final = 10_000

I32: TypeAlias = NDArray[np.int32]


class Filed:
    """The articles in the warehouse, numbered by seq, as pipeline.copies.fold asks for them; and those that a run adds."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con  # no cursor, which would hold the file open when this is closed
        last = int(value(con, "SELECT coalesce(max(seq), 0) FROM fingerprints"))
        self._first = within_reach(last + 1)  # nothing is asked about those before
        self._origins, self._sizes = array("i"), array("i")
        self._read(last + 1)
        self._recent: dict[int, Known] = {}

    @property
    def next(self) -> int:
        return self._first + len(self._origins)

    def find(self, fingerprints: Hashes) -> Hits:
        if self.next % BLOCK == 0:
            self._postings.forget(within_reach(self.next))
        return self._postings.find(fingerprints)

    def origins(self, numbers: Origins) -> Origins:
        return np.frombuffer(self._origins, np.int32)[numbers - self._first].astype(np.int64)

    def size(self, number: int) -> int:
        return self._sizes[number - self._first]

    def known(self, numbers: Sequence[int]) -> Mapping[int, Known]:
        found = {number: self._recent[number] for number in numbers if number in self._recent}
        missing = ", ".join(str(number) for number in numbers if number not in found)
        if missing:
            rows = self._con.execute(
                f"SELECT seq, article_id, copy_print FROM fingerprints WHERE seq IN ({missing})"  # noqa: S608 - integers
            ).fetchall()
            found |= {seq: Known(article_id, data) for seq, article_id, data in rows}
        return found

    def add(self, new: Sequence[CopyPrint], origins: Sequence[int]) -> None:
        for number, one in enumerate(new, start=self.next):
            self._recent[number] = Known(one.article_id, one.to_bytes())
            self._postings.add(keys_of(one), number)
        while len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        self._origins.extend(origins)
        self._sizes.extend(len(one.fingerprints) for one in new)

    def _read(self, end: int) -> None:
        """Origins and sizes of the articles before this one."""
        rows = self._con.execute(
            "SELECT origins, shingles FROM copy_blocks WHERE first >= ? ORDER BY first", [self._first]
        ).fetchall()
        for origins, sizes in rows:
            self._origins.frombytes(np.frombuffer(origins, "<i4").astype(np.int32).tobytes())
            self._sizes.frombytes(np.frombuffer(sizes, "<u2").astype(np.int32).tobytes())
        latest = _columns(self._con, self.next, end)
        self._origins.frombytes(latest[0].tobytes())
        self._sizes.frombytes(latest[1].tobytes())

    @cached_property
    def _postings(self) -> Postings:
        """The whole index, read when it is first asked, for most runs bring nothing: .6 s and 300 MB of a million articles."""
        found = Postings()
        for first in range(self._first, _laid(self._con), BLOCK):
            ((starts, postings, present),) = self._con.execute(
                "SELECT starts, postings, present FROM copy_blocks WHERE first = ?", [first]
            ).fetchall()
            laid = np.frombuffer(starts, "<u4"), np.frombuffer(postings, "<u4"), np.frombuffer(present, "u1")
            found.load_block(Block(first, *laid))
        found.load_postings(*_rows(self._con, self._first, self.next))
        return found


def add_postings(con: duckdb.DuckDBPyConnection, prints: Mapping[int, CopyPrint]) -> None:
    """File articles, given by their seq, under their fingerprints."""
    keys = [keys_of(one) for one in prints.values()]
    numbers = np.repeat(np.array(list(prints), np.int32), [len(one) for one in keys])
    con.register("incoming", pa.table({"fingerprint": np.concatenate(keys), "number": numbers}))
    con.execute("INSERT INTO copy_postings BY NAME SELECT * FROM incoming")
    con.unregister("incoming")
    if min(prints) // BLOCK < (max(prints) + 1) // BLOCK:
        lay_blocks(con)


def lay_blocks(con: duckdb.DuckDBPyConnection) -> None:
    """Turn the rows of full blocks into what is read without sorting."""
    last = int(value(con, "SELECT coalesce(max(number), 0) FROM copy_postings"))
    for first in range(_laid(con), last + 2 - BLOCK, BLOCK):
        block = Block.pressed(first, *_rows(con, first, first + BLOCK))
        origins, sizes = _columns(con, first, first + BLOCK)
        row = {
            "first": first,
            "starts": block.starts.astype("<u4").tobytes(),
            "postings": block.postings.astype("<u4").tobytes(),
            "present": block.present.tobytes(),
            "origins": origins.astype("<i4").tobytes(),
            "shingles": sizes.astype("<u2").tobytes(),
        }
        append(con, "copy_blocks", [row])
        con.execute("DELETE FROM copy_postings WHERE number < ?", [first + BLOCK])


def _laid(con: duckdb.DuckDBPyConnection) -> int:
    """The first article that stands in no block."""
    return int(value(con, "SELECT coalesce(max(first) + ?, 0) FROM copy_blocks", [BLOCK]))


def _rows(con: duckdb.DuckDBPyConnection, start: int, end: int) -> tuple[Hashes, I32]:
    found = con.execute(
        "SELECT fingerprint, number FROM copy_postings WHERE number >= ? AND number < ?", [start, end]
    ).fetchnumpy()
    return found["fingerprint"], found["number"]


def _columns(con: duckdb.DuckDBPyConnection, start: int, end: int) -> tuple[I32, I32]:
    """Origins and sizes of articles, by seq; a place without an article is its own."""
    found = con.execute(
        "SELECT seq, origin, shingles FROM fingerprints WHERE seq >= ? AND seq < ?", [start, end]
    ).fetchnumpy()
    origins, sizes = np.arange(start, end, dtype=np.int32), np.zeros(end - start, np.int32)
    origins[found["seq"] - start] = found["origin"]
    sizes[found["seq"] - start] = found["shingles"]
    return origins, sizes


def catch_up(con: duckdb.DuckDBPyConnection) -> None:
    """File the articles that an earlier wirewatch stored."""
    _mark_blocks(con)
    while value(con, "SELECT count(*) FROM fingerprints WHERE shingles IS NULL"):
        with transaction(con):
            _file_some(con)


def _mark_blocks(con: duckdb.DuckDBPyConnection) -> None:
    """Note what stands in the blocks that were laid before this was noted."""
    for (first,) in con.execute("SELECT first FROM copy_blocks WHERE present IS NULL").fetchall():
        ((starts, postings),) = con.execute(
            "SELECT starts, postings FROM copy_blocks WHERE first = ?", [first]
        ).fetchall()
        has = unpressed(np.frombuffer(starts, "<u4"), np.frombuffer(postings, "<u4"))
        con.execute("UPDATE copy_blocks SET present = ? WHERE first = ?", [presence(has).tobytes(), first])


def _file_some(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT seq, article_id, copy_print, story_print FROM fingerprints WHERE shingles IS NULL ORDER BY seq LIMIT ?",
        [_CHUNK],
    ).fetchall()
    prints = {seq: CopyPrint.from_bytes(article_id, data) for seq, article_id, data, _ in rows}
    filed = {
        "seq": list(prints),
        "shingles": [len(one.fingerprints) for one in prints.values()],
        "story_keys": [
            filed_under(StoryPrint.from_bytes(article_id, data)) for _, article_id, _, data in rows
        ],
    }
    con.register("filed", pa.table(filed))
    con.execute(
        """
        UPDATE fingerprints SET shingles = n.shingles, story_keys = n.story_keys, origin = coalesce(n.origin, n.seq)
        FROM (
            SELECT filed.*, o.seq AS origin FROM filed
            JOIN fingerprints AS f ON f.seq = filed.seq
            LEFT JOIN copy_log AS c ON c.article_id = f.article_id AND c.valid_to IS NULL AND c.kind <> 'partial'
            LEFT JOIN fingerprints AS o ON o.article_id = c.origin_id) AS n
        WHERE fingerprints.seq = n.seq
        """
    )
    con.unregister("filed")
    add_postings(con, prints)
