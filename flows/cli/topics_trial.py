"""`wirewatch topics test`: what a query finds in the archive, before anybody is told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from flows.cli.moment import since as moment
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    LimitOption,
    SinceOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, stdout
from flows.cli.page import LABEL, cut, number, wrapped
from flows.cli.sentence import cited
from flows.errors import UserError
from warehouse.database.opening import published

if TYPE_CHECKING:
    from flows.archive.trial import Hit, Trial
    from warehouse.topics.archive import Filed

_LISTED = 8  # clauses, outlets
_DAYS = 14  # shown; the busiest, in order
_BAR = 30  # characters


def add_to(app: typer.Typer) -> None:
    app.command("test")(try_out)


def try_out(
    topic: Annotated[str | None, typer.Argument(help="A declared topic.", show_default=False)] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    query: Annotated[
        str | None,
        typer.Option("--query", "-q", help="A query instead of a declared topic.", show_default=False),
    ] = None,
    since: SinceOption = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="TOPIC",
            help="Compare with what this one has found. [default: with itself]",
            show_default=False,
        ),
    ] = None,
    limit: LimitOption = 5,
    as_json: JsonOption = False,
) -> None:
    """Run a topic, or a query, over the archive: hits by day, clause and outlet, samples, and what it gains and loses.

    The matching is that of a run; nothing is written. What it gains and loses is against what the warehouse holds of the topic.
    """
    from flows.archive.trial import declared, given, try_topic  # noqa: PLC0415 - as above
    from flows.running.progress import Progress  # noqa: PLC0415 - a second of imports that other commands do without
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - as above
    from warehouse.topics import archive  # noqa: PLC0415 - as above
    from warehouse.topics.topic_log import stored_matches  # noqa: PLC0415 - as above

    if (topic is None) == (query is None):
        raise UserError("Give one of a topic and --query.")
    files = files_of(workspace, warehouse)
    topics = load_workspace(workspace, files.published.parent).topics
    tried = given(topics, query) if query is not None else topics
    name = declared(tried, topic).name if topic else tried[-1].name
    base = declared(topics, against).name if against else topic
    with published(files.published) as con, Progress(quiet=as_json) as progress:
        trial = try_topic(con, tried, name, since=moment(since), progress=progress)
        before = {one for _, one in stored_matches(con, [base], moment(since))} if base else None
        now = {one.article_id for one in trial.hits}
        lost = archive.read_some(con, sorted(before - now)) if before else []
        samples = archive.read_some(con, [one.article_id for one in _spread(trial.hits, limit)])
    if as_json:
        print_json(_machine(trial, base, before, lost))
        return
    _print(trial, samples)
    if before is not None:
        _print_against(trial, base or "", before, lost, limit)


def _spread(hits: "Sequence[Hit]", most: int) -> "list[Hit]":
    """Evenly over the time: the first ones would show one day."""
    step = max(1, len(hits) / most)
    return [hits[int(place * step)] for place in range(min(most, len(hits)))]


def _print(trial: "Trial", samples: "Sequence[Filed]") -> None:
    for label, lines in _sections(trial):
        _section(label, [Text(line) for line in lines])
    shown = {one.article_id: one for one in trial.hits}
    for filed in samples:
        article, hit = filed.article, shown[filed.article.article_id]
        where = cut(article.outlet or article.source)
        head = Text.assemble(
            (cut(article.title or article.text[:90]), "bold"),
            f"  {hit.article_id}, {where}, {hit.day}, score {hit.score:g}",
        )
        _section("Sample", [head, *cited(article, hit.evidence)])


def _section(label: str, lines: Sequence[Text]) -> None:
    console = stdout()
    for place, line in enumerate(lines):
        console.print(Text.assemble((f"{'' if place else label:<{LABEL}}", "bold"), line), soft_wrap=True)
    console.print()


def _sections(trial: "Trial") -> Iterator[tuple[str, list[str]]]:
    hits = trial.hits
    share = f" ({len(hits) / trial.articles:.1%})" if trial.articles else ""
    stories = len({one.story_id for one in hits})
    yield (
        "Hits",
        [
            f"{len(hits):,} of {number(trial.articles, 'article')}{share}, in {stories:,} stor{'y' if stories == 1 else 'ies'}"
        ],
    )
    if not hits:
        return
    days = Counter(one.day for one in hits)
    most = max(days.values())
    busiest = sorted(day for day, _ in sorted(days.items(), key=lambda item: (-item[1], item[0]))[:_DAYS])
    left = f" (the {_DAYS} busiest of {len(days)})" if len(days) > _DAYS else ""
    yield (
        "By day",
        [f"{day}  {days[day]:5,}  {'█' * max(1, days[day] * _BAR // most)}" for day in busiest]
        + ([left.strip()] if left else []),
    )
    yield "By clause", _counted(trial.clauses, len(hits))
    yield "By outlet", _counted(Counter(cut(one.outlet or one.source) for one in hits), len(hits))


def _counted(counts: Counter[str], total: int) -> list[str]:
    lines = [
        f"{count:7,}  {count / total:4.0%}  {cut(name, 100)}"
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_LISTED]
    ]
    return lines + ([f"{'':15}… and {len(counts) - _LISTED:,} more"] if len(counts) > _LISTED else [])


def _print_against(trial: "Trial", base: str, before: set[str], lost: "Sequence[Filed]", limit: int) -> None:
    gained = [one for one in trial.hits if one.article_id not in before]
    kept = len(trial.hits) - len(gained)
    _section(
        "Against",
        [
            Text(line)
            for line in wrapped(
                f"what the warehouse holds of {base}: {kept:,} kept, {len(gained):,} gained, {len(lost):,} lost"
            )
        ],
    )
    rows = [("+", one.article_id, one.title, one.outlet or one.source) for one in gained[:limit]]
    rows += [
        ("-", one.article.article_id, one.article.title, one.article.outlet or one.article.source)
        for one in lost[:limit]
    ]
    for sign, article_id, title, where in rows:
        stdout().print(Text(f"{sign} {article_id}  {cut(title or '-')} ({cut(where)})"), soft_wrap=True)


def _machine(
    trial: "Trial", base: str | None, before: set[str] | None, lost: "Sequence[Filed]"
) -> dict[str, Any]:
    hits = trial.hits
    known = before or set()
    return {
        "topic": trial.topic.name,
        "query": trial.topic.query,
        "version": trial.version,
        "articles": trial.articles,
        "hits": [_machine_hit(one) for one in hits],
        "by_day": {str(day): count for day, count in sorted(Counter(one.day for one in hits).items())},
        "by_clause": dict(sorted(trial.clauses.items(), key=lambda one: (-one[1], one[0]))),
        "by_outlet": dict(Counter(one.outlet or one.source for one in hits).most_common()),
        "against": base,
        "gained": [one.article_id for one in hits if one.article_id not in known]
        if before is not None
        else None,
        "lost": [one.article.article_id for one in lost] if before is not None else None,
    }


def _machine_hit(hit: "Hit") -> dict[str, Any]:
    return {name: getattr(hit, name) for name in type(hit).__slots__}
