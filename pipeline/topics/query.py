"""The topic query language: a query as written becomes a syntax tree, or an error a person can act on.

docs/topics.md teaches the language; pipeline.topics.clause has the tree and pipeline.topics.match says what it matches.
"""

from dataclasses import dataclass
from typing import Final

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from pipeline.topics import clause
from pipeline.topics.clause import Extent, Fault, Mode, Node
from pipeline.topics.grammar import FACTS, begin, end, parser

# Limits: a query is somebody else's input too. Each is about ten times what a long query of a media desk needs.
MAX_LENGTH: Final = 50_000  # characters
MAX_WORDS: Final = 5_000
MAX_PATTERNS: Final = 200  # words with * or ?
MAX_DEPTH: Final = 40  # clauses inside one another; well below the interpreter's limit on calls

_OPERATORS = frozenset({"_AND", "_OR", "NEAR", "NOT"})
_NAMES = {"LPAR": "the bracket", "RPAR": "the closing bracket", "_COMMA": "the comma"}


class QueryError(ValueError):
    """A query that cannot be understood: what is wrong, where, and what may have been meant."""

    def __init__(self, message: str, position: int, query: str, suggestion: str | None = None) -> None:
        self.message = message
        self.position = position  # 0-based character
        self.line = query.count("\n", 0, position) + 1
        self.column = position - query.rfind("\n", 0, position)
        self.suggestion = suggestion
        where = f"line {self.line}, column {self.column}"
        super().__init__(f"{message} ({where})" + (f"; {suggestion}" if suggestion else ""))


def parse(query: str) -> Node:
    """The tree of a query; raises QueryError."""
    try:
        lexed = _lexed(query)
        _check_brackets(lexed)
        tree = _parsed(query, lexed)
        _check(tree)
    except Fault as fault:
        raise QueryError(fault.message, fault.position, query, fault.suggestion) from None
    return tree


def _parsed(query: str, lexed: list[Token]) -> Node:
    state = (
        parser().parse_interactive()
    )  # takes what is lexed already; lexing it again is a third of the time
    try:
        for token in lexed:
            state.feed_token(token)
        tree = state.feed_eof(lexed[-1])  # type: ignore[no-untyped-call]  # lark's
    except UnexpectedToken as error:
        raise _misplaced(query, lexed, error.token) from None
    assert isinstance(tree, Node)
    return tree


def _lexed(query: str) -> list[Token]:
    if len(query) > MAX_LENGTH:
        raise Fault(
            f"a query has at most {MAX_LENGTH} characters, this one {len(query)}",
            0,
            "join several topics with topic:name",
        )
    try:
        state = parser().parse_interactive(query)  # Lark.lex would build another lexer each time
        lexed = list(state.lexer_thread.lex(state.parser_state))  # type: ignore[no-untyped-call]  # lark's
    except UnexpectedCharacters as error:
        raise _stray(query, error.pos_in_stream or 0) from None
    if not lexed:
        raise Fault("the query is empty", 0, "write a word to look for")
    return lexed


def _stray(query: str, at: int) -> Fault:
    if query[at] == ":":
        return Fault(
            "a colon stands only behind the name of a field",
            at,
            'put what is to be found in quotes, as in "U:S"',
        )
    return Fault("this quotation mark is never closed", at, 'close it with "')


def _check_brackets(lexed: list[Token]) -> None:
    opened: list[Token] = []
    for token in lexed:
        if token.type in {"LPAR", "FUNCTION"}:
            opened.append(token)
        elif token.type == "RPAR" and not opened:
            raise Fault("this bracket closes nothing", begin(token), "remove it, or open one before")
        elif token.type == "RPAR":
            opened.pop()
        elif token.type == "_COMMA" and not (opened and opened[-1].type == "FUNCTION"):
            raise Fault(
                "a comma parts only the clauses of ATLEAST and ABOUT", begin(token), "write OR or AND"
            )
    if opened:
        raise Fault("this bracket is never closed", end(opened[-1]) - 1, "close it with )")


def _misplaced(query: str, lexed: list[Token], token: Token) -> Fault:
    at = len(query) if token.type == "$END" else begin(token)
    before = [other for other in lexed if end(other) <= at]
    behind = f" after {_named(before[-1])}" if before else ""
    if token.type == "$END":
        return Fault(f"the query ends{behind}; expected a word, a phrase or a bracket", at)
    if token.type in _OPERATORS and before and before[-1].type in _OPERATORS:
        return Fault(
            f"{_named(token)} directly{behind}",
            at,
            f'keep one of the two, or write "{token}" in quotes for the word itself',
        )
    if token.type == "WEIGHT":
        return Fault(
            f"the weight {token} weighs nothing{behind}",
            at,
            "write it right behind a word, a phrase or a bracket",
        )
    return Fault(f"expected a word, a phrase or a bracket{behind}, found {_named(token)}", at)


def _named(token: Token) -> str:
    return _NAMES.get(token.type, token.split("(", maxsplit=1)[0].strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the tree a node stands."""

    depth: int = 1
    near: bool = False  # inside NEAR or COUNT: only what has a place in the text
    within: Extent = Extent.ARTICLE
    field: str | None = None


def _check(tree: Node) -> None:
    """Refuses what means nothing; no recursion, so that depth itself can be checked."""
    waiting = [(tree, _Place())]
    sizes = {"words": 0, "patterns": 0}
    while waiting:
        node, place = waiting.pop()
        _check_sizes(node, place, sizes)
        if place.near:
            _check_near(node)
        _check_extent(node, place)
        waiting.extend((part, _below(node, place)) for part in clause.parts_of(node))


def _below(node: Node, place: _Place) -> _Place:
    return _Place(
        depth=place.depth + 1,
        near=isinstance(node, clause.Near | clause.NotNear | clause.Count)
        or (place.near and not isinstance(node, clause.Within)),
        within=node.extent if isinstance(node, clause.Within) else place.within,
        field=node.name if isinstance(node, clause.Field) else place.field,
    )


def _check_sizes(node: Node, place: _Place, sizes: dict[str, int]) -> None:
    if place.depth > MAX_DEPTH:
        raise Fault(
            f"clauses stand more than {MAX_DEPTH} deep inside one another",
            node.start,
            "join several topics with topic:name",
        )
    if isinstance(node, clause.Words):
        sizes["words"] += len(node.tokens)
        sizes["patterns"] += sum(token.mode is Mode.PATTERN for token in node.tokens)
    if sizes["words"] > MAX_WORDS:
        raise Fault(
            f"a query has at most {MAX_WORDS} words", node.start, "join several topics with topic:name"
        )
    if sizes["patterns"] > MAX_PATTERNS:
        raise Fault(
            f"a query has at most {MAX_PATTERNS} words with * or ?",
            node.start,
            "write whole words; their endings are found anyway",
        )


def _check_near(node: Node) -> None:
    match node:
        case clause.Words() | clause.Or() | clause.Near() | clause.NotNear() | clause.Within():
            return
        case clause.And():
            message, hint = (
                "AND and NOT have no place inside NEAR or COUNT",
                "chain them: a NEAR/5 b NEAR/5 c, or a NOT NEAR/5 b",
            )
        case clause.Field():
            message, hint = (
                f"{node.name}: has no place inside NEAR or COUNT",
                f"write it in front: {node.name}:(a NEAR/5 b)",
            )
        case clause.Weighted():
            message, hint = "a weight has no place inside NEAR or COUNT", "weigh the whole: (a NEAR/5 b)^2"
        case _:
            message, hint = (
                "only words, phrases, OR and SENTENCE(…) have a place inside NEAR or COUNT",
                "join the rest with AND",
            )
    raise Fault(message, node.start, hint)


def _check_extent(node: Node, place: _Place) -> None:
    whole = isinstance(node, clause.Published | clause.TopicRef | clause.About) or (
        isinstance(node, clause.Field) and node.name in FACTS
    )
    if whole and place.within is not Extent.ARTICLE:
        raise Fault(
            f"this describes the whole article, not one {place.within}",
            node.start,
            f"write it outside {place.within.upper()}(…)",
        )
    if place.field and (whole or isinstance(node, clause.Field)):
        raise Fault(
            f"a field inside {place.field}:",
            node.start,
            f"close {place.field}:(…) first, then join the two with AND",
        )
    if isinstance(node, clause.Within) and place.field in FACTS:
        raise Fault(f"{place.field}: has no sentences", node.start, f"write {place.field}:(…)")
    if isinstance(node, clause.Within) and place.within is Extent.SENTENCE:
        raise Fault(
            f"{node.extent.upper()}(…) inside SENTENCE(…)",
            node.start,
            "a sentence holds only words, phrases and NEAR",
        )
