from pathlib import Path

import pytest

from flows.orchestration.prefect_home import settle


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, "127.0.0.1"),
        ({"NO_PROXY": "a.example,127.0.0.1"}, "a.example,127.0.0.1"),
        ({"no_proxy": ".example"}, ".example,127.0.0.1"),
    ],
    ids=["none", "known already", "others"],
)
def test_prefect_asks_our_server_past_a_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: dict[str, str], after: str
) -> None:
    """Where the environment names a proxy, as in many companies, the server on loopback was asked for through it."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name, value in before.items():
        monkeypatch.setenv(name, value)
    settings: dict[str, str] = {}
    settle(tmp_path, settings)
    assert (settings["NO_PROXY"], settings["no_proxy"]) == (after, after)


def test_what_the_user_has_set_stays(tmp_path: Path) -> None:
    settings = {"PREFECT_API_URL": "http://prefect.example/api", "PREFECT_HOME": "/theirs"}
    settle(tmp_path, settings)
    assert settings["PREFECT_API_URL"] == "http://prefect.example/api"
    assert settings["PREFECT_HOME"] == "/theirs"
    assert settings["DO_NOT_TRACK"] == "1"
