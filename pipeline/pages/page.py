"""The article's text in a web page: a fast extractor checked by what the page tells, and by others where that leaves a doubt.

Trafilatura (Barbaresi 2021) is the engine. Where it has next to all that its container tells, and next to nothing is told
elsewhere, it needs no witness (see pipeline.pages.wholeness). Else Resiliparse (Bevendorff et al. 2018), which shares no rule
with it, is one: where the two agree the first stands, with the lines that the witness and a third, readability, have in common.
Where they do not, two of the three that are alike decide, and trafilatura with all its fallbacks only if none are.
"""

import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, document_fromstring
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.core import trafilatura_sequence
from trafilatura.external import try_readability
from trafilatura.settings import Extractor
from trafilatura.xml import xmltotxt

from pipeline.pages import consensus, engine, ruby, surroundings, wholeness
from pipeline.pages.block_text import block_text
from pipeline.pages.surroundings import Lines

_AGREEMENT = 0.7  # likeness of engine and witness that is believed; .8 costs .003 F1 on news pages
_ALL_BUT_EQUAL = 0.95  # likeness above which the witness has nothing to fill in; flat from .95 to .98
_ALIKE = 0.8  # likeness of two of three that decides; flat from .8 to .85
_NEARLY = 0.75  # the same where the witness has no more to show; what is left then takes ten times as long
_UNLIKE = 0.3  # likeness below which readability found something else and has no vote; flat from .2 to .5
_MUCH_LONGER = 2  # times: what this much longer witness saw may be the rest of the article
_MANY = 4  # times: of so small a piece one cannot say that it is a piece of the article
_ANYTHING = 250  # characters: less is no article (trafilatura's minimum)
_MAX_DEPTH = 200  # levels; the parser drops what is deeper than 256, and the witness takes quadratic time
_MAX_ELEMENTS = 20_000  # with so many, 10 MB take three seconds at most; the largest of 479 pages has 4,700
_TOO_DEEP = etree.XPath(f"boolean({'/*' * _MAX_DEPTH})")
_TOO_MANY = etree.XPath(f"boolean(/descendant::*[{_MAX_ELEMENTS + 1}])")  # counts no further than that
_DEAD = ("script", "style", "svg", "noscript", "template", "iframe", "link", "meta", "canvas", "embed")
_PARAGRAPHS = 3  # in what readers without scripts see: less is a notice to switch them on
_PAGE = re.compile(r"<(?:!doctype|html|head|body|article|main)\b")
_WHOLE_PAGE = re.compile(r"<(?:html|body)\b")  # further down, behind scripts and comments
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])  # the parser stops at some of them
# One character between two tags: the witness takes it for a separator if it has three bytes, and Chinese and quotation marks have.
_LONE = re.compile(
    r"(>\s*+(?:[\u0900-\u1fff\u2010-\u201f\u2026\u20a0-\u20bf\u3001-\u9fff\uac00-\ud7a3\uff01-\uffee]|&(?:[lr][sd]quo|[mn]dash|hellip|euro);))(?=\s*<)"
)
_SPOKEN = etree.XPath(
    "//span[contains(@class, 'sr-only') or contains(@class, 'screen-reader') or contains(translate(@class, 'VH-', 'vh'), 'visuallyhidden')]"
)  # for those who hear a page: "opens in a new tab"
_UNSEEN = "\u200b"  # makes two of it; cleaning takes it off
_EVERYTHING = Extractor(output_format="python", comments=False)

Tidy = Callable[[str], str]  # takes the furniture off a candidate before it is compared


def _parser() -> etree.HTMLParser:
    """A parser whose elements are lxml.html's by a lookup in C; lxml.html's own asks Python for each of them."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment))
    return parser


_PARSER = _parser()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of a page, and why it is believed."""

    text: str
    agreement: float | None = None  # of the extractors, 0 to 1; None where one was enough
    accounted: float | None = None  # for so much of what the page tells, where that was enough

    @property
    def grounds(self) -> dict[str, float]:
        """What speaks for the text, by its name."""
        known = {"agreement": self.agreement, "accounted": self.accounted}
        return {name: round(value, 3) for name, value in known.items() if value is not None}


def parse(html: str | bytes) -> HtmlElement | None:
    """The tree of a page, given as text or in UTF-8, without the readings of its words; None if there is none."""
    encoded = html.encode("utf-8", "ignore") if isinstance(html, str) else html
    try:
        tree = etree.fromstring(encoded.translate(None, _CONTROLS), _PARSER)
    except (ValueError, AssertionError, etree.LxmlError):
        return None
    if not isinstance(tree, HtmlElement):
        return None
    if b"<ruby" in encoded:
        ruby.remove_readings(tree)
    return tree


def is_fragment(html: str) -> bool:
    """Whether this is a piece of HTML, as feeds carry it, and no page."""
    return not (_PAGE.search(html[:4096].lower()) or _WHOLE_PAGE.search(html.lower()))


def fragment_text(html: str) -> str:
    """All text of a piece of HTML, one block a line; none if it is nested too deep."""
    try:
        tree = document_fromstring(f"<div>{html}</div>")
    except (ValueError, etree.LxmlError):
        return ""
    return "" if _TOO_DEEP(tree) else _witness(html, main_content=False)


def free_unscripted(tree: HtmlElement, unscripted: Iterable[HtmlElement]) -> None:
    """Take what is meant for readers without scripts for text where it holds most paragraphs of the page."""
    outermost = (one for one in unscripted if next(one.iterancestors("noscript"), None) is None)
    holders = [one for one in outermost if next(one.iter("p"), None) is not None]
    inner = {paragraph for one in holders for paragraph in one.iter("p")}
    if len(inner) >= _PARAGRAPHS and 2 * len(inner) > sum(1 for _ in tree.iter("p")):
        for one in holders:
            one.drop_tag()


def body(tree: HtmlElement, html: str, tidy: Tidy) -> Body:
    """The text of a page; the tree loses its dead elements and the readers' part."""
    etree.strip_elements(tree, *_DEAD, with_tail=False)
    if _TOO_DEEP(tree):
        return Body(text=tidy(_engine(tree).text), agreement=0.0)
    if _TOO_MANY(tree):
        return Body(text=tidy(_witness(html, main_content=True)), agreement=0.0)
    engine.remove_readers_part(tree)
    return _Candidates(tree, html, tidy).chosen()


class _Candidates:
    """The texts that the extractors find in one page; each is made when it is first asked for."""

    def __init__(self, tree: HtmlElement, html: str, tidy: Tidy) -> None:
        self._tree = tree
        self._html = html
        self._tidy = tidy
        self._marks = surroundings.marks(tree)
        self._cards = surroundings.cards(self._marks)
        self._posts = surroundings.posts(self._marks)
        self._found = _engine(tree)
        self.engine = self._cut(self._found.text)

    def _cut(self, text: str) -> str:
        """Without furniture and other articles; a list page may consist of cards, but not of articles in an article."""
        text = surroundings.without(self._tidy(text), self._posts, lambda size: size / 10)
        return consensus.without_repeats(surroundings.without(text, self._cards, lambda size: size / 2))

    @cached_property
    def _captions(self) -> Lines:
        return surroundings.captions(self._tree)

    @cached_property
    def _outside(self) -> Lines:
        return self._captions | surroundings.links(self._tree)

    @cached_property
    def _headings(self) -> Lines:
        return surroundings.headings(self._marks)

    @cached_property
    def witness(self) -> str:
        return self._cut(_witness(self._html, main_content=True))

    @cached_property
    def third(self) -> str:
        return self._cut(_readability(copy(self._tree)))

    def chosen(self) -> Body:
        accounted = wholeness.accounted(self.engine, self._found)
        return self._compared() if accounted is None else Body(text=self.engine, accounted=accounted)

    def _compared(self) -> Body:
        agreement = consensus.likeness(self.engine, self.witness)
        if agreement > _ALL_BUT_EQUAL and self._is_anything():
            gaps = consensus.Gaps(self.engine, self.witness)
            found = gaps.filled("", self._headings) if gaps else self.engine
            return Body(text=found, agreement=agreement)
        if agreement >= _AGREEMENT and self.engine:
            return self._filled(self.engine, agreement)
        within = self._agreement_within()
        return Body(text=self.engine, agreement=within) if within >= _ALIKE else self._decided()

    def _is_anything(self) -> bool:
        """Whether the engine found something, or readability did no more: to agree on nothing says little."""
        return len(self.engine) >= _ANYTHING or len(self.third) < _ANYTHING

    def _agreement_within(self) -> float:
        """How far engine and witness agree on the page's one article, where the witness saw not much besides; else 0."""
        if len(self.witness) >= _MUCH_LONGER * len(self.engine):
            return 0.0
        inside = surroundings.within_article(self.witness, self._marks)
        return consensus.likeness(self.engine, inside) if inside else 0.0

    def _decided(self) -> Body:
        """What two of three have in common, or the one has that found anything; the engine's fallbacks are asked last."""
        found = self._agreed()
        return found if found.text == self.engine else self._uncaptioned(found)

    def _agreed(self) -> Body:
        backed = consensus.likeness(self.engine, self.third)
        if backed >= _ALIKE and len(self.witness) < _MUCH_LONGER * len(self.engine):
            return Body(text=self.engine, agreement=backed)
        against = consensus.likeness(self.witness, self.third)
        if against >= _ALIKE:
            return self._filled(self.third, against)
        if len(self.witness) < _MANY * len(self.engine) and consensus.is_piece(self.engine, self.witness):
            return Body(text=self.witness, agreement=against)
        if against >= _NEARLY:
            return self._filled(self.third, against)
        found = [text for text in (self.engine, self.witness, self.third) if len(text) >= _ANYTHING]
        return Body(text=found[0], agreement=0.0) if len(found) == 1 else self._elected()

    def _elected(self) -> Body:
        """The choice between the witness and the engine with all its fallbacks; readability casts the vote."""
        whole = self._cut(_engine_with_fallbacks(parse(self._html)))
        texts = (whole, self.witness, self.third)
        place, support = consensus.elect(texts, candidates=2)
        if max(consensus.likeness(text, self.third) for text in texts[:2]) < _UNLIKE and whole == self.engine:
            place = 0
        text = texts[place]
        if consensus.is_piece(text, self.witness):
            return Body(text=self.witness, agreement=support)
        return self._filled(text, support)

    def _filled(self, text: str, agreement: float) -> Body:
        gaps = consensus.Gaps(text, self.witness)
        if gaps and gaps.without(self._outside):
            text = gaps.filled(self.third if gaps.are_wide() else "", self._headings)
        return Body(text=text, agreement=agreement)

    def _uncaptioned(self, body: Body) -> Body:
        """The engine leaves captions out by itself, the others do not."""
        return replace(body, text=surroundings.without(body.text, self._captions, lambda size: size / 2))


def _engine(tree: HtmlElement) -> engine.Extraction:
    try:
        return engine.extract(tree)
    except Exception:  # noqa: BLE001 - hostile markup makes it fail in many ways; then the others speak
        return engine.Extraction()


def _engine_with_fallbacks(tree: HtmlElement | None) -> str:
    if tree is None:
        return ""
    etree.strip_elements(tree, *_DEAD, with_tail=False)
    try:
        found, *_ = trafilatura_sequence(tree, _EVERYTHING)
        return xmltotxt(found, include_formatting=False)
    except Exception:  # noqa: BLE001 - as above
        return ""


def _witness(html: str, *, main_content: bool) -> str:
    if main_content and _LONE.search(html):
        html = _LONE.sub(rf"\1{_UNSEEN}", html)
    try:
        return str(
            extract_plain_text(
                html, preserve_formatting=True, main_content=main_content, alt_texts=False, comments=False
            )
        )
    except Exception:  # noqa: BLE001 - as above
        return ""


def _readability(tree: HtmlElement) -> str:
    for element in _SPOKEN(tree):
        element.drop_tree()
    return block_text(try_readability(tree))
