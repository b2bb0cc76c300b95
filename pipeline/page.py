"""The article's text in a web page: a fast extractor checked by an independent witness, and a vote where they disagree.

Trafilatura (Barbaresi 2021) is the engine; Resiliparse (Bevendorff et al. 2018), which shares no rule with it, is the
witness. Where the two agree the first stands; elsewhere the candidate wins that is most like all the others, so that no
single extractor's failure goes unseen.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.core import trafilatura_sequence
from trafilatura.external import try_readability
from trafilatura.settings import Extractor
from trafilatura.utils import load_html
from trafilatura.xml import xmltotxt

from pipeline import consensus

_AGREEMENT = 0.7  # likeness of engine and witness that is believed; .8 costs .003 F1 on news pages
_ALL_BUT_EQUAL = 0.97  # likeness above which the witness has nothing to fill in
_MAX_DEPTH = 200  # levels; the parser drops what is deeper than 256, and the witness takes quadratic time
_MAX_ELEMENTS = 20_000  # half a minute in the engine for twice as many; the largest of 479 pages has 4,700
_TOO_DEEP = etree.XPath(f"boolean({'/*' * _MAX_DEPTH})")
_ELEMENTS = etree.XPath("count(//*)")
_DEAD = ("script", "style", "svg", "noscript", "template", "iframe", "link", "canvas", "embed")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|article|main)\b", re.IGNORECASE)

Tidy = Callable[[str], str]  # takes the furniture off a candidate before it is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of a page, and how far the extractors agree on it (0 to 1)."""

    text: str
    agreement: float


def parse(html: str) -> HtmlElement | None:
    """The tree of a page; None if there is none."""
    try:
        return load_html(html)
    except (ValueError, AssertionError, etree.LxmlError):
        return None


def is_fragment(html: str) -> bool:
    """Whether this is a piece of HTML, as feeds carry it, and no page."""
    return not _PAGE.search(html, 0, 4096)


def fragment_text(html: str) -> str:
    """All text of a piece of HTML, one block a line; none if it is nested too deep."""
    try:
        tree = document_fromstring(f"<div>{html}</div>")
    except (ValueError, etree.LxmlError):
        return ""
    return "" if _TOO_DEEP(tree) else _witness(html, main_content=False)


def body(tree: HtmlElement, html: str, tidy: Tidy) -> Body:
    """The text of a page; the tree is used up."""
    etree.strip_elements(tree, *_DEAD, with_tail=False)
    if _TOO_DEEP(tree):
        return Body(text=tidy(_engine(tree, fast=True, precision=True)), agreement=0.0)
    witness = tidy(_witness(html, main_content=True))
    if _ELEMENTS(tree) > _MAX_ELEMENTS:
        return Body(text=witness, agreement=0.0)
    engine = tidy(_engine(tree, fast=True, precision=True))
    agreement = consensus.likeness(consensus.grams(engine), consensus.grams(witness))
    if agreement < _AGREEMENT:
        return _elected(tree, witness, tidy)
    if agreement > _ALL_BUT_EQUAL:
        return Body(text=engine, agreement=agreement)
    return Body(text=consensus.filled(engine, witness), agreement=agreement)


def _elected(tree: HtmlElement, witness: str, tidy: Tidy) -> Body:
    """The choice between the witness and the engine with all its fallbacks; the readability text casts the vote.

    The engine's exact setting with fallbacks as a further candidate costs 27 ms a page and changes F1 by .0005 at most.
    """
    texts = (tidy(_engine(tree, fast=False, precision=False)), witness, tidy(_readability(tree)))
    place, support = consensus.elect(texts, candidates=2)
    chosen = Body(text=texts[place], agreement=support)
    if consensus.is_piece(chosen.text, witness):
        return replace(chosen, text=witness)
    return replace(chosen, text=consensus.filled(chosen.text, witness))


def _engine(tree: HtmlElement, *, fast: bool, precision: bool) -> str:
    options = Extractor(output_format="python", fast=fast, precision=precision, comments=False)
    try:
        found, *_ = trafilatura_sequence(
            tree, options
        )  # prunes comments from the tree, which no candidate wants
        return xmltotxt(found, include_formatting=False)
    except Exception:  # noqa: BLE001 - hostile markup makes the engine fail in many ways; then the others speak
        return ""


def _witness(html: str, *, main_content: bool) -> str:
    try:
        return str(
            extract_plain_text(
                html, preserve_formatting=True, main_content=main_content, alt_texts=False, comments=False
            )
        )
    except Exception:  # noqa: BLE001 - as above
        return ""


def _readability(tree: HtmlElement) -> str:
    return "\n".join(text.strip() for text in try_readability(tree).itertext() if text.strip())
