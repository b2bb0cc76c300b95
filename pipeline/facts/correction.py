"""Corrections and retractions: where a text says of itself, or of an earlier one, that it was wrong.

Newsrooms mark them in few, fixed ways (the "correction" and "kill" advisories of the agencies, IPTC editorial notes): a word
in front of the headline, or a note at the foot. Only such marks count; a text about corrections is none.
"""

import re
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from pipeline.records import Article, Correction
from pipeline.texts.text import AnyOf, Span, sentences


class CorrectionKind(StrEnum):
    CORRECTION = "correction"  # something was wrong and has been put right
    RETRACTION = "retraction"  # the whole is taken back


_NOTE: Final = 600  # characters of a note at most
_TITLE: Final = {
    CorrectionKind.RETRACTION: re.compile(
        r"(?:retraction|retracted|withdrawn|mandatory kill|kill advisory|zurückgezogen|rétractation|retractación|отзыв материала)\b",
        re.IGNORECASE,
    ),
    CorrectionKind.CORRECTION: re.compile(
        r"(?:correction|corrected|corrects|erratum|korrektur|berichtigung|berichtigt|rectificatif|correctif|corrección|rectificación"
        r"|correzione|errata|correção|rectificatie|correctie|исправление|уточнение|виправлення|уточнення|sprostowanie|rättelse)"
        r"(?=\s*[:\-–—/(|\])]|\s+\d)",
        re.IGNORECASE,
    ),
}
# A sentence that begins so, or says so of this very text.
_TEXT: Final = {
    CorrectionKind.RETRACTION: re.compile(
        r"(?:retraction\s*[:\-–—]|mandatory kill\b"
        r"|(?:this|the) (?:article|story|report|post|item) (?:has been|was|is) (?:retracted|withdrawn)\b"
        r"|dieser (?:artikel|beitrag) wurde zurückgezogen\b|cet article a été retiré\b|este artículo ha sido retirado\b)",
        re.IGNORECASE,
    ),
    CorrectionKind.CORRECTION: re.compile(
        r"(?:(?:editor['’]s note\s*[:\-–—]\s*)?(?:correction|corrections|corrected|clarification|erratum)\s*(?:[:\-–—(]|,? (?:on )?\w+ \d)"
        r"|(?:this|the) (?:article|story|report|post|headline) (?:has been|was) (?:\w+ )?(?:corrected|amended)\b"
        r"|(?:editor['’]s note\s*[:\-–—]\s*)?an earlier version of this (?:article|story|report|post|headline|caption)\b"
        r"|(?:korrektur|berichtigung)\s*[:\-–—]|in einer früheren (?:version|fassung) (?:dieses|des) (?:artikels|beitrags|textes)\b"
        r"|(?:rectificatif|correctif)\s*[:\-–—]|une (?:version antérieure|première version) de cet article\b"
        r"|(?:corrección|fe de errores|rectificación)\s*[:\-–—]|una versión anterior de este (?:artículo|texto)\b"
        r"|(?:correzione|errata corrige)\s*[:\-–—]|(?:correção|errata)\s*[:\-–—]|(?:rectificatie|correctie)\s*[:\-–—]"
        r"|(?:исправление|уточнение)\s*[:\-–—]|(?:виправлення|уточнення)\s*[:\-–—]|sprostowanie\s*[:\-–—]|rättelse\s*[:\-–—])",
        re.IGNORECASE,
    ),
}

_EARLIER: Final = re.compile(
    r"\b(?:(?:earlier|previous|original|first) version|(?:previously|originally|initially|incorrectly|wrongly|mistakenly|erroneously) (?:said|stated|reported|gave)"
    r"|früheren (?:version|fassung)|version antérieure|première version|versión anterior|misstated|misreported)\b",
    re.IGNORECASE,
)


def corrections(article: Article) -> tuple[Correction, ...]:
    """What an article corrects or takes back: the mark in front of its title, the notes in its text."""
    found = [_made(article, kind, "title", 0, len(article.title or "")) for kind in _marked(article.title)]
    if _mentioned(article.text):
        spans = sentences(article.text)
        for span, following in zip_longest(spans, spans[1:]):
            kind = _noted(article.text, span)
            if kind:
                end = _end(article.text, span, following)
                found.append(_made(article, kind, "text", span.start, min(end, span.start + _NOTE)))
    return tuple(found)


def _noted(text: str, span: Span) -> CorrectionKind | None:
    window = text[span.start : span.start + _NOTE]
    return next((kind for kind, pattern in _TEXT.items() if pattern.match(window)), None)


def _end(text: str, span: Span, following: Span | None) -> int:
    """Where the note ends: of one that says what stood before, behind what is right, which the next sentence says."""
    if following is None or "\n" in text[span.end : following.start] or _noted(text, following):
        return span.end
    return following.end if _EARLIER.search(text, span.start, span.end) else span.end


def _marked(title: str | None) -> list[CorrectionKind]:
    return [kind for kind, pattern in _TITLE.items() if pattern.match((title or "").lstrip("[(*# "))][:1]


# One of these stands in every note; the fast thing to ask first.
_CUES: Final = AnyOf((
    *("correct", "amended", "earlier version", "erratum", "errata", "clarification", "retract", "withdrawn", "mandatory kill"),
    *("korrektur", "berichtigung", "früheren", "zurückgezogen", "rectifi", "antérieure", "première version", "retiré"),
    *("corrección", "fe de errores", "versión anterior", "retirado", "correzione", "correção"),
    *("исправление", "уточнение", "виправлення", "уточнення", "sprostowanie", "rättelse"),
))  # fmt: skip


def _mentioned(text: str) -> bool:
    """Whether it is worth cutting the text into sentences."""
    return _CUES.stands_in(text.casefold())


def _made(article: Article, kind: CorrectionKind, field: str, start: int, end: int) -> Correction:
    whole = (article.title if field == "title" else article.text) or ""
    return Correction(
        article_id=article.article_id, kind=kind, field=field, start=start, end=end, words=whole[start:end]
    )
