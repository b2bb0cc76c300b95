"""Numbers with what they count: "at least 19 people were killed" is 19 dead; precision before recall.

What befell people comes before who they were; a number whose noun is not known, or that is a date, a time, an age, a score or
part of a name, counts nothing. Rules over closed classes of words (pipeline.facts.figure_words), one pass, a bounded look to both
sides of each number.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.facts.counted import Nouns
from pipeline.facts.counting import Reading
from pipeline.facts.figure_asia import figures_of
from pipeline.facts.figure_words import TOLLS
from pipeline.facts.figure_words_asia import ASIA
from pipeline.facts.figure_words_east import EAST
from pipeline.facts.figure_words_south import SOUTH
from pipeline.facts.figure_words_west import WEST
from pipeline.facts.lexicon import OPENERS
from pipeline.facts.name_run import calendar
from pipeline.facts.number import Number, numbers
from pipeline.facts.toll import State, Tolls
from pipeline.facts.unsaid import Unsaid
from pipeline.records import Article, Figure
from pipeline.texts.capital import tokenize
from pipeline.texts.place import place
from pipeline.texts.term import language_of

_LEXICONS: Final = WEST | SOUTH | EAST
_NO_ONE: Final = frozenset(
    ["no", "any", "every", "not", "each", "this", "that", "pas", "ni", "kein", "keine", "ни", "жоден"]
)
_MORE: Final = frozenset({"more", "других", "інших", "autres"})
_BESIDE: Final = 3  # words from a number to the one that is not meant
_REACH: Final = 300  # characters from a toll that is taken back to the number that stands instead


class _What(NamedTuple):
    """What a number counts."""

    counted: str
    end: int = 0  # in the text; 0: it ends with the number
    qualifier: str | None = None  # said behind the number


_Counted = tuple[Number, _What | None]


def figures(article: Article) -> tuple[Figure, ...]:
    """The counts in the article's text, in order; () where its language is none of those whose words are written down."""
    language = language_of(article.language, article.text)
    words = _LEXICONS.get(language)
    if language in ASIA:
        return figures_of(article, language)
    if words is None:
        return ()
    tokens = tokenize(article.text)
    found = numbers(article.text, tokens, language, words)
    reading = Reading(article.text, tokens, found, language, words)
    counts = _Counts(reading)
    counted = [(number, counts.of(number)) for number in found]
    return tuple(
        _figure(article.article_id, number, what)
        for number, what in _said(counted, Unsaid(reading))
        if what and _believable(number, what)
    )


def _said(counted: Sequence[_Counted], unsaid: Unsaid) -> list[_Counted]:
    """Without the tolls that the text takes back or denies; what such a one counted, the number given instead counts."""
    kept: list[_Counted] = []
    back: tuple[Number, _What] | None = None
    for number, what in counted:
        if what and what.counted in TOLLS and unsaid.of(number):
            back = number, what
            before, other = kept[-1] if kept else (number, what)
            near = 0 < number.first - before.end <= _BESIDE and unsaid.instead(number)
            if near and (other is None or other.counted not in TOLLS):
                kept[-1] = before, what  # 13 people instead of 31 people were killed
        elif what is None and back and number.start_at - back[0].end_at < _REACH and unsaid.total(number):
            kept.append((number, back[1]._replace(end=0)))  # the number is 13
        else:
            kept.append((number, what))
    return kept


def _believable(number: Number, what: _What) -> bool:
    """People come whole."""
    return what.counted not in TOLLS or (number.value >= 1 and number.value == int(number.value))


def _figure(article_id: str, number: Number, what: _What) -> Figure:
    return Figure(
        article_id=article_id,
        counted=what.counted,
        value=number.value,
        high=number.high,
        qualifier=what.qualifier or number.qualifier,
        start=number.start_at,
        end=max(number.end_at, what.end),
    )


class _Counts:
    """What the numbers of one text count."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = reading.words
        self._nouns = Nouns(reading)
        self._tolls = Tolls(reading)
        self._dates = calendar(reading.language)

    def of(self, number: Number) -> _What | None:
        if number.unit:
            return _What(number.unit)
        if self._of_date(number) or self._of_name(number) or self._no_count(number):
            return None
        noun = self._nouns.of(number)
        if noun is None:
            state = self._tolls.alone(number)
            return _What(*state) if state else None
        if self._nouns.percent(noun):
            return _What("percent", self._reading.tokens[noun + 1].end)
        what = self._of_noun(number, noun)
        beyond = self._reading.word(number.end) in _MORE or self._reading.word(noun) in self._words.others
        more = "more" if beyond else None
        return _What(what.toll, what.end, more) if what else None

    def _of_noun(self, number: Number, noun: int) -> State | None:
        word, end = self._reading.word(noun), self._reading.tokens[noun].end
        if word in self._words.lives:
            return State("dead", end) if self._tolls.lives(number, noun) else None
        if word in self._words.nouns:
            return State(self._nouns.unit(number, noun), end)
        if word in self._words.people:
            return self._befell(number, noun) or State(self._words.people[word], end)
        if word in self._words.others:
            return self._befell(number, noun)
        return self._of_unknown(number, noun)

    def _befell(self, number: Number, noun: int) -> State | None:
        """What befell people, said behind or before; of "none of the 30" nothing behind befell all."""
        part = [self._reading.word(number.first - 2), self._reading.word(number.first - 1)] == ["of", "the"]
        behind = None if part else self._tolls.behind(noun, number.value)
        if behind:
            return behind
        told = self._tolls.before(number) or self._tolls.tally(number)
        return State(told, self._reading.tokens[noun].end) if told else None

    def _of_unknown(self, number: Number, noun: int) -> State | None:
        end = self._reading.tokens[noun].end
        told = self._befell(number, noun) if self._nouns.person(noun) else None
        before = self._tolls.before(number)
        if told or before:
            return told or (State(before, end) if before and self._nouns.maybe_person(noun) else None)
        return State(self._reading.word(noun), end) if self._nouns.as_written(number, noun) else None

    def _of_date(self, number: Number) -> bool:
        around = [self._reading.at(number.numeral - 1), self._reading.at(number.end)]
        return any(
            token and token.text in self._dates and (token.capital or self._reading.language != "en")
            for token in around
        )

    def _of_name(self, number: Number) -> bool:
        """Flight 370, Boeing 737, iPhone 12: a capital right before, which is no place and opens no sentence."""
        reading, before = self._reading, self._reading.at(number.numeral - 1)
        if number.word or before is None or number.first != number.numeral or reading.language == "de":
            return False
        near = reading.near(number.numeral - 1, number.numeral) and before.raw != before.raw.lower()
        if not near or place((before.text,), reading.language) is not None:
            return False
        # elsewhere verbs open sentences: Murieron 21 mineros
        known = before.text in OPENERS or before.text in self._words.before or reading.language != "en"
        return not (before.opens and known)

    def _no_count(self, number: Number) -> bool:
        """No one, any one; one in five; nought."""
        word = self._reading.word(number.numeral - 1)
        one_in = word == "in" and number.numeral - 2 in self._reading.taken
        return number.value <= 0 or one_in or (number.word and word in _NO_ONE)
