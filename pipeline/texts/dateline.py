"""Lines of date and time only, as pages put them around a text, in the languages of CLDR."""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
import unicodedata
from datetime import date
from functools import cache
from itertools import chain

from pipeline.texts import calendar_name, written_date

_MAX = 120  # characters of a line
_COMMON = ("en", "ru", "uk", "de", "fr", "es", "it", "pt", "pl", "nl", "tr")
# Further languages by the Unicode names of their letters, asked for only where a year stands beside the word.
_OTHERS = {
    "LATIN": tuple("sv da nb fi is et lv lt cs sk hu ro hr sl sq ca gl vi id az".split()),
    "CYRILLIC": tuple("bg sr mk be kk".split()),
    "GREEK": ("el",),
    "ARABIC": tuple("ar fa ur".split()),
    "HEBREW": ("he",),
    "DEVANAGARI": tuple("hi mr".split()),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "THAI": ("th",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
    "HANGUL": ("ko",),
    "CJK": (
        "zh",
        "ja",
    ),
}
_MANY = 12  # words of a line that is no sentence
_WORDS = frozenset(
    "a ago am amt as at ast bst by cest cet day days de del do ed edt est et first gmt h heure heures hour hours hrs ist jst kst last le local minutes modified msk mst"
    " new on m p original originally pdt pm posted pst published publication pt st nd rd th the time to uhr um updated upd ut utc wib z york vom veröffentlicht aktualisiert"
    " stand mis publié à mise jour actualizado publicado el las los h min às atualizado em alle ore pubblicato aggiornato il gepubliceerd bijgewerkt om uur op dnia godz"
    " opublikowano aktualizacja g roku kl klo den dne hod v ora ore publicat actualizat la óra publicerad uppdaterad publiceret opdateret publisert oppdatert julkaistu päivitetty lúc ngày"
    " tháng năm jam tanggal giriş güncelleme yayınlanma tarihi saat son eklenme objavljeno u sati"
    " г год р року рік ч год в о от опубликовано обновлено дата публикации время опубліковано оновлено дані публікації date"
    " δημοσίευση ενημέρωση τελευταία ώρα του στις μμ πμ μ π ص م الساعة تاريخ النشر آخر تحديث נכתב פורסם עודכן בשעה ביום ב ساعت انتشار تاریخ"
    " को बजे प्रकाशित अपडेट 発行 公開 更新 掲載 配信 年 月 日 時 分 发布 时间 发表 發布 發佈 時間 更新时间 发布时间 입력 수정 게시 등록 승인 최종 년 월 일 오전 오후 เวลา น วันที่ เผยแพร่ ที่".split()
)
_DIGIT = re.compile(r"\d")
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50)  # Arabic, Persian, Devanagari, Bengali, Thai digits
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|25[5-7]\d)(?!\d)")  # the Thai ones too
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_TIME = re.compile(r"\W*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|uhr|h|Uhr)?\W*", re.IGNORECASE)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]+[^\W\d_]*)*")
_ZONE = re.compile(r"\b(?:[A-Z]{1,4}T|UTC|MSK)(?:[+-]\d{1,2}(?::?\d\d)?)?(?![a-z])")
_DIGITS = str.maketrans({chr(zero + value): str(value) for zero in _ZEROS for value in range(10)})
_HEBREW_IN = "\u05d1"  # "in March" is one word
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
_CLOSED = re.compile(
    r"(\d)\s?[年年월月日일時時时시分분点點]"
)  # numbers that East Asian dates close by a word


def is_date(line: str) -> bool:
    """A line of date and time only."""
    if len(line) > _MAX or not _DIGIT.search(line):
        return False
    plain = line if line.isascii() else _CLOSED.sub(r"\1 ", line.translate(_DIGITS))
    words = [token for token in _tokens(_ZONE.sub("", plain)) if not token.isdecimal()]
    dated = bool(_YEAR.search(plain))
    if len(words) > _MANY or not all(_is_known(word, rare=dated) for word in words):
        return False
    return dated or bool(_CLOCK.search(plain)) or any(_months().get(word) for word in words)


def is_time(line: str) -> bool:
    """A line of the time of day only: a stamp of the page, or a heading of a chronology."""
    return len(line) <= _MAX and bool(_TIME.fullmatch(line))


def day_of(line: str) -> date | None:
    """The first day a line of date and time names, if it names one without doubt."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_DOTTED, (3, 2, 1))):
        if found := pattern.search(line):
            return _day(*(int(found[group]) for group in order))
    tokens = _tokens(line)
    months = [place for place, token in enumerate(tokens) if _months().get(token)]
    year = _YEAR.search(line)
    if not months or not year:
        return written_date.day_of(line)
    near = [
        int(token)
        for token in tokens[max(0, months[0] - 2) : months[0] + 2]
        if token.isdigit() and len(token) <= 2
    ]
    return (
        _day(int(year[0]), _months()[tokens[months[0]]], near[-1] if months[0] == 0 else near[0])
        if near
        else None
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_known(word: str, *, rare: bool) -> bool:
    """Whether a word may stand in a date: of the common languages, or where a year stands beside it of any."""
    if word in _WORDS or word in _months():
        return True
    return rare and not _names(_OTHERS.get(_script(word), ())).isdisjoint(
        (word, word.removeprefix(_HEBREW_IN))
    )


def _script(word: str) -> str:
    return unicodedata.name(word[0], "").partition(" ")[0]


@cache
def _months() -> dict[str, int]:
    """Month names of the common languages to their number, the first language's where two differ; weekdays to 0."""
    names: dict[str, int] = {}
    for tag in _COMMON:
        names = _calendar(tag) | names
    return names | {"sept": 9}


@cache
def _names(tags: tuple[str, ...]) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(_calendar, tags)))


@cache
def _calendar(tag: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for months, days in calendar_name.of(tag):
        names |= dict.fromkeys(chain.from_iterable(map(_tokens, days)), 0) | names
        for month, name in enumerate(months, start=1):
            names |= dict.fromkeys(_tokens(name), month) | names
    return {name: month for name, month in names.items() if not name.isdecimal()}


def _tokens(text: str) -> list[str]:
    bare = unicodedata.normalize("NFC", text).replace("\u200f", "").casefold()
    return _TOKEN.findall(re.sub(r"(?<=[\u0e00-\u0e7f])\.", "", bare))
