import pytest

from flows.sources.media_type import media_type


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, ("text/html", None)),
        ("", ("text/html", None)),
        (" Text/HTML ;Charset=UTF8", ("text/html", "UTF8")),
        ('text/plain; format=flowed; charset="ISO-8859-1"', ("text/plain", "ISO-8859-1")),
        ("text/html; charset=", ("text/html", None)),
        ("text/html; charset=" + "x" * 41, ("text/html", None)),
        ("text/html; charset=\xff", ("text/html", None)),
        ("text/html; charset", ("text/html", None)),
    ],
)
def test_type_and_charset(header: str | None, expected: tuple[str, str | None]) -> None:
    assert media_type(header) == expected
