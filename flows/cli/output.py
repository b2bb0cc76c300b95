"""How the commands show what they found: to a person on a terminal, or to a machine."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_SHORT = 17  # characters: an id, a time, a count; never folded
_LONGEST = 24  # of a word; addresses are longer
_GAP = 2  # between two columns
_PADDED = 60  # characters up to which a column is aligned where nothing is folded: one long text moves its own line only


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
    """A table for a person, or where that is too wide a block a row; texts from outside are never read as markup.

    Elsewhere (a pipe, a file) each row is one line, whole, however long, as other tools' tables are.
    """
    console, cells = stdout(), [[shown(value) for value in row] for row in rows]
    if not cells:
        console.print(empty)
        return
    if not sys.stdout.isatty():
        _print_lines(console, cells, columns)
        return
    least = [_least((name, *given)) for name, given in zip(columns, zip(*cells, strict=True), strict=True)]
    if sum(least) + _GAP * (len(least) - 1) > console.width:
        _print_blocks(console, cells, columns)
    else:
        console.print(_table(cells, columns))


def _least(texts: Sequence[str]) -> int:
    """The width that a column wants: ids, times and words stay in one piece, so that they can be read and copied."""
    width = max(map(cell_len, texts))
    return (
        width
        if width <= _SHORT
        else min(max(cell_len(word) for text in texts for word in text.split()), _LONGEST)
    )


def _table(cells: Sequence[Sequence[str]], columns: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, given in zip(columns, zip(*cells, strict=True), strict=True):
        table.add_column(name, no_wrap=max(map(cell_len, (name, *given))) <= _SHORT)
    for row in cells:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    return table


def _print_lines(console: Console, cells: Sequence[Sequence[str]], columns: Sequence[str]) -> None:
    widths = [min(max(map(cell_len, column)), _PADDED) for column in zip(columns, *cells, strict=True)]
    for place, row in enumerate((columns, *cells)):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        console.print(Text((" " * _GAP).join(padded).rstrip(), "" if place else "bold"), soft_wrap=True)


def _print_blocks(console: Console, cells: Sequence[Sequence[str]], columns: Sequence[str]) -> None:
    label = max(map(cell_len, columns))
    for place, row in enumerate(cells):
        if place:
            console.print()
        for name, cell in zip(columns, row, strict=True):
            console.print(Text.assemble((f"{name:<{label}}  ", "bold"), cell), soft_wrap=True)


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


def minute(moment: datetime) -> str:
    """Of a list, whose times are all UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"


def relative(path: Path) -> str:
    """As short as it can be typed from here."""
    try:
        return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    except OSError:
        return str(path)
