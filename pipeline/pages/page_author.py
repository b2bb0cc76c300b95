"""The people who wrote an article, out of what a page or a feed gives as its author."""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from babel import Locale

from pipeline.cleaning import byline_name, byline_words, furniture_words
from pipeline.cleaning.clean import letters
from pipeline.cleaning.furniture import is_person
from pipeline.copies.credit import agency
from pipeline.pages import linked_data
from pipeline.pages.page_head import line
from pipeline.texts import calendar_name
from pipeline.texts.occupation import PROFESSIONS
from pipeline.texts.place import place

# Names of meta tags, the most exact first.
META = (
    "author", "parsely-author", "sailthru.author", "article:author_name", "article.author", "og:article:author", "article:author", "byl", "cxenseparse:author",
    "dable:author", "citation_author", "dc.creator", "dc.creator.personalname", "dcterms.creator", "mediator_author", "shareaholic:article_author_name", "authors", "articleauthor", "article_author", "og:author",
)  # fmt: skip
_OWN_NAME = 5  # letters; a shorter name of a site is an abbreviation of what its address spells out
_ALIKE = 0.6  # share of the longer of two names that the shorter must be to mean the same
# What publishing software puts before the author in its preview for other sites, in the language of the site.
WRITTEN_BY = re.compile(
    r"written by|geschrieben von|verfasst von|écrit par|rédigé par|escrito por|publicado por|scritto da|geschreven door|napisane przez|skriven av|skrevet (?:af|av)"
    r"|kirjoittanut|yazan|автор|написано(?: автором)?|написав|автор запису|ditulis oleh|nulis por|viết bởi|執筆者|作者|작성자|글쓴이|كتبه|نوشته شده توسط|נכתב על ידי",
    re.IGNORECASE,
)
MAX_PEOPLE = 12  # more are a masthead
_ARTICLES = frozenset({"the", "your", "our", "die", "das", "les", "la", "le", "il", "o"})  # of outlets' names
_UNSPACED = re.compile(
    r"[\u3400-\u9fff\u3005\u3040-\u30ff]{2,6}|[\uac00-\ud7af]{2,4}|[\u30a1-\u30fa\u30fc]+(?:・[\u30a1-\u30fa\u30fc]+){1,3}"
)
_UNSPACED_NEWSROOM = re.compile(
    r"(?:記者|记者|기자|작성자|作者|文章|編集|编辑|編輯|社|新聞|新闻|通信|网|網|报|報|部|台|局|팀|신문|뉴스)"
)
_SHORT_DAY = 3  # letters of an abbreviated weekday
# Given names that are particles of a surname elsewhere.
_GIVEN = frozenset({"Al", "Ben", "Della", "Van"})
# Ranks; none that is a usual surname.
_RANKS = frozenset(
    "assistant ceo cfo chair chairman chairwoman chief coo coordinator cto deputy director executive expert fellow founder intern lead manager officer president senior specialist"
    " supervisor trainee vice".split()
)
# Words of names of organisations, which often follow a person's: "Jane Doe, Ellery Media".
_ORGANISATIONS = frozenset(
    "academy association broadcasting business college company corporation council courier daily department foundation gazette gmbh group guardian herald inc institute international"
    " journal kurier leader llc ltd magazine mail media ministry network nachrichten online post publishing radio research review society telegraph television times tribune university"
    " weekly zeitung".split()
)
# Words of names of sites and firms that look like two names: "Kettle Canada", "Harbour Insider".
_OUTLET_WORDS = frozenset(
    "a and at bank best book books business capital care center centre city clinic club community consulting corner culture data dental design digest economy energy europe"
    " factory farm film finance financial fitness food for forum games garden global great growth guide health help home hotel hotels house hub ideas independent insider"
    " insurance investor kitchen labs law learning legal life lifestyle living local market master media money monitor music my nature of observer our outdoor photo"
    " photography planet political politics reader real report science scientific security services shop software solutions spectator sport sports star street studio studios"
    " style sun supply systems tech technologies technology the times tips today top trade travel union us voice watch wellness world"
    " chronicle dispatch examiner express gazeta globe mirror pravda review russia standard ukraine".split()
)
_GENERIC = frozenset(
    "anonymous author blog click company content contributor contributor's default everyone follow following guest here info live login marketing moderator office owner"
    " profile published posted subscribe support team unknown updated user view watch website webmaster wordpress"
    # what links to more of an author's are called
    " posts articles beiträge artikel beitrag artículos entradas publicaciones publications articoli artigos publicações artikelen berichten artykuły wpisy статьи записи статті"
    " дописи yazıları yazılar inlägg artiklar innlegg artikler indlæg artikkelit kirjoitukset články příspěvky cikkek bejegyzések articole άρθρα članci чланци статии".split()
)
# In German and its neighbours an outlet is one word.
_COMPOUND = re.compile(
    r"\w{3,30}(?:magazin|zeitung|nachrichten|redaktion|redactie|portal|verlag|agentur|rundfunk|anzeiger|tageblatt|presse|dienst|verband|stiftung|ministerium|universität"
    r"|gesellschaft|verein|zentrum|avisen|bladet|tidningen|tidende|nyheter|krant|blatt)",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"\be\. ?V\b")  # an association
_NOBODY = _GENERIC | _RANKS | PROFESSIONS | _ORGANISATIONS | furniture_words.NEWSROOM | byline_words.NEWSROOM


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
        own = letters(value) == letters(outlet)
        parts = [] if own else [_cased(part, lower=single) for part in byline_name.names(line(value))]
        parts = [*parts[:1], *(part for part in parts[1:] if not _is_place(part))]
        for name in parts:
            alone = single and len(parts) == 1 and _is_given_name(name)
            if (alone or is_somebody(name)) and not _is_outlet(
                name, outlet, "" if _owns(name, parts, outlet) else host
            ):
                found.setdefault(letters(name), name)
    return tuple(found.values())[:MAX_PEOPLE]


def of_linked_data(values: Iterable[Any]) -> list[str]:
    """The names in values of schema.org's author, organisations left out."""
    return [linked_data.person(value) for value in values if not is_organisation(value)]


def owner(
    article: linked_data.Node, nodes: Sequence[linked_data.Node], authors: Iterable[str] = ()
) -> str | None:
    """The author whose own site it is: no organisation in its JSON-LD has the name.

    Args:
        article: Its author must be called a person there.
        nodes: Of the page.
        authors: What stands where only authors do, see stated(); believed where no word of it is an outlet's.
    """
    others = [*nodes, *linked_data.resolved(article.get("publisher"), nodes)]
    organisations = {letters(linked_data.text(one)) for one in others if is_organisation(one)}
    persons = (
        linked_data.text(one)
        for one in linked_data.resolved(article.get("author"), nodes)
        if isinstance(one, Mapping) and "Person" in linked_data.kinds(one)
    )
    named = [*persons, *(one for one in authors if _is_full_name(one))]
    own = (name for name in named if letters(name) not in organisations and 2 <= len(name.split()) <= 3)
    return ", ".join(people(own, "", "", single=True)) or None


def stated(meta: Mapping[str, Sequence[str]], microdata: Sequence[str] = ()) -> Iterator[str]:
    """What a page puts where only authors stand: in meta tags by content, and in the article's microdata."""
    for name in META:
        yield from meta.get(name, ())
    if WRITTEN_BY.fullmatch(next(iter(meta.get("twitter:label1", ())), "").strip()):
        yield from meta.get("twitter:data1", ())[:1]
    yield from microdata


def is_organisation(value: Any) -> bool:
    kinds = linked_data.kinds(value) if isinstance(value, Mapping) else []
    return "Person" not in kinds and any(kind.endswith("Organization") for kind in kinds)


def is_somebody(name: str) -> bool:
    """Whether a name can be a person's, in any script."""
    if _UNSPACED.fullmatch(name):
        return not _UNSPACED_NEWSROOM.search(name)
    tokens = name.split()
    folded = {part.strip(".,'’").casefold() for token in tokens for part in (token, *token.split("-"))}
    if not tokens or tokens[0].casefold() in _ARTICLES or not folded.isdisjoint(_NOBODY):
        return False
    if (
        any(map(_COMPOUND.fullmatch, tokens))
        or agency(name)
        or _is_date(name, folded)
        or _REGISTERED.search(name)
    ):
        return False
    return is_person(name) or (len(tokens) == 2 and tokens[0] in _GIVEN and is_person(f"A. {tokens[1]}"))


def _is_date(name: str, words: AbstractSet[str]) -> bool:
    """Whether all words of a name are a weekday's and a month's, as in "Thu. May"; "Sun Jun" is somebody."""
    weekdays, months = _calendar()
    found = weekdays.intersection(words)
    return (
        bool(found) and words <= weekdays | months and ("." in name or len(max(found, key=len)) > _SHORT_DAY)
    )


@cache
def _calendar() -> tuple[frozenset[str], frozenset[str]]:
    """The names of weekdays and months in all languages of the table, in small letters and without full stops."""
    months, weekdays = (
        frozenset(
            word.strip(".").casefold()
            for language in calendar_name.TABLE
            for forms in calendar_name.of(language)
            for name in forms[kind]
            for word in name.split()
        )
        for kind in (0, 1)
    )
    return weekdays, months


def is_outlets_word(word: str) -> bool:
    """Whether a word is one of names of sites and firms, which may look like a person's."""
    bare = word.strip(".,").casefold()
    return len(bare) > 1 and bare in _OUTLET_WORDS  # an initial is no article


def _is_place(name: str) -> bool:
    """Whether a name is that of a place, which stands behind who wrote there: "Jane Doe, New York"."""
    return place(tuple(name.casefold().split()), "en") is not None


def _is_given_name(name: str) -> bool:
    return name.isalpha() and 3 <= len(name) <= 15 and name.istitle() and name.casefold() not in _NOBODY


def _is_full_name(value: str) -> bool:
    """Whether a text is a given name and a surname, which no outlet's name would be."""
    tokens = line(value).split()
    words = {token.strip(".").casefold() for token in tokens}
    cased = all(token.istitle() for token in tokens) or value.islower()
    return (
        2 <= len(tokens) <= 3
        and cased
        and all(token.replace("-", "").replace(".", "").isalpha() for token in tokens)
        and words.isdisjoint(_OUTLET_WORDS)
        and words.isdisjoint(_countries())
    )


@cache
def _countries() -> frozenset[str]:
    return frozenset(name.casefold() for name in Locale("en").territories.values())


def _owns(name: str, parts: Sequence[str], outlet: str) -> bool:
    """Whether an address may be an author's, as the site has a name of its own; whoever follows a name is its employer."""
    bare, site = letters(name), letters(outlet)
    return (
        name == parts[0]
        and len(name.split()) == 2
        and len(site) >= _OWN_NAME
        and site.isascii() == bare.isascii()
        and not _overlap(site, bare)
        and _is_full_name(name)
    )


def _is_outlet(name: str, outlet: str, host: str) -> bool:
    bare = letters(name)
    known = [letters(outlet), *(letters(label) for label in host.split(".")[:-1] if len(label) > 3)]
    if outlet.isupper() and name.split(maxsplit=1)[0].casefold() == outlet.casefold():
        return True  # an abbreviation, and which of its programmes
    if " " not in name:
        return bare in known or (len(bare) > 5 and any(bare in one for one in known))
    return any(
        one and _overlap(one, bare) and _ALIKE * max(len(one), len(bare)) <= min(len(one), len(bare))
        for one in known
    )


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def _cased(name: str, *, lower: bool = False) -> str:
    """A name in capitals, or where only authors stand one in small letters, as names are written."""
    shouted = name.isupper() and len(name) > 3 and " " in name
    typed = lower and name.islower() and len(name.split()) == 2 and name.replace(" ", "").isalpha()
    return name.title() if shouted or typed else name
