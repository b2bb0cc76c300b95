"""A thread a channel, so that one that hangs holds up no other."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from typing import TypeAlias

from flows.channels.contract import DeliveryError
from pipeline.messages.message import Message

Attempt: TypeAlias = Callable[[Message, datetime], str | None]  # answers a remark, raises DeliveryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one attempt ended."""

    channel: str
    remark: str | None = None
    error: DeliveryError | None = None


class Worker:
    """Attempts one message after another; a daemon thread, so that a hanging one does not keep the program alive."""

    def __init__(
        self, channel: str, attempt: Attempt, done: "SimpleQueue[Result]", close: Callable[[], None]
    ) -> None:
        """`close`: called in the thread at its end, for what the attempts left open."""
        self._channel, self._attempt, self._done, self._close = channel, attempt, done, close
        self._todo: SimpleQueue[tuple[Message, datetime] | None] = SimpleQueue()
        threading.Thread(target=self._run, name=f"deliver {channel}", daemon=True).start()

    def give(self, message: Message, now: datetime) -> None:
        self._todo.put((message, now))

    def end(self) -> None:
        """Once it is done with what it has; nobody waits for that."""
        self._todo.put(None)

    def _run(self) -> None:
        while (item := self._todo.get()) is not None:
            self._done.put(self._result(*item))
        self._close()

    def _result(self, message: Message, now: datetime) -> Result:
        try:
            return Result(channel=self._channel, remark=self._attempt(message, now))
        except DeliveryError as error:
            return Result(channel=self._channel, error=error)
        except Exception as error:  # noqa: BLE001 - a fault of ours: this one is given up, visibly, those behind it pass
            fault = DeliveryError(f"{type(error).__name__}: {error}", permanent=True)
            return Result(channel=self._channel, error=fault)
