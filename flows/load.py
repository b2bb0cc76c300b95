"""Loading a batch: every document through every stage, then one transaction.

What decides (folding, grouping, alerts) sees one article at a time, in order of arrival, and nothing else of the batch, so
that batches do not matter (law 3).
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TypeVar

import duckdb

from flows.spool import Batch, Item
from pipeline.alert import Arrival, follow
from pipeline.change import Change, Words, change
from pipeline.extract import extract
from pipeline.feature import StoryPrint, story_print
from pipeline.fold import Copies
from pipeline.identity import document_hash
from pipeline.mention import mentions
from pipeline.passage import with_passages
from pipeline.quote import quotes
from pipeline.records import (
    Article,
    Copy,
    CopyKind,
    Document,
    Mention,
    Quote,
    Reason,
    Rejection,
    Rule,
    Stage,
    Topic,
    TopicMatch,
)
from pipeline.shingle import CopyPrint, copy_print
from pipeline.story import Assignment, Stories
from pipeline.topic import Matcher
from warehouse import alerts, articles, runs, sources, stories, topics
from warehouse.articles import Known, NewVersion
from warehouse.database import transaction
from warehouse.runs import Counts

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the stages know beside the article before them: declarations, and the state that earlier articles left."""

    rules: tuple[Rule, ...]
    matcher: Matcher
    copies: Copies
    stories: Stories


def restore_desk(
    con: duckdb.DuckDBPyConnection, declared: tuple[Topic, ...], rules: tuple[Rule, ...]
) -> Desk:
    """Rebuilt from the warehouse alone: there is nothing else to lose in a crash."""
    copies = Copies()
    copies.restore(stories.copy_prints(con))
    return Desk(rules, Matcher(declared), copies, Stories.restore(stories.story_members(con)))


@dataclass(frozen=True, slots=True)
class Folded:
    """A new article, and whose text it is."""

    version: NewVersion
    fingerprint: CopyPrint
    copy: Copy | None

    @property
    def origin_id(self) -> str | None:
        """Partial copies are reports of their own."""
        return self.copy.origin_id if self.copy and self.copy.kind is not CopyKind.PARTIAL else None


@dataclass(frozen=True, slots=True)
class Grouped:
    """A new article, and which event it reports."""

    folded: Folded
    fingerprint: StoryPrint
    assignment: Assignment


class Load:
    """One batch on its way through the stages, in this order: extract, fold, group, tag, commit."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, desk: Desk, batch: Batch, run_id: str, now: datetime
    ) -> None:
        self.con = con
        self.desk = desk
        self.batch = batch
        self.run_id = run_id
        self.now = now
        self.versions: list[NewVersion] = []
        self.rejections: list[Rejection] = []
        self.folded: list[Folded] = []
        self.grouped: list[Grouped] = []
        self.matches: list[tuple[TopicMatch, ...]] = []  # one a version, as the next two
        self.mentions: list[tuple[Mention, ...]] = []
        self.quotes: list[tuple[Quote, ...]] = []

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

    def extract(self) -> None:
        """Documents to clean articles; what is known already and what is refused is set aside."""
        self.repeats = 0
        found: list[tuple[Article, str]] = []
        hashes = [document_hash(item) if isinstance(item, Document) else "" for item in self.batch.items]
        seen = articles.known_documents(self.con, hashes)
        for item, key in zip(self.batch.items, hashes, strict=True):
            result = None if key in seen else _extracted(item)
            if isinstance(result, Rejection):
                self.rejections.append(result)
            elif result is None:
                self.repeats += 1
            else:
                found.append((result, key))
        self._number(found)

    def _number(self, found: list[tuple[Article, str]]) -> None:
        """Tell new articles and new versions from repeats, in order."""
        known = articles.known_articles(self.con, [article.article_id for article, _ in found])
        last = articles.last_seq(self.con)
        for article, key in found:
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

    def fold(self) -> None:
        """New articles, in order: whose text is it?"""
        for version in self.versions:
            if version.version == 1:
                fingerprint = copy_print(version.article)
                self.folded.append(Folded(version, fingerprint, self.desk.copies.fold(fingerprint)))
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
            fingerprint = story_print(folded.version.article)
            assignment = self.desk.stories.assign(fingerprint, folded.origin_id)
            self.grouped.append(Grouped(folded, fingerprint, assignment))

    def tag(self) -> None:
        """New articles and new versions: topics, names, quotes."""
        for version in self.versions:
            named, quoted = mentions(version.article), quotes(version.article)
            self.mentions.append(named)
            self.quotes.append(quoted)
            self.matches.append(self.desk.matcher.match(version.article, named, quoted))

    def commit(self) -> None:
        """Everything, the alerts and their outbox included, or nothing."""
        with transaction(self.con):
            self._decide_alerts()
            self._store_articles()
            self._store_stories()
            sources.add_polls(self.con, self.batch.polls, self.batch.batch_id)
            runs.add_batch(self.con, self.batch.batch_id, self.run_id, self.counts, self.now)

    def _decide_alerts(self) -> None:
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
        for version, matches in zip(self.versions, self.matches, strict=True):
            article_id = version.article.article_id
            if version.version == 1:
                arrivals.append(_arrival(next(grouped), matches, places))
            else:
                story_id, origin_id = places[article_id]
                arrivals.append(
                    Arrival(article_id=article_id, story_id=story_id, origin_id=origin_id, matches=matches)
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
        for places, ended in ((current.values(), None), (replaced, self.now)):
            articles.add_mentions(self.con, _chosen(self.mentions, places), self.now, ended)
            articles.add_quotes(self.con, _chosen(self.quotes, places), self.now, ended)
            topics.add_matches(self.con, _chosen(self.matches, places), self.now, ended)

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


def _extracted(item: Item) -> Article | Rejection:
    """The guard: our own fault, met by one document, must not stop the others."""
    if isinstance(item, Rejection):
        return item
    try:
        return extract(item)
    except Exception as error:
        log.exception("extracting %s failed", item.uri)
        return Rejection(
            uri=item.uri,
            source=item.source,
            stage=Stage.EXTRACT,
            reason=Reason.FAULT,
            detail=f"{type(error).__name__}: a fault of wirewatch; please report it with this document",
            seen_at=item.fetched_at,
        )


def _arrival(grouped: Grouped, matches: tuple[TopicMatch, ...], places: stories.Places) -> Arrival:
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
        matches=matches,
        merges=assignment.merges,
        moves=tuple(moved for moved in assignment.changes if moved.reason == "moved"),
    )


def _fingerprint_row(grouped: Grouped) -> dict[str, object]:
    version = grouped.folded.version
    return {
        "seq": version.seq,
        "article_id": version.article.article_id,
        "seen_at": version.article.seen_at,
        "copy_print": grouped.folded.fingerprint.to_bytes(),
        "story_print": grouped.fingerprint.to_bytes(),
    }
