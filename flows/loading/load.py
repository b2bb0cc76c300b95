"""Loading a batch: every document through every stage, then one transaction.

What decides (folding, grouping, alerts) sees one article at a time, in order of arrival, and nothing else of the batch, so
that batches do not matter (law 3).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TypeVar

import duckdb

from flows.loading.desk import Desk
from flows.loading.numbering import Numbering
from flows.loading.shortening import Shortening
from flows.loading.sql_matching import sql_matches
from flows.loading.workers import Here, Prepares
from flows.spool.spool import Batch
from pipeline.alerts.alert import follow
from pipeline.alerts.claim import Claim, claims
from pipeline.alerts.standing import Arrival
from pipeline.copies.passage import with_passages
from pipeline.prepare import Prepared
from pipeline.records import Copy, CopyKind, Rejection, Rule
from pipeline.stories.story import Assignment, filed_under
from pipeline.texts.change import Change, Words, change
from warehouse.alerting import alert_state, alerts
from warehouse.articles import article_versions, quotes, refrains
from warehouse.articles.article_versions import NewVersion
from warehouse.database.connection import transaction
from warehouse.ledger import runs, sources
from warehouse.ledger.runs import Counts
from warehouse.stories import copy_index, memberships
from warehouse.topics import findings, topic_faults

T = TypeVar("T")


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
        self.repeats = 0
        self.rejections: list[Rejection] = []
        self.shortening = Shortening(versions=self.versions, prepared=self.prepared)
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

    @property
    def stages(self) -> tuple[Callable[[], None], ...]:
        return self.extract, self.fold, self.group, self.commit

    def begin(self) -> None:
        """Set aside what is known already or refused, and have the rest prepared: beside what is done meanwhile."""
        self.rejections += [item for item in self.batch.items if isinstance(item, Rejection)]
        self.numbering = Numbering(self.con, self.desk, self.batch.items, self.prepares)
        fresh = self.numbering.fresh
        self.fresh = list(fresh)
        self.results = self.prepares(list(fresh.values()))

    def extract(self) -> None:
        """Documents to clean articles, their names, quotes and topics."""
        results = dict(zip(self.fresh, self.results, strict=True))
        self.rejections += [result for result in results.values() if isinstance(result, Rejection)]
        found = {place: result for place, result in results.items() if isinstance(result, Prepared)}
        numbered = self.numbering.run(found)
        self.versions += numbered.versions
        self.prepared += numbered.prepared
        self.repeats += numbered.repeats
        self.rejections += numbered.rejections
        self._shorten()

    def _shorten(self) -> None:
        """Take out what the articles before each have shown to be furniture."""
        if self.versions:
            self.shortening.run(self.desk.refrains, self.prepares)

    def fold(self) -> None:
        """New articles, in order: whose text is it?"""
        new = [pair for pair in zip(self.versions, self.prepared, strict=True) if pair[0].version == 1]
        if new:
            copies = self.desk.copies.fold_all([one.copy_print for _, one in new])
            self.folded += [Folded(*pair, copy) for pair, copy in zip(new, copies, strict=True)]
        self._show_passages()

    def _show_passages(self) -> None:
        """Add to each copy the passages it shares with the article nearest to it."""
        nearest = [str(folded.copy.evidence["nearest"]) for folded in self.folded if folded.copy]
        texts = article_versions.first_texts(self.con, nearest)
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
            arrivals = self._asked(self._arrivals())
            raise_alerts(self.con, self.desk.rules, arrivals, self.now)
            self._decide_sayings(arrivals)
            self._store_articles()
            self._store_stories()
            sources.add_polls(self.con, self.batch.polls, self.batch.batch_id)
            runs.add_batch(self.con, self.batch.batch_id, self.run_id, self.counts, self.now)

    def _asked(self, arrivals: list[Arrival]) -> list[Arrival]:
        """Add the topics given as SQL, now that it is known whose text an article carries and in which story it stands."""
        if not self.desk.sql:
            return arrivals
        copies = {folded.version.article.article_id: folded.copy for folded in self.folded}
        answers = sql_matches(self.con, self.desk.sql, self.versions, self.prepared, arrivals, copies)
        topic_faults.add_faults(self.con, self.desk.sql.faults, self.now)
        self.prepared = [
            replace(one, matches=(*one.matches, *more))
            for one, more in zip(self.prepared, answers, strict=True)
        ]
        return [
            replace(arrival, matches=one.matches)
            for arrival, one in zip(arrivals, self.prepared, strict=True)
        ]

    def _decide_sayings(self, arrivals: Sequence[Arrival]) -> None:
        numbers = [version.seq for version in self.versions]
        said = [one.quotes for one in self.prepared]
        self.quoted = quotes.decide(self.con, arrivals, numbers, said)

    def _arrivals(self) -> list[Arrival]:
        """Each version with the story it stands in at its moment."""
        changed = [version.article.article_id for version in self.versions if version.version > 1]
        places = memberships.places(self.con, changed)
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
                        article_id=article_id,
                        story_id=story_id,
                        at=version.article.seen_at,
                        first=False,
                        origin_id=origin_id,
                        matches=one.matches,
                        claims=_claims(one),
                    )
                )
        return arrivals

    def _changes(self) -> list[Change]:
        """What each version after the first changed, against the one before it, be that of this batch or stored."""
        says = article_versions.current_words(
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
        article_versions.add_changes(self.con, later, self._changes(), self.now)
        article_versions.add_versions(self.con, self.versions, self.batch.batch_id, self.now)
        article_versions.add_rejections(self.con, self.rejections, self.batch.batch_id)
        refrains.add_refrains(self.con, self.shortening.learned, self.now)
        refrains.add_removals(self.con, self.shortening.removals, self.now)
        article_versions.add_copies(
            self.con, [folded.copy for folded in self.folded if folded.copy], self.now
        )
        current = {version.article.article_id: place for place, version in enumerate(self.versions)}
        replaced = set(range(len(self.versions))) - set(current.values())
        for places, ended in ((current.values(), None), (replaced, self.now)):
            found, said = _chosen(self.prepared, places), _chosen(self.quoted, places)
            findings.add_findings(self.con, found, list(chain.from_iterable(said)), self.now, ended)

    def _store_stories(self) -> None:
        assignments = [grouped.assignment for grouped in self.grouped]
        decisions = chain.from_iterable((a.membership, *a.changes) for a in assignments)
        memberships.add_memberships(self.con, list(decisions), self.now)
        memberships.add_merges(self.con, [merge for a in assignments for merge in a.merges], self.now)
        self._store_prints()

    def _store_prints(self) -> None:
        if not self.grouped:
            return
        prints = {one.folded.version.seq: one.folded.prepared.copy_print for one in self.grouped}
        origins = self.desk.copies.origins(list(prints))
        rows = [_fingerprint_row(one, origin) for one, origin in zip(self.grouped, origins, strict=True)]
        memberships.add_fingerprints(self.con, rows)
        copy_index.add_postings(self.con, prints)


def raise_alerts(
    con: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    arrivals: Sequence[Arrival],
    now: datetime,
    until: datetime | None = None,
) -> None:
    """What the rules say about these arrivals and hold back, and what is due by then; to be called before their rows are written."""
    before = alert_state.before(con, rules, arrivals, until)
    alerts.add_decisions(con, follow(rules, before, arrivals, now, until), rules, now)


def _chosen(found: Sequence[T], places: Iterable[int]) -> list[T]:
    return [found[place] for place in sorted(places)]


def _arrival(grouped: Grouped, places: memberships.Places) -> Arrival:
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
        at=grouped.folded.version.article.seen_at,
        origin_id=origin_id,
        matches=grouped.folded.prepared.matches,
        claims=_claims(grouped.folded.prepared),
        merges=assignment.merges,
        moves=tuple(row for row in assignment.changes if row.cause != "merged"),
    )


def _claims(one: Prepared) -> tuple[Claim, ...]:
    return claims(one.mentions, one.quotes, one.figures, one.corrections)


def _fingerprint_row(grouped: Grouped, origin: int) -> dict[str, object]:
    version, prepared = grouped.folded.version, grouped.folded.prepared
    passages = prepared.refrain_print
    return {
        "seq": version.seq,
        "article_id": version.article.article_id,
        "seen_at": version.article.seen_at,
        "copy_print": prepared.copy_print.to_bytes(),
        "origin": origin,
        "shingles": len(prepared.copy_print.fingerprints),
        "story_print": prepared.story_print.to_bytes(),
        "story_keys": filed_under(prepared.story_print),
        "refrain_print": passages.to_bytes() if len(passages.keys) else None,
    }
