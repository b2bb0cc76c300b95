"""Names where they stand in a text: runs of capitalised words, and what stands about them.

Only for scripts that tell capitals from small letters; in German, where every noun has a capital, far too many are found (pipeline.facts.mention leaves them out).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

from pipeline.facts.lexicon import BODIES, GENERIC, MODIFIERS, OPENERS, PARTICLES, SPEECH, TITLES
from pipeline.texts.capital import Token
from pipeline.texts.occupation import OCCUPATIONS, PROFESSIONS
from pipeline.texts.place import INSTITUTIONS, LONGEST, place
from pipeline.texts.text import comparable

_MOST_WORDS: Final = 7  # of a name; a longer run of capitals is a headline
_NO_NAME: Final = OPENERS | TITLES | MODIFIERS | PARTICLES | GENERIC
_FULL_NAME: Final = 2  # words
# What people do, behind their names.
_DOES: Final = frozenset(
    [
        "was",
        "is",
        "has",
        "had",
        "who",
        "wurde",
        "war",
        "ist",
        "hat",
        "est",
        "était",
        "a",
        "fue",
        "es",
        "ha",
        "был",
        "была",
        "був",
        "була",
    ]
)


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens taken for a name."""

    first: int  # place among the tokens
    last: int
    name: str
    kind: str
    titled: bool = False


def names(text: str, tokens: Sequence[Token], language: str) -> list[Name]:
    """The names in a text, in order, none overlapping; each as it is written there."""
    reader = _Reader(text, tokens, language)
    return [name for run in reader.runs() for name in reader.parts(run)]


class _Reader:
    """One text, read for what it says about each word."""

    def __init__(self, text: str, tokens: Sequence[Token], language: str) -> None:
        self._text = text
        self._tokens = tokens
        self._language = language
        self._inner = {token.text for token in tokens if token.capital and not token.opens}
        self._small = {token.text for token in tokens if not token.capital}
        self._dates = calendar(language)

    def runs(self) -> Iterator[range]:
        """Stretches of capitalised words, with the small words inside names."""
        place_ = 0
        while place_ < len(self._tokens):
            if not self._begins(place_):
                place_ += 1
                continue
            end = place_ + 1
            while step := self._next(place_, end):
                end += step
            if end - place_ <= _MOST_WORDS:
                yield range(place_, end)
            place_ = end

    def _begins(self, number: int) -> bool:
        token = self._tokens[number]
        if not token.capital or token.text in self._dates:
            return False
        if not token.opens:
            particle = token.text in PARTICLES and self._next(number, number + 1) > 0
            return token.text not in OPENERS or particle or (token.raw.isupper() and len(token.raw) > 1)
        if token.text in OPENERS:
            return False
        return (
            token.text in self._inner
            or self._next(number, number + 1) > 0
            or self._is_place(number, number + 1) is not None
        )

    def _next(self, first: int, end: int) -> int:
        """How many more words belong to the run."""
        for number in range(end, min(end + 3, len(self._tokens))):
            token = self._tokens[number]
            if not self._joined(number) or token.text in self._dates:
                return 0
            if token.capital or self._syllable(first, number):
                return number + 1 - end
            if not self._links(first, number):
                return 0
        return 0

    def _syllable(self, first: int, number: int) -> bool:
        """The small half of a double given name, as in Kim Jong-un."""
        return number - first > 1 and self._hyphened(number) and len(self._tokens[number].raw) <= 3

    def _links(self, first: int, number: int) -> bool:
        """Whether a small word may stand inside the name that began there."""
        token = self._tokens[number]
        body = any(before.text in BODIES or before.text in TITLES for before in self._tokens[first:number])
        return (
            token.text in PARTICLES or (token.text in {"of", "for", "the"} and body) or self._hyphened(number)
        )

    def _hyphened(self, number: int) -> bool:
        return self._text[self._tokens[number - 1].end : self._tokens[number].start] == "-"

    def _joined(self, number: int) -> bool:
        before, token = self._tokens[number - 1], self._tokens[number]
        between = self._text[before.end : token.start]
        initial = len(before.raw) == 1 or before.text in TITLES
        return not token.opens and (
            between in {" ", "\u00a0", "-"} or (initial and between in {". ", ".", ".\u00a0"})
        )

    def _is_place(self, first: int, end: int) -> str | None:
        tokens = self._tokens[first:end]
        if len(tokens) == 1 and tokens[0].raw == "US":  # "us" otherwise
            return place(("usa",), "en")
        return place(tuple(token.text for token in tokens), self._language)

    def parts(self, run: range) -> Iterator[Name]:
        """The names in a run: places, a body, or what stands before a title and who bears it."""
        first, end = run.start, run.stop
        places = self._places(first, end)
        if not places and self._tokens[first].opens and self._tokens[first].text not in self._inner:
            places = self._places(first + 1, end)  # the first capital is the sentence's
        if places:
            yield from places
            return
        title = next(
            (number for number in range(end - 2, first - 1, -1) if self._tokens[number].text in TITLES), None
        )
        if title is None:
            yield from self._working(first, end)
            return
        head = next(
            number for number in range(first, title + 1) if self._tokens[number].text in TITLES | MODIFIERS
        )
        yield from self._places(first, head)
        yield from self._bearer(title + 1, end)

    def _places(self, first: int, end: int) -> list[Name]:
        """The run as one place, or as places joined by hyphens; [] when it is neither."""
        whole = self._is_place(first, end) if first < end else None
        if whole:
            return [self._place(first, end, whole)]
        each = [self._is_place(number, number + 1) for number in range(first, end)]
        if all(each) and all(self._hyphened(number) for number in range(first + 1, end)):
            return [self._place(number, number + 1, name) for number, name in enumerate(each, first) if name]
        return []

    def _place(self, first: int, end: int, name: str) -> Name:
        return Name(first, end - 1, name, "organisation" if name in INSTITUTIONS else "place")

    def _working(self, first: int, end: int) -> Iterator[Name]:
        """Engineer Petra Novak is Petra Novak; Baker Street, and bodies, are as written."""
        tokens = self._tokens[first:end]
        work = tokens[0].text.removeprefix("l'")  # French: l'avocate
        worker = work in OCCUPATIONS and not any(
            token.text in BODIES or (token.text in OPENERS and token.text not in PARTICLES)
            for token in tokens[1:]
        )
        full = end - first > _FULL_NAME and not self._hyphened(first + 1)
        short = end - first == _FULL_NAME and work in PROFESSIONS and self._speaks_at(end)
        if worker and (full or short):
            yield from self._plain(first + 1, end, titled=short or self._acts_at(end))
        else:
            yield from self._plain(first, end)

    def _speaks_at(self, number: int) -> bool:
        near = (
            number < len(self._tokens)
            and self._text[self._tokens[number - 1].end : self._tokens[number].start] == " "
        )
        return near and self._tokens[number].text in SPEECH

    def _acts_at(self, number: int) -> bool:
        return number < len(self._tokens) and (self._tokens[number].text in _DOES or self._speaks_at(number))

    def _bearer(self, first: int, end: int) -> Iterator[Name]:
        """Who bears the title that ended before: past "of State", past "of Iceland"."""
        while first < end and (
            self._tokens[first].text in MODIFIERS
            or (end - first > _FULL_NAME and self._tokens[first].text in OCCUPATIONS)
        ):
            first += 1
        for length in range(min(LONGEST, end - first), 0, -1):
            name = self._is_place(first, first + length)
            if name:
                yield self._place(first, first + length, name)
                first += length
                break
        if any(token.text in BODIES for token in self._tokens[first:end]):
            yield from self._plain(first, end)
            return
        end = next(
            (number for number in range(first, end) if self._tokens[number].text in {"of", "for", "the"}), end
        )
        if first < end:
            yield Name(first, end - 1, self._written(first, end), "person", titled=True)

    def _plain(self, first: int, end: int, *, titled: bool = False) -> Iterator[Name]:
        """A body by its words; a person by a title in small letters before; else a name of unknown kind."""
        tokens = self._tokens[first:end]
        if any(token.text in BODIES for token in tokens):
            if end - first > 1 and (
                tokens[0].text in BODIES
                or tokens[-1].text in BODIES
                or any(token.text == "of" for token in tokens)
            ):
                yield Name(first, end - 1, self._written(first, end), "organisation")
            return
        titled |= first > 0 and self._tokens[first - 1].text in TITLES and self._joined(first)
        if end - first > 1 or self._single(first, titled=titled):
            yield Name(first, end - 1, self._written(first, end), "person" if titled else "name", titled)

    def _single(self, number: int, *, titled: bool) -> bool:
        token = self._tokens[number]
        known = titled or token.text not in self._small
        return known and len(token.raw) > 1 and token.text not in _NO_NAME

    def _written(self, first: int, end: int) -> str:
        return self._text[self._tokens[first].start : self._tokens[end - 1].end]


@lru_cache(maxsize=32)
def calendar(language: str) -> frozenset[str]:
    """Weekdays and months: capitals in English, and never a name."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    tables = [
        table[form]
        for table in (locale.days["format"], locale.months["format"])
        for form in ("wide", "abbreviated")
    ]
    return frozenset(comparable(name).rstrip(".") for table in tables for name in table.values()) - {
        "mar",
        "sun",
    }
