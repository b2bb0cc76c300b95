"""What happens to a text on its way from outlet to outlet, and texts that only look like copies; all from a seed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Final

from wordfreq import top_n_list

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'”’])\s+")
_BEFORE = "By our own correspondent. Updated at 10:42 GMT. Sign up here for our free morning newsletter and never miss a story."
_AFTER = (
    "All rights reserved. This material may not be published, broadcast, rewritten or redistributed without the written"
    " permission of the owner. Read more: ten things to know before you start your day. Follow us for the latest."
)
# What a machine that reads print may take a letter for; any other letter it may drop.
_MISREAD: Final = {
    "e": "c", "o": "0", "l": "1", "i": "l", "s": "5", "a": "o", "n": "u", "t": "f", "m": "rn", "h": "b", "c": "e", "u": "v"
}  # fmt: skip
_OTHER_MARKS = str.maketrans({'"': "«", "'": "’", "-": "—", "“": "„", "”": "“"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    title: str
    text: str
    of: frozenset[
        str
    ]  # names of the originals (or events) it is a copy of; two texts belong together where these meet

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n\n")

    @property
    def sentences(self) -> list[str]:
        return [sentence for part in self.paragraphs for sentence in _SENTENCE.split(part) if sentence]


Corruption = Callable[[Random, Text, Text], Text]  # of an original, with another one at hand


def _with(original: Text, sentences: Sequence[str]) -> Text:
    """In paragraphs of three."""
    parts = [" ".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3)]
    return replace(original, text="\n\n".join(parts))


def _deleted(share: float) -> Corruption:
    def corrupt(rng: Random, original: Text, _: Text) -> Text:
        sentences = original.sentences
        gone = set(rng.sample(range(len(sentences)), max(1, round(share * len(sentences)))))
        return _with(original, [one for place, one in enumerate(sentences) if place not in gone])

    return corrupt


def _inserted(rng: Random, original: Text, other: Text) -> Text:
    """A fifth as many sentences of another article here and there, and never more than a quarter of that."""
    sentences, foreign = original.sentences, other.sentences
    for one in rng.sample(foreign, max(1, min(len(sentences) // 5, len(foreign) // 4))):
        sentences.insert(rng.randrange(len(sentences) + 1), one)
    return _with(original, sentences)


def _reordered(rng: Random, original: Text, _: Text) -> Text:
    parts = _with(original, original.sentences).paragraphs
    return replace(original, text="\n\n".join(rng.sample(parts, len(parts))))


def _recased(rng: Random, original: Text, _: Text) -> Text:
    case = rng.choice((str.upper, str.lower, str.title))
    return replace(original, title=case(original.title), text=case(original.text))


def _misread(share: float) -> Corruption:
    def corrupt(rng: Random, original: Text, _: Text) -> Text:
        read = (
            _MISREAD.get(sign, "") if sign.isalpha() and rng.random() < share else sign
            for sign in original.text
        )
        return replace(original, text="".join(read))

    return corrupt


def _other_marks(_: Random, original: Text, __: Text) -> Text:
    text = original.text.replace(" - ", " – ").replace(", ", " – ", 3)
    return replace(original, text=text.translate(_OTHER_MARKS))


def _furnished(_: Random, original: Text, __: Text) -> Text:
    return replace(original, text=f"{_BEFORE}\n\n{original.text}\n\n{_AFTER}")


def _cut(share: float) -> Corruption:
    def corrupt(_: Random, original: Text, __: Text) -> Text:
        sentences = original.sentences
        return _with(original, sentences[: max(1, round(share * len(sentences)))])

    return corrupt


def _merged(_: Random, original: Text, other: Text) -> Text:
    return replace(original, text=f"{original.text}\n\n{other.text}", of=original.of | other.of)


def _retitled(rng: Random, original: Text, _: Text) -> Text:
    words = original.title.split()
    return replace(original, title="What we know: " + " ".join(rng.sample(words, len(words))))


def _lead_swapped(_: Random, original: Text, __: Text) -> Text:
    first, second, *rest = (*original.sentences, "", "")
    return _with(original, [one for one in (second, first, *rest) if one])


MERGED: Final = "two articles merged"
CORRUPTIONS: Final[dict[str, Corruption]] = {
    "10 % of sentences deleted": _deleted(0.1),
    "30 % of sentences deleted": _deleted(0.3),
    "foreign sentences inserted": _inserted,
    "paragraphs reordered": _reordered,
    "other case": _recased,
    "1 % of letters misread": _misread(0.01),
    "3 % of letters misread": _misread(0.03),
    "other quotes and dashes": _other_marks,
    "boilerplate around": _furnished,
    "cut to half": _cut(0.5),
    "cut to a fifth": _cut(0.2),
    MERGED: _merged,
    "another headline": _retitled,
    "first two sentences swapped": _lead_swapped,
}
LIGHT: Final = frozenset(CORRUPTIONS) - {"3 % of letters misread", "cut to a fifth", MERGED}

# Forms that are filled in again and again: every filling is a report of its own.
FORMS: Final[dict[str, str]] = {
    "market report": (
        "Shares in {place} ended the session on {day} at {n} points, a move of {n} per cent, after a quiet day in which dealers"
        " waited for news from the central bank. {name} gained {n} per cent to {n}, while {name} lost {n} per cent to {n} on"
        " profit-taking. In all {n} million shares changed hands, against {n} million the day before. The currency was quoted"
        " at {n} to the dollar and the ten-year bond at a yield of {n} per cent, traders said."
    ),
    "weather forecast": (
        "{day} in {place} will begin with patches of fog that lift by mid-morning, then long sunny spells until the evening."
        " The thermometer climbs to {n} degrees and falls to {n} at night, with a wind of {n} kilometres an hour from the coast."
        " A shower is possible, the chance is put at {n} per cent. Sunrise is at {n}, sunset at {n}. No warnings are in force"
        " for the region, and little change is expected in the days to come."
    ),
    "obituary": (
        "The family of {name} announces with great sorrow a peaceful death at home in {place} on {day}, aged {n}. Beloved by"
        " children and grandchildren, and for many years a member of the {name} society. The service will be held at the chapel"
        " of {place} at {n}, and all friends are warmly welcome. No flowers, please; donations, if desired, to the {name} fund."
        " The family thanks the nurses for their kindness and their care."
    ),
    "share notice": (
        "{name} plc announces that on {day} it bought {n} of its ordinary shares for cancellation, through {name} as broker, at"
        " an average price of {n} pence each, the highest price paid being {n} and the lowest {n}. After this transaction there"
        " are {n} ordinary shares in issue, none of which is held in treasury; this is the total number of voting rights, which"
        " holders may use to find out whether they must tell the company of a change in their interest."
    ),
    "match report": (
        "{name} beat {name} by {n} points to {n} in {place} on {day}, in front of a crowd of {n}. The winners led by {n} at the"
        " interval and never looked back, with {name} scoring {n} of their points and {name} adding {n} more. The result leaves"
        " them in place {n} of the table, with {n} matches still to play before the end of the season. The next match is at home"
        " in a week, when the visitors will be {name}."
    ),
    "traffic notice": (
        "Police in {place} closed the {name} road for {n} hours on {day} after a collision between a lorry and {n} cars. The"
        " ambulance service took {n} people to the {name} hospital, none of them with injuries that put life in danger. Traffic"
        " was sent round by way of {place}, with queues of up to {n} kilometres. Anyone who saw what happened is asked to call"
        " the station and to give the number {n}."
    ),
}  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_VOCABULARY = [word for word in top_n_list("en", 8_000) if word.isalpha()]
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(_VOCABULARY) + 1)))  # Zipf, Mandelbrot's
_NAMES = [word.capitalize() for word in _VOCABULARY[3_000:]]


def traps(originals: Sequence[Text], count: int, rng: Random) -> dict[str, list[Text]]:
    """What is no copy of anything, by kind: so many of each."""
    found = {kind: [_filled(form, f"{kind} {n}", rng) for n in range(count)] for kind, form in FORMS.items()}
    same_title = [
        replace(made_text(rng, f"column {n}"), title=originals[n % len(originals)].title)
        for n in range(count)
    ]
    return found | {"same title, other text": same_title}


def _filled(form: str, name: str, rng: Random) -> Text:
    fill: dict[str, Callable[[], str]] = {
        "n": lambda: str(rng.choice((rng.randrange(2, 5_000), round(rng.uniform(1, 400), 2)))),
        "name": lambda: " ".join(rng.sample(_NAMES, 2)),
        "place": lambda: rng.choice(_NAMES),
        "day": lambda: rng.choice(_DAYS),
    }
    text = re.sub(r"\{(\w+)\}", lambda field: fill[field[1]](), form)
    return Text(title=name.rpartition(" ")[0], text=text, of=frozenset({name}))


def made_text(rng: Random, name: str) -> Text:
    """A text of common words, names and numbers, 150 to 500 words."""
    sentences = [_made_sentence(rng) for _ in range(rng.randrange(9, 30))]
    title = " ".join(rng.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=7)).capitalize()
    return _with(Text(title=title, text="", of=frozenset({name})), sentences)


def _made_sentence(rng: Random) -> str:
    words = rng.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=rng.randrange(9, 24))
    words[4] = rng.choice(_NAMES)
    words[7] = str(rng.randrange(2, 2_000))
    return " ".join((words[0].capitalize(), *words[1:])) + "."
