"""How the program leaves a real terminal: after a fault, and while a build is at work."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.makers import market
from tests.tui.pseudo_terminal import assert_restored, printed, program

from screener.build.pool import POOL_PAYS_FROM

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"
)


FILLED_IN = """
import os
from screener.tui.state import build_form
names = ("holdings", "tickers", "facts")
build_form.proposed = lambda manifest: {name: os.environ[name.upper()] for name in names}
if __name__ == "__main__":
    from screener.cli import main
    main()
"""
"""The program with the form of a build filled in from the environment. Worker processes run it,
too, under another name."""


@pytest.mark.parametrize("where", ["opening", "a key"])
def test_a_fault_of_the_program_is_told_and_the_terminal_restored(
    universe_path: Path, where: str
) -> None:
    target = {
        "opening": "screener.screening.universe.Universe.prepare",
        "a key": "screener.tui.state.Session.reset",
    }[where]
    python = f"""
from unittest import mock
def fail(*_):
    raise KeyError("surprise")
with mock.patch({target!r}, fail):
    from screener.cli import main
    main()
"""
    with program("-c", python, "--snapshot", str(universe_path)) as terminal:
        if where == "a key":
            terminal.until(b"STQL")
            terminal.write(b"r")
        assert terminal.exit_code() == 1
        assert_restored(terminal)
        assert "KeyError: 'surprise'" in printed(terminal)
        *_, what, next_step = printed(terminal).strip().splitlines()
        assert what.startswith("error: the program failed at something")
        assert "report" in next_step


def test_quitting_while_a_build_is_at_work_leaves_nothing_behind(
    universe_path: Path, tmp_path: Path
) -> None:
    crowd = market(tmp_path / "crowd", companies=POOL_PAYS_FROM + 4)
    # So large a file that its batch takes longer than the test.
    crowd.files["CIK0000000101.json"] = b"[" + b"1," * 60_000_000 + b"1]"
    files = crowd.request()
    data = tmp_path / "data"
    given = {"HOLDINGS": files.holdings, "TICKERS": files.tickers[0], "FACTS": files.facts[0]}
    script = tmp_path / "program.py"
    script.write_text(FILLED_IN)
    with program(
        "-c", f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')",
        "--snapshot", str(universe_path),
        SCREENER_DATA_DIR=str(data), SCREENER_CONTACT="Jane Doe jane@example.com",
        **{name: str(path) for name, path in given.items()},
    ) as terminal:  # fmt: skip
        terminal.until(b"STQL")
        terminal.write(b"u")
        terminal.until(b"never logged")
        terminal.write(b"f")  # the contact is known: the field has not the focus
        terminal.until(b"Separate")
        terminal.write(b"\r")
        terminal.until(b"Reading")
        group = terminal.pid
        assert len(processes(group)) > 2
        terminal.write(b"\r")
        terminal.write(b"q")
        began = time.monotonic()
        assert terminal.exit_code() == 0
        assert time.monotonic() - began < 10
        assert_restored(terminal)
    for _ in range(200):
        if not processes(group):
            break
        time.sleep(0.02)
    assert processes(group) == []
    assert [path.name for path in (data / "snapshots").iterdir()] == []


def processes(session: int) -> list[int]:
    """Return the processes of a session that are not yet dead."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = path.read_text().rsplit(")", 1)[1].split()[:4]
        except OSError:
            continue
        if int(of) == session and state != "Z":
            found.append(int(path.parent.name))
    return found
