"""Kinds of page that are no single article by their order: galleries, live blogs, lists of other articles."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from pipeline.cleaning.clean import letters
from pipeline.cleaning.furniture import ends_sentence
from pipeline.pages.page_signs import PageSigns
from pipeline.verdicts import verdict_words
from pipeline.verdicts.verdict_stand_in import Found
from pipeline.verdicts.verdict_text import Line, Reading, named, phrases, said

_GALLERY = phrases(verdict_words.GALLERY)
_RESULTS = phrases(verdict_words.RESULTS)
_LIST_TYPES = frozenset({"collectionpage", "searchresultspage", "profilepage", "profile"})
_LIVE = phrases(verdict_words.LIVE)
_GALLERY_TYPES = frozenset(
    {"imagegallery", "mediagallery", "gallery", "photogallery", "photo_gallery", "photo gallery"}
)
_GALLERY_WORDS = 400  # more is an article with pictures
_CAPTION_WORDS = 40  # the text to one picture
# "3/12", "Bild 3 von 12", "第3张/共12张": two numbers with next to nothing around them, at the head of a line.
_COUNTER = re.compile(r"[^\d\n]{0,12}?(\d{1,3})[^\d\n]{1,6}?(\d{1,3})(?!\d)")
# 19:42, 7.42 p.m., 19h42, 19時42分, with a short word before it (Ore, kl., klo, às)
_TIME = re.compile(
    r"[^\w\n]{0,3}(?:[^\W\d]{1,4}\.? )?([01]?\d|2[0-4])(?:[:h時时]|\.(?=\d\d(?: uhr|h\b| ?[ap]\.?m| hrs|$)))([0-5]\d)(?!\d)(?: ?([ap])\.?m\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[:.hH時时](?<=\d.)[0-5]\d")  # in each of those
_LIVE_ENTRIES = 4
_STAMP_CHARS = 25
_UNDECLARED_ENTRIES = 6  # where nothing but the order tells
_HEADLINE_CHARS = 8  # a shorter link is a section; ideographs need no more
_PARAGRAPH_CHARS = 200  # no headline is so long, whatever it ends with
_LIST_LINES = 5
_LIST_HEADINGS = 3  # linked ones, of a list that says it is one
_PLAIN_LIST_LINES = 8
_TITLE_CHARS = 10  # of a headline in a text of unknown kind, which may be verse or a list of names
_MENU_CHARS = 2  # of what a page's menu holds
_LONGEST_TITLE = 140
_BULLET = re.compile(r"[-–—*•·●▪◦‣]\s|\d{1,2}[.)]\s")


def gallery(reading: Reading) -> Found | None:
    """Pictures with captions: declared so, counted through, or all the text is captions."""
    signs = reading.signs
    if reading.words >= _GALLERY_WORDS:
        return None
    slides = _slides(line.text for line in reading.lines) or _slides(
        piece.strip() for piece in signs.visible if len(piece) <= 30
    )
    pictures = max(signs.figures, len(signs.captions), slides)
    captions = frozenset(map(letters, signs.captions))
    in_captions = sum(letters(line.text) in captions for line in reading.lines) if captions else 0
    declared = tuple(sorted(signs.types & _GALLERY_TYPES))
    titled = next((name for title in reading.titles if (name := named(_GALLERY, title))), None)
    if pictures and reading.words > _CAPTION_WORDS * pictures:
        return None
    if (
        (slides >= 3)
        or (declared and pictures >= 2)
        or (titled and pictures >= 4)
        or (in_captions >= 4 and 2 * in_captions >= len(reading.lines))
        or (len(signs.captions) >= 4 and reading.words < 15 and "gallery" in signs.marks)
    ):
        return {
            "pictures": pictures,
            "slides": slides,
            "captions": in_captions,
            "types": declared,
            "title": titled,
            "named": "gallery" in signs.marks,
        }
    return None


def _slides(texts: Iterable[str]) -> int:
    """How many counters run on one by one to the same end."""
    found = [
        (int(one), int(two))
        for text in texts
        if (match := _COUNTER.match(text))
        for one, two in [match.groups()]
    ]
    ends = Counter(end for _, end in found if end)
    if not ends:
        return 0
    end, _ = max(ends.items(), key=lambda item: (item[1], item[0]))
    return (
        len({place for place, last in found if last == end and 0 < place <= end}) if _runs(found, end) else 0
    )


def _runs(found: Sequence[tuple[int, int]], end: int) -> bool:
    places = [place for place, last in found if last == end]
    steps = [two - one for one, two in pairwise(places)]
    return bool(steps) and sum(step == 1 for step in steps) >= 0.8 * len(steps)


def live_blog(reading: Reading) -> Found | None:
    """Entries with times: declared so, or titled so, or the newest first."""
    times = [minute for line in reading.lines if (minute := _minute(line.text)) is not None]
    declared = "liveblogposting" in reading.signs.types
    if len(times) < _LIVE_ENTRIES:
        times = _stamps(reading) if declared or _has_stamps(reading.signs.text) else []
    titled = next((name for title in reading.titles if (name := named(_LIVE, title))), None)
    falling = sum(one >= two for one, two in pairwise(times))
    newest_first = (
        len(times) >= _UNDECLARED_ENTRIES
        and falling >= 0.8 * (len(times) - 1)
        and len(set(times)) >= 4
        and _are_entries(reading.lines)
    )
    many = len(times) >= _LIVE_ENTRIES
    if declared or newest_first or (many and (titled or "live" in reading.signs.marks)):
        return {
            "entries": len(times),
            "newest_first": newest_first,
            "declared": declared,
            "named": "live" in reading.signs.marks,
            "title": titled,
        }
    return None


def _has_stamps(text: str) -> bool:
    """Whether so many times stand in a page as a live blog has entries: in few pages they do."""
    return sum(1 for _ in islice(_CLOCK.finditer(text), _LIVE_ENTRIES)) == _LIVE_ENTRIES


def _stamps(reading: Reading) -> list[int]:
    """The times that stand in the page right before a line of the text: extraction takes them for furniture."""
    lines = {line.text for line in reading.lines}
    pieces = reading.signs.visible if len(lines) >= _LIVE_ENTRIES else ()
    return [
        minute
        for place, piece in enumerate(pieces)
        if len(piece) <= _STAMP_CHARS
        and (minute := _minute(piece.strip())) is not None
        and any(after.strip() in lines for after in pieces[place + 1 : place + 3])
    ]


def _minute(text: str) -> int | None:
    """The minute of the day a line begins with."""
    found = _TIME.match(text)
    if not found:
        return None
    hour = int(found[1]) % 12 + 12 * (found[3].lower() == "p") if found[3] else int(found[1])
    return 60 * hour + int(found[2])


def _are_entries(lines: Sequence[Line]) -> bool:
    """Whether what stands with the times is sentences, and no schedule or list of headlines."""
    told = [line for line in lines if len(line.text) > 25]
    return 2 * sum(ends_sentence(line.text) for line in told) >= len(told) and bool(told)


def list_page(reading: Reading) -> Found | None:
    """Headlines and standfirsts of other articles; or the front page of a site, unless it declares or tells one article."""
    if reading.signs.front and not reading.signs.is_article and not _is_told(reading):
        return {"front_page": True}
    if not reading.signs.is_article and not _is_told(reading) and (found := _declared_list(reading)):
        return found
    return _linked_lines(reading) or _standfirsts(reading) or _headlines(reading)


def _declared_list(reading: Reading) -> Found | None:
    """A page that calls itself results of a search, or the page of an author or of a section."""
    types = tuple(sorted(reading.signs.types & _LIST_TYPES))
    named_so = (
        phrase for title in reading.titles for phrase in said(_RESULTS, title) if title.startswith(phrase)
    )
    titled = next(named_so, None) if reading.signs.headings >= _LIST_HEADINGS else None
    return {"types": types, "title": titled} if types or titled else None


def _linked_lines(reading: Reading) -> Found | None:
    """Lines that are links in the page: an article's own lines are not."""
    if _is_told(reading) or not reading.signs.linked:
        return None
    linked = {piece for piece in _linked(reading.signs) if len(piece) >= _HEADLINE_CHARS}
    hits = [line for line in reading.lines if line.text in linked and "://" not in line.text]
    own = (line for line in reading.lines if line.text not in linked)
    rest = sum(len(line.text) for line in own if _is_paragraph(line))
    share = len(hits) / max(1, len(reading.lines))
    if (
        len(hits) >= _LIST_LINES
        and share >= 0.3
        and 2 * rest <= sum(len(line.text) for line in reading.lines)
    ):
        return {
            "linked_lines": len(hits),
            "of": len(reading.lines),
            "first": tuple(line.text for line in hits[:3]),
        }
    return None


def _linked(signs: PageSigns) -> set[str]:
    """The texts of a page's links."""
    return {" ".join(piece.split()) for piece in signs.linked}


def _is_told(reading: Reading) -> bool:
    """Whether most of a text is paragraphs that are longer than a link may be."""
    told = sum(len(line.text) for line in reading.lines if len(line.text) >= _PARAGRAPH_CHARS)
    return 2 * told > reading.chars


def _is_paragraph(line: Line) -> bool:
    return len(line.text) >= _PARAGRAPH_CHARS or line.is_prose


def _standfirsts(reading: Reading) -> Found | None:
    """A page of linked headlines, of which the extractors kept the sentences below them."""
    signs = reading.signs
    if signs.is_article or signs.headings < _LIST_LINES or len(reading.lines) > 3 * signs.headings:
        return None
    if any(map(_is_paragraph, reading.lines)):
        return None
    return {
        "linked_headings": signs.headings,
        "lines": len(reading.lines),
        "declared": tuple(sorted(signs.types)),
    }


def _headlines(reading: Reading) -> Found | None:
    """Nothing but lines like headlines, or like the names in a menu, and no table of results."""
    lines, signs = reading.lines, reading.signs
    if len(lines) < _PLAIN_LIST_LINES or any(map(_is_paragraph, lines)):
        return None
    if signs.visible and {line.text for line in lines}.isdisjoint(_linked(signs)):
        return None  # verse, or a language that ends no line with a stop: what a page lists it links to
    shortest = _MENU_CHARS if reading.signs.visible else _TITLE_CHARS
    like = sum(_is_headline(line.text, shortest) for line in lines)
    numbers = sum(any(map(str.isdigit, line.text)) for line in lines)
    if like < 0.85 * len(lines) or 2 * numbers > len(lines):
        return None
    return {"headlines": like, "of": len(lines)}


def _is_headline(text: str, shortest: int) -> bool:
    return (
        shortest <= len(text) <= _LONGEST_TITLE
        and not ends_sentence(text)
        and not _BULLET.match(text)
        and text[-1] not in ",;:|"
    )
