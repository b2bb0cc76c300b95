"""What an answer to "has this changed?" is worth: new, the same, or an error that says what to do about it."""

import asyncio
import hashlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flows.sources.answer import Answer, Validators
from flows.sources.feed_state import FeedState
from flows.sources.rhythm import after_error

T = TypeVar("T")

_UNCONDITIONAL = timedelta(days=1)  # some servers say 304 for ever
_UNASKED = "the server says 'not modified' (304) without having been asked: it gives this feed to nobody"
_MEANINGS = {
    401: " (a login is needed)",
    403: " (we are not welcome: ask the outlet, or take the source out)",
    404: " (nothing is there: check the address)",
    410: " (gone for good: take the source out of sources.toml or give its new address; it is not asked again)",
    429: " (too many requests: we wait as long as it says)",
    503: " (busy: we wait as long as it says)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that can be read, and what it taught."""

    answer: Answer
    state: FeedState
    changed: bool  # it has a body, and another one than the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An answer that cannot be read, and when to ask again."""

    state: FeedState
    problem: str  # for a person
    received: int = 0


def validators(before: FeedState, now: datetime) -> Validators | None:
    """What to ask with; None to ask for the whole, once a day and of servers that were found out."""
    stale = before.fetched_at is None or now - before.fetched_at >= _UNCONDITIONAL
    return None if stale or before.lying else before.validators


def judged(before: FeedState, answer: Answer, now: datetime) -> Reply | Failure:
    """Tell a readable answer from a refusal."""
    if answer.status not in {200, 304}:
        return _refused(before, answer, now)
    asked = validators(before, now)
    if answer.status == 304 and not (asked and asked.headers(answer.url)):
        return Failure(state=after_error(before, None, now), problem=_UNASKED)
    checked = replace(before, url=answer.moved_to or before.url)
    if answer.status == 200:
        checked = _with_body(checked, answer, now)
    return Reply(answer=answer, state=checked, changed=checked.body_hash != before.body_hash)


def validators_of(answer: Answer) -> Validators:
    return Validators(
        url=answer.url, etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified")
    )


def body_hash(answer: Answer) -> str:
    return hashlib.blake2b(answer.body, digest_size=12).hexdigest()


def meaning(answer: Answer) -> str:
    """What an answer other than 200 says, and what to do."""
    return f"{urlsplit(answer.url).hostname} answered {answer.status}{_MEANINGS.get(answer.status, '')}"


def _with_body(before: FeedState, answer: Answer, now: datetime) -> FeedState:
    """What an answer with a body teaches; validators that stayed the same over another body are never used again."""
    new, digest = validators_of(answer), body_hash(answer)
    given = new.etag or new.last_modified
    lying = bool(given) and digest != before.body_hash and new == before.validators
    return replace(before, validators=new, body_hash=digest, fetched_at=now, lying=before.lying or lying)


def _refused(before: FeedState, answer: Answer, now: datetime) -> Failure:
    """A remembered redirect is forgotten, it may be what is wrong."""
    wait = answer.headers.get("retry-after") if answer.status in {429, 503} else None
    state = replace(after_error(before, wait, now), url=None, gone=answer.status == 410)
    return Failure(state=state, problem=meaning(answer))


async def in_time(asked: Mapping[str, Coroutine[Any, Any, T]], seconds: float) -> dict[str, T]:
    """By key, what came in time; the rest is given up."""
    if not asked:
        return {}
    running = {key: asyncio.create_task(one) for key, one in asked.items()}
    try:
        await asyncio.wait(running.values(), timeout=seconds)
        return {key: task.result() for key, task in running.items() if task.done()}
    finally:
        for task in running.values():
            task.cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)
