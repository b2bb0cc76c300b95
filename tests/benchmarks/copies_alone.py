"""One peer over streams of texts, at every threshold: asked in JSON on standard input, answered in JSON.

A question is {"texts": [text], "streams": [[number of a text]]}; an answer {"version", "prints_seconds", "runs": [{"threshold",
"seconds", "pairs": [[[earlier, later]]]}]}, the pairs by stream, as places in the stream. Seconds are processor time.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

_PERMUTATIONS = 128
_SHINGLE = 5  # words, as wirewatch has it
_THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_WORD = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return sorted({" ".join(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1))})


def _bands(threshold: float) -> int:
    """The number of bands whose S-curve rises nearest the threshold (Leskovec, Rajaraman, Ullman, chapter 3)."""
    counts = [count for count in range(1, _PERMUTATIONS + 1) if _PERMUTATIONS % count == 0]
    return min(counts, key=lambda count: abs((1 / count) ** (count / _PERMUTATIONS) - threshold))


class Datasketch:
    name = "datasketch"

    def sketch(self, text: str) -> Any:
        from datasketch import MinHash  # noqa: PLC0415 each peer alone

        made = MinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update_batch([one.encode() for one in shingles(text)])
        return made

    def index(self, threshold: float) -> tuple[Callable[[int, Any], None], Callable[[Any], Sequence[int]]]:
        from datasketch import MinHashLSH  # noqa: PLC0415

        made = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
        return made.insert, made.query


class Rensa:
    name = "rensa"

    def sketch(self, text: str) -> Any:
        from rensa import RMinHash  # noqa: PLC0415

        made = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update(shingles(text))
        return made

    def index(self, threshold: float) -> tuple[Callable[[int, Any], None], Callable[[Any], Sequence[int]]]:
        from rensa import RMinHashLSH  # noqa: PLC0415

        made = RMinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS, num_bands=_bands(threshold))
        return made.insert, made.query


def _pairs(peer: Any, threshold: float, sketches: Sequence[Any]) -> list[tuple[int, int]]:
    """Each text asked for when it comes, then added; a candidate counts when its estimate reaches the threshold."""
    insert, query = peer.index(threshold)
    found = []
    for place, sketch in enumerate(sketches):
        found += [(old, place) for old in query(sketch) if sketch.jaccard(sketches[old]) >= threshold]
        insert(place, sketch)
    return found


def main() -> None:
    peer = next(one for one in (Datasketch(), Rensa()) if one.name == sys.argv[1])
    asked = json.load(sys.stdin)
    started = time.process_time()
    sketches = [peer.sketch(text) for text in asked["texts"]]
    answer: dict[str, Any] = {
        "version": version(peer.name),
        "prints_seconds": time.process_time() - started,
        "runs": [],
    }
    for threshold in _THRESHOLDS:
        started = time.process_time()
        pairs = [_pairs(peer, threshold, [sketches[n] for n in stream]) for stream in asked["streams"]]
        answer["runs"].append(
            {"threshold": threshold, "seconds": time.process_time() - started, "pairs": pairs}
        )
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
