import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.orchestration.child import Child
from flows.orchestration.prefect_home import PrefectError
from flows.orchestration.prefect_server import server_for_one_run, settings_of_our_own, wait_until_healthy


@pytest.fixture(autouse=True)
def environ() -> Iterator[None]:
    """Prefect is told by the environment; the next test is not."""
    before = dict(os.environ)
    os.environ.pop("PREFECT_API_URL", None)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_where_there_is_a_server_none_is_started(tmp_path: Path) -> None:
    os.environ["PREFECT_API_URL"] = "http://prefect.example/api"
    with server_for_one_run(tmp_path / "home") as server:
        assert server is None


def test_each_start_has_a_password_of_its_own_and_is_closed_to_pages(tmp_path: Path) -> None:
    one, two = settings_of_our_own(tmp_path), settings_of_our_own(tmp_path)
    assert (
        one["PREFECT_API_AUTH_STRING"]
        == one["PREFECT_SERVER_API_AUTH_STRING"]
        != two["PREFECT_API_AUTH_STRING"]
    )
    assert one["PREFECT_API_URL"].startswith("http://127.0.0.1:")
    assert one["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"


def test_a_server_that_dies_at_its_start_is_said_at_once(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    child = Child("it", ("no_such_module",), settings_of_our_own(tmp_path), log)
    child.start()
    try:
        with pytest.raises(PrefectError, match=r"server\.log says why"):
            wait_until_healthy(child)
    finally:
        child.stop()
    assert "no_such_module" in log.read_text()
