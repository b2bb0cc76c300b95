"""Where the articles stand, as far as alerts go: the stories an arrival concerns, and what it does to them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from pipeline.alerts.claim import Claim
from pipeline.alerts.told import Told, joined
from pipeline.records import Membership, Novelty, StoryMerge, TopicMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story."""

    article_id: str
    origin_id: str | None = None  # whose text it carries (an exact or near copy); None: an independent report
    matches: tuple[TopicMatch, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def report(self) -> str:
        """The independent report it is, or carries."""
        return self.origin_id or self.article_id


@dataclass(frozen=True, kw_only=True)  # without slots: every rule asks for the same sums
class StoryState:
    """A story at one moment."""

    story_id: str
    members: Mapping[str, Member] = field(default_factory=dict)  # by article id
    told: Mapping[str, Told] = field(default_factory=dict)  # by rule, merged stories included

    @cached_property
    def reports(self) -> int:
        """Independent reports: a text counts once, however many carry it."""
        return len({member.report for member in self.members.values()})

    @cached_property
    def topics(self) -> frozenset[str]:
        return frozenset(match.topic for member in self.members.values() for match in member.matches)

    @property
    def claims(self) -> Iterator[tuple[Member, Claim]]:
        for member in self.members.values():
            for claim in member.claims:
                yield member, claim

    @cached_property
    def corrections(self) -> Sequence[tuple[Member, Claim]]:
        """By article."""
        found = [pair for pair in self.claims if pair[1].kind is Novelty.CORRECTION]
        return sorted(found, key=lambda pair: (pair[0].article_id, pair[1].key))

    @cached_property
    def counts(self) -> Mapping[str, Sequence[tuple[Member, Claim]]]:
        """Who says what of each toll."""
        found: dict[str, list[tuple[Member, Claim]]] = defaultdict(list)
        for member, claim in self.claims:
            if claim.kind is Novelty.FIGURE:
                found[claim.key].append((member, claim))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One article (or a new version of one) has been folded, grouped and tagged."""

    article_id: str
    story_id: str  # that it joined or opened
    at: datetime  # when it was seen
    first: bool = True  # its first version
    origin_id: str | None = None  # whose text it carries (an exact or near copy)
    matches: tuple[TopicMatch, ...] | None = ()  # None: it is known already, and its text and matches stay
    claims: tuple[Claim, ...] = ()
    merges: tuple[StoryMerge, ...] = ()  # that its arrival caused, in order
    moves: tuple[
        Membership, ...
    ] = ()  # of other articles, to another story or one split off, that its arrival caused


class Standing:
    """The stories while arrivals are followed, with the place of each article."""

    def __init__(self, states: Mapping[str, StoryState]) -> None:
        self.states = dict(states)
        self.gone: dict[str, str] = {}  # absorbed stories, and by which
        self.changes: defaultdict[str, list[str]] = defaultdict(
            list
        )  # by story: articles that came, left or changed
        self._place = {article_id: s.story_id for s in states.values() for article_id in s.members}

    def now(self, story_id: str) -> str:
        """Where a story has gone: an article may have moved to it before it was absorbed."""
        while story_id in self.gone:
            story_id = self.gone[story_id]
        return story_id

    def apply(self, arrival: Arrival) -> list[str]:
        """Bring them to where the arrival leaves them; those that gained by it, the arrival's own first."""
        known = self._remove(arrival.article_id)
        member = Member(
            article_id=arrival.article_id,
            origin_id=arrival.origin_id,
            matches=arrival.matches or (),
            claims=arrival.claims,
        )
        self._add(arrival.story_id, known if known and arrival.matches is None else member)
        for merge in arrival.merges:
            self._merge(merge.story_id, merge.absorbed_id)
        gained = {self.now(merge.story_id) for merge in arrival.merges}
        gained |= {self.now(move.story_id) for move in arrival.moves}
        for move in arrival.moves:
            moved = self._remove(move.article_id) or Member(article_id=move.article_id)
            self._add(self.now(move.story_id), moved)
        own = self._place[arrival.article_id]
        return [own, *sorted(gained - {own})]

    def tell(self, story_id: str, rule: str, told: Told) -> None:
        state = self.states[story_id]
        self.states[story_id] = replace(state, told={**state.told, rule: told})

    def _add(self, story_id: str, member: Member) -> None:
        state = self.states.get(story_id) or StoryState(story_id=story_id)
        self.states[story_id] = replace(state, members={**state.members, member.article_id: member})
        self._place[member.article_id] = story_id
        self.changes[story_id].append(member.article_id)

    def _remove(self, article_id: str) -> Member | None:
        story_id = self._place.pop(article_id, None)
        if story_id is None:
            return None
        state = self.states[story_id]
        rest = {key: member for key, member in state.members.items() if key != article_id}
        self.states[story_id] = replace(state, members=rest)
        self.changes[story_id].append(article_id)
        return state.members[article_id]

    def _merge(self, story_id: str, absorbed_id: str) -> None:
        absorbed = self.states.pop(absorbed_id, StoryState(story_id=absorbed_id))
        state = self.states.get(story_id) or StoryState(story_id=story_id)
        rules = sorted({*state.told, *absorbed.told})
        told = {
            name: joined([one.told[name] for one in (state, absorbed) if name in one.told]) for name in rules
        }
        self.states[story_id] = replace(
            state,
            members={**state.members, **absorbed.members},
            told={name: found for name, found in told.items() if found},
        )
        self._place.update(dict.fromkeys(absorbed.members, story_id))
        self.gone[absorbed_id] = story_id
        self.changes[story_id] += absorbed.members
        self.changes[absorbed_id] += absorbed.members
