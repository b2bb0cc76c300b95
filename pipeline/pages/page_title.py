"""Which of a page's headings and titles is the article's, without the name of the site."""

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from pipeline.cleaning.clean import letters
from pipeline.cleaning.furniture import is_label
from pipeline.texts.written_date import day_of

_AGREEMENT = 0.3  # Jaccard similarity from which a heading is believed to be what the head of the page names
_SAID = 0.8  # from which it is named just so, whatever its place
_UNLIKE = 0.15  # and below which it is a slogan or the name of a section
_LONGEST = 200  # characters: the longest of 298 labelled titles has 156
_TELLING = 24  # bytes: what is shorter may be a section; an ideograph tells as much as three letters
_EXTRA = 25  # characters around the title in its heading
SEPARATOR = re.compile(r"\s+[|·•–—:/»«-]\s+|\s*[|│｜ㅣ]\s*|\s+»\s*|:\s+")
_EASTERN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
# What stands between a title and its sections, and in no headline: but the colons, in text that is not English alone.
_SECTIONS = re.compile(rf"_|--|\s<\s|\s*::\s*|-[{_EASTERN}]{{2,4}}(?=\s*[|｜ㅣ])")
_UNSPACED_SITE = re.compile(
    rf"(?<=[{_EASTERN}？！?!」』])\s*(?:[-–—：:]|[【(（\[])\s*([^-–—：:【】()（）\[\]]{{2,30}})[】)）\]]?$"
)
_UNSPACED = re.compile(rf"[{_EASTERN}\u0e00-\u0eff\u1780-\u17ff]")  # scripts that part no words
_COUNT = re.compile(r"[(\[][^()\[\]]*[)\]]\s*\d*|\d+(?: \w+)?")  # "[updated]", "12 comments"
_WORD = re.compile(r"\w+")


def choose(
    headings: Sequence[str], said: Sequence[str], site: str, host: str, lesser: Iterable[str] = ()
) -> str | None:
    """The heading that agrees best with what the head of the page says the title is; else what the head says.

    Args:
        headings: The first h1 of the page, in order.
        said: Titles as metadata give them, the most trusted first.
        site: The outlet's name, or an empty string.
        host: Of the page's address, or an empty string.
        lesser: The first h2, asked for where no h1 agrees.
    """
    own = [text for text in headings if not _names_site(text, site, host)]
    bare = [without_site(text, site, host, own or said) for text in said if text]
    scored = [
        (max((_overlap(text, other) for other in bare), default=0.0) - 0.02 * place, text)
        for place, text in enumerate(own)
    ]
    score, best = _best(scored)
    if score < _UNLIKE and (found := stated(said, [*lesser], site, host)):
        return found
    alone = len(own) == 1 and len(letters(best)) > 8 and len(best) <= _LONGEST and not _outvoted(score, bare)
    chosen = best if best and (score >= _AGREEMENT or alone) else next(iter(bare), best)
    return without_site(_core(chosen, bare), site, host, []) or None


def _best(scored: Sequence[tuple[float, str]]) -> tuple[float, str]:
    """The heading of the highest score; one so short that it may be a section stands back where another is said, too."""
    best = max(scored, default=(0.0, ""), key=itemgetter(0))
    if len(best[1].encode()) >= _TELLING:
        return best
    telling = (pair for pair in scored if pair[0] >= _SAID and len(pair[1].encode()) >= _TELLING)
    return next(telling, best)


def stated(said: Sequence[str], lesser: Sequence[str], site: str, host: str) -> str | None:
    """What the head of the page says and a lesser heading says too: then the first headings are the site's or a section's."""
    known = {letters(text) for text in lesser if not _names_site(text, site, host)}
    bare = (without_site(text, site, host, lesser) for text in said)
    return next((text for text in bare if len(text.encode()) >= _TELLING and letters(text) in known), None)


def _outvoted(score: float, said: Sequence[str]) -> bool:
    """Whether a heading is like nothing that the head of the page says, which says one thing at least twice."""
    spoken = [letters(text) for text in said]
    return score < _UNLIKE and any(spoken.count(text) > 1 for text in spoken)


def _core(heading: str, said: Sequence[str]) -> str:
    """A heading without what stands before or after the title in it: a date, a section, a count of comments."""
    for text in said:
        if len(_WORD.findall(text)) < 4 or len(heading) <= len(text):
            continue
        before, found, after = heading.partition(text)
        if found and len(before) + len(after) <= _EXTRA and _is_aside(before.strip(), after.strip()):
            return text
    return heading


def _is_aside(before: str, after: str) -> bool:
    dated = not before or before.endswith((":", "|")) or day_of(before, "en") is not None
    return dated and (not after or after.startswith("|") or bool(_COUNT.fullmatch(after)))


def _names_site(text: str, site: str, host: str) -> bool:
    bare = letters(text)
    return (
        not bare
        or bare == letters(site)
        or bare in {letters(host), letters(host.removeprefix("www.")), letters(_label(host))}
    )


def _label(host: str) -> str:
    return max(host.split(".")[:-1], key=len, default="")


def without_site(text: str, site: str, host: str, headings: Sequence[str]) -> str:
    """A title without the part that names the site, at its end or its start."""
    text = _without_sections(text)
    behind = _UNSPACED_SITE.search(text)
    if behind and site and letters(behind[1]) == letters(site):
        return text[: behind.start()].strip()
    found = list(SEPARATOR.finditer(text))
    if (end := _before_motto(text, found, site, host)) is not None:
        return text[:end].strip()
    for match in (*found[::-1], *found):
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        if any(letters(before) == letters(heading) for heading in headings):
            return before
        colon = match.group().startswith(":")  # stands in many a headline, so only the site's very name goes
        if before and (_is_site(after, site, host, exact=colon) or (not colon and is_label(after))):
            return before
        if after and _is_site(before, site, host, exact=colon) and _opens_with_site(before, site, host):
            return after
    return text


def _before_motto(text: str, marks: Sequence[re.Match[str]], site: str, host: str) -> int | None:
    """Where a title ends that the site's name and its motto, or a section, come after; None if they do not."""
    for mark in marks:
        name, *motto = SEPARATOR.split(text[mark.end() :], maxsplit=1)
        longest = max(map(len, map(letters, (name, *motto))))
        if motto and len(letters(text[: mark.start()])) >= longest and _is_site(name, site, host, exact=True):
            return mark.start()
    return None


def _opens_with_site(before: str, site: str, host: str) -> bool:
    """Whether the site is a part of its own, or half of one, with no more than a section before; in a headline it is a word."""
    known = [letters(site), *(letters(label) for label in host.split(".")[:-1])]
    start = 0
    for mark in (*SEPARATOR.finditer(before), None):
        if mark and ":" in mark.group():
            continue
        bare = letters(before[start : mark.start() if mark else None])
        if any(bare in one or (one in bare and 2 * len(one) >= len(bare)) for one in known if one):
            return len(before[:start].encode()) < _TELLING
        start = mark.end() if mark else start
    return False


def _without_sections(text: str) -> str:
    """A title without section and site, which are put behind it with marks that no headline has."""
    title = _SECTIONS.split(text, maxsplit=1)[0].rstrip()
    telling = len(letters(title).encode()) >= _TELLING
    return title if telling and (not title.isascii() or "::" in text) else text


def _is_site(part: str, site: str, host: str, *, exact: bool) -> bool:
    bare = letters(part)
    if len(bare) < 3 or len(part) > 60:
        return bool(bare) and bare == letters(site)
    labels = [letters(label) for label in host.split(".")[:-1] if len(label) > 3]
    if bare in {letters(site), letters(host.removeprefix("www."))}:
        return True
    return not exact and any(bare in label or label in bare for label in labels)


def _overlap(one: str, other: str) -> float:
    """Jaccard similarity of two titles' words."""
    left, right = _words(one), _words(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def _words(text: str) -> set[str]:
    """The words of a text; of one in a script that parts none, the pairs of letters."""
    words = _WORD.findall(text.lower())
    if text.isascii() or not _UNSPACED.search(text):
        return set(words)
    return {word[place : place + 2] for word in words for place in range(max(1, len(word) - 1))}
