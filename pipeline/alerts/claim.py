"""Claims: what an article says that may be news about its story, each with the place where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.alerts.novelty import is_rough, own_counts
from pipeline.records import Correction, Figure, Mention, Novelty, Quote

LEAD: Final = 400  # characters of a text in which stands what it is about
_QUOTE_WORDS: Final = 4  # fewer are a phrase that anybody may use
_NAMES: Final = {"person": Novelty.NAME, "organisation": Novelty.NAME, "place": Novelty.PLACE}
_NO_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing an article says."""

    kind: Novelty
    key: str  # the same for the same thing, however it is written
    words: str  # as a person reads it
    field: str  # title or text
    start: int
    end: int
    value: float | None = None  # of a figure; of a range its lower end
    high: float | None = None  # of a range its upper end
    rough: bool = False  # of a figure: rounded

    @property
    def leads(self) -> bool:
        return self.field == "title" or self.start < LEAD

    @property
    def top(self) -> float:
        """Of a figure: its value, of a range the upper end."""
        return self.high if self.high is not None else self.value or 0.0


def claims(
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    figures: Sequence[Figure],
    corrections: Sequence[Correction],
) -> tuple[Claim, ...]:
    """The claims of one article, each once, where it stands first."""
    found: dict[tuple[Novelty, str, float | None], Claim] = {}
    for claim in (*_names(mentions), *_quotes(quotes), *_figures(figures), *_corrections(corrections)):
        place = (claim.kind, claim.key, claim.value)
        first = found.get(place)
        if first is None or (claim.field, claim.start) < (first.field, first.start):
            found[place] = claim
    return tuple(
        found[place] for place in sorted(found, key=lambda place: (place[0], place[1], place[2] or 0.0))
    )


def _names(mentions: Sequence[Mention]) -> Iterator[Claim]:
    for one in mentions:
        if one.kind in _NAMES:
            yield Claim(
                kind=_NAMES[one.kind], key=one.name, words=one.name, field="text", start=one.start, end=one.end
            )  # fmt: skip


def _quotes(quotes: Sequence[Quote]) -> Iterator[Claim]:
    for one in quotes:
        key = _NO_WORD.sub(" ", one.quote.casefold()).strip()
        if key.count(" ") + 1 >= _QUOTE_WORDS:
            words = f"{one.speaker}: “{one.quote}”" if one.speaker else f"“{one.quote}”"
            yield Claim(kind=Novelty.QUOTE, key=key, words=words, field="text", start=one.start, end=one.end)


def _figures(figures: Sequence[Figure]) -> Iterator[Claim]:
    for one in own_counts(figures):
        yield Claim(
            kind=Novelty.FIGURE,
            key=one.counted,
            words=f"{one.counted}: {one.value:,.10g}",
            field="text",
            start=one.start,
            end=one.end,
            value=one.value,
            high=one.high,
            rough=is_rough(one),
        )


def _corrections(corrections: Sequence[Correction]) -> Iterator[Claim]:
    for one in corrections:
        yield Claim(
            kind=Novelty.CORRECTION, key=f"{one.kind} {one.article_id}", words=one.words, field=one.field, start=one.start, end=one.end
        )  # fmt: skip
