"""Sources put into sources.toml by a command: what stands there keeps its order, its comments and its every character."""

import re
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from tomlkit.items import Array

from flows.errors import UserError
from flows.sources.kinds import SourceKind
from flows.workspaces.workspace import WorkspaceError, load_workspace
from warehouse.database.whole_file import replacing

_FILE = "sources.toml"
_LONGEST = 40  # characters of a name that is made from a title; it is typed, and heads a line
_TAKEN = "import"  # what `wirewatch ingest` reads bears this name
_SERVICE_HOSTS = re.compile(r"^(?:www|rss|feeds?|news)\.(?=.*\.)")
_ASSIGNED = re.compile(r"""^\ufeff?[ \t]*["']?source["']?[ \t]*=""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A [[source]] of sources.toml."""

    name: str
    kind: SourceKind
    address: str
    outlet: str | None = None
    enabled: bool = True
    allow_private: bool = False

    def table(self) -> dict[str, str | bool]:
        """As it is written; what is usual is left out."""
        outlet = {"outlet": self.outlet} if self.outlet else {}
        off = {} if self.enabled else {"enabled": False}
        private = {"allow_private": True} if self.allow_private else {}
        return {"name": self.name, self.kind: self.address, **outlet, **off, **private}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A source to be declared; its name is found here unless it is given."""

    kind: SourceKind
    address: str
    title: str | None = None  # to make the name from
    name: str | None = None
    outlet: str | None = None
    enabled: bool = True
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What became of the wanted: sources that are new, and those that stood there."""

    added: tuple[Declaration, ...]
    known: tuple[Declaration, ...]


class NameTakenError(UserError):
    """Another source has this name."""

    exit_code = 2


def declarations(folder: Path) -> list[Declaration]:
    """The sources of a workspace, in their order, those that are off included.

    Raises:
        WorkspaceError: the workspace cannot be used as it is.
    """
    load_workspace(folder, folder)
    return [_declaration(table) for table in _tables((folder / _FILE).read_bytes())]


def find(address: str, among: Iterable[Declaration]) -> Declaration | None:
    """The source that has this address, be it written a little differently."""
    key = _key(address)
    return next((one for one in among if one.kind.is_address and _key(one.address) == key), None)


def declare(folder: Path, wanted: Sequence[Wanted]) -> Declared:
    """Add sources to sources.toml. The new file is checked before it takes the place of the old one, all or nothing.

    Raises:
        WorkspaceError: the workspace cannot be used, as it is or as it would be.
        NameTakenError: a given name is another source's.
    """
    present = declarations(folder)
    by_key = {_key(one.address): one for one in present if one.kind.is_address}
    names = {one.name for one in present} | {_TAKEN}
    added: dict[str, Declaration] = {}
    known: list[Declaration] = []
    for one in wanted:
        key = _key(one.address)
        if key in by_key or key in added:
            known.append(by_key.get(key) or added[key])
            continue
        added[key] = _named(one, names)
        names.add(added[key].name)
    if added:
        _write(folder, list(added.values()))
    return Declared(added=tuple(added.values()), known=tuple(known))


def _key(address: str) -> str:
    """What two ways to write one address have in common."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").rstrip(".")
    try:
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    except ValueError:
        port = ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def _named(wanted: Wanted, taken: set[str]) -> Declaration:
    if wanted.name in taken:
        raise NameTakenError(f"There is a source {wanted.name} already: give another --name.")
    return Declaration(
        name=wanted.name or _unique(slug(wanted.title) or _host_slug(wanted.address), taken),
        kind=wanted.kind,
        address=wanted.address,
        outlet=wanted.outlet,
        enabled=wanted.enabled,
        allow_private=wanted.allow_private,
    )


def slug(title: str | None) -> str | None:
    """A name as sources have it; None when too little of a title in another script would be left of it."""
    words = re.sub(r"['’`]", "", title or "").casefold()
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    if sum(map(str.isalnum, plain)) * 2 <= sum(map(str.isalnum, words)):
        return None
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(name) > _LONGEST:
        name = name[:_LONGEST].rpartition("-")[0] or name[:_LONGEST]
    return name or None


def _host_slug(address: str) -> str:
    host = _SERVICE_HOSTS.sub("", urlsplit(address).hostname or "")
    return slug(host) or "source"


def _unique(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def _write(folder: Path, added: Sequence[Declaration]) -> None:
    path = (folder / _FILE).resolve()  # behind a link the file itself is replaced, not the link
    before = path.read_bytes()
    after = _extended(before, added)
    _check(path, before, after, added)
    with replacing(path) as file:
        file.write(after)


def _extended(before: bytes, added: Sequence[Declaration]) -> bytes:
    """The file with more sources at its end. tomlkit writes them; the rest it would reorder (tables between sources)."""
    text = before.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    tables = [one.table() for one in added]
    if _is_array(text):
        return _in_array(text, tables).encode("utf-8")
    parts = [tomlkit.dumps({"source": [table]}).strip().replace("\n", newline) for table in tables]
    gap = newline if text.endswith("\n") or not text.strip("\ufeff") else newline * 2
    return (text + (gap if text.strip("\ufeff") else "") + (newline * 2).join(parts) + newline).encode(
        "utf-8"
    )


def _is_array(text: str) -> bool:
    """Whether sources stand as `source = [...]`, beside which TOML allows no [[source]]."""
    maybe = _ASSIGNED.search(text)  # tomlkit takes seconds for thousands of sources
    return bool(maybe) and isinstance(tomlkit.parse(text.lstrip("\ufeff")).get("source"), Array)


def _in_array(text: str, tables: Sequence[Mapping[str, str | bool]]) -> str:
    document = tomlkit.parse(text.lstrip("\ufeff"))
    sources = document["source"]
    assert isinstance(sources, Array)
    for table in tables:
        inline = tomlkit.inline_table()
        inline.update(table)
        sources.append(inline)
    return tomlkit.dumps(document)


def _check(path: Path, before: bytes, after: bytes, added: Sequence[Declaration]) -> None:
    """What will be read must be what was there and what was added, and be valid."""
    try:
        expected = [*_tables(before), *(one.table() for one in added)]
        same = _rest(before) == _rest(after) and _tables(after) == expected
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError([f"{path}: left as it is; the edit would make it invalid: {error}"]) from error
    if not same:
        raise WorkspaceError([f"{path}: left as it is; add the source by hand"])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / _FILE).write_bytes(after)
        try:
            load_workspace(Path(folder), Path(folder))
        except WorkspaceError as error:
            told = [problem.replace(f"{Path(folder) / _FILE}", str(path)) for problem in error.problems]
            raise WorkspaceError([f"{problem} (the file is left as it is)" for problem in told]) from error


def _values(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8-sig"))


def _tables(content: bytes) -> list[dict[str, Any]]:
    return list(_values(content).get("source", []))


def _rest(content: bytes) -> dict[str, Any]:
    return {key: value for key, value in _values(content).items() if key != "source"}


def _declaration(table: Mapping[str, Any]) -> Declaration:
    kind = next((kind for kind in SourceKind if kind in table), SourceKind.PATH)
    return Declaration(
        name=table["name"],
        kind=kind,
        address=str(table.get(kind, "")),
        outlet=table.get("outlet"),
        enabled=table.get("enabled", True),
        allow_private=table.get("allow_private", False),
    )
