"""What a person sees of an update: a line that is rewritten, lines for a log, or nothing."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.edgar.home import assert_tidy, current
from tests.edgar.log import SEC
from tests.edgar.program import CONTACT, environment
from tests.edgar.server import Server

if os.name == "nt":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from tests.tui.pseudo_terminal import STARTED, Terminal, program

Run = Callable[..., "subprocess.CompletedProcess[str]"]

REWRITTEN = "\r\x1b[K"
STAGES = ("asking who", "fetching f", "reading fa", "writing th")
BAR = re.compile(
    r"fetching filings \[#+\.+\]: \d+ of 22 companies · \d+ requests · [\d.]+ [kM]B · [\d.]+/s"
    r" · \d+:\d\d left"
)


@contextmanager
def in_terminal(
    server: Server, home: Path, *options: str, width: int = 140, **more: str
) -> Iterator[Terminal]:
    """Run ``screen update OPTIONS`` in a terminal."""
    values = environment(server, home, **more)
    values = {name: value for name, value in values.items() if name not in ("COLUMNS", "LINES")}
    with program("-m", "screener", "update", *options, size=(width, 40), **values) as terminal:
        yield terminal


def written(terminal: Terminal) -> str:
    return bytes(terminal.seen).split(STARTED, 1)[1].decode()


def left_over(terminal: Terminal) -> list[str]:
    """Return the lines that stand there at the end."""
    text = written(terminal).replace("\r\n", "\n")
    return [line.rpartition(REWRITTEN)[2] for line in text.split("\n")]


def test_the_contact_is_asked_once_and_a_bar_says_how_far_it_is(
    server: Server, home: Path, run: Run
) -> None:
    with in_terminal(
        server, home, SCREENER_CONTACT="", SCREENER_REQUESTS_PER_SECOND="40"
    ) as terminal:
        terminal.until(b"jane@example.com: ")
        assert server.log.count() == 0
        terminal.write(CONTACT.encode() + b"\r")
        assert terminal.exit_code() == 0
    said = written(terminal)
    assert BAR.search(said), said
    assert said.count(REWRITTEN) > 5
    lines = left_over(terminal)
    assert not [line for line in lines if line[:10] in STAGES]
    assert lines[-1] == ""
    assert any(line.startswith("fetched: ") for line in lines)
    assert current(home).manifest.as_of == server.served.day
    again = run(SCREENER_CONTACT="")
    assert again.returncode == 0
    assert {each.agent for each in server.log if each.asked.host in SEC} == {CONTACT}


def test_ctrl_c_wipes_the_bar(server: Server, home: Path) -> None:
    with in_terminal(server, home, SCREENER_REQUESTS_PER_SECOND="20") as terminal:
        terminal.until(b" of 22 companies")
        terminal.write(b"\x03")
        assert terminal.exit_code() == 130
    assert left_over(terminal)[-1] in ("", "^C")
    assert not [line for line in left_over(terminal) if line[:10] in STAGES]
    assert "Traceback" not in written(terminal)
    assert_tidy(home)


def test_a_narrow_terminal_has_no_line_that_breaks(server: Server, updated: Path) -> None:
    with in_terminal(server, updated, width=30) as terminal:
        assert terminal.exit_code() == 0
    drawn = [text for text in re.split(r"[\r\n]|\x1b\[K", written(terminal)) if text[:10] in STAGES]
    assert 0 < max(map(len, drawn)) < 30


def test_quiet_says_nothing(server: Server, updated: Path, run: Run) -> None:
    (updated / "data" / "current").unlink()
    with in_terminal(server, updated, "--quiet") as terminal:
        assert terminal.exit_code() == 0
    assert written(terminal) == ""
    ran = run("--quiet")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
