"""Pins: what an analyst has laid down about stories, and how grouping keeps to it.

A pin names articles, never stories, for these come and go: two articles that are to stand in one story (must-link), or two
groups of which none may stand in a story with one of the other (cannot-link; Wagstaff et al., "Constrained K-means
Clustering with Background Knowledge", ICML 2001). Copies stand where their origin stands, so pins are about origins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.identity import content_id


class PinKind(StrEnum):
    TOGETHER = "together"
    APART = "apart"
    MERGE = "merge"  # together, of the articles that stand first in two stories
    SPLIT = "split"  # apart: some articles of a story from all its others
    UNDO = "undo"  # ends a pin

    @property
    def binds(self) -> bool:
        return self in {PinKind.TOGETHER, PinKind.MERGE}

    @property
    def parts(self) -> bool:
        return self in {PinKind.APART, PinKind.SPLIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One statement about articles that are no copies."""

    pin_id: str
    kind: PinKind
    articles: tuple[str, ...]  # of a split: those that leave
    others: tuple[str, ...]

    @classmethod
    def of(cls, kind: PinKind, articles: Iterable[str], others: Iterable[str]) -> "Pin":
        """A pin with its id: the same statement, in whatever words and order, has the same."""
        one, other = tuple(sorted(set(articles))), tuple(sorted(set(others)))
        if kind is not PinKind.SPLIT:
            one, other = sorted((one, other))
        said = PinKind.TOGETHER if kind.binds else PinKind.APART
        sides = sorted((",".join(one), ",".join(other)))
        return cls(pin_id=content_id("pin", said, *sides), kind=kind, articles=one, others=other)

    @property
    def named(self) -> frozenset[str]:
        return frozenset(self.articles + self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRequest:
    """What an analyst asks for; it waits in the spool until the loader takes it."""

    pin: Pin  # of an undo: the id alone
    asked_at: datetime
    made_by: str | None = None
    note: str | None = None


def undo(pin_id: str) -> Pin:
    return Pin(pin_id=pin_id, kind=PinKind.UNDO, articles=(), others=())


def bound(pins: Iterable[Pin]) -> dict[str, frozenset[str]]:
    """By each article that is bound: all that it must stand with, itself included."""
    groups: dict[str, frozenset[str]] = {}
    for pin in pins:
        if pin.kind.binds:
            joined = frozenset().union(*(groups.get(one, frozenset({one})) for one in pin.named))
            groups |= dict.fromkeys(joined, joined)
    return groups


class Pins:
    """The pins in force and the stories of the articles they name, while grouping goes on."""

    def __init__(self, pins: Iterable[Pin] = (), places: Mapping[str, str] | None = None) -> None:
        """`places`: by named article, its story now; also of articles that grouping has forgotten."""
        in_force = list(pins)
        self._bound = bound(in_force)
        self._sides: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)  # pin and side, by article
        for number, pin in enumerate(in_force):
            for side, articles in enumerate((pin.articles, pin.others) if pin.kind.parts else ()):
                for article_id in articles:
                    self._sides[article_id].append((number, side))
        self._places: dict[str, str] = {}
        self._standing: defaultdict[str, Counter[tuple[int, int]]] = defaultdict(Counter)  # by story
        for article_id, story_id in (places or {}).items():
            self.stand(article_id, story_id)

    def stand(self, article_id: str, story_id: str) -> None:
        """Note where an article stands from now on."""
        sides = self._sides.get(article_id)
        if not sides:
            return
        before = self._places.get(article_id)
        self._places[article_id] = story_id
        if before is not None:
            self._standing[before].subtract(sides)
        self._standing[story_id].update(sides)

    def absorb(self, story_id: str, absorbed_id: str) -> None:
        """Note a merge; articles go along that grouping has forgotten."""
        for article_id in [one for one, place in self._places.items() if place == absorbed_id]:
            self.stand(article_id, story_id)

    def part(self, story_id: str, other_id: str) -> bool:
        """Whether two stories hold articles that are kept apart."""
        here, there = self._standing.get(story_id), self._standing.get(other_id)
        if not here or not there:
            return False
        return any(count > 0 and there[number, 1 - side] > 0 for (number, side), count in here.items())

    def hold(self, article_id: str, story_id: str) -> bool:
        """Whether an article may not move to a story on its own."""
        there = self._standing.get(story_id, Counter())
        sides = self._sides.get(article_id, ())
        return article_id in self._bound or any(there[number, 1 - side] > 0 for number, side in sides)

    def tear(self, article_ids: Iterable[str]) -> bool:
        """Whether something is bound to these articles that is not among them."""
        leaving = set(article_ids)
        return any(not self._bound[one] <= leaving for one in leaving if one in self._bound)
