"""What stands in the place of an article: an error page or a guard, a notice to switch scripts on, a consent dialogue."""

import re
from collections.abc import Mapping, Sequence

from pipeline.cleaning.furniture import ends_sentence
from pipeline.records import Json
from pipeline.verdicts import verdict_words
from pipeline.verdicts.verdict_text import Line, Phrases, Reading, phrases, said

_ERROR = phrases(verdict_words.ERROR)
_ERROR_HINT = phrases(verdict_words.ERROR_HINT)
_ABSENT = phrases(verdict_words.ABSENT)
# Whole words where they are parted by spaces ("president" has no page), beginnings of them where they are inflected.
_PAGE = re.compile("|".join(rf"\b{word}\b" if word < "\u0370" else word for word in verdict_words.PAGE))
_CONSENT = phrases(verdict_words.CONSENT)
_ERROR_WORDS = 80  # an error page says no more; a news story about one does
_BRIEF_WORDS = 40
_ABSENT_CHARS = 80
_STATUS_WORDS = 25  # what stands below a bare "404: Not Found"
_NO_TEXT_WORDS = 15  # less is no text of its own, and the page is asked instead
_BARE_PAGE = 3000  # characters of a page that holds little but the message
_EMPTY_PAGE = 300  # characters of a page that holds nothing
_STATUS = re.compile(
    r"\W*(?:40[0-9]|410|429|451|50[0-4])(?:\s*$|\s*[:|.–—-]| (?:not found|error|forbidden|bad request|unauthorized|gone|too many requests|internal server error|bad gateway|service unavailable|gateway time-?out))|.{0,40}\b(?:error|fehler|erreur|errore|erro|ошибка|помилка|błąd|hata|خطأ|エラー|错误|오류)\W{0,3}(?:4|5)[0-9]{2}\b"
)
_GUARD = re.compile(
    r"\bray id:? ?[0-9a-f]{16}\b|\breference #\d{1,3}\.[0-9a-f.]{8,}|\bincident id:? ?[0-9-]{10,}"
)
_SCRIPT = re.compile(r"javascript|java script|\bjs\b")
_CODE = re.compile(
    r"(?:var|let|const|function|import)\b.{0,200}[;{}(]|window\.|document\.|[.#@][\w-]{1,80}\s{0,9}\{"
)
_CODE_ENDS = (";", "{", "}")
_CONSENT_WORDS = 500  # a dialogue with all its purposes
_CONSENT_SHARE = 0.6
_BUTTON = 40  # characters
_CHOICE_WORDS = 100
_CHOICE = 25  # characters

Found = Mapping[str, Json]


def error_page(reading: Reading) -> Found | None:
    """A server, a guard against robots or a law answers in place of the article."""
    if reading.words >= _ERROR_WORDS:
        return None
    heard = _heard(reading)
    strong, hints = list(said(_ERROR, heard)), list(said(_ERROR_HINT, heard))
    status = next((found[0] for title in reading.titles if (found := _STATUS.match(title))), None)
    guard = _GUARD.search(heard)
    titled = bool(status) or _in_titles(reading, _ERROR)
    brief = reading.words < _STATUS_WORDS
    signs = (
        guard is not None,
        len(strong) >= 2 or (strong and (titled or hints or reading.words < _BRIEF_WORDS)),
        status and (hints or brief),
        len(hints) >= 2 and reading.words < _BRIEF_WORDS and _in_titles(reading, _ERROR_HINT),
        brief and any(map(_is_absent_page, heard.split("\n"))),
    )
    if not any(signs):
        return None
    return {"phrases": (*strong, *hints), "status": status, "guard": guard and guard[0]}


def _in_titles(reading: Reading, known: Phrases) -> bool:
    return any(any(said(known, title)) for title in reading.titles)


def _is_absent_page(plain: str) -> bool:
    """Whether a line says that a page is not there."""
    absent = len(plain) <= _ABSENT_CHARS and any(said(_ABSENT, plain))
    return absent and _PAGE.search(plain) is not None


def _heard(reading: Reading) -> str:
    """What titles and text say, and the page if there is next to no text."""
    bare = reading.words < _NO_TEXT_WORDS and reading.signs.visible_chars < _BARE_PAGE
    return "\n".join((*reading.titles, reading.plain, reading.page(longest=400) if bare else ""))


def script_only(reading: Reading) -> Found | None:
    """A notice to switch scripts on, scripts taken for text, or a page that scripts have yet to fill."""
    code = [line for line in reading.lines if _is_code(line.text)]
    if code and sum(len(line.text) for line in code) >= 0.6 * reading.chars:
        return {"code_lines": len(code), "of": len(reading.lines)}
    asking = [line for line in reading.lines if _asks_for_scripts(line.plain)] if reading.words < 60 else []
    told = any(_SCRIPT.search(title) for title in reading.titles)
    if asking and not told and 2 * sum(len(line.text) for line in asking) >= reading.chars:
        return {"lines": tuple(line.text for line in asking)}
    return _unfilled(reading)


def _is_code(text: str) -> bool:
    return bool(_CODE.match(text)) or (text.endswith(_CODE_ENDS) and any(mark in text for mark in "={("))


def _asks_for_scripts(plain: str) -> bool:
    return (
        len(plain) <= 300
        and bool(_SCRIPT.search(plain))
        and any(word in plain for word in verdict_words.SWITCH_ON)
    )


def _unfilled(reading: Reading) -> Found | None:
    signs = reading.signs
    if reading.words >= _NO_TEXT_WORDS or not (signs.scripts or signs.noscript):
        return None
    if signs.visible_chars < _EMPTY_PAGE and not signs.captions:
        return {"visible": signs.visible_chars, "scripts": signs.scripts, "noscript": signs.noscript[:200]}
    return None


def consent(reading: Reading) -> Found | None:
    """A dialogue that asks leave for cookies: most of the text speaks of it, as "we" and "you"."""
    if reading.words >= _CONSENT_WORDS:
        return None
    if reading.words < _NO_TEXT_WORDS and reading.signs.visible_chars < 2 * _BARE_PAGE:
        return _page_consent(reading)
    distinct = list(said(_CONSENT, reading.plain))
    about = _about(reading.words)
    stem = next((stem for stem in about if stem in reading.plain), None)
    buttons = [line.text for line in reading.lines if _is_button(line) and _accepts(line)]
    if len(distinct) < 2 and not (buttons and stem) and not _is_choice(reading, buttons):
        return None
    if not buttons and not reading.signs.visible_chars and _is_titled_otherwise(reading):
        return None  # with neither a page nor a button to press, it may be a story that quotes such dialogues
    spoken = sum(len(line.text) for line in reading.lines if _is_button(line) or _is_consent(line, about))
    if spoken < _CONSENT_SHARE * reading.chars and not _is_choice(reading, buttons):
        return None
    return {
        "phrases": tuple(distinct),
        "about": stem,
        "buttons": tuple(buttons),
        "share": round(spoken / reading.chars, 2),
    }


def _is_titled_otherwise(reading: Reading) -> bool:
    """Whether there is a headline, and none that a dialogue would have."""
    stems = (*verdict_words.COOKIE, *verdict_words.PERSONAL)
    return bool(reading.title) and not any(stem in title for title in reading.titles for stem in stems)


def _about(words: int) -> Sequence[str]:
    """The words a dialogue is about; a longer text with them may be an article on the matter."""
    return (*verdict_words.COOKIE, *verdict_words.PERSONAL) if words < _CHOICE_WORDS else ()


def _is_choice(reading: Reading, buttons: Sequence[str]) -> bool:
    """Whether a few sentences end in two buttons, such as "accept" and "decline"."""
    last = [line.text for line in reading.lines[-4:]]
    return (
        reading.words < _CHOICE_WORDS and sum(text in buttons and len(text) <= _CHOICE for text in last) >= 2
    )


def _is_consent(line: Line, about: Sequence[str]) -> bool:
    plain = line.plain
    return any(stem in plain for stem in about) or any(said(_CONSENT, plain))


def _accepts(line: Line) -> bool:
    plain = line.plain
    return any(word in plain for word in verdict_words.ACCEPT)


def _page_consent(reading: Reading) -> Found | None:
    distinct = list(said(_CONSENT, f"{reading.plain}\n{reading.page(longest=1000)}"))
    return (
        {"phrases": tuple(distinct), "visible": reading.signs.visible_chars} if len(distinct) >= 3 else None
    )


def _is_button(line: Line) -> bool:
    return len(line.text) <= _BUTTON and not ends_sentence(line.text)
