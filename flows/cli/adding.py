"""What `add` does: find what an address offers, declare it in sources.toml, and say what it will bring."""

import asyncio
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import typer
from rich.console import Console

from flows.cli.add_words import holds, nothing, say, say_added, say_known, say_some
from flows.cli.output import relative, shown, stdout
from flows.cli.targets import AddressError, target
from flows.sources.feed_parser import FeedParser
from flows.sources.http import Client
from flows.sources.kinds import SourceKind
from flows.sources.probe import Found, Probe, Search
from flows.workspaces.declare import Declaration, Wanted, declarations, declare, find
from flows.workspaces.opml import BadOutline, OpmlError, Outline, read_opml
from flows.workspaces.workspace import Workspace, load_workspace
from warehouse.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked of `add` beside the addresses."""

    name: str | None
    outlet: str | None
    allow_private: bool
    yes: bool


def add(given: Sequence[str], folder: Path, options: Options) -> None:
    """Declare sources.

    Raises:
        AddressError: something given is neither address nor file, or a name is given for several.
        WorkspaceError: the workspace is broken, and left as it is.
        OpmlError: a file is no list of feeds.
        typer.Exit: with 1 when an address led to nothing; what others led to is declared.
    """
    places = [target(text, hosts=True) for text in given]
    if (options.name or options.outlet) and (len(places) > 1 or isinstance(places[0], Path)):
        raise AddressError("--name and --outlet are for one address; give one at a time.")
    workspace = load_workspace(folder, folder)
    lists = {place.name: _read_list(place) for place in places if isinstance(place, Path)}
    present = declarations(folder)
    asked = [place for place in places if isinstance(place, str)]
    known = [found for address in asked if (found := find(address, present))]
    searches = _searched([a for a in asked if not find(a, present)], workspace, options)
    console = stdout()
    for one in known:
        say_known(console, one, folder)
    for name, outlines in lists.items():
        _import(console, folder, name, outlines, brief=len(lists) > 1)
    lost = [search for search in searches if not _declare(console, folder, search, options)]
    if len(lost) < len(places):
        say(console, "Next", f"wirewatch run -w {relative(folder.resolve())}")
    for search in lost:
        typer.echo(nothing(search, allow_private=options.allow_private), err=True)
    if lost:
        raise typer.Exit(1)


def _read_list(path: Path) -> list[Outline | BadOutline]:
    if path.is_dir():
        raise AddressError(f'{path}: a folder; declare it in sources.toml, with path = "…"')
    try:
        return read_opml(path.read_bytes())
    except OpmlError as error:
        raise OpmlError(f"{path}: {error} (`wirewatch ingest {path}` loads a file of articles).") from error


def _searched(addresses: Sequence[str], workspace: Workspace, options: Options) -> list[Search]:
    """What the addresses offer; each address that is asked is said on stderr."""

    async def work() -> list[Search]:
        now = datetime.now(UTC)
        async with Client(contact=workspace.contact, proxy=workspace.proxy) as client:
            with FeedParser() as parser:
                probe = Probe(client, parser, now, lambda url: typer.echo(f"Asking {shown(url)} …", err=True))
                return [await probe.search(one, allow_private=options.allow_private) for one in addresses]

    return asyncio.run(work()) if addresses else []


def _declare(console: Console, folder: Path, search: Search, options: Options) -> bool:
    """Whether the address led to something."""
    if not search.found:
        return False
    if search.found[0].kind == "opml":
        _import(console, folder, search.address, read_opml(search.found[0].body), brief=False)
        return True
    chosen = _chosen(search, options)
    if options.name and len(chosen) > 1:
        raise AddressError("--name is for one source; choose one, or leave it out.")
    for one in chosen:
        outcome = declare(folder, [_wanted(one, search.address, options)])
        for declaration in outcome.known:
            say_known(console, declaration, folder)
        for declaration in outcome.added:
            say_added(console, declaration, one)
    return True


def _wanted(found: Found, address: str, options: Options) -> Wanted:
    """Inside our own network only the host that a person typed is trusted, not one a page of it names."""
    same_host = urlsplit(found.url).hostname == urlsplit(address).hostname
    return Wanted(
        kind=SourceKind(found.kind),
        address=found.url,
        title=options.outlet or found.title,
        name=options.name,
        outlet=options.outlet,
        allow_private=options.allow_private and same_host,
    )


def _chosen(search: Search, options: Options) -> list[Found]:
    """The best, unless there are several and a person to ask."""
    several = len(search.found) > 1
    if not several or options.yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return [search.found[0]]
    typer.echo(f"{search.address} has {len(search.found)} feeds:")
    for number, one in enumerate(search.found, start=1):
        typer.echo(f"  {number}  {shown(one.title or 'untitled')}: {holds(one)}\n     {shown(one.url)}")
    picked: list[int] = typer.prompt(
        'Which? Numbers, or "all"', default="1", value_proc=_numbers(len(search.found))
    )
    return [search.found[number - 1] for number in picked]


def _numbers(most: int) -> Callable[[str], list[int]]:
    def read(text: str) -> list[int]:
        if text.strip().lower() == "all":
            return list(range(1, most + 1))
        words = text.replace(",", " ").split()
        picked = [int(word) for word in words if word.isdecimal() and 1 <= int(word) <= most]
        if not picked or len(picked) < len(words):
            raise typer.BadParameter(f"expected numbers from 1 to {most}")
        return list(dict.fromkeys(picked))

    return read


def _import(
    console: Console, folder: Path, name: str, outlines: Sequence[Outline | BadOutline], *, brief: bool
) -> None:
    feeds = [one for one in outlines if isinstance(one, Outline)]
    bad = [one for one in outlines if isinstance(one, BadOutline)]
    outcome = declare(folder, [_imported(one) for one in feeds])
    say(console, "List", f"{name}: {counted(len(feeds), 'feed')}, {_outcome(outcome.added, outcome.known)}")
    if not brief:
        say_some(console, "", [f"{one.name}  {one.address}" for one in outcome.added])
    say_some(console, "Broken", [f"line {one.line}: {one.reason}" for one in bad])


def _imported(one: Outline) -> Wanted:
    """A text that is a name already, as our own lists have it, is none of an outlet."""
    is_name = one.text is not None and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", one.text) is not None
    return Wanted(
        kind=SourceKind.FEED,
        address=one.url,
        title=one.text or one.title,
        outlet=one.title or (None if is_name else one.text),
        enabled=not one.off,
    )


def _outcome(added: Sequence[Declaration], known: Sequence[Declaration]) -> str:
    return f"{len(added):,} declared" + (f", {len(known):,} were declared already" if known else "")
