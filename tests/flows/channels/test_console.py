import io

import pytest

from flows.channels.console import send
from flows.channels.contract import DeliveryError
from pipeline.messages.message import Message


def test_prints_the_text(message: Message) -> None:
    stream = io.StringIO()
    send(message, stream)
    assert stream.getvalue() == message.text + "\n"


def test_a_terminal_without_the_letters_spells_them_out(message: Message) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    send(message, stream)
    assert raw.getvalue().startswith(rb"H\xe4fen: Ein")


def test_a_closed_stream_is_a_delivery_error(message: Message) -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(DeliveryError, match="cannot print"):
        send(message, stream)
