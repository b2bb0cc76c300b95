"""Names of people, places and organisations in a text, by capitals and what stands about them; precision before recall.

Only for scripts that tell capitals from small letters; in German, where every noun has a capital, only places, bodies and
people with a title or a verb of speech at their side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

from pipeline.capital import Token, guess_language, tokenize
from pipeline.country import country_code
from pipeline.lexicon import BODIES, GENERIC, MODIFIERS, OPENERS, PARTICLES, SPEECH, TITLES
from pipeline.occupation import OCCUPATIONS, PROFESSIONS
from pipeline.place import INSTITUTIONS, LONGEST, known, place, stem
from pipeline.records import Article, Mention
from pipeline.shingle import SPACED_SHINGLE, shingle_size
from pipeline.text import comparable, words

_MOST_WORDS: Final = 7  # of a name; a longer run of capitals is a headline
_BEFORE_FULL: Final = 1  # mentions by last name alone
_NEEDS_MORE: Final = "de"  # a capital alone is no sign of a name
_NO_NAME: Final = OPENERS | TITLES | MODIFIERS | PARTICLES | GENERIC
_TITULAR: Final = TITLES | MODIFIERS
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
class _Name:
    """Tokens taken for a name."""

    first: int  # place among the tokens
    last: int
    name: str
    kind: str
    titled: bool = False


@lru_cache(maxsize=2)
def mentions(article: Article) -> tuple[Mention, ...]:
    """The names in the article's text, in order, none overlapping; () for scripts without capitals or spaces."""
    tokens = tokenize(article.text)
    if shingle_size([token.text for token in tokens]) != SPACED_SHINGLE:
        return ()
    language = (
        article.language if article.language and known(article.language) else guess_language(article.text)
    )
    reader = _Reader(article.text, tokens, language)
    return tuple(
        Mention(article_id=article.article_id, name=name.name, kind=name.kind, start=tokens[name.first].start, end=tokens[name.last].end,
            country_code=country_code(name.name) if name.kind == "place" else None)
        for name in reader.names()
    )  # fmt: skip


class _Reader:
    """One text, read once for what it says about each word and once for its names."""

    def __init__(self, text: str, tokens: tuple[Token, ...], language: str) -> None:
        self._text = text
        self._tokens = tokens
        self._language = language
        self._inner = {token.text for token in tokens if token.capital and not token.opens}
        self._small = {token.text for token in tokens if not token.capital}
        self._dates = calendar(language)

    def names(self) -> list[_Name]:
        found = [name for run in self._runs() for name in self._parts(run)]
        return self._resolved(found)

    def _runs(self) -> Iterator[range]:
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

    def _parts(self, run: range) -> Iterator[_Name]:
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

    def _places(self, first: int, end: int) -> list[_Name]:
        """The run as one place, or as places joined by hyphens; [] when it is neither."""
        whole = self._is_place(first, end) if first < end else None
        if whole:
            return [self._place(first, end, whole)]
        each = [self._is_place(number, number + 1) for number in range(first, end)]
        if all(each) and all(self._hyphened(number) for number in range(first + 1, end)):
            return [self._place(number, number + 1, name) for number, name in enumerate(each, first) if name]
        return []

    def _place(self, first: int, end: int, name: str) -> _Name:
        return _Name(first, end - 1, name, "organisation" if name in INSTITUTIONS else "place")

    def _working(self, first: int, end: int) -> Iterator[_Name]:
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

    def _bearer(self, first: int, end: int) -> Iterator[_Name]:
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
            yield _Name(first, end - 1, self._written(first, end), "person", titled=True)

    def _plain(self, first: int, end: int, *, titled: bool = False) -> Iterator[_Name]:
        """A body by its words; a person by a title in small letters before; else a name of unknown kind."""
        tokens = self._tokens[first:end]
        if any(token.text in BODIES for token in tokens):
            if end - first > 1 and (
                tokens[0].text in BODIES
                or tokens[-1].text in BODIES
                or any(token.text == "of" for token in tokens)
            ):
                yield _Name(first, end - 1, self._written(first, end), "organisation")
            return
        titled |= first > 0 and self._tokens[first - 1].text in TITLES and self._joined(first)
        if end - first > 1 or self._single(first, titled=titled):
            yield _Name(first, end - 1, self._written(first, end), "person" if titled else "name", titled)

    def _single(self, number: int, *, titled: bool) -> bool:
        token = self._tokens[number]
        known = titled or token.text not in self._small
        return known and len(token.raw) > 1 and token.text not in _NO_NAME

    def _written(self, first: int, end: int) -> str:
        return self._text[self._tokens[first].start : self._tokens[end - 1].end]

    def _resolved(self, names: list[_Name]) -> list[_Name]:
        """Last names made full, forms of one name made one, people told by how the text speaks of them."""
        canonical = self._canonical(
            name for name in names if name.kind in {"name", "person"} and name.last > name.first
        )
        full = self._unique_last(names, canonical)
        found = [self._full(name, canonical, full) for name in names]
        people = self._people(names, found)
        found = [
            replace(name, kind="person") if name.name in people and name.kind == "name" else name
            for name in found
        ]
        return [name for name in found if self._language != _NEEDS_MORE or name.kind != "name"]

    def _full(self, name: _Name, canonical: dict[tuple[str, ...], str], full: dict[str, str]) -> _Name:
        if name.kind not in {"name", "person"}:
            return name
        key = _key(name.name, self._language)
        alone = full.get(key[0]) if len(key) == 1 else None
        return replace(name, name=canonical.get(key) or alone or name.name)

    def _canonical(self, names: Iterable[_Name]) -> dict[tuple[str, ...], str]:
        """The shortest form of each name of several words: the nominative, where names decline."""
        forms = defaultdict[tuple[str, ...], set[str]](set)
        for name in names:
            forms[_key(name.name, self._language)].add(name.name)
        return {key: min(written, key=lambda form: (len(form), form)) for key, written in forms.items()}

    def _unique_last(self, names: list[_Name], canonical: dict[tuple[str, ...], str]) -> dict[str, str]:
        """Full name by last word, where only one name ends so and the text gives it in full first, a headline or two apart."""
        by_last, alone = defaultdict[str, set[str]](set), Counter[str]()
        for name in names:
            key = _key(name.name, self._language)
            if len(key) == 1:
                alone[key[0]] += 1
            elif key in canonical and (canonical[key] in by_last[key[-1]] or alone[key[-1]] <= _BEFORE_FULL):
                by_last[key[-1]].add(canonical[key])
        return {
            last: next(iter(full))
            for last, full in by_last.items()
            if len(full) == 1 and place((last,), self._language) is None
        }

    def _people(self, as_written: list[_Name], resolved: list[_Name]) -> set[str]:
        """Names with a title, and full names that speak and are called by the last name alone elsewhere."""
        titled = {name.name for name in resolved if name.titled}
        speak = {name.name for name in resolved if self._speaks(name)}
        short = {
            after.name
            for before, after in zip(as_written, resolved, strict=True)
            if before.first == before.last and before.name != after.name
        }
        return titled | (speak & short)

    def _speaks(self, name: _Name) -> bool:
        near = [name.first - 1, name.last + 1]
        return any(0 <= number < len(self._tokens) and self._tokens[number].text in SPEECH for number in near)


@lru_cache(maxsize=1 << 12)  # a name is compared with all others of its text
def _key(name: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word.text, language) for word in words(name))


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
