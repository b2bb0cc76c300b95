"""The smallest change of a query with which an article would match: proposed clause by clause, proven by matching.

Each clause proposes a few ways to hold, with a cost: 0 if it holds, little where the words stand and only their form, order
or distance is another, most where something has to be left out. AND adds costs up, OR takes the cheapest. The proposals for
the whole query are then parsed and matched, cheapest first, and what does not match is thrown away.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from pipeline.topics import clause
from pipeline.topics.clause import Extent, Mode, Node
from pipeline.topics.grammar import MAX_DISTANCE
from pipeline.topics.near_miss import Nearness
from pipeline.topics.positions import READ
from pipeline.topics.query import QueryError, parse
from pipeline.topics.remedy_reach import (
    DROP,
    FIELD,
    FORM,
    LOOSE,
    MINIMUM,
    REACH,
    SCOPE,
    WORD,
    Change,
    cleared,
    farther,
    reached,
)

_KEPT: Final = 4  # proposals a clause
_TRIED: Final = 24  # proposals for a query that are matched
_SHOWN: Final = 2
_STEPS: Final = 3  # who has to change more has another topic in mind

_Chain: TypeAlias = tuple[float, tuple[str, ...], tuple[str, ...]]  # cost, parts, steps


def remedies(query: str, tree: Node, near: Nearness) -> list[Change]:
    """The smallest changes of a query that make it match, each proven; none if nothing small does."""
    found: list[Change] = []
    for change in _Proposing(query, near).ways(tree, READ)[:_TRIED]:
        text = query[: tree.start] + change.text + query[tree.end :]
        proven = change._replace(text=text if "#" in text else " ".join(text.split()))
        if proven.text not in {one.text for one in found} and change.steps and _matches(text, near):
            found.append(proven)
    return found[:_SHOWN]


def _matches(query: str, near: Nearness) -> bool:
    try:
        return near.reading(tree := parse(query)).holds(tree) != {}
    except QueryError:
        return False


class _Proposing:
    def __init__(self, query: str, near: Nearness) -> None:
        self.query = query
        self.near = near

    def ways(self, node: Node, zone: str) -> list[Change]:
        """The cheapest ways to make a clause hold, cheapest first."""
        written = self.query[node.start : node.end]
        if self.near.holds(node, zone):
            return [Change(0.0, written, ())]
        return _cheapest(self._proposed(node, zone))

    def _proposed(self, node: Node, zone: str) -> Iterable[Change]:  # noqa: PLR0911 - one a kind of clause
        match node:
            case clause.Words():
                return self._words(node, zone)
            case clause.And():
                return self._every(node, zone)
            case clause.Or():
                return self._one_of(node, zone)
            case clause.Near():
                return self._near(node, zone)
            case clause.NotNear():
                return self._not_near(node, zone)
            case clause.AtLeast() | clause.About() | clause.Count():
                return self._enough(node, zone)
            case clause.Within():
                return self._within(node, zone)
            case clause.Field():
                return self._field(node)
            case clause.Weighted():
                return self._spliced(node, [(node.part, self.ways(node.part, zone))])
            case _:
                return ()  # a date, another topic: only to be left out

    def _words(self, node: clause.Words, zone: str) -> Iterable[Change]:
        written = clause.as_written(self.query, node)
        if len(node.tokens) > 1:
            yield from self._phrase(node, zone, written)
            return
        (token,) = node.tokens
        if token.mode is Mode.EXACT and self.near.holds(_looser(node), zone):
            plain = f'"{token.text}"'
            yield Change(
                FORM, plain, (f"{plain} instead of {written}, so that case and accents do not matter",)
            )
        for cost, found in ((FORM, self.near.written(token, zone)), (WORD, self.near.similar(token, zone))):
            for word in found[:1]:
                yield Change(cost, f'({written} OR "{word}")', (f'add "{word}" to {written}',))

    def _phrase(self, node: clause.Words, zone: str, written: str) -> Iterable[Change]:
        plain = _looser(node)
        if self.near.holds(plain, zone):
            sign = "~" if plain.tokens[0].mode is Mode.INFLECTED else ""
            text = sign + f'"{" ".join(token.text for token in plain.tokens)}"'
            yield Change(FORM, text, (f"{text} instead of {written}",))
        spread = self.near.spread(node, zone)
        if spread is not None and spread <= MAX_DISTANCE:
            parts = [f'~"{token.text}"' if "'" in token.text else token.text for token in node.tokens]
            text = "(" + f" NEAR/{spread} ".join(parts) + ")"
            yield Change(REACH + farther(spread, 1), text, (f"{text} instead of {written}",))

    def _every(self, node: clause.And, zone: str) -> Iterable[Change]:
        """Every part in one of its ways, or left out; what is refused and found is allowed."""
        sofar: list[_Chain] = [(0.0, (), ())]
        for part in node.parts:
            ways: list[_Chain] = [(way.cost, (way.text,), way.steps) for way in self.ways(part, zone)]
            if not any(cost == 0 for cost, _, _ in ways):
                ways.append((DROP, (), (f"leave out {clause.as_written(self.query, part)}",)))
            sofar = sorted(
                (cost + more, kept + text, steps + done)
                for cost, kept, steps in sofar
                for more, text, done in ways
                if len(steps) + len(done) <= _STEPS
            )[:_KEPT]
        refused = [part for part in node.without if self.near.holds(part, zone)]
        kept_out = [self.query[part.start : part.end] for part in node.without if part not in refused]
        allowed = tuple(f"leave out NOT {clause.as_written(self.query, part)}" for part in refused)
        head, tail = self._ends(node)
        for cost, kept, steps in sofar:
            if kept:
                text = (
                    head
                    + " AND ".join(map(_bracketed_or, kept))
                    + "".join(f" NOT {one}" for one in kept_out)
                    + tail
                )
                yield Change(cost + DROP * len(refused), text, steps + allowed)

    def _ends(self, node: clause.And) -> tuple[str, str]:
        """Brackets around a clause; a chain without any gets them, for what it becomes may bind less tightly."""
        parts = clause.parts_of(node)
        lead = self.query[node.start : min(part.start for part in parts)]
        trail = self.query[max(part.end for part in parts) : node.end]
        opened = lead.count("(")
        return ("(" * opened, ")" * opened) if opened and trail.count(")") >= opened else ("", "")

    def _one_of(self, node: clause.Or, zone: str) -> Iterable[Change]:
        for part in node.parts:
            yield from self._spliced(node, [(part, self.ways(part, zone))])

    def _near(self, node: clause.Near, zone: str) -> Iterable[Change]:
        if all(self.near.places(part, zone) for part in node.parts):
            yield from reached(self.query, node, self.near, zone)
            return
        parts = [(part, self.ways(part, zone)) for part in node.parts]
        for change in _cheapest(self._spliced(node, parts)):
            yield change
            try:
                tree = parse(change.text)
            except QueryError:
                continue
            if isinstance(tree, clause.Near):
                wider = reached(change.text, tree, self.near, zone)
                yield from (
                    Change(one.cost + change.cost, one.text, change.steps + one.steps) for one in wider
                )

    def _not_near(self, node: clause.NotNear, zone: str) -> Iterable[Change]:
        if self.near.places(node.part, zone):
            return cleared(self.query, node, self.near, zone)
        return self._spliced(node, [(node.part, self.ways(node.part, zone))])

    def _enough(self, node: clause.AtLeast | clause.About | clause.Count, zone: str) -> Iterable[Change]:
        score = self._score(node, zone)
        written = self.query[node.start : node.end]
        if score > 0:
            lower = f"{math.floor(score * 100) / 100:g}"
            name = type(node).__name__.upper()
            text = re.sub(rf"{name}/[\d.]+", f"{name}/{lower}", written, count=1)
            yield Change(MINIMUM, text, (f"{name}/{lower} instead of {name}/{node.minimum:g}",))
        for part in clause.parts_of(node):
            if not self.near.holds(part, zone):
                yield from self._spliced(node, [(part, self.ways(part, zone))])

    def _score(self, node: clause.AtLeast | clause.About | clause.Count, zone: str) -> float:
        """What is reached of the minimum."""
        if isinstance(node, clause.Count):
            return float(len(self.near.places(node.part, zone)))
        if isinstance(node, clause.AtLeast):
            return sum(self.near.score(part, zone) for part in node.parts)
        return self.near.score(replace(node, minimum=1e-9), zone)

    def _within(self, node: clause.Within, zone: str) -> Iterable[Change]:
        """The part mended, in the same stretch, in a paragraph, in the whole article."""
        name = node.extent.upper()
        for way in self.ways(node.part, zone):
            if way.steps:
                yield self._around(node, way)
            if node.extent is Extent.SENTENCE:
                text = self._around(node, way).text.replace("SENTENCE", "PARAGRAPH", 1)
                yield Change(way.cost + SCOPE, text, (*way.steps, "PARAGRAPH(…) instead of SENTENCE(…)"))
            yield Change(way.cost + LOOSE, f"({way.text})", (*way.steps, f"without {name}(…)"))

    def _around(self, node: clause.Within, way: Change) -> Change:
        text = self.query[node.start : node.part.start] + way.text + self.query[node.part.end : node.end]
        return way._replace(text=text)

    def _field(self, node: clause.Field) -> Iterable[Change]:
        yield from self._spliced(node, [(node.part, self.ways(node.part, node.name))])
        if self.near.holds(node.part, READ):
            text = f"({self.query[node.part.start : node.part.end]})"
            yield Change(FIELD, text, (f"{clause.as_written(self.query, node.part)} without {node.name}:",))

    def _spliced(self, node: Node, parts: Sequence[tuple[Node, Sequence[Change]]]) -> Iterable[Change]:
        """The clause with one way for each of these parts, the rest as it is; nothing if one has no way."""
        sofar: list[Change] = [Change(0.0, "", ())]
        at = node.start
        for part, ways in parts:
            between = self.query[at : part.start]
            sofar = _cheapest(
                Change(one.cost + way.cost, one.text + between + way.text, one.steps + way.steps)
                for one in sofar
                for way in ways
            )
            at = part.end
        return [one._replace(text=one.text + self.query[at : node.end]) for one in sofar]


def _cheapest(changes: Iterable[Change]) -> list[Change]:
    return sorted({change for change in changes if len(change.steps) <= _STEPS})[:_KEPT]


def _looser(node: clause.Words) -> clause.Words:
    """The same words with one demand less: case and accents, then endings."""
    mode = {Mode.EXACT: Mode.FORM, Mode.FORM: Mode.INFLECTED}
    tokens = tuple(
        clause.Token(token.text.casefold(), mode.get(token.mode, token.mode)) for token in node.tokens
    )
    return replace(node, tokens=tokens)


def _bracketed_or(text: str) -> str:
    return f"({text})" if re.search(r"\bOR\b", text) and not _enclosed(text) else text


def _enclosed(text: str) -> bool:
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and char == ")":
            return text[0] == "(" and at == len(text) - 1
    return False
