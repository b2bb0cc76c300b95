"""A test of a channel: a message that nobody can take for an alert, sent once, past the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from flows.channels import Channel, DeliveryError, cleaned, problems, send
from flows.errors import UserError, closest
from flows.workspaces.workspace import load_workspace
from pipeline.identity import content_id
from pipeline.messages.message import Message, render
from pipeline.messages.message_facts import Facts, StoryFacts
from pipeline.records import Alert
from warehouse.database.publish import Files


class NoChannelError(UserError):
    """The workspace declares no channel of that name; the text says which it does."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a test."""

    key: str
    sent: bool
    detail: str | None  # why not, or who did not get it; without secrets


def attempt(  # noqa: PLR0913, PLR0917 - what it works on, and the outside world it is given
    folder: Path, files: Files, name: str, environ: Mapping[str, str], stream: TextIO, now: datetime
) -> Tried:
    """Send a test to a channel of a workspace."""
    channel = _channel(folder, files, name)
    message = trial(name, now)
    if found := problems(channel, environ):
        return Tried(key=message.key, sent=False, detail="; ".join(found))
    try:
        remark = send(message, channel, environ=environ, stream=stream, now=now)
    except DeliveryError as error:
        return Tried(key=message.key, sent=False, detail=cleaned(str(error), channel, environ))
    return Tried(key=message.key, sent=True, detail=cleaned(remark, channel, environ) if remark else None)


def trial(channel: str, now: datetime) -> Message:
    """In the shape of an alert, so that a receiver can be tried out with it; its data say `"test": true`."""
    alert = Alert(
        alert_id="test",
        rule="test",
        story_id="test",
        article_id="test",
        reason="test",
        evidence={"title": "Test"},
        raised_at=now,
    )
    story = StoryFacts(
        story_id="test",
        title=f"wirewatch reaches the channel {channel}; this is no alert",
        articles=0,
        outlets=0,
        reports=0,
        first_seen_at=now,
        last_seen_at=now,
    )
    message = render(Facts(alert=alert, stories=(story,)), content_id("test", channel, now.isoformat()))
    return replace(message, data={**message.data, "test": True})


def _channel(folder: Path, files: Files, name: str) -> Channel:
    channels = {channel.name: channel for channel in load_workspace(folder, files.published.parent).channels}
    if name in channels:
        return channels[name]
    close = closest(name, channels)
    known = f"did you mean {close}?" if close else f"there are: {', '.join(sorted(channels)) or 'none'}."
    raise NoChannelError(f"There is no channel {name} in {folder / 'alerts.toml'}; {known}")
