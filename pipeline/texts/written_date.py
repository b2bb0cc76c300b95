"""A day as people write it, in the languages of CLDR: "2 March 2024", "2. März 2024", "2024年3月2日", "02.03.2024"."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from itertools import chain

from pipeline.texts import calendar_era, calendar_name

MAX_LINE = 200  # characters looked at
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]+[^\W\d_]*)*")
_NUMERIC = re.compile(
    r"(?<!\d)(?:(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})|(\d{1,2})([-/.])\s?(\d{1,2})\6\s?(\d{4}))(?!\d)"
)
# Year, month and day each closed by its word: Chinese, Japanese, Korean. A year of the era may stand behind the year.
_CLOSED = re.compile(
    r"(\d{4})\s?[年년](?:[（(]\w{1,6}[）)])?\s{0,2}(\d{1,2})\s?[月월]\s{0,2}(\d{1,2})\s?[日号號일]"
)
_VIETNAMESE = re.compile(r"(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE)
_THAI_POINT = re.compile(r"(?<=[\u0e00-\u0e7f])\.")  # of abbreviations, which are one word
_HEBREW_IN = "\u05d1"  # "in March" is one word
# Two digits of the year: the day goes first, but where the year does.
_SHORT_YEAR = re.compile(r"(?<![\d.:/])(\d{1,2})([./])(\d{1,2})\2(\d{2})(?![\d:]|[./]\d)")
_YEAR_FIRST = frozenset({"ko", "ja", "zh", "hu", "mn", "lt"})
# One month is told from another by the second word.
_ARABIC_PAIRS = re.compile(r"(كانون|تشرين)\s+(?:ال)?(ثاني|[أا]ول)")
_NUKTA = "\u093c"  # mostly left out
# Capitals lose or keep the dot of the Turkish i in comparable form, and the marks of an alef are mostly left out.
_SPELLING = str.maketrans({"ı": "i", "\u0307": None, "أ": "ا", "إ": "ا", "آ": "ا"})
# For a text in no declared language: the languages that most of the web's news is in.
_COMMON = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr")
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us", "en-pr", "fil-ph"})  # of CLDR's short date formats
_NEAR = 3  # tokens between the month and the year: "of", "de", "г", the day


@lru_cache(maxsize=1 << 8)  # lines near a title are asked about for its day and for updates
def day_of(line: str, language: str | None = None) -> date | None:
    """The first day a line names in full; None if it names none, or none without doubt.

    Args:
        line: Only its first 200 characters are read.
        language: A language tag (BCP 47). Its month names and English ones count, and a region decides on 3/2/2024.
    """
    text = unicodedata.normalize("NFC", line[:MAX_LINE])
    tag = (language or "").lower().replace("_", "-")
    return _closed(text) or _of_calendar(text, tag) or _named(text, tag) or _numeric(text, tag)


def _of_calendar(text: str, tag: str) -> date | None:
    if text.isascii():
        return None
    iranian = calendar_era.jalali(text) if tag.startswith(("fa", "ckb")) else None
    return iranian or calendar_era.of_era(text)


def _closed(text: str) -> date | None:
    if found := _CLOSED.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _VIETNAMESE.search(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return None


def _named(text: str, tag: str) -> date | None:
    """A day whose month is a word: the year and the day are the nearest numbers that can be."""
    tokens = _tokens(text)
    names = month_names(tag.partition("-")[0])
    months = [names.get(token) or names.get(token.removeprefix(_HEBREW_IN)) for token in tokens]
    for place, month in enumerate(months):
        weekday = any(months[place + 2 : place + 3])  # "mar 2 abr": the first is no March, but Tuesday
        if month and not weekday and (found := _around(tokens, place, month, thai=tag.startswith("th"))):
            return found
    return None


def _around(tokens: list[str], place: int, month: int, *, thai: bool) -> date | None:
    near = range(max(0, place - _NEAR), min(len(tokens), place + _NEAR + 1))
    years = [(abs(at - place), at) for at in near if _year(tokens[at], thai=thai)]
    if thai and not years and place + 1 < len(tokens) and calendar_era.thai_year(tokens[place + 1]):
        years = [(1, place + 1)]  # of two digits
    if not years:
        return None
    at_year = min(years)[1]
    # a day before the month is followed by it ("2 de marzo"); one after it comes at once ("March 2nd, 2024")
    days = [at for at in (place - 1, place + 1, place - 2) if 0 <= at < len(tokens) and at != at_year]
    for at in days:
        number = tokens[at]
        if number.isdecimal() and len(number) <= 2 and (at != place - 2 or not tokens[place - 1].isdecimal()):
            year = _year(tokens[at_year], thai=thai) or calendar_era.thai_year(tokens[at_year])
            return _day(year, month, int(number))
    return None


def _year(token: str, *, thai: bool) -> int:
    if len(token) != 4 or not token.isdecimal():
        return 0
    year = int(token)
    return (thai and calendar_era.thai_year(token)) or (year if 1900 <= year < 2100 else 0)


def _numeric(text: str, tag: str) -> date | None:
    found = _NUMERIC.search(text)
    if not found:
        return _short(text, tag)
    if found[1]:
        return _day(int(found[1]), int(found[3]), int(found[4]))
    one, two, year = int(found[5]), int(found[7]), int(found[8])
    if found[6] == "/" and one <= 12 and two <= 12 and one != two and tag in {"", "en"}:
        return None  # nobody knows which is the month
    month_first = two > 12 or (one <= 12 and tag in _MONTH_FIRST and found[6] != ".")
    year = (tag.startswith("th") and calendar_era.thai_year(found[8])) or year
    return _day(year, one, two) if month_first else _day(year, two, one)


def _short(text: str, tag: str) -> date | None:
    """A day whose year has two digits, in a language that writes it with points or strokes, and in one order."""
    found = _SHORT_YEAR.search(text)
    language = tag.partition("-")[0]
    if not found or language in {"", "en"} or tag in _MONTH_FIRST:
        return None
    one, two, three = int(found[1]), int(found[3]), int(found[4])
    return _day(2000 + one, two, three) if language in _YEAR_FIRST else _day(2000 + three, two, one)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def month_names(language: str) -> dict[str, int]:
    """Month names of a language and of English, in full and abbreviated, to their number; the language's own go first."""
    names: dict[str, int] = {}
    for locale in (language, "en") if language else _COMMON:
        names = _months_of(locale) | names
    return names


@lru_cache(maxsize=64)
def _months_of(language: str) -> dict[str, int]:
    lists = [*calendar_name.also(language), *reversed([months for months, _ in calendar_name.of(language)])]
    named = chain.from_iterable(enumerate(months, start=1) for months in lists)
    tokens = ((_tokens(unicodedata.normalize("NFC", name)), month) for month, name in named)
    # the last word is the name ("de març"), and a number is none ("tháng 3")
    known = {
        words[-1]: month
        for words, month in tokens
        if words and not words[-1].isdecimal() and len(words[-1]) > 1
    }
    return known | ({"sept": 9} if language in {"en", "fr", "de"} else {})


def _tokens(text: str) -> list[str]:
    """The words and numbers of a text, spelled alike."""
    joined = (
        text if text.isascii() else _ARABIC_PAIRS.sub(r"\1\2", _THAI_POINT.sub("", text)).replace(_NUKTA, "")
    )
    return [token.casefold().translate(_SPELLING) for token in _TOKEN.findall(joined)]
