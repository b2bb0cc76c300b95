"""What is probably not meant in a topic's query, though it parses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from itertools import combinations
from typing import Final

from pipeline.records import Topic
from pipeline.topics import clause
from pipeline.topics.clause import Mode, Node, Token
from pipeline.topics.field_value import CHECKED, slips
from pipeline.topics.query import QueryError, parse
from pipeline.topics.query_term import FUNCTIONS
from pipeline.topics.topic import problems

_FEW: Final = 3  # letters beside a wildcard: sub* alone stands for hundreds of words


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something odd about a topic, and where in its query."""

    topic: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"topic {self.topic}, line {self.line}, column {self.column}: {self.text}"


def lint(topics: Sequence[Topic]) -> list[str]:
    """Warnings, each with topic, line and column; topics that do not parse are problems() and left out."""
    return [str(found) for found in remarks(topics)]


def remarks(topics: Sequence[Topic]) -> list[Remark]:
    """The same, in parts."""
    broken = {problem.topic for problem in problems(topics)}
    return [
        found
        for topic in topics
        if topic.sql is None and topic.name not in broken
        for found in _warnings(topic)
    ]


def remark(topic: Topic, start: int, text: str) -> Remark:
    """`start`: of the clause in the query."""
    where = QueryError(text, start, topic.query)
    return Remark(topic=topic.name, line=where.line, column=where.column, text=text)


def _warnings(topic: Topic) -> Iterator[Remark]:
    found = {warning for node in clause.clauses(parse(topic.query)) for warning in _about(node, topic.query)}
    return (remark(topic, start, text) for start, text in sorted(found))


def _about(node: Node, query: str) -> Iterator[tuple[int, str]]:
    """Character in the query, and what is odd there."""
    match node:
        case clause.Or():
            yield from _dead(node, query)
            yield from _mixed(node, query)
        case clause.And():
            yield from _contradictory(node, query)
        case clause.Field(name=name, part=part) if name in CHECKED:
            yield from slips(name, part)
        case clause.Words():
            yield from _broad(node)
            yield from _lower_case_function(node, query)
        case _:
            return


def _dead(node: clause.Or, query: str) -> Iterator[tuple[int, str]]:
    """Alternatives that find nothing another does not find already."""
    words = [part for part in node.parts if isinstance(part, clause.Words)]
    for first, second in combinations(words, 2):
        for covering, covered in ((first, second), (second, first)):
            if _covers(covering.tokens, covered.tokens):
                text = f"{clause.as_written(query, covered)} adds nothing to {clause.as_written(query, covering)}"
                yield covered.start, text
                break


def _covers(short: Sequence[Token], long: Sequence[Token]) -> bool:
    """Whether wherever the longer phrase stands the shorter one does too."""
    return any(
        all(_wider(wide, narrow) for wide, narrow in zip(short, long[at:], strict=False))
        for at in range(len(long) - len(short) + 1)
    )


def _wider(wide: Token, narrow: Token) -> bool:
    if wide == narrow:
        return True
    if wide.mode is Mode.PATTERN:
        return narrow.mode is Mode.FORM and bool(re.match(translate(wide.text), narrow.text))
    return wide.mode is Mode.INFLECTED and narrow.mode is Mode.FORM and wide.text == narrow.text


def _mixed(node: clause.Or, query: str) -> Iterator[tuple[int, str]]:
    for part in node.parts:
        written = query[part.start : part.end]
        if isinstance(part, clause.And) and not _bracketed(written):
            yield (
                part.start,
                f"AND before OR without brackets: read as ({clause.as_written(query, part)}) OR …",
            )
            return


def _bracketed(written: str) -> bool:
    depth = 0
    for at, char in enumerate(written):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at == len(written) - 1
    return False


def _contradictory(node: clause.And, query: str) -> Iterator[tuple[int, str]]:
    wanted = {_meaning(part) for part in node.parts}
    for part in node.without:
        if _meaning(part) in wanted:
            yield part.start, f"never matches: {clause.as_written(query, part)} is both wanted and refused"


def _meaning(node: Node) -> str:
    """A tree without the places of its clauses in the query."""
    return re.sub(r"start=\d+, end=\d+,? ?", "", repr(node))


def _broad(node: clause.Words) -> Iterator[tuple[int, str]]:
    for token in node.tokens:
        if token.mode is Mode.PATTERN and len(token.text.replace("*", "").replace("?", "")) <= _FEW:
            yield node.start, f"{token.text} finds very many words"


def _lower_case_function(node: clause.Words, query: str) -> Iterator[tuple[int, str]]:
    name = query[node.start : node.end].upper()
    if name in FUNCTIONS and query[node.end :].lstrip().startswith("("):
        yield (
            node.start,
            f"{query[node.start : node.end]} is looked for as a word; the operator is written {name}(…)",
        )
