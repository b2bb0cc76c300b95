"""What a channel keeps open from one message to the next: a TLS handshake and a login take longer than the message."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol


class Connection(Protocol):
    """Whatever can be closed."""

    def close(self) -> object: ...


@dataclass(slots=True)
class Line:
    """Of one channel in one dispatch, so of one thread at a time. Whoever meets an error on it drops it."""

    held: Connection | None = None
    used: int = 0  # messages that went over what is held
    goodbye: Callable[[], object] | None = None

    def hold(self, connection: Connection, goodbye: Callable[[], object] | None = None) -> None:
        self.held, self.used, self.goodbye = connection, 0, goodbye

    def end(self) -> None:
        """Politely; what was sent has been taken, so a lost goodbye is no failure."""
        if self.held is not None and self.goodbye is not None:
            with suppress(Exception):
                self.goodbye()
        self.drop()

    def drop(self) -> None:
        held, self.held = self.held, None
        if held is not None:
            with suppress(Exception):
                held.close()
