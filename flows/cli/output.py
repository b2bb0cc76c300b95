"""How the commands show what they found: to a person on a terminal, or to a machine."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text


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
