"""Days in the calendars and eras that newspapers write beside the Gregorian ones: Japanese, Taiwanese, Thai and Iranian."""

import re
import unicodedata
from datetime import date, timedelta

# Years to add: of the Japanese eras since 1926 and of the Republic of China.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_OF_ERA = re.compile(
    rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年\s{{0,2}}(\d{{1,2}})\s?月\s{{0,2}}(\d{{1,2}})\s?日"
)
_HAN = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_BUDDHIST = 543  # years that the Thai calendar is ahead
_CENTURY = 2500  # of its years given by two digits
_JALALI = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
# As Arabic keyboards write the Persian letters; and the digits of both.
_ARABIC = str.maketrans("يك۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "یک01234567890123456789")
_JALALI_MONTH = {unicodedata.normalize("NFC", name): month for month, name in enumerate(_JALALI, start=1)}
_JALALI_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_JALALI_MONTH)})(?:\s+ماه)?،?\s+(1[34]\d\d)(?!\d)"
)
_JALALI_NUMERIC = re.compile(r"(?<!\d)(1[34]\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")


def of_era(text: str) -> date | None:
    """The day that a text names by an era, or in Chinese numerals throughout."""
    if found := _OF_ERA.search(text):
        year = 1 if found[2] == "元" else int(found[2])
        return _day(year + _ERAS[found[1]], int(found[3]), int(found[4]))
    if found := _HAN.search(text):
        return _day(int(found[1].translate(_DIGITS)), _han(found[2]), _han(found[3]))
    return None


def thai_year(number: str) -> int:
    """The year of the Thai calendar as ours; two digits are of its current century; 0 if it can be none."""
    year = int(number) + (_CENTURY if len(number) == 2 else 0)
    return year - _BUDDHIST if _CENTURY < year < _CENTURY + 143 else 0


def jalali(text: str) -> date | None:
    """The day of the Iranian calendar that a text names."""
    text = text.translate(_ARABIC)
    if found := _JALALI_NAMED.search(text):
        return of_jalali(int(found[3]), _JALALI_MONTH[found[2]], int(found[1]))
    if found := _JALALI_NUMERIC.search(text):
        return of_jalali(int(found[1]), int(found[3]), int(found[4]))
    return None


def of_jalali(year: int, month: int, day: int) -> date | None:
    """A day of the Iranian calendar in ours, by the cycle of 33 years (Borkowski 1996), which holds from 1178 to 1633."""
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    before = year - 979  # that year began on 20 March 1600
    passed = 365 * before + before // 33 * 8 + (before % 33 + 3) // 4
    months = 31 * (month - 1) if month < 7 else 30 * (month - 1) + 6
    return date(1600, 3, 20) + timedelta(days=passed + months + day - 1)


def _han(number: str) -> int:
    """A Chinese numeral up to 39."""
    tens, ten, ones = number.rpartition("十")
    ten_value = (int(tens.translate(_DIGITS)) if tens else 1) if ten else 0
    return 10 * ten_value + (int(ones.translate(_DIGITS)) if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
