"""A raw document to an article, or to the reason why it is none."""

import re
from urllib.parse import urlsplit

from pipeline import encoding, language, metadata, page, source_word
from pipeline.clean import Cleaned, clean, clean_body
from pipeline.identity import canonical_url, content_id
from pipeline.records import Article, Document, Reason, Rejection, Stage
from pipeline.text import comparable

MAX_SIZE = (
    10_000_000  # bytes or characters: the longest of 479 pages has 1.8 MB, and ten take up to half a minute
)
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
    if not content.strip():
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
    return (
        text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    )  # lone surrogates are no characters


def _headline_only(document: Document) -> Article:
    if not (document.title or "").strip():
        raise _RefusedError(Reason.EMPTY, "nothing but space")
    return _built(document, Cleaned(text="", title=document.title), metadata.Metadata())


def _from_plain(document: Document, content: str) -> Article:
    found = clean(encoding.repair(content), document.title)
    if not found.text and not document.title:
        raise _RefusedError(Reason.NO_TEXT, "nothing but furniture")
    return _built(document, found, metadata.Metadata())


def _from_fragment(document: Document, content: str) -> Article:
    text = page.fragment_text(content)
    if not text.strip() and not document.title:
        raise _RefusedError(Reason.NO_TEXT, "markup without text")
    return _from_plain(document, text) if text.strip() else _headline_only(document)


def _from_page(document: Document, content: str) -> Article:
    tree = page.parse(content)
    if tree is None:
        raise _RefusedError(Reason.NO_TEXT, "no page")
    said = metadata.read(tree, document.url, document.fetched_at)
    headings = tuple(filter(None, (document.title, *said.headings)))
    body = page.body(tree, content, lambda text: clean_body(text, headings))
    if not body.text.strip():
        raise _RefusedError(Reason.NO_TEXT, "a page without an article")
    return _built(
        document, Cleaned(text=encoding.repair(body.text), title=encoding.repair(said.title or "")), said
    )


def _built(document: Document, found: Cleaned, said: metadata.Metadata) -> Article:
    url = document.url or (said.url if _may_name(document, said.url) else None)
    known = source_word.settle(document, found, said, url)
    spoken, spoken_from = _language(document, found, said, known.title)
    return Article(
        article_id=_identity(document, url, known.title, found.text),
        uri=document.uri,
        source=document.source,
        text=found.text,
        content_hash=content_id(known.title or "", found.text),
        seen_at=document.fetched_at,
        url=url,
        outlet=known.outlet,
        title=known.title,
        author=known.author,
        language=spoken,
        published_at=known.published_at,
        published_from=known.published_from,
        content_from=document.content_from,
        updated_at=known.updated_at,
        published_precision=known.published_precision,
        provenance={**known.provenance, **spoken_from, **_address_from(document, said, url)},
    )


def _language(
    document: Document, found: Cleaned, said: metadata.Metadata, title: str | None
) -> tuple[str | None, dict[str, str]]:
    """The language of the text; the declared one where the text does not tell."""
    sample = f"{title or ''}\n{found.text}".strip() if len(found.text) < 100 else found.text
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
