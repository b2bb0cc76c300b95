"""docs/alerts.md holds what it says."""

import base64
import hashlib
import hmac
import json
import re
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from flows.channels import CHANNELS
from flows.channels.webhook import signature
from flows.delivery.retrying import Policy
from flows.workspaces.rule_table import RuleTable
from pipeline.alerts.gate import Held
from pipeline.messages.message import SCHEMA, Message
from pipeline.messages.message_facts import MAX_SOURCES
from pipeline.records import Novelty

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_channels_of_the_page_can_be_built() -> None:
    kinds = set()
    for block in blocks("toml"):
        for table in tomllib.loads(block).get("channel", ()):
            kind = table.pop("type")
            TypeAdapter(CHANNELS[kind]).validate_python(table)
            kinds.add(kind)
    assert kinds == set(CHANNELS)


def test_the_rules_of_the_page_can_be_built_and_their_keys_are_all_explained() -> None:
    for block in blocks("toml"):
        for table in tomllib.loads(block).get("rule", ()):
            RuleTable.model_validate(table)
    explained = re.findall(r"`(\w+)`", PAGE.partition("## Rules")[2].partition("### ")[0])
    assert set(RuleTable.model_fields) <= set(explained)


def test_every_reason_and_novelty_of_the_page_exists() -> None:
    for known in (Held, Novelty):
        assert all(f"`{one}`" in PAGE or f'`"{one}"`' in PAGE for one in known)


def shape(value: Any) -> Any:
    """The keys of an object, to any depth; of a list, of its first item."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(item) for item in value[:1]] if isinstance(value, list) else None


def test_the_json_of_the_page_is_what_is_sent(message: Message) -> None:
    (block,) = blocks("json")
    shown = json.loads(block)
    assert list(shown) == list(message.data)
    assert shown["schema"] == SCHEMA
    assert shape(shown) == shape(json.loads(json.dumps(message.data)))
    assert f"At most {MAX_SOURCES} sources" in PAGE


@pytest.mark.parametrize(("age", "genuine"), [(0, True), (900, False)])
def test_the_check_of_the_page_verifies_our_signature(age: int, genuine: object) -> None:
    (block,) = blocks("python")
    space: dict[str, Any] = {}
    exec(block, space)
    check: Callable[[dict[str, str], bytes, bytes], bool] = space["genuine"]
    stamp = str(int(time.time()) - age)
    headers = {
        "webhook-id": "k",
        "webhook-timestamp": stamp,
        "webhook-signature": signature(b"key", "k", stamp, b"{}"),
    }
    assert check(headers, b"{}", b"key") is genuine
    assert not check(headers, b"{ }", b"key")
    signed = hmac.new(b"key", f"k.{stamp}.{{}}".encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(signed).decode()


def test_the_limits_of_the_page_are_the_policy() -> None:
    policy = Policy()
    assert f"the wait is {policy.first_wait:g} s" in PAGE
    assert f"left behind after {policy.send_limit:g} s" in PAGE
    assert f"after {policy.max_tries} tries" in PAGE
    assert policy.max_age.days == 3
    assert policy.longest_wait == 3600
    assert policy.jitter == 1 / 5
