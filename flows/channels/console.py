"""The terminal, or wherever the command prints."""

from dataclasses import dataclass
from typing import TextIO

from flows.channels.contract import DeliveryError
from pipeline.messages.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleChannel:
    """Prints alerts as plain text."""

    name: str

    @property
    def env_names(self) -> tuple[str, ...]:
        return ()


def send(message: Message, stream: TextIO) -> None:
    """Print the text and a line to part it from the next; characters the terminal lacks are spelled out."""
    encoding = stream.encoding or "utf-8"
    text = f"{message.text}\n".encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError) as error:  # ValueError: the stream is closed
        raise DeliveryError(f"cannot print: {error}") from error
