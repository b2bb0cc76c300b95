"""What has been learned since, applied to earlier articles: their texts without refrains, as new versions.

Copies, stories and alerts stay as they were judged when the articles came.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import TypeVar

from flows.archive.amending import Amendment, amending
from flows.errors import UserError
from flows.loading.workers import Prepares, Workers
from flows.workspaces.workspace import Workspace
from pipeline.prepare import Prepared
from pipeline.refrains.refrain import Shortened, shorten
from pipeline.refrains.refrain_print import house, outlet_hash, passages
from pipeline.texts.change import Words, change
from pipeline.texts.text import comparable
from pipeline.topics.topic import Matcher
from warehouse.articles import article_versions, quotes, refrains
from warehouse.articles.article_versions import NewVersion
from warehouse.database.connection import transaction
from warehouse.database.publish import Files
from warehouse.topics import findings, topic_faults, topic_log
from warehouse.topics.sql_rows import archived
from warehouse.topics.sql_topics import SqlTopics

T = TypeVar("T")

_AT_ONCE = 500  # articles that are looked at in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is wanted."""

    outlet: str | None = None  # only this one's articles
    keep: tuple[str, ...] = ()  # refrains that are content after all
    dry_run: bool = False
    wait: float = 0.0  # seconds for another run to end


@dataclass(slots=True, kw_only=True)
class Recleaned:
    """What was done, or would be."""

    run_id: str
    articles: int = 0  # looked at
    changed: Counter[str] = field(default_factory=Counter)  # articles, by outlet
    removed: Counter[str] = field(default_factory=Counter)  # passages, by refrain


def reclean(workspace: Workspace, files: Files, request: Request, clock: Callable[[], datetime]) -> Recleaned:
    """Carry out a request; the warehouse is locked meanwhile.

    Raises:
        UserError: there is no warehouse, or no such refrain.
        LockedError: another run holds the warehouse.
        WarehouseError: the warehouse cannot be opened.
    """
    with amending(files, "reclean", clock, wait=request.wait, dry_run=request.dry_run) as amendment:
        matcher = Matcher(workspace.topics)
        with Workers(matcher) as workers:
            work = _Recleaning(amendment, request, workers)
            if not request.dry_run:
                work.begin(workspace, matcher)
            work.run()
    return work.done


class _Recleaning:
    def __init__(self, amendment: Amendment, request: Request, prepares: Prepares) -> None:
        self.con = amendment.con
        self.request = request
        self.now = amendment.now
        self.prepares = prepares
        self.done = Recleaned(run_id=amendment.run_id)
        self.asked = SqlTopics((), {})

    def begin(self, workspace: Workspace, matcher: Matcher) -> None:
        """What a person says, and the topics that are to be matched."""
        self.asked = SqlTopics(workspace.topics, matcher.versions)
        with transaction(self.con):
            for refrain_id in self.request.keep:
                if not refrains.keep(self.con, refrain_id, self.now):
                    raise UserError(f'There is no refrain {refrain_id}: wirewatch sql "FROM refrains"')
            topic_log.sync_topics(self.con, workspace.topics, matcher.versions, self.now)

    def run(self) -> None:
        learned, outlets = refrains.learned(self.con), refrains.outlets(self.con)
        if self.request.outlet is not None:
            outlets &= {comparable(" ".join(self.request.outlet.split()))}
        last = article_versions.last_seq(self.con) if outlets else 0
        for after in range(0, last, _AT_ONCE):
            found = article_versions.current_versions(self.con, after, after + _AT_ONCE)
            self.done.articles += len(found)
            shorter = [
                (one, short) for one in found if (short := _shortened(one, learned, outlets)) is not None
            ]
            self._count(shorter)
            if shorter and not self.request.dry_run:
                self._store(shorter)

    def _count(self, shorter: Sequence[tuple[NewVersion, Shortened]]) -> None:
        self.done.changed.update(_house(one) for one, _ in shorter)
        self.done.removed.update(key for _, short in shorter for key, _ in short.removed)

    def _store(self, shorter: Sequence[tuple[NewVersion, Shortened]]) -> None:
        texts = [replace(one.article, text=short.text) for one, short in shorter]
        results = zip(shorter, self.prepares(texts), strict=True)
        prepared = [(*given, result) for given, result in results if isinstance(result, Prepared)]
        versions = [
            replace(one, version=one.version + 1, article=result.article) for one, _, result in prepared
        ]
        changes = [
            change(_words(one), _words(later)) for (one, _, _), later in zip(prepared, versions, strict=True)
        ]
        removals = [
            refrains.removals(later, short) for (_, short, _), later in zip(prepared, versions, strict=True)
        ]
        with transaction(self.con):
            article_versions.add_changes(self.con, versions, changes, self.now)
            said = quotes.keep_sayings(self.con, _flat(one.quotes for *_, one in prepared))
            article_versions.add_versions(self.con, versions, f"{self.done.run_id}/reclean", self.now)
            findings.add_findings(self.con, [one for *_, one in prepared], said, self.now)
            refrains.add_removals(self.con, _flat(removals), self.now)
            if self.asked:
                ids = [one.article.article_id for one in versions]
                topic_log.add_matches(self.con, _flat(self.asked.match(archived(self.con, ids))), self.now)
                topic_faults.add_faults(self.con, self.asked.faults, self.now)


def _flat(found: Iterable[Iterable[T]]) -> list[T]:
    return list(chain.from_iterable(found))


def _house(version: NewVersion) -> str:
    article = version.article
    return house(article.outlet, article.url, article.source)


def _shortened(version: NewVersion, learned: Mapping[int, str], outlets: frozenset[str]) -> Shortened | None:
    name = _house(version)
    if name not in outlets:
        return None
    text = version.article.text
    return shorten(text, passages(text, outlet_hash(name)), learned)


def _words(version: NewVersion) -> Words:
    return Words(title=version.article.title, text=version.article.text)
