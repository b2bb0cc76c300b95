"""Is an extracted text the article, or something else that stood in its place?

Signs are of two kinds: structure (what the page declares, repetition, density, order), which holds for any language, and
phrases (pipeline.verdicts.verdict_words), which count only in a short text or where nothing but furniture follows them. A news
story may be about cookies or paywalls, and a complete article may end with a line that asks for a subscription.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.pages.page_signs import PageSigns
from pipeline.records import Json
from pipeline.texts import damage
from pipeline.texts.language import identify
from pipeline.texts.language_tag import normal_tag
from pipeline.verdicts import verdict_layout, verdict_part, verdict_scramble, verdict_stand_in
from pipeline.verdicts.verdict_text import Reading, folded, split, volume

_GARBLED = 0.004  # signs of a wrong encoding per character; curly quotes alone give that, German umlauts .02
_DOUBLED = 0.5  # of the text comes again; pull quotes and refrains stay below .3
_GAPS = re.compile(r"\n{3,}")
_SHORT = 500  # words; nothing longer is judged by its phrases, but for its end
_LANGUAGE_WORDS = 40
_LANGUAGE_SAMPLE = 300  # characters
# Languages that identification or page templates take for each other.
_KIN = (
    {"no", "nb", "nn", "da", "sv"}, {"hr", "sr", "bs", "sl", "mk", "bg", "sh"}, {"cs", "sk"}, {"id", "ms", "jv"},
    {"pt", "gl", "es", "ca", "an", "oc"}, {"ru", "uk", "be", "bg", "mk", "ky", "kk"}, {"nl", "af", "li"},
    {"ar", "fa", "ur", "ps", "ug", "ckb", "ku"}, {"hi", "mr", "ne", "sa"}, {"zh", "ja", "yue"}, {"tr", "az"}, {"de", "lb"},
    {"tl", "fil", "ceb"}, {"iw", "he"}, {"in", "id"},
)  # fmt: skip


class Verdict(StrEnum):
    """What an extracted text is: a closed list."""

    COMPLETE = "complete"
    TEASER = "teaser"  # the beginning or a summary; headlines without text as well
    PAYWALLED = "paywalled"  # the beginning, before a wall
    CONSENT = "consent"
    SCRIPT_ONLY = "script_only"
    GALLERY = "gallery"
    LIVE_BLOG = "live_blog"
    LIST_PAGE = "list_page"
    DOUBLED = "doubled"
    MOJIBAKE = "mojibake"
    WRONG_LANGUAGE = (
        "wrong_language"  # not the language the page declares; the text may be right, and the page wrong
    )
    ERROR_PAGE = "error_page"  # not found, not allowed, or a guard against robots

    @property
    def usable(self) -> bool:
        """Whether title and text are the article's own words, so that it may be folded, grouped and alerted on."""
        return self not in _UNUSABLE


# The words of these are not the article's: a consent dialogue, an error page and a list of other articles are the same for
# unrelated articles, and mojibake is no words at all. Teasers and what stands before a wall are few words, but the article's
# own once the wall's lines are taken off (own_text); a doubled body has the right words twice.
_UNUSABLE = frozenset(
    {Verdict.CONSENT, Verdict.SCRIPT_ONLY, Verdict.LIST_PAGE, Verdict.MOJIBAKE, Verdict.ERROR_PAGE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict and what was seen: phrases, their places in the text (start, end), counts, shares."""

    verdict: Verdict
    evidence: Mapping[str, Json] = field(default_factory=dict)

    @property
    def furniture(self) -> tuple[str, ...]:
        """The lines of the text that are a wall's or a teaser's, and not the article's."""
        lines = self.evidence.get("lines")
        return tuple(map(str, lines)) if isinstance(lines, tuple) else ()


_RULES: tuple[tuple[Verdict, Callable[[Reading], Mapping[str, Json] | None]], ...] = (
    # what is no article first, then kinds of article, then how much of it there is
    (Verdict.ERROR_PAGE, verdict_stand_in.error_page),
    (Verdict.CONSENT, verdict_stand_in.consent),
    (Verdict.SCRIPT_ONLY, verdict_stand_in.script_only),
    (Verdict.LIVE_BLOG, verdict_layout.live_blog),
    (Verdict.GALLERY, verdict_layout.gallery),
    (Verdict.LIST_PAGE, verdict_layout.list_page),
    (Verdict.PAYWALLED, verdict_part.paywalled),
    (Verdict.TEASER, verdict_part.teaser),
)


def judge(  # noqa: PLR0913 - all that is known of a text, by name
    text: str,
    *,
    title: str | None = None,
    html: PageSigns | None = None,
    declared_language: str | None = None,
    language: str | None = None,
    content_from: str | None = None,
    raw: str | None = None,
) -> Judgement:
    """What a text is; raw is the text before its furniture was taken off, language the one identified in it."""
    damaged = _damage(text)
    if damaged:
        return damaged
    reading = _reading(text if raw is None else raw, title, html, is_summary=content_from == "summary")
    for verdict, rule in _RULES:
        found = rule(reading)
        if found is not None:
            return Judgement(verdict=verdict, evidence=_seen(found))
    mixed = verdict_scramble.scrambled(reading.lines, title or "", declared_language, language)
    if mixed:
        return Judgement(verdict=Verdict.PAYWALLED, evidence=_seen(mixed))
    foreign = _foreign(text, declared_language, language, reading)
    if foreign:
        return Judgement(verdict=Verdict.WRONG_LANGUAGE, evidence=foreign)
    seen: dict[str, Json] = {"words": reading.words, "lines": verdict_part.wall(reading)}
    return Judgement(verdict=Verdict.COMPLETE, evidence=_seen(seen))


def own_text(text: str, judgement: Judgement) -> str:
    """The text without the lines by which a wall or a teaser was known."""
    gone = judgement.furniture
    if not gone and "\n\n\n" not in text:
        return text.strip()
    kept = [line for line in text.split("\n") if line.strip() not in gone]
    return _GAPS.sub("\n\n", "\n".join(kept)).strip()


def _reading(text: str, title: str | None, html: PageSigns | None, *, is_summary: bool) -> Reading:
    signs, words = html or PageSigns(), volume(text)
    return Reading(
        lines=split(text),
        words=words,
        plain=folded(text) if words < _SHORT else "",
        title=folded(title or "").strip(),
        page_title=folded(signs.title).strip(),
        signs=signs,
        is_summary=is_summary,
    )


def _seen(found: Mapping[str, Json]) -> Mapping[str, Json]:
    return {
        name: value for name, value in found.items() if value is not False and value not in (None, "", ())
    }


def _damage(text: str) -> Judgement | None:
    garbled = damage.garbled(text)
    if garbled >= _GARBLED:
        return Judgement(verdict=Verdict.MOJIBAKE, evidence={"share": round(garbled, 4)})
    doubled = damage.doubled(text)
    if doubled >= _DOUBLED:
        return Judgement(verdict=Verdict.DOUBLED, evidence={"share": round(doubled, 2)})
    return None


def _foreign(
    text: str, declared: str | None, language: str | None, reading: Reading
) -> Mapping[str, Json] | None:
    """Whether a text is in another language than the page declares, all through.

    Where the title is in the text's language, it is the declaration that is wrong: templates keep the one they came with.
    """
    tag = normal_tag(declared)
    if not tag or not language or reading.words < _LANGUAGE_WORDS or _are_kin(tag, language):
        return None
    starts = (0, max(0, len(text) // 2 - _LANGUAGE_SAMPLE // 2), max(0, len(text) - _LANGUAGE_SAMPLE))
    if any(identify(text[start : start + _LANGUAGE_SAMPLE]) != language for start in starts):
        return None
    titled = identify(reading.title)
    if titled == language:
        return None
    return {"declared": tag, "found": language, "title": titled}


def _are_kin(one: str, other: str) -> bool:
    return one == other or any(one in kin and other in kin for kin in _KIN)
