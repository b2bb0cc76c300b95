"""All that a document tells by itself, before it is compared with any other: in any order, in any process."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.copies.credit import credit
from pipeline.copies.shingle import CopyPrint, copy_print
from pipeline.extract import extract
from pipeline.facts.correction import corrections
from pipeline.facts.figure import figures
from pipeline.facts.mention import mentions
from pipeline.facts.quote import quotes
from pipeline.pages.page_credit import page_credit
from pipeline.records import (
    Article,
    Correction,
    Document,
    Figure,
    MediaTopicMatch,
    Mention,
    Quote,
    Rejection,
    TopicMatch,
)
from pipeline.refrains.refrain import shorten
from pipeline.refrains.refrain_print import RefrainPrint, refrain_print
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.topics.media_topic import media_topics_of
from pipeline.topics.positions import Positions
from pipeline.topics.topic import Matcher

_NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article with what folding and grouping need of it, and the topics it matches."""

    article: Article
    text: str  # as it came, with the refrains that the article has lost
    refrain_print: RefrainPrint  # of that text
    copy_print: CopyPrint
    story_print: StoryPrint
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    corrections: tuple[Correction, ...]
    matches: tuple[TopicMatch, ...]
    media_topics: tuple[MediaTopicMatch, ...]


def prepare(
    given: Document | Article, matcher: Matcher, learned: Mapping[int, str] = _NOTHING
) -> Prepared | Rejection:
    """The article in a document, prepared; or why there is none.

    Args:
        given: a document; or an article whose text has been shortened since, which is taken as it is.
        matcher: of the topics.
        learned: refrains that were known a while ago. What the article is to lose is decided later, by what is known then;
            where that is the same, as for nearly all it is, the article is not prepared twice.
    """
    found = given if isinstance(given, Article) else extract(given)
    if isinstance(found, Rejection):
        return found
    byline = page_credit(given) if isinstance(given, Document) else found.credit
    found = replace(found, credit=credit(found) or byline)  # a foot line may be taken out below
    text, story = found.text, story_print(found)
    passages = refrain_print(found, story)
    shortened = shorten(text, passages.passages, learned) if isinstance(given, Document) else None
    if shortened:
        found = replace(found, text=shortened.text)
        story = story_print(found)
    named, quoted = mentions(found), quotes(found)
    positions = Positions(found, named, quoted)
    return Prepared(
        article=found,
        text=text,
        refrain_print=passages,
        copy_print=copy_print(found),
        story_print=story,
        mentions=named,
        quotes=quoted,
        figures=figures(found),
        corrections=corrections(found),
        matches=matcher.match_in(positions),
        media_topics=media_topics_of(positions),
    )
