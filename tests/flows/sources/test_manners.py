import asyncio

import pytest

from flows.sources.manners import Turns
from flows.sources.web import web_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://daily.example/a", "https://daily.example/a"),
        (" HTTPS://Daily.Example/a ", "HTTPS://Daily.Example/a"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://daily.example/%20?a=1&b=2#c", "https://daily.example/%20?a=1&b=2#c"),
        ("https://daily.example/<script>\"'", "https://daily.example/%3Cscript%3E%22'"),
        ("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("//daily.example/a", None),
        ("daily.example", None),
        ("https://", None),
        ("https://user@daily.example/", None),
        ("https://daily.example:port/", None),
        ("https://[::1", None),
        ("https://da ily.example/", None),
        ("https://evil.example\\@daily.example/", None),
        ("https://\ud800.example/", None),
        ("javascript://daily.example/%0Aalert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_of_the_web_or_none(text: str | None, url: str | None) -> None:
    assert web_url(text) == url


def test_so_many_turns_at_once_whatever_the_hosts() -> None:
    async def run() -> int:
        turns, busy, most = Turns(spacing=0, concurrency=2), 0, 0

        async def one(number: int) -> None:
            nonlocal busy, most
            async with turns.turn(f"h{number}.example"):
                busy += 1
                most = max(most, busy)
                await asyncio.sleep(0)
                busy -= 1

        await asyncio.gather(*(one(number) for number in range(10)))
        return most

    assert asyncio.run(run()) == 2
