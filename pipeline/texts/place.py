"""Countries, capitals and demonyms in many languages, by the Unicode CLDR as babel carries it.

A place is given its English CLDR name whatever it was called; cities are those that give a time zone its name, which most
capitals do.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from pipeline.texts.text import Word, comparable, words

_CONTINENTS: Final = frozenset({"002", "003", "005", "009", "019", "142", "150"})  # by UN M.49
LONGEST: Final = 6  # words of a place's name
_LEAST: Final = 4  # Latin letters of a name found in a text: "us" and "un" are words, too
INSTITUTIONS: Final = frozenset(
    {"European Union", "United Nations", "Eurozone"}
)  # CLDR counts them with the territories

# Everyday English names that CLDR has not, or that no rule forms.
_ALIASES: Final = {
    "American": "US", "America": "US", "Americans": "US", "U.S": "US", "USA": "US", "U.S.A": "US", "British": "GB", "Britain": "GB",
    "Great Britain": "GB", "U.K": "GB", "UK": "GB", "Dutch": "NL", "Holland": "NL", "Danish": "DK", "Dane": "DK", "Danes": "DK",
    "Czech": "CZ", "Czech Republic": "CZ", "Turkey": "TR", "Turkish": "TR", "Burma": "MM", "Burmese": "MM", "Ivory Coast": "CI",
    "Swiss": "CH", "Greek": "GR", "Norwegian": "NO", "Emirati": "AE", "UAE": "AE", "Saudi": "SA", "Afghan": "AF", "Filipino": "PH",
    "Thai": "TH", "Macedonian": "MK", "Portuguese": "PT", "Peruvian": "PE", "EU": "EU", "UN": "UN", "U.N": "UN", "E.U": "EU",
    "Byelorussia": "BY", "Welsh": "GB", "Scottish": "GB", "Palestinian": "PS", "Palestine": "PS", "Slovenian": "SI", "Moldovan": "MD",
    "Canadian": "CA", "Canadians": "CA",
}  # fmt: skip
_RUSSIAN_ALIASES: Final = {
    "США": "US",
    "ЕС": "EU",
    "ООН": "UN",
    "Белоруссия": "BY",
    "Англия": "GB",
    "Британия": "GB",
    "РФ": "RU",
}
_UKRAINIAN_ALIASES: Final = {"США": "US", "ЄС": "EU", "ООН": "UN", "Британія": "GB", "РФ": "RU"}
# Capitals that give no time zone its name.
_CAPITALS: Final = {
    "en": {
        name: name
        for name in (
            "Abuja",
            "Ankara",
            "Beijing",
            "Bern",
            "Brasilia",
            "Canberra",
            "Hanoi",
            "Islamabad",
            "New Delhi",
            "Ottawa",
            "Pretoria",
            "Rabat",
            "Washington",
            "Wellington",
        )
    },
    "ru": {
        "Анкара": "Ankara",
        "Вашингтон": "Washington",
        "Пекин": "Beijing",
        "Оттава": "Ottawa",
        "Исламабад": "Islamabad",
        "Ханой": "Hanoi",
    },
    "uk": {"Анкара": "Ankara", "Вашингтон": "Washington", "Пекін": "Beijing", "Оттава": "Ottawa"},
}
_AREAS: Final = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_ENDINGS: Final = {
    "ru": re.compile(
        r"(?<=...)(?:ами|ями|ого|ому|ему|ой|ою|ей|ею|ом|ем|ам|ям|ах|ях|ая|ую|ые|ый|ий|ых|их|ым|им|[аяиыуюоеьй])$"
    ),
    "uk": re.compile(
        r"(?<=...)(?:ами|ями|ого|ому|ові|еві|єві|ою|ею|єю|ом|ем|єм|ам|ям|ах|ях|[аяиіїуюоеєьй])$"
    ),
}
_FLEETING: Final = {"київ": "києв"}


def place(phrase: tuple[str, ...], language: str) -> str | None:
    """The English name of the place that these words (in comparable form) name in this language, if they do."""
    if len(phrase) > LONGEST:
        return None
    return _names(language).get(tuple(stem(word, language) for word in phrase))


def places(text: str, found: Sequence[Word], language: str) -> Iterator[tuple[str, str]]:
    """Each place that the words of a text name, as written and in English; one written small is none where it could be."""
    for at in [at for at, word in enumerate(found) if not text[word.start].islower()]:
        word = found[at]
        for size in range(min(_opens(word.text, language), len(found) - at), 0, -1):
            phrase = tuple(_own(one.text) for one in found[at : at + size])
            name = place(phrase, language)
            if name is not None and (len("".join(phrase)) >= _LEAST or not word.text.isascii()):
                yield text[word.start : found[at + size - 1].end], name
                break


def english_places() -> frozenset[str]:
    """Every name that place() can give."""
    return frozenset(_names("en").values())


def _own(word: str) -> str:
    return word.removesuffix("'s")


@lru_cache(maxsize=1 << 14)
def _opens(word: str, language: str) -> int:
    """The words of the longest name that opens with this one."""
    return _longest(language).get(stem(_own(word), language), 0)


@lru_cache(maxsize=32)
def _longest(language: str) -> dict[str, int]:
    """By the stem a name opens with: the words of the longest one."""
    found: dict[str, int] = {}
    for phrase in _names(language):
        found[phrase[0]] = max(len(phrase), found.get(phrase[0], 0))
    return found


@lru_cache(maxsize=32)
def _names(language: str) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for name, english in _all_names(language):
        key = tuple(stem(word.text, language) for word in words(name))
        if key and len("".join(key)) > 1:
            found.setdefault(key, english)
    return found


def _all_names(language: str) -> Iterator[tuple[str, str]]:
    english = _english_territories()
    own = {"ru": _RUSSIAN_ALIASES, "uk": _UKRAINIAN_ALIASES, "en": _ALIASES}.get(language, {})
    yield from ((name, english[code]) for name, code in own.items())
    if language == "en":
        yield from ((name, name) for name in english.values())
        yield from _demonyms(english)
    else:
        yield from _local_territories(language, english)
    yield from _cities(language)


@lru_cache(maxsize=1)
def _english_territories() -> dict[str, str]:
    named = Locale("en").territories
    return {
        code: name
        for code, name in sorted(named.items())
        if (len(code) == 2 or code in _CONTINENTS) and code not in {"XA", "XB", "ZZ", "EZ", "QO"}
    }


def _local_territories(language: str, english: dict[str, str]) -> Iterator[tuple[str, str]]:
    locale = _locale(language)
    if locale is not None:
        yield from (
            (name, english[code]) for code, name in sorted(locale.territories.items()) if code in english
        )


def _cities(language: str) -> Iterator[tuple[str, str]]:
    """Cities that name a time zone, by their local name and by the older one in the zone's key (Kiev, Calcutta)."""
    local = _locale(language)
    capitals = _CAPITALS.get(language, {})
    yield from capitals.items()
    zones = local.time_zones if local is not None else {}
    english = Locale("en").time_zones
    for zone in sorted({*get_global("zone_territories"), *english, *zones}):
        area, _, last = zone.partition("/")
        last = last.removeprefix("Argentina/")  # the other parts of zones are small towns
        if area in _AREAS and "/" not in last:
            key_name = last.replace("_", " ")
            name = english.get(zone, {}).get("city", key_name)
            if language == "en" and key_name not in name:
                yield key_name, name
            yield zones.get(zone, {}).get("city", name), name


def _demonyms(english: dict[str, str]) -> Iterator[tuple[str, str]]:
    """English demonyms: the name of the language where it is the country's (Ukrainian), else by rule (Iranian, Israeli)."""
    for code, name in sorted(Locale("en").languages.items()):
        territory = get_global("likely_subtags").get(code, "").rpartition("_")[2]
        if len(code) == 2 and territory in english and _akin(name, english[territory]):
            yield from ((form, english[territory]) for form in (name, f"{name}s"))
    by_length = sorted(english.values(), key=lambda name: (-len(name), name))
    for name in by_length:  # the longer first: Nigerian is of Nigeria, not of Niger
        before, space, last = name.rpartition(" ")
        if len(last) > 3 and (not space or last.endswith("a")):
            yield from ((f"{before}{space}{form}", name) for form in _formed(last))


def _akin(language: str, territory: str) -> bool:
    return language[:3] == territory[:3] or (language, territory) == ("French", "France")


def _formed(name: str) -> Iterator[str]:
    stems = [name + "n"] if name.endswith("a") else [name + suffix for suffix in ("ian", "i", "ese", "an")]
    if name.endswith("ium"):
        stems.append(name[:-2] + "an")
    if name.endswith("as"):
        stems.append(name[:-1] + "n")
    if name[-1] in "yoe":
        stems += [name[:-1] + suffix for suffix in ("ian", "an", "ese")]
    for stem in stems:
        yield from (stem, stem + "s")


def known(language: str) -> bool:
    return _locale(language) is not None


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=1 << 14)
def stem(word: str, language: str) -> str:
    """The word without its case ending, in languages that decline names, and without accents."""
    plain = comparable(word)
    if language in _ENDINGS:
        return _ENDINGS[language].sub("", _FLEETING.get(plain, plain))
    return "".join(char for char in unicodedata.normalize("NFD", plain) if not "\u0300" <= char <= "\u036f")
