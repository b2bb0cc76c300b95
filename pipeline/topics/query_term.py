"""Words of a query: what a term or phrase looks for, and terms that are nearly certain to be meant as an operator."""

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from lark import Token

from pipeline.texts.text import comparable, words
from pipeline.texts.wordform import spelled, unaccented
from pipeline.topics import clause
from pipeline.topics.clause import Fault, Mode

FUNCTIONS: Final = ("SENTENCE", "PARAGRAPH", "ATLEAST", "ABOUT", "COUNT")
RESERVED: Final = ("AND", "OR", "NOT", "NEAR", "ONEAR", *FUNCTIONS)
# What other tools call ours.
ELSEWHERE: Final = {
    "W": "NEAR", "N": "NEAR", "WITHIN": "NEAR", "ADJ": "ONEAR", "PRE": "ONEAR", "SENT": "SENTENCE", "PARA": "PARAGRAPH",
}  # fmt: skip
_SIGNS: Final = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT", "-": "NOT"}
_PIECE = re.compile(r"[\w*?'\u2019\u02bc\u00ad\u200c\u200d\u0300-\u036f\u0591-\u05c7\u064b-\u065f]+")
_SLASHED = re.compile(r"([A-Za-z]+)/(\d+)", re.ASCII)


def refuse_lookalikes(token: Token) -> None:
    """Raises a Fault for a word that is nearly certain to be meant as an operator."""
    _refuse_keyword(token)
    at = token.start_pos or 0
    if slashed := _SLASHED.fullmatch(token):
        name = slashed[1].upper()
        if meant := ELSEWHERE.get(name) or closest(name, RESERVED):
            raise Fault(f"{token} is no operator", at, f"did you mean {meant}/{slashed[2]}")
    if token[0] in "+-!" and len(token) > 1:
        meant = token[1:] if token[0] == "+" else f"NOT {token[1:]}"
        raise Fault(f"{token[0]} in front of a word is not known", at, f"write {meant}")
    if token[0] == "~":
        raise Fault("~ stands only in front of a phrase", at, 'write ~"peace talk", or NEAR/5 for a distance')
    if token[0] in "'\u2018":
        raise Fault("a phrase is written in double quotes", at, 'as in "peace talks"')


def _refuse_keyword(token: Token) -> None:
    name, at = token.upper(), token.start_pos or 0
    quoted = f'or "{token}" in quotes for the word itself'
    if name in FUNCTIONS and token.isupper():
        raise Fault(f"{token} needs a bracket", at, f"write {token}(…), {quoted}")
    if name in {"AND", "OR", "NOT"} or (name in {"NEAR", "ONEAR"} and token.isupper()):
        raise Fault(
            f"{token} is no operator here",
            at,
            f"operators stand between clauses, in capitals: {name}; {quoted}",
        )


def operator_meant(token: str) -> str:
    """What a term without a letter or digit may have been meant as."""
    return f"did you mean {_SIGNS[token]}" if token in _SIGNS else "write a word"


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a misspelt one."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)), None)


def tokens(text: str, mode: Mode, at: int) -> Iterator[clause.Token]:
    """The words of a term or phrase; * and ? make a pattern of the word they stand in."""
    for chunk in text.split():
        pieces = _PIECE.findall(chunk) if "*" in chunk or "?" in chunk else [chunk]
        for piece in pieces:
            yield from _pattern(piece, mode, at) if "*" in piece or "?" in piece else _plain(piece, mode)


def _plain(piece: str, mode: Mode) -> Iterator[clause.Token]:
    for word in words(piece):
        yield clause.Token(spelled(piece[word.start : word.end]) if mode is Mode.EXACT else word.text, mode)


def _pattern(piece: str, mode: Mode, at: int) -> Iterator[clause.Token]:
    if mode is Mode.EXACT:
        raise Fault(
            f"= looks for {piece} as written, so it takes no * or ?", at, "leave out the = or the wildcard"
        )
    letters = piece.replace("*", "").replace("?", "")
    if _unspaced(letters):
        if piece.rstrip("*") != letters:
            raise Fault(
                f"no * or ? inside {piece}: its script has no spaces",
                at,
                "write the parts with ONEAR/3 between them",
            )
        yield from _plain(letters, mode)
    elif len(letters) < 2:
        raise Fault(f"{piece} would match far too much", at, "write at least two letters besides * and ?")
    else:
        yield clause.Token(unaccented(comparable(piece)), Mode.PATTERN)


def _unspaced(letters: str) -> bool:
    """Whether a character is a word of its own: only in a script without spaces does a doubled letter make two."""
    return any(char.isalpha() and len(list(words(char + char))) == 2 for char in letters)
