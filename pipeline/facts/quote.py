"""Direct quotations and who spoke them: words in quotation marks, and a name, pronoun or office beside a verb of speech."""

from typing import Final

from pipeline.facts.quote_mark import pieces
from pipeline.facts.speaker import Scene
from pipeline.records import Article, Quote
from pipeline.texts.text import words

LEAST_WORDS: Final = 4  # fewer are scare quotes and names of ships
LEAST_SIGNS: Final = 8  # the same for scripts whose words are single characters


def quotes(article: Article) -> tuple[Quote, ...]:
    """The direct quotations in the article's text, in order."""
    found = [piece for piece in pieces(article.text) if _spoken(article.text[piece.start : piece.end])]
    if not found:
        return ()
    scene = Scene(article, found)
    return tuple(
        Quote(article_id=article.article_id, quote=article.text[piece.start : piece.end], speaker=speaker, start=piece.start, end=piece.end,
            language=article.language)
        for piece, speaker in zip(found, scene.speakers(), strict=True)
    )  # fmt: skip


def _spoken(quote: str) -> bool:
    found = [word.text for word in words(quote)]
    signs = sum(len(word) == 1 and word > "\u0dff" for word in found)
    return len(found) >= (LEAST_SIGNS if 2 * signs > len(found) else LEAST_WORDS)
