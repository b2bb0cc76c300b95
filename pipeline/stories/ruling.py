"""What a new pin changes at once, or the pin it contradicts; decided from where all articles concerned stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from pipeline.identity import content_id
from pipeline.records import Json, Membership, StoryMerge
from pipeline.stories.pin import Pin, PinKind, bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """An article of a story that a pin concerns."""

    article_id: str
    arrival: int  # 1-based
    story_id: str
    copy_of: str | None = None  # the origin beside which it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a pin changes, in order."""

    changes: tuple[Membership, ...] = ()
    merges: tuple[StoryMerge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a pin is not made; and the pins it contradicts."""

    reason: str
    pin_ids: tuple[str, ...] = ()


def rule(pin: Pin, in_force: Sequence[Pin], standing: Iterable[Stood], number: int) -> Ruling | Refused:
    """Take a pin.

    Args:
        pin: the new one.
        in_force: those made before and not undone, in their order.
        standing: every article of every story in which an article of the pin stands.
        number: of the pin, counted from the first ever made: names the stories it opens.
    """
    stood = list(standing)
    refused = contradiction(pin, in_force) or _unknown(pin, stood)
    if refused:
        return refused
    if pin.kind is PinKind.UNDO:
        return Ruling()
    table = _Table(pin, number, stood)
    if pin.kind.binds:
        table.merge()
    while table.part([*in_force, pin]):
        pass
    return Ruling(changes=tuple(table.changes), merges=tuple(table.merges))


def contradiction(pin: Pin, in_force: Sequence[Pin]) -> Refused | None:
    """The pins that this one cannot stand beside."""
    known = [one.pin_id for one in in_force]
    if pin.kind is PinKind.UNDO:
        return None if pin.pin_id in known else Refused(reason=f"No pin {pin.pin_id} is in force.")
    if pin.pin_id in known:
        return Refused(reason=f"Pin {pin.pin_id} says so already.", pin_ids=(pin.pin_id,))
    if not pin.articles or not pin.others or set(pin.articles) & set(pin.others):
        return Refused(reason="These carry one text: a copy stands where its origin stands.")
    groups = bound([*in_force, pin])
    binding = [one for one in in_force if one.kind.binds]
    for parting in (one for one in [*in_force, pin] if one.kind.parts):
        for article_id in parting.articles:
            torn = groups.get(article_id, frozenset()) & set(parting.others)
            if torn:
                guilty = (
                    [parting]
                    if parting is not pin
                    else [b for b in binding if article_id in groups and b.named <= groups[article_id]]
                )
                return _against(guilty, article_id, min(torn))
    return None


def _against(pins: Sequence[Pin], article_id: str, other_id: str) -> Refused:
    ids = tuple(pin.pin_id for pin in pins)
    held = "keeps" if len(pins) == 1 else "keep"
    how = "apart" if pins[0].kind.parts else "together"
    named = f"pin{'s' * (len(pins) > 1)} {', '.join(ids)}"
    return Refused(
        reason=f"It contradicts {named}, which {held} {article_id} and {other_id} {how}: undo that first.",
        pin_ids=ids,
    )


def _unknown(pin: Pin, stood: Iterable[Stood]) -> Refused | None:
    missing = pin.named - {one.article_id for one in stood}
    return Refused(reason=f"There is no article {', '.join(sorted(missing))}.") if missing else None


class _Table:
    """The articles of the stories concerned, while a pin is carried out."""

    def __init__(self, pin: Pin, number: int, standing: Sequence[Stood]) -> None:
        self.changes: list[Membership] = []
        self.merges: list[StoryMerge] = []
        self._pin = pin
        self._number = number
        self._opened = count(1)
        in_order = sorted(standing, key=lambda one: one.arrival)
        self._arrival = {one.article_id: one.arrival for one in in_order}
        self._place = {one.article_id: one.story_id for one in in_order}
        self._copies: defaultdict[str, list[str]] = defaultdict(list)
        for one in in_order:
            if one.copy_of is not None:
                self._copies[one.copy_of].append(one.article_id)
        self._origins = [one.article_id for one in in_order if one.copy_of not in self._arrival]

    def merge(self) -> None:
        """Join the stories of the pinned articles; the one with the oldest article survives."""
        stories = list(dict.fromkeys(self._place[one] for one in self._origins if one in self._pin.named))
        kept, *others = sorted(stories, key=lambda story: self._arrival[self._members(story)[0]])
        for gone in others:
            members = self._members(gone)
            why = self._evidence() | {"from": gone}
            shown = max((one for one in self._pin.named if one in members), key=self._arrival.__getitem__)
            self.merges.append(
                StoryMerge(story_id=kept, absorbed_id=gone, article_id=shown, evidence=self._evidence())
            )
            self._bring(members, kept, "merged", why)

    def part(self, pins: Sequence[Pin]) -> bool:
        """Let those leave who may not stand where they stand, the first that are found; False: there are none.

        Of two articles the later one leaves, of a split those it names, each with all that is bound to it. The story's id
        stays behind with what it has always meant.
        """
        groups = bound(pins)
        for pin in (one for one in pins if one.kind.parts):
            for story in sorted({self._place[one] for one in pin.articles if one in self._place}):
                here = set(self._members(story))
                sides = [here & set(pin.articles), here & set(pin.others)]
                if all(sides):
                    leaving = sides[0] if pin.kind is PinKind.SPLIT else max(sides, key=self._latest)
                    bound_too = leaving.union(*(groups.get(one, frozenset()) for one in leaving))
                    self._leave([one for one in self._members(story) if one in bound_too], story)
                    return True
        return False

    def _latest(self, articles: Iterable[str]) -> int:
        return min(self._arrival[one] for one in articles)

    def _leave(self, leaving: Sequence[str], story: str) -> None:
        new = content_id("story", leaving[0], "pin", str(self._number), str(next(self._opened)))
        self._bring(leaving, new, "split", self._evidence() | {"from": story})

    def _members(self, story: str) -> list[str]:
        """Its articles that are no copies, in order of arrival."""
        return [one for one in self._origins if self._place[one] == story]

    def _evidence(self) -> dict[str, Json]:
        return {"pin": self._pin.pin_id, "act": self._number}

    def _bring(self, articles: Iterable[str], story: str, reason: str, why: dict[str, Json]) -> None:
        for article_id in articles:
            self._place[article_id] = story
            self.changes.append(_row(article_id, story, reason, why))
            for copy in self._copies[article_id]:
                of_copy = why | {"origin": article_id, "because": reason}
                self._place[copy] = story
                self.changes.append(_row(copy, story, "copy", of_copy))


def _row(article_id: str, story_id: str, reason: str, why: dict[str, Json]) -> Membership:
    """Similarity 0: nothing was measured."""
    return Membership(article_id=article_id, story_id=story_id, similarity=0.0, reason=reason, evidence=why)
