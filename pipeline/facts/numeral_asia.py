"""Numerals of Chinese, Japanese, Korean and Thai: digits of any width, number words, and units of ten thousand."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pipeline.facts.figure_words_asia import Patterns

# 12   12,500   1.2 in digits of any width; a longer row is no count
_DIGITS: Final = r"(?<!\d)(?<!\d[.,．，])(?:\d{1,3}(?:[,，]\d{3}){1,4}|\d{1,15})(?:[.．]\d{1,4})?(?![\d])"
_SMALL: Final = 1e4  # from here on a unit multiplies all that stands before it


def pattern(words: Patterns) -> str:
    """Of a numeral: 19, １９, 1.2万, 1万2000, 十九, 두, สอง ล้าน."""
    scale = "|".join(words.scales)
    word = "|".join([*words.words, *words.scales])
    return rf"(?:{_DIGITS}(?:\s?[多余餘]?(?:{scale}){{1,2}}(?:\s?{_DIGITS})?){{0,3}}|{words.begins}(?:{word}){{1,8}})"


def value(numeral: str, words: Patterns) -> float | None:
    """How much it is; None if it is nothing, or a unit alone ("thousands")."""
    parts = _parts(words).findall(numeral)
    if not parts or (parts[0] in words.scales and words.scales[parts[0]] > 10):
        return None
    total = section = current = 0.0
    for part in parts:
        scale = words.scales.get(part)
        if scale is None:
            current = words.words[part] if part in words.words else _digits(part)
        elif scale < _SMALL:
            section, current = section + (current or 1) * scale, 0.0
        else:  # of 2万亿 the second multiplies the first
            amount = section + current
            total = total + amount * scale if amount else total * scale
            section = current = 0.0
    return total + section + current


def _digits(part: str) -> float:
    return float(unicodedata.normalize("NFKC", part).replace(",", ""))


@lru_cache(maxsize=8)
def _parts_of(known: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([r"\d[\d.,．，]*", *sorted(known, key=len, reverse=True)]))


def _parts(words: Patterns) -> re.Pattern[str]:
    return _parts_of((*words.words, *words.scales))
