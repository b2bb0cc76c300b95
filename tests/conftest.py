"""For all tests: no verdict depends on how fast the machine is."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("wirewatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wirewatch")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name: packed ones hold the time, and the processes of xdist would not agree on it."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts servers and environments takes a minute: it begins first, lest all wait for it at the end."""
    items.sort(key=lambda item: item.path.name not in {"test_prefect.py", "test_readme.py"})


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of Prefect wait for most of their time."""
    return (os.cpu_count() or 1) + 1
