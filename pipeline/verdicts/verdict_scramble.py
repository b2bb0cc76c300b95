"""Texts that a paywall scrambles: every letter moved on in the alphabet, the letters of words mixed, words out of order.

Each is shown by proof, since names, code and languages that nobody declared look as strange: the words become those of the language
when the letters are moved back or sorted; words of no natural language have no vowel; and no article of any language here stands
before a preposition or another article. Nothing is put in order again: what is behind the wall stays there.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import Final

from wordfreq import get_frequency_dict

from pipeline.records import Json
from pipeline.texts.language import identify
from pipeline.texts.language_tag import normal_tag
from pipeline.texts.word_list import listed
from pipeline.verdicts.verdict_text import Line

_WORD: Final = re.compile(r"[^\W\d_]+")
_LINE_WORDS: Final = 10  # a shorter line may be a name, a caption or a heading
_WORDS: Final = 40  # scrambled, at least
_SHARE: Final = 0.25  # of the words of the text
_SAMPLE: Final = 400  # words looked at
_LONG: Final = 5  # letters of a word that a list of words tells from chance
_TOLD: Final = 12  # long words of a line looked at
_FEW: Final = 3  # long words of a line that are too few to tell
_KNOWN: Final = 0.35  # of the long words of a language as they stand: prose has .6 to .95
_MOVED: Final = 0.4  # of the long words, when moved back: by a wrong number of places .05
_SORTED: Final = 0.5  # of the long words that have the letters of one: of another language's .15
_VOWELLESS: Final = 0.12  # of the long words: Czech has .01, a text about programs .03
_OUT_OF_ORDER: Final = (
    8  # words before what none of them stands before: of 1,932 articles none has more than three
)
_ODD: Final = 0.15  # of such words: .04 at most as printed, .13 where a few words were swapped or lost, shuffled .16 to .26
_VOWEL: Final = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿąęėįųūőűœăâîıаеёиоуыэюяіїє]")
_ALPHABETS: Final = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
_LISTED: Final = {
    "no": "nb",
    "nn": "nb",
    "hr": "sh",
    "sr": "sh",
    "bs": "sh",
}  # where wordfreq names it otherwise
# Articles and prepositions, and each with what none of them stands before: prepositions, articles, conjunctions, finite verbs.
_ORDER: Final[Mapping[str, tuple[frozenset[str], frozenset[tuple[str, str]]]]] = {
    language: (frozenset(leading.split()), frozenset(product(leading.split(), others.split())))
    for language, leading, others in (
        ("en", "the a an its their his", "the a an of in to and for at by with from is are was were be been has have had he she they we that or but if than into"),
        ("de", "dem des einem einen eines im vom zum zur von für", "im am auf aus bei mit nach vom zu zum zur für und oder aber ist sind war wird hat haben wurde er wir dass wenn"),
        ("fr", "une des du au aux ses leurs cette nos notre", "le la les un une des du et à au aux dans sur pour est sont a ont était il elle ils que mais"),
        ("es", "un del al su sus", "el la los las un una y a en con es son ha han se pero su sus"),
        ("it", "un uno una del della dei degli delle nel nella al alla ai dal dalla sul sulla", "il lo la gli un una e o a in con è sono ha hanno si ma che del della"),
        ("pt", "do da dos das no na ao aos às pelo pela", "um uma o os as e ou em com é são foi mas do da no na"),
        ("nl", "de", "de het een en in op aan met voor is was heeft hij ze we dat maar bij naar uit"),
        ("pl", "w z do od dla przez przy", "w z do od dla przez przy i oraz ale jest są się że"),
        ("ru", "в на с из от к по для у без при", "в на с из от к по для у без при и а но был была были"),
        ("uk", "в у на з із від до по для без при", "в у на з із від до по для без при і та й але був була були"),
    )
}  # fmt: skip


def scrambled(
    lines: Sequence[Line], title: str, declared: str | None, language: str | None
) -> Mapping[str, Json] | None:
    """The lines that are scrambled and how it is known; None where they are too few, or none.

    Args:
        lines: Of the text.
        title: Of the article, which no wall scrambles.
        declared: The language the page declares.
        language: The one identified in the text.
    """
    words = {line: line.text.split() for line in lines}
    total = sum(map(len, words.values()))
    long = {line: found for line, found in words.items() if len(found) >= _LINE_WORDS}
    spoken = [*dict.fromkeys(_languages(title, declared, language))]
    strange = _strange(long, spoken[0]) if spoken else {}
    if _enough(strange.values(), total):
        sample = [word for line in strange for word in _WORD.findall(line.text.lower())][:_SAMPLE]
        if how := _mixed(sample, spoken):
            return _seen(strange, how, total)
    odd = _disordered(long, (language or "")[:2])
    return _seen(odd, "order", total) if _enough(odd.values(), total) else None


def _strange(long: Mapping[Line, Sequence[str]], language: str) -> dict[Line, Sequence[str]]:
    """The lines most of whose long words a language does not have."""
    known = get_frequency_dict(language, "small")
    found: dict[Line, Sequence[str]] = {}
    for line, words in long.items():
        told = [word.lower() for word in words if len(word) >= _LONG and word.isalpha()][:_TOLD]
        if len(told) > _FEW and _share(told, known) <= _KNOWN:
            found[line] = words
    return found


def _enough(found: Iterable[Sequence[str]], total: int) -> bool:
    return sum(map(len, found)) >= max(_WORDS, _SHARE * total)


def _seen(found: Mapping[Line, Sequence[str]], how: str, total: int) -> Mapping[str, Json]:
    share = sum(map(len, found.values())) / total
    return {"scrambled": how, "share": round(share, 2), "lines": tuple(line.text for line in found)}


def _languages(title: str, *said: str | None) -> Iterator[str]:
    """The languages that a text may have been in, of those with a list of words; the title is asked where nobody says."""
    tags = [tag for one in said if (tag := normal_tag(one))]
    yield from (
        name for tag in tags or [identify(title) or ""] if (name := _LISTED.get(tag, tag)) in listed()
    )


def _mixed(sample: Sequence[str], languages: Sequence[str]) -> str | None:
    """How the letters of words were mixed, if putting them back makes them words of a language, and they are of none as they stand."""
    long = [word for word in sample if len(word) >= _LONG]
    if len(long) < _WORDS // 3:
        return None
    lists = [get_frequency_dict(language, "small") for language in languages]
    if any(_share(long, known) > _KNOWN for known in lists):
        return None
    if any(_share(moved, known) >= _MOVED for moved in _moved(long) for known in lists):
        return "alphabet"
    letters = ["".join(sorted(word)) for word in long]
    if any(_share(letters, _letters_of(language)) >= _SORTED for language in languages):
        return "letters"
    vowelless = sum(not _VOWEL.search(word) for word in long if word[0].isascii() or word[0] in _ALPHABETS[1])
    return "alphabet" if vowelless >= _VOWELLESS * len(long) else None


def _moved(words: Sequence[str]) -> Iterator[list[str]]:
    """The words with each letter as many places back as there are letters in the alphabet."""
    alphabet = next((letters for letters in _ALPHABETS if words[0][0] in letters), "")
    for places in range(1, len(alphabet)):
        table = str.maketrans(alphabet, alphabet[-places:] + alphabet[:-places])
        yield [word.translate(table) for word in words]


def _share(words: Collection[str], known: Collection[str]) -> float:
    return sum(map(known.__contains__, words)) / max(1, len(words))


@cache
def _letters_of(language: str) -> frozenset[str]:
    """The letters, sorted, of the words of a language."""
    return frozenset("".join(sorted(word)) for word in get_frequency_dict(language, "small"))


def _disordered(long: Mapping[Line, Sequence[str]], language: str) -> dict[Line, Sequence[str]]:
    """The lines from the first on in which words stand before what none of them stands before, if that is no slip."""
    leading, never = _ORDER.get(language, (frozenset(), frozenset()))
    odd: dict[Line, Sequence[str]] = {}
    led = wrong = 0
    for line, words in long.items():
        if odd or not never.isdisjoint(pairwise(words)):
            odd[line] = words
            led += sum(map(leading.__contains__, words[:-1]))
            wrong += sum(map(never.__contains__, pairwise(words)))
    return odd if wrong >= max(_OUT_OF_ORDER, _ODD * led) else {}
