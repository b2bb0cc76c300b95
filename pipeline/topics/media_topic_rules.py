"""The IPTC Media Topics as rules: for each topic and language, the words that texts about it have.

They lie in pipeline/topics/mediatopics, a file a top topic. A list is what stands inside ABOUT(…) in the query language
(docs/topics.md): words, phrases, prefixes, each with its weight. A topic is also found by the words of the topics below it.
"""

import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from pipeline.identity import content_id
from pipeline.texts.wordform import stems, unaccented
from pipeline.topics.clause import Mode, Token
from pipeline.topics.query_term import tokens

_FOLDER: Final = "mediatopics"
_HANDED_UP: Final = 0.5  # of a term's weight, to the topic above
# A word or phrase, its weight and the comma behind it: the part of the query language that a list needs.
_TERM: Final = re.compile(r'\s*([=~]?"[^"]*"|[^\s",^]+)(?:\^(\d{1,4}(?:\.\d{1,4})?))?\s*(?:,|$)', re.ASCII)
_MODES: Final = {'="': Mode.EXACT, '~"': Mode.INFLECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTopic:
    """A concept of the vocabulary, with the words for it by language (ISO 639-1)."""

    code: str  # medtop:…
    name: str  # in English
    top: str  # code of the top topic; its own, if it is one
    parent: str | None
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to look for, with its weight: 0 for one that only keeps a shorter one from counting."""

    written: str
    tokens: tuple[Token, ...]
    weight: float


Rules: TypeAlias = Mapping[str, Mapping[tuple[Token, ...], Term]]  # by code: the terms by what they look for


@cache
def media_topics() -> Mapping[str, MediaTopic]:
    """All topics by code, each behind the one above it."""
    return {topic.code: topic for text in _files() for topic in _read(text)}


@cache
def languages() -> frozenset[str]:
    """That there are rules for."""
    return frozenset(language for topic in media_topics().values() for language in topic.terms)


@cache
def version() -> str:
    """Of the rules: it changes with them."""
    return content_id("media topics", *_files())


@cache
def _files() -> tuple[str, ...]:
    folder = importlib.resources.files("pipeline.topics").joinpath(_FOLDER)
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return tuple(file.read_text("utf-8") for file in files)


def _read(text: str) -> Iterator[MediaTopic]:
    listed = tomllib.loads(text)["topic"]
    for entry in listed:
        yield MediaTopic(
            code=entry["code"],
            name=entry["name"],
            top=listed[0]["code"],
            parent=entry.get("parent"),
            terms={key: value for key, value in entry.items() if key not in {"code", "name", "parent"}},
        )


def terms(written: str) -> Iterator[Term]:
    """The terms of a list, as ABOUT reads them; raises ValueError with what cannot be read."""
    at = 0
    while at < len(written.rstrip()):
        found = _TERM.match(written, at)
        if not found:
            raise ValueError(f"not a list of terms from here: {written[at : at + 40]!r}")
        yield Term(found[1], _tokens(found[1]), float(found[2] or 1))
        at = found.end()


def _tokens(term: str) -> tuple[Token, ...]:
    if term.endswith('"'):
        mode = _MODES.get(term[:2], Mode.FORM)
        return tuple(tokens(term[term.index('"') + 1 : -1], mode, 0))
    exact = term.startswith("=")
    return tuple(tokens(term[exact:], Mode.EXACT if exact else Mode.INFLECTED, 0))


def gathered(language: str) -> Rules:
    """By code, the terms of a topic in one language and of all below it: the heaviest of the same, a topic's own first.

    A phrase from below counts no less than a word in it that the topic has itself, for it takes that word's place.
    """
    found: dict[str, dict[tuple[Token, ...], Term]] = {}
    for code, topic in reversed(list(media_topics().items())):
        own = {term.tokens: term for term in terms(topic.terms.get(language, ""))}
        below = found.get(code, {})
        words = _weights(own.values(), language)
        found[code] = {key: _at_least(term, words, language) for key, term in below.items()} | own
        if topic.parent:
            _hand_up(found[code], found.setdefault(topic.parent, {}))
    return {code: found[code] for code in media_topics()}


def _hand_up(below: Mapping[tuple[Token, ...], Term], above: dict[tuple[Token, ...], Term]) -> None:
    for key, term in below.items():
        weight = term.weight * _HANDED_UP
        if key not in above or above[key].weight < weight:
            above[key] = Term(term.written, term.tokens, weight)


def _weights(listed: Iterable[Term], language: str) -> Mapping[tuple[Mode, str], float]:
    """Of the single words of a list, by what they are compared with."""
    found: dict[tuple[Mode, str], float] = {}
    for term in listed:
        if len(term.tokens) == 1:
            for key in _keys(term.tokens[0], language):
                found[key] = max(found.get(key, 0.0), term.weight)
    return found


def _keys(token: Token, language: str) -> Iterator[tuple[Mode, str]]:
    match token.mode:
        case Mode.INFLECTED:
            yield from ((token.mode, stem) for stem in stems(token.text, language))
        case Mode.FORM:
            yield token.mode, unaccented(token.text.casefold())
        case _:  # a beginning or ending hardly stands in a phrase
            return


def _at_least(term: Term, words: Mapping[tuple[Mode, str], float], language: str) -> Term:
    if len(term.tokens) == 1 or not term.weight:
        return term
    same = (Token(token.text, mode) for token in term.tokens for mode in (Mode.INFLECTED, Mode.FORM))
    weight = max(words.get(key, 0.0) for token in same for key in _keys(token, language))
    return term if weight <= term.weight else Term(term.written, term.tokens, weight)
