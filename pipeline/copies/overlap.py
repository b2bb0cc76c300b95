"""The overlap of a new article with an earlier one, and what it makes of the new one: an edited copy, a partial one, or none.

Shares alone do not tell a first version from a wire that was built into a longer report, nor a text misread by a machine
from one with a few passages taken over; where in the new text the shared fingerprints stand does.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.shingle import Places

# Measured on 400 news texts with 526 edited copies and on two corpora of independent reports (tests/pipeline/copies/test_fold.py).
NEAR: Final = 0.5  # share of the new article
GROWN: Final = (0.7, 0.25)  # share of the earlier article, and of the new one: a first version, extended
# News grows at its end: a brief, or a lead, that the new one begins with is its first version even where little of the new
# one stands in it. Share of the earlier article that stands there, and of the new one. The same brief further down is partial.
OPENING: Final = (0.5, 0.1)
WHOLE: Final = 0.8  # of an earlier article that stands there: then it may be as short as a flash is
# Misread by a machine, or reworded lightly from end to end: share of both, and of each quarter of the new one. Of 100 texts
# with every 33rd letter misread 91 reach it; passages taken over stand together, and leave a quarter empty.
WORN: Final = (0.3, 0.15)
QUARTERS: Final = 4
PARTIAL: Final = 0.2  # of the new article; or half of the earlier one, inside a much longer text
LEAST_NEAR: Final = 5  # shared fingerprints: about 22 words
LEAST_PARTIAL: Final = 8  # about 36 words: longer than a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The article of one group that shares most with the new one. A group is an original with its copies."""

    number: int
    origin: int
    shared: int  # fingerprints
    share: float  # of the new article
    taken: float  # of the earlier one
    opening: float  # of the earlier one, where the new one begins
    throughout: float  # of that quarter of the new one which has least of it
    of_origin: float  # share of the new article that stands in the original itself
    places: frozenset[int]  # fingerprints of the new article that stand anywhere in the group
    least: float  # share that is asked for

    @property
    def near(self) -> bool:
        if self.least != NEAR:
            return self.shared >= LEAST_NEAR and self.share >= self.least
        return self.shared >= LEAST_NEAR and (self.share >= NEAR or self.grown or self.worn)

    @property
    def grown(self) -> bool:
        """Whether the earlier article is a first version of the new one."""
        enough = self.shared >= (LEAST_NEAR if self.opening >= WHOLE else LEAST_PARTIAL)
        opened = enough and self.opening >= OPENING[0] and self.share >= OPENING[1]
        return opened or (self.taken >= GROWN[0] and self.share >= GROWN[1])

    @property
    def worn(self) -> bool:
        """Whether the two are one text from end to end, with a change in every other sentence."""
        both = min(self.share, self.taken) >= WORN[0] and self.throughout >= WORN[1]
        return both and self.shared >= LEAST_PARTIAL

    @property
    def partial(self) -> bool:
        enough = self.share >= PARTIAL or self.taken >= NEAR
        return self.shared >= LEAST_PARTIAL and enough and self.least == NEAR


def order_of_text(places: Places, common: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The new article's own fingerprints, by number, as they follow in the text; none when places are not known."""
    order = np.argsort(places)
    return order[~common[order]]


def least_quarter(along: NDArray[np.bool_]) -> float:
    """Share of that quarter of the text which has least that is shared."""
    if len(along) < QUARTERS:
        return 0.0
    return min(float(part.mean()) for part in np.array_split(along, QUARTERS))
