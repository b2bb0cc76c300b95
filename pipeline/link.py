"""How strongly articles are taken to report one event: the score of a tally.

The mean over pairs of each block's cosine goes through one linear form, the log-odds of a logistic regression over pairs of
labelled articles (docs/design.md says which, and what each feature is worth). Average link, not single link: one chance
resemblance between two members must not join two stories.
"""

import math
from typing import Final, NamedTuple

from pipeline.profile import BRIEF, CONFLICTS, LONG, TIME, TIME_UNIT
from pipeline.vector import I64, UNIT, Block

THRESHOLD: Final = -0.85  # of `link`; a tenth less costs ECB+ half a point of F1, a tenth more NewsWCL50 two
# Two texts: log-odds of one event. Shared names count up to a cap: beyond it they say topic, and words must decide.
_BIAS: Final = -8.08
_NAMES_CAP: Final = 0.45
_FORM: Final = (
    ("content", int(Block.CONTENT), 4.11, float),
    ("lead", int(Block.LEAD), 3.87, float),
    ("names", int(Block.NAMES), 12.42, lambda cosine: min(cosine, _NAMES_CAP)),
    ("numbers", int(Block.NUMBERS), 2.48, float),
    ("pairs", int(Block.PAIRS), 4.44, math.sqrt),
    ("near", int(Block.NEAR), 4.71, math.sqrt),
)
_CONFLICT: Final = -1.37  # the leads name different days
# Headlines say little: any likeness counts, on a scale of its own. Fitted on headlines of 36 hours.
_SHORT_BIAS: Final = -1.25
_SHORT_WEIGHT: Final = 10.0
_EASE: Final = 0.7  # exponent with which the scores of headlines go down as a story is tighter
_COHESION: Final = 0.6  # how much more a tight story asks of a member
_USUAL: Final = 3.0  # cohesion of a usual story, and of one too small to tell
_USUAL_TIGHTNESS: Final = 0.25  # the same of headlines, as a cosine
_LEAST_TIGHTNESS: Final = 0.05
_FEW_PAIRS: Final = 2
_DOUBT: Final = 2.0  # few pairs are weak evidence; two single articles need this much more


class Side(NamedTuple):
    """A story, or an article, that is to be joined with another."""

    size: int
    inner: I64  # tally of the pairs among its members


def parts(across: I64, tightness: float = _USUAL_TIGHTNESS) -> dict[str, float]:
    """What each kind of evidence contributes to the strength, mean over the pairs of a tally."""
    sums = across.tolist()
    long, brief = sums[LONG], sums[BRIEF]
    pairs = long + brief
    found = {
        "bias": (long * _BIAS + brief * _SHORT_BIAS) / pairs,
        "time": sums[TIME] / (pairs * TIME_UNIT),
    }
    if long:
        share = long / pairs
        for name, block, weight, shaped in _FORM:
            found[name] = share * weight * shaped(max(0, sums[block]) / (long * UNIT * UNIT))
        found["weekday"] = share * _CONFLICT * sums[CONFLICTS] / long
    if brief:
        eased = (_USUAL_TIGHTNESS / tightness) ** _EASE
        found["headline"] = _SHORT_WEIGHT * eased * max(0, sums[Block.SHORT]) / (pairs * UNIT * UNIT)
    return found


def strength(across: I64, tightness: float = _USUAL_TIGHTNESS) -> float:
    """Mean log-odds over the pairs of a tally that they report one event."""
    return math.fsum(parts(across, tightness).values())


def cohesion(inner: I64) -> float:
    """Strength among a story's own members, drawn to the usual one where pairs are few."""
    pairs = int(inner[LONG]) + int(inner[BRIEF])
    if not pairs:
        return _USUAL
    return (strength(inner) * pairs + _FEW_PAIRS * _USUAL) / (pairs + _FEW_PAIRS)


def link(across: I64, *sides: Side) -> float:
    """The score of joining two sides: to be at least THRESHOLD.

    A tight story asks more of what is to join it, and few pairs are weak evidence.
    """
    pairs = int(across[LONG]) + int(across[BRIEF])
    size = sum(side.size for side in sides)
    tightness = math.fsum(side.size * _tightness(side.inner) for side in sides) / size
    mean = math.fsum(side.size * cohesion(side.inner) for side in sides) / size
    share = int(across[LONG]) / pairs
    asked = share * _COHESION * (mean - _USUAL) + _DOUBT / math.sqrt(pairs)
    return strength(across, tightness) - asked


def _tightness(inner: I64) -> float:
    """Mean cosine of the headlines of a story's members, drawn to the usual one where pairs are few."""
    brief = int(inner[BRIEF])
    total = max(0, int(inner[Block.SHORT])) / (UNIT * UNIT)
    return max((total + _FEW_PAIRS * _USUAL_TIGHTNESS) / (brief + _FEW_PAIRS), _LEAST_TIGHTNESS)
