import io
import re
import sys

import pytest

from flows.cli.output import print_rows

ROWS = [
    ("cwbennqtpvi2", 4, "2026-11-22 22:25", "Ferry capsizes off Norland, twelve of its passengers are dead")
]
COLUMNS = ("story", "reports", "last seen", "title")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(monkeypatch: pytest.MonkeyPatch, width: int) -> list[str]:
    terminal = _Terminal()
    for name, value in {"COLUMNS": str(width), "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", terminal)
    print_rows(ROWS, COLUMNS, empty="None.")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue())
    return [line.rstrip() for line in plain.splitlines()]


def test_a_table_that_fits_stands_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, 120) == [
        "story         reports  last seen         title",
        "cwbennqtpvi2  4        2026-11-22 22:25  Ferry capsizes off Norland, twelve of its passengers are dead",
    ]


def test_where_it_is_narrow_only_what_is_long_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that is broken in two cannot be copied."""
    lines = printed(monkeypatch, 70)
    assert lines[1].startswith("cwbennqtpvi2  4        2026-11-22 22:25  Ferry capsizes")
    assert " ".join(line[41:].strip() for line in lines[1:]) == ROWS[0][-1]
    assert max(map(len, lines)) <= 70


def test_where_there_is_no_room_for_columns_a_row_is_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(monkeypatch, 40)
    assert lines[:3] == ["story      cwbennqtpvi2", "reports    4", "last seen  2026-11-22 22:25"]
    assert lines[3] == f"title      {ROWS[0][-1]}", "the terminal folds it"


def test_in_a_pipe_a_row_is_a_line_however_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that `grep` finds a whole row, also where colours are wanted of a pipe."""
    long = "word " * 99 + "end"
    for forced in (False, True):
        if forced:
            monkeypatch.setenv("FORCE_COLOR", "1")
        print_rows([*ROWS, (long, 1, "東京", long)], COLUMNS, empty="None.")
        head, first, second = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
        assert second == f"{long}  1        東京              {long}"
        assert head.split() == ["story", "reports", "last", "seen", "title"]
        assert first.index("2026-11-22") == head.index("last seen")


def test_without_rows_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([], COLUMNS, empty="None.")
    assert capsys.readouterr().out == "None.\n"
