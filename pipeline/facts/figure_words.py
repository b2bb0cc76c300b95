"""What must be known of a language to read its counts: numbers, what is counted, what became of people.

All in comparable form (pipeline.texts.text), every form written out: a stem would join what must stay apart, as French tué (has
killed) and tués (were killed).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

TOLLS: Final = frozenset(
    {"dead", "injured", "missing", "arrested", "evacuated", "rescued"}
)  # what befell people


def forms(table: Mapping[str, str]) -> dict[str, str]:
    """By form what it stands for, of lines of forms."""
    return {form: unit for unit, line in table.items() for form in line.split()}


def word_set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def numbered(line: str, values: Iterable[float]) -> dict[str, float]:
    return dict(zip(line.split(), values, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's words about counts."""

    numbers: Mapping[str, float]
    scales: Mapping[str, float]  # multiply what stands before them
    nouns: Mapping[str, str]  # to what they count; such as need no more to say so
    people: Mapping[str, str]  # to whom they count, unless something befell them
    after: Mapping[str, str]  # what befell people, said somewhere behind them
    beside: Mapping[str, str] = field(
        default_factory=dict
    )  # the same, but only right behind them or behind an auxiliary
    before: Mapping[str, str]  # the same, right before the number
    tallies: frozenset[str]  # "number", "toll": the number stands at the end of the clause
    toll: frozenset[str]  # of these, such as mean the dead when nothing else is said
    qualifiers: Mapping[tuple[str, ...], str]
    between: frozenset[str] = frozenset()  # of a range: 400 to 500
    leads: frozenset[str]  # right before the number at the end of "the toll rose to 19"
    fillers: frozenset[str]  # between number and noun
    never: frozenset[str]  # right behind a number: it is a time, an age, a part
    doubts: frozenset[str] = frozenset()  # between people and what did not, or may not, befall them
    auxiliaries: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()  # verbs that say nothing themselves: "ранения получили" 18
    others: frozenset[str] = frozenset()  # people that have been told of already: 30 more were hurt
    lives: frozenset[str] = frozenset()  # counted only when lost
    losing: frozenset[str] = frozenset()
    rises: frozenset[str] = frozenset()  # verbs of a tally, by which one is known far from the number
    plural: str = ""  # ending of a noun that may be taken as it stands; "": none is
    adjectives: bool = True  # whether any stand before the noun
