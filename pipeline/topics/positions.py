"""The words of one article by position: built once, then asked by every topic.

All that can be searched lies on one line of word positions, zone after zone: title, text, then the facts about the
article. A gap wider than any distance of the language lies between two zones, so nothing matches across.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from fnmatch import translate
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.records import Article, Mention, Quote
from pipeline.texts.text import Span, Word, first_words, paragraphs, sentences, word_forms, words
from pipeline.texts.wordform import spelled, stems, unaccented, variants
from pipeline.topics import about
from pipeline.topics.clause import Extent, Mode, Token

_GAP: Final = 1_000
_MAX_WORDS: Final = 200_000  # read of a text, a thick book: more is no article but an attempt on our memory
_LEAD: Final = 3  # sentences: the opening of a report, however its paragraphs are cut
READ: Final = "read"  # title and text, what a query without a field is about
# Places of one clause that are looked at, the first ones: keeps hostile texts from costing more than their length.
MAX_PLACES: Final = 10_000


_WILDCARD = re.compile(r"[*?]")
_LAST = "\U0010ffff"  # sorts behind any letter


class Place(NamedTuple):
    """A stretch of word positions, the end excluded."""

    start: int
    end: int


class Standing(NamedTuple):
    """A word where it stands: the field and the characters in it."""

    field: str
    start: int
    end: int
    written: str


class _Value(NamedTuple):
    """Something to index: a field's text, and where it begins if it is itself a piece of the field."""

    field: str
    text: str
    offset: int = 0


class Positions:
    """The index of one article."""

    def __init__(
        self, article: Article, mentions: Iterable[Mention] = (), quotes: Iterable[Quote] = ()
    ) -> None:
        self.article = article
        self.forms: dict[str, list[int]] = {}
        self.stems: dict[str, list[int]] = {}
        self.vocabulary: AbstractSet[str] = frozenset()
        self._values: list[tuple[_Value, Sequence[Word]]] = []
        self._begins: list[int] = []  # the position of the first word of each
        self._zones: dict[str, Place] = {}
        self._patterns: dict[str, list[int]] = {}
        self._stemmed: dict[str, list[int]] = {}  # by word asked for: many topics ask for the same
        self._sorted: list[str] = []
        self._starts: dict[Extent, list[int]] = {}
        self._opening: int | None = None
        self._end = 0
        for zone, values in _zones(article, mentions, quotes):
            self._add(zone, values)
        self._zones[READ] = Place(0, self._zones["text"].end)
        self._index()

    def _add(self, zone: str, values: Iterable[_Value]) -> None:
        start = self._end
        for value in values:
            many = value.field == "text"  # which others have read, and read again
            found = first_words(value.text, _MAX_WORDS) if many else tuple(words(value.text))
            self._values.append((value, found))
            self._begins.append(self._end)
            self._end += len(found) + _GAP
        self._zones[zone] = Place(start, self._end)

    def _index(self) -> None:
        """File each word once, with all its positions: most come several times."""
        written: dict[str, list[int]] = {}
        for begin, (_, found) in zip(self._begins, self._values, strict=True):
            for position, word in enumerate(found, start=begin):
                written.setdefault(word.text, []).append(position)
        self.vocabulary = written.keys()
        for text, positions in written.items():
            for form, stemmed in _keys(text, self.article.language):
                _file(self.forms, form, positions)
                for stem in stemmed:
                    _file(self.stems, stem, positions)

    def _stands(self, position: int) -> Standing:
        number = bisect_right(self._begins, position) - 1
        (field, text, offset), found = self._values[number]
        _, start, end = found[position - self._begins[number]]
        return Standing(field, offset + start, offset + end, text[start:end])

    def _zone(self, name: str) -> Place:
        if name == "lead" and name not in self._zones:
            self._zones[name] = self._lead()
        return self._zones[name]

    def _lead(self) -> Place:
        title, text = self._zones["title"], self._zones["text"]
        starts = [start for start in self._openings(Extent.SENTENCE) if start >= title.end]
        return Place(text.start, starts[_LEAD] if len(starts) > _LEAD else text.end)

    def places(self, tokens: Sequence[Token], zone: str) -> list[Place]:
        """Where the words follow one another inside a zone."""
        first = self._positions(tokens[0])
        if not first:
            return []
        within = self._zone(zone)
        found: list[Sequence[int]] = [first]
        for token in tokens[1:]:
            found.append(self._positions(token))
            if not found[-1]:
                return []
        low, high = bisect_left(first, within.start), bisect_left(first, within.end)
        starts: Iterable[int] = first[low:high]
        for offset, positions in enumerate(found[1:], start=1):
            here = set(positions)
            starts = [start for start in starts if start + offset in here]
        return [Place(start, start + len(tokens)) for start in starts][:MAX_PLACES]

    def _positions(self, token: Token) -> list[int]:
        match token.mode:
            case Mode.PATTERN:
                return self._matching(token.text)
            case Mode.FORM:
                return self.forms.get(unaccented(token.text), [])
            case Mode.EXACT:
                return self._exact(token.text)
            case Mode.INFLECTED:
                return self._inflected(token.text)

    def _inflected(self, word: str) -> list[int]:
        if word not in self._stemmed:
            found = [self.stems[stem] for stem in stems(word, self.article.language) if stem in self.stems]
            self._stemmed[word] = found[0] if len(found) == 1 else sorted(set().union(*found))
        return self._stemmed[word]

    def _exact(self, word: str) -> list[int]:
        candidates = self.forms.get(unaccented(next(words(word)).text), [])
        return [
            at
            for at in candidates
            if word in variants(spelled(self._stands(at).written), self.article.language)
        ]

    def _matching(self, pattern: str) -> list[int]:
        if pattern not in self._patterns:
            found = [self.forms[form] for form in self.forms_of(pattern)]
            self._patterns[pattern] = sorted(set().union(*found))
        return self._patterns[pattern]

    def forms_of(self, pattern: str) -> list[str]:
        """The words of the article that a pattern stands for, in comparable form."""
        matches = _compiled(pattern)
        return [form for form in self._beginning(pattern) if matches(form)]

    def _beginning(self, pattern: str) -> Sequence[str]:
        """The forms with the letters a pattern, or a word, begins with."""
        self._sorted = self._sorted or sorted(self.forms)
        prefix = _WILDCARD.split(pattern, maxsplit=1)[0]
        return self._sorted[bisect_left(self._sorted, prefix) : bisect_left(self._sorted, prefix + _LAST)]

    def unit(self, place: Place, extent: Extent) -> int | None:
        """The number of the sentence or paragraph around a place, None if it crosses a boundary; 0 for the article."""
        if extent is Extent.ARTICLE:
            return 0
        starts = self._openings(extent)
        unit = bisect_right(starts, place.start)
        return unit if bisect_right(starts, place.end - 1) == unit else None

    @property
    def begin_of_text(self) -> int:
        """The position of the first word behind the title."""
        return self._zones["text"].start

    @property
    def length(self) -> int:
        """Words of title and text."""
        return self._zones[READ].end - 2 * _GAP

    def prominence(self, place: Place) -> float:
        """What a place in title or text counts in ABOUT."""
        standing = self._stands(place.start)
        if standing.field == "title":
            return about.TITLE
        if self._opening is None:
            self._opening = about.opening(self.article.text)
        return about.LEAD if standing.start < self._opening else about.BODY

    def _openings(self, extent: Extent) -> list[int]:
        """The positions at which the sentences or paragraphs begin; the title is one."""
        if extent not in self._starts:
            spans = (
                sentences(self.article.text) if extent is Extent.SENTENCE else paragraphs(self.article.text)
            )
            self._starts[extent] = [0, *self._first_words(spans)]
        return self._starts[extent]

    def _first_words(self, spans: Sequence[Span]) -> Iterator[int]:
        zone = self._zones["text"]
        offsets = [word.start for word in first_words(self.article.text, _MAX_WORDS)]
        last = None
        for span in spans:
            index = bisect_left(offsets, span.start)
            if index < len(offsets) and index != last:
                yield zone.start + index
            last = index

    def standing(self, place: Place) -> Standing:
        """The characters of a place, as written."""
        first, last = self._stands(place.start), self._stands(place.end - 1)
        if first.field in {"title", "text"}:
            source = (self.article.title or "") if first.field == "title" else self.article.text
            return Standing(first.field, first.start, last.end, source[first.start : last.end])
        written = " ".join(self._stands(at).written for at in range(place.start, place.end))
        return Standing(first.field, first.start, last.end, written)


def vocabulary(article: Article, mentions: Iterable[Mention] = (), quotes: Iterable[Quote] = ()) -> set[str]:
    """The words that an index of the article would have, without their places: a tenth of the work."""
    values = (value for _, zone in _zones(article, mentions, quotes) for value in zone)
    return word_forms("\n".join(value.text for value in values))


def _zones(
    article: Article, mentions: Iterable[Mention], quotes: Iterable[Quote]
) -> Iterator[tuple[str, list[_Value]]]:
    """Title and text come first: together they are what is read."""
    yield "title", [_Value("title", article.title or "")]
    yield "text", [_Value("text", article.text)]
    for fact in ("outlet", "source", "language", "author"):
        yield fact, [_Value(fact, getattr(article, fact) or "")]
    named = [(mention.kind, _Value("entity", mention.name, mention.start)) for mention in mentions]
    yield "entity", [value for _, value in named]
    yield "country", [value._replace(field="country") for kind, value in named if kind == "place"]
    yield "speaker", [_Value("speaker", quote.speaker) for quote in quotes if quote.speaker]


def _keys(word: str, language: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    for variant in variants(word, language):
        yield unaccented(variant), stems(variant, language)


def _file(index: dict[str, list[int]], key: str, positions: list[int]) -> None:
    known = index.get(key)
    index[key] = positions if known is None else sorted({*known, *positions})


@lru_cache(maxsize=1 << 14)
def _compiled(pattern: str) -> Callable[[str], object]:
    return re.compile(translate(pattern)).match  # atomic groups: no backtracking from one star to the next
