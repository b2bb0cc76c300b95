"""A stream of news with a known truth, from a seed: what a desk that reads many outlets gets in a day.

Events belong to long-running topics, with which they share words and people; their reports come over hours, of some over days,
in one of seven languages. Agencies' reports are carried by up to twenty outlets, cut, re-headlined, with a passage or a footer of their
own. Forms (market tables, weather) come every day with other numbers in the same words, and each is an event of its own.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate, count
from random import Random
from typing import Any

from wordfreq import top_n_list

from pipeline.identity import content_id
from pipeline.records import Article

_START = datetime(2026, 1, 1, tzinfo=UTC)
_LANGUAGES = {"en": 55, "es": 10, "de": 10, "fr": 8, "ru": 7, "ar": 5, "zh": 5}  # shares in hundredths
_COMMON = list(accumulate(1 / (rank + 2.7) for rank in range(1, 3_001)))  # Zipf, Mandelbrot's
_SYLLABLES = [
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
]
_CHINESE = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_TOPICS = 400
_REPORTS = (
    1,
    1,
    1,
    1,
    2,
    2,
    3,
    4,
    6,
    9,
    15,
    30,
)  # independent reports of an event: most have one, few have many
_COPIES = (
    *[0] * 40,
    1,
    1,
    1,
    2,
    2,
    3,
    4,
    6,
    10,
    20,
)  # outlets that carry a report: half of all articles are copies
_FORM = 0.15  # of the events: a form filled in
_FORMS = 60
_HEADLINE = 0.05  # of the reports have no text
_FOOTERS = 40
_HOURS, _DAYS = 5, 60  # mean time of a report after its event, in hours; of one event in ten
_OUTLETS = 500


@dataclass(frozen=True, slots=True, order=True)
class Made:
    """An article, and the event it reports; its text is made when it is asked for."""

    seen_at: datetime
    event: int
    report: int
    copy: int  # 0: the report itself, else which copy of it
    seed: int

    @property
    def article_id(self) -> str:
        return content_id("uri", self.uri)

    @property
    def uri(self) -> str:
        return f"made:{self.event}/{self.report}/{self.copy}"

    @property
    def origin_id(self) -> str | None:
        """The report that it is a copy of."""
        return content_id("uri", f"made:{self.event}/{self.report}/0") if self.copy else None

    @property
    def article(self) -> Article:
        title, text = _report(self.seed, self.event, self.report)
        if self.copy:
            title, text = self._edited(title, text)
        outlet = f"Outlet {(self.event * 31 + self.report * 7 + self.copy) % _OUTLETS}"
        return Article(
            article_id=self.article_id,
            uri=self.uri,
            source="made",
            text=text,
            content_hash=content_id(title, text),
            seen_at=self.seen_at,
            title=title,
            outlet=outlet,
            language=_event(self.seed, self.event).language,
            published_at=self.seen_at,
        )

    def _edited(self, title: str, text: str) -> tuple[str, str]:
        """Cut from the end, and at times another headline, a passage of its own, the outlet's footer."""
        random, event = _random(self.seed, self.uri), _event(self.seed, self.event)
        if not text:
            return title, text
        kept = text.split("\n\n")
        kept = kept[: max(4, int(len(kept) * random.choice((1, 1, 1, 0.8, 0.6))))]
        if random.random() < 0.3:
            title = event.sentence(random, 7)
        if random.random() < 0.2:
            kept.append(event.sentence(random, 14))
        if random.random() < 0.2:
            kept.append(_footer(event.language, random.randrange(_FOOTERS)))
        return title, "\n\n".join(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    language: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    count: int
    form: int | None

    def sentence(self, random: Random, length: int) -> str:
        words = random.choices(_words(self.language)[:3_000], cum_weights=_COMMON, k=length)
        for place in random.sample(range(length), max(2, length // 4)):
            words[place] = random.choice(self.words)
        words[random.randrange(1, length)] = random.choice((*self.names, str(self.count)))
        if self.language == "zh":
            return "".join(words) + "。"
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def text(self, random: Random) -> str:
        if self.form is not None:
            return _filled(self, random)
        return "\n\n".join(
            self.sentence(random, random.randrange(14, 26)) for _ in range(random.randrange(8, 18))
        )


def stream(size: int, *, a_day: int, seed: int) -> Iterator[Made]:
    """So many articles in order of arrival, about `a_day` of them a day."""
    pending: list[Made] = []
    step = timedelta(days=_articles_an_event() / a_day)
    for event in count():
        for made in _made(event, _START + event * step, seed):
            heapq.heappush(pending, made)
        while pending and pending[0].seen_at <= _START + (event + 1) * step:
            yield heapq.heappop(pending)
            size -= 1
            if not size:
                return


def _made(event: int, begins: datetime, seed: int) -> Iterator[Made]:
    random = _random(seed, f"times {event}")
    mean = _DAYS if random.random() < 0.1 else _HOURS
    form = _event(seed, event).form is not None
    for report in range(1 if form else random.choice(_REPORTS)):
        seen_at = begins + timedelta(hours=random.expovariate(1 / mean))
        yield Made(seen_at, event, report, 0, seed)
        for copy in range(1, 1 + random.choice(_COPIES)):
            yield Made(seen_at + timedelta(hours=random.expovariate(1 / 3)), event, report, copy, seed)


@cache
def _articles_an_event() -> float:
    return sum(1 for event in range(4_000) for _ in _made(event, _START, 0)) / 4_000


@lru_cache(maxsize=1 << 12)
def _event(seed: int, event: int) -> _Event:
    random = _random(seed, f"event {event}")
    topic = random.randrange(_TOPICS)
    language, words, people = _topic(topic)
    return _Event(
        language=language,
        words=(*random.sample(words, 16), *random.sample(_words(language)[2_000:], 8)),
        names=(random.choice(people), *(_name(random, language) for _ in range(3))),
        count=random.randrange(3, 4_000),
        form=random.randrange(_FORMS) if random.random() < _FORM else None,
    )


@lru_cache(maxsize=1 << 10)
def _report(seed: int, event: int, report: int) -> tuple[str, str]:
    random, about = _random(seed, f"report {event}/{report}"), _event(seed, event)
    title = about.sentence(random, 7).rstrip(".。")
    return title, "" if random.random() < _HEADLINE else about.text(random)


@cache
def _topic(number: int) -> tuple[str, list[str], list[str]]:
    """Language, words and standing people."""
    random = Random(f"topic {number}")
    language = random.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
    return language, random.sample(_words(language)[2_000:], 40), [_name(random, language) for _ in range(3)]


@cache
def _form(number: int, language: str) -> list[tuple[list[str], int]]:
    """Sentences of a form, each with the place that is filled in."""
    random, words = Random(f"form {number}"), _words(language)
    sentences = [random.choices(words[:5_000], k=random.randrange(10, 16)) for _ in range(8)]
    return [(sentence, random.randrange(1, len(sentence))) for sentence in sentences]


def _filled(event: _Event, random: Random) -> str:
    assert event.form is not None
    sentences = []
    for words, place in _form(event.form, event.language):
        filled = str(random.randrange(1, 90_000)) if random.random() < 0.8 else random.choice(event.names)
        sentences.append([*words[:place], filled, *words[place:]])
    joint, end = ("", "。") if event.language == "zh" else (" ", ".")
    return "\n\n".join(joint.join(words).capitalize() + end for words in sentences)


@cache
def _footer(language: str, number: int) -> str:
    joint = "" if language == "zh" else " "
    return joint.join(Random(f"footer {number}").choices(_words(language)[:4_000], k=25)) + "."


@cache
def _words(language: str) -> list[str]:
    return [word for word in top_n_list(language, 14_000) if word.isalpha()][:12_000]


def _name(random: Random, language: str) -> str:
    if language == "zh":
        return "".join(random.choices(_CHINESE, k=3))
    return " ".join(
        "".join(random.choices(_SYLLABLES, k=random.randrange(2, 4))).capitalize() for _ in range(2)
    )


def _random(*of: Any) -> Random:
    return Random("/".join(map(str, of)))
