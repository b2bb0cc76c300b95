"""The commands about grouping's judgements: `why` explains one, `pin` overrules it."""

import typer

from flows.cli import pinning
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    ArticleArgument,
    JsonOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json
from flows.cli.why_page import print_why
from warehouse.database.opening import published
from warehouse.queries import story_queries


def add_to(app: typer.Typer) -> None:
    app.command()(why)
    pinning.add_to(app)


def why(
    article: ArticleArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why an article stands in its story, what came closest, and what would have changed it.

    The decision is taken again with the same code, on what was known when the article came; so is every "without". Whose
    text it carries is shown with the passages, and every change of its place since.
    """
    from warehouse.queries import judgements  # noqa: PLC0415 - it brings the scoring, which other commands do without

    with published(files_of(workspace, warehouse).published) as con:
        found = judgements.why(con, story_queries.find_article(con, article))
    if as_json:
        print_json(found)
    else:
        print_why(found)
