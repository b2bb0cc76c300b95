"""One engine over many topics: asked in JSON on standard input, answered in JSON.

A question is {"articles": [{"title", "text"}], "topics": [{"kind", "left", "right", "refused", "ours", "fts5"}], "batch"}, an
answer {"build_seconds", "seconds", "articles", "hits": [[article, topic]], "megabytes"}; seconds are processor time, of
all articles that were looked at: the first `articles` of those given.
"""

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

_APART = " qq" * 20  # between title and text, so that nothing matches across
_ONE_BY_ONE = 3_000  # pairs of article and topic: enough for a mean

Result = tuple[float, int, list[tuple[int, int]]]  # seconds to build, articles looked at, hits
Engine = Callable[[Sequence[Any], Sequence[Any], int], Result]


def ours(articles: Sequence[Any], topics: Sequence[Any], _batch: int) -> Result:
    from pipeline.topics.topic import Matcher  # noqa: PLC0415 - each engine alone

    started = time.process_time()
    matcher = Matcher([_topic(number, topic["ours"]) for number, topic in enumerate(topics)])
    read = [_article(number, article) for number, article in enumerate(articles)]
    matcher.match(read[0])  # the index is built for the first
    built = time.process_time() - started
    for article in read:  # once unmeasured: stems are kept from article to article
        matcher.match(article)
    _begin()
    hits = [(n, int(hit.topic)) for n, article in enumerate(read) for hit in matcher.match(article)]
    return built, len(read), hits


def one_by_one(articles: Sequence[Any], topics: Sequence[Any], _batch: int) -> Result:
    """The same reading without the index of topics."""
    from pipeline.topics.match import Reading  # noqa: PLC0415 - as above
    from pipeline.topics.positions import Positions  # noqa: PLC0415 - as above
    from pipeline.topics.query import parse  # noqa: PLC0415 - as above

    started = time.process_time()
    trees = [parse(topic["ours"]) for topic in topics]
    built = time.process_time() - started
    read = [
        _article(n, article) for n, article in enumerate(articles[: max(1, _ONE_BY_ONE * 10 // len(topics))])
    ]
    for article in read:
        Positions(article)
    _begin()
    hits = []
    for n, article in enumerate(read):
        positions = Positions(article)
        hits += [
            (n, number) for number, tree in enumerate(trees) if Reading(tree, positions).score() is not None
        ]
    return built, len(read), hits


def fts5(articles: Sequence[Any], topics: Sequence[Any], batch: int) -> Result:
    _begin()
    hits = []
    for first in range(0, len(articles), batch):
        with sqlite3.connect(":memory:") as con:
            con.execute(
                "CREATE VIRTUAL TABLE news USING fts5(title, text, detail=full, tokenize='unicode61 remove_diacritics 2')"
            )
            rows = [
                (first + n, one["title"], one["text"])
                for n, one in enumerate(articles[first : first + batch])
            ]
            con.executemany("INSERT INTO news (rowid, title, text) VALUES (?, ?, ?)", rows)
            for number, topic in enumerate(topics):
                found = con.execute("SELECT rowid FROM news WHERE news MATCH ?", [topic["fts5"]]).fetchall()
                hits += [(article, number) for (article,) in found]
    return 0.0, len(articles), hits


def tantivy(articles: Sequence[Any], topics: Sequence[Any], batch: int) -> Result:
    import tantivy as engine  # noqa: PLC0415 - as above

    started = time.process_time()
    builder = engine.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("text", tokenizer_name="default")
    schema = builder.build()
    queries = [_tantivy_query(topic, schema) for topic in topics]
    built = time.process_time() - started
    _begin()
    hits = []
    for first in range(0, len(articles), batch):
        index = engine.Index(schema)
        writer = index.writer(heap_size=15_000_000, num_threads=1)
        for n, one in enumerate(articles[first : first + batch]):
            writer.add_document(
                engine.Document(number=first + n, text=f"{one['title']}{_APART} {one['text']}")
            )
        writer.commit()
        index.reload()
        searcher = index.searcher()
        for number, query in enumerate(queries):
            found = searcher.search(query, limit=batch, count=False).hits
            hits += [(searcher.doc(place)["number"][0], number) for _, place in found]
    return built, len(articles), hits


def _tantivy_query(topic: Any, schema: Any) -> Any:
    from tantivy import Occur, Query  # noqa: PLC0415 - as above

    def either(terms: Sequence[str], *, prefix: bool = False) -> Any:
        return Query.boolean_query([(Occur.Should, one(term, prefix=prefix)) for term in terms])

    def one(term: str, *, prefix: bool) -> Any:
        if prefix:
            return Query.regex_query(schema, "text", f"{term}.*")
        words = term.split()
        return (
            Query.phrase_query(schema, "text", words)
            if len(words) > 1
            else Query.term_query(schema, "text", term, "position")
        )

    kind, left = topic["kind"], either(topic["left"])
    if kind == "any":
        return left
    parts = [(Occur.Must, left), (Occur.Must, either(topic["right"], prefix=kind == "prefix"))]
    if kind == "not":
        parts.append((Occur.MustNot, one(topic["refused"], prefix=False)))
    return Query.boolean_query(parts)


def _topic(number: int, query: str) -> Any:
    from pipeline.records import Topic  # noqa: PLC0415 - as above

    return Topic(name=str(number), title="", query=query)


def _article(number: int, article: Any) -> Any:
    from pipeline.records import Article  # noqa: PLC0415 - as above

    known = {
        "article_id": str(number),
        "uri": str(number),
        "source": "made",
        "content_hash": "",
        "language": "en",
    }
    return Article(
        **known, seen_at=datetime(2026, 1, 1, tzinfo=UTC), title=article["title"], text=article["text"]
    )


_started = [0.0]


def _begin() -> None:
    _started[0] = time.process_time()


def _engines() -> Iterator[tuple[str, Engine]]:
    yield from {"ours": ours, "one-by-one": one_by_one, "fts5": fts5, "tantivy": tantivy}.items()


def main() -> None:
    asked = json.load(sys.stdin)
    built, articles, hits = dict(_engines())[sys.argv[1]](asked["articles"], asked["topics"], asked["batch"])
    seconds = time.process_time() - _started[0]
    answer = {
        "build_seconds": built,
        "seconds": seconds,
        "articles": articles,
        "hits": hits,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
