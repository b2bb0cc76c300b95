"""What an arriving article shows about earlier ones: stories that are one, a member that stands wrong, a story that is two."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.identity import content_id
from pipeline.records import Json, Membership, StoryMerge
from pipeline.stories.link import THRESHOLD, Side, cohesion, link, strength
from pipeline.stories.memory import Member, Memory, Story
from pipeline.stories.profile import Profile, tallies, tally
from pipeline.stories.story_link import ALONE, Scored, linked, rank, rounded, rounded_parts

_MOVERS: Final = 8  # articles of other stories that are tried in this one
_MERGE_REACH: Final = (
    1.5  # an article so far below the threshold from a story brings nothing its own nearer to it
)
_MOVE_GAIN: Final = 1.0  # a member moves only to where it is clearly stronger linked
_SPLIT_MARGIN: Final = 0.2  # a story parts only where its parts would clearly not be merged again
_SPLIT_SIZE: Final = 40  # larger stories are not tried: the cost, and one article tells little about them
_LOOSE: Final = 3.0  # cohesion from which on a story is not tried
_ALIEN: Final = (
    -2.0
)  # strength between the two articles around which the halves grow: they are clearly of two events
_ROUNDS: Final = 2  # of two-means


@dataclass(slots=True)
class Revision:
    """What one article changed so far."""

    memory: Memory
    member: Member  # the article that arrived
    near: Sequence[Member]  # those that share most rare terms with it
    scored: Sequence[Scored]  # its links to their stories
    commonplace: float  # what its headline shares with any other: pipeline.stories.commonplace
    merges: list[StoryMerge] = field(default_factory=list)
    kept_apart: dict[str, Json] = field(default_factory=dict)  # the best merge that a pin forbids
    _before: dict[str, str] = field(default_factory=dict)  # article id to the story it stood in
    _changes: dict[str, Membership] = field(default_factory=dict)

    def run(self) -> tuple[Membership, ...]:
        """Merge, move and split; the new memberships of articles other than the one that arrived."""
        while self._merge():
            pass
        self._move()
        self._split()
        return tuple(row for key, row in self._changes.items() if row.story_id != self._before[key])

    def _merge(self) -> bool:
        """Join the story with the best other one, if any is linked enough; the one with the oldest member survives."""
        story = self.member.story
        if len(story.members) == 1:  # it opened a story because none is linked enough
            return False
        others = [
            one.story for one in self.scored if one.score >= THRESHOLD - _MERGE_REACH and one.story.members
        ]
        sums, side = self.memory.sums(story)
        scored = self._linked(sums, side, [other for other in others if other is not story])
        best = min(self._allowed(story, scored), key=rank, default=None)
        if best is None or best.score < THRESHOLD:
            return False
        kept, gone = sorted((story, best.story), key=lambda one: one.oldest)
        why: dict[str, Json] = {
            "score": rounded(best.score),
            "threshold": THRESHOLD,
            "parts": rounded_parts(best),
        }
        arrived = self.member.article_id
        self.merges.append(
            StoryMerge(story_id=kept.story_id, absorbed_id=gone.story_id, article_id=arrived, evidence=why)
        )
        for member in gone.in_order():
            self._place(member, kept, best.score, "merged", why)
        self.memory.pins.absorb(kept.story_id, gone.story_id)
        return True

    def _allowed(self, story: Story, scored: Sequence[Scored]) -> list[Scored]:
        """Those that no pin keeps apart from a story; what would have merged is told."""
        pins = self.memory.pins
        apart = [pins.part(story.story_id, one.story.story_id) for one in scored]
        forbidden = [one for one, parted in zip(scored, apart, strict=True) if parted]
        best = min(forbidden, key=rank, default=None)
        if best and best.score >= THRESHOLD:
            told: dict[str, Json] = {"story_id": best.story.story_id, "score": rounded(best.score)}
            self.kept_apart = {"kept_apart": told}
        return [one for one, parted in zip(scored, apart, strict=True) if not parted]

    def _move(self) -> None:
        """Take in members of other stories that are clearly stronger linked to this one."""
        story = self.member.story
        others = [one for one in self.near if one.story is not story and len(one.story.members) > 1][:_MOVERS]
        links = self._links(others)
        for one, strongly in zip(others, links, strict=True):
            if strongly < THRESHOLD or self.memory.pins.hold(one.article_id, story.story_id):
                continue
            if len(one.story.members) == 1:  # the others have just moved
                continue
            own = self.memory.profile(one)
            (there,) = self._linked(own, ALONE, [story])
            rest = strength(tally(own, self.memory.sums(one.story)[0]) - self.memory.alone(one))
            if there.score >= THRESHOLD and strength(there.across) - rest >= _MOVE_GAIN:
                why: dict[str, Json] = {
                    "score": rounded(there.score),
                    "threshold": THRESHOLD,
                    "was": rounded(rest),
                }
                self._place(one, story, there.score, "moved", why)

    def _split(self) -> None:
        """Part the story in two where these would clearly not be merged; the half with the oldest member keeps the id."""
        story = self.member.story
        whole, side = self.memory.sums(story)
        if not 4 <= side.size <= _SPLIT_SIZE or cohesion(side.inner) >= _LOOSE:
            return
        if self.member.short or whole.brief >= whole.long:  # headlines gain nothing by it
            return
        halves = self._halves(story)
        if halves is None:
            return
        sums, sides = zip(*map(self.memory.sums_of, halves), strict=True)
        score = link(tally(*sums), *sides, commonplace=self.commonplace)
        if score >= THRESHOLD - _SPLIT_MARGIN:
            return
        part = max(halves, key=lambda half: half[0].number)
        if self.memory.pins.tear(one.article_id for one in part):
            return
        new = self.memory.story(content_id("story", part[0].article_id, "split", self.member.article_id))
        for one in part:
            self._place(
                one, new, score, "split", {"score": rounded(score), "threshold": THRESHOLD - _SPLIT_MARGIN}
            )

    def _halves(self, story: Story) -> tuple[list[Member], list[Member]] | None:
        """Two-means on links: halves of at least two, grown around the arriving article and the member least like it."""
        members = story.in_order()
        others = [one for one in members if one is not self.member and not one.short]
        links = self._links(others)
        if min(links, default=_ALIEN) >= _ALIEN:
            return None
        against = others[links.index(min(links))]
        halves = [self.member], [against]
        for _ in range(_ROUNDS):
            sums = [self.memory.sums_of(half)[0] for half in halves]
            nearer = [
                self._pull(one, halves[0], sums[0]) > self._pull(one, halves[1], sums[1]) for one in members
            ]
            halves = (
                [one for one, first in zip(members, nearer, strict=True) if first],
                [one for one, first in zip(members, nearer, strict=True) if not first],
            )
            if min(map(len, halves)) < 2:
                return None
        return halves

    def _linked(self, own: Profile, side: Side, stories: Sequence[Story]) -> list[Scored]:
        return linked(self.memory, own, side, stories, self.commonplace)

    def _links(self, others: Sequence[Member]) -> list[float]:
        """How strongly each is linked to the article that arrived."""
        own = self.memory.profile(self.member)
        return list(map(strength, tallies(own, self.memory.profiles(others))))

    def _pull(self, member: Member, half: list[Member], sums: Profile) -> float:
        """Mean link of a member to the others of a half."""
        if half == [member]:
            return math.inf
        own = self.memory.profile(member)
        across = tally(own, sums)
        return strength(across - self.memory.alone(member) if member in half else across)

    def _place(self, member: Member, story: Story, score: float, reason: str, why: dict[str, Json]) -> None:
        told = why | {"from": member.story.story_id, "article": self.member.article_id}
        row = Membership(
            article_id=member.article_id,
            story_id=story.story_id,
            similarity=rounded(score),
            reason=reason,
            evidence=told,
        )
        rows = [] if member is self.member else [row]
        of_copy = told | {"origin": member.article_id, "because": reason}
        rows += [replace(row, article_id=copy, reason="copy", evidence=of_copy) for copy in member.copies]
        for one in rows:
            self._before.setdefault(one.article_id, member.story.story_id)
            self._changes[one.article_id] = one
        self.memory.move(member, story)
