"""Articles and topics made from one vocabulary, from a seed: topics in the forms desks write, told to four engines alike."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from random import Random

import snowballstemmer
from wordfreq import top_n_list, word_frequency

from pipeline.identity import content_id
from pipeline.records import Article, Topic

NEAR = 6  # words
PREFIX = 6  # letters
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_VOCABULARY = 40_000  # words, by frequency
# Ranks: what an event is about, what narrows a topic down, and what a topic is found by (mostly names, in life).
_EVENT, _CONTEXT, _SUBJECT = 300, 800, 4_000
_KINDS = ("near", "near", "and", "not", "any", "prefix")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTopic:
    """near: left NEAR right · and: left AND right · not: that, and none refused · any: of left · prefix: left AND right*."""

    name: str
    kind: str
    left: tuple[str, ...]  # words and phrases of two
    right: tuple[str, ...]
    refused: str

    def ours(self, *, inflected: bool = False) -> Topic:
        quote = "{}" if inflected else '"{}"'
        left, right = _either(self.left, quote), _either(self.right, quote)
        query = {
            "near": f"({left}) NEAR/{NEAR} ({right})",
            "and": f"({left}) AND ({right})",
            "not": f"({left}) AND ({right}) NOT {quote.format(self.refused)}",
            "any": left,
            "prefix": f"({left}) AND ({_either(self.right, '{}*')})",
        }
        return Topic(name=self.name, title=self.name, query=query[self.kind])

    def fts5(self) -> str:
        """FTS5 counts the words between, we count from one word to the other."""
        left, right = _either(self.left, '"{}"'), _either(self.right, '"{}"')
        beginning = _either(self.right, '"{}"*')
        pairs = (f'NEAR("{a}" "{b}", {NEAR - 1})' for a in self.left for b in self.right)
        query = {
            "near": " OR ".join(pairs),
            "and": f"({left}) AND ({right})",
            "not": f'(({left}) AND ({right})) NOT "{self.refused}"',
            "any": left,
            "prefix": f"({left}) AND ({beginning})",
        }
        return query[self.kind]


def _either(terms: Sequence[str], quote: str) -> str:
    """A phrase is in quotes for every engine."""
    return " OR ".join(
        ('~"{}"' if quote == "{}" else '"{}"').format(term) if " " in term else quote.format(term)
        for term in terms
    )


@cache
def _words() -> list[str]:
    return [
        word for word in top_n_list("en", _VOCABULARY) if word.isalpha() and word.isascii() and len(word) > 2
    ]


@cache
def _shares() -> list[float]:
    return list(accumulate(word_frequency(word, "en") for word in _words()))


def made_articles(size: int, seed: int) -> list[Article]:
    """Of about 450 words: running text as frequent as English has it, and the words of an event again and again."""
    rng = Random(seed)
    return [_article(number, rng) for number in range(size)]


def _article(number: int, rng: Random) -> Article:
    event = [_word(rng, _EVENT) for _ in range(24)]
    paragraphs = [" ".join(_sentence(event, rng) for _ in range(2)) for _ in range(11)]
    title, text = _sentence(event, rng).rstrip("."), "\n\n".join(paragraphs)
    return Article(
        article_id=content_id("topics", str(number)),
        uri=f"made:{number}",
        source="made",
        text=text,
        content_hash=content_id(title, text),
        seen_at=_MOMENT,
        title=title,
        outlet="made",
        language="en",
    )


def _sentence(event: Sequence[str], rng: Random) -> str:
    words = rng.choices(_words(), cum_weights=_shares(), k=rng.randrange(14, 28))
    for place in rng.sample(range(len(words)), len(words) // 5):
        words[place] = rng.choice(event)
    return f"{' '.join(words).capitalize()}."


@cache
def _ranks() -> list[int]:
    """Of the words that are the commonest of their stem: nobody looks for "deserves" who looks for its inflections too."""
    stemmer = snowballstemmer.stemmer("english")
    first: dict[str, int] = {}
    for rank, word in enumerate(_words()):
        first.setdefault(stemmer.stemWord(word), rank)
    return sorted(first.values())


def _word(rng: Random, lowest: int) -> str:
    """A word by its rank: each doubling of the rank as likely as any other, so that common and rare ones are asked for."""
    rank = lowest * (len(_words()) / lowest) ** rng.random()
    return _words()[_ranks()[bisect_right(_ranks(), rank) - 1]]


def made_topics(size: int, seed: int) -> Iterator[MadeTopic]:
    rng = Random(seed)
    for number in range(size):
        yield _topic(f"t{number}", rng)


def _topic(name: str, rng: Random) -> MadeTopic:
    kind = rng.choice(_KINDS)
    left = [_word(rng, _SUBJECT) for _ in range(rng.randrange(1, 6))]
    if kind == "any":
        left += [f"{_word(rng, _CONTEXT)} {_word(rng, _CONTEXT)}" for _ in range(3)]
    right = [_word(rng, _CONTEXT) for _ in range(rng.randrange(1, 9))]
    right = [word for word in right if word not in left] or [
        "near"
    ]  # a word near itself is twice there for us, once for FTS5
    if kind == "prefix":
        right = [word[:PREFIX] for word in right]
    return MadeTopic(name=name, kind=kind, left=tuple(left), right=tuple(right), refused=_word(rng, _CONTEXT))
