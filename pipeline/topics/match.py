"""What a query matches in one article: places for what stands somewhere, units for what holds or does not.

A place is a stretch of words. A unit is the article, or one of its sentences or paragraphs; a condition gives the
units in which it holds, each with a score, and AND, OR and NOT are then operations on sets of units.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from pipeline.records import Evidence
from pipeline.topics import about, clause
from pipeline.topics.clause import Extent, Node
from pipeline.topics.positions import MAX_PLACES, READ, Place, Positions

_PER_CLAUSE: Final = 5  # places shown as evidence
_PER_MATCH: Final = 50


class _Ground(NamedTuple):
    """A clause that has places, and the units in which they count."""

    node: Node
    zone: str
    extent: Extent
    units: frozenset[int]


class Reading:
    """One article read for one query."""

    def __init__(
        self, tree: Node, positions: Positions, matched: Mapping[str, tuple[Evidence, ...]] | None = None
    ) -> None:
        self._tree = tree
        self._positions = positions
        self._matched = matched or {}  # topics that match this article, which the query may refer to
        # Answers by node: the evidence asks again for what matching found. Ids are safe, for the tree is held.
        self._units: dict[tuple[int, str, Extent], dict[int, float]] = {}
        self._places: dict[tuple[int, str], Sequence[Place]] = {}

    def score(self) -> float | None:
        """The score of the query, None if it does not match."""
        return self._holding(self._tree, READ, Extent.ARTICLE).get(0)

    def evidence(self, query: str) -> tuple[Evidence, ...]:
        """What made the query match, in the order written: the first places of each clause."""
        grounds = self._grounds(self._tree, READ, Extent.ARTICLE, frozenset({0}))
        found = (shown for ground in grounds for shown in islice(self._shown(ground, query), _PER_CLAUSE))
        return tuple(dict.fromkeys(islice(found, _PER_MATCH)))

    def holds(self, node: Node, zone: str = READ, extent: Extent = Extent.ARTICLE) -> dict[int, float]:
        """The units in which a clause of the query holds, whatever the rest of the query says, with its score there."""
        return self._holding(node, zone, extent)

    def places(self, node: Node, zone: str = READ) -> Sequence[Place]:
        """Where a clause stands that has places: words, phrases, NEAR, SENTENCE and OR of them."""
        return self._standing(node, zone)

    def _holding(self, node: Node, zone: str, extent: Extent) -> dict[int, float]:
        """The units in which a condition holds, with its score there."""
        key = (id(node), zone, extent)
        if key not in self._units:
            self._units[key] = self._judged(node, zone, extent)
        return self._units[key]

    def _judged(self, node: Node, zone: str, extent: Extent) -> dict[int, float]:  # noqa: PLR0911 - one a kind of clause
        match node:
            case clause.Words() if extent is Extent.ARTICLE:  # most of what is asked: no need to count
                return {0: 1.0} if self._standing(node, zone) else {}
            case clause.And():
                return self._all(node, zone, extent)
            case clause.Or():
                return _highest(self._holding(part, zone, extent) for part in node.parts)
            case clause.AtLeast():
                return self._enough(node, zone, extent)
            case clause.About():
                return self._present(node)
            case clause.Field():
                return self._holding(node.part, node.name, extent)
            case clause.Weighted():
                return {
                    unit: score * node.weight
                    for unit, score in self._holding(node.part, zone, extent).items()
                }
            case _:
                return self._counted(node, zone, extent)

    def _all(self, node: clause.And, zone: str, extent: Extent) -> dict[int, float]:
        common = dict(self._holding(node.parts[0], zone, extent))
        for part in node.parts[1:]:
            if not common:
                break
            scores = self._holding(part, zone, extent)
            common = {unit: max(score, scores[unit]) for unit, score in common.items() if unit in scores}
        for part in node.without if common else ():
            refused = self._holding(part, zone, extent)
            common = {unit: score for unit, score in common.items() if unit not in refused}
        return common

    def _enough(self, node: clause.AtLeast, zone: str, extent: Extent) -> dict[int, float]:
        sums: dict[int, float] = {}
        for part in node.parts:
            for unit, score in self._holding(part, zone, extent).items():
                sums[unit] = sums.get(unit, 0.0) + score
        return {unit: total for unit, total in sums.items() if total >= node.minimum}

    def _present(self, node: clause.About) -> dict[int, float]:
        """What stands inside a longer clause is no place of the shorter one, here and in the evidence."""
        words = [part.part if isinstance(part, clause.Weighted) else part for part in node.parts]
        weights = dict(enumerate(_weight(part) for part in node.parts))
        hits = [
            about.Hit(*place, number, self._positions.prominence(place))
            for number, part in enumerate(words)
            for place in self._standing(part, READ)
        ]
        kept = about.outermost(hits, weights)
        for number, part in enumerate(words):
            self._places[id(part), READ] = [
                Place(hit.start, hit.end) for hit in kept if hit.clause == number and weights[number] > 0
            ]
        score = sum(about.shares(kept, weights, self._positions.length).values())
        return {0: score} if score >= node.minimum else {}

    def _counted(self, node: Node, zone: str, extent: Extent) -> dict[int, float]:
        if isinstance(node, clause.Published | clause.TopicRef):
            return {0: 1.0} if self._known(node) else {}
        part, minimum = (node.part, node.minimum) if isinstance(node, clause.Count) else (node, 1)
        counts = Counter(self._units_of(self._standing(part, zone), extent))
        return {unit: 1.0 for unit, count in counts.items() if count >= minimum}

    def _known(self, fact: clause.Published | clause.TopicRef) -> bool:
        if isinstance(fact, clause.TopicRef):
            return fact.name in self._matched
        at = self._positions.article.published_at
        return at is not None and (not fact.since or fact.since <= at) and (not fact.until or at < fact.until)

    def _units_of(self, places: Sequence[Place], extent: Extent) -> Iterator[int]:
        units = (self._positions.unit(place, extent) for place in places)
        return (unit for unit in units if unit is not None)

    def _standing(self, node: Node, zone: str) -> Sequence[Place]:
        """The places of a clause, in order; at most MAX_PLACES."""
        key = (id(node), zone)
        if key not in self._places:
            self._places[key] = self._found(node, zone)[:MAX_PLACES]
        return self._places[key]

    def _found(self, node: Node, zone: str) -> list[Place]:
        match node:
            case clause.Words():
                return self._positions.places(node.tokens, zone)
            case clause.Or():
                return sorted({place for part in node.parts for place in self._standing(part, zone)})
            case clause.Near():
                parts = [self._standing(part, zone) for part in node.parts]
                return (
                    _in_order(parts, node.distance) if node.ordered else _in_any_order(parts, node.distance)
                )
            case clause.NotNear():
                return _apart(
                    self._standing(node.part, zone), self._standing(node.without, zone), node.distance
                )
            case clause.Within():
                units = self._holding(node.part, zone, node.extent)
                return sorted(self._stretch(node, zone, unit) for unit in units)
            case _:
                raise AssertionError(f"{type(node).__name__} has no place in a text")  # refused by parse

    def _stretch(self, node: clause.Within, zone: str, unit: int) -> Place:
        """From the first to the last word that makes a condition hold in one sentence or paragraph."""
        grounds = self._grounds(node.part, zone, node.extent, frozenset({unit}))
        firsts = [next(self._places_of(ground)) for ground in grounds]
        return Place(min(place.start for place in firsts), max(place.end for place in firsts))

    def _grounds(self, node: Node, zone: str, extent: Extent, units: frozenset[int]) -> Iterator[_Ground]:
        """The clauses with places that make a condition hold in some of the units.

        A sentence is shown as one place. A paragraph is too long for that: what holds in it is shown instead.
        """
        if units.isdisjoint(self._holding(node, zone, extent)):
            return
        match node:
            case clause.And() | clause.Or() | clause.AtLeast() | clause.About():
                for part in node.parts:
                    yield from self._grounds(part, zone, extent, units)
            case clause.Weighted():
                yield from self._grounds(node.part, zone, extent, units)
            case clause.Field():
                yield from self._grounds(node.part, node.name, extent, units)
            case clause.Within(extent=Extent.PARAGRAPH):
                paragraphs = frozenset(self._holding(node.part, zone, node.extent))
                inside = paragraphs & units if extent is Extent.PARAGRAPH else paragraphs
                yield from self._grounds(node.part, zone, node.extent, inside)
            case _:
                yield _Ground(node, zone, extent, units)

    def _places_of(self, ground: _Ground) -> Iterator[Place]:
        node = ground.node.part if isinstance(ground.node, clause.Count) else ground.node
        places = self._standing(node, ground.zone)
        return (place for place in places if self._positions.unit(place, ground.extent) in ground.units)

    def _shown(self, ground: _Ground, query: str) -> Iterator[Evidence]:
        written = clause.as_written(query, ground.node)
        match ground.node:
            case clause.Published():
                at = self._positions.article.published_at
                moment = at.isoformat() if at else ""
                yield Evidence(clause=written, field="published", start=0, end=len(moment), words=moment)
            case clause.TopicRef(name=name):
                yield from (replace(other, clause=written) for other in self._matched[name])
            case _:
                for place in self._places_of(ground):
                    field, start, end, words = self._positions.standing(place)
                    yield Evidence(clause=written, field=field, start=start, end=end, words=words)


def _weight(part: Node) -> float:
    return part.weight if isinstance(part, clause.Weighted) else 1.0


def _highest(alternatives: Iterator[dict[int, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for units in alternatives:
        for unit, score in units.items():
            best[unit] = max(score, best.get(unit, score))
    return best


def _followed(places: Sequence[Place], others: Sequence[Place], distance: int) -> set[Place]:
    """Places of one clause joined with those of another that begin after them, at most so many words on."""
    starts = [other.start for other in others]
    joined: set[Place] = set()
    pairs = 0
    for place in places:
        low = bisect_left(starts, place.end)
        high = bisect_right(starts, place.end + distance - 1)
        joined.update(Place(place.start, other.end) for other in others[low:high])
        pairs += high - low
        if pairs >= MAX_PLACES:
            break
    return joined


def _in_order(parts: Sequence[Sequence[Place]], distance: int) -> list[Place]:
    joined: Sequence[Place] = parts[0]
    for part in parts[1:]:
        joined = sorted(_followed(joined, part, distance))
    return list(joined)


def _in_any_order(parts: Sequence[Sequence[Place]], distance: int) -> list[Place]:
    """Every order, built up by the set of the parts used so far: five parts take 75 joins, not 120 orders of four."""
    everything = frozenset(range(len(parts)))
    chains: dict[frozenset[int], set[Place]] = {
        frozenset({index}): set(part) for index, part in enumerate(parts)
    }
    for _ in parts[1:]:
        longer: dict[frozenset[int], set[Place]] = {}
        for used, places in chains.items():
            ordered = sorted(places)
            for index in sorted(everything - used):
                longer.setdefault(used | {index}, set()).update(_followed(ordered, parts[index], distance))
        chains = longer
    return sorted(chains[everything])


def _apart(places: Sequence[Place], others: Sequence[Place], distance: int) -> list[Place]:
    """Places that no place of the other clause overlaps or comes near to."""
    if not others:
        return list(places)
    starts = [other.start for other in others]
    reach = list(_running_ends(others))  # the furthest end so far: a long place may reach past later ones
    return [
        place
        for place in places
        if (last := bisect_left(starts, place.end + distance)) == 0
        or reach[last - 1] <= place.start - distance
    ]


def _running_ends(places: Sequence[Place]) -> Iterator[int]:
    furthest = 0
    for place in places:
        furthest = max(furthest, place.end)
        yield furthest
