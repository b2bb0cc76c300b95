"""A message as chat services take it: its HTML brought down to paragraphs, items, bold words and links, and to a length.

Read from the HTML, not from the data, so that whatever kind of message has HTML has this, too. Words of an article must not call
people: what would is parted by a zero-width space.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from pipeline.messages.message import Message
from pipeline.messages.message_line import one_line

# @everyone, <!channel>, <@user>, <@&role>, <#room>: also behind a letter, for some services look for no more than the sign.
_CALL = re.compile(r"@(?=[\w&])|<(?=[!@#&])")
_CALL_IN_URL = re.compile(r"@(?=(?:everyone|here|channel|all)\b)", re.IGNORECASE)
_SKIPPED = {"head", "script", "style", "title", "template"}
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "div", "section", "article", "blockquote", "tr", "td", "ul", "ol", "table", "body"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What a service needs beside its markup."""

    markup: bool = True  # HTML, else plain text
    characters: str = ""  # that mean something there and have no escape
    instead: str = ""  # as many that look the same
    at_in_urls: bool = True  # False: an @ in a link would call somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    text: str
    bold: bool = False
    url: str | None = None


@dataclass(slots=True, kw_only=True)
class _Block:
    kind: str  # title, heading, paragraph, item
    spans: list[_Span] = field(default_factory=list)


def chat(message: Message, dialect: Dialect, limit: int, size: Callable[[str], int], *, title: bool) -> str:
    """The message in at most `limit`; what does not fit is left out in whole paragraphs, and counted.

    Of every section the first paragraphs are kept first, so that a long reason does not push all links out.

    Args:
        message: any.
        dialect: of the service.
        limit: as `size` measures.
        size: of what is returned, as the service will see it.
        title: whether the subject begins the text, because the service has no place of its own for it.
    """
    blocks = [_spoken(block, dialect) for block in _Reader.blocks(message.html)]
    write = _html if dialect.markup else _text
    head = [_title(message.subject, dialect)] if title else []
    whole = write([*head, *blocks])
    if size(whole) <= limit:
        return whole
    order = _by_rank(blocks)

    def cut(count: int) -> str:
        kept = _with_headings(blocks, set(order[:count]))
        return write([*head, *kept, _tail(message, len(order) - count)])

    most = bisect_right(range(len(order)), limit, key=lambda count: size(cut(count))) - 1
    if most >= 0:
        return cut(most)
    # Not even the number of what is left out: the subject, as much of it as there is room for.
    lengths = range(1, len(message.subject) + 1 if title else 1)
    titles = [write([_title(one_line(message.subject, length), dialect)]) for length in lengths]
    return max((text for text in titles if size(text) <= limit), key=len, default="")


def defused(text: str) -> str:
    """Words that call nobody."""
    return _CALL.sub(lambda call: call.group() + "\u200b", text)


def _by_rank(blocks: Sequence[_Block]) -> list[int]:
    """The places of all blocks but headings: the first of each section, then the second of each, and so on."""
    ranked, rank = [], 0
    for place, block in enumerate(blocks):
        rank = 0 if block.kind == "heading" else rank + 1
        if rank:
            ranked.append((rank, place))
    return [place for _, place in sorted(ranked)]


def _with_headings(blocks: Sequence[_Block], kept: set[int]) -> Iterator[_Block]:
    heading: _Block | None = None
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            heading = block
        elif place in kept:
            if heading:
                yield heading
            heading = None
            yield block


def _tail(message: Message, left_out: int) -> _Block:
    where = f": {message.show} {message.story_id}" if message.story_id else ""
    return _Block(kind="paragraph", spans=[_Span(text=f"… {left_out} more{where}")])


def _title(subject: str, dialect: Dialect) -> _Block:
    return _spoken(_Block(kind="title", spans=[_Span(text=subject)]), dialect)


def _spoken(block: _Block, dialect: Dialect) -> _Block:
    table = str.maketrans(dialect.characters, dialect.instead)
    spans = [
        replace(span, text=defused(span.text).translate(table), url=_link(span.url, dialect))
        for span in block.spans
    ]
    return _Block(kind=block.kind, spans=spans)


def _link(url: str | None, dialect: Dialect) -> str | None:
    if url is None:
        return None
    return _CALL_IN_URL.sub("%40", url) if dialect.at_in_urls else url.replace("@", "%40")


def _html(blocks: Sequence[_Block]) -> str:
    """Paragraphs, lists, b and a: what every service with markup knows, or apprise can turn into what it knows."""
    parts = []
    for listed, group in groupby(blocks, key=lambda block: block.kind == "item"):
        if listed:
            parts.append(f"<ul>{''.join(f'<li>{_inline(block)}</li>' for block in group)}</ul>")
        else:
            parts += [f"<p>{_inline(block)}</p>" for block in group]
    return "\n".join(parts)


def _inline(block: _Block) -> str:
    strong = block.kind in {"heading", "title"}
    inner = "".join(_marked(span, strong=strong) for span in block.spans)
    return f"<b>{inner}</b>" if strong else inner


def _marked(span: _Span, *, strong: bool) -> str:
    text = escape(span.text).replace("\n", "<br/>")
    text = f"<b>{text}</b>" if span.bold and not strong else text
    return f'<a href="{escape(span.url)}">{text}</a>' if span.url else text


def _text(blocks: Sequence[_Block]) -> str:
    lines: list[str] = []
    for block in blocks:
        if lines and block.kind != "item":
            lines.append("")
        lines.append(("- " if block.kind == "item" else "") + "".join(_bare(span) for span in block.spans))
        lines += [f"  {url}" for url in dict.fromkeys(span.url for span in block.spans) if url]
    return "\n".join(lines)


def _bare(span: _Span) -> str:
    """Bold words stand in brackets, as in the plain text of a message."""
    return f"[{span.text}]" if span.bold and span.text.strip() else span.text


class _Reader(HTMLParser):
    """Collects the blocks of a document of our own making; all before its h1 is in the subject already."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Block] = []
        self._block: _Block | None = None
        self._kind = "paragraph"
        self._bold = self._skipped = 0
        self._named = False
        self._url: str | None = None

    @classmethod
    def blocks(cls, html: str) -> list[_Block]:
        reader = cls()
        reader.feed(html)
        reader.close()
        reader._end()
        return [block for block in reader.found if any(span.text.strip() for span in block.spans)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag in _BLOCKS:
            self._end()
            self._kind = {"li": "item"}.get(tag, "heading" if tag[0] == "h" else "paragraph")
        elif tag in {"b", "strong", "mark"}:
            self._bold += 1
        elif tag == "a":
            self._url = dict(attrs).get("href")
        elif tag == "br":
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipped -= 1
        elif tag == "h1" and not self._named:
            self._end()
            self.found.clear()
            self._named = True
        elif tag in _BLOCKS:
            self._end()
        elif tag in {"b", "strong", "mark"}:
            self._bold -= 1
        elif tag == "a":
            self._url = None

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._block is None:
            if not text.strip():
                return
            self._block = _Block(kind=self._kind)
            text = text.lstrip()
        self._block.spans.append(_Span(text=text, bold=self._bold > 0, url=self._url))

    def _end(self) -> None:
        if self._block:
            last = self._block.spans[-1]
            self._block.spans[-1] = replace(last, text=last.text.rstrip())
            self.found.append(self._block)
        self._block, self._kind = None, "paragraph"
