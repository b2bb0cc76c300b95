"""What an article is about, in the terms of the IPTC Media Topics: every topic judged in one pass over its words.

The score of a topic is what ABOUT (pipeline.topics.about) gives for its terms and, at less weight, those of the topics below it.
All rules of a language share one index of words, so that an article meets only the terms that it has.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.records import MediaTopicMatch, Sign
from pipeline.texts.wordform import stems, unaccented
from pipeline.topics import about
from pipeline.topics.about import Hit
from pipeline.topics.clause import Mode, Token
from pipeline.topics.media_topic_rules import Rules, Term, gathered, languages, media_topics, version
from pipeline.topics.positions import READ, Place, Positions

# Measured: tests/benchmarks/media_topics.py.
MINIMUM: Final = (
    0.9  # score of a top topic: more than a telling word that stands once in the text of a report
)
MINIMUM_BELOW: Final = 1.4  # of a topic below: its list is short and must be met more than by chance
BESIDE: Final = 0.4  # of the strongest topic's score: with less, a top topic is a side of the matter
BESIDE_BELOW: Final = 0.25  # the same of a topic below
_READ: Final = 5_000  # words: a book says early what it is about, and a hostile text must not cost more
_SHOWN: Final = 5  # terms kept as evidence
_AFFIX: Final = 3  # letters by which beginnings and endings are looked up


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a topic is given: what each of its terms adds, and the places that count for it."""

    shares: Mapping[int, float]  # by the number of the term
    hits: tuple[Hit, ...]

    @property
    def score(self) -> float:
        return sum(self.shares.values())


class Vocabulary:
    """The rules of one language, by the words that make them worth looking at."""

    def __init__(self, language: str, rules: Rules) -> None:
        self.terms: list[Term] = []
        self.weights: dict[str, dict[int, float]] = {}  # by topic and number of the term
        self._users: dict[int, list[str]] = defaultdict(list)
        numbers: dict[tuple[Token, ...], int] = {}
        for code, found in rules.items():
            for tokens, term in found.items():
                if tokens not in numbers:
                    numbers[tokens] = len(self.terms)
                    self.terms.append(term)
                self._users[numbers[tokens]].append(code)
            self.weights[code] = {numbers[tokens]: term.weight for tokens, term in found.items()}
        self._index(language)

    def _index(self, language: str) -> None:
        """By the longest word of each term."""
        self._forms: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._endings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, term in enumerate(self.terms):
            token = max(term.tokens, key=lambda token: len(token.text))
            match token.mode:
                case Mode.INFLECTED:
                    for stem in stems(token.text, language):
                        self._stems[stem].append(number)
                case Mode.PATTERN:
                    self._index_pattern(token.text, number)
                case _:
                    self._forms[unaccented(token.text.casefold())].append(number)

    def _index_pattern(self, pattern: str, number: int) -> None:
        letters = pattern.strip("*")
        if pattern == f"{letters}*":
            self._beginnings[letters[:_AFFIX]].append((letters, number))
        elif pattern == f"*{letters}":
            self._endings[letters[-_AFFIX:]].append((letters, number))
        else:
            raise ValueError(f"{pattern}: a rule has its * at one end of a word")

    def judge(self, positions: Positions, minimum: float = MINIMUM) -> dict[str, Ground]:
        """The topics whose terms are present enough."""
        places = self._places(positions)
        touched: dict[str, list[int]] = defaultdict(list)
        for number in places:
            for code in self._users[number]:
                touched[code].append(number)
        found = {}
        for code, numbers in touched.items():
            weights = self.weights[code]
            if sum(weights[number] for number in numbers) < minimum:
                continue  # no presence reaches 1
            hits = tuple(about.outermost((hit for number in numbers for hit in places[number]), weights))
            ground = Ground(about.shares(hits, weights, min(positions.length, _READ)), hits)
            if ground.score >= minimum:
                found[code] = ground
        return found

    def _places(self, positions: Positions) -> dict[int, list[Hit]]:
        found = {}
        end = positions.begin_of_text + _READ
        for number in sorted(set(self._met(positions))):
            places = positions.places(self.terms[number].tokens, READ)
            hits = [Hit(*place, number, positions.prominence(place)) for place in places if place.start < end]
            if hits:
                found[number] = hits
        return found

    def _met(self, positions: Positions) -> Iterator[int]:
        """The terms whose longest word the article has."""
        for stem in positions.stems.keys() & self._stems.keys():
            yield from self._stems[stem]
        for form in positions.forms:
            yield from self._forms.get(form, ())
            for letters, number in self._beginnings.get(form[:_AFFIX], ()):
                if form.startswith(letters):
                    yield number
            for letters, number in self._endings.get(form[-_AFFIX:], ()):
                if form.endswith(letters):
                    yield number


@cache
def vocabulary(language: str) -> Vocabulary:
    """The rules of a language, made ready once a process."""
    return Vocabulary(language, gathered(language))


def media_topics_of(positions: Positions) -> tuple[MediaTopicMatch, ...]:
    """The media topics of an article, the strongest first; none where there are no rules for its language."""
    language = positions.article.language
    if language not in languages():
        return ()
    rules = vocabulary(language)
    grounds = rules.judge(positions)
    codes = sorted(given(grounds), key=lambda code: (-grounds[code].score, code))
    return tuple(
        MediaTopicMatch(
            article_id=positions.article.article_id,
            code=code,
            name=media_topics()[code].name,
            top=media_topics()[code].top,
            score=round(grounds[code].score, 3),
            version=version(),
            evidence=tuple(_signs(rules, grounds[code], positions)),
        )
        for code in codes
    )


def given(grounds: Mapping[str, Ground]) -> Iterator[str]:
    """The top topics that are not far behind the strongest, and what is given below them."""
    known = media_topics()
    scores = {code: ground.score for code, ground in grounds.items()}
    strongest = max((score for code, score in scores.items() if known[code].parent is None), default=0.0)
    for code, score in scores.items():
        below = known[code].parent is not None
        enough = max(MINIMUM_BELOW, BESIDE_BELOW * strongest) if below else BESIDE * strongest
        if score >= enough and scores.get(known[code].top, 0.0) >= BESIDE * strongest:
            yield code


def _signs(rules: Vocabulary, ground: Ground, positions: Positions) -> Iterator[Sign]:
    strongest = sorted(ground.shares, key=lambda number: (-ground.shares[number], number))[:_SHOWN]
    for number in strongest:
        places = [Place(hit.start, hit.end) for hit in ground.hits if hit.clause == number]
        field, start, end, words = positions.standing(places[0])
        yield Sign(
            term=rules.terms[number].written,
            adds=round(ground.shares[number], 3),
            times=len(places),
            field=field,
            start=start,
            end=end,
            words=words,
        )
