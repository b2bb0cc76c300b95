"""A raw document to an article, or to the reason why it is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipeline.cleaning.clean import Cleaned, clean, clean_body, letters
from pipeline.identity import canonical_url, content_id
from pipeline.pages import metadata, page, page_data, page_head, page_pointer, page_signs, source_word
from pipeline.pages.page_signs import PageSigns
from pipeline.records import Article, Document, Reason, Rejection, Stage
from pipeline.texts import encoding, language
from pipeline.texts.text import comparable, has_words
from pipeline.verdicts.verdict import Judgement, Verdict, judge, own_text

_LEAST_WORDS = 3  # of what no source gives a title
_NEXT_TO_NONE = 250  # characters (trafilatura's minimum of an article)
_NOTICE = 60  # characters: "Loading", and no brief
MAX_SIZE = (
    10_000_000  # bytes or characters: the longest of 479 pages has 1.8 MB, and ten take up to half a minute
)
_UNPRINTED = re.compile(rb"\xc2[\x80-\x9f]")  # C1 controls in UTF-8
_HTML = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*|<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


class _RefusedError(Exception):
    """A document that is no article."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def extract(document: Document) -> Article | Rejection:
    """The article in a document; never raises, whatever the document holds."""
    try:
        return _article(document)
    except _RefusedError as refused:
        return _rejection(document, refused.reason, refused.detail)
    except Exception as fault:  # noqa: BLE001 - one poisonous document costs one rejection, never a run
        return _rejection(document, Reason.FAULT, f"{type(fault).__name__} while extracting")


def _rejection(document: Document, reason: Reason, detail: str) -> Rejection:
    return Rejection(
        uri=document.uri,
        source=document.source,
        stage=Stage.EXTRACT,
        reason=reason,
        detail=detail,
        seen_at=document.fetched_at,
    )


def _article(document: Document) -> Article:
    content = _decoded(document)
    if not content or content.isspace():
        return _headline_only(document)
    if document.media_type == "text/html" or _HTML.match(content):
        return (
            _from_fragment(document, content) if page.is_fragment(content) else _from_page(document, content)
        )
    return _from_plain(document, content)


def _decoded(document: Document) -> str:
    content = document.content
    if len(content) > MAX_SIZE:
        raise _RefusedError(Reason.TOO_LARGE, f"{len(content):,} bytes, more than {MAX_SIZE:,}")
    try:
        text = content if isinstance(content, str) else encoding.decode(content, document.charset)
    except encoding.UndecodableError as error:
        raise _RefusedError(
            error.reason, "bytes that are no text" if error.reason is Reason.BINARY else "no known encoding"
        ) from error
    return text.replace("\x00", "")


def _encoded(text: str) -> tuple[str, bytes]:
    """The text and its bytes, without lone surrogates, which are no characters; hardly any has them."""
    try:
        return text, text.encode("utf-8")
    except UnicodeEncodeError:
        encoded = text.encode("utf-8", "ignore")
        return encoded.decode("utf-8"), encoded


def _headline_only(document: Document) -> Article:
    if not (document.title or "").strip():
        raise _RefusedError(Reason.EMPTY, "nothing but space")
    return _built(document, _Found(clean=Cleaned(text="", title=document.title)))


def _from_plain(document: Document, content: str) -> Article:
    raw = encoding.repair(content)
    found = clean(raw, document.title)
    if not found.text and not document.title:
        raise _RefusedError(Reason.NO_TEXT, "nothing but furniture")
    return _built(document, _Found(clean=found, raw=raw))


def _from_fragment(document: Document, content: str) -> Article:
    text = page.fragment_text(_encoded(content)[0])
    if not text.strip() and not document.title:
        raise _RefusedError(Reason.NO_TEXT, "markup without text")
    return _from_plain(document, text) if text.strip() else _headline_only(document)


def _from_page(document: Document, content: str) -> Article:
    content, encoded = _encoded(content)
    if _UNPRINTED.search(encoded):  # half of a letter that was read as two: the tree loses it
        content, encoded = _encoded(encoding.repair(content))
    tree = page.parse(encoded)
    if tree is None:
        raise _RefusedError(Reason.NO_TEXT, "no page")
    parts = page_head.parts(tree)
    said = metadata.read(tree, document.url, document.fetched_at, parts)
    headings = tuple(filter(None, (document.title, *said.headings)))
    signs = page_signs.signs(tree, parts, document.url)  # before the tree loses its head
    page.free_unscripted(tree, parts["noscript"])
    body = _body(tree, content, lambda text: clean_body(text, headings, said.author))
    text = page_pointer.without_linked_headlines(body.text, tree, document.url or said.url)
    found = Cleaned(text=encoding.repair(text), title=encoding.repair(said.title or ""))
    return _built(document, _Found(clean=found, said=said, signs=signs, grounds=body.grounds))


def _body(tree: HtmlElement, content: str, tidy: page.Tidy) -> page.Body:
    """The text that a page shows; of one that shows next to none, what it carries for its scripts to show."""
    shown = page.body(tree, content, tidy)
    if len(shown.text) > _NEXT_TO_NONE:
        return shown
    carried = page_data.article(content)
    built = page.parse(carried) if carried else None
    found = page.body(built, carried, tidy) if built is not None else shown
    is_known = len(shown.text) < _NOTICE or letters(shown.text) in letters(found.text)
    return found if is_known and len(found.text) > len(shown.text) else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a document holds, by its own words and by those of its page."""

    clean: Cleaned
    said: metadata.Metadata = field(default_factory=metadata.Metadata)
    signs: PageSigns | None = None
    grounds: Mapping[str, float] = field(default_factory=dict)  # for the text
    raw: str | None = None  # a plain text before its furniture was taken off


def _built(document: Document, found: _Found) -> Article:
    said = found.said
    url = document.url or (said.url if _may_name(document, said.url) else None)
    known = source_word.settle(document, found.clean, said, url)
    judgement = _judged(document, found, known.title)
    text, content_from = _own_words(document, found.clean.text, judgement)
    if not document.title and not has_words(f"{known.title or ''}\n{text}", _LEAST_WORDS):
        raise _RefusedError(Reason.NO_TEXT, "a word or two, and nothing told")
    spoken, spoken_from = _language(document, text, said, known.title)
    return Article(
        article_id=_identity(document, url, known.title, text),
        uri=document.uri,
        source=document.source,
        text=text,
        content_hash=content_id(known.title or "", text),
        seen_at=document.fetched_at,
        url=url,
        outlet=known.outlet,
        title=known.title,
        author=known.author,
        language=spoken,
        published_at=known.published_at,
        published_from=known.published_from,
        content_from=content_from,
        verdict=judgement.verdict,
        verdict_evidence=judgement.evidence,
        updated_at=known.updated_at,
        published_precision=known.published_precision,
        published_on=known.published_on,
        published_zone=known.published_zone,
        provenance={**known.provenance, **spoken_from, **_address_from(document, said, url)},
    )


def _judged(document: Document, found: _Found, title: str | None) -> Judgement:
    """What the text is; what speaks for its extraction decides nothing, since good ones are doubtful as well: it is evidence."""
    text = found.clean.text
    judgement = judge(
        text,
        title=title,
        html=found.signs,
        declared_language=document.language or found.said.language,
        language=language.identify(_sample(text, title)),
        content_from=document.content_from,
        raw=found.raw,
    )
    return replace(judgement, evidence={**judgement.evidence, **found.grounds})


def _own_words(document: Document, text: str, judgement: Judgement) -> tuple[str, str | None]:
    """The text without what a wall says, and whence it is; of a page that is no article, what its feed said instead."""
    if judgement.verdict.usable:
        kept = own_text(text, judgement)
        if kept or document.title:
            return kept, document.content_from
    elif document.summary:
        return clean(document.summary, document.title).text, "summary"
    elif document.title:
        return "", "title"
    raise _RefusedError(Reason.NO_TEXT, _INSTEAD.get(judgement.verdict, "a page without an article"))


_INSTEAD = {
    Verdict.CONSENT: "a question for consent in place of an article",
    Verdict.SCRIPT_ONLY: "a page that shows nothing without scripts",
    Verdict.LIST_PAGE: "a list of articles, and no article",
    Verdict.MOJIBAKE: "letters that were read in a wrong encoding",
    Verdict.ERROR_PAGE: "an error page or a guard against robots in place of an article",
}


def _sample(text: str, title: str | None) -> str:
    """What a language is told by: the text, and the title when that is short."""
    return f"{title or ''}\n{text}".strip() if len(text) < 100 else text


def _language(
    document: Document, text: str, said: metadata.Metadata, title: str | None
) -> tuple[str | None, dict[str, str]]:
    """The language of the text; the declared one where the text does not tell."""
    sample = _sample(text, title)
    declared = document.language or said.language
    spoken = language.identify(sample, declared)
    if spoken is None:
        return None, {}
    if language.identify(sample) == spoken:
        return spoken, {"language": "text"}
    return spoken, {"language": "import" if document.language else said.provenance.get("language", "text")}


def _address_from(document: Document, said: metadata.Metadata, url: str | None) -> dict[str, str]:
    if url is None:
        return {}
    return {"url": source_word.kind(document) if document.url else said.provenance.get("url", "html")}


def _identity(document: Document, url: str | None, title: str | None, text: str) -> str:
    if url:
        return content_id("url", _canonical(url))
    if not document.uri.startswith("file:"):
        return content_id("uri", document.uri)
    return content_id("text", title or "", comparable(text))


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:  # an address no standard can read is itself
        return url


def _may_name(document: Document, address: str | None) -> bool:
    """Whether a page may say its own address: a saved page may, a fetched one only within its own host."""
    if not address:
        return False
    return document.uri.startswith("file:") or _host(document.uri) == _host(address)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
