"""What the headlines of late have in common anyway: any two of them share that, of one event or not.

Where every other headline names the same games, the same war, its words tell events apart no more. How much of this there is
shows in what came before, and nowhere else: no background list knows what these weeks are about.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.stories.vector import UNIT, Vector, as_headline

LATEST: Final = 2_000  # headlines; 1,000 and 3,000 do as well
_PRIOR: Final = 200  # headlines that share nothing, until as many are known
_PLACES: Final = 4  # decimals, so that what is told is what decided


class Commonplace:
    """The latest headlines that are remembered, by number, and the sum of their vectors.

    The sum is made when it is asked for, exactly: it depends on the numbers alone.
    """

    def __init__(
        self,
        vectors: Callable[[Sequence[int]], Sequence[Vector]],
        latest: int = LATEST,
        prior: int = _PRIOR,
    ) -> None:
        """`vectors`: those of headlines by number."""
        self._vectors = vectors
        self._prior = prior
        self._latest: deque[int] = deque(maxlen=latest)
        self._summed: deque[tuple[int, Vector]] = deque()
        self._sum: dict[int, int] = {}  # weight by feature

    def add(self, number: int) -> None:
        self._latest.append(number)

    def forget(self, before: int) -> None:
        """Drop the headlines before this one."""
        while self._latest and self._latest[0] < before:
            self._latest.popleft()

    def share(self, own: Vector) -> float:
        """The mean cosine of the headline of an article with the latest ones."""
        if not self._latest:
            return 0.0
        self._refresh()
        head = as_headline(own)
        found: int = sum(
            weight * self._sum.get(feature, 0)
            for feature, weight in zip(head.ids.tolist(), head.weights.tolist(), strict=True)
        )
        return round(found / (UNIT * UNIT * (len(self._latest) + self._prior)), _PLACES)

    def _refresh(self) -> None:
        first = self._latest[0]
        while self._summed and self._summed[0][0] < first:
            self._count(self._summed.popleft()[1], -1)
        last = self._summed[-1][0] if self._summed else -1
        new = self._after(last)
        for number, own in zip(new, self._vectors(new), strict=True):
            head = as_headline(own)
            self._summed.append((number, head))
            self._count(head, 1)

    def _after(self, last: int) -> list[int]:
        new = []
        for number in reversed(self._latest):
            if number <= last:
                break
            new.append(number)
        return new[::-1]

    def _count(self, one: Vector, sign: int) -> None:
        for feature, weight in zip(one.ids.tolist(), one.weights.tolist(), strict=True):
            self._sum[feature] = self._sum.get(feature, 0) + sign * weight
            if not self._sum[feature]:
                del self._sum[feature]
