"""What a run knows before its first article: the declarations of a workspace, and the state that earlier articles left."""

import gc
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Final

import duckdb

from pipeline.copies.fold import Copies
from pipeline.records import Rule, Topic
from pipeline.refrains.refrain import Refrains
from pipeline.stories.story import Stories
from pipeline.topics.topic import Matcher
from warehouse.articles import refrains
from warehouse.stories import copy_index, memberships, pins
from warehouse.topics.sql_topics import SqlTopics

# Objects made between two looks for cycles, as mypy does it; 700 is what Python starts with. What grouping remembers lives as
# long as the run, and looking through all of it again and again was a tenth of the time that grouping took.
_COLLECTED_AFTER: Final = 200_000


class Desk:
    """What the stages know beside the article before them: declarations, and the state that earlier articles left.

    That state is rebuilt from the warehouse alone, so there is nothing else to lose in a crash; and only when an article
    comes that is new, for most runs bring none.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        declared: tuple[Topic, ...],
        rules: tuple[Rule, ...],
        renamed: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """`renamed`: by source, the names it had before."""
        self.rules = rules
        self._renamed = renamed or {}
        self.matcher = Matcher(declared)
        self._con = con

    def may_change(self, source: str, brought_by: str) -> bool:
        """Whether a source may change an article: only the one that brought it, under whatever name it does so now.

        Two feeds that show one page differently would change it for ever, and a feed that names another outlet's address as
        its own could rewrite what that outlet said.
        """
        return source == brought_by or brought_by in self._renamed.get(source, ())

    @cached_property
    def sql(self) -> SqlTopics:
        return SqlTopics(self.matcher.topics, self.matcher.versions)

    @cached_property
    def refrains(self) -> Refrains:
        return refrains.restored(self._con)

    @cached_property
    def copies(self) -> Copies:
        copy_index.catch_up(self._con)
        return Copies(copy_index.Filed(self._con))

    @cached_property
    def stories(self) -> Stories:
        gc.set_threshold(_COLLECTED_AFTER)
        copy_index.catch_up(self._con)
        return Stories.restore(memberships.story_members(self._con), pins.restored(self._con))

    def restore(self) -> None:
        """Restore at once what else is restored when the first article needs it: what that costs is no article's doing."""
        _ = self.refrains, self.copies, self.stories

    def regroup(self) -> None:
        """Let grouping start from the warehouse again: what stands where was changed there."""
        self.__dict__.pop("stories", None)
