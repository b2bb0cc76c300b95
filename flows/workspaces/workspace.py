"""A workspace: the folder whose TOML files declare what one desk watches. Read once, here; all errors reported together."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from flows.channels import Channel
from flows.channels.contract import DeliveryError, secret
from flows.errors import UserError, closest
from flows.sources.kinds import FolderSource, Source
from flows.sources.transport import checked_proxy
from flows.workspaces.channel_table import build_channels
from flows.workspaces.rule_table import RuleTable
from flows.workspaces.source_table import SourceTable
from flows.workspaces.table import Cron, Duration, Name, Table, Timezone, at_least
from flows.workspaces.toml_file import read_file
from pipeline.records import Rule, Topic
from pipeline.topics.topic import problems as query_problems
from warehouse.topics.sql_topics import problems as sql_problems

_SHORTEST = timedelta(seconds=60)  # Prefect's scheduler is not made for less


class WorkspaceError(UserError):
    """The workspace cannot be used; one problem a line: file, key, what was expected."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When `wirewatch up` runs: every so often, or at the times of a cron expression."""

    every: timedelta | None = None
    cron: str | None = None
    timezone: str = "UTC"

    def __str__(self) -> str:
        if self.cron or self.every is None:
            return f"at {self.cron} ({self.timezone})"
        seconds = int(self.every.total_seconds())
        unit, size = next(one for one in _UNITS if seconds % one[1] == 0)
        return f"every {unit}" if seconds == size else f"every {seconds // size:,} {unit}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What a desk watches."""

    folder: Path
    schedule: Schedule
    contact: str | None
    sources: tuple[Source, ...]
    renamed: Mapping[str, tuple[str, ...]]  # by source, the names it had before
    off: tuple[str, ...]  # names of the sources that are declared and not enabled
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    channels: tuple[Channel, ...]
    proxy: str | None = field(default=None, repr=False)  # may hold a password

    @property
    def folders(self) -> tuple[FolderSource, ...]:
        return tuple(source for source in self.sources if isinstance(source, FolderSource))

    @property
    def watched(self) -> tuple[FolderSource, ...]:
        """The folders in which something that arrives starts a run."""
        return tuple(folder for folder in self.folders if folder.watch)


def load_workspace(folder: Path, outputs: Path) -> Workspace:
    """Read the files of a workspace; topics.toml and alerts.toml may be missing.

    Args:
        folder: holds the files; relative paths of sources start from it.
        outputs: where relative paths of file channels start from.

    Raises:
        WorkspaceError: with every problem of every file.
    """
    if folder.is_file():
        raise WorkspaceError([f"{folder} is a file: a workspace is a folder that holds sources.toml."])
    if not folder.is_dir():
        raise WorkspaceError([f"There is no workspace at {folder}: `wirewatch init {folder}` makes one."])
    problems: list[str] = []
    watched = read_file(folder / "sources.toml", _SourcesFile, problems, required=True)
    unread: list[str] = []
    interests = read_file(folder / "topics.toml", _TopicsFile, unread)
    problems += unread
    alerting = read_file(folder / "alerts.toml", _AlertsFile, problems)
    topics = tuple(topic.build() for topic in interests.topic)
    channels = tuple(build_channels(folder / "alerts.toml", alerting.channel, outputs, problems))
    proxy = _proxy(folder / "sources.toml", watched, problems)
    problems += _repeated(folder / "sources.toml", "source", (source.name for source in watched.source))
    problems += _renaming_problems(folder / "sources.toml", watched.source)
    problems += _topic_problems(folder / "topics.toml", topics)
    named = None if unread else {topic.name for topic in topics}
    problems += _reference_problems(folder / "alerts.toml", named, alerting)
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


class _SourcesFile(Table):
    warehouse: Annotated[str, Field(min_length=1)] | None = None  # flows.workspaces.whereabouts reads it
    contact: str | None = None
    proxy: str | None = None
    proxy_env: str | None = None  # for an address that holds a password
    schedule: _ScheduleTable = _ScheduleTable()
    source: list[SourceTable] = Field(default_factory=list)


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


def _renaming_problems(path: Path, sources: Sequence[SourceTable]) -> Iterator[str]:
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


def _reference_problems(path: Path, topics: set[str] | None, alerting: _AlertsFile) -> list[str]:
    """Rules that name what is not there, and names that stand twice; of topics that cannot be read nothing is said."""
    channels = [str(channel.get("name")) for channel in alerting.channel]
    problems = _repeated(path, "channel", channels)
    problems += _repeated(path, "rule", (rule.name for rule in alerting.rule))
    for number, rule in enumerate(alerting.rule, start=1):
        wanted = (("topic", rule.topics, topics), ("channel", rule.channels, set(channels)))
        problems += [
            f"{path}: rule[{number}].{kind}s: there is no {kind} {name!r}{_suggestion(name, known)}"
            for kind, names, known in wanted
            for name in names
            if known is not None and name not in known
        ]
    return problems


def _suggestion(name: str, known: Iterable[str]) -> str:
    close = closest(name, known)
    return f"; did you mean {close!r}?" if close else ""


def _repeated(path: Path, kind: str, names: Iterable[str]) -> list[str]:
    return [
        f"{path}: {kind} {name!r} is declared {count} times"
        for name, count in Counter(names).items()
        if count > 1
    ]
