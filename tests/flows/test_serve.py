from datetime import timedelta

import pytest

pytest.importorskip("prefect")

from flows.serve import deployment
from flows.workspace import Schedule


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
def test_the_workspaces_schedule_is_prefects(schedule: Schedule, expected: dict[str, object]) -> None:
    deployed = deployment("desk", "news.duckdb", schedule)
    (found,) = deployed.schedules or []
    assert {name: getattr(found.schedule, name) for name in expected} == expected
    assert deployed.entrypoint == "flows.ingest.ingest"
    assert deployed.parameters["workspace"] == "desk"
