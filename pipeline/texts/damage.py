"""Damage a text took on its way: characters read in the wrong encoding, a body that comes twice. No language is assumed."""

import re
import string
from statistics import median_low

from ftfy.badness import badness

from pipeline.texts.text import beyond_ascii

_SIGNS = 4  # fewer come by chance
_SAMPLE = 4000  # characters looked at; damage runs through a text
# What UTF-8 looks like in Western and Cyrillic code pages: a letter that a lead byte gives before one of the
# signs that continuation bytes give. Asked first: ftfy's own question costs 400 times as much.
_PAIR = re.compile(
    "[\u00c2-\u00f4\u0420\u0421\u0412\u0413\u0432][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u0402\u0403\u0405\u0406"
    "\u0408-\u040c\u040e\u040f\u0452\u0453\u0455-\u0458\u0459-\u045c\u045e\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]"
)
# UTF-8 read as GBK, Shift-JIS or EUC-KR gives these again and again, and texts hardly ever; 锟斤拷 is U+FFFD in GBK, 옙 its end in EUC-KR.
_ODD_IDEOGRAPHS = re.compile("[锟銆鐨鍦锛鈥縺繧繝譁莠逕邨蟶옙�褉褋泻褌械賱賷賵]")
_LOST = re.compile(r"\?(?<=[^\W\d_]\?)(?=[^\W\d_])|\?{4,}")  # "f?r", and words of nothing else
# Another script, or signs, right behind a Latin letter: bytes of an accent read as Cyrillic, kana, line drawing, Chinese.
_MIXED = re.compile("[\u0400-\u04ff\uff66-\uff9f├┬√¬](?<=[a-z].)|[\u3400-\u9fff](?<=[a-z].)(?=[a-z])")
_UNLATIN = re.compile("[\u0400-\u04ff\uff66-\uff9f├┬√¬\u3400-\u9fff]")
# What all of these have one of, but for question marks; quotes and dashes are not among it.
_FOREIGN = re.compile("[\u00ac\u00c0-\u00ff\u0400-\u04ff├┬√\u3400-\u9fff옙\uff66-\uff9f\ufffd]")
_CYRILLIC = re.compile("[А-я]")
_WESTERN = re.compile("[\u00c0-\u00ff]")
_CASE_FLIP = re.compile("[а-яё][А-ЯЁ]{2}")  # KOI8 and cp1251 have their cases the other way round
_LATIN = string.ascii_letters.encode()
_ANCHOR = 40  # characters without spaces; shorter passages recur by chance
_ANCHORS = 48
_LONG_WORD = 15  # characters; a longer mean is of a script without spaces
_SHORTEST = 480  # same; a brief and its summary may be one sentence twice


def garbled(text: str) -> float:
    """Signs of a wrong encoding per character, 0 if there are only a few, or in only one line of several."""
    sample = text[:_SAMPLE]
    count = _signs(sample)
    return 0.0 if count < _SIGNS or _is_in_one_line(sample) else count / len(sample)


def _is_in_one_line(sample: str) -> bool:
    """Whether one line has all the signs, and is not most of the text: an advertisement in look-alike letters is no damage."""
    lines = sample.split("\n")
    worst = max(lines, key=_signs)
    others = [line for line in lines if line is not worst]
    return 2 * len(worst) < len(sample) and not any(_PAIR.search(line) or _signs(line) for line in others)


def _signs(sample: str) -> int:
    """How many signs of a wrong encoding there are."""
    count = sum(map(len, _LOST.findall(sample))) if "?" in sample else 0
    others = beyond_ascii(sample)
    if _FOREIGN.search(others):
        count += len(_ODD_IDEOGRAPHS.findall(others)) + _single_bytes(sample, others)
        count += len(_MIXED.findall(sample)) if _UNLATIN.search(others) else 0
        if len(_PAIR.findall(others)) >= 3 and len(_PAIR.findall(sample)) >= 3:
            count += badness(sample)
    return count


def _single_bytes(sample: str, others: str) -> int:
    """Letters of a text in another script that was read as a Western or as the wrong Cyrillic code page.

    others: what of the sample is not ASCII; most texts are told by counting that alone.
    """
    western = len(_WESTERN.findall(others))
    letters = len(sample) - len(others) - len(sample.encode("ascii", "ignore").translate(None, _LATIN))
    if western > 0.5 * letters and western > 0.5 * sum(map(str.isalpha, sample)):
        return western
    if not _CYRILLIC.search(others) or len(_CASE_FLIP.findall(sample)) < 3:
        return 0
    capitals = sum(map(str.isupper, sample))
    return capitals if capitals > 0.6 * sum(map(str.isalpha, sample)) else 0


def doubled(text: str) -> float:
    """The share of a text that comes again as a whole, by short passages taken at even distances; 0 if less than half does.

    A body that comes twice has all its passages the same way apart; terms and recipes repeat theirs at any distance.
    """
    words = text.split()
    plain = "".join(words).casefold()
    dense = 3 if len(plain) > _LONG_WORD * len(words) else 1  # ideographs say as much in a third
    if len(plain) < _SHORTEST // dense:
        return 0.0
    anchor = _ANCHOR // dense
    step = max(anchor, (len(plain) - anchor) // _ANCHORS)
    starts = range(0, len(plain) - anchor + 1, step)
    ways: list[int] = []
    for place, start in enumerate(starts):
        if 2 * (place - len(ways)) > len(starts):  # most come but once, as in nearly every text
            return 0.0
        if (way := _way_to_repeat(plain, start, anchor)) is not None:
            ways.append(way)
    if not ways:
        return 0.0
    usual = median_low(ways)
    alike = sum(abs(way - usual) <= 0.1 * usual for way in ways)
    return alike / len(starts) if usual >= 0.2 * len(plain) else 0.0


def _way_to_repeat(plain: str, start: int, length: int) -> int | None:
    """How far from a passage it stands again, either way."""
    passage = plain[start : start + length]
    other = plain.find(passage, start + 1)
    if other < 0 and plain.find(passage) < start:  # the way back takes longer
        other = plain.rfind(passage, 0, start + length - 1)
    return abs(other - start) if other >= 0 else None
