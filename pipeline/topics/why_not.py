"""Why an article does not match a topic: which clauses hold and where, which do not and how near they came."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.records import Article, Mention, Quote
from pipeline.topics import clause
from pipeline.topics.clause import Extent, Mode, Node
from pipeline.topics.match import Reading
from pipeline.topics.near_miss import FAR, Nearness
from pipeline.topics.positions import READ, Place, Positions
from pipeline.topics.remedy import remedies
from pipeline.topics.remedy_reach import Change
from pipeline.topics.topic import Matcher

_ALTERNATIVES: Final = 12  # of an OR that failed, shown
_NAMED: Final = 4  # sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One clause, and what the article says to it."""

    depth: int  # in the query, from 0
    clause: str  # as written
    start: int  # of it in the query
    holds: bool
    told: str  # where it stands, or how near it came


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A topic and an article that it does not match, or does."""

    topic: str
    query: str
    score: float | None  # it matches after all
    findings: tuple[Finding, ...]
    remedies: tuple[Change, ...]  # the smallest first
    referred: "tuple[Diagnosis, ...]" = ()  # topics that were to match, too, and do not


def why_not(
    matcher: Matcher,
    topic: str,
    article: Article,
    mentions: Iterable[Mention] = (),
    quotes: Iterable[Quote] = (),
) -> Diagnosis:
    """Ask one topic about one article; `matcher` holds it and all that it builds on."""
    mentions, quotes = tuple(mentions), tuple(quotes)
    matched = {match.topic: match.evidence for match in matcher.match(article, mentions, quotes)}
    near = Nearness(Positions(article, mentions, quotes), matched)
    return _diagnosed(matcher, topic, near, frozenset())


def _diagnosed(matcher: Matcher, name: str, near: Nearness, above: frozenset[str]) -> Diagnosis:
    query = next(topic.query for topic in matcher.topics if topic.name == name)
    tree = matcher.tree(name)
    score = Reading(tree, near.positions, near.matched).score()
    if score is not None:
        return Diagnosis(topic=name, query=query, score=score, findings=(), remedies=())
    missing = dict.fromkeys(
        node.name
        for node in clause.clauses(tree)
        if isinstance(node, clause.TopicRef) and node.name not in near.matched and node.name not in above
    )
    return Diagnosis(
        topic=name,
        query=query,
        score=None,
        findings=tuple(_Telling(query, near).findings(tree, READ, 0)),
        remedies=tuple(remedies(query, tree, near)),
        referred=tuple(_diagnosed(matcher, other, near, above | {name, *missing}) for other in missing),
    )


class _Telling:
    def __init__(self, query: str, near: Nearness) -> None:
        self.query = query
        self.near = near

    def findings(self, node: Node, zone: str, depth: int) -> Iterator[Finding]:
        """A clause, and those below it as far as they explain it: of what holds, nothing more is to be said."""
        holds = self.near.holds(node, zone)
        yield self._finding(node, zone, depth, holds=holds)
        if holds:
            return
        match node:
            case clause.And():
                for part in node.parts:
                    yield from self.findings(part, zone, depth + 1)
                for part in node.without:
                    yield self._refused(part, zone, depth + 1)
            case clause.Within(part=clause.And() as inner):  # each for itself, to see where it stands
                for part in inner.parts:
                    yield from self.findings(part, zone, depth + 1)
            case clause.Field():
                yield from self.findings(node.part, node.name, depth + 1)
            case clause.NotNear():
                yield from self.findings(node.part, zone, depth + 1)
            case _:
                parts = sorted(clause.parts_of(node), key=lambda part: not self.near.holds(part, zone))
                for part in parts[:_ALTERNATIVES]:
                    yield from self.findings(part, zone, depth + 1)

    def _finding(self, node: Node, zone: str, depth: int, *, holds: bool) -> Finding:
        return Finding(
            depth=depth,
            clause=clause.as_written(self.query, node),
            start=node.start,
            holds=holds,
            told=self._where(node, zone) if holds else self._shortfall(node, zone),
        )

    def _refused(self, part: Node, zone: str, depth: int) -> Finding:
        found = self.near.holds(part, zone)
        told = f"refused, but {self._where(part, zone)}" if found else "not there, as wanted"
        written = f"NOT {clause.as_written(self.query, part)}"
        return Finding(depth=depth, clause=written, start=part.start, holds=not found, told=told)

    def _where(self, node: Node, zone: str) -> str:  # noqa: PLR0911 - one a kind of clause
        match node:
            case clause.Published():
                return "the date is within"
            case clause.TopicRef():
                return "matches"
            case clause.Field(name=name):
                return self._where(node.part, name)
            case clause.Words() | clause.Near() | clause.NotNear() | clause.Within():
                return self._standing(self.near.places(node, zone))
            case clause.Weighted() | clause.Count():
                return self._where(node.part, zone)
            case clause.Or():
                return self._where(next(part for part in node.parts if self.near.holds(part, zone)), zone)
            case _:
                return "holds"

    def _standing(self, places: Sequence[Place]) -> str:
        standing = self.near.positions.standing(places[0])
        words = " ".join(standing.written.split())
        said = f"“{words[:80]}{'…' if len(words) > 80 else ''}”"
        where = self._sentences(places) if standing.field in {"title", "text"} else f"in {standing.field}"
        return f"{said} {where}"

    def _sentences(self, places: Sequence[Place]) -> str:
        numbers = self.near.sentences(places)
        named = ["the title"] if 0 in numbers else []
        inside = [number for number in numbers if number > 0]
        if inside:
            more = f" and {len(inside) - _NAMED} more" if len(inside) > _NAMED else ""
            listed = ", ".join(map(str, inside[:_NAMED]))
            named.append(f"sentence{'s' * (len(inside) > 1)} {listed}{more}")
        return f"in {', '.join(named)}"

    def _shortfall(self, node: Node, zone: str) -> str:  # noqa: PLR0911 - one a kind of clause
        match node:
            case clause.Words():
                return self._words(node, zone)
            case clause.And():
                missing = sum(not self.near.holds(part, zone) for part in node.parts)
                return (
                    f"{missing} of {len(node.parts)} parts missing"
                    if missing
                    else "holds something that is refused"
                )
            case clause.Or():
                return f"none of {len(node.parts)} alternatives"
            case clause.Near():
                return self._apart(node, zone)
            case clause.NotNear():
                return self._crowded(node, zone)
            case clause.Within():
                return self._parted(node, zone)
            case clause.Published():
                at = self.near.positions.article.published_at
                return f"published {at:%Y-%m-%d %H:%M} UTC" if at else "its date is not known"
            case clause.TopicRef(name=name):
                return f"topic {name} does not match, see below"
            case _:
                return self._amount(node, zone)

    def _words(self, node: clause.Words, zone: str) -> str:
        elsewhere = zone != READ and self.near.places(node, READ)
        if elsewhere:
            return f"not in {zone}: only {self._sentences(elsewhere)}"
        if zone not in {READ, "title", "text", "lead"}:
            return self._fact(zone)
        told = [self._token(token, zone) for token in node.tokens if not self._stands(token, zone)]
        if told:
            return "; ".join(told)
        spread = self.near.spread(node, zone)
        if spread is None:
            return "its words stand, but nowhere near each other"
        return (
            f"its words stand, at nearest {spread} apart"
            if spread > 1
            else "its words stand side by side, in another order or form"
        )

    def _fact(self, zone: str) -> str:
        """What is known instead."""
        said = getattr(self.near.positions.article, zone, None)
        return f"the {zone} is “{said}”" if said else f"no {zone} is known that is so called"

    def _stands(self, token: clause.Token, zone: str) -> bool:
        return bool(self.near.places(clause.Words(tokens=(token,), start=0, end=0), zone))

    def _token(self, token: clause.Token, zone: str) -> str:
        if written := self.near.written(token, zone):
            only = (
                "only with other case, accents or ending"
                if token.mode is Mode.EXACT
                else "only with another ending"
            )
            return f"{token.text} stands there {only}: {', '.join(written)}"
        if similar := self.near.similar(token, zone):
            return f"no {token.text}; nearest: {', '.join(similar)}"
        return f"no {token.text}"

    def _apart(self, node: clause.Near, zone: str) -> str:
        operator = f"{'O' if node.ordered else ''}NEAR/{node.distance}"
        missing = sum(not self.near.places(part, zone) for part in node.parts)
        if missing:
            return f"{missing} of {len(node.parts)} parts missing"
        needed = self.near.distance(node, zone)
        if needed is None and node.ordered:
            turned = self.near.distance(replace(node, ordered=False), zone)
            return (
                f"{operator} wanted, they stand in another order, {turned} apart"
                if turned
                else f"more than {FAR} words apart"
            )
        return (
            f"{operator} wanted, {needed} apart"
            if needed
            else f"{operator} wanted, more than {FAR} words apart"
        )

    def _crowded(self, node: clause.NotNear, zone: str) -> str:
        places = self.near.places(node.part, zone)
        if not places:
            return "not there"
        refused = self._standing(self.near.places(node.without, zone))
        return f"stands only near what is refused: {refused}"

    def _parted(self, node: clause.Within, zone: str) -> str:
        if node.extent is Extent.SENTENCE and self.near.holds(replace(node, extent=Extent.PARAGRAPH), zone):
            return "together in a paragraph, but not in one sentence"
        if self.near.holds(node.part, zone):
            return f"in the article, but not in one {node.extent}"
        return f"in no {node.extent}"

    def _amount(self, node: Node, zone: str) -> str:
        match node:
            case clause.Count():
                return f"{len(self.near.places(node.part, zone))} of {node.minimum} places"
            case clause.AtLeast():
                reached = sum(self.near.score(part, zone) for part in node.parts)
                return f"{reached:g} of {node.minimum:g}"
            case clause.About():
                reached = self.near.score(replace(node, minimum=1e-9), zone)
                return f"{reached:.2f} of {node.minimum:g}"
            case clause.Field(name=name):
                return f"not in {name}"
            case _:
                return "does not hold"
