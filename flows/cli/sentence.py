"""A match as a person sees it: the sentences in which a query found something, what it found in bold."""

from collections.abc import Iterable, Sequence
from itertools import islice

from rich.text import Text

from flows.cli.output import shown
from pipeline.records import Article, Evidence
from pipeline.texts.text import Span, sentences

_SENTENCES = 2
_LONGEST = 300  # characters of a sentence


def cited(article: Article, evidence: Sequence[Evidence], most: int = _SENTENCES) -> list[Text]:
    """The first sentences with evidence, in their order; other fields than title and text as field: value."""
    spans = {"title": [Span(0, len(article.title or ""))], "text": sentences(article.text)}
    texts = {"title": article.title or "", "text": article.text}
    found: dict[tuple[str, Span], list[Evidence]] = {}
    for one in evidence:
        for span in spans.get(one.field, ()):
            if span.start <= one.start < span.end:
                found.setdefault((one.field, span), []).append(one)
    lines = [_marked(texts[field], span, some) for (field, span), some in islice(found.items(), most)]
    facts = dict.fromkeys(f"{one.field}: {shown(one.words)}" for one in evidence if one.field not in texts)
    return [*lines, *(Text(fact, "dim") for fact in islice(facts, most))]


def _marked(text: str, span: Span, evidence: Iterable[Evidence]) -> Text:
    end = min(span.end, span.start + _LONGEST)
    line = Text(shown(text[span.start : end]) + (" …" if end < span.end else ""))
    for one in evidence:
        line.stylize("bold yellow", one.start - span.start, min(one.end, end) - span.start)
    return line
