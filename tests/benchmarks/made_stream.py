"""A stream of news with a known truth, from a seed: events with their own words, names and numbers, reported and copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from wordfreq import top_n_list

from pipeline.identity import content_id
from pipeline.records import Article

_START = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = [word for word in top_n_list("en", 12_000) if word.isalpha()]
_COMMON = list(accumulate(1 / (rank + 2.7) for rank in range(1, 3_001)))  # Zipf, Mandelbrot's
_SYLLABLES = (
    "bra",
    "del",
    "kor",
    "min",
    "sal",
    "tor",
    "vek",
    "zan",
    "lu",
    "pe",
    "ri",
    "go",
    "nia",
    "stad",
    "holm",
    "ova",
)
_REPORTS = (1, 1, 1, 2, 2, 3, 4, 6, 9, 15)  # independent reports of an event: most have one, few have many
_TOPICS = 300  # events of one topic share most of their words
_COPIED = 0.35  # share of articles that carry another's text


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An article and the event it reports."""

    article: Article
    event: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    number: int
    words: tuple[str, ...]
    names: tuple[str, ...]
    place: str
    count: int
    begins: datetime


def stream(size: int, *, a_day: int, seed: int) -> Iterator[Made]:
    """So many articles in order of arrival, about `a_day` of them a day."""
    random = Random(seed)
    pending: list[Made] = []
    now = _START
    for number in range(size):  # at most as many events as articles
        now += timedelta(days=sum(_REPORTS) / len(_REPORTS) / (1 - _COPIED) / a_day)
        pending += _reports(_event(number, now, random), random)
        pending.sort(key=lambda made: made.article.seen_at)
        while pending and pending[0].article.seen_at <= now and size:
            yield pending.pop(0)
            size -= 1
        if not size:
            return


def _event(number: int, now: datetime, random: Random) -> _Event:
    return _Event(
        number=number,
        words=(*random.sample(_topic(random.randrange(_TOPICS)), 16), *random.sample(_WORDS[2_000:], 8)),
        names=tuple(f"{_name(random)} {_name(random)}" for _ in range(3)),
        place=_name(random),
        count=random.randrange(3, 4_000),
        begins=now,
    )


@cache
def _topic(number: int) -> list[str]:
    return Random(number).sample(_WORDS[2_000:], 40)


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randrange(2, 4))).capitalize()


def _reports(event: _Event, random: Random) -> Iterator[Made]:
    for report in range(random.choice(_REPORTS)):
        seen_at = event.begins + timedelta(minutes=random.expovariate(1 / 300))
        title, text = _sentence(event, random, 7).rstrip("."), _text(event, random)
        yield Made(article=_article(event, (report, 0), title, text, seen_at), event=event.number)
        copy = 0
        while random.random() < _COPIED:
            copy += 1
            seen_at += timedelta(minutes=random.expovariate(1 / 60))
            sentences = text.split("\n\n")
            kept = sentences[: max(3, int(len(sentences) * random.uniform(0.5, 1)))]
            cut = "\n\n".join([*kept, _sentence(event, random, 12)])
            yield Made(article=_article(event, (report, copy), title, cut, seen_at), event=event.number)


def _text(event: _Event, random: Random) -> str:
    return "\n\n".join(
        _sentence(event, random, random.randrange(14, 26)) for _ in range(random.randrange(8, 18))
    )


def _sentence(event: _Event, random: Random, length: int) -> str:
    words = random.choices(_WORDS[:3_000], cum_weights=_COMMON, k=length)
    for place in random.sample(range(length), max(2, length // 4)):
        words[place] = random.choice(event.words)
    words[random.randrange(length)] = random.choice((*event.names, event.place, str(event.count)))
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def _article(event: _Event, place: tuple[int, int], title: str, text: str, seen_at: datetime) -> Article:
    report, copy = place  # which report of the event, and which copy of that
    uri = f"made:{event.number}/{report}/{copy}"
    return Article(
        article_id=content_id("uri", uri),
        uri=uri,
        source="made",
        text=text,
        content_hash=content_id(title, text),
        seen_at=seen_at,
        title=title,
        outlet=f"Paper {(event.number * 7 + report * 3 + copy) % 97}",
        language="en",
        published_at=seen_at,
    )
