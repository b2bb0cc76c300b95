"""How strongly articles are taken to report one event: the score of a tally.

The mean over pairs of each block's cosine goes through one linear form, the log-odds of a logistic regression over pairs of
labelled articles (docs/design.md says which, and what each feature is worth). Between stories it is average link, not single link:
one chance resemblance between two members must not join two stories. An article is held against the nearest member as well.
"""

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from pipeline.stories.profile import (
    BRIEF,
    CONFLICTS,
    COUNTED,
    FIGURED,
    FOREIGN,
    KEY_UNIT,
    LONG,
    MIXED,
    NAMED,
    TIME,
    TIME_UNIT,
)
from pipeline.stories.vector import I64, UNIT, Block

# Of `link`. With the two constants and the margin of a split chosen together, on ECB+ and NewsWCL50: _CAUTION says what that
# is worth, and that their neighbours are worth the same.
THRESHOLD: Final = -1.25
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
# The same wording with other figures: market tables, weather, strikes of a war. Of 650 pairs of ECB+ of one event that share .15
# of their neighbouring words and have two figures each, 22 share less than .1 of these; the more words, the more figures.
_FORM_LOSS: Final = 8.0
_FORM_WORDING: Final = (0.1, 0.17)  # from no loss to all
_FORM_FIGURES: Final = 0.25  # as many shared, or as of the words if that is more, and there is no loss
# Two texts in two languages: words say nothing, names alone say topic, so figures must agree as well. Measured on pairs of ECB+
# as though their languages differed: .98 of what joins is of one event, the rest of the same topic; a sixth of all is found.
_FOREIGN_BIAS: Final = -8.2
_FOREIGN: Final = (
    ("foreign names", NAMED, 16.0, 0.4),
    ("foreign figures", FIGURED, 12.0, 0.5),
)  # weight, cap
# Headlines say little: any likeness counts, on a scale of its own, beyond that with the headlines of the days at large
# (pipeline.stories.commonplace). The bias was fitted on headlines of 44 stories that have nothing in common. On headlines about one event
# of weeks (the Olympics; 500 to 4,000 in each of five languages) the best bias, with neither hours nor the latter, was lower by
# 14 to 17 times that likeness; with the hours, ten times it, the weight of any likeness, takes the densest of these sets from
# .52 to .72 and the others nowhere (-.003), and where they have nothing in common it is nothing.
_SHORT_BIAS: Final = -1.75
_SHORT_WEIGHT: Final = 10.0
# A headline and a text: how like the headline is to the text's own, and its words to those of the text's beginning, which repeats
# them. The log-odds on pairs of ECB+ (one of them cut to its headline) are -6.4, 5 and 19, of average precision .78 (of NewsWCL50,
# where they were not fitted, .87); by the headlines alone .71 (.79). The bias was raised on streams of which half is cut short; at -4.5
# they have .004 more F1 and .02 less precision: two small strikes in different towns were one.
_MIXED_BIAS: Final = -5.0
_MIXED_WEIGHT: Final = 5.0
_GIST_WEIGHT: Final = 19.0
_EASE: Final = 0.7  # exponent with which the scores of headlines go down as a story is tighter
_COHESION: Final = 0.6  # how much more a tight story asks of a member
_USUAL: Final = 3.0  # cohesion of a usual story, and of one too small to tell
_USUAL_TIGHTNESS: Final = 0.25  # the same of headlines, as a cosine
_LEAST_TIGHTNESS: Final = 0.05
_FEW_PAIRS: Final = 2
_DOUBT: Final = 2.4  # few pairs are weak evidence; two single articles need this much more
_SHORT_DOUBT: Final = 2.0  # the same of headlines
# Stories that are made one by mistake seldom part again, an article can still move: two stories of many texts need this much
# more, an article and a story nothing. Without it, at the best threshold for that (-.85), ECB+ has .908 in any order (.919 with
# it), NewsWCL50 .960 (.982); at .5 and a threshold of -1.05, .914 and .982. Headlines, of which any likeness counts, gain
# nothing by it.
_CAUTION: Final = 0.7
# What the member nearest to an article counts beside the mean over all: a story has several angles, and a report need share but
# one. Of articles beside true stories, average precision on ECB+ of which half is headlines goes from .85 to .88 by it, on
# headlines in six languages from .61 to .72 (the worst) and .89 to .91 (the best). Weights of .5 to .7 do as well.
_NEAREST: Final = 0.6
# Of many members one is near by chance: so much more is asked as a story grows, of texts and of headlines among themselves. With
# .75 and less, texts about one war become one story in some orders; of a headline beside texts it only costs (.5 half a point).
_BY_CHANCE: Final = 1.0
_SHORT_BY_CHANCE: Final = 1.5


class Side(NamedTuple):
    """A story, or an article, that is to be joined with another."""

    size: int
    inner: I64  # tally of the pairs among its members


def parts(across: I64, commonplace: float = 0.0, nearest: I64 | None = None) -> dict[str, float]:
    """What each kind of evidence contributes to a link, before what is asked.

    The mean over the pairs of a tally and, where an article is held against a story of several, beside it what the tally with
    the `nearest` member has.
    """
    found = _mean_parts(across, _USUAL_TIGHTNESS, commonplace)
    if nearest is None:
        return found
    near = _mean_parts(nearest, _USUAL_TIGHTNESS, commonplace)
    return {
        name: (1 - _NEAREST) * found.get(name, 0.0) + _NEAREST * near.get(name, 0.0) for name in found | near
    }


def _mean_parts(across: I64, tightness: float, commonplace: float) -> dict[str, float]:
    """What each kind of evidence contributes to the strength, mean over the pairs of a tally.

    `commonplace`: how like any other of late the headline of the article at hand is (pipeline.stories.commonplace).

    Words are compared within a language; pairs in two languages count where there are no others.
    """
    sums = across.tolist()
    mixed, brief, long = sums[MIXED], sums[BRIEF], sums[LONG]
    same = long - sums[FOREIGN]
    alike = same or long
    pairs = alike + mixed + brief
    bias = _BIAS if same else _FOREIGN_BIAS
    found = {
        "bias": (alike * bias + mixed * _MIXED_BIAS + brief * _SHORT_BIAS) / pairs,
        "time": sums[TIME] / ((long + mixed + brief) * TIME_UNIT),
    }
    share = alike / pairs
    if same:
        for name, block, weight, shaped in _FORM:
            found[name] = share * weight * shaped(max(0, sums[block]) / (same * UNIT * UNIT))
        found["form"] = share * _form(sums)
    elif long:
        for name, place, weight, most in _FOREIGN:
            cosine = max(0, sums[place]) / (long * KEY_UNIT * KEY_UNIT)
            found[name] = share * weight * min(cosine, most)
    if long:
        found["weekday"] = share * _CONFLICT * sums[CONFLICTS] / long
    if mixed or brief:
        found |= _of_headlines(sums, pairs, tightness, commonplace)
    return found


def _of_headlines(sums: list[int], pairs: int, tightness: float, commonplace: float) -> dict[str, float]:
    """What pairs with a headline contribute to the mean over all."""
    mixed, brief, unit = sums[MIXED], sums[BRIEF], pairs * UNIT * UNIT
    eased = (_USUAL_TIGHTNESS / tightness) ** _EASE
    short, head = (max(0, sums[block]) for block in (Block.SHORT, Block.HEADLINE))
    found = {"headline": (_SHORT_WEIGHT * eased * short + _MIXED_WEIGHT * head) / unit}
    if mixed:
        found["gist"] = _GIST_WEIGHT * max(0, sums[Block.GIST]) / unit
    if commonplace:
        found["commonplace"] = -commonplace * (_SHORT_WEIGHT * brief + _MIXED_WEIGHT * mixed) / pairs
    return found


def _form(sums: list[int]) -> float:
    """Loss where the wording is the same and the figures are not: a form filled in anew."""
    pairs = (sums[LONG] - sums[FOREIGN]) * UNIT * UNIT
    low, high = _FORM_WORDING
    words, figures = sums[Block.PAIRS] / pairs, sums[Block.NUMBERS] / pairs
    expected = max(words, _FORM_FIGURES)
    worded = min(max(0.0, (words - low) / (high - low)), 1.0) * expected / _FORM_FIGURES
    return -_FORM_LOSS * worded * max(0.0, 1.0 - figures / expected) * sums[COUNTED] / sums[LONG]


def compared(across: I64) -> int:
    """The pairs that decide: those in one language, or all where there are none."""
    pairs = _pairs(across)
    return pairs - int(across[FOREIGN]) or pairs


def _pairs(found: I64) -> int:
    return int(found[LONG]) + int(found[MIXED]) + int(found[BRIEF])


def strength(across: I64, tightness: float = _USUAL_TIGHTNESS, commonplace: float = 0.0) -> float:
    """Mean log-odds over the pairs of a tally that they report one event."""
    return math.fsum(_mean_parts(across, tightness, commonplace).values())


def cohesion(inner: I64) -> float:
    """Strength among a story's own members, drawn to the usual one where pairs are few."""
    pairs = _pairs(inner) - int(inner[FOREIGN])
    if not pairs:
        return _USUAL
    return (strength(inner) * pairs + _FEW_PAIRS * _USUAL) / (pairs + _FEW_PAIRS)


def link(across: I64, *sides: Side, commonplace: float = 0.0, nearest: float | None = None) -> float:
    """The score of joining two sides: to be at least THRESHOLD.

    A tight story asks more of what is to join it, and so do two stories; few pairs are weak evidence. `nearest`: the strength
    between an article and the member of the story that is nearest to it.
    """
    pairs = compared(across)
    size = sum(side.size for side in sides)
    held = [_held(side.inner.tobytes()) for side in sides]
    tightness = math.fsum(side.size * tight for side, (_, tight) in zip(sides, held, strict=True)) / size
    mean = math.fsum(side.size * cohesive for side, (cohesive, _) in zip(sides, held, strict=True)) / size
    short, mixed = int(across[BRIEF]) / pairs, int(across[MIXED]) / pairs
    asked = (
        (1 - mixed - short) * _COHESION * (mean - _USUAL)
        + ((1 - short) * _DOUBT + short * _SHORT_DOUBT) / math.sqrt(pairs)
        + (1 - short) * _CAUTION * (1 - 1 / min(side.size for side in sides))
    )
    found = strength(across, tightness, commonplace)
    if nearest is not None:
        found += _NEAREST * (nearest - found)
        by_chance = (1 - mixed - short) * _BY_CHANCE + short * _SHORT_BY_CHANCE
        asked += by_chance * (1 - 1 / math.sqrt(pairs))
    return found - asked


@lru_cache(maxsize=1 << 15)
def _held(inner: bytes) -> tuple[float, float]:
    """Cohesion and tightness of a tally: of most stories asked for again before they change."""
    pairs: I64 = np.frombuffer(inner, np.int64)
    return cohesion(pairs), _tightness(pairs)


def _tightness(inner: I64) -> float:
    """Mean cosine of the headlines of a story's members, drawn to the usual one where pairs are few."""
    brief = int(inner[BRIEF])
    total = max(0, int(inner[Block.SHORT])) / (UNIT * UNIT)
    return max((total + _FEW_PAIRS * _USUAL_TIGHTNESS) / (brief + _FEW_PAIRS), _LEAST_TIGHTNESS)
