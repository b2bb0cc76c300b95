"""Which counts of an article may be news: the first of each toll, its own; later ones are of parts, or of other events."""

from collections.abc import Iterable
from typing import Final

from pipeline.facts.figure_words import TOLLS
from pipeline.records import Figure

_ROUND: Final = 1000  # from here on numbers are rounded without saying so
_NO_TOLL: Final = frozenset({"up to", "more"})  # a bound from above; those beyond the ones told before


def own_counts(figures: Iterable[Figure]) -> list[Figure]:
    """The first count of each toll in each article."""
    first: dict[tuple[str, str], Figure] = {}
    for figure in sorted(figures, key=lambda one: (one.article_id, one.start)):
        if figure.counted in TOLLS and figure.qualifier not in _NO_TOLL:
            first.setdefault((figure.article_id, figure.counted), figure)
    return list(first.values())


def is_rough(figure: Figure) -> bool:
    """Whether a count is told as a round number."""
    return figure.qualifier == "about" or (figure.value >= _ROUND and figure.value % 100 == 0)
