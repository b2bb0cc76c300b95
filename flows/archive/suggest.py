"""Terms that would make a topic find what it misses, and leave out what it should not find.

Near misses are independent reports that do not match though most reports of their story do; outliers match though most
of their story does not. Neither is a judgement: a story decides nothing about a topic, it says where to look.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import duckdb

from flows.archive.trial import articles, declared, matched
from flows.running.progress import Progress
from pipeline.records import Topic
from pipeline.stories.distinctive import Distinct, counted, distinctive, terms, without_parts
from pipeline.topics.topic import Matcher, with_references
from warehouse.topics.topic_log import marked_down

_MAJORITY: Final = 0.5  # of a story's reports that match: the rest are near misses
_MINORITY: Final = 1 / 3  # that match, in stories of three and more: those are outliers
_FEWEST: Final = 2  # articles a term must stand in


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A term, and articles that show it."""

    found: Distinct
    articles: tuple[str, ...]  # ids, a few


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What was found out about a topic."""

    topic: str
    articles: int
    hits: int
    near_misses: tuple[str, ...]
    outliers: tuple[str, ...]
    marked: tuple[str, ...]  # said to be wrong, by a person
    add: tuple[Suggestion, ...]
    exclude: tuple[Suggestion, ...]


@dataclass(slots=True)
class _Reports:
    """Independent reports by story; a copy says nothing that its origin does not."""

    hit: list[str]
    other: list[str]


def suggest(  # noqa: PLR0913 - what is asked, of what, and who waits
    con: duckdb.DuckDBPyConnection,
    topics: Sequence[Topic],
    name: str,
    *,
    since: datetime | None,
    wrong: Sequence[str],
    progress: Progress,
) -> Suggestions:
    """Look for terms; `wrong`: articles that should not match."""
    declared(topics, name)
    matcher = Matcher(with_references(topics, [name]))
    stories: defaultdict[str, _Reports] = defaultdict(lambda: _Reports([], []))
    hits: set[str] = set()
    for filed, found in matched(con, matcher, since, progress):
        article_id = filed.article.article_id
        matches = any(match.topic == name for match in found)
        hits |= {article_id} if matches else set()
        if filed.story_id and filed.origin_id is None:
            reports = stories[filed.story_id]
            (reports.hit if matches else reports.other).append(article_id)
    misses, outliers = _misses(stories.values()), _outliers(stories.values())
    marked = [*dict.fromkeys([*wrong, *(one for one in marked_down(con, name) if one in hits)])]
    bad = {*outliers, *marked}
    groups = _Groups({"miss": set(misses), "bad": bad, "good": hits - bad})
    groups.read(con, since, progress)
    return Suggestions(
        topic=name,
        articles=groups.articles,
        hits=len(hits),
        near_misses=tuple(misses),
        outliers=tuple(outliers),
        marked=tuple(marked),
        add=groups.suggested("miss", "rest"),
        exclude=groups.suggested("bad", "good"),
    )


def _misses(stories: Iterable[_Reports]) -> list[str]:
    return [
        one
        for story in stories
        if story.hit and len(story.hit) >= _MAJORITY * (len(story.hit) + len(story.other))
        for one in story.other
    ]


def _outliers(stories: Iterable[_Reports]) -> list[str]:
    return [
        one
        for story in stories
        if len(story.hit) + len(story.other) >= 3
        and len(story.hit) <= _MINORITY * (len(story.hit) + len(story.other))
        for one in story.hit
    ]


class _Groups:
    """Groups of articles with the terms of each; what is in none of them is the rest."""

    def __init__(self, members: Mapping[str, set[str]]) -> None:
        self._members = members
        self._terms: dict[str, dict[str, frozenset[str]]] = {name: {} for name in members}
        self._archive: Counter[str] = Counter()
        self.articles = 0

    def read(self, con: duckdb.DuckDBPyConnection, since: datetime | None, progress: Progress) -> None:
        for filed in articles(con, since, progress):
            self.articles += 1
            found = terms(filed.article)
            self._archive.update(sorted(found))
            for name, members in self._members.items():
                if filed.article.article_id in members:
                    self._terms[name][filed.article.article_id] = found

    def suggested(self, group: str, other: str) -> tuple[Suggestion, ...]:
        """Terms that one group has and the other has not; the rest is all that is neither group nor hit."""
        ours = counted(self._terms[group].values())
        theirs = self._rest() if other == "rest" else counted(self._terms[other].values())
        found = distinctive(ours, theirs, self._archive, self.articles)
        telling = without_parts(one for one in found if one.ours >= _FEWEST)
        return tuple(Suggestion(found=one, articles=self._having(group, one.term)) for one in telling)

    def _rest(self) -> Counter[str]:
        inside = counted(found for group in self._terms.values() for found in group.values())
        return self._archive - inside

    def _having(self, group: str, word: str) -> tuple[str, ...]:
        return tuple(sorted(article for article, found in self._terms[group].items() if word in found)[:3])
