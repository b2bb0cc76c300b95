import asyncio
import importlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.workspace import Schedule, WorkspaceError

pytestmark = pytest.mark.xdist_group("prefect")


@pytest.fixture(scope="module")
def serve() -> Any:
    """Prefect and all that a run warms up take seconds to import: by the one process that has these tests, not by all."""
    return importlib.import_module("flows.serve")


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
