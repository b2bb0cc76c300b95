"""Words with what their place says of a capital: at the opening of a sentence, or in a headline, it says nothing."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.texts.text import Word, comparable, first_words, sentences

LONGEST_TEXT: Final = 50_000  # words that are looked at: no report is so long
_LEAST_HEADLINE: Final = 5  # words
_HEADLINE: Final = 0.7  # share of capitalised words; body text has 0.1 to 0.3
_OPENING: Final = frozenset('"\u201c\u201e\u00ab\u2018[:;\u2014\u2013\u2022*|>/')
_POSSESSIVE: Final = re.compile(r"['\u2019](?:s|S)?$")


class Token(NamedTuple):
    """A word as written, without a possessive ending."""

    raw: str
    text: str  # comparable
    start: int
    end: int
    opens: bool  # a sentence or a quotation, where a capital says nothing
    capital: bool


def guess_language(text: str) -> str:
    """English or Russian, by the script: enough for names when nobody said what the language is."""
    return "ru" if 2 * len(re.findall(r"[\u0400-\u04ff]", text)) > len(text) else "en"


@lru_cache(maxsize=2)  # names and quotations of one text are read one after the other
def tokenize(text: str) -> tuple[Token, ...]:
    """The words of a text with what their place in the sentence says of a capital."""
    spans = iter(sentences(text))
    bound, last, found, first = 0, 0, list[Token](), 0
    for word in first_words(text, LONGEST_TEXT):
        between = text[last : word.start]
        opens = word.start >= bound or (between != " " and not _OPENING.isdisjoint(between))
        if word.start >= bound:
            _mark_headline(text, found, first)
            first = len(found)
        while word.start >= bound:
            bound = next(spans).end
        found.append(_token(text, word, opens=opens))
        last = word.end
    _mark_headline(text, found, first)
    return tuple(found)


def _token(text: str, word: Word, *, opens: bool) -> Token:
    raw, comparable_ = text[word.start : word.end], word.text
    if "'" in comparable_:
        raw = _POSSESSIVE.sub("", raw) or raw
        comparable_ = comparable(raw)
    return Token(raw, comparable_, word.start, word.start + len(raw), opens, raw[0].isupper())


def _mark_headline(text: str, tokens: list[Token], first: int) -> None:
    """In a sentence all in capitals, or written as a headline and without a full stop, a capital says nothing anywhere."""
    sentence = tokens[first:]
    if len(sentence) < _LEAST_HEADLINE or text.startswith((".", "'s.", "\u2019s."), sentence[-1].end):
        return
    if sum(token.capital for token in sentence) >= _HEADLINE * len(sentence):
        tokens[first:] = [token._replace(opens=True) for token in sentence]
