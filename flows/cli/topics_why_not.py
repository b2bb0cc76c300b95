"""`wirewatch topics why-not`: why an article does not match a topic, and what would have to be written."""

from dataclasses import asdict, replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from flows.cli.options import (
    DEFAULT_WORKSPACE,
    ArticleArgument,
    JsonOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, stdout
from flows.cli.page import LABEL, cut, time, wrapped
from flows.errors import UserError
from warehouse.database.opening import published
from warehouse.queries import story_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.records import Article
    from pipeline.topics.why_not import Diagnosis, Finding

_CLAUSES = 40  # shown of a topic
_CLAUSE = 60  # characters
_STEP = 160
_CHANGE = 2_000  # characters of a query


def add_to(app: typer.Typer) -> None:
    app.command()(why_not)


def why_not(
    article: ArticleArgument,
    topic: Annotated[str, typer.Argument(help="A declared topic.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why an article does not match a topic: clause by clause, how near each came, and the smallest change.

    What is proposed has been tried: with that change the article matches. Whether it should, you decide:
    `wirewatch topics test --query` shows what else it would bring.
    """
    from flows.archive.trial import declared  # noqa: PLC0415 - a second of imports that other commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above
    from pipeline.topics.topic import Matcher, with_references  # noqa: PLC0415 - as above
    from pipeline.topics.why_not import why_not  # noqa: PLC0415 - as above
    from warehouse.topics.archive import read_some  # noqa: PLC0415 - as above

    files = files_of(workspace, warehouse)
    topics = load_workspace(workspace, files.published.parent).topics
    name, sql = (found := declared(topics, topic)).name, found.sql
    if sql is not None:
        raise UserError(
            f"{name} is given as SQL: `wirewatch sql` answers it for one article, with article_id = '…' added."
        )
    with published(files.published) as con:
        (filed,) = read_some(con, [story_queries.find_article(con, article)])
    diagnosis = why_not(
        Matcher(with_references(topics, [name])), name, filed.article, filed.mentions, filed.quotes
    )
    if as_json:
        print_json({"article_id": filed.article.article_id, **asdict(diagnosis)})
    else:
        _print(filed.article, diagnosis)


def _print(article: "Article", diagnosis: "Diagnosis") -> None:
    at = f"published {time(article.published_at)}" if article.published_at else "published: not known"
    title = cut(article.title or article.text[:90])
    where = f"{article.article_id}, {cut(article.outlet or article.source)}; {at}"
    _section("Article", [Text(line) for line in (*wrapped(title), where)])
    for one in (diagnosis, *_referred(diagnosis)):
        _print_one(one)


def _referred(diagnosis: "Diagnosis") -> "Iterator[Diagnosis]":
    for one in diagnosis.referred:
        yield one
        yield from _referred(one)


def _print_one(diagnosis: "Diagnosis") -> None:
    if diagnosis.score is not None:
        told = f"{diagnosis.topic} matches it, with score {diagnosis.score:g}."
        _section(
            "Topic",
            [
                Text(line)
                for line in wrapped(
                    f"{told} If the warehouse does not say so: `wirewatch topics rematch {diagnosis.topic}`."
                )
            ],
        )
        return
    lines = list(_lines(diagnosis.findings))
    if len(lines) > _CLAUSES:
        lines = [*lines[:_CLAUSES], Text(f"… and {len(lines) - _CLAUSES} more")]
    _section("Topic", [Text(f"{diagnosis.topic} does not match it."), *lines])
    for change in diagnosis.remedies:
        steps = [Text(line, "bold") for line in wrapped("; ".join(cut(step, _STEP) for step in change.steps))]
        _section("It would with", [*steps, *(Text(line) for line in wrapped(cut(change.text, _CHANGE)))])
    if not diagnosis.remedies:
        _section("It would with", [Text("nothing small: what is missing is not in the article in any form")])


def _lines(findings: "Iterable[Finding]") -> "Iterator[Text]":
    """A line a clause; alternatives of which nothing at all stands there, in one."""
    for absent, same in groupby(findings, key=lambda one: (one.depth, _absent(one))):
        some = list(same)
        if absent[1] and len(some) > 1:
            named = ", ".join(one.clause for one in some)
            yield _line(replace(some[0], clause="", told=f"none of {cut(named, _STEP)}"))
        else:
            yield from map(_line, some)


def _absent(finding: "Finding") -> bool:
    return not finding.holds and finding.told.startswith("no ") and ";" not in finding.told


def _line(finding: "Finding") -> Text:
    mark, style = ("+", "green") if finding.holds else ("-", "red")
    clause = f"{cut(finding.clause, _CLAUSE)}  " if finding.clause else ""
    return Text.assemble("  " * finding.depth, (f"{mark} ", style), (clause, "bold"), cut(finding.told, 200))


def _section(label: str, lines: list[Text]) -> None:
    width = max(LABEL, len(label) + 2)
    for place, line in enumerate(lines):
        stdout().print(Text.assemble((f"{'' if place else label:<{width}}", "bold"), line), soft_wrap=True)
    stdout().print()
