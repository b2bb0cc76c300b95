"""How near a clause came that an article does not match: words in other forms, other fields, other order, too far apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.records import Evidence
from pipeline.texts.text import words
from pipeline.texts.wordform import unaccented
from pipeline.topics import clause
from pipeline.topics.clause import Extent, Mode, Node, Token
from pipeline.topics.match import Reading
from pipeline.topics.positions import READ, Place, Positions

FAR: Final = 900  # words; between two fields lie a thousand, so what is found within is in one
_ALIKE: Final = 3  # similar words named
# A word is taken for another form of one asked for if they begin with the same four letters and with three fifths of the shorter:
# what stemmers leave apart (mobilisation, mobilised) and misspellings of endings, hardly ever another word.
_SHORTEST, _SHARED = 4, 0.6


class Nearness:
    """One article, asked about clauses that do not hold in it."""

    def __init__(self, positions: Positions, matched: Mapping[str, tuple[Evidence, ...]]) -> None:
        self.positions = positions
        self.matched = matched

    def reading(self, node: Node) -> Reading:
        return Reading(node, self.positions, self.matched)

    def places(self, node: Node, zone: str) -> Sequence[Place]:
        """Where a clause stands that has places."""
        return self.reading(node).places(node, zone)

    def holds(self, node: Node, zone: str = READ, extent: Extent = Extent.ARTICLE) -> bool:
        """Whether a clause holds anywhere in the article, or in one of its sentences or paragraphs."""
        return bool(self.reading(node).holds(node, zone, extent))

    def score(self, node: Node, zone: str) -> float:
        return self.reading(node).holds(node, zone).get(0, 0.0)

    def distance(self, node: clause.Near, zone: str) -> int | None:
        """How many words apart its parts would have to be allowed to stand; None if beyond FAR, or one is missing."""
        if not all(self.places(part, zone) for part in node.parts):
            return None
        if not self.places(replace(node, distance=FAR), zone):
            return None
        low, high = 1, FAR
        while low < high:
            middle = (low + high) // 2
            if self.places(replace(node, distance=middle), zone):
                high = middle
            else:
                low = middle + 1
        return low

    def clearance(self, node: clause.NotNear, zone: str) -> int | None:
        """The widest distance at which a place of the left side would be left; None if there is none."""
        for distance in range(node.distance - 1, 0, -1):
            if self.places(replace(node, distance=distance), zone):
                return distance
        return None

    def spread(self, node: clause.Words, zone: str) -> int | None:
        """How far apart the words of a phrase stand, in any order and inflection; None if one is missing."""
        parts = tuple(_alone(token, node) for token in node.tokens)
        if not 1 < len(parts) <= 5:
            return None
        return self.distance(
            clause.Near(parts=parts, distance=1, ordered=False, start=node.start, end=node.end), zone
        )

    def written(self, token: Token, zone: str) -> tuple[str, ...]:
        """The words of the article that differ from one asked for in case, accents or ending only, as they are written."""
        looser = {Mode.EXACT: (Mode.FORM, Mode.INFLECTED), Mode.FORM: (Mode.INFLECTED,)}.get(token.mode, ())
        for mode in looser:
            text = token.text if mode is token.mode else next((word.text for word in words(token.text)), "")
            node = clause.Words(tokens=(Token(text, mode),), start=0, end=0)
            if found := self._shown(self.places(node, zone)):
                return found
        return ()

    def similar(self, token: Token, zone: str) -> tuple[str, ...]:
        """Words of the article that begin like one asked for and are no inflection of it to the stemmer."""
        word = unaccented(token.text.partition("*")[0].partition("?")[0].casefold())
        if len(word) < _SHORTEST:
            return ()
        begun = self.positions.forms_of(word[:_SHORTEST] + "*")
        ranked = sorted((-_common(form, word), len(form), form) for form in begun)
        alike = [form for shared, _, form in ranked if -shared >= _SHARED * min(len(form), len(word))]
        here = [form for form in alike if self.places(_form(form), zone)]
        return tuple(here[:_ALIKE])

    def sentences(self, places: Sequence[Place]) -> list[int]:
        """The numbers of the sentences in which places begin: 0 for the title, 1 for the first of the text."""
        found = (
            self.positions.unit(Place(place.start, place.start + 1), Extent.SENTENCE) for place in places
        )
        return sorted({unit - 1 for unit in found if unit is not None})

    def _shown(self, places: Sequence[Place]) -> tuple[str, ...]:
        said = (self.positions.standing(place).written for place in places)
        return tuple(dict.fromkeys(said))[:_ALIKE]


def leaves(node: Node) -> Iterator[clause.Words]:
    """The words and phrases below a clause."""
    return (found for found in clause.clauses(node) if isinstance(found, clause.Words))


def _alone(token: Token, node: clause.Words) -> clause.Words:
    mode = Mode.INFLECTED if token.mode is Mode.FORM else token.mode
    return clause.Words(tokens=(Token(token.text, mode),), start=node.start, end=node.end)


def _form(form: str) -> clause.Words:
    return clause.Words(tokens=(Token(form, Mode.FORM),), start=0, end=0)


def _common(one: str, other: str) -> int:
    """Letters that two words begin with."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
