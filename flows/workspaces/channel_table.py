"""A channel as alerts.toml declares it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.channels import CHANNELS, Channel, FileChannel
from flows.workspaces.toml_file import problem


def build_channels(
    path: Path, tables: Iterable[Mapping[str, Any]], outputs: Path, problems: list[str]
) -> Iterator[Channel]:
    """Channels by their type; a relative path lies beside the warehouse, where a run's other output is."""
    for number, table in enumerate(tables, start=1):
        values = dict(table)
        kind = CHANNELS.get(str(values.pop("type", "")))
        if kind is None:
            problems.append(
                f"{path}: channel[{number}].type: expected one of {', '.join(CHANNELS)}, got {table.get('type')!r}"
            )
            continue
        try:
            channel: Channel = TypeAdapter(kind).validate_python(values)
        except ValidationError as error:
            located = [{**found, "loc": ("channel", number - 1, *found["loc"])} for found in error.errors()]
            problems += [problem(path, found, kind) for found in located]  # type: ignore[arg-type]  # a TypedDict, spread
            continue
        yield replace(channel, path=outputs / channel.path) if isinstance(channel, FileChannel) else channel
