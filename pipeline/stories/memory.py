"""What grouping remembers: the articles of the last days, the stories they stand in, and the sums over these.

The state is the order of arrival and who stands where. Sums are derived from it, exactly and when needed; keeping or dropping
them changes nothing that is decided.
"""

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.stories.commonplace import Commonplace
from pipeline.stories.feature import StoryPrint, is_short, wordless
from pipeline.stories.link import Side
from pipeline.stories.nearby import Keys, Nearby
from pipeline.stories.pin import Pins
from pipeline.stories.profile import Profile, among, article_profiles, tally, within
from pipeline.stories.vector import I64, Vector

WINDOW: Final = 10 * 24 * 60  # minutes that an article is remembered after it was seen
REMEMBERED: Final = 200_000  # articles at most
_LOADED: Final = 1 << 15  # articles, and stories, whose vectors are kept at hand: about 8 kB each


@dataclass(slots=True, eq=False)
class Member:
    """An article that is no copy."""

    number: int  # order of arrival
    article_id: str
    data: bytes  # its print, without words to read
    story: "Story"
    copies: list[str] = field(default_factory=list)  # article ids, in order of arrival

    @property
    def short(self) -> bool:
        return is_short(self.data)

    @property
    def print(self) -> StoryPrint:
        return StoryPrint.from_bytes(self.article_id, self.data)


@dataclass(slots=True, eq=False)
class Story:
    """Articles that are taken to report one event."""

    story_id: str
    members: dict[int, Member] = field(default_factory=dict)  # by number
    profile: Profile | None = None  # sums over the members, while loaded
    inner: I64 | None = None  # tally of the pairs among them, once known

    @property
    def oldest(self) -> int:
        return min(self.members)

    def in_order(self) -> list[Member]:
        return sorted(self.members.values(), key=lambda member: member.number)


_NOWHERE: Final = Story("")
_NO_PAIRS: Final = within(Profile())


class _Arrival(NamedTuple):
    number: int
    seen_at: int
    article_id: str
    origin: int | None  # number of the article it is a copy of


class Memory:
    """Members and stories by what they are looked up with."""

    def __init__(self, pins: Pins) -> None:
        self.nearby = Nearby()
        self.pins = pins
        self._arrived: deque[_Arrival] = deque()
        self._members: dict[int, Member] = {}
        self._numbers: dict[str, int] = {}  # of members by article id
        self._stories: dict[str, Story] = {}
        self._profiles: OrderedDict[int, Profile] = OrderedDict()  # of articles, by number
        self._loaded: OrderedDict[str, Story] = OrderedDict()
        self.commonplace = Commonplace(self._vectors)
        self._next = 0
        self._clock = 0  # latest time seen

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._numbers

    def story(self, story_id: str) -> Story:
        """The story of this id, new if need be."""
        return self._stories.setdefault(story_id, Story(story_id))

    def find(self, keys: Keys, *, short: bool) -> list[Member]:
        """The members that share most rare terms with an article, best first."""
        return [self._members[number] for number in self.nearby.find(keys, short=short)]

    def member_of(self, article_id: str | None) -> Member | None:
        number = None if article_id is None else self._numbers.get(article_id)
        return None if number is None else self._members[number]

    def arrive(self, article_id: str, seen_at: int, origin: Member | None = None) -> None:
        """Count an article in, a copy too; `receive` comes before for one that is none."""
        if origin is not None:
            origin.copies.append(article_id)
        self._clock = max(self._clock, seen_at)
        self._arrived.append(
            _Arrival(self._next, seen_at, article_id, None if origin is None else origin.number)
        )
        member = self._members.get(self._next)
        if member is not None and member.short:
            self.commonplace.add(self._next)
        self._next += 1

    def forget(self, now: int = 0) -> None:
        """Drop the oldest articles; what stays is always the end of the row of arrivals."""
        self._clock = max(now, self._clock)
        while self._arrived and (
            self._arrived[0].seen_at < self._clock - WINDOW or len(self._arrived) > REMEMBERED
        ):
            self._drop(self._arrived.popleft())
        oldest = self._arrived[0].number if self._arrived else self._next
        self.nearby.forget(oldest)
        self.commonplace.forget(oldest)

    def receive(self, article: StoryPrint, keys: Keys) -> Member:
        """Make the article that is arriving known; it is to `enter` a story next."""
        member = self.know(article.article_id, article.to_bytes())
        self.nearby.add(member.number, keys)
        return member

    def know(self, article_id: str, data: bytes) -> Member:
        """The same of an article, by its print's bytes, that `nearby` is told of otherwise."""
        member = Member(self._next, article_id, wordless(data), _NOWHERE)
        self._members[member.number] = member
        self._numbers[article_id] = member.number
        return member

    def move(self, member: Member, story: Story) -> None:
        self.leave(member)
        self.enter(member, story)

    def enter(self, member: Member, story: Story, across: I64 | None = None) -> None:
        """Have it stand there; `across`: its tally with the story, if known."""
        if story.profile is not None and story.inner is not None:
            own = self.profile(member)
            story.inner = story.inner + (tally(own, story.profile) if across is None else across)
            story.profile.add(own)
        else:
            story.profile = story.inner = None
        story.members[member.number] = member
        member.story = story
        self.pins.stand(member.article_id, story.story_id)

    def leave(self, member: Member) -> None:
        story = member.story
        del story.members[member.number]
        if not story.members:
            del self._stories[story.story_id]
            self._loaded.pop(story.story_id, None)
        elif story.profile is not None and story.inner is not None:
            own = self.profile(member)
            story.profile.add(own, -1)
            story.inner = story.inner - tally(own, story.profile)
        else:
            story.profile = story.inner = None

    def profile(self, member: Member) -> Profile:
        (found,) = self.profiles((member,))
        return found

    def profiles(self, members: Sequence[Member]) -> list[Profile]:
        """Of articles; those that are not at hand are made together."""
        missing = {member.number: member for member in members if member.number not in self._profiles}
        if missing:
            made = article_profiles([member.print for member in missing.values()])
            self._profiles |= zip(missing, made, strict=True)
        for member in members:
            self._profiles.move_to_end(member.number)
        found = [self._profiles[member.number] for member in members]
        while len(self._profiles) > _LOADED:
            self._profiles.popitem(last=False)
        return found

    def _vectors(self, numbers: Sequence[int]) -> list[Vector]:
        return [one.parts[0] for one in self.profiles([self._members[number] for number in numbers])]

    def alone(self, member: Member) -> I64:
        """The tally of an article with itself, to be taken out of sums over pairs."""
        return within(self.profile(member))

    def all_sums(self, stories: Sequence[Story]) -> list[tuple[Profile, Side]]:
        """The profiles of stories, and their sides of a link."""
        self.profiles(self.unsummed(stories))
        return [self.sums(story) for story in stories]

    def unsummed(self, stories: Sequence[Story]) -> list[Member]:
        """The members of those stories whose profile is not at hand."""
        return [one for story in stories if story.profile is None for one in story.members.values()]

    def sums(self, story: Story) -> tuple[Profile, Side]:
        """The profile of a story, and its side of a link."""
        members = list(story.members.values())
        if story.profile is None:
            story.profile = Profile.total(self.profiles(members))
        if story.inner is None:
            story.inner = self._inner(story.profile, members)
        self._loaded[story.story_id] = story
        self._loaded.move_to_end(story.story_id)
        if len(self._loaded) > _LOADED:
            self._loaded.popitem(last=False)[1].profile = None
        return story.profile, Side(len(members), story.inner)

    def sums_of(self, members: Sequence[Member]) -> tuple[Profile, Side]:
        """The same of any members."""
        sums = Profile.total(self.profiles(members))
        return sums, Side(sums.size, self._inner(sums, members))

    def _inner(self, sums: Profile, members: Sequence[Member]) -> I64:
        """The tally of the pairs among members."""
        return _NO_PAIRS if sums.size < 2 else among(sums, self.profiles(members))

    def _drop(self, arrival: _Arrival) -> None:
        if arrival.origin in self._members:
            self._members[arrival.origin].copies.remove(arrival.article_id)
        elif arrival.number in self._members:
            self.leave(self._members[arrival.number])
            del self._members[arrival.number], self._numbers[arrival.article_id]
