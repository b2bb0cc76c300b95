"""What `add` says: what was declared, what it holds, and what was tried in vain."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.cli.output import relative, shown
from flows.cli.passing import age
from flows.sources.probe import Found, Search
from flows.workspaces.declare import Declaration
from warehouse.wording import counted

_LISTED = 10  # lines of a list that are shown


def say_known(console: Console, one: Declaration, folder: Path) -> None:
    off = (
        "" if one.enabled else f", but off: take out `enabled = false` in {relative(folder / 'sources.toml')}"
    )
    say(console, "Known", f"{one.address} is declared already, as {one.name}{off}")


def say_added(console: Console, declaration: Declaration, found: Found) -> None:
    say(console, "Declared", f"{declaration.name}  {declaration.address}")
    say(console, "", f"{found.kind}: {holds(found)}")


def holds(found: Found) -> str:
    """What it has now, and whether articles come with it."""
    if found.sitemaps:
        return f"an index of {counted(found.sitemaps, 'sitemap')}; the page of each new article is fetched"
    if not found.entries:
        return "no entries now"
    held = counted(found.entries, "entry", "entries")
    held += f", the newest {age(found.newest, datetime.now(UTC))} ago" if found.newest else ""
    return f"{held}; {_enclosed(found)}"


def _enclosed(found: Found) -> str:
    if found.kind == "sitemap":
        return "the page of each new one is fetched"
    if found.whole == found.entries:
        return "whole articles are enclosed"
    some = f"{found.whole:,} of them whole, " if found.whole else "teasers: "
    return f"{some}the page of each {'other ' if found.whole else ''}is fetched"


def nothing(search: Search, *, allow_private: bool) -> str:
    lines = [f"{search.address}: no feed and no sitemap found. Tried:"]
    lines += [f"  {miss.url}: {miss.why}" for miss in search.tried]
    if not allow_private and any(miss.refused for miss in search.tried):
        lines.append("If it is inside your own network: --allow-private")
    if search.page:
        lines.append(
            f'To watch this one page for changes, declare it in sources.toml: page = "{search.page}"'
        )
    return "\n".join(map(shown, lines))


def say_some(console: Console, label: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines[:_LISTED]):
        say(console, label if number == 0 else "", line)
    if len(lines) > _LISTED:
        say(console, "", f"… and {len(lines) - _LISTED:,} more")


def say(console: Console, label: str, text: str) -> None:
    console.print(Text.assemble((f"{label:<11}", "bold"), shown(text)), soft_wrap=True)
