"""The people who wrote an article, out of what a page or a feed gives as its author."""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline import furniture_words, linked_data
from pipeline.clean import letters
from pipeline.furniture import is_person
from pipeline.page_head import line

# Names of meta tags, the most exact first.
META = (
    "author", "parsely-author", "sailthru.author", "article:author_name", "article.author", "og:article:author", "article:author", "byl", "cxenseparse:author",
    "dc.creator", "dcterms.creator", "mediator_author", "shareaholic:article_author_name",
)  # fmt: skip
_ALIKE = 0.6  # share of the longer of two names that the shorter must be to mean the same
MAX_PEOPLE = 12  # more are a masthead
_BY = re.compile(rf"\s*(?:{furniture_words.BYLINES})\s+", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:,|;|\||•|·|/|&|\s[–—-]\s|\b(?:and|und|et|y|и|і|та|og|och|en|with)\b|、|，)\s*"
)
_MAIL = re.compile(r"<?[\w.+-]{1,64}@[\w.-]{1,200}>?")
_BRACKETS = re.compile(r"[()\[\]<>\"]")
_TAIL = re.compile(r"\s(?:in|at|for|of|from|bei|pour|para|aus)\s.{0,300}$|\s\d.{0,300}$")
_TITLE = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|dame)\.?\s+(?=\S+\s)", re.IGNORECASE)
_DEGREE = re.compile(r"\s+(?:ph\.?d|m\.?d|j\.?d|md|rn|cfp|cpa|mba|dvm|esq)\b\.?.{0,20}$", re.IGNORECASE)
_ARTICLES = frozenset({"the", "your", "our", "die", "das", "les", "la", "le", "il", "o"})  # of outlets' names
_REPORTER = re.compile(r"\s*(?:記者|记者|기자|特派員|報道員)$")
_UNSPACED = re.compile(r"[\u3400-\u9fff\u3005\u3040-\u30ff]{2,6}|[\uac00-\ud7af]{2,4}")
_UNSPACED_NEWSROOM = re.compile(r"(?:編集|编辑|編輯|社|新聞|新闻|通信|网|網|报|報|部|台|局|팀|신문|뉴스)")
# Given names that are particles of a surname elsewhere.
_GIVEN = frozenset({"Al", "Ben", "Della", "Van"})
# Whose word this is tells an office from a person: "Head of Research" after a name.
_OFFICES = frozenset(
    "advisor analyst attorney ceo cfo chair chairman chief coach columnist commentator consultant coordinator cto dietitian dietician director educator executive expert fellow founder"
    " grader horticulturalist instructor journalism journalist lead lecturer manager master nutritionist officer photographer president producer professor research researcher reviewer"
    " scientist senior specialist strategist teacher vice chefredakteur chefredakteurin redakteur redakteurin rédacteur journaliste redactor periodista korrespondent".split()
)
# Words of names of organisations, which often follow a person's: "Jane Doe, Ellery Media".
_ORGANISATIONS = frozenset(
    "academy association broadcasting business college company corporation council courier daily department foundation gazette gmbh group guardian herald inc institute international"
    " journal kurier leader llc ltd magazine mail media ministry network nachrichten online post publishing radio review society telegraph television times tribune university"
    " weekly zeitung".split()
)
_GENERIC = frozenset(
    "anonymous author blog company content contributor contributor's default everyone guest info marketing moderator office owner"
    " published posted support team unknown updated user website webmaster wordpress".split()
)
_NOBODY = _GENERIC | _OFFICES | _ORGANISATIONS | furniture_words.NEWSROOM


def people(values: Iterable[str], outlet: str, host: str, *, single: bool = False) -> tuple[str, ...]:
    """The people that values name, in order; newsrooms, the outlet, its host and addresses left out.

    Args:
        values: Texts of one place, as they stand there.
        outlet: Name of the site, or an empty string.
        host: Of the page's address, or an empty string.
        single: Whether one name alone ("Ann") may be a person, as where the place holds nothing but authors.
    """
    found: dict[str, str] = {}
    for value in values:
        parts = [_cased(part) for part in _parts(value)] if letters(value) != letters(outlet) else []
        for name in parts:
            alone = single and len(parts) == 1 and _is_given_name(name)
            if (alone or is_somebody(name)) and not _is_outlet(name, outlet, host):
                found.setdefault(letters(name), name)
    return tuple(found.values())[:MAX_PEOPLE]


def of_linked_data(values: Iterable[Any]) -> list[str]:
    """The names in values of schema.org's author, organisations left out."""
    return [linked_data.text(value) for value in values if not is_organisation(value)]


def owner(article: linked_data.Node, nodes: Sequence[linked_data.Node]) -> str | None:
    """The author whose own site it is: a person in JSON-LD that calls no organisation by the same name."""
    others = [*nodes, *linked_data.resolved(article.get("publisher"), nodes)]
    organisations = {letters(linked_data.text(one)) for one in others if is_organisation(one)}
    persons = (
        linked_data.text(one)
        for one in linked_data.resolved(article.get("author"), nodes)
        if isinstance(one, Mapping) and "Person" in linked_data.kinds(one)
    )
    own = (name for name in persons if letters(name) not in organisations and 2 <= len(name.split()) <= 3)
    return ", ".join(people(own, "", "")) or None


def is_organisation(value: Any) -> bool:
    return isinstance(value, Mapping) and any(
        kind.endswith("Organization") for kind in linked_data.kinds(value)
    )


def is_somebody(name: str) -> bool:
    """Whether a name can be a person's, in any script."""
    if _UNSPACED.fullmatch(name):
        return not _UNSPACED_NEWSROOM.search(name)
    tokens = name.split()
    folded = {part.strip(".,'’").casefold() for token in tokens for part in (token, *token.split("-"))}
    if not tokens or tokens[0].casefold() in _ARTICLES or not folded.isdisjoint(_NOBODY):
        return False
    return is_person(name) or (len(tokens) == 2 and tokens[0] in _GIVEN and is_person(f"A. {tokens[1]}"))


def _parts(value: str) -> list[str]:
    text = line(value)
    if len(text) > 300 or "://" in text:
        return []
    text = (
        _BY.sub("", _BRACKETS.sub(" ", _MAIL.sub(" ", text)), count=1)
        if _BY.match(text)
        else _BRACKETS.sub(" ", _MAIL.sub(" ", text))
    )
    parts = (_REPORTER.sub("", part.strip(" .:-–—")) for part in _SEPARATOR.split(text) if part)
    return [_DEGREE.sub("", _TITLE.sub("", _TAIL.sub("", part))).strip() for part in parts]


def _is_given_name(name: str) -> bool:
    return (
        name.isalpha()
        and 3 <= len(name) <= 15
        and name.istitle()
        and name.casefold() not in _GENERIC
        and name.casefold() not in furniture_words.NEWSROOM
    )


def _is_outlet(name: str, outlet: str, host: str) -> bool:
    bare = letters(name)
    known = [letters(outlet), *(letters(label) for label in host.split(".")[:-1] if len(label) > 3)]
    if " " not in name:
        return bare in known or (len(bare) > 5 and any(bare in one for one in known))
    return any(
        one and (one in bare or bare in one) and _ALIKE * max(len(one), len(bare)) <= min(len(one), len(bare))
        for one in known
    )


def _cased(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 3 and " " in name else name
