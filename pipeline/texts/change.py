"""What a new version of an article changed, sentence by sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.texts.text import comparable, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a version says."""

    title: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one version of an article to the next. A sentence that only moved is neither added nor removed."""

    title_before: str | None
    title: str | None
    added: tuple[str, ...]  # sentences, in the order of the later version
    removed: tuple[str, ...]  # in the order of the earlier
    kept: float  # share of the earlier sentences that still stand, 0 to 1


def change(before: Words, after: Words) -> Change:
    """What the later words say differently; quotes, dashes, case and spaces make no difference."""
    old, new = _sentences(before.text), _sentences(after.text)
    removed = _beyond(old, new)
    return Change(
        title_before=before.title,
        title=after.title,
        added=_beyond(new, old),
        removed=removed,
        kept=round(1 - len(removed) / len(old), 3) if old else 0.0,
    )


def _sentences(text: str) -> list[str]:
    return [" ".join(text[span.start : span.end].split()) for span in sentences(text)]


def _beyond(some: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    """Those of some that the others do not have as often."""
    left = Counter(map(comparable, others))
    found = []
    for sentence in some:
        key = comparable(sentence)
        if left[key]:
            left[key] -= 1
        else:
            found.append(sentence)
    return tuple(found)
