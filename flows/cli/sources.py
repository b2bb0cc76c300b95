"""The commands about sources: add, sources. What they do is in flows.cli.adding, flows.cli.source_rows and flows.cli.source_table."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import DEFAULT_WORKSPACE, JsonOption, WarehouseOption, WorkspaceOption, files_of
from flows.cli.output import print_json

if TYPE_CHECKING:
    from flows.cli.source_rows import SourceRow


def add_to(app: typer.Typer) -> None:
    app.command()(add)
    app.command()(sources)


def add(
    addresses: Annotated[
        list[str],
        typer.Argument(
            metavar="ADDRESS_OR_FILE",
            help="Feeds, sites whose feeds are looked for, sitemaps, or OPML files.",
            show_default=False,
        ),
    ],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    name: Annotated[
        str | None,
        typer.Option("--name", help="What to call it. [default: from its title]", show_default=False),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", help="Who publishes it. [default: as the feed says]", show_default=False),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Its host may be inside our own network.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take the best of several feeds, unasked.")
    ] = False,
) -> None:
    """Declare sources in sources.toml, whose comments and order are kept.

    An address is asked once: a feed or a sitemap is declared as it is. Of a page the feeds it names are looked at, else
    the usual places of its site, as robots.txt allows. An OPML file, as feed readers export it, is imported whole and
    nothing is asked. What is declared already is left as it is.
    """
    from flows.cli import adding  # noqa: PLC0415 - a second of imports that reading commands do without

    options = adding.Options(name=name, outlet=outlet, allow_private=allow_private, yes=yes)
    adding.add(addresses, workspace, options)


def sources(
    source: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Show this one in detail.", show_default=False)
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
    as_opml: Annotated[
        bool, typer.Option("--opml", help="All declared feeds as OPML 2.0, on stdout.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="End with code 1 if a source failed, is gone or is quiet.")
    ] = False,
) -> None:
    """List the sources, those that need a look first.

    `7 days` is what came in the last week, of what the source's own habit lets expect. `quiet` is far below it. The bars
    are documents a day over 28 days; a dot is none, a cross a day on which it could not be read. `new` has no habit yet, `unpolled` waits for its first run, `off` is
    declared with enabled = false, `former` is no longer declared.
    """
    from flows.cli import source_rows  # noqa: PLC0415 - as above

    published = files_of(workspace, warehouse).published
    now = datetime.now(UTC)
    if as_opml:
        _print_opml(workspace)
        return
    rows = source_rows.source_rows(workspace, published, now)
    if source is not None:
        rows = [source_rows.one_row(rows, source)]
    if as_json:
        _print_as_json(rows, published, detail=source is not None)
    else:
        _print(rows, published, now, detail=source is not None)
    if check and any(row.state in source_rows.BAD for row in rows):
        raise typer.Exit(1)


def _print_opml(workspace: Path) -> None:
    from flows.sources.kinds import SourceKind  # noqa: PLC0415 - as above
    from flows.workspaces.declare import declarations  # noqa: PLC0415 - as above
    from flows.workspaces.opml import Outline, write_opml  # noqa: PLC0415 - as above

    feeds = [
        Outline(url=one.address, text=one.name, title=one.outlet, off=not one.enabled)
        for one in declarations(workspace)
        if one.kind is SourceKind.FEED
    ]
    sys.stdout.buffer.write(write_opml(feeds, f"wirewatch: {workspace.resolve().name}"))
    sys.stdout.buffer.flush()


def _print_as_json(rows: "list[SourceRow]", published: Path, *, detail: bool) -> None:
    from flows.cli.source_rows import polls_of  # noqa: PLC0415 - as above

    if detail:
        print_json({**rows[0].to_json(), "last_polls": polls_of(rows[0].source, published)})
    else:
        print_json([row.to_json() for row in rows])


def _print(rows: "list[SourceRow]", published: Path, now: datetime, *, detail: bool) -> None:
    from flows.cli import source_rows, source_table  # noqa: PLC0415 - as above

    if detail:
        source_table.print_source(rows[0], source_rows.polls_of(rows[0].source, published), now)
    else:
        source_table.print_sources(rows, now)
