"""A workspace: the folder whose TOML files declare what one desk watches. Read once, here; all errors reported together."""

import difflib
import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import ErrorDetails

from flows.channels import AppriseChannel, Channel, ConsoleChannel, FileChannel, MailChannel, WebhookChannel
from flows.channels.contract import DeliveryError, secret
from flows.errors import UserError
from flows.rule_table import RuleTable
from flows.sources.feeds import FeedSource, PageSource
from flows.sources.transport import checked_proxy
from flows.table import Cron, Duration, Name, Table, Timezone, at_least
from pipeline.records import Rule, Topic
from pipeline.topic import problems as query_problems
from warehouse.sql_topics import problems as sql_problems

CHANNELS: Mapping[str, type[Channel]] = {
    "console": ConsoleChannel,
    "file": FileChannel,
    "webhook": WebhookChannel,
    "mail": MailChannel,
    "apprise": AppriseChannel,
}
_SHORTEST = timedelta(seconds=60)  # Prefect's scheduler is not made for less


class WorkspaceError(UserError):
    """The workspace cannot be used; one problem a line: file, key, what was expected."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """Files to read: a folder, or one file."""

    name: str
    path: Path
    watch: bool = False  # only what is new or changed is read, and `wirewatch up` runs when something is


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When `wirewatch up` runs: every so often, or at the times of a cron expression."""

    every: timedelta | None = None
    cron: str | None = None
    timezone: str = "UTC"

    def __str__(self) -> str:
        return f"at {self.cron} ({self.timezone})" if self.cron else f"every {self.every}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What a desk watches."""

    folder: Path
    schedule: Schedule
    contact: str | None
    sources: tuple[FolderSource | FeedSource | PageSource, ...]
    renamed: Mapping[str, tuple[str, ...]]  # by source, the names it had before
    off: tuple[str, ...]  # names of the sources that are declared and not enabled
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    channels: tuple[Channel, ...]
    proxy: str | None = field(default=None, repr=False)  # may hold a password


def load_workspace(folder: Path, outputs: Path) -> Workspace:
    """Read the files of a workspace; topics.toml and alerts.toml may be missing.

    Args:
        folder: holds the files; relative paths of sources start from it.
        outputs: where relative paths of file channels start from.

    Raises:
        WorkspaceError: with every problem of every file.
    """
    if not folder.is_dir():
        raise WorkspaceError([f"There is no workspace at {folder}: `wirewatch init {folder}` makes one."])
    problems: list[str] = []
    watched = _read(folder / "sources.toml", _SourcesFile, problems, required=True)
    interests = _read(folder / "topics.toml", _TopicsFile, problems)
    alerting = _read(folder / "alerts.toml", _AlertsFile, problems)
    topics = tuple(topic.build() for topic in interests.topic)
    channels = tuple(_build_channels(folder / "alerts.toml", alerting.channel, outputs, problems))
    proxy = _proxy(folder / "sources.toml", watched, problems)
    problems += _repeated(folder / "sources.toml", "source", (source.name for source in watched.source))
    problems += _renaming_problems(folder / "sources.toml", watched.source)
    problems += _topic_problems(folder / "topics.toml", topics)
    problems += _reference_problems(folder / "alerts.toml", topics, alerting)
    if problems:
        raise WorkspaceError(problems)
    return Workspace(
        folder=folder,
        schedule=watched.schedule.build(),
        contact=watched.contact,
        sources=tuple(source.build(folder) for source in watched.source if source.enabled),
        renamed={source.name: tuple(source.renamed_from) for source in watched.source if source.renamed_from},
        off=tuple(source.name for source in watched.source if not source.enabled),
        topics=topics,
        rules=tuple(rule.build() for rule in alerting.rule),
        channels=channels,
        proxy=proxy,
    )


class _ScheduleTable(Table):
    every: Annotated[Duration, at_least(_SHORTEST, "at least 60 seconds")] | None = None
    cron: Cron | None = None
    timezone: Timezone = "UTC"

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if self.every and self.cron:
            raise ValueError("expected either every or cron, not both")
        return self

    def build(self) -> Schedule:
        every = self.every if self.every or self.cron else timedelta(minutes=15)
        return Schedule(every=every, cron=self.cron, timezone=self.timezone)


def _listed(given: object) -> object:
    """One name, or a list of them."""
    return [given] if isinstance(given, str) else given


class _SourceTable(Table):
    name: Name
    path: str | None = None
    feed: str | None = None
    sitemap: str | None = None
    page: str | None = None
    outlet: str | None = None
    enabled: bool = True
    allow_private: bool = False
    watch: bool = False
    renamed_from: Annotated[list[Name], BeforeValidator(_listed)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if self.watch and self.path is None:
            raise ValueError("watch goes with path (a folder); what has an address is asked at its own rate")
        if [self.path, self.feed, self.sitemap, self.page].count(None) != 3:
            raise ValueError(
                "expected one of path (a folder or file), feed, sitemap or page (each an address)"
            )
        for kind, url in (("feed", self.feed), ("sitemap", self.sitemap), ("page", self.page)):
            if url is not None and not url.startswith(("http://", "https://")):
                raise ValueError(f"expected the {kind}'s address to begin with http:// or https://")
        return self

    def build(self, folder: Path) -> FolderSource | FeedSource | PageSource:
        if self.path is not None:
            return FolderSource(name=self.name, path=folder / self.path, watch=self.watch)
        if self.page is not None:
            return PageSource(
                name=self.name, url=self.page, outlet=self.outlet, allow_private=self.allow_private
            )
        return FeedSource(
            name=self.name,
            url=self.feed or self.sitemap or "",
            outlet=self.outlet,
            allow_private=self.allow_private,
            kind="sitemap" if self.sitemap else "feed",
        )


class _SourcesFile(Table):
    warehouse: Annotated[str, Field(min_length=1)] | None = None  # flows.whereabouts reads it
    contact: str | None = None
    proxy: str | None = None
    proxy_env: str | None = None  # for an address that holds a password
    schedule: _ScheduleTable = _ScheduleTable()
    source: list[_SourceTable] = Field(default_factory=list)


class _TopicTable(Table):
    name: Name
    query: str | None = None
    sql: str | None = None
    title: str | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.query is None) == (self.sql is None):
            raise ValueError("expected one of query and sql")
        return self

    def build(self) -> Topic:
        return Topic(name=self.name, title=self.title or self.name, query=self.query or "", sql=self.sql)


class _TopicsFile(Table):
    topic: list[_TopicTable] = Field(default_factory=list)


class _AlertsFile(Table):
    channel: list[dict[str, Any]] = Field(default_factory=list)
    rule: list[RuleTable] = Field(default_factory=list)


def _proxy(path: Path, watched: _SourcesFile, problems: list[str]) -> str | None:
    """The proxy's address; a problem names the setting and never repeats its value."""
    try:
        address = secret(os.environ, watched.proxy_env) if watched.proxy_env is not None else watched.proxy
    except DeliveryError as error:
        problems.append(f"{path}: proxy_env: {error}")
        return None
    problem = _proxy_problem(watched, address) if address is not None else None
    problems += [f"{path}: {problem}"] if problem else []
    return None if problem else address


def _proxy_problem(watched: _SourcesFile, address: str) -> str | None:
    if watched.proxy and watched.proxy_env:
        return "expected either proxy or proxy_env, not both"
    try:
        login = checked_proxy(address).auth
    except ValueError as error:
        return f"{'proxy_env' if watched.proxy_env else 'proxy'}: {error}"
    if login and not watched.proxy_env:
        return (
            "proxy: expected no password; name the environment variable that holds the address in proxy_env"
        )
    return None


File = TypeVar("File", bound=Table)


def _read(path: Path, model: type[File], problems: list[str], *, required: bool = False) -> File:
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
            problems += [_problem(path, found, model) for found in error.errors()]
    return model()


def _problem(path: Path, found: ErrorDetails, model: type[Any]) -> str:
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
    close = difflib.get_close_matches(key, sorted(_known_keys(model)), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _known_keys(model: type[Any]) -> set[str]:
    if not issubclass(model, BaseModel):
        return {field.name for field in fields(model)}
    keys = set(model.model_fields)
    for known in model.model_fields.values():
        for inner in (known.annotation, *getattr(known.annotation, "__args__", ())):
            keys |= _known_keys(inner) if isinstance(inner, type) and issubclass(inner, BaseModel) else set()
    return keys


def _build_channels(
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
            problems += [_problem(path, found, kind) for found in located]  # type: ignore[arg-type]  # a TypedDict, spread
            continue
        yield replace(channel, path=outputs / channel.path) if isinstance(channel, FileChannel) else channel


def _renaming_problems(path: Path, sources: Sequence[_SourceTable]) -> Iterator[str]:
    """A former name belongs to one source, and to none that is declared."""
    declared = {source.name for source in sources}
    claimed = Counter(name for source in sources for name in set(source.renamed_from))
    for number, source in enumerate(sources, start=1):
        for name in source.renamed_from:
            if name in declared:
                yield f"{path}: source[{number}].renamed_from: {name!r} is still declared; only a name that is gone can be taken over"
            elif claimed[name] > 1:
                yield f"{path}: source[{number}].renamed_from: {name!r} is taken over by several sources"


def _topic_problems(path: Path, topics: Sequence[Topic]) -> list[str]:
    repeated = _repeated(path, "topic", (topic.name for topic in topics))
    return repeated or [f"{path}: {error}" for error in (*query_problems(topics), *sql_problems(topics))]


def _reference_problems(path: Path, topics: Sequence[Topic], alerting: _AlertsFile) -> list[str]:
    """Rules that name what is not there, and names that stand twice."""
    channels = [str(channel.get("name")) for channel in alerting.channel]
    problems = _repeated(path, "channel", channels)
    problems += _repeated(path, "rule", (rule.name for rule in alerting.rule))
    for number, rule in enumerate(alerting.rule, start=1):
        wanted = (("topic", rule.topics, {t.name for t in topics}), ("channel", rule.channels, set(channels)))
        problems += [
            f"{path}: rule[{number}].{kind}s: there is no {kind} {name!r}{_suggestion(name, known)}"
            for kind, names, known in wanted
            for name in names
            if name not in known
        ]
    return problems


def _suggestion(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _repeated(path: Path, kind: str, names: Iterable[str]) -> list[str]:
    return [
        f"{path}: {kind} {name!r} is declared {count} times"
        for name, count in Counter(names).items()
        if count > 1
    ]
