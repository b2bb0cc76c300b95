"""Names of a workspace as they are typed: found, or refused with what may have been meant."""

from pathlib import Path

from flows.errors import UserError, closest
from flows.workspaces.workspace import Workspace, load_workspace
from pipeline.records import Rule
from warehouse.database.publish import Files


class UnknownRuleError(UserError):
    """There is no rule of that name; the text says which there are."""

    exit_code = 2


def declared_rule(folder: Path, files: Files, name: str) -> Rule:
    """The rule of this name in the workspace of a folder.

    Raises:
        WorkspaceError: the workspace cannot be used.
        UnknownRuleError: no rule is called so.
    """
    return named_rule(load_workspace(folder, files.published.parent), name)


def named_rule(workspace: Workspace, name: str) -> Rule:
    """The rule of this name, or UnknownRuleError."""
    rules = {rule.name: rule for rule in workspace.rules}
    if name in rules:
        return rules[name]
    close = closest(name, rules)
    guess = f" Did you mean {close}?" if close else ""
    raise UnknownRuleError(
        f"There is no rule {name!r} in {workspace.folder / 'alerts.toml'}.{guess} Declared: {', '.join(sorted(rules)) or 'none'}."
    )
