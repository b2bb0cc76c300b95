"""Loading a batch: every document through every stage, then one transaction.

What decides (folding, grouping, alerts) sees one article at a time, in order of arrival, and nothing else of the batch, so
that batches do not matter (law 3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import TypeVar

import duckdb

from flows.spool import Batch
from flows.workers import Here, Prepares
from pipeline.alert import Arrival, follow
from pipeline.change import Change, Words, change
from pipeline.fold import Copies
from pipeline.identity import document_hash
from pipeline.passage import with_passages
from pipeline.prepare import Prepared
from pipeline.records import (
    Article,
    Copy,
    CopyKind,
    Document,
    Rejection,
    Rule,
    Topic,
)
from pipeline.story import Assignment, Stories
from pipeline.topic import Matcher
from warehouse import alerts, articles, runs, sources, stories, topics
from warehouse.articles import Known, NewVersion
from warehouse.database import transaction
from warehouse.runs import Counts

T = TypeVar("T")


class Desk:
    """What the stages know beside the article before them: declarations, and the state that earlier articles left.

    That state is rebuilt from the warehouse alone, so there is nothing else to lose in a crash; and only when an article
    comes that is new, for most runs bring none.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, declared: tuple[Topic, ...], rules: tuple[Rule, ...]
    ) -> None:
        self.rules = rules
        self.matcher = Matcher(declared)
        self._con = con

    @cached_property
    def copies(self) -> Copies:
        copies = Copies()
        copies.restore(stories.copy_prints(self._con))
        return copies

    @cached_property
    def stories(self) -> Stories:
        return Stories.restore(stories.story_members(self._con))


@dataclass(frozen=True, slots=True)
class Folded:
    """A new article, and whose text it is."""

    version: NewVersion
    prepared: Prepared
    copy: Copy | None

    @property
    def origin_id(self) -> str | None:
        """Partial copies are reports of their own."""
        return self.copy.origin_id if self.copy and self.copy.kind is not CopyKind.PARTIAL else None


@dataclass(frozen=True, slots=True)
class Grouped:
    """A new article, and which event it reports."""

    folded: Folded
    assignment: Assignment


class Load:
    """One batch on its way through the stages, in this order: begin, extract, fold, group, commit."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a batch is loaded with
        self,
        con: duckdb.DuckDBPyConnection,
        desk: Desk,
        batch: Batch,
        run_id: str,
        now: datetime,
        prepares: Prepares | None = None,
    ) -> None:
        """`prepares`: how documents become articles; in this process, unless given."""
        self.con = con
        self.desk = desk
        self.batch = batch
        self.run_id = run_id
        self.now = now
        self.prepares = prepares or Here(desk.matcher)
        self.versions: list[NewVersion] = []
        self.prepared: list[Prepared] = []  # one a version
        self.rejections: list[Rejection] = []
        self.folded: list[Folded] = []
        self.grouped: list[Grouped] = []

    @property
    def counts(self) -> Counts:
        documents, new, rejected = len(self.batch.items), len(self.versions), len(self.rejections)
        return Counts(
            documents=documents,
            new=new,
            changed=sum(version.version > 1 for version in self.versions),
            repeats=self.repeats,
            rejected=rejected,
        )

    def begin(self) -> None:
        """Set aside what is known already or refused, and have the rest prepared: beside what is done meanwhile."""
        hashes = [document_hash(item) if isinstance(item, Document) else "" for item in self.batch.items]
        seen = articles.known_documents(self.con, hashes)
        self.rejections += [item for item in self.batch.items if isinstance(item, Rejection)]
        fresh = {
            place: item
            for place, item in enumerate(self.batch.items)
            if isinstance(item, Document) and hashes[place] not in seen
        }
        self.repeats = len(self.batch.items) - len(self.rejections) - len(fresh)
        self.hashes = [hashes[place] for place in fresh]
        self.results = self.prepares(list(fresh.values()))

    def extract(self) -> None:
        """Documents to clean articles, their names, quotes and topics."""
        self._number(list(zip(self.results, self.hashes, strict=True)))

    def _number(self, results: Sequence[tuple[Prepared | Rejection, str]]) -> None:
        """Tell new articles and new versions from repeats, in order."""
        self.rejections += [result for result, _ in results if isinstance(result, Rejection)]
        found = [(result, key) for result, key in results if isinstance(result, Prepared)]
        known = articles.known_articles(self.con, [one.article.article_id for one, _ in found])
        last = articles.last_seq(self.con)
        for one, key in found:
            article = one.article
            before = known.get(article.article_id)
            if before and _is_repeat(before, article):
                self.repeats += 1
                continue
            last += before is None
            seq, version = (before.seq, before.version + 1) if before else (last, 1)
            known[article.article_id] = Known(
                seq=seq, version=version, content_hash=article.content_hash, source=article.source
            )
            self.versions.append(NewVersion(seq=seq, version=version, article=article, document_hash=key))
            self.prepared.append(one)

    def fold(self) -> None:
        """New articles, in order: whose text is it?"""
        for version, one in zip(self.versions, self.prepared, strict=True):
            if version.version == 1:
                self.folded.append(Folded(version, one, self.desk.copies.fold(one.copy_print)))
        self._show_passages()

    def _show_passages(self) -> None:
        """Add to each copy the passages it shares with the article nearest to it."""
        nearest = [str(folded.copy.evidence["nearest"]) for folded in self.folded if folded.copy]
        texts = articles.first_texts(self.con, nearest)
        texts |= {folded.version.article.article_id: folded.version.article.text for folded in self.folded}
        for place, folded in enumerate(self.folded):
            if folded.copy:
                origin = texts[str(folded.copy.evidence["nearest"])]
                shown = with_passages(folded.copy, folded.version.article.text, origin)
                self.folded[place] = replace(folded, copy=shown)

    def group(self) -> None:
        """New articles, in order: which event does it report?"""
        for folded in self.folded:
            assignment = self.desk.stories.assign(folded.prepared.story_print, folded.origin_id)
            self.grouped.append(Grouped(folded, assignment))

    def commit(self) -> None:
        """Everything, the alerts and their outbox included, or nothing."""
        with transaction(self.con):
            self._decide_alerts()
            self._store_articles()
            self._store_stories()
            sources.add_polls(self.con, self.batch.polls, self.batch.batch_id)
            runs.add_batch(self.con, self.batch.batch_id, self.run_id, self.counts, self.now)

    def _decide_alerts(self) -> None:
        if not self.desk.rules:
            return
        arrivals = self._arrivals()
        states = alerts.states_before(self.con, arrivals)
        decided = follow(self.desk.rules, states, arrivals, self.now)
        channels = {rule.name: rule.channels for rule in self.desk.rules}
        alerts.add_alerts(self.con, decided.alerts, channels, self.now)
        alerts.add_suppressions(self.con, decided.suppressions)

    def _arrivals(self) -> list[Arrival]:
        """Each version with the story it stands in at its moment."""
        changed = [version.article.article_id for version in self.versions if version.version > 1]
        places = stories.places(self.con, changed)
        grouped = iter(self.grouped)
        arrivals = []
        for version, one in zip(self.versions, self.prepared, strict=True):
            article_id = version.article.article_id
            if version.version == 1:
                arrivals.append(_arrival(next(grouped), places))
            else:
                story_id, origin_id = places[article_id]
                arrivals.append(
                    Arrival(
                        article_id=article_id, story_id=story_id, origin_id=origin_id, matches=one.matches
                    )
                )
        return arrivals

    def _changes(self) -> list[Change]:
        """What each version after the first changed, against the one before it, be that of this batch or stored."""
        says = articles.current_words(
            self.con, [v.article.article_id for v in self.versions if v.version > 1]
        )
        found = []
        for version in self.versions:
            article = version.article
            words = Words(title=article.title, text=article.text)
            if version.version > 1:
                found.append(change(says[article.article_id], words))
            says[article.article_id] = words
        return found

    def _store_articles(self) -> None:
        later = [version for version in self.versions if version.version > 1]
        articles.add_changes(self.con, later, self._changes(), self.now)
        articles.add_versions(self.con, self.versions, self.batch.batch_id, self.now)
        articles.add_rejections(self.con, self.rejections, self.batch.batch_id)
        articles.add_copies(self.con, [folded.copy for folded in self.folded if folded.copy], self.now)
        current = {version.article.article_id: place for place, version in enumerate(self.versions)}
        replaced = set(range(len(self.versions))) - set(current.values())
        named, quoted = [one.mentions for one in self.prepared], [one.quotes for one in self.prepared]
        matched = [one.matches for one in self.prepared]
        for places, ended in ((current.values(), None), (replaced, self.now)):
            articles.add_mentions(self.con, _chosen(named, places), self.now, ended)
            articles.add_quotes(self.con, _chosen(quoted, places), self.now, ended)
            topics.add_matches(self.con, _chosen(matched, places), self.now, ended)

    def _store_stories(self) -> None:
        assignments = [grouped.assignment for grouped in self.grouped]
        decisions = chain.from_iterable((a.membership, *a.changes) for a in assignments)
        stories.add_memberships(self.con, list(decisions), self.now)
        stories.add_merges(self.con, [merge for a in assignments for merge in a.merges], self.now)
        stories.add_fingerprints(self.con, [_fingerprint_row(grouped) for grouped in self.grouped])


def _is_repeat(before: Known, article: Article) -> bool:
    """The same words, or other words from another source.

    Only the source that brought an article may change it: two feeds that show one page differently would change it for
    ever, and a feed that names another outlet's address as its own could rewrite what that outlet said.
    """
    return before.content_hash == article.content_hash or before.source != article.source


def _chosen(found: Sequence[Sequence[T]], places: Iterable[int]) -> list[T]:
    return [item for place in sorted(places) for item in found[place]]


def _arrival(grouped: Grouped, places: stories.Places) -> Arrival:
    """Of a new article; `places` is brought to where its arrival leaves the others."""
    assignment, origin_id = grouped.assignment, grouped.folded.origin_id
    membership = assignment.membership
    places[membership.article_id] = (membership.story_id, origin_id)
    for moved in assignment.changes:
        before = places.get(moved.article_id)
        places[moved.article_id] = (moved.story_id, before[1] if before else None)
    return Arrival(
        article_id=membership.article_id,
        story_id=membership.story_id,
        origin_id=origin_id,
        matches=grouped.folded.prepared.matches,
        merges=assignment.merges,
        moves=tuple(moved for moved in assignment.changes if moved.reason in {"moved", "split"}),
    )


def _fingerprint_row(grouped: Grouped) -> dict[str, object]:
    version = grouped.folded.version
    return {
        "seq": version.seq,
        "article_id": version.article.article_id,
        "seen_at": version.article.seen_at,
        "copy_print": grouped.folded.prepared.copy_print.to_bytes(),
        "story_print": grouped.folded.prepared.story_print.to_bytes(),
    }
