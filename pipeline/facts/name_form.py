"""One form for each name of a text: last names made full, forms of one name made one, people told by how the text speaks of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pipeline.facts.lexicon import SPEECH
from pipeline.facts.name_run import Name
from pipeline.texts.capital import Token
from pipeline.texts.place import place, stem
from pipeline.texts.text import words

_BEFORE_FULL: Final = 1  # mentions by last name alone


def resolved(names: Sequence[Name], tokens: Sequence[Token], language: str) -> list[Name]:
    """The same names, as the whole text has them."""
    canonical = _canonical(
        (name for name in names if name.kind in {"name", "person"} and name.last > name.first), language
    )
    full = _unique_last(names, canonical, language)
    found = [_full(name, canonical, full, language) for name in names]
    people = _people(names, found, tokens)
    return [
        replace(name, kind="person") if name.name in people and name.kind == "name" else name
        for name in found
    ]


def _full(name: Name, canonical: dict[tuple[str, ...], str], full: dict[str, str], language: str) -> Name:
    if name.kind not in {"name", "person"}:
        return name
    key = _key(name.name, language)
    alone = full.get(key[0]) if len(key) == 1 else None
    return replace(name, name=canonical.get(key) or alone or name.name)


def _canonical(names: Iterable[Name], language: str) -> dict[tuple[str, ...], str]:
    """The shortest form of each name of several words: the nominative, where names decline."""
    forms = defaultdict[tuple[str, ...], set[str]](set)
    for name in names:
        forms[_key(name.name, language)].add(name.name)
    return {key: min(written, key=lambda form: (len(form), form)) for key, written in forms.items()}


def _unique_last(
    names: Sequence[Name], canonical: dict[tuple[str, ...], str], language: str
) -> dict[str, str]:
    """Full name by last word, where only one name ends so and the text gives it in full first, a headline or two apart."""
    by_last, alone = defaultdict[str, set[str]](set), Counter[str]()
    for name in names:
        key = _key(name.name, language)
        if len(key) == 1:
            alone[key[0]] += 1
        elif key in canonical and (canonical[key] in by_last[key[-1]] or alone[key[-1]] <= _BEFORE_FULL):
            by_last[key[-1]].add(canonical[key])
    return {
        last: next(iter(full))
        for last, full in by_last.items()
        if len(full) == 1 and place((last,), language) is None
    }


def _people(as_written: Sequence[Name], found: Sequence[Name], tokens: Sequence[Token]) -> set[str]:
    """Names with a title, and full names that speak and are called by the last name alone elsewhere."""
    titled = {name.name for name in found if name.titled}
    speak = {name.name for name in found if _speaks(name, tokens)}
    short = {
        after.name
        for before, after in zip(as_written, found, strict=True)
        if before.first == before.last and before.name != after.name
    }
    return titled | (speak & short)


def _speaks(name: Name, tokens: Sequence[Token]) -> bool:
    near = [name.first - 1, name.last + 1]
    return any(0 <= number < len(tokens) and tokens[number].text in SPEECH for number in near)


@lru_cache(maxsize=1 << 12)  # a name is compared with all others of its text
def _key(name: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word.text, language) for word in words(name))
