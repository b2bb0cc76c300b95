"""How long and how often a delivery is tried, and what becomes of it after an attempt."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flows.channels import DeliveryError
from pipeline.records import Outcome
from warehouse.alerting.outbox import Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long and how often a delivery is tried."""

    first_wait: float = 30.0  # seconds after the first failure, doubled after each further one
    longest_wait: float = 3600.0
    jitter: float = 0.2  # of the wait, added: receivers that recover are not met by everybody at once
    max_tries: int = 50  # two days of hourly attempts
    max_age: timedelta = timedelta(days=3)  # a mail server that is down over a week-end loses nothing
    send_limit: float = (
        60.0  # seconds for one attempt, whatever the channel does; then its answer is not waited for
    )
    budget: float = 300.0  # seconds in which attempts are begun: what is left waits for the next dispatch


USUAL: Final = Policy()


def judged(
    policy: Policy, pending: Pending, error: DeliveryError | None, now: datetime
) -> tuple[Outcome, datetime | None]:
    """What an attempt has come to, and when to try again."""
    if error is None:
        return Outcome.SENT, None
    tries = pending.tries + 1
    old = now - pending.queued_at >= policy.max_age
    if error.permanent or old or tries >= policy.max_tries:
        return Outcome.DEAD, None
    wait = max(wait_after(policy, pending.key, tries), error.retry_after or 0.0)
    return Outcome.FAILED, now + timedelta(seconds=wait)


def wait_after(policy: Policy, key: str, tries: int) -> float:
    """Seconds until the next try: exponential, with a jitter that key and number decide (law 2)."""
    wait = min(policy.first_wait * 2.0 ** min(tries - 1, 30), policy.longest_wait)
    digest = hashlib.blake2b(f"{key}/{tries}".encode(), digest_size=8).digest()
    return wait * (1 + policy.jitter * int.from_bytes(digest, "big") / 2**64)
