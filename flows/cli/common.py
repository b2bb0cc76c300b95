"""What the commands share: options, and how rows are shown to a person or a machine."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows import whereabouts
from flows.whereabouts import DEFAULT_WAREHOUSE
from warehouse.publish import Files

DEFAULT_WORKSPACE = whereabouts.DEFAULT_WORKSPACE

WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        envvar="WIREWATCH_WORKSPACE",
        help="Folder with sources.toml, topics.toml, alerts.toml.",
    ),
]
WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        envvar="WIREWATCH_WAREHOUSE",
        help=f"The DuckDB file to publish to. [default: the workspace's own, else {DEFAULT_WAREHOUSE}]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on stdout, for machines.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many rows.")]


def files_of(workspace: Path, warehouse: Path | None) -> Files:
    """Where the warehouse is: as given, as the workspace says, or in its usual place."""
    return whereabouts.files_of(workspace, warehouse)


def stdout() -> Console:
    """Colours and the width of the terminal only on a terminal; elsewhere rows are not cut."""
    on_terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not on_terminal, width=None if on_terminal else 200)


def print_json(value: object) -> None:
    sys.stdout.buffer.write(
        orjson.dumps(value, default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
    )
    sys.stdout.buffer.flush()


def print_rows(rows: Iterable[Sequence[Any]], columns: Sequence[str], *, empty: str) -> None:
    """A table for a person; texts from outside are never read as markup."""
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(shown(value), overflow="fold") for value in row))
    stdout().print(table if table.row_count else empty)


def shown(value: object) -> str:
    """As a person reads it: no control characters from outside reach the terminal."""
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(shown(part) for part in value)
    text = (
        value.isoformat(sep=" ", timespec="minutes")
        if hasattr(value, "isoformat") and hasattr(value, "hour")
        else str(value)
    )
    return "".join(char if char.isprintable() else " " for char in text)


def relative(path: Path) -> str:
    """As short as it can be typed from here."""
    try:
        return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    except OSError:
        return str(path)
