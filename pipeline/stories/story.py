"""Stories: which articles report one event, decided article by article from what came before.

An article joins the story it is linked to best, or opens one. What it brings may show that two stories are one, that an
article stands in the wrong story, or that a story is two: then rows say so. A story's id never changes its meaning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.identity import content_id
from pipeline.records import Json, Membership, StoryMerge
from pipeline.stories.feature import StoryPrint
from pipeline.stories.link import THRESHOLD
from pipeline.stories.memory import Member, Memory
from pipeline.stories.nearby import keys_of
from pipeline.stories.pin import Pins
from pipeline.stories.revision import Revision
from pipeline.stories.story_link import Scored, candidates, load, rounded, rounded_parts

_TERMS: Final = 12  # shared words in the evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredMember:
    """An article as the warehouse knows it."""

    article_id: str
    seen_at: int  # minutes since 1970
    data: bytes  # its story print
    keys: bytes  # what it is filed under: `filed_under`
    story_id: str  # its story now
    copy_of: str | None = None  # its origin's article id, where the reason of its membership now is "copy"


def filed_under(article: StoryPrint) -> bytes:
    """The terms that an article is found by, to be stored beside its print."""
    return keys_of(article).astype("<u4").tobytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What one article brought."""

    membership: Membership  # of the article itself
    changes: tuple[Membership, ...] = ()  # of earlier ones, each at most once
    merges: tuple[StoryMerge, ...] = ()


class Stories:
    """The stories of the last days, ready to take the next article."""

    def __init__(self, pins: Pins | None = None) -> None:
        self._memory = Memory(pins or Pins())

    @classmethod
    def restore(cls, rows: Iterable[RestoredMember], pins: Pins | None = None) -> "Stories":
        """The state after these articles, given in order of arrival, under the pins in force.

        Needed are all from the first one on that was seen within WINDOW before the latest time seen, or the last REMEMBERED
        if these are fewer; more do no harm.
        """
        stories = cls(pins)
        memory = stories._memory
        found: list[tuple[int, bytes]] = []
        for row in rows:
            if row.copy_of is None:
                member = memory.know(row.article_id, row.data)
                memory.enter(member, memory.story(row.story_id))
                found.append((member.number, row.keys))
            memory.arrive(row.article_id, row.seen_at, memory.member_of(row.copy_of))
        memory.nearby.load([number for number, _ in found], [np.frombuffer(keys, "<u4") for _, keys in found])
        memory.forget()
        return stories

    def assign(self, article: StoryPrint, copy_of: str | None = None) -> Assignment:
        """The story of the next article, and what it changes; each article is assigned once.

        A copy stands where its origin stands and counts for nothing of its own. One whose origin is no longer remembered is
        taken as an article like any other.
        """
        assert article.article_id not in self._memory, "an article is assigned once"
        self._memory.forget(article.seen_at)
        origin = self._memory.member_of(copy_of)
        assigned = self._decided(article) if origin is None else _copied(article, origin)
        self._memory.arrive(article.article_id, article.seen_at, origin)
        return assigned

    def _decided(self, article: StoryPrint) -> Assignment:
        memory = self._memory
        keys = keys_of(article)
        near = memory.find(keys, short=article.short)
        member = memory.receive(article, keys)
        own = load(memory, member, near)
        commonplace = memory.commonplace.share(own.parts[0])
        scored = candidates(memory, own, near, commonplace)
        best = scored[0] if scored and scored[0].score >= THRESHOLD else None
        evidence = _evidence(article, scored) | _told(commonplace)
        story = memory.story(content_id("story", article.article_id)) if best is None else best.story
        memory.enter(member, story, None if best is None else best.across)
        revision = Revision(memory, member, near, scored, commonplace)
        changes = revision.run()
        membership = Membership(
            article_id=article.article_id,
            story_id=member.story.story_id,
            similarity=0.0 if best is None else rounded(best.score),
            reason="opened" if best is None else "joined",
            evidence=evidence | revision.kept_apart,
        )
        return Assignment(membership=membership, changes=changes, merges=tuple(revision.merges))


def _evidence(article: StoryPrint, scored: Sequence[Scored]) -> dict[str, Json]:
    """Why the article joins the best story, or no story; and what came next."""
    told: dict[str, Json] = {"threshold": THRESHOLD}
    others = list(scored)
    if scored and scored[0].score >= THRESHOLD:
        best = others.pop(0)
        told |= {"score": rounded(best.score), "parts": rounded_parts(best)}
        told |= _nearest(article, best)
    if others:
        told["runner_up"] = {
            "story_id": others[0].story.story_id,
            "score": rounded(others[0].score),
            "parts": rounded_parts(others[0]),
            "nearest": others[0].closest.member.article_id,
        }
    return told


def _nearest(article: StoryPrint, best: Scored) -> dict[str, Json]:
    """The member that is nearest to it, and what words they share."""
    nearest = best.closest
    shared = set(nearest.member.print.term.tolist())
    terms = tuple(word for key, word in article.readable.items() if key in shared)
    return {
        "nearest": nearest.member.article_id,
        "nearest_score": rounded(nearest.strength),
        "terms": terms[:_TERMS],
    }


def _told(commonplace: float) -> dict[str, Json]:
    return {"commonplace": commonplace} if commonplace else {}


def _copied(article: StoryPrint, origin: Member) -> Assignment:
    membership = Membership(
        article_id=article.article_id,
        story_id=origin.story.story_id,
        similarity=1.0,
        reason="copy",
        evidence={"origin": origin.article_id},
    )
    return Assignment(membership=membership)
