"""Where a workspace and its warehouse are: as typed, as sources.toml says, or in their usual places."""

import shlex
import tomllib
from pathlib import Path

from flows.errors import UserError
from warehouse.database.publish import Files

DEFAULT_WORKSPACE = Path("seeds")
DEFAULT_WAREHOUSE = Path("warehouse/news.duckdb")


class WhereaboutsError(UserError):
    """A place cannot be what it is named as."""

    exit_code = 2


def files_of(workspace: Path, warehouse: Path | None) -> Files:
    """The files of a warehouse: of the one that is given, or that the workspace names, or in its usual place.

    Raises:
        WhereaboutsError: it is a folder.
        WorkspaceError: the workspace does not say, for it cannot be read. Taking the usual place would be another desk's.
    """
    if warehouse is None:
        try:
            warehouse = _declared(workspace)
        except (OSError, ValueError):
            if workspace != DEFAULT_WORKSPACE or workspace.exists():
                _refuse(workspace)
    published = (warehouse or DEFAULT_WAREHOUSE).resolve()
    if published.is_dir():
        raise WhereaboutsError(
            f"{published} is a folder: name a file in it, as {published / DEFAULT_WAREHOUSE.name}."
        )
    return Files(published)


def typed(workspace: Path, files: Files) -> str:
    """The options with which a command finds this warehouse again from the same folder; none in the usual places."""
    words = [] if workspace.resolve() == DEFAULT_WORKSPACE.resolve() else ["-w", str(workspace)]
    try:
        usual = _declared(workspace) or DEFAULT_WAREHOUSE
    except (OSError, ValueError):
        usual = DEFAULT_WAREHOUSE
    if usual.resolve() != files.published.resolve():
        words += ["--warehouse", str(files.published)]
    return shlex.join(words)


def _declared(folder: Path) -> Path | None:
    """The warehouse that a workspace names, relative to it, if it does."""
    named = tomllib.loads((folder / "sources.toml").read_text("utf-8-sig")).get("warehouse")
    if named is not None and not (isinstance(named, str) and named):
        raise ValueError("no path")
    return folder / named if named else None


def _refuse(workspace: Path) -> None:
    from flows.workspaces.workspace import load_workspace  # noqa: PLC0415 - a second of imports, for what is wrong to be told whole

    load_workspace(workspace, workspace)
