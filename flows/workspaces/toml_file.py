"""A TOML file of a workspace: read against the tables it may hold, each error told by file, key and what was expected."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flows.errors import closest
from flows.workspaces.table import Table

File = TypeVar("File", bound=Table)


def read_file(path: Path, model: type[File], problems: list[str], *, required: bool = False) -> File:
    """The file's tables, or empty ones when something is wrong with it."""
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        if required:
            problems.append(f"{path}: missing; `wirewatch init {path.parent}` writes a commented one")
    except OSError as error:
        problems.append(f"{path}: cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        problems.append(f"{path}: expected UTF-8 text (byte {error.start})")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: not valid TOML: {error}")
    else:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            problems += [problem(path, found, model) for found in error.errors()]
    return model()


def problem(path: Path, found: ErrorDetails, model: type[Any]) -> str:
    """What is wrong, in a line: file, key, what was expected."""
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in found["loc"]).lstrip(
        "."
    )
    if found["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        return f"{path}: {key}: unknown key{_guess(str(found['loc'][-1]), model)}"
    if found["type"] == "string_pattern_mismatch":
        return f"{path}: {key}: expected lower-case letters, digits and hyphens, got {found['input']!r}"
    message = found["msg"].removeprefix("Value error, ")
    got = "" if isinstance(found["input"], dict) else f", got {found['input']!r}"
    return f"{path}: {key}: {message[0].lower()}{message[1:]}{got}" if key else f"{path}: {message}"


def _guess(key: str, model: type[Any]) -> str:
    close = closest(key, _known_keys(model))
    return f"; did you mean {close}?" if close else ""


def _known_keys(model: type[Any]) -> set[str]:
    if not issubclass(model, BaseModel):
        return {field.name for field in fields(model)}
    keys = set(model.model_fields)
    for known in model.model_fields.values():
        for inner in (known.annotation, *getattr(known.annotation, "__args__", ())):
            keys |= _known_keys(inner) if isinstance(inner, type) and issubclass(inner, BaseModel) else set()
    return keys
