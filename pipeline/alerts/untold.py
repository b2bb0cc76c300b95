"""What the articles of a story claim that a rule has not told yet, brought up to date by what has changed since it looked last.

A rule looks at a story with each article that comes. What it finds depends on the articles and on what it has told alone, so
it is kept between two looks, and an article is gone through once a telling, not once a look.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from pipeline.alerts.claim import Claim
from pipeline.alerts.overruling import tolls
from pipeline.alerts.piece import CONFIRMED, News, Said, borne_out, moved
from pipeline.alerts.standing import Member, StoryState
from pipeline.alerts.told import Told
from pipeline.facts.alias import Names, alias_key
from pipeline.records import Novelty

MOST: Final = 6  # pieces of news of a kind
_SAME_QUOTE: Final = 0.7  # of the shorter's words: a truncation, or another translation
_ROUNDING: Final = 0.1  # of the value
_KINDS: Final = (Novelty.CORRECTION, Novelty.FIGURE, Novelty.QUOTE, Novelty.NAME, Novelty.PLACE)
_NAMES: Final = frozenset({Novelty.NAME, Novelty.PLACE})
_KEPT: Final = 10_000  # stories of a rule at once; what is dropped is worked out again
_Group: TypeAlias = tuple[Novelty, str]


class Looks:
    """What each rule found untold in each story when it looked last."""

    def __init__(self) -> None:
        self._untold: dict[tuple[str, str], tuple[Untold, int]] = {}

    def news(self, rule: str, state: StoryState, told: Told, changes: Sequence[str]) -> tuple[News, ...]:
        """What the rule has not told of the story.

        Args:
            rule: its name.
            state: the story.
            told: what the rule has told of it.
            changes: the articles that came to the story or left it, in order, since the first look at it.
        """
        place = (rule, state.story_id)
        untold, seen = self._untold.get(place, (None, 0))
        if untold is None or untold.told is not told:
            untold, fresh = Untold(told), state.members.keys()
        else:
            fresh = dict.fromkeys(changes[seen:]).keys()
        if len(self._untold) >= _KEPT:
            self._untold.clear()
        self._untold[place] = (untold, len(changes))
        return untold.news(state, fresh)


class Untold:
    """The claims of one story that one rule has not told, by what they say, and the news they make."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self._known = _Known(told)
        self._clear()

    def _clear(self) -> None:
        self._said: dict[_Group, dict[str, list[Said]]] = {}  # by article
        self._groups: dict[str, set[_Group]] = {}  # of an article
        self._pieces: dict[_Group, News] = {}
        self._quotes: list[News] = []

    def news(self, state: StoryState, changed: Iterable[str]) -> tuple[News, ...]:
        """What is new in the story, in which these articles have changed since this was asked last."""
        touched = self._take(state, changed)
        if self._known.follow(state, corrected=any(kind is Novelty.CORRECTION for kind, _ in self._said)):
            self._clear()
            touched = self._take(state, state.members)
        for group in touched:
            self._weigh(group)
        if any(kind is Novelty.QUOTE for kind, _ in touched):
            self._quotes = list(self._quoted())
        return tuple(self._best())

    def _take(self, state: StoryState, changed: Iterable[str]) -> set[_Group]:
        """Count these articles as they stand now; the groups that this touches."""
        touched: set[_Group] = set()
        for article_id in changed:
            touched |= self._leave(article_id)
            if member := state.members.get(article_id):
                touched |= self._enter(member)
        return touched

    def _leave(self, article_id: str) -> set[_Group]:
        groups = self._groups.pop(article_id, set())
        for group in groups:
            del self._said[group][article_id]
            if not self._said[group]:
                del self._said[group]
        return groups

    def _enter(self, member: Member) -> set[_Group]:
        untold = [claim for claim in member.claims if not self._known.holds(member, claim)]
        groups = self._groups[member.article_id] = {_group(claim) for claim in untold}
        for claim in untold:
            self._said.setdefault(_group(claim), {}).setdefault(member.article_id, []).append((member, claim))
        return groups

    def _in_order(self, group: _Group) -> list[Said]:
        said = [pair for of_article in self._said.get(group, {}).values() for pair in of_article]
        return sorted(said, key=lambda pair: (pair[1].key, pair[0].article_id))

    def _weigh(self, group: _Group) -> None:
        self._pieces.pop(group, None)
        (kind, key), found = group, self._in_order(group)
        if found and kind is not Novelty.QUOTE:
            figure = kind is Novelty.FIGURE
            one = moved(found, key, self._known.tolls) if figure else borne_out(kind, found, key)
            if one:
                self._pieces[group] = one

    def _quoted(self) -> Iterator[News]:
        """Quotes, each with its variants."""
        keys = tuple(sorted(key for kind, key in self._said if kind is Novelty.QUOTE))
        for key, variants in _variants(keys).items():
            found = [pair for one in variants for pair in self._in_order((Novelty.QUOTE, one))]
            one = borne_out(Novelty.QUOTE, found, key) if len(found) >= CONFIRMED else None
            if one:
                yield one

    def _best(self) -> Iterator[News]:
        by_kind: dict[Novelty, list[News]] = defaultdict(list)
        by_kind[Novelty.QUOTE] = self._quotes
        for group in sorted(self._pieces):
            by_kind[group[0]].append(self._pieces[group])
        for kind in _KINDS:
            yield from sorted(by_kind[kind], key=lambda one: (-one.reports, one.words))[:MOST]


class _Known:
    """Which claims have been told, in whatever wording."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self.tolls = tolls(StoryState(story_id=""), told)  # as no correction has touched them
        self._words: dict[_Group, bool] = {}  # a story's articles say the same over and over

    def follow(self, state: StoryState, *, corrected: bool) -> bool:
        """Whether corrections that are not told yet leave the tolls other than they were."""
        before = self.tolls
        self.tolls = tolls(state if corrected else StoryState(story_id=""), self._told)
        return self.tolls != before

    def holds(self, member: Member, claim: Claim) -> bool:
        if claim.value is not None:
            return self.tolls.takes_back(member, claim) or not self._beyond(claim)
        place = (claim.kind, claim.key)
        if place not in self._words:
            self._words[place] = self._has_said(*place)
        return self._words[place]

    def _has_said(self, kind: Novelty, key: str) -> bool:
        said = self._told.said.get(kind, frozenset())
        if kind in _NAMES:
            return key in _names(said)
        return key in said or (kind is Novelty.QUOTE and any(_is_variant(key, other) for other in said))

    def _beyond(self, claim: Claim) -> bool:
        """Higher than what was told, and no rounding of it."""
        value, before = claim.value or 0.0, self.tolls.figures.get(claim.key)
        if before is None:
            return True
        rounded = (claim.rough or claim.key in self.tolls.rough) and value - before <= _ROUNDING * before
        return value > before and not rounded


def _group(claim: Claim) -> _Group:
    """What a claim is counted under: a name under all its spellings."""
    return claim.kind, alias_key(claim.key) if claim.kind in _NAMES else claim.key


@lru_cache(maxsize=256)
def _names(said: frozenset[str]) -> Names:
    names = Names(())
    for name in sorted(said):
        names.add(name)
    return names


@lru_cache(maxsize=256)
def _variants(quotes: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Quotes, in order, each under the first that it is a variant of."""
    found: dict[str, list[str]] = {}
    for quote in quotes:
        alike = (key for key in found if _is_variant(quote, key))
        found.setdefault(next(alike, quote), []).append(quote)
    return found


def _is_variant(quote: str, known: str) -> bool:
    """The same words cut short, run on, or in another translation: most of the shorter one's words are in the longer."""
    own, other = _word_set(quote), _word_set(known)
    return len(own & other) >= _SAME_QUOTE * min(len(own), len(other))


@lru_cache(maxsize=1 << 14)
def _word_set(quote: str) -> frozenset[str]:
    return frozenset(quote.split())
