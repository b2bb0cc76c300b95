"""The grammar of the topic query language (lark, LALR) and the builder of its tree.

What a node may hold is checked on the finished tree, in pipeline.topics.query.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from lark import Lark, Token, Transformer, v_args

from pipeline.topics import clause
from pipeline.topics.clause import Extent, Fault, Mode, Node
from pipeline.topics.query_term import (
    ELSEWHERE,
    FUNCTIONS,
    RESERVED,
    closest,
    operator_meant,
    refuse_lookalikes,
    tokens,
)

MAX_DISTANCE: Final = 100  # words; beyond it a paragraph is the better scope
MAX_NEAR: Final = 5  # clauses in one chain, for each of their orders is tried

PARTS: Final = ("title", "lead", "text")  # of an article
FACTS: Final = (
    "outlet",
    "source",
    "language",
    "author",
    "entity",
    "country",
    "speaker",
)  # about it as a whole
_FIELDS: Final = (*PARTS, *FACTS, "published", "topic")
_GRAMMAR = r"""
start: either
either: every (_OR every)*
every: _operand (_AND? _operand)*
_operand: negated | chain
negated: NOT chain
chain: _near (NEAR _near)*
_near: weighted | _atom
weighted: _atom WEIGHT
_atom: word | phrase | published | topic | field | group | function
word: WORD
phrase: PHRASE
published: PUBLISHED
topic: TOPIC
field: FIELD _atom
group: LPAR either RPAR
function: FUNCTION either (_COMMA either)* RPAR

NEAR.9: /(?:NOT\s+)?O?NEAR(?:\/\w*|\d*)(?=[\s("“„«=~]|$)/
_AND.8: /AND(?=[\s("“„«]|$)/
_OR.8: /OR(?=[\s("“„«]|$)/
NOT.8: /NOT(?=[\s("“„«]|$)/
FUNCTION.8: /(?:(?:SENTENCE|PARAGRAPH|ATLEAST|ABOUT|COUNT)(?:\/[^\s()]*)?\s*|(?!(?:AND|OR|NOT|O?NEAR)\b)[A-Z]{2,}(?:\/[^\s()]*)?)\(/
PUBLISHED.7: /published:[^\s(),^]*/
TOPIC.7: /topic:[^\s(),^]*/
FIELD.6: /[^\W\d][\w.]*:/
PHRASE.5: /[=~]?["“”„«»][^"“”„«»]*["“”„«»]/
COMMENT.4: /#(?=\s)[^\n]*/
WEIGHT.3: /\^[^\s(),]*/
WORD.1: /(?:[^\s()"“”„«»,^:]|(?<=\d)[,:](?=\d))+/
LPAR: "("
RPAR: ")"
_COMMA: ","
%ignore /\s+/
%ignore COMMENT
"""
_QUOTES = '"“”„«»'
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@lru_cache(maxsize=1)
def parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Builder())


def begin(token: Token) -> int:
    return token.start_pos or 0


def end(token: Token) -> int:
    return begin(token) + len(token)


@dataclass(frozen=True, slots=True)
class _Negated:
    part: Node
    start: int
    end: int


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes the nodes while lark reads, from the leaves up: no recursion, however deep the query."""

    def start(self, node: Node) -> Node:
        return node

    def either(self, *parts: Node) -> Node:
        if len(parts) == 1:
            return parts[0]
        return clause.Or(parts=parts, start=parts[0].start, end=parts[-1].end)

    def every(self, *operands: Node | _Negated) -> Node:
        wanted = tuple(part for part in operands if not isinstance(part, _Negated))
        without = tuple(part.part for part in operands if isinstance(part, _Negated))
        if not wanted:
            raise Fault(
                "NOT alone matches nearly everything",
                operands[0].start,
                "say first what is wanted: sanctions NOT football",
            )
        if len(operands) == 1:
            return wanted[0]
        return clause.And(parts=wanted, without=without, start=operands[0].start, end=operands[-1].end)

    def negated(self, mark: Token, part: Node) -> _Negated:
        return _Negated(part, begin(mark), part.end)

    def chain(self, node: Node, *rest: Node | Token) -> Node:
        marks = [mark for mark in rest if isinstance(mark, Token)]
        if len(marks) >= MAX_NEAR:
            raise Fault(f"a chain of NEAR has at most {MAX_NEAR} parts", begin(marks[MAX_NEAR - 1]))
        made: Node | None = None  # the chain so far, which takes another part if the operator is the same
        for mark, part in zip(marks, (part for part in rest if not isinstance(part, Token)), strict=True):
            node = made = _joined(node, mark, part, extend=node is made)
        return node

    def weighted(self, part: Node, mark: Token) -> Node:
        if not re.fullmatch(r"\^\d{1,4}(\.\d{1,4})?", mark, re.ASCII):
            raise Fault(f"{mark} is no weight", begin(mark), "write a number, as in embargo^2 or embargo^0.5")
        return clause.Weighted(part=part, weight=float(mark[1:]), start=part.start, end=end(mark))

    def word(self, token: Token) -> Node:
        refuse_lookalikes(token)
        exact = token.startswith("=")
        mode = Mode.EXACT if exact else Mode.INFLECTED
        found = tuple(tokens(token[exact:], mode, begin(token)))
        if not found:
            raise Fault(f"{token} has no letter or digit to look for", begin(token), operator_meant(token))
        return clause.Words(tokens=found, start=begin(token), end=end(token))

    def phrase(self, token: Token) -> Node:
        mode = {"=": Mode.EXACT, "~": Mode.INFLECTED}.get(token[0], Mode.FORM)
        inside = token[1 + (token[0] not in _QUOTES) : -1]
        found = tuple(tokens(inside, mode, begin(token)))
        if not found:
            raise Fault("nothing to look for in these quotes", begin(token), "write a phrase between them")
        return clause.Words(tokens=found, start=begin(token), end=end(token))

    def published(self, token: Token) -> Node:
        first, dots, last = token.removeprefix("published:").partition("..")
        if not (first or last):
            raise Fault(
                "published: needs a date",
                begin(token),
                "as in published:2024-02 or published:2024-02-01..2024-02-15",
            )
        since = _period(first, token)[0] if first else None
        until = _period(last if dots else first, token)[1] if last or not dots else None
        if since and until and since >= until:
            raise Fault(f"{token} ends before it begins", begin(token), "write the earlier date first")
        return clause.Published(since=since, until=until, start=begin(token), end=end(token))

    def topic(self, token: Token) -> Node:
        name = token.removeprefix("topic:")
        if not re.fullmatch(r"[a-z0-9-]+", name):
            raise Fault("topic: needs the name of a topic", begin(token), "as in topic:peace-talks")
        return clause.TopicRef(name=name, start=begin(token), end=end(token))

    def field(self, token: Token, part: Node) -> Node:
        name = token[:-1].lower().replace("quote.speaker", "speaker")
        if name not in (*PARTS, *FACTS):
            meant = closest(name, _FIELDS)
            suggestion = f"did you mean {meant}:" if meant else "the fields are " + ", ".join(_FIELDS)
            raise Fault(f"{token[:-1]} is no field", begin(token), suggestion)
        return clause.Field(name=name, part=part, start=begin(token), end=part.end)

    def group(self, opening: Token, part: Node, closing: Token) -> Node:
        return replace(part, start=begin(opening), end=end(closing))

    def function(self, opening: Token, *rest: Node | Token) -> Node:
        parts = tuple(part for part in rest if not isinstance(part, Token))
        name, _, number = opening[:-1].rstrip().partition("/")
        ends = {"start": begin(opening), "end": max(end(part) for part in rest if isinstance(part, Token))}
        if name == "ATLEAST":
            return _at_least(parts, opening, number, ends)
        if name == "ABOUT":
            return _about(parts, opening, number, ends)
        if name not in FUNCTIONS:
            raise _unknown_function(opening, name)
        if len(parts) > 1:
            raise Fault(f"{name} takes one clause", begin(opening), "write AND or OR instead of the comma")
        if name == "COUNT":
            return clause.Count(part=parts[0], minimum=int(_number(opening, number, r"[1-9]\d{0,2}")), **ends)
        if number:
            raise Fault(
                f"{name} takes no number", begin(opening), f"write {name}(…), or NEAR/{number} for a distance"
            )
        return clause.Within(part=parts[0], extent=Extent(name.lower()), **ends)


def _joined(node: Node, mark: Token, part: Node, *, extend: bool) -> Node:
    operator, distance = _near(mark)
    ends = {"start": node.start, "end": part.end}
    if operator == "NOT NEAR":
        return clause.NotNear(part=node, without=part, distance=distance, **ends)
    ordered = operator == "ONEAR"
    if extend and isinstance(node, clause.Near) and (node.distance, node.ordered) == (distance, ordered):
        return clause.Near(parts=(*node.parts, part), distance=distance, ordered=ordered, **ends)
    return clause.Near(parts=(node, part), distance=distance, ordered=ordered, **ends)


def _near(mark: Token) -> tuple[str, int]:
    operator, slash, number = " ".join(mark.split()).partition("/")
    if not slash or not number.isdecimal() or not 1 <= int(number[:9]) <= MAX_DISTANCE:
        bare = operator.rstrip("0123456789")
        digits = number if slash and number.isdecimal() else operator.removeprefix(bare)
        distance = min(max(int(digits[:9] or 5), 1), MAX_DISTANCE)
        raise Fault(
            f"expected a distance of 1 to {MAX_DISTANCE} words after {bare}",
            begin(mark),
            f"did you mean {bare}/{distance}",
        )
    if operator == "NOT ONEAR":
        raise Fault("NOT ONEAR is not known", begin(mark), f"did you mean NOT NEAR/{number}")
    return operator, int(number)


def _at_least(parts: tuple[Node, ...], opening: Token, number: str, ends: dict[str, int]) -> Node:
    minimum = float(_number(opening, number, r"\d{1,4}(\.\d{1,4})?"))
    if len(parts) == 1:
        raise Fault(
            "ATLEAST needs several clauses parted by commas",
            begin(opening),
            "as in ATLEAST/2(tanks, shells, drones)",
        )
    most = sum(part.weight if isinstance(part, clause.Weighted) else 1.0 for part in parts)
    nested = any(
        isinstance(node, clause.AtLeast | clause.Weighted) for part in parts for node in clause.clauses(part)
    )
    if minimum <= 0 or (minimum > most and not nested):
        raise Fault(
            f"ATLEAST/{number} of clauses that add up to {most:g}",
            begin(opening),
            f"write a number from 1 to {most:g}",
        )
    return clause.AtLeast(parts=parts, minimum=minimum, **ends)


def _about(parts: tuple[Node, ...], opening: Token, number: str, ends: dict[str, int]) -> Node:
    minimum = float(_number(opening, number, r"\d{1,4}(\.\d{1,4})?"))
    for part in parts:
        if not isinstance(part.part if isinstance(part, clause.Weighted) else part, clause.Words):
            raise Fault(
                "ABOUT takes words and phrases, each with its weight",
                part.start,
                'as in ABOUT/2(drone^2, missile, "air raid")',
            )
    most = sum(part.weight if isinstance(part, clause.Weighted) else 1.0 for part in parts)
    if not 0 < minimum < most:
        raise Fault(
            f"ABOUT/{number} of words that stay below {most:g} in any article",
            begin(opening),
            "write a smaller number, more words, or weights as in drone^2",
        )
    return clause.About(parts=parts, minimum=minimum, **ends)


def _number(opening: Token, number: str, pattern: str) -> str:
    name = opening.split("/", maxsplit=1)[0].rstrip("( \t\n")
    if not re.fullmatch(pattern, number, re.ASCII):
        raise Fault(f"expected a number after {name}", begin(opening), f"as in {name}/2(…)")
    return number


def _unknown_function(opening: Token, name: str) -> Fault:
    meant = ELSEWHERE.get(name) or closest(name, RESERVED)
    suggestion = (
        f"did you mean {meant}" if meant else f"put a space before the bracket to look for the word {name}"
    )
    return Fault(f"{name} is no operator", begin(opening), suggestion)


def _period(text: str, token: Token) -> tuple[datetime, datetime]:
    """The first moment of a day, month or year, and the first after it."""
    parts = _DATE.fullmatch(text)
    try:
        year, month, day = (int(part or 0) for part in parts.groups()) if parts else (0, 0, 0)
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
        return first, _after(first, month=month, day=day)
    except (ValueError, OverflowError):
        raise Fault(f"{text} is no date", begin(token), "write 2024, 2024-02 or 2024-02-15") from None


def _after(first: datetime, *, month: int, day: int) -> datetime:
    if day:
        return first + timedelta(days=1)
    if month:
        return (first + timedelta(days=31)).replace(day=1)
    return first.replace(year=first.year + 1)
