"""All that a document tells by itself, before it is compared with any other: in any order, in any process."""

from dataclasses import dataclass

from pipeline.extract import extract
from pipeline.feature import StoryPrint, story_print
from pipeline.mention import mentions
from pipeline.quote import quotes
from pipeline.records import Article, Document, Mention, Quote, Rejection
from pipeline.shingle import CopyPrint, copy_print


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article with what folding, grouping and tagging need of it."""

    article: Article
    copy_print: CopyPrint
    story_print: StoryPrint
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]


def prepare(document: Document) -> Prepared | Rejection:
    """The article in a document, prepared; or why there is none."""
    found = extract(document)
    if isinstance(found, Rejection):
        return found
    return Prepared(
        article=found,
        copy_print=copy_print(found),
        story_print=story_print(found),
        mentions=mentions(found),
        quotes=quotes(found),
    )
