"""How folding and grouping behave as the stream grows: articles a second, memory, quality against the known truth."""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from made_stream import Made, stream
from rich.console import Console
from rich.table import Table

from pipeline.feature import story_print
from pipeline.fold import Copies
from pipeline.records import CopyKind
from pipeline.shingle import CopyPrint, copy_print
from pipeline.story import Stories

_STEPS = 10  # rows of the curve


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--a-day", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    table = Table(
        "articles", "prints /s", "fold /s", "group /s", "all /s", "B-cubed F1", "copies found", "MB", box=None
    )
    console = Console()
    run = _Run()
    made = stream(given.articles, a_day=given.a_day, seed=given.seed)
    with console.status("…") as status:
        while part := list(islice(made, given.articles // _STEPS)):
            table.add_row(*run.take(part))
            status.update(f"{run.count:,} articles")
    console.print(table)
    console.print(
        "Processor time of one process; each row is of the articles since the row before it, the F1 as well."
    )


class _Run:
    """Folding and grouping one stream, with their state."""

    def __init__(self) -> None:
        self.copies, self.stories = Copies(), Stories()
        self.count = 0
        self.place: dict[str, str] = {}  # article to story, as it is now

    def take(self, part: Sequence[Made]) -> Iterator[str]:
        """Take some articles; the cells of their row."""
        clock = time.process_time
        started = clock()
        prints = [(copy_print(made.article), story_print(made.article)) for made in part]
        printed = clock()
        origins = [self._fold(copy) for copy, _ in prints]
        folded = clock()
        for (_, story), origin in zip(prints, origins, strict=True):
            assignment = self.stories.assign(story, origin)
            for change in (assignment.membership, *assignment.changes):
                self.place[change.article_id] = change.story_id
        grouped = clock()
        self.count += len(part)
        spans = (printed - started, folded - printed, grouped - folded, grouped - started)
        copied = sum(not made.article.uri.endswith("/0") for made in part)
        found = sum(origin is not None for origin in origins)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"{self.count:,}"
        yield from (f"{len(part) / span:,.0f}" for span in spans)
        yield f"{self._f1(part):.3f}"
        yield f"{found:,} of {copied:,}"
        yield f"{peak:,.0f}"

    def _fold(self, new: CopyPrint) -> str | None:
        copy = self.copies.fold(new)
        return copy.origin_id if copy and copy.kind is not CopyKind.PARTIAL else None

    def _f1(self, part: Sequence[Made]) -> float:
        """B-cubed (Bagga and Baldwin 1998) over these articles."""
        pairs = [(made.event, self.place[made.article.article_id]) for made in part]
        both, events, stories = Counter(pairs), Counter(e for e, _ in pairs), Counter(s for _, s in pairs)
        precision = sum(both[pair] / stories[pair[1]] for pair in pairs) / len(pairs)
        recall = sum(both[pair] / events[pair[0]] for pair in pairs) / len(pairs)
        return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
