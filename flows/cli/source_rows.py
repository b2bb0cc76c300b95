"""Declared sources and what polls have left of them, as one row each: what `wirewatch sources` shows and prints as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.errors import UserError, closest
from flows.workspaces.declare import Declaration, declarations
from warehouse.database import opening
from warehouse.queries import source_list

DAYS = 35  # the week that is judged, and the four of its habit
_POLLS = 20
# Those that need a look first. unpolled: declared, and no run came by since; former: read once, no longer declared.
_ORDER = ("failed", "gone", "quiet", "unpolled", "new", "ok", "off", "former")
BAD = frozenset({"failed", "gone", "quiet"})
COUNTS = ("undated", "calmed", "capped", "waiting", "pages_failed", "paywalled", "script_only")


class UnknownSourceError(UserError):
    """No source has this name."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source: as it is declared, how it does, and what it gave."""

    source: str
    state: str  # of _ORDER
    declared: Declaration | None
    health: Mapping[str, Any]  # a row of the view source_health; empty if it was never polled
    days: Sequence[Mapping[str, Any]]  # rows of the view source_days, at most DAYS
    today: date  # the last of the days

    def daily(self, days: int) -> list[int]:
        """Documents a day, the last one today; -1 where the source was asked in vain."""
        given = {row["day"]: _given(row) for row in self.days}
        return [given.get(self.today - timedelta(days=back), 0) for back in reversed(range(days))]

    @property
    def last_gap(self) -> datetime | None:
        """When entries were probably missed, if that is not long ago."""
        last: datetime | None = self.health.get("last_gap_at")
        return last if last and (self.today - last.date()).days < DAYS else None

    @property
    def counts(self) -> dict[str, int]:
        """What wants a look, where there is some."""
        return {name: self.health[name] for name in COUNTS if self.health.get(name)}

    def to_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "state": self.state,
            "declared": asdict(self.declared) if self.declared else None,
            "health": self.health or None,
            "days": list(self.days),
        }


def _given(day: Mapping[str, Any]) -> int:
    return -1 if day["failures"] == day["polls"] else int(day["documents"])


def source_rows(folder: Path, published: Path, now: datetime) -> list[SourceRow]:
    """All sources, those that need a look first. Before the first run there is no warehouse, and that is no error.

    Raises:
        WorkspaceError: sources.toml cannot be read.
        WarehouseError: the warehouse cannot.
    """
    declared = {one.name: one for one in declarations(folder)}
    today = now.astimezone(UTC).date()
    health: Mapping[str, Mapping[str, Any]] = {}
    days: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    if published.exists():
        with opening.published(published) as con:
            health = source_list.source_health(con)
            days = source_list.source_days(con, last=today, days=DAYS)
    found = [
        SourceRow(
            source=name,
            state=_state(declared.get(name), health.get(name)),
            declared=declared.get(name),
            health=health.get(name, {}),
            days=days.get(name, ()),
            today=today,
        )
        for name in dict.fromkeys([*declared, *health])
    ]
    return sorted(found, key=_urgency)


def _state(declared: Declaration | None, health: Mapping[str, Any] | None) -> str:
    if declared is None:
        return "former"
    if not declared.enabled:
        return "off"
    state = str(health["state"]) if health else "former"
    return "unpolled" if state == "former" else state  # declared again, and no run came by since


def _urgency(row: SourceRow) -> tuple[int, bool, str]:
    return _ORDER.index(row.state), not (row.counts or row.last_gap), row.source


def one_row(rows: Iterable[SourceRow], name: str) -> SourceRow:
    """The source of this name.

    Raises:
        UnknownSourceError: there is none.
    """
    by_name = {row.source: row for row in rows}
    if name not in by_name:
        close = closest(name, by_name)
        hint = f"did you mean {close}?" if close else "`wirewatch sources` lists them."
        raise UnknownSourceError(f"There is no source {name}: {hint}")
    return by_name[name]


def polls_of(name: str, published: Path) -> list[dict[str, Any]]:
    """The last polls of a source, the newest first."""
    if not published.exists():
        return []
    with opening.published(published) as con:
        return source_list.last_polls(con, name, limit=_POLLS)
