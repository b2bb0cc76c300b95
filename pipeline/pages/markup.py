"""What the class and the id of an element say about it, judged once for each spelling.

The vocabulary is trafilatura's. It asks by XPath, with a regular expression for each element of each page; a page repeats
a few hundred spellings and outlets repeat themselves, so that a table of answers does the same in a fifth of the time.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from trafilatura.xpaths import (
    _ARTICLE_CONTENT_CLASS_TOKENS,
    _ARTICLE_CONTENT_ID_TOKENS,
    _COMMENTS_CLASS,
    _COMMENTS_ID,
    _CONSENT_ID_CLASS_TOKENS,
    _MAIN_CONTENT_CLASS_TOKENS,
    _MAIN_CONTENT_ID_TOKENS,
    _OVERALL_DISCARD_BOTH_TOKENS,
    _OVERALL_DISCARD_CLASS_TOKENS,
    _OVERALL_DISCARD_ID_TOKENS,
    _STORY_CLASS_TOKENS,
    _STORY_ID_TOKENS,
)

STAGES = 5  # trafilatura looks for the body in five ways, one after the other
_SPELLINGS = 1 << 14  # answers kept for each question
_LAYOUT = frozenset(("div", "item", "list", "p", "section", "span"))

Test = Callable[[str], object]


def _alternatives(*vocabularies: tuple[str, ...]) -> Test:
    return re.compile("|".join(word for words in vocabularies for word in words)).search


_PLAIN = frozenset(("div", "section"))
_BODY_HINTS = ("article", "body", "cell", "content", "entry", "main", "post", "primary", "story", "text")
_COMMENT_ID = re.compile(rf"^(?:{_COMMENTS_ID}|disqus_thread|dsq-comments)").search
_COMMENT_CLASS = re.compile(_COMMENTS_CLASS).search
_APPENDED = re.compile(r"infinite-?scroll|mvp-post-add-(?:box|wrap)|elementor-share-buttons").search
_ARTICLE_ID = _alternatives(_ARTICLE_CONTENT_ID_TOKENS)
_ARTICLE_CLASS = _alternatives(_ARTICLE_CONTENT_CLASS_TOKENS)
_STORY_ID = _alternatives(_STORY_ID_TOKENS)
_STORY_CLASS = _alternatives(_STORY_CLASS_TOKENS, ("(?i:fulltext)",))
_CONTENT_ID = _alternatives(_MAIN_CONTENT_ID_TOKENS, ("[cC]ontent-main", "[mM]ain-[cC]ontent"))
_CONTENT_CLASS = _alternatives(_MAIN_CONTENT_CLASS_TOKENS, ("[mM]ain-[cC]ontent", "[pP]age-[cC]ontent"))
_CONSENT = _alternatives(_CONSENT_ID_CLASS_TOKENS)
_FURNITURE_ID = _alternatives(_OVERALL_DISCARD_BOTH_TOKENS, _OVERALL_DISCARD_ID_TOKENS)
_FURNITURE_CLASS = _alternatives(_OVERALL_DISCARD_BOTH_TOKENS, _OVERALL_DISCARD_CLASS_TOKENS)
_HIDDEN_ID = re.compile("reader-comments|akismet|hidden|^reply-").search
_HIDDEN_CLASS = re.compile(
    "^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print| hidden| hide|noprint|notloaded"
).search
_HIDDEN_STYLE = re.compile("display: ?none").search
_ASIDE = re.compile(r"(?:^|\s)bottom|bottom(?:\s|$)|(?:^|\s)link(?:\s|$)|[tT]easer|caption").search
_ASIDE_IN_LINE = re.compile("[tT]easer|caption").search  # a framed or linked span is a word of a sentence
_CAPTION = re.compile(
    r"[cC]aption|(?:^|[\s_-])(?:image|img|photo|foto|picture|lightbox)[_-]{1,2}(?:copyright|credit|desc|legend|source|widget)|bildunterschrift"
).search


def _hints(name: str, classes: str) -> bool:
    """Whether a word of these may name the body: faster than to ask each stage."""
    said = f"{name} {classes}".lower()
    return any(hint in said for hint in _BODY_HINTS)


@lru_cache(maxsize=_SPELLINGS)
def readers_part(name: str, classes: str) -> Literal["comments", "appended", ""]:
    """Whether an element with this id and class holds what readers wrote, or what is appended for them to go on reading."""
    if _COMMENT_ID(name) or _COMMENT_CLASS(classes):
        return "comments"
    return "appended" if _APPENDED(name) or _APPENDED(classes) else ""


@lru_cache(maxsize=_SPELLINGS)
def body_stages(tag: str, name: str, classes: str, itemprop: str, role: str) -> tuple[int, ...]:
    """The stages of the search for the body that this container answers to, 0 to 4."""
    if tag in _PLAIN and not itemprop and not role and not _hints(name, classes):
        return ()
    answers = (
        classes in {"post", "entry"}
        or itemprop == "articleBody"
        or name == "articleContent"
        or _ARTICLE_ID(name)
        or _ARTICLE_CLASS(classes),
        tag == "article",
        role == "article"
        or name in {"article", "story"}
        or classes in {"postarea", "art-postcontent", "text", "cell", "story"}
        or _STORY_ID(name)
        or _STORY_CLASS(classes),
        "content" in {name, classes} or _CONTENT_ID(name) or _CONTENT_CLASS(classes),
        tag == "main" or classes.startswith("main") or name.startswith("main") or role.startswith("main"),
    )
    return tuple(stage for stage, answer in enumerate(answers) if answer)


@lru_cache(maxsize=_SPELLINGS)
def is_furniture(tag: str, name: str, classes: str, style: str, role: str) -> bool:
    """Whether it is part of the page and not of the article; hidden elements are."""
    if _HIDDEN_ID(name) or _HIDDEN_CLASS(classes) or _HIDDEN_STYLE(style):
        return True
    return tag in _LAYOUT and bool(
        "nav" in role.lower() or _CONSENT(name or classes) or _FURNITURE_ID(name) or _FURNITURE_CLASS(classes)
    )


@lru_cache(maxsize=_SPELLINGS)
def is_aside(tag: str, name: str, classes: str, style: str) -> bool:
    """Whether it is a caption, a teaser, a framed or a linked block in the article."""
    if tag == "span":
        return bool(_ASIDE_IN_LINE(name) or _ASIDE_IN_LINE(classes) or _CAPTION(classes))
    return tag in _LAYOUT and bool("border" in style or _ASIDE(name) or _ASIDE(classes) or _CAPTION(classes))


@lru_cache(maxsize=_SPELLINGS)
def is_caption(classes: str) -> bool:
    """Whether an element of this class tells of a picture."""
    return bool(_CAPTION(classes))
