"""The counts of texts in Chinese, Japanese, Korean and Thai: a number with its counter, and what the clause says befell people.

The same figures as pipeline.facts.figure makes of words, read by patterns (pipeline.facts.figure_words_asia) for want of spaces: one pass over
the numbers, a bounded look to both sides of each.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from pipeline.facts.figure_words_asia import ASIA, Patterns
from pipeline.facts.numeral_asia import pattern, value
from pipeline.records import Article, Figure

_CLAUSE: Final = re.compile(r"[,，、。！？!?；;：:\n「」『』“”()（）]|\.(?!\d)")
_SENTENCE: Final = re.compile(r"[。！？!?；;\n]|\.(?!\d)")
_ALONE: Final = "(?<![和及与與或및])(?<![者人]と)(?<![와과] )"  # the dead and the injured are 12 together
_BACK: Final = 60  # characters before a number that are looked at
_BEFORE: Final = 24  # of these, in which may stand what befell people
_REST: Final = 40  # characters behind what befell them
_BESIDE: Final = 8  # characters from the number that is not meant to the one that is
_SHORTEST: Final = 6  # characters of a word that says it is no count
_MOST: Final = 1e15


class _State(NamedTuple):
    counted: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Compiled:
    words: Patterns
    number: re.Pattern[str]
    before: re.Pattern[str]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    instead: re.Pattern[str]
    not_instead: re.Pattern[str]
    unsaid: re.Pattern[str]
    within: re.Pattern[str]
    unsaid_after: re.Pattern[str]
    earlier: re.Pattern[str]
    right: re.Pattern[str]


def figures_of(article: Article, language: str) -> tuple[Figure, ...]:
    """The counts in the article's text, in order; the language is one of ASIA."""
    return tuple(_Reader(article, _compiled(language)).found())


@cache
def _compiled(language: str) -> _Compiled:
    words = ASIA[language]
    gap = rf"[^\d,，、。！？!?；;：:\n.]{{0,{words.near}}}?"
    return _Compiled(
        words,
        _number(words),
        re.compile(rf"{_ALONE}(?:{_named(words.before)})(?={words.links}$)"),
        tuple((kind, re.compile(one.replace("~", gap))) for kind, one in words.after.items()),
        re.compile(rf"(?:{words.instead})\s?$"),
        re.compile(rf"\s?(?:{words.not_instead})"),
        re.compile(words.unsaid),
        re.compile(words.within),
        re.compile(words.unsaid_after),
        re.compile(words.earlier),
        re.compile(words.right),
    )


def _number(words: Patterns) -> re.Pattern[str]:
    """A qualifier, a number or a range, and what it counts: people, or a unit."""
    numeral, signs = pattern(words), "".join(words.signs)
    over = "|".join(words.over)
    return re.compile(
        rf"(?:(?P<qualifier>{_either(words.qualifiers)})\s?)?(?:(?P<per_cent>{words.per_cent or '(?!)'})\s?)?(?P<sign>[{signs}]?)"
        rf"(?P<number>{numeral})(?:\s?[-–~～〜至到]\s?(?P<high>{numeral}))?\s?(?P<over>{over})?\s?"
        rf"(?:(?P<people>{words.counters}){'|(?=' + words.short + ')' if words.short else ''}(?:\s?(?P<late>{over}))?|{_named(words.units)}|)"
    )


def _either(known: Mapping[str, str]) -> str:
    return "|".join(sorted(known, key=len, reverse=True))


def _named(known: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{name}>{one})" for name, one in known.items())


class _Reader:
    def __init__(self, article: Article, compiled: _Compiled) -> None:
        self._article = article
        self._text = article.text
        self._by = compiled
        self._used = 0  # what befell people before here is told of another number

    def found(self) -> Iterator[Figure]:
        meant: tuple[str, int] | None = None  # what a number counted that was not meant
        for match in self._by.number.finditer(self._text):
            unit = self._unit(match)
            state = None if unit else self._state(match)
            if state is None and unit is None:
                if meant and match["people"] and match.start() - meant[1] <= _BESIDE:
                    yield from self._figure(match, meant[0], match.end())
                continue
            if unit:
                yield from self._figure(match, unit, match.end())
            elif state and self._by.not_instead.match(self._text, match.end()):
                meant = state.counted, match.end()
            elif state and not self._unsaid(match, state):
                yield from self._figure(match, state.counted, max(match.end(), state.end))

    def _unit(self, match: re.Match[str]) -> str | None:
        words = self._by.words
        named = next((unit for unit in words.units if match[unit]), None)
        return words.signs.get(match["sign"]) or ("percent" if match["per_cent"] else named)

    def _state(self, match: re.Match[str]) -> _State | None:
        """What befell the people counted: behind the counter, or in the words right before."""
        short = match["people"] is None
        if not self._counts(match) or (short and match.end() >= len(self._text)):
            return None
        after = self._after(match)
        before = None if short else self._before(match)
        found = (before or after) if self._by.words.first else (after or before)
        if found:
            self._used = max(self._used, found.end)
        return found

    def _counts(self, match: re.Match[str]) -> bool:
        """No twelfth, no several tens, none; a bare number only right before what befell them."""
        no_count = self._by.words.no_count
        before = self._text[max(0, match.start() - _SHORTEST) : match.start()]
        return not (no_count and re.search(rf"(?:{no_count})$", before)) and bool(
            match["people"] or self._by.words.short
        )

    def _after(self, match: re.Match[str]) -> _State | None:
        found = [
            _State(kind, match.end(), one.end())
            for kind, one_pattern in self._by.after
            if (one := one_pattern.match(self._text, match.end()))
            and (match["people"] or one.end() == match.end() + 1)
        ]
        best = min(found, key=lambda state: state.end, default=None)
        crossed = best and self._by.number.search(self._text, match.end(), best.end)
        return None if crossed and crossed["people"] else best

    def _before(self, match: re.Match[str]) -> _State | None:
        begin = max(self._used, match.start() - _BEFORE, self._clause(match.start()))
        found = list(self._by.before.finditer(self._text, begin, match.start()))[-1:]
        return next((_State(one.lastgroup or "", one.start(), one.end()) for one in found), None)

    def _clause(self, place: int) -> int:
        return _last_end(_CLAUSE, self._text, max(0, place - _BACK), place)

    def _unsaid(self, match: re.Match[str], state: _State) -> bool:
        """Denied, taken back, imagined (as pipeline.facts.unsaid has it)."""
        by, text, first = self._by, self._text, match.start()
        clause = self._clause(min(first, state.start))
        sentence = _last_end(_SENTENCE, text, max(0, first - _BACK), first)
        between = text[match.end() : state.end] if state.start >= match.end() else ""
        if by.instead.search(text, max(0, first - _BESIDE), first) or by.within.search(between):
            return True
        end = max(match.end(), state.end)
        if by.unsaid_after.match(text, end, end + _REST):
            return True
        return self._holds(by.unsaid, clause, first) or self._holds(by.earlier, sentence, first)

    def _holds(self, cue: re.Pattern[str], begin: int, end: int) -> bool:
        """Whether a cue stands there and nothing behind it says what is so: but, in fact."""
        last = _last_end(cue, self._text, begin, end, none=-1)
        return last >= 0 and not self._by.right.search(self._text, last, end)

    def _figure(self, match: re.Match[str], counted: str, end: int) -> Iterator[Figure]:
        words = self._by.words
        number, high = value(match["number"], words), value(match["high"] or "", words)
        people = counted in words.after
        if number is None or number > _MOST or (people and (number < 1 or number != int(number))):
            return
        over = words.over.get(match["over"] or match["late"] or "")
        yield Figure(
            article_id=self._article.article_id,
            counted=counted,
            value=number,
            high=high if high and high > number else None,
            qualifier=words.qualifiers.get(match["qualifier"] or "") or over,
            start=match.start("number"),
            end=end,
        )


def _last_end(mark: re.Pattern[str], text: str, begin: int, end: int, *, none: int | None = None) -> int:
    """Where the last of the marks ends; if there is none, what stands for none, or where it begins to look."""
    found = begin if none is None else none
    for one in mark.finditer(text, begin, end):
        found = one.end()
    return found
