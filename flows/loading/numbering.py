"""Which of a batch's articles are new, which are other versions of known ones, and which are repeats: one by one, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from flows.loading.desk import Desk
from flows.loading.workers import Prepares
from flows.spool.spool import Item
from pipeline.identity import document_hash
from pipeline.prepare import Prepared
from pipeline.records import Article, Document, Reason, Rejection, Stage
from warehouse.articles import article_versions
from warehouse.articles.article_versions import Known, NewVersion


@dataclass(slots=True, kw_only=True)
class Numbered:
    """What became of documents."""

    versions: list[NewVersion] = field(default_factory=list)
    prepared: list[Prepared] = field(default_factory=list)  # one a version
    repeats: int = 0
    rejections: list[Rejection] = field(default_factory=list)


class Numbering:
    """The documents of a batch, and what the warehouse knows of them."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, desk: Desk, items: Sequence[Item], prepares: Prepares
    ) -> None:
        self._con = con
        self._desk = desk
        self._items = items
        self._prepares = prepares
        self._hashes = [document_hash(item) if isinstance(item, Document) else "" for item in items]
        seen = article_versions.known_documents(con, self._hashes)
        self._aside = {place: seen[key] for place, key in enumerate(self._hashes) if key in seen}
        self._known: dict[str, Known] = {}
        self._done = Numbered()

    @property
    def fresh(self) -> dict[int, Document]:
        """By place, the documents that no article was made of yet."""
        return {
            place: item
            for place, item in enumerate(self._items)
            if isinstance(item, Document) and place not in self._aside
        }

    def run(self, found: Mapping[int, Prepared]) -> Numbered:
        """`found`: what was prepared of the fresh documents, by place."""
        ids = [*(one.article.article_id for one in found.values()), *self._aside.values()]
        self._known = article_versions.known_articles(self._con, ids)
        last = article_versions.last_seq(self._con)
        for place in sorted([*found, *self._aside]):
            one = found.get(place) or self._changed_back(place)
            if one is not None:
                last = self._number(one, self._hashes[place], last)
        return self._done

    def _number(self, one: Prepared, key: str, last: int) -> int:
        """Take in an article, after the last number given; the last one then."""
        article = one.article
        before = self._known.get(article.article_id)
        if before and before.content_hash == article.content_hash:
            self._done.repeats += 1
            return last
        if before and not self._desk.may_change(article.source, before.source):
            self._done.rejections.append(_foreign(article, before.source))
            return last
        last += before is None
        seq, version = (before.seq, before.version + 1) if before else (last, 1)
        self._known[article.article_id] = Known(
            seq=seq,
            version=version,
            content_hash=article.content_hash,
            document_hash=key,
            source=article.source,
        )
        self._done.versions.append(NewVersion(seq=seq, version=version, article=article, document_hash=key))
        self._done.prepared.append(one)
        return last

    def _changed_back(self, place: int) -> Prepared | None:
        """What was set aside as known, if its article has changed since: in the batch before, or in this one."""
        if self._known[self._aside[place]].document_hash == self._hashes[place]:
            self._done.repeats += 1
            return None
        item = self._items[place]
        assert isinstance(item, Document)
        (result,) = self._prepares([item])
        if isinstance(result, Rejection):
            self._done.rejections.append(result)
            return None
        return result


def _foreign(article: Article, brought_by: str) -> Rejection:
    """Other words for what another source brought."""
    detail = f"other words for an article of the source {brought_by}, which alone may change it (renamed_from in sources.toml)"
    return Rejection(
        uri=article.uri,
        source=article.source,
        stage=Stage.EXTRACT,
        reason=Reason.FOREIGN,
        detail=detail,
        seen_at=article.seen_at,
    )
