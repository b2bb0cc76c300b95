"""What the fields `language:` and `country:` of a query can hold: what an article never has there is a slip."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from babel import Locale

from pipeline.texts.language_tag import normal_tag
from pipeline.texts.place import english_places, place
from pipeline.texts.text import words
from pipeline.texts.wordform import unaccented
from pipeline.topics import clause
from pipeline.topics.clause import Mode, Node
from pipeline.topics.query_term import closest

CHECKED: Final = ("country", "language")


def slips(field: str, part: Node) -> Iterator[tuple[int, str]]:
    """Character in the query, and what is wrong there: of each word or phrase that no article can have in the field."""
    for node in clause.clauses(part):
        if isinstance(node, clause.Words) and all(one.mode is not Mode.PATTERN for one in node.tokens):
            phrase = tuple(unaccented(one.text).casefold() for one in node.tokens)
            wrong = _language(phrase) if field == "language" else _country(phrase)
            if wrong is not None:
                yield node.start, f"never matches: {wrong}"


def _language(phrase: Sequence[str]) -> str | None:
    written = " ".join(phrase)
    codes = _codes()
    code = normal_tag("-".join(phrase)) if len(phrase[0]) == 2 else codes.get(written) or _near(written)
    if code == written and code in codes.values():
        return None
    known = code in codes.values()
    return f"{written} is no language; {f'did you mean language:{code}?' if known else 'write two letters, as in language:en'}"


def _near(name: str) -> str | None:
    return _codes().get(closest(name, _codes()) or "")


@cache
def _codes() -> dict[str, str]:
    """By the English name of a language, its ISO 639-1 code as articles have it."""
    named = sorted(Locale("en").languages.items())
    return {name.casefold(): normal_tag(code) or code for code, name in named if len(code) == 2}


def _country(phrase: tuple[str, ...]) -> str | None:
    if any(_stands_in(phrase, name) for name in _places()):
        return None
    written = " ".join(phrase)
    meant = place(phrase, "en") or _places().get(tuple((closest(written, _spelled()) or "").split()))
    hint = (
        f'did you mean country:"{meant.lower()}"?'
        if meant
        else "write its English name, as in country:belarus"
    )
    return f"{written} is no country; {hint}"


def _stands_in(phrase: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(name[at : at + len(phrase)] == phrase for at in range(len(name) - len(phrase) + 1))


@cache
def _places() -> dict[tuple[str, ...], str]:
    return {tuple(unaccented(word.text) for word in words(name)): name for name in sorted(english_places())}


def _spelled() -> list[str]:
    return [" ".join(name) for name in _places()]
