"""The command `pin`: what analysts lay down about stories. It waits in the spool, and is taken at once if nothing runs."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import duckdb
import typer

from flows.cli.asking import asker, said
from flows.cli.options import (
    DEFAULT_WORKSPACE,
    ArticleArgument,
    ByOption,
    JsonOption,
    WarehouseOption,
    WorkspaceOption,
    files_of,
)
from flows.cli.output import print_json, print_rows, stdout
from flows.errors import UserError
from pipeline.stories.pin import Pin, PinKind, PinRequest, undo
from warehouse.database.opening import published
from warehouse.queries import story_queries
from warehouse.stories import pins

NoteOption = Annotated[str | None, typer.Option("--note", help="Why; kept with the pin.")]
StoryArgument = Annotated[str, typer.Argument(help="A story's id, or of an article in it.")]

pin = typer.Typer(
    no_args_is_help=True,
    help="Lay down what grouping must keep to: articles that belong together, or apart.",
)


class PinRefusedError(UserError):
    """The pin contradicts another one, or names what is not there; the text says which."""


def add_to(app: typer.Typer) -> None:
    app.add_typer(pin, name="pin")


@pin.command()
def together(
    article: ArticleArgument,
    other: ArticleArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Two articles stand in one story, now and from now on. Of two stories that become one the older survives."""

    def build(con: duckdb.DuckDBPyConnection) -> Pin:
        return pins.between(con, PinKind.TOGETHER, *_articles(con, [article, other]))

    _Pins(workspace, warehouse, as_json=as_json).lay_down(build, note, by)


@pin.command()
def apart(
    article: ArticleArgument,
    other: ArticleArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Two articles never stand in one story. If they do, the one that came later leaves for a story of its own."""

    def build(con: duckdb.DuckDBPyConnection) -> Pin:
        return pins.between(con, PinKind.APART, *_articles(con, [article, other]))

    _Pins(workspace, warehouse, as_json=as_json).lay_down(build, note, by)


@pin.command()
def merge(
    story: StoryArgument,
    other: StoryArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Two stories are one: the articles that stand first in them stay together. The older story survives."""

    def build(con: duckdb.DuckDBPyConnection) -> Pin:
        return pins.merging(con, story_queries.find_story(con, story), story_queries.find_story(con, other))

    _Pins(workspace, warehouse, as_json=as_json).lay_down(build, note, by)


@pin.command()
def split(
    story: StoryArgument,
    articles: Annotated[list[str], typer.Argument(help="The articles that leave.", show_default=False)],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Articles leave a story for one of their own, and never again stand in a story with one of the others."""

    def build(con: duckdb.DuckDBPyConnection) -> Pin:
        return pins.splitting(con, story_queries.find_story(con, story), _articles(con, articles))

    _Pins(workspace, warehouse, as_json=as_json).lay_down(build, note, by)


@pin.command("undo")
def undo_pin(
    pin_id: Annotated[str, typer.Argument(metavar="PIN", help="A pin's id; its beginning is enough.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a pin. Stories stay as they are; from now on articles decide again."""

    def build(con: duckdb.DuckDBPyConnection) -> Pin:
        return undo(pins.find_pin(con, pin_id))

    _Pins(workspace, warehouse, as_json=as_json).lay_down(build, note, by)


@pin.command("list")
def list_pins(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    warehouse: WarehouseOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Those undone and refused, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the pins in force, the newest first."""
    with published(files_of(workspace, warehouse).published) as con:
        found = pins.pin_list(con, everything=everything)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            p["pin_id"], p["kind"], p["state"], _few(p["titles"]), _few(p["other_titles"]), p["made_by"], p["made_at"], p["note"],
        )
        for p in found
    ]  # fmt: skip
    columns = ("pin", "kind", "state", "articles", "others", "by", "made", "note")
    print_rows(rows, columns, empty="No pins: `wirewatch pin together ARTICLE ARTICLE` makes one.")


def _few(titles: Sequence[str] | None) -> str:
    """The first of some titles; a split may name a hundred."""
    first, *others = titles or ["-"]
    return f"{first} and {len(others)} more" if others else first


def _articles(con: duckdb.DuckDBPyConnection, prefixes: Sequence[str]) -> list[str]:
    return [story_queries.find_article(con, prefix) for prefix in prefixes]


class _Pins:
    """Where a pin is laid down, and how its outcome is told."""

    def __init__(self, workspace: Any, warehouse: Any, *, as_json: bool) -> None:
        self.workspace = workspace
        self.files = files_of(workspace, warehouse)
        self.as_json = as_json

    def lay_down(
        self, build: Callable[[duckdb.DuckDBPyConnection], Pin], note: str | None, by: str | None
    ) -> None:
        with published(self.files.published) as con:
            wanted = build(con)
            refused = pins.refusal(con, wanted)
        if refused:
            raise PinRefusedError(refused)
        request = PinRequest(pin=wanted, asked_at=datetime.now(UTC), made_by=asker(by), note=said(note))
        from flows.cli import work  # noqa: PLC0415 - a second of imports that a refused pin does without

        busy = work.take_pin(request, self.workspace, self.files, as_json=self.as_json)
        self._tell(request, busy)

    def _tell(self, request: PinRequest, busy: str | None) -> None:
        act = None
        if not busy:
            with published(self.files.published) as con:
                act = pins.last_act(con, request.pin.pin_id)
        if self.as_json:
            print_json({"pin_id": request.pin.pin_id, "waiting": busy, "act": act})
        elif act is None:
            stdout().print(f"Pin {request.pin.pin_id} waits in the spool; the next run takes it. {busy}", markup=False)  # fmt: skip
        elif act["refused"] is None:
            stdout().print(f"Pin {request.pin.pin_id}: {_outcome(act)}", markup=False)
        if act and act["refused"]:
            raise PinRefusedError(act["refused"])


def _outcome(act: dict[str, Any]) -> str:
    """What a pin changed, in a sentence."""
    if act["kind"] == PinKind.UNDO:
        return "undone. Stories stay as they are; the next articles decide again."
    told = act["evidence"]
    parts = [f"story {one['story_id']} has taken in {one['absorbed_id']}" for one in told["merged"]]
    parts += [f"story {story_id} was opened" for story_id in told["opened"]]
    if not parts:
        return "nothing had to change; it holds from now on."
    return f"{'; '.join(parts)}. {told['moved']} article{'s' * (told['moved'] != 1)} moved."
