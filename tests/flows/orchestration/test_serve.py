import asyncio
import importlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.workspaces.workspace import Schedule, WorkspaceError
from warehouse.database.opening import open_loader
from warehouse.database.publish import Files, publish
from warehouse.ledger.runs import Counts, add_batch, add_run
from warehouse.ledger.sources import PollRecord, add_polls

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)

pytestmark = pytest.mark.xdist_group("prefect")


@pytest.fixture(scope="module")
def serve() -> Any:
    """Prefect and all that a run warms up take seconds to import: by the one process that has these tests, not by all."""
    return importlib.import_module("flows.orchestration.serve")


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule(every=timedelta(minutes=5)), {"interval": timedelta(minutes=5)}),
        (
            Schedule(cron="0 6 * * *", timezone="Europe/Vienna"),
            {"cron": "0 6 * * *", "timezone": "Europe/Vienna"},
        ),
    ],
    ids=["interval", "cron"],
)
def test_the_workspaces_schedule_is_prefects(
    serve: Any, schedule: Schedule, expected: dict[str, object]
) -> None:
    deployed = serve.deployment("desk", "news.duckdb", schedule)
    (found,) = deployed.schedules or []
    assert {name: getattr(found.schedule, name) for name in expected} == expected
    assert deployed.entrypoint == "flows.ingest.ingest"
    assert deployed.parameters["workspace"] == "desk"


def test_a_scheduled_run_that_fails_says_why(
    serve: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prefect's own words go nowhere, and the next thing that is said would be the watchdog's, three intervals later."""
    with pytest.raises(WorkspaceError):
        asyncio.run(serve.ingest.fn(str(tmp_path / "desk"), str(tmp_path / "news.duckdb"), 60.0))
    assert f"A run failed. There is no workspace at {tmp_path / 'desk'}" in capsys.readouterr().err


@pytest.mark.usefixtures("serve")
def test_a_scheduled_run_says_which_sources_failed(tmp_path: Path) -> None:
    """Nobody looks at `wirewatch sources` while nothing says that it is worth a look."""
    warehouse = Files(tmp_path / "news.duckdb")
    names = ["f1", "f2", "f3", "f4", "f5", "f6", "ok"]
    polls = [
        PollRecord(
            source=name, kind="feed", polled_at=NOW, status="ok" if name == "ok" else "failed",
            documents=0, rejected=0, entries=0, error=None if name == "ok" else "answered 500",
        )
        for name in names
    ]  # fmt: skip
    with open_loader(warehouse.loader) as con:
        add_polls(con, polls, "r1-000000")
        add_batch(con, "r1-000000", "r1", Counts(), NOW)
        add_run(
            con,
            run_id="r1",
            command="run",
            engine="prefect",
            started_at=NOW,
            finished_at=NOW,
            seconds={},
            version="1",
        )
    publish(warehouse)
    failed = importlib.import_module("flows.ingest")._failed
    assert (
        failed(warehouse.published, "r1") == "; failed: f1, f2, f3, f4, f5 and 1 more (`wirewatch sources`)"
    )
