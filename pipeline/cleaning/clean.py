"""Plain text from unknown hands: the title, the author and the body told from what a page puts around them.

Rules hold for any outlet. They are strict at the head and the foot of a text, where furniture stands, and drop inside it
only lines that are never body: a doubtful line is kept, and no title is invented.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipeline.cleaning import furniture, furniture_foot
from pipeline.cleaning.paragraph import paragraphs
from pipeline.texts import dateline

_HEAD_LINES = 15  # a head longer than this is no head but a list
_TITLE_CHARS = 180  # the longest of 298 labelled headlines has 156 characters
_TITLE_WORDS = 30  # and 18 words; some languages need more
_LEAD_CHARS = 60  # a sentence of this length is body, not standfirst or caption
_ABOUT_CHARS = 600  # of what is told of an author
_OFFICE_CHARS = 40  # before the name, as "Our correspondent in the north, "
_TAIL_PARAGRAPHS = 2
_TAIL_LINES = 12  # after a heading such as "About the author"; more are another part of the article
_TAIL_APPEALS = 12  # paragraphs of an appeal at the foot
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_OTHER_BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but a single plain space
_JOINER = re.compile(r"(?<![\u0600-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff])")
_LETTERS = re.compile(r"[^\W_]+")
_ASCII_SIGNS = bytes(point for point in range(128) if not chr(point).isalnum())
_SMALL = bytes(range(256)).lower()
_BULLET = re.compile(r"(?:[-–—*•·●▪◦‣]|\d{1,2}[.)])\s")
_SITE_SEPARATOR = re.compile(r"\s+[|–—»:-]\s+|\s*\|\s*")
_UNCLOSED = re.compile(r"[\u0e00-\u0eff]{2}\W*$")  # Thai and Lao close no sentence by a mark
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
# Controls, lone surrogates, bidi marks, zero-width characters, soft hyphens: they mislead every comparison.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What was found in a plain text; the text may be empty."""

    text: str
    title: str | None = None
    author: str | None = None
    published_on: date | None = None


def plain(text: str) -> str:
    """NFC, one kind of line break, single spaces, and none of the characters that cannot be seen."""
    if any(mark in text for mark in _OTHER_BREAKS):
        text = _BREAKS.sub("\n", text)
    if _is_printable(text):
        text = text.replace("\t", " ").replace("\xa0", " ")
        while "  " in text:
            text = text.replace("  ", " ")
    else:
        text = _SPACES.sub(" ", _JOINER.sub("", _UNSEEN.sub("", text)))
    return unicodedata.normalize("NFC", text)


def _is_printable(text: str) -> bool:
    """Whether all characters of a text can be seen; most texts are so, and this is told fast."""
    spaced = text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ")
    return spaced.isprintable() and "\ufffc" not in text and "\ufffd" not in text


def clean(text: str, title: str | None = None) -> Cleaned:
    """The body of a text with what was found around it; a title that is known already wins over one found."""
    lines = paragraphs(plain(text))
    end = _head_end(lines)
    found = _one_line(title) or _title(lines, end)
    body = _body(lines, end, (found,) if found else ())
    return replace(_around(lines, end), text="\n\n".join(body), title=found)


def clean_body(text: str, headings: Sequence[str], authors: str | None = None) -> str:
    """The body of a text whose title is known in one or more spellings; one paragraph a line in the given text.

    authors: their names, parted by commas: around the text they stand alone on a line, too.
    """
    lines = [line.strip() for line in plain(text).split("\n") if line.strip()]
    end = _head_end(lines)
    if authors:
        lines, end = _without_names(lines, end, authors)
    return "\n\n".join(_body(lines, end, headings))


def _without_names(lines: Sequence[str], end: int, authors: str) -> tuple[list[str], int]:
    """The lines without the authors' names in the head and at the foot, and what is told of them there; and where the head ends then."""
    names = authors.split(", ")
    known = frozenset(map(letters, names))
    head = [line for line in lines[:end] if not _is_named_only(line, known)]
    rest = list(lines[end:])
    while len(rest) > 1 and (_is_named_only(rest[-1], known) or _is_about(rest[-1], names)):
        rest.pop()
    return [*head, *rest], len(head)


def _is_named_only(line: str, known: frozenset[str]) -> bool:
    return len(line) <= _TITLE_CHARS and known.issuperset(map(letters, furniture.name_parts(line)))


def _is_about(line: str, names: Sequence[str]) -> bool:
    """Whether a line begins by naming one of those who wrote it: nobody tells a story of himself so."""
    return len(line) <= _ABOUT_CHARS and any(
        name in line[: len(name) + _OFFICE_CHARS] for name in names if " " in name
    )


def _body(lines: Sequence[str], end: int, titles: Sequence[str]) -> list[str]:
    return _without_tail(_without_pointers(_without_head(lines, end, titles)))


def _one_line(title: str | None) -> str | None:
    return " ".join(plain(title).split()) or None if title else None


def same_words(one: str, other: str) -> bool:
    """Whether two lines are the same letters and digits."""
    return letters(one) == letters(other)


def letters(line: str) -> str:
    """The letters and digits of a line, by which it is known again wherever it stands."""
    if not line or line.isspace():  # as what stands between the elements of a page mostly is
        return ""
    bare = (
        line.encode("utf-8", "ignore").translate(_SMALL, _ASCII_SIGNS).decode("utf-8")
    )  # most of the work, in C
    return bare if bare.isascii() else "".join(_LETTERS.findall(bare)).casefold()


def _is_sentence(line: str) -> bool:
    if len(line) >= _LEAD_CHARS and (line.endswith((":", "：")) or _UNCLOSED.search(line)):
        return not _is_junk(line)
    long_enough = len(line.split()) >= 4 or (len(line) >= 8 and _UNSPACED.search(line))
    return bool(long_enough) and furniture.ends_sentence(line) and not _is_junk(line)


@lru_cache(maxsize=1 << 12)  # the candidates for a page's text share most of their lines
def _is_junk(line: str) -> bool:
    """Furniture at the head of a text."""
    return (
        furniture.is_furniture(line)
        or furniture.is_edge_line(line)
        or furniture.is_caption(line)
        or furniture.byline(line) is not None
        or furniture_foot.is_consent(line)
        or (furniture.asks(line) and furniture.appeal_score(line) >= 3)
    )


def _head_end(lines: Sequence[str]) -> int:
    """Where the body begins: at the first sentence of some length, else at the first sentence at all."""
    first = None
    for place, line in enumerate(lines[: _HEAD_LINES + 1]):
        if not _is_sentence(line):
            continue
        if len(line) >= _LEAD_CHARS or _UNSPACED.search(line):
            return place
        first = place if first is None else first
    return first or 0


def _title(lines: Sequence[str], end: int) -> str | None:
    """The first line of the head that is neither furniture nor a kicker, if it looks like a title and a body follows."""
    head = [line for line in lines[:end] if not _is_junk(line)]
    if len(head) > 1 and _is_kicker(head[0]) and _is_title(head[1]) and len(head[1].split()) >= 4:
        head = head[1:]
    if not head or not _is_title(head[0]):
        return None
    parts = _SITE_SEPARATOR.split(head[0])
    bare = next((part for part in parts if part and any(same_words(part, line) for line in head[1:])), None)
    return bare if bare and _is_title(bare) else head[0]


def _is_kicker(line: str) -> bool:
    """One word, or two or three in capitals; in a script without spaces a line may be a whole paragraph."""
    count = len(line.split())
    return len(line) <= 30 and not _UNSPACED.search(line) and (count == 1 or (line.isupper() and count <= 3))


def _is_title(line: str) -> bool:
    count = len(line.split())
    if (
        len(line) > _TITLE_CHARS
        or count > _TITLE_WORDS
        or (count < 2 and not (_UNSPACED.search(line) and len(line) >= 4))
    ):
        return False
    opens = not line[0].islower() or line[1:2].isupper()  # iPhone, eBay
    asking = line.rstrip("\"'”’»").endswith(("?", "!", "？", "！")) and len(line) <= 120
    return (
        opens
        and not _BULLET.match(line)
        and not line.endswith((":", ",", ";", "-", "–", "—"))
        and (asking or not furniture.ends_sentence(line))
    )


def _without_head(lines: Sequence[str], end: int, titles: Sequence[str]) -> list[str]:
    named = frozenset(map(letters, titles))
    openings = tuple({title[:1] for title in named})
    body = "\n".join(lines[end:])
    return [
        line
        for place, line in enumerate(lines)
        if not (_repeats(line, named, openings) or _goes(line, place, end, titled=bool(titles), body=body))
    ]


def _goes(line: str, place: int, end: int, *, titled: bool, body: str) -> bool:
    """Whether a line is furniture where it stands: anything may be in the head, little in the body."""
    if place < end:
        return _is_junk(line) or (place == 0 and titled and _is_kicker(line)) or _is_named(line, body)
    if place < end + 4 and (_is_dateline(line) or furniture.byline(line) is not None):
        return True  # they may stand between standfirst and body
    return furniture.is_furniture(line) and not furniture.is_pointer(line)


def _is_dateline(line: str) -> bool:
    return dateline.is_date(line) and not dateline.is_time(
        line
    )  # the time alone may head a part of a chronology


def _is_named(line: str, body: str) -> bool:
    """A caption without its full stop: a few capitalised words that stand in the body just so."""
    tokens = line.split()
    return 2 <= len(tokens) <= 6 and all(token[0].isupper() for token in tokens) and line in body


def _repeats(line: str, named: frozenset[str], openings: tuple[str, ...]) -> bool:
    """Whether a line is one of the titles, with or without a site's name behind it."""
    if len(line) > 300 or not letters(line[:10]).startswith(openings):
        return False
    return letters(line) in named or letters(_SITE_SEPARATOR.split(line)[0]) in named


def _without_pointers(lines: Sequence[str]) -> list[str]:
    """The lines without pointers, and without the headlines a pointer with a colon announces or a last one lists."""
    last = _last_pointer(lines)
    kept: list[str] = []
    announces = False
    listed: bool | None = None  # of what is announced: whether its lines are items of a list
    for line in lines[:last]:
        is_item = bool(_BULLET.match(line))
        if furniture.is_pointer(line):
            listed = None
            announces = line.endswith((":", "："))
        elif announces and listed in {None, is_item} and _is_title(_BULLET.sub("", line)):
            listed = is_item
        else:
            announces = False
            kept.append(line)
    return kept


def _last_pointer(lines: Sequence[str]) -> int:
    """Where a list of other articles closes the text: a pointer with no sentence after it; else the end."""
    after = next((place + 1 for place in range(len(lines) - 1, -1, -1) if _is_sentence(lines[place])), 0)
    places = range(max(after, len(lines) // 3), len(lines))
    return next((place for place in places if furniture.is_pointer(lines[place])), len(lines))


def _without_tail(lines: Sequence[str]) -> list[str]:
    """The lines without the furniture and the appeal at their foot; a first line is never furniture of the foot."""
    kept = _stripped(lines[: _tail_start(lines)])
    start = _appeal_start(kept)
    return _stripped(kept[:start]) if start < len(kept) else kept


def _tail_start(lines: Sequence[str]) -> int:
    """Where a heading opens what follows the article, in its second half and with little after it; else the end."""
    places = range(max(2, len(lines) // 2, len(lines) - _TAIL_LINES), len(lines))
    return next((place for place in places if _opens_tail(lines, place)), len(lines))


def _opens_tail(lines: Sequence[str], place: int) -> bool:
    if not furniture_foot.opens_tail(lines[place]):
        return False
    told = (line for line in lines[place + 1 :] if len(line) >= _LEAD_CHARS and furniture.ends_sentence(line))
    return sum(1 for _ in told) <= _TAIL_PARAGRAPHS


def _stripped(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end > 0 and (_is_foot(lines[end - 1]) or _is_stray(lines[:end])):
        end -= 1
    return list(lines[:end])


def _is_stray(lines: Sequence[str]) -> bool:
    """Whether the last line is one word in small letters that stands alone: a button's, for prose and names begin otherwise.

    After another such word it is the end of a list.
    """
    return len(lines) > 1 and _is_small_word(lines[-1]) and not _is_small_word(lines[-2])


def _is_small_word(line: str) -> bool:
    return line.isalpha() and line.islower()


def _is_foot(line: str) -> bool:
    credited = ":" in line[:20] and furniture.byline(line) is not None
    return (
        furniture.is_furniture(line)
        or furniture.is_edge_line(line)
        or furniture.is_agency_credit(line)
        or furniture_foot.is_contact(line)
        or furniture_foot.is_contribution(line)
        or credited
    )


def _appeal_start(lines: Sequence[str]) -> int:
    """Where the appeal at the foot of a text begins; its length if there is none.

    Paragraphs from the last one up belong to it while they speak to the reader as appeals do; one of them must ask.
    """
    start, asked = len(lines), False
    for place in range(len(lines) - 1, max(0, len(lines) - 1 - _TAIL_APPEALS), -1):
        score = furniture.appeal_score(lines[place])
        if score == 0 and not _is_foot(lines[place]):
            break
        asked = asked or (score >= 2 and furniture.asks(lines[place]))
        start = place if score >= 2 or (score and _opens_appeal(lines[place])) else start
    return start if asked else len(lines)


def _opens_appeal(line: str) -> bool:
    return furniture.asks(line) or len(line.split()) <= 10


def _around(lines: Sequence[str], end: int) -> Cleaned:
    """Author and date as the head names them, or the author as the foot does."""
    head = lines[: end + 4]
    foot = [line for line in lines[-3:] if ":" in line[:20] or furniture.is_agency_credit(line)]
    names = next((names for line in [*head, *foot] if (names := furniture.byline(line))), ())
    days = (dateline.day_of(line) for line in head if dateline.is_date(line))
    return Cleaned(
        text="", author=", ".join(names) or None, published_on=next((day for day in days if day), None)
    )
