"""All that a document tells by itself, before it is compared with any other: in any order, in any process."""

from dataclasses import dataclass

from pipeline.extract import extract
from pipeline.feature import StoryPrint, story_print
from pipeline.mention import mentions
from pipeline.quote import quotes
from pipeline.records import Article, Document, Mention, Quote, Rejection, TopicMatch
from pipeline.shingle import CopyPrint, copy_print
from pipeline.topic import Matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article with what folding and grouping need of it, and the topics it matches."""

    article: Article
    copy_print: CopyPrint
    story_print: StoryPrint
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    matches: tuple[TopicMatch, ...]


def prepare(document: Document, matcher: Matcher) -> Prepared | Rejection:
    """The article in a document, prepared; or why there is none."""
    found = extract(document)
    if isinstance(found, Rejection):
        return found
    named, quoted = mentions(found), quotes(found)
    return Prepared(
        article=found,
        copy_print=copy_print(found),
        story_print=story_print(found),
        mentions=named,
        quotes=quoted,
        matches=matcher.match(found, named, quoted),
    )
