"""A score in words: what it is made of, and what it would have been otherwise."""

from textwrap import wrap
from typing import Any

from flows.cli.page import LABEL, WIDTH, cut, listed, number, quoted, score, wrapped

Row = dict[str, Any]
SCALE = (
    "The score is the logarithm of the odds that it reports the same event: 0 is even, 1 nearly three to one."
)
_LEAST = 0.05  # points that are told

_MEANING = {
    "content": "the same rare words",
    "lead": "alike titles and openings",
    "names": "the same names of people and places",
    "numbers": "the same numbers",
    "pairs": "the same words side by side",
    "near": "the same words close together, as in one quotation worded twice",
    "weekday": "their openings name different days",
    "time": "the time between them",
    "headline": "alike headlines",
    "gist": "what a headline says, in the text of the other",
    "commonplace": "what its headline has in common with any other of these days",
    "form": "the same wording with other figures, as of a form filled in anew",
    "foreign names": "the same names in another language",
    "foreign figures": "the same figures in another language",
}
_WITHOUT = {
    "names": "the names",
    "words": "the words",
    "numbers": "the numbers",
    "all": "any of",
}
_WITH = {
    "same_names": "with every name of the nearest report",
    "same_numbers": "with every number of the nearest report",
    "same_day": "published on the day of the nearest report",
    "no_day": "without another day named in the opening",
}


def named(article: Row) -> str:
    outlet = f", {cut(article['outlet'])}" if article["outlet"] else ""
    return f"“{cut(article['title'], 60)}” ({article['article_id']}{outlet})"


def compared(against: Row, judged: float, version: str | None) -> list[str]:
    """Against the reports of a story; `judged`: the score then, by that version of wirewatch, should it be another today."""
    nearest = against["nearest"]
    lines = wrapped(f"Compared with {number(against['members'], 'report')} the story then had:")
    lines += _parts(against)
    lines += wrapped(f"Nearest report: {named(nearest)}, {score(nearest['score'])}.")
    if abs(against["score"] - judged) >= 0.01:
        now = score(against["score"])
        why = f"its text was prepared anew since, or wirewatch {version or 'then'} judged otherwise"
        lines += wrapped(f"(It would be {now} now: {why}.)")
    return lines


def lacking(closest: Row) -> list[str]:
    """What a story has in common with the article, and of what it has less than the one it joined."""
    shared = closest["shared"]
    common = [*shared["names"], *shared["numbers"], *shared["words"]]
    lines = wrapped(f"in common: {listed(common)}") if common else []
    if closest["lacks"]:
        lines += wrapped(f"it had less of: {'; '.join(_MEANING[name] for name in closest['lacks'])}")
    return lines


def what_if(one: Row) -> list[str]:
    """A change, the score it brings, and whether that decides otherwise."""
    joins, kind = one["joins"], one["kind"]
    changes = joins == (kind in _WITH)
    told = (
        f"{score(one['score'])}, it would {'' if joins else 'not '}have joined{'' if changes else ' even so'}"
    )
    if kind == "later":
        more = "; more days change nothing" if joins else ""
        return wrapped(f"published {number(one['days'], 'day')} later: {told}{more}")
    if kind in _WITH:
        return wrapped(f"{_WITH[kind]}: {told}")
    if kind == "nearest":
        return wrapped(f"without the nearest report in the story: {told}")
    return wrapped(f"without {_WITHOUT[kind]} {listed(one['words'])}: {told}")


def _parts(against: Row) -> list[str]:
    """Each kind of evidence with what it adds, and the words it consists of; then what is taken off."""
    shared, points = against["shared"], against["parts"]
    words = {"names": shared["names"], "numbers": shared["numbers"], "content": shared["words"]}
    lines = []
    for name in sorted(_MEANING.keys() & points, key=lambda name: (-points[name], name)):
        if abs(points[name]) >= _LEAST:
            lines += _point(
                points[name], _MEANING[name] + (f": {listed(words[name])}" if words.get(name) else "")
            )
            if name == "near" and against["same_words"]:
                lines += _point(None, f"word for word: {quoted(against['same_words'][0])}")
    lines += _point(points["bias"], "where every pair of reports starts: few of them tell one event")
    if abs(against["asked"]) >= _LEAST:
        lines += _point(-against["asked"], _asked(against["asked"]))
    return lines


def _asked(asked: float) -> str:
    if asked < 0:
        return "the story's own reports are only loosely alike, so it asks less"
    return "asked on top: a story of few reports, or of very alike ones, must be met more closely"


def _point(points: float | None, text: str) -> list[str]:
    first, *rest = wrap(text, WIDTH - LABEL - 9)
    number = " " * 6 if points is None else f"{points:+6.2f}"
    return [f"{number}   {first}", *(f"{'':9}{line}" for line in rest)]
