"""What corrections leave of the tolls of a story: what they take back is no longer the highest that was told, and is not told again.

A correction takes a toll back when it names the number, when nobody who stands says it any more (the article has been
rewritten), or when it retracts a report that no two others bear out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import inf
from typing import Final, TypeAlias

from pipeline.alerts.claim import Claim
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.told import Overruled, Told
from pipeline.facts.correction import CorrectionKind
from pipeline.records import Novelty

_NUMBER: Final = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*")
_DIGITS: Final = 12  # a longer one counts nobody
_BORNE_OUT: Final = 2  # independent reports that need not care about a third that is retracted
_Values: TypeAlias = Mapping[str, float]
_Said: TypeAlias = tuple[Member, Claim]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolls:
    """Tolls as corrections leave them."""

    figures: _Values  # what is counted, and the highest that was told and still stands
    rough: frozenset[str]  # of these, what was told as a round number
    overruled: frozenset[Overruled]

    def takes_back(self, member: Member, claim: Claim) -> bool:
        """Whether this very claim has been overruled."""
        return claim.value is not None and (claim.key, claim.top, member.article_id) in self.overruled

    def doubts(self, claim: Claim) -> bool:
        """Whether such a toll was once overruled: two who say it anew are needed to believe it."""
        return claim.value is not None and (claim.key, claim.top, "") in self.overruled


def tolls(state: StoryState, told: Told | None) -> Tolls:
    """The tolls told, after the corrections that have come since."""
    figures = dict(told.figures) if told else {}
    overruled = set(told.overruled) if told else set()
    known = told.said.get(Novelty.CORRECTION, frozenset()) if told else frozenset()
    for member, correction in state.corrections:
        if correction.key not in known:
            for key in sorted({*figures, *state.counts}):
                toll = _Toll(key, state.counts.get(key, ()), figures.get(key), overruled)
                toll.correct(member, correction, figures)
    rough = [one for one in told.rough if figures.get(one) == told.figures.get(one)] if told else []
    return Tolls(figures=figures, rough=frozenset(rough), overruled=frozenset(overruled))


class _Toll:
    """One toll of a story: what was told of it, and who says what."""

    def __init__(
        self, counted: str, said: Sequence[_Said], told: float | None, overruled: set[Overruled]
    ) -> None:
        self._counted, self._told, self._overruled = counted, told, overruled
        self._said = [
            (member, claim.top)
            for member, claim in said
            if (counted, claim.top, member.article_id) not in overruled
        ]

    def correct(self, member: Member, correction: Claim, figures: dict[str, float]) -> None:
        """Overrule what the correction takes back, and set what was told to what it leaves."""
        own = max((value for who, value in self._said if who.article_id == member.article_id), default=None)
        others = [(who, value) for who, value in self._said if who.article_id != member.article_id]
        wrong = self._wrong(member, correction, own, others)
        if not wrong:
            return
        self._overruled.update(
            (self._counted, value, who.article_id) for who, value in others if value in wrong
        )
        self._overruled.update((self._counted, value, "") for value in wrong)
        if self._told in wrong:
            left = [value for _, value in others if value not in wrong and value < max(wrong)]
            figures.pop(self._counted)
            if own is not None or left:
                figures[self._counted] = max(left) if own is None else own

    def _wrong(
        self, member: Member, correction: Claim, own: float | None, others: list[tuple[Member, float]]
    ) -> set[float]:
        values = {value for _, value in others} | ({self._told} if self._told is not None else set())
        above = {value for value in values if own is None or value > own}
        named = _numbers(correction.words)
        gone = self._told if all(value != self._told for _, value in self._said) else None
        taken = {value for value in above if value in named or value == gone}
        if correction.key.startswith(CorrectionKind.RETRACTION):
            borne_out = self._borne_out(member)
            taken |= {value for value in above if value > borne_out}
        if own is None or not taken:
            return taken
        return {value for value in above if value <= max(taken)}

    def _borne_out(self, but: Member) -> float:
        """The most that enough independent reports say, or exceed, but for the one that is taken back."""
        most: dict[str, float] = {}
        for who, said in self._said:
            if who.report != but.report:
                most[who.report] = max(said, most.get(who.report, said))
        return nlargest(_BORNE_OUT, most.values())[-1] if len(most) >= _BORNE_OUT else -inf


def _numbers(words: str) -> set[float]:
    found = ("".join(one for one in match if one.isdecimal()) for match in _NUMBER.findall(words))
    return {float(int(digits)) for digits in found if len(digits) <= _DIGITS}
