"""The syntax tree of a topic query: what pipeline.topics.query makes of the text and pipeline.topics.match looks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

_COMMENT = re.compile(r"(?<!\S)#(?=\s)[^\n]*")


class Fault(Exception):  # noqa: N818 -- an error only once parse() has added line and column
    """What is wrong with a query, at which character, and what may have been meant."""

    def __init__(self, message: str, position: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.position, self.suggestion = message, position, suggestion


class Mode(StrEnum):
    """How a word of a query is compared with a word of an article."""

    INFLECTED = "inflected"  # the same stem in the article's language
    FORM = "form"  # the same letters; case and accents do not matter
    EXACT = "exact"  # the same letters, case and accents
    PATTERN = "pattern"  # * any letters, ? one letter


class Extent(StrEnum):
    """The stretch of an article in which a condition is to hold."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    start: int  # of the clause in the query
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(_Clause):
    """One word, or several that follow one another."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(_Clause):
    """Parts that stand at most so many words apart, each from the next."""

    parts: "tuple[Node, ...]"
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNear(_Clause):
    """Places of one part that have no place of the other near them."""

    part: "Node"
    without: "Node"
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class And(_Clause):
    parts: "tuple[Node, ...]"
    without: "tuple[Node, ...]" = ()  # what stood behind NOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(_Clause):
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(_Clause):
    """Parts whose scores add up to so much: with no weights, so many of them."""

    parts: "tuple[Node, ...]"
    minimum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class About(_Clause):
    """Words and phrases whose presence (pipeline.topics.about), times their weights, adds up to so much."""

    parts: "tuple[Node, ...]"
    minimum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(_Clause):
    """So many places of one part."""

    part: "Node"
    minimum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(_Clause):
    """A condition that holds inside one sentence or paragraph."""

    part: "Node"
    extent: Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(_Clause):
    part: "Node"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted(_Clause):
    part: "Node"
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(_Clause):
    since: datetime | None  # included
    until: datetime | None  # excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRef(_Clause):
    name: str


Node: TypeAlias = (
    Words
    | Near
    | NotNear
    | And
    | Or
    | AtLeast
    | About
    | Count
    | Within
    | Field
    | Weighted
    | Published
    | TopicRef
)


def parts_of(node: Node) -> tuple[Node, ...]:
    """The clauses right below one, in the order written but for those behind NOT, which come last."""
    match node:
        case And():
            return node.parts + node.without
        case NotNear():
            return (node.part, node.without)
        case Near() | Or() | AtLeast() | About():
            return node.parts
        case Count() | Within() | Field() | Weighted():
            return (node.part,)
        case _:
            return ()


def clauses(node: Node) -> Iterator[Node]:
    """A tree's nodes, parents first; no recursion, so that depth can be checked with it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(parts_of(node)))


def as_written(query: str, node: Node) -> str:
    """The clause as it stands in the query, comments gone and white space made one space."""
    return " ".join(_COMMENT.sub(" ", query[node.start : node.end]).split())
