"""Which saying each quotation of an arriving article is, decided article by article from what its story had said before (law 3)."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from pipeline.alerts.standing import Arrival
from pipeline.facts.saying import Said, words_key
from pipeline.identity import content_id
from pipeline.records import Quote

# Keep the time for an article near constant; in articles, ten days of a large desk, and in sayings of a story, the latest.
MEMORY: Final = 100_000
MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What an article quotes, each quotation with its saying."""

    arrival: int  # the article's place in order of arrival
    quotes: tuple[Quote, ...]


class Spoken:
    """The quotations of stories, while arrivals are followed."""

    def __init__(self, stories: Mapping[str, Mapping[str, Speech]]) -> None:
        """`stories`: by story and article, for the stories that the arrivals concern."""
        self._stories = {story_id: dict(articles) for story_id, articles in stories.items()}
        self._place = {
            article_id: story_id for story_id, articles in stories.items() for article_id in articles
        }
        self._said: dict[str, _Sayings] = {}

    def follow(
        self, arrival: Arrival, number: int, quotes: Sequence[Quote], latest: int | None = None
    ) -> tuple[Quote, ...]:
        """Bring the stories to where the arrival leaves them; the article's quotations with their sayings.

        Args:
            arrival: the article.
            number: its place in order of arrival; of a later version that of the first.
            quotes: of the article.
            latest: place of the last article that is new; None: this one.
        """
        self._remove(arrival.article_id)
        self._apply(arrival)
        story_id = self._now(arrival)
        decided = (
            self._decide(story_id, number, quotes, number if latest is None else latest) if quotes else ()
        )
        if decided:
            self._stories.setdefault(story_id, {})[arrival.article_id] = Speech(
                arrival=number, quotes=decided
            )
        self._place[arrival.article_id] = story_id
        return decided

    def _decide(self, story_id: str, number: int, quotes: Sequence[Quote], latest: int) -> tuple[Quote, ...]:
        sayings, decided = self._sayings(story_id, latest - MEMORY), []
        for quote in quotes:
            said_id = sayings.said.find(quote) or content_id("said", words_key(quote))
            decided.append(replace(quote, said_id=said_id, arrival=number))
            sayings.add(decided[-1])
        sayings.oldest = min(sayings.oldest, number)
        return tuple(decided)

    def _now(self, arrival: Arrival) -> str:
        """The arrival's story: its own, unless what it caused has taken the article elsewhere."""
        story_id = arrival.story_id
        for merge in arrival.merges:
            story_id = merge.story_id if story_id == merge.absorbed_id else story_id
        for move in arrival.moves:
            story_id = move.story_id if move.article_id == arrival.article_id else story_id
        return story_id

    def _apply(self, arrival: Arrival) -> None:
        for merge in arrival.merges:
            for article_id in list(self._stories.get(merge.absorbed_id, {})):
                self._move(article_id, merge.story_id)
        gone = {merge.absorbed_id: merge.story_id for merge in arrival.merges}
        for move in arrival.moves:
            self._move(move.article_id, gone.get(move.story_id, move.story_id))

    def _move(self, article_id: str, story_id: str) -> None:
        speech = self._remove(article_id)
        if speech is not None:
            self._stories.setdefault(story_id, {})[article_id] = speech
            self._place[article_id] = story_id
            self._said.pop(story_id, None)

    def _remove(self, article_id: str) -> Speech | None:
        story_id = self._place.pop(article_id, None)
        if story_id is None:
            return None
        speech = self._stories.get(story_id, {}).pop(article_id, None)
        if speech is not None:
            self._said.pop(story_id, None)
        return speech

    def _sayings(self, story_id: str, before: int) -> "_Sayings":
        """Those of a story's articles that came after the one numbered so."""
        known = self._said.get(story_id)
        if known is None or known.oldest <= before:
            articles = self._stories.get(story_id, {})
            for article_id in [key for key, speech in articles.items() if speech.arrival <= before]:
                del articles[article_id]
                del self._place[article_id]
            known = self._said[story_id] = _Sayings(articles.values())
        return known


class _Sayings:
    """The sayings of one story, each in its first wording there."""

    def __init__(self, speeches: Iterable[Speech]) -> None:
        ordered = sorted(speeches, key=lambda speech: speech.arrival)
        self.oldest = ordered[0].arrival if ordered else sys.maxsize
        self.said = Said(MOST)
        first: dict[str, Quote] = {}
        for quote in chain.from_iterable(speech.quotes for speech in ordered):
            first.setdefault(str(quote.said_id), quote)
        for said_id, quote in list(first.items())[-MOST:]:
            self.said.add(quote, said_id)
        self._known = set(first)

    def add(self, quote: Quote) -> None:
        said_id = str(quote.said_id)
        if said_id not in self._known:
            self._known.add(said_id)
            self.said.add(quote, said_id)
