"""Refrains: passages that come again in unrelated articles of one outlet, which are its furniture and no news.

Appeals, bios, disclaimers, pointers: they are learned as articles arrive, and taken out of the later ones. What an agency repeats in every report of a long-running topic is content: those reports share their rarer terms outside the
passage as well, so they are related, and related articles teach nothing. Nor do copies, which share all, nor the reports of
one event. The judgement is made of the texts alone, not of stories, which later articles may change: so what is learned
depends on the articles before and their order, and is the same from the warehouse as it was on the way (laws 3 and 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from pipeline.copies.postings import Postings
from pipeline.copies.shingle import Hashes
from pipeline.identity import content_id
from pipeline.records import Article, Json
from pipeline.refrains.refrain_print import U64, Passage, RefrainPrint, echoes, extent, house, unrelated
from pipeline.texts.text import paragraphs

WITNESSES: Final = 3  # articles, each unrelated to the others
SIGHTINGS: Final = 8  # the latest articles with a passage that are looked at: bounds the time
SHORT: Final = 6  # words: "He declined to comment." may come three times by chance …
SHORT_WITNESSES: Final = 5  # … but hardly five times
# Of 188 judgements on background put into the reports of topics with two sides (ECB+) .6 and .15 let none pass, and seven
# of ten on furniture, which gets another with every article.
MOSTLY: Final = 0.6  # of the pairs of articles are unrelated
ECHO: Final = 0.15  # of the passage's rarer terms, at most, stand in the articles outside it as well
WINDOW: Final = 500  # latest articles of an outlet: what fewer than three of them have costs readers little
REMEMBERED: Final = 50_000  # latest articles of all outlets: about 30 MB
LEAST_LEFT: Final = 10  # words: a text that would keep fewer keeps all
_BEGINNING: Final = 400  # characters that are looked at for so many words
_LAST: Final = (1 << 32) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Refrain:
    """A passage that has been learned, and from what."""

    refrain_id: str
    key: int
    outlet: str
    passage: str
    words: int
    articles: tuple[str, ...]  # the witnesses, in order of arrival
    evidence: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text without the refrains it had."""

    text: str
    removed: tuple[tuple[str, int], ...]  # id of a refrain, and which paragraph it was (0-based)


def shorten(text: str, found: Iterable[Passage], learned: Mapping[int, str]) -> Shortened | None:
    """A text without those of its passages that have been learned (key to id); None where nothing goes."""
    removed = [(learned[one.key], one.paragraph) for one in found if one.key in learned]
    if not removed:
        return None
    gone = {paragraph for _, paragraph in removed}
    left = "\n\n".join(
        text[start:end] for place, (start, end) in enumerate(paragraphs(text)) if place not in gone
    )
    return Shortened(left, tuple(removed)) if extent(left[:_BEGINNING]) >= LEAST_LEFT else None


class _Known(NamedTuple):
    """An article that is remembered."""

    article_id: str
    data: bytes
    place: int  # which article of its outlet


class Refrains:
    """What has been learned so far, and the articles that it is learned from."""

    def __init__(self) -> None:
        self.learned: dict[int, str] = {}  # key to id
        self._kept: set[int] = set()  # keys of passages that a person wants to stay
        self._known: dict[int, _Known] = {}  # by number, in order of arrival
        self._next = 0
        self._sizes: dict[int, int] = {}  # articles so far, by outlet
        self._postings = Postings()

    def restore(
        self, prints: Iterable[tuple[str, bytes]], learned: Mapping[int, str], kept: Iterable[int] = ()
    ) -> None:
        """Take in articles that have passages (id and print as bytes) in order of arrival, and what was learned.

        Needed are the last REMEMBERED ones; more do no harm.
        """
        self.learned |= learned
        self._kept |= set(kept)
        self._postings.load(
            [
                (_LAST - self._remember(one, data), _short(one.keys))
                for article_id, data in prints
                if len((one := RefrainPrint.from_bytes(article_id, data)).keys)
            ]
        )

    def learn(self, article: Article, new: RefrainPrint) -> tuple[Refrain, ...]:
        """What an article shows to be a refrain; it is remembered. The article as it came, its first version alone."""
        if not len(new.keys):
            return ()
        are_unrelated = _Unrelated()
        judged = (
            _judged(article, new, key, seen, are_unrelated) for key, seen in self._sightings(new).items()
        )
        found = [refrain for refrain in judged if refrain]
        self._postings.add(_short(new.keys), _LAST - self._remember(new, new.to_bytes()))
        self.learned |= {refrain.key: refrain.refrain_id for refrain in found}
        return tuple(found)

    def _remember(self, new: RefrainPrint, data: bytes) -> int:
        number = self._next
        place = self._sizes.get(new.outlet, 0)
        self._known[number] = _Known(new.article_id, data, place)
        self._known.pop(number - REMEMBERED, None)
        self._sizes[new.outlet] = place + 1
        self._next += 1
        return number

    def _sightings(self, new: RefrainPrint) -> dict[int, list[RefrainPrint]]:
        """By passage not yet learned: the latest articles that have it too, the newest first."""
        fresh = [key for key in new.keys.tolist() if key not in self.learned and key not in self._kept]
        asked = _short(np.array(fresh, np.uint64))
        hits = self._postings.find(asked)  # numbers count down there, so that the newest are found first
        if not len(hits.numbers):
            return {}
        by_short = {key & _LAST: key for key in fresh}
        keys = [by_short[short] for short in asked.tolist()]
        since = self._sizes.get(new.outlet, 0) - WINDOW
        found: dict[int, list[RefrainPrint]] = {key: [] for key in keys}
        prints: dict[int, RefrainPrint] = {}
        for place, number in zip(hits.places.tolist(), (_LAST - hits.numbers).tolist(), strict=True):
            known, seen = self._known.get(number), found[keys[place]]
            if len(seen) == SIGHTINGS or not known or known.place < since:
                continue
            if number not in prints:
                prints[number] = RefrainPrint.from_bytes(known.article_id, known.data)
            if keys[place] in prints[number].keys:
                seen.append(prints[number])
        return found


class _Unrelated:
    """The relations of articles, each told once: copies have many passages in common."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], bool] = {}

    def __call__(self, one: RefrainPrint, other: RefrainPrint) -> bool:
        pair = (one.article_id, other.article_id)
        if pair not in self._told:
            self._told[pair] = unrelated(one, other)
        return self._told[pair]


def _judged(
    article: Article, new: RefrainPrint, key: int, seen: Sequence[RefrainPrint], are_unrelated: _Unrelated
) -> Refrain | None:
    """The refrain that a passage turns out to be: most articles with it are unrelated, some all to each other."""
    row, last = [*reversed(seen), new], len(seen)
    if len(row) < WITNESSES:
        return None
    pairs = {(place, last) for place in range(last) if are_unrelated(row[place], new)}
    if 2 * len(pairs) < last:  # most passages that are content end here
        return None
    pairs |= {pair for pair in combinations(range(last), 2) if are_unrelated(row[pair[0]], row[pair[1]])}
    passage = _paragraph(article.text, next(one.paragraph for one in new.passages if one.key == key))
    words = extent(passage)
    witnesses = _clique(pairs, len(row), SHORT_WITNESSES if words < SHORT else WITNESSES)
    possible, echo = len(row) * last // 2, _echo(row, key)
    if not witnesses or len(pairs) < MOSTLY * possible or echo > ECHO:
        return None
    return Refrain(
        refrain_id=content_id("refrain", f"{key:x}"),
        key=key,
        outlet=house(article.outlet, article.url, article.source),
        passage=passage,
        words=words,
        articles=tuple(row[place].article_id for place in witnesses),
        evidence={
            "seen_in": len(row),
            "pairs": possible,
            "unrelated_pairs": len(pairs),
            "echo": round(echo, 4),
        },
    )


def _echo(row: Sequence[RefrainPrint], key: int) -> float:
    """What share of a passage's rarer terms the articles have outside it too: those of content they are about."""
    pairs = [(one, row[-1]) for one in row[:-1]] + [(row[-1], one) for one in row[:-1]]
    found = [echoes(one, other, key) for one, other in pairs]
    return sum(own for _, own in found) / max(1, sum(terms for terms, _ in found))


def _paragraph(text: str, number: int) -> str:
    start, end = paragraphs(text)[number]
    return text[start:end].strip()


def _clique(pairs: set[tuple[int, int]], size: int, wanted: int) -> tuple[int, ...]:
    """The first so many of which any two are a pair; at most SIGHTINGS + 1 to choose from."""
    for chosen in combinations(range(size), wanted):
        if all(pair in pairs for pair in combinations(chosen, 2)):
            return chosen
    return ()


def _short(keys: U64) -> Hashes:
    """The form in which the index takes them; what it finds is checked against the whole keys."""
    return np.unique(keys & np.uint64(_LAST)).astype(np.uint32)
