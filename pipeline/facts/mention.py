"""Names of people, places and organisations in a text, by capitals and what stands about them; precision before recall.

Only for scripts that tell capitals from small letters; in German, where every noun has a capital, only places, bodies and
people with a title or a verb of speech at their side.
"""

from functools import lru_cache
from typing import Final

from pipeline.copies.shingle import SPACED_SHINGLE, shingle_size
from pipeline.facts import name_form, name_run
from pipeline.records import Article, Mention
from pipeline.texts.capital import guess_language, tokenize
from pipeline.texts.country import country_code
from pipeline.texts.place import known

_NEEDS_MORE: Final = "de"  # a capital alone is no sign of a name


@lru_cache(maxsize=2)
def mentions(article: Article) -> tuple[Mention, ...]:
    """The names in the article's text, in order, none overlapping; () for scripts without capitals or spaces."""
    tokens = tokenize(article.text)
    if shingle_size([token.text for token in tokens]) != SPACED_SHINGLE:
        return ()
    language = (
        article.language if article.language and known(article.language) else guess_language(article.text)
    )
    found = name_form.resolved(name_run.names(article.text, tokens, language), tokens, language)
    return tuple(
        Mention(article_id=article.article_id, name=name.name, kind=name.kind, start=tokens[name.first].start, end=tokens[name.last].end,
            country_code=country_code(name.name) if name.kind == "place" else None)
        for name in found
        if language != _NEEDS_MORE or name.kind != "name"
    )  # fmt: skip
