"""Why an article joined a story or did not, and what would have changed that: by the scoring of the live code itself.

What is told is computed from the stored prints of the article and of those that stood in the story when it came, never
guessed from evidence; so a counterfactual is what grouping would have found. What its headline had in common with any other of then
(pipeline.stories.commonplace) is one number, noted when it was grouped.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pipeline.stories.bridge import FIGURE_KEY
from pipeline.stories.feature import NAME, NUMBER, StoryPrint
from pipeline.stories.link import THRESHOLD, Side, link, parts, strength
from pipeline.stories.memory import Memory
from pipeline.stories.nearby import keys_of
from pipeline.stories.pin import Pins
from pipeline.stories.profile import Profile, article_profile, article_profiles, tallies, tally
from pipeline.stories.vector import I64

_WORDS: Final = 24  # shared words of a kind that are shown or taken away, rarest first
_DAY: Final = 24 * 60  # minutes
_MONTH: Final = 31  # days; beyond, more of them change nothing (pipeline.stories.profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Words an article has in common with a story, those of most members first."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The score of an article against a story."""

    score: float
    parts: dict[str, float]  # what each kind of evidence adds: pipeline.stories.link.parts
    asked: float  # taken off: a close story and few reports ask for more
    shared: Shared
    nearest: str  # article id of the member most strongly linked
    nearest_score: float

    @property
    def joins(self) -> bool:
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The same article, had it been otherwise."""

    kind: str  # without names, words, numbers, all, nearest; later; with same_day, no_day, same_names, same_numbers
    score: float
    joins: bool
    words: tuple[str, ...] = ()  # taken away
    days: int = 0  # later


class Comparison:
    """An article beside the members of a story, as they stood when it came."""

    def __init__(
        self,
        article: StoryPrint,
        members: Sequence[StoryPrint],
        commonplace: float = 0.0,
        nearest: str | None = None,
    ) -> None:
        """`members`: at least one, in order of arrival, copies left out; `commonplace`: as told when it was grouped.

        `nearest`: article id of the member that counted as the nearest, as told then; otherwise it is sought among all.
        """
        self.article = article
        self.commonplace = commonplace
        self.members = list(members)
        self._sums, self._side = _sums(self.members)
        told = [member for member in self.members if member.article_id == nearest]
        self._sought = told or self.members
        self._profiles = article_profiles(self._sought)

    def grounds(self) -> Grounds:
        """Everything the score is made of."""
        own = article_profile(self.article)
        score = self.score(self.article)
        at, across = self._nearest(own)
        found = parts(
            tally(own, self._sums), commonplace=self.commonplace, nearest=across if self.members[1:] else None
        )
        return Grounds(
            score=score,
            parts=found,
            asked=math.fsum(found.values()) - score,
            shared=self.shared(),
            nearest=self._sought[at].article_id,
            nearest_score=self._strength(across),
        )

    def score(self, article: StoryPrint) -> float:
        own = article_profile(article)
        side = Side(1, tally(own, Profile()))
        nearest = self._strength(self._nearest(own)[1]) if self.members[1:] else None
        return link(tally(own, self._sums), side, self._side, commonplace=self.commonplace, nearest=nearest)

    def shared(self) -> Shared:
        found = {kind: tuple(self._readable(ids)) for kind, ids in self._terms().items()}
        return Shared(**found)

    def what_ifs(self) -> tuple[WhatIf, ...]:
        """What would have changed the decision; or, where nothing does, how far each change goes."""
        if self.score(self.article) < THRESHOLD:
            return tuple(self._had_it_fitted())
        return (*self._without_words(), *self._without_nearest(), *self._later())

    def _terms(self) -> dict[str, list[int]]:
        """Shared terms by kind: those of most members first, of equals the rarest."""
        article = self.article
        known = [{*member.term.tolist(), *member.key.tolist()} for member in self.members]
        found: dict[str, dict[int, tuple[int, int]]] = {"names": {}, "numbers": {}, "words": {}}
        for term, rarity, kind in self._compared():
            count = sum(term in terms for terms in known)
            if count and term in article.readable:
                found[kind][term] = (-count, -rarity)
        return {kind: sorted(ranks, key=ranks.__getitem__)[:_WORDS] for kind, ranks in found.items()}

    def _compared(self) -> Iterator[tuple[int, int, str]]:
        """What the article is compared by, its weight and kind: its terms, or its keys where all others are in another language."""
        article = self.article
        if any(member.tongue == article.tongue or member.short or article.short for member in self.members):
            for term, rarity, flags in zip(
                article.term.tolist(), article.rarity.tolist(), article.flags.tolist(), strict=True
            ):
                yield term, rarity, "names" if flags & NAME else "numbers" if flags & NUMBER else "words"
        else:
            for key, weight in zip(article.key.tolist(), article.key_weight.tolist(), strict=True):
                yield key, weight, "numbers" if key & FIGURE_KEY else "names"

    def _readable(self, terms: Iterable[int]) -> Iterator[str]:
        return (self.article.readable[term] for term in terms)

    def _nearest(self, own: Profile) -> tuple[int, I64]:
        """Which of those sought among is linked most strongly, and the tally with it."""
        found = tallies(own, self._profiles)
        links = list(map(self._strength, found))
        best = links.index(max(links))
        return best, found[best]

    def _strength(self, across: I64) -> float:
        return strength(across, commonplace=self.commonplace)

    def _nearest_member(self) -> StoryPrint:
        return self._sought[self._nearest(article_profile(self.article))[0]]

    def _without_words(self) -> Iterator[WhatIf]:
        """Without as few as it takes of each kind; where no kind does it alone, of all kinds."""
        terms = self._terms()
        alone = [self._without(kind, ids) for kind, ids in terms.items() if ids]
        yield from alone
        if alone and all(one.joins for one in alone):
            yield self._without("all", [*terms["names"], *terms["numbers"], *terms["words"]])

    def _without(self, kind: str, terms: Sequence[int]) -> WhatIf:
        """Terms taken away one by one until it no longer joins, each time the one that costs most of the first few."""
        gone: list[int] = []
        score = self.score(self.article)
        while score >= THRESHOLD and len(gone) < len(terms):
            left = [term for term in terms if term not in gone][:4]
            tried = [(self.score(_without(self.article, {*gone, term})), at) for at, term in enumerate(left)]
            score, at = min(tried)
            gone.append(left[at])
        words = tuple(self._readable(gone))
        return WhatIf(kind=kind, score=score, joins=score >= THRESHOLD, words=words)

    def _without_nearest(self) -> Iterator[WhatIf]:
        nearest = self._nearest_member()
        others = [member for member in self.members if member is not nearest]
        if others:
            score = Comparison(self.article, others, self.commonplace).score(self.article)
            yield WhatIf(kind="nearest", score=score, joins=score >= THRESHOLD)

    def _later(self) -> Iterator[WhatIf]:
        """Published so many days later: as few as it takes, else a month."""
        published = self.article.published_at
        if published is None:
            return
        for days in range(1, _MONTH + 1):
            score = self.score(replace(self.article, published_at=published + days * _DAY))
            if score < THRESHOLD or days == _MONTH:
                yield WhatIf(kind="later", days=days, score=score, joins=score >= THRESHOLD)
                return

    def _had_it_fitted(self) -> Iterator[WhatIf]:
        """As near to the nearest report as could be, in one respect at a time; what would change nothing is left out."""
        article, nearest = self.article, self._nearest_member()
        changed = {
            "same_names": _with(article, nearest, NAME),
            "same_numbers": _with(article, nearest, NUMBER),
            "no_day": replace(article, lead_days=0),
        }
        if article.published_at is not None and nearest.published_at is not None:
            changed["same_day"] = replace(article, published_at=nearest.published_at)
        before = self.score(article)
        for kind, other in changed.items():
            score = self.score(other)
            if score > before:
                yield WhatIf(kind=kind, score=score, joins=score >= THRESHOLD)


def _sums(members: Sequence[StoryPrint]) -> tuple[Profile, Side]:
    """As grouping has them of a story."""
    memory = Memory(Pins())
    story = memory.story("")
    for member in members:
        memory.enter(memory.receive(member, keys_of(member)), story)
        memory.arrive(member.article_id, member.seen_at)
    return memory.sums(story)


def _with(article: StoryPrint, other: StoryPrint, flag: int) -> StoryPrint:
    """An article that also has, at its end, what another one has of names or numbers."""
    lacking = ((other.flags & flag) > 0) & ~np.isin(other.term, article.term)
    keys = ((other.key & FIGURE_KEY) == (FIGURE_KEY if flag == NUMBER else 0)) & ~np.isin(
        other.key, article.key
    )
    places = np.arange(int(lacking.sum())) + int(article.position.max(initial=0)) + 1
    return replace(
        article,
        term=np.concatenate((article.term, other.term[lacking])),
        position=np.concatenate((article.position, places.astype(np.uint16))),
        rarity=np.concatenate((article.rarity, other.rarity[lacking])),
        flags=np.concatenate((article.flags, other.flags[lacking])),
        key=np.concatenate((article.key, other.key[keys])),
        key_weight=np.concatenate((article.key_weight, other.key_weight[keys])),
    )


def _without(article: StoryPrint, terms: set[int]) -> StoryPrint:
    gone = np.array(sorted(terms), np.uint32)
    keep, keys = ~np.isin(article.term, gone), ~np.isin(article.key, gone)
    return replace(
        article,
        term=article.term[keep],
        position=article.position[keep],
        rarity=article.rarity[keep],
        flags=article.flags[keep],
        key=article.key[keys],
        key_weight=article.key_weight[keys],
    )
