"""How well an article, or a story, is linked to each of the stories near it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipeline.records import Json
from pipeline.stories.link import Side, link, parts, strength
from pipeline.stories.memory import Member, Memory, Story
from pipeline.stories.profile import Profile, tallies, tally
from pipeline.stories.vector import I64

_CANDIDATES: Final = 8  # stories that are scored
# Members of a story that the nearest is sought among, those that share most rare terms: 2, 8 and 30 do as well.
_LOOKED_AT: Final = 4
ALONE: Final = Side(1, tally(Profile(), Profile()))  # a single article


class Nearest(NamedTuple):
    """The member of a story that an article is linked to most strongly."""

    strength: float
    member: Member
    across: I64  # tally of the two


@dataclass(frozen=True, slots=True)
class Scored:
    """A story, and how well something is linked to it."""

    score: float
    story: Story
    across: I64
    commonplace: float  # of the article that arrived
    nearest: Nearest | None = None  # where an article is held against a story of several

    @property
    def closest(self) -> Nearest:
        """The member nearest to an article; of a story of one that one."""
        if self.nearest is not None:
            return self.nearest
        (only,) = self.story.members.values()
        return Nearest(strength(self.across, commonplace=self.commonplace), only, self.across)


def load(memory: Memory, member: Member, near: Sequence[Member]) -> Profile:
    """The profile of an article, made together with those that `candidates` asks for: cheaper than one after the other."""
    stories = _considered(near)
    own, *_ = memory.profiles([member, *memory.unsummed(stories), *_looked_at(near, stories)])
    return own


def candidates(memory: Memory, own: Profile, near: Sequence[Member], commonplace: float) -> list[Scored]:
    """The links of an article to the stories of these members, best first; of equals the older."""
    stories = _considered(near)
    members = _looked_at(near, stories)
    sums = memory.all_sums(stories)
    found = tallies(own, [*(profile for profile, _ in sums), *memory.profiles(members)])
    nearest = _nearest(members, found[len(stories) :], commonplace)
    scored = []
    for across, (_, side), story in zip(found, sums, stories, strict=False):
        close = nearest.get(story)
        strongly = None if close is None else close.strength
        score = link(across, ALONE, side, commonplace=commonplace, nearest=strongly)
        scored.append(Scored(score, story, across, commonplace, close))
    return sorted(scored, key=rank)


def _considered(near: Sequence[Member]) -> list[Story]:
    return list(dict.fromkeys(member.story for member in near))[:_CANDIDATES]


def _looked_at(near: Sequence[Member], stories: Sequence[Story]) -> list[Member]:
    """Of each story of several the first few."""
    left = {story: _LOOKED_AT for story in stories if len(story.members) > 1}
    found = []
    for member in near:
        if left.get(member.story, 0):
            left[member.story] -= 1
            found.append(member)
    return found


def _nearest(members: Sequence[Member], found: I64, commonplace: float) -> dict[Story, Nearest]:
    """By story the member most strongly linked to an article, of equals the first; `found`: its tally with each."""
    nearest: dict[Story, Nearest] = {}
    for member, across in zip(members, found, strict=True):
        one = Nearest(strength(across, commonplace=commonplace), member, across)
        if member.story not in nearest or one.strength > nearest[member.story].strength:
            nearest[member.story] = one
    return nearest


def linked(
    memory: Memory, own: Profile, side: Side, stories: Sequence[Story], commonplace: float
) -> list[Scored]:
    """The links of a story, or of an article, to stories by the mean alone."""
    sums = memory.all_sums(stories)
    found = tallies(own, [profile for profile, _ in sums])
    return [
        Scored(link(across, side, other, commonplace=commonplace), story, across, commonplace)
        for across, (_, other), story in zip(found, sums, stories, strict=True)
    ]


def rank(scored: Scored) -> tuple[float, int]:
    return -scored.score, scored.story.oldest


def rounded(score: float) -> float:
    return round(score, 3)


def rounded_parts(scored: Scored) -> dict[str, Json]:
    nearest = None if scored.nearest is None else scored.nearest.across
    found = parts(scored.across, commonplace=scored.commonplace, nearest=nearest)
    return {name: round(value, 2) for name, value in found.items()}
