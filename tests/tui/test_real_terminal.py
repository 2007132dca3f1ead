"""The program in a real pseudo-terminal: what it paints, what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from tests.tui.pseudo_terminal import Terminal, assert_restored, program


@contextmanager
def screener(
    universe_path: Path,
    size: tuple[int, int] = (80, 24),
    *,
    controlling: bool = True,
    **environment: str,
) -> Iterator[Terminal]:
    """The program in a terminal, with the first company painted."""
    with program(
        "-m",
        "screener",
        "--snapshot",
        str(universe_path),
        size=size,
        controlling=controlling,
        **environment,
    ) as terminal:
        terminal.until(b"STQL")
        yield terminal


def test_it_paints_filters_exports_and_leaves_the_terminal_as_it_was(
    universe_path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "kept.csv"
    with screener(universe_path, (120, 36)) as terminal:
        assert terminal.modes_now() != terminal.modes  # keys come one by one, unseen
        at = terminal.until(b"4 companies")
        terminal.write(b"U")
        at = terminal.until(b"5 companies", after=at)
        terminal.write(b"U")
        at = terminal.until(b"4 companies", after=at)
        terminal.write(b"e")
        terminal.until(b"Enter writes", after=at)
        terminal.write(str(target).encode() + b"\r")  # in place of the proposal, as it is selected
        terminal.until_true(target.exists)
        terminal.write(b"q")
        assert terminal.exit_code() == 0
        assert_restored(terminal)
        assert terminal.modes_now() == terminal.modes
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert "STQL" in lines[1]


def test_without_colours_none_is_sent(universe_path: Path) -> None:
    with screener(universe_path, NO_COLOR="1", COLORTERM="truecolor") as terminal:
        terminal.write(b"q")
        assert terminal.exit_code() == 0
        codes = set(re.findall(rb"\x1b\[([\d;]*)m", bytes(terminal.seen)))
        assert codes, "bold, underlined and reversed at the least"
        coloured = {code for code in codes if re.search(rb"(^|;)([34]8|3[0-7]|4[0-7]|9\d)", code)}
        assert not coloured


def test_a_terminal_of_sixteen_colours_gets_no_others(universe_path: Path) -> None:
    with screener(universe_path, TERM="xterm") as terminal:
        terminal.write(b"q")
        assert terminal.exit_code() == 0
        seen = bytes(terminal.seen)
        assert re.search(rb"\x1b\[[\d;]*\b(3|4|9|10)[0-7]\b[\d;]*m", seen)
        assert not re.search(rb"\x1b\[(\d+;)*[34]8;[25];", seen)
        assert_restored(terminal)


def test_it_follows_a_window_that_changes_its_size_during_work(universe_path: Path) -> None:
    with screener(universe_path, (120, 36)) as terminal:
        at = len(terminal.seen)
        for width, height in [(80, 24), (30, 8), (140, 45)]:
            terminal.write(b"jjkU")
            terminal.resize(width, height)
        # The last line of the largest size: the keys, drawn on its line 45.
        at = terminal.until(b"\x1b[45;", after=at)
        terminal.resize(30, 8)
        terminal.until(b"small", after=at)
        terminal.write(b"q")
        assert terminal.exit_code() == 0
        assert_restored(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was(
    universe_path: Path, number: signal.Signals
) -> None:
    with screener(universe_path) as terminal:
        terminal.send(number)
        code = terminal.exit_code()
        assert code in (-number, 128 + number)  # as the program ends by it, or tells of it
        assert_restored(terminal)
        assert terminal.modes_now() == terminal.modes


def test_a_terminal_that_is_closed_ends_the_program(universe_path: Path) -> None:
    with screener(universe_path) as terminal:
        terminal.hang_up()
        assert terminal.ended() == -signal.SIGHUP  # and not by the alarm that is set for the worst


def test_a_terminal_that_is_gone_without_a_signal_ends_the_program(universe_path: Path) -> None:
    """As that of a program which a service or an editor started: reading it gives nothing."""
    with screener(universe_path, controlling=False) as terminal:
        terminal.hang_up()
        assert terminal.ended() == -signal.SIGHUP


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_terminal_that_can_place_no_text_is_refused(universe_path: Path, name: str) -> None:
    with program("-m", "screener", "--snapshot", str(universe_path), TERM=name) as terminal:
        terminal.until(b"needs a terminal that can place text")
        assert terminal.exit_code() == 2
