"""What stands around an article's text without being of it: tells the lines of a page's furniture from those of its body.

A line is judged by itself. How far a judgement may be trusted depends on where the line stands: see pipeline.clean.
"""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache

from babel import Locale

from pipeline import furniture_words as known

MAX_LINE = 300  # characters; no line of furniture is longer, and a limit on every pattern
_DECORATION = " \t*•·●▪►▶→←↑»«›‹>|-–—_#[](){}:…"
_APOSTROPHES = "’ʼ‘`"
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।։።]+[\"'”’»)\]」』]*$|[.!?…]+\s*\[\d+\]$")
_ABBREVIATION_END = re.compile(r"(?:\b\w\.\w|\b(?:Bros|Co|Corp|Inc|Jr|Ltd|No|Sr|St))\.[\"'”’)]*$")
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{0,2000}[”“»\"]")
_WORDS = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_LOCALES = ("en", "ru", "uk", "de", "fr", "es", "it", "pt", "pl", "nl", "tr")
_DATE_WORDS = frozenset(
    "a ago am at and by cest cet day days de del edt est et first gmt h heure heures hour hours hrs ist last le local minutes modified msk new on original"
    " originally pm posted published publication pt st nd rd th the time to uhr um updated upd utc z york vom veröffentlicht aktualisiert stand mis publié à mise jour actualizado publicado"
    " el las los h min г года год р року рік в о опубликовано обновлено дата публикации время опубліковано оновлено дані публікації date".split()
)
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_DOTTED_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PARTICLES = frozenset(
    "al ben bin da de del della den der di dos du el ibn la le ten ter van von und zu".split()
)
_NAME_PARTS = re.compile(r"\s*(?:,|;|&|\||•|·|\s[–—-]\s|\b(?:and|und|et|y|и|і|та|e|en|with)\b)\s*")
_NAME_TAIL = re.compile(r"\s+(?:in|at|for|of|from)\s.*|\s*[\d(/@].*")
_BYLINE = re.compile(rf"(?:{known.BYLINES})\s+(.{{3,100}})", re.IGNORECASE)
_AGENCY_CREDITS = re.compile(
    r"\(?(?:(?:additional |with )?reporting|editing|writing|compiled|edited|translated) by\b.{3,220}",
    re.IGNORECASE,
)


def _compiled(patterns: tuple[str, ...], tail: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)}){tail}[\s.!…]*", re.IGNORECASE)


_ANYWHERE = _compiled(known.BUTTONS + known.ADVERTISING + known.RIGHTS + known.CREDITS)
_ENDING = _compiled(known.ENDINGS)
_POINTER = _compiled(known.POINTERS, r"(?P<target>(?:\s*[:|>»→]|\s+[–—-])\s+\S.{0,200})?")
_EDGE = _compiled(known.EDGE_LINES)
_CUES = tuple(re.compile(cue, re.IGNORECASE) for cue in known.APPEAL_CUES)
_ASKS = re.compile(known.ASKS, re.IGNORECASE)
_ADDRESS = re.compile(known.ADDRESS, re.IGNORECASE)


def ends_sentence(line: str) -> bool:
    """Whether a line is closed as sentences are; a headline may end in the full stop of an abbreviation."""
    return bool(_SENTENCE_END.search(line[-20:])) and not (
        _ABBREVIATION_END.search(line[-20:]) and _is_headline_case(line)
    )


def _is_headline_case(line: str) -> bool:
    tokens = [token for token in line.split() if token[0].isalpha()]
    return len(tokens) <= 16 and 2 * sum(token[0].isupper() for token in tokens) > len(tokens)


@lru_cache(maxsize=1 << 12)
def is_furniture(line: str) -> bool:
    """A button, pointer, advertising mark, picture credit or rights line: never body, wherever it stands."""
    if len(line) > MAX_LINE:
        return False
    core = _core(line)
    return bool(_ANYWHERE.fullmatch(core) or _POINTER.fullmatch(core)) or _ends_in_credit(core)


def _ends_in_credit(core: str) -> bool:
    folded = core.casefold()
    return any(mark in folded for mark in known.ENDING_MARKS) and bool(_ENDING.fullmatch(core))


@lru_cache(maxsize=1 << 12)
def is_pointer(line: str) -> bool:
    """A pointer that names no target itself ("Related articles", "Read also:"): what follows it may be the target."""
    found = _POINTER.fullmatch(_core(line)) if len(line) <= MAX_LINE else None
    return bool(found and not found["target"])


def is_edge_line(line: str) -> bool:
    """Something that is furniture at the head or the foot of a text, and may be body elsewhere."""
    if len(line) > MAX_LINE:
        return False
    straight = _straight(line).strip()
    return bool(_EDGE.fullmatch(straight)) or is_label(straight) or is_date(line)


def is_agency_credit(line: str) -> bool:
    """Who reported, wrote and edited, as agencies put it under a report."""
    return len(line) <= MAX_LINE and bool(_AGENCY_CREDITS.fullmatch(line))


def is_caption(line: str) -> bool:
    """A lone name with its office, closed like a sentence but without a verb: "Finnish Prime Minister Jane Doe."."""
    if (
        not line.endswith(".")
        or len(line) > MAX_LINE
        or _ABBREVIATION_END.search(line)
        or any(mark in line for mark in '"“”«»?!:;')
    ):
        return False
    tokens = _WORDS.findall(line)
    return 2 <= len(tokens) <= 12 and (
        all(token[0].isupper() or len(token) <= 3 for token in tokens)
        and sum(token[0].isupper() for token in tokens) >= 2
    )


@lru_cache(maxsize=1 << 12)
def appeal_score(paragraph: str) -> int:
    """How many different things an appeal says stand outside quotation marks; 0 if it does not speak to the reader."""
    spoken = _spoken(paragraph)
    return sum(bool(cue.search(spoken)) for cue in _CUES) if spoken else 0


@lru_cache(maxsize=1 << 12)
def asks(paragraph: str) -> bool:
    """Whether a paragraph asks the reader for support, outside quotation marks."""
    return bool(_ASKS.search(_spoken(paragraph)))


def _spoken(paragraph: str) -> str:
    """What the author says to the reader: nothing if it is not addressed, and nothing that somebody is quoted with."""
    if len(paragraph) > 2000 or not _ADDRESS.search(paragraph):
        return ""
    outside = _QUOTED.sub(" ", _straight(paragraph))
    return outside if _ADDRESS.search(outside) else ""


def byline(line: str) -> tuple[str, ...] | None:
    """The people a byline names (none if it names a newsroom only), or None if the line is no byline."""
    found = _BYLINE.fullmatch(line.strip(_DECORATION)) if len(line) <= 120 else None
    if not found or (ends_sentence(line) and len(line.split()) > 6):
        return None
    parts = [_NAME_TAIL.sub("", part).strip(" .") for part in _NAME_PARTS.split(found[1]) if part]
    names = tuple(_cased(part) for part in parts if is_person(part))
    return names if names or (parts and _is_newsroom(parts[0])) else None


def is_person(name: str) -> bool:
    """Whether some words can be a person's name: two to five, capitalised, none of a newsroom."""
    tokens = name.split()
    if not 2 <= len(tokens) <= 5 or any(char.isdigit() or char in "@/:|" for char in name):
        return False
    folded = [token.strip(".,").casefold() for token in tokens]
    named = [
        token[0].isupper() or not token[0].islower()
        for token, low in zip(tokens, folded, strict=True)
        if low not in _PARTICLES
    ]
    return len(named) >= 2 and all(named) and known.NEWSROOM.isdisjoint(folded)


def is_date(line: str) -> bool:
    """A line of date and time only."""
    if len(line) > 120 or not _DIGIT.search(line):
        return False
    tokens = [token.casefold() for token in re.findall(r"[^\W\d_]+|\d+", line)]
    all_known = all(token.isdigit() or token in _DATE_WORDS or token in _calendar() for token in tokens)
    return all_known and bool(
        _YEAR.search(line) or any(_calendar().get(token) for token in tokens) or re.search(r"\d:\d\d", line)
    )


def day_of(line: str) -> date | None:
    """The first day a line of date and time names, if it names one without doubt."""
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_DOTTED_DATE, (3, 2, 1))):
        if found := pattern.search(line):
            return _day(*(int(found[group]) for group in order))
    tokens = [token.casefold() for token in re.findall(r"[^\W\d_]+|\d+", line)]
    months = [place for place, token in enumerate(tokens) if _calendar().get(token)]
    year = _YEAR.search(line)
    if not months or not year:
        return None
    near = [
        int(token)
        for token in tokens[max(0, months[0] - 2) : months[0] + 2]
        if token.isdigit() and len(token) <= 2
    ]
    return (
        _day(int(year[0]), _calendar()[tokens[months[0]]], near[-1] if months[0] == 0 else near[0])
        if near
        else None
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 10)
def _core(line: str) -> str:
    return _straight(line).strip(_DECORATION)


def _straight(line: str) -> str:
    for mark in _APOSTROPHES:  # str.translate takes fifty times as long where there is none
        line = line.replace(mark, "'")
    return line


def is_label(line: str) -> bool:
    """The name of a section, a list or a button: all its words are such names'."""
    if len(line) > MAX_LINE or _DIGIT.search(line) or _SENTENCE_END.search(line[-20:]):
        return False
    tokens = [token.casefold() for token in re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", line)]
    if not 1 <= len(tokens) <= 10:
        return False
    return all(token in known.LABEL_WORDS or token in known.LABEL_LINKS for token in tokens) and not all(
        token in known.LABEL_LINKS for token in tokens
    )


def _is_newsroom(name: str) -> bool:
    folded = [token.strip(".,").casefold() for token in name.split()]
    return not known.NEWSROOM.isdisjoint(folded) or (len(folded) == 1 and name.isupper() and len(name) <= 5)


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name


@cache
def _calendar() -> dict[str, int]:
    """Month names to their number and weekday names to 0, from CLDR, in full and abbreviated."""
    names: dict[str, int] = {}
    for locale in map(Locale.parse, _LOCALES):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= dict.fromkeys(map(_token, locale.days[form][width].values()), 0) | names
                names |= {_token(name): month for month, name in locale.months[form][width].items()} | names
    return names | {"sept": 9}


def _token(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip(".")
