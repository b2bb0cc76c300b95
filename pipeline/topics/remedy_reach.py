"""Changes of NEAR and NOT NEAR with which they would hold: a wider reach, another order, less distance from what is refused."""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.topics import clause
from pipeline.topics.grammar import MAX_DISTANCE
from pipeline.topics.near_miss import Nearness

# Costs say how much of what was meant is given up: a form is still the word, a wider reach still the relation.
FORM: Final = 1.0
REACH: Final = 1.0
SCOPE: Final = 1.5
WORD: Final = 2.0
FIELD: Final = 2.0
MINIMUM: Final = 2.0
LOOSE: Final = 3.0
DROP: Final = 4.0
_ORDER: Final = 1.0
_NEAR = re.compile(r"O?NEAR/\d+")


class Change(NamedTuple):
    """A clause, or a query, written so that it would hold."""

    cost: float
    text: str
    steps: tuple[str, ...]  # for a person


def reached(query: str, node: clause.Near, near: Nearness, zone: str) -> Iterable[Change]:
    """A wider reach, or any order, for parts that all stand in a zone."""
    operator = f"{'O' if node.ordered else ''}NEAR/{node.distance}"
    for ordered in (True, False) if node.ordered else (False,):
        needed = near.distance(replace(node, ordered=ordered), zone)
        if needed is None or needed > MAX_DISTANCE:
            continue
        distance = max(needed, node.distance)
        wanted = f"{'O' if ordered else ''}NEAR/{distance}"
        cost = REACH + farther(distance, node.distance) + (_ORDER if node.ordered and not ordered else 0.0)
        yield Change(cost, _respelled(query, node, wanted), (f"{wanted} instead of {operator}",))
    yield Change(LOOSE + REACH, f"({_respelled(query, node, 'AND')})", (f"AND instead of {operator}",))


def _respelled(query: str, node: clause.Near, wanted: str) -> str:
    """The chain with another operator between its parts, which themselves stay as they are."""
    made, at = "", node.start
    for before, after in pairwise(node.parts):
        made += query[at : before.end] + _NEAR.sub(wanted, query[before.end : after.start], count=1)
        at = after.start
    return made + query[at : node.end]


def cleared(query: str, node: clause.NotNear, near: Nearness, zone: str) -> Iterable[Change]:
    """Less distance from what is refused; or none is asked for."""
    distance = near.clearance(node, zone)
    if distance is not None:
        between = query[node.part.end : node.without.start]
        between = between.replace(f"/{node.distance}", f"/{distance}", 1)
        text = query[node.start : node.part.end] + between + query[node.without.start : node.end]
        yield Change(REACH, text, (f"NOT NEAR/{distance} instead of NOT NEAR/{node.distance}",))
    refused = f"NOT NEAR/{node.distance} {clause.as_written(query, node.without)}"
    yield Change(DROP, f"({query[node.part.start : node.part.end]})", (f"leave out {refused}",))


def farther(distance: int, wanted: int) -> float:
    """Each doubling of a distance costs half a point."""
    return math.log2(distance / wanted) / 2 if distance > wanted else 0.0
