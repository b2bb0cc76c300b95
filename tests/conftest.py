"""For all tests: no verdict depends on how fast the machine is."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("wirewatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wirewatch")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name: packed ones hold the time, and the processes of xdist would not agree on it."""
    return argname if isinstance(val, bytes) else None


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of Prefect wait for most of their time."""
    return (os.cpu_count() or 1) + 1
