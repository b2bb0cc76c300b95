"""What stands around an article's text without being of it: tells the lines of a page's furniture from those of its body.

A line is judged by itself. How far a judgement may be trusted depends on where the line stands: see pipeline.cleaning.clean.
"""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
from functools import lru_cache

from pipeline.cleaning import furniture_foot, furniture_phrase
from pipeline.cleaning import furniture_words as known
from pipeline.cleaning.furniture_phrase import Kind
from pipeline.texts import dateline
from pipeline.texts.text import AnyOf

MAX_LINE = 300  # characters; no line of furniture is longer, and a limit on every pattern
_DECORATION = " \t*•·●▪►▶→←↑»«›‹>|-–—_#[](){}:…"
_EMOJI = re.compile(r"^[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\s]+")
_APOSTROPHES = "’ʼ‘`"
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।։።]+[\"'”’»)\]」』]*$|[.!?…]+\s*\[\d+\]$")
_ABBREVIATION_END = re.compile(r"(?:\b\w\.\w|\b(?:Bros|Co|Corp|Inc|Jr|Ltd|No|Sr|St))\.[\"'”’)]*$")
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{0,2000}[”“»\"]")
_WORDS = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_LABEL_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LABEL_TOKENS = 10
_LABELS = known.LABEL_WORDS | known.LABEL_LINKS
_PARTICLES = frozenset(
    "al ben bin da das de del della den der di do dos du e el ibn la le ten ter van von und y zu".split()
)
_NAME_PARTS = re.compile(r"\s*(?:,|;|&|\||•|·|\s[–—-]\s|\b(?:and|und|et|y|и|і|та|e|en|with)\b)\s*")
_NAME_TAIL = re.compile(r"\s+(?:in|at|for|of|from)\s.*|\s*[\d(/@].*")
_BYLINE = re.compile(rf"(?:{known.BYLINES})\s+(.{{3,100}})", re.IGNORECASE)
# In Korean the office follows the name, in Chinese and Japanese it goes before.
_REPORTER = re.compile(
    r"([가-힣]{2,4})\s?(?:선임|수습)?(?:기자|특파원)(?:\s?[\w.+-]{1,40}@\S{3,60})?|(?:本报|本報)?(?:记者|記者|作者|文)\s?[:：/／| ]\s?([\u3400-\u9fff]{2,6})"
)
_AGENCY_CREDITS = re.compile(
    r"\(?(?:(?:additional |with )?reporting|editing|writing|compiled|edited|translated) by\b.{3,220}",
    re.IGNORECASE,
)


def _compiled(patterns: tuple[str, ...], tail: str = "", flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)}){tail}[\s.!…]*", flags)


# For lines in small letters: hundreds of alternatives take twenty times as long where each is compared without regard to case.
_ANYWHERE = _compiled(known.BUTTONS + known.ADVERTISING + known.RIGHTS)
_INBOX = _compiled(known.INBOX)
_CREDITS = _compiled(known.CREDITS, flags=re.IGNORECASE)  # one minds the case
_RIGHTS = _compiled(known.RIGHTS)
_NEVER_BODY = frozenset({Kind.POINTER, Kind.REQUEST, Kind.BUTTON, Kind.CREDIT, Kind.NOTICE})
_BUTTON_WORDS = 12
_ROW_RULE = re.compile(r"\s*\|[|\s:-]{2,}")  # under the head of a table, and a row of empty cells
# What a template was to put something in place of.
_PLACEHOLDER = re.compile(r"(?:\$\$|%%|\{\{|\[\[|##)[\w .:/=\"'-]{1,80}(?:\$\$|%%|\}\}|\]\]|##)")
_CAPTION = 120  # characters
# Captions of East Asian papers end with whose picture it is, by one of these words.
_CREDITING = AnyOf(("摄", "攝", "撮影", "提供", "写す", "사진", "제공", "촬영", "기자"))
_CREDITED = re.compile(
    r".{4,90}[\s/／（(][\w·]{2,10}\s?[摄攝][)）]?|.{4,110}(?:[=＝].{2,40}|[(（、].{0,20})(?:撮影|提供|写す)[)）]?|.{4,80}(?:[./(（\s](?:사진\s?[=:/]\s?\S{2,15}|\S{2,12} (?:제공|촬영)))[)）]?|.{4,60}[.] [가-힣]{2,4} 기자"
)
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|página|pagina|strona|sida|side|sivu|сторінка|страница|стр\.|p\.) ?\d{1,4}(?: ?(?:of|/|von|de|di|van|z|av|af|из|з) ?\d{1,4})?|第 ?\d{1,4} ?[页頁]|\d{1,4} ?ページ"
)
_ENDING = _compiled(known.ENDINGS)
_ENDING_MARKS = AnyOf(known.ENDING_MARKS)
_POINTER = _compiled(known.POINTERS, r"(?P<target>(?:\s*[:|>»→]|\s+[–—-])\s+\S.{0,200})?")
_EDGE = _compiled(known.EDGE_LINES, flags=re.IGNORECASE)  # likewise
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
    if furniture_foot.asks_to_embed(line):
        return True
    if len(line) > MAX_LINE:
        return False
    core = _core(line)
    small = core.lower()
    if _is_prose(core):
        return bool(_RIGHTS.fullmatch(small)) or _ends_in_credit(small)
    return (
        furniture_phrase.kind(line) in _NEVER_BODY
        or bool(_ROW_RULE.fullmatch(line) or _PLACEHOLDER.fullmatch(line))
        or bool(len(line) <= _CAPTION and _CREDITING.stands_in(core) and _CREDITED.fullmatch(core))
        or bool(_ANYWHERE.fullmatch(small) or _POINTER.fullmatch(small) or _CREDITS.fullmatch(core))
        or bool(_PAGE_NUMBER.fullmatch(small) or ("inbox" in small and _INBOX.fullmatch(small)))
        or _ends_in_credit(small)
    )


def _is_prose(core: str) -> bool:
    """Whether a line is too long for a button and closed like a sentence: a story may begin with the words of one."""
    return len(core.split(" ", _BUTTON_WORDS)) > _BUTTON_WORDS and core.endswith(".") and "," in core


def _ends_in_credit(small: str) -> bool:
    return _ENDING_MARKS.stands_in(small) and bool(_ENDING.fullmatch(small))


@lru_cache(maxsize=1 << 12)
def is_pointer(line: str) -> bool:
    """A pointer that names no target itself ("Related articles", "Read also:"): what follows it may be the target."""
    if len(line) > MAX_LINE:
        return False
    found = _POINTER.fullmatch(_core(line).lower())
    if found:
        return not found["target"]
    return furniture_phrase.kind(line) is Kind.POINTER and not furniture_phrase.names_target(line)


def is_edge_line(line: str) -> bool:
    """Something that is furniture at the head or the foot of a text, and may be body elsewhere."""
    if len(line) > MAX_LINE:
        return False
    straight = _straight(line).strip()
    return (
        bool(_EDGE.fullmatch(straight))
        or is_label(straight)
        or dateline.is_date(line)
        or furniture_phrase.kind(line) in {Kind.LABEL, Kind.END}
        or furniture_foot.is_menu(line)
        or furniture_foot.is_rule(line)
    )


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
    if len(line) > 120:
        return None
    if reporters := _REPORTER.fullmatch(line.strip(_DECORATION)):
        return (reporters[1] or reporters[2],)
    found = _BYLINE.fullmatch(line.strip(_DECORATION))
    if not found or (ends_sentence(line) and len(line.split()) > 6):
        return None
    parts = [_NAME_TAIL.sub("", part).strip(" .") for part in _NAME_PARTS.split(found[1]) if part]
    names = tuple(_cased(part) for part in parts if is_person(part))
    return names if names or (parts and _is_newsroom(parts[0])) else None


def name_parts(line: str) -> list[str]:
    """The names in an enumeration of names."""
    return _NAME_PARTS.split(line.strip(_DECORATION))


def is_person(name: str) -> bool:
    """Whether some words can be a person's name: two to five, capitalised, none of a newsroom."""
    tokens = name.split()
    if not 2 <= len(tokens) <= 5 or any(char.isdigit() or char in "@/:|" for char in name):
        return False
    folded = [token.strip(".,").casefold() for token in tokens]
    named = [
        token[0].isupper() or not token[0].islower()
        for token, low in zip(tokens, folded, strict=True)
        if low not in _PARTICLES or token == tokens[-1]  # "Minh Do"
    ]
    return len(named) >= 2 and all(named) and known.NEWSROOM.isdisjoint(folded)


@lru_cache(maxsize=1 << 10)
def _core(line: str) -> str:
    return _EMOJI.sub("", _straight(line).strip(_DECORATION))


def _straight(line: str) -> str:
    for mark in _APOSTROPHES:  # str.translate takes fifty times as long where there is none
        line = line.replace(mark, "'")
    return line


def is_label(line: str) -> bool:
    """The name of a section, a list or a button: all its words are such names'."""
    if len(line) > MAX_LINE or _DIGIT.search(line) or _SENTENCE_END.search(line[-20:]):
        return False
    tokens: list[str] = []
    for found in _LABEL_TOKEN.finditer(line):
        tokens.append(found[0].casefold())
        if tokens[-1] not in _LABELS or len(tokens) > _LABEL_TOKENS:  # mostly the first word tells
            return False
    return not known.LABEL_LINKS.issuperset(tokens)


def _is_newsroom(name: str) -> bool:
    folded = [token.strip(".,").casefold() for token in name.split()]
    return not known.NEWSROOM.isdisjoint(folded) or (len(folded) == 1 and name.isupper() and len(name) <= 5)


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name
