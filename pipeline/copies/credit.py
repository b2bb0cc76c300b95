"""The news agency whose text an article says it carries: in the dateline, the byline, a line at the foot, the author's field.

Only a credit counts, never a mention: "Reuters reported that", "told AFP" and a picture's credit name an agency and credit no text.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from pipeline.records import Article
from pipeline.texts.text import paragraphs

_HEAD: Final = 3  # paragraphs in which a dateline or byline may stand
_FOOT: Final = 3  # paragraphs
_DATELINE: Final = 120  # characters in which a dateline ends
_LINE: Final = 90  # characters of a line that is nothing but a credit
_LINES: Final = 6  # of a paragraph
_SMALL: Final = frozenset({"dpa", "dpa-afx", "epd", "pa", "ansa"})  # write themselves in small letters

# Agencies by the names they are credited under, in comparable form.
_AGENCIES: Final = {
    "Reuters": "reuters|thomson reuters|рейтер|рейтерс",
    "AFP": "afp|agence france-presse|agence france presse|афп",
    "AP": "ap|associated press|the associated press",
    "dpa": "dpa|dpa-afx|deutsche presse-agentur|german press agency",
    "PA Media": "pa|pa media|press association|pa news agency",
    "EFE": "efe|agencia efe",
    "ANSA": "ansa",
    "TASS": "tass|itar-tass|тасс|итар-тасс",
    "RIA Novosti": "ria novosti|ria|риа новости",
    "Interfax": "interfax|интерфакс",
    "Interfax-Ukraine": "interfax-ukraine|интерфакс-украина|інтерфакс-україна",
    "Ukrinform": "ukrinform|укринформ|укрінформ",
    "UNIAN": "unian|униан|уніан",
    "Belta": "belta|белта",
    "Xinhua": "xinhua|xinhua news agency|新华社",
    "Kyodo": "kyodo|kyodo news",
    "Yonhap": "yonhap|yonhap news agency",
    "Bloomberg": "bloomberg|bloomberg news",
    "UPI": "upi|united press international",
    "IANS": "ians", "ANI": "ani", "PTI": "pti|press trust of india",
    "APA": "apa|austria presse agentur", "Keystone-SDA": "keystone-sda|sda|ats|keystone-ats", "KNA": "kna", "epd": "epd", "SID": "sid",
    "ANP": "anp", "Belga": "belga", "Ritzau": "ritzau", "NTB": "ntb", "TT": "tt", "STT": "stt", "PAP": "pap", "ČTK": "čtk|ctk", "MTI": "mti",
    "Lusa": "lusa|agência lusa", "Europa Press": "europa press", "Télam": "télam|telam", "Notimex": "notimex", "Agência Brasil": "agência brasil",
    "Anadolu": "anadolu|anadolu agency|aa|anadolu ajansı", "DHA": "dha", "IRNA": "irna", "SANA": "sana", "WAM": "wam", "MENA": "mena", "KCNA": "kcna", "CNA": "cna",
    "AAP": "aap|australian associated press", "The Canadian Press": "the canadian press|canadian press", "Bernama": "bernama", "Antara": "antara",
}  # fmt: skip
_BY_NAME: Final = {name: agency for agency, names in _AGENCIES.items() for name in names.split("|")}
# Names that are a word or somebody's initials, too: credited only as the agency writes itself.
_AS_WRITTEN: Final = {
    name: name.upper() for name in ("ap", "pa", "aa", "ria", "tt", "ani", "sana", "wam", "mena", "apa", "sid", "cna", "ats", "dha", "pap", "sda", "stt", "anp")
}  # fmt: skip
_NAME: Final = "|".join(
    re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_BY_NAME, key=lambda name: (-len(name), name))
)
_ONE: Final = rf"(?<!\w)(?P<agency>{_NAME})(?!\w)"

# MINSK (Reuters) -    BERLIN, May 3 (dpa/AFP) —    (AP) -
_BRACKETED: Final = re.compile(
    rf"[^()\n]{{0,60}}\(\s*{_ONE}(?P<rest>[^()\n]{{0,40}})\)\s*(?:[-\u2013\u2014:.]|$)",
    re.IGNORECASE | re.MULTILINE,
)
# МИНСК, 3 мая. /ТАСС/.    Минск. 3 мая. Интерфакс -    MINSK, May 3, Reuters -
_DASHED: Final = re.compile(
    rf"(?:[^\n!?()]{{0,60}}[,./]\s*)?{_ONE}(?P<rest>[^\n!?().]{{0,20}}?)\s*[-\u2013\u2014/][\s.]",
    re.IGNORECASE,
)
# МОСКВА, 3 мая - РИА Новости.
_AFTER_DASH: Final = re.compile(
    rf"\w[^\n!?().]{{0,30}}\d[^\n!?().\d]{{0,15}}\s[-\u2013\u2014]\s{_ONE}(?P<rest>)\.", re.IGNORECASE
)
# (Reuters)   © AFP   dpa/kle   Source: Xinhua   With Reuters, AFP   Agencia EFE
_CREDIT: Final = re.compile(
    r"(?:\u00a9|\(c\)|copyright|source|sources|quelle|fuente|источник|джерело|agency|agencies|by|von|par|por|via|from|text|with|mit|avec|con|"
    r"mit material von|with reporting by|additional reporting by|reporting by|agencia|agence|agentur|auteur|autor)?[\s:\u00a9\d]*"
    rf"[(\[]?\s*{_ONE}(?P<rest>.{{0,60}})",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    rf"[.!?\u201d\"]\s*[(\[]\s*{_ONE}(?P<rest>[^()\n]{{0,40}})[)\]]\.?$", re.IGNORECASE
)
_PICTURE: Final = re.compile(
    r"photo|picture|image|foto|bild|фото|imagen|illustration|archiv|getty|video|screenshot|handout|file ",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")
_BESIDE: Final = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "e",
        "и",
        "і",
        "all",
        "rights",
        "reserved",
        "contributed",
        "to",
        "this",
        "report",
        "staff",
        "news",
        "agency",
        "images",
        "via",
    ]
)
_INITIALS: Final = 4  # letters of who wrote it for the agency: dpa/kle
_PARTS: Final = frozenset(part for name in _BY_NAME for part in _WORD.findall(name))


def credit(article: Article) -> str | None:
    """The agency credited, by one name for all it goes by, or whose own article it is; None: no credit."""
    return agency(article.outlet) or next(_credits(article), None)


def credited(line: str) -> str | None:
    """The agency that a line credits which is nothing but a credit: By Reuters, © AFP, dpa/kle."""
    return next(_line(line.strip()), None) if len(line) <= _LINE else None


def agency(outlet: str | None) -> str | None:
    """The agency that an outlet is."""
    name = " ".join(_plain(outlet or "").split())
    return _BY_NAME.get(name) or _BY_NAME.get(name.removesuffix(" news"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _credits(article: Article) -> Iterator[str]:
    if article.author and (found := credited(article.author)):
        yield found
    blocks = paragraphs(article.text)
    for block in blocks[:_HEAD]:
        text = article.text[block.start : block.end]
        yield from _dateline(text)
        yield from _lines(text)
    for block in reversed(blocks[_HEAD:][-_FOOT:]):
        text = article.text[block.start : block.end]
        yield from _lines(text)
        yield from _alone(_CLOSING.search(text[-_LINE:].rstrip()))


def _dateline(block: str) -> Iterator[str]:
    opening = block[:_DATELINE]
    for pattern in (_BRACKETED, _DASHED, _AFTER_DASH):
        yield from _alone(pattern.match(opening))


def _lines(block: str) -> Iterator[str]:
    """Lines that are nothing but a credit."""
    for line in block.split("\n")[:_LINES]:
        if len(line) <= _LINE:
            yield from _line(line.strip())


def _line(line: str) -> Iterator[str]:
    yield from _alone(_CREDIT.match(line))


def _alone(match: re.Match[str] | None) -> Iterator[str]:
    """The agency, if nothing stands beside it but others, years and initials."""
    if match and all(_may_stand_beside(word) for word in _WORD.findall(match.group("rest"))):
        yield from _named(match)


def _may_stand_beside(word: str) -> bool:
    plain = _plain(word)
    return (
        plain in _BESIDE or plain in _PARTS or word.isdecimal() or (len(word) <= _INITIALS and word.islower())
    )


def _named(match: re.Match[str] | None) -> Iterator[str]:
    if match is None or _PICTURE.search(match.group()):
        return
    written = " ".join(match.group("agency").split())
    name = _plain(written)
    if written == _AS_WRITTEN.get(name, written) and not (written.islower() and name not in _SMALL):
        yield _BY_NAME[name]
