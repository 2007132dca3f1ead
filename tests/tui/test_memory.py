from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.driving import running

from screener import cli, paths
from screener.model.screen import Screen
from screener.tui import app as app_module
from screener.tui import remembering
from screener.tui.state.memory import Memory, recall, remember, resume


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = paths.memory_file()
    assert path.is_relative_to(tmp_path)
    path.parent.mkdir(parents=True)
    return path


async def test_it_starts_where_the_last_run_left_off(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("p", "j", "j", "enter", "right", "s")
        screen.app.theme = "nord"
        preset, sort = screen.session.preset, screen.session.screen.sort
        assert (preset, sort) == ("everything", ("name", "ticker"))
    async with running(universe_path) as screen:
        assert screen.session.preset == "everything"
        assert screen.session.screen.sort == ("name", "ticker")
        assert screen.app.theme == "nord"
        await screen.press("r")
        assert screen.session.screen == screen.session.base


async def test_what_was_asked_for_wins_and_is_not_remembered(
    universe_path: Path, file: Path
) -> None:
    file.write_text('preset = "everything"\ntheme = "nord"\n')
    async with running(universe_path, preset="zombie-watch") as screen:
        assert screen.session.preset == "zombie-watch"
        assert screen.app.theme == "nord"
    async with running(universe_path, screen=Screen(sectors=("Energy",))) as screen:
        assert screen.tickers() == ["ESC"]
    assert file.read_text() == 'preset = "everything"\ntheme = "nord"\n'


async def test_a_change_after_an_explicit_preset_is_remembered(
    universe_path: Path, file: Path
) -> None:
    async with running(universe_path, preset="zombie-watch") as screen:
        await screen.press("s")
    assert recall().memory == Memory(preset="zombie-watch", sort=("ticker",))


async def test_columns_of_an_edited_preset_are_seen_unless_they_were_changed(
    universe_path: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "config" / "presets" / "mine.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('columns = ["ticker"]\n')
    async with running(universe_path) as screen:
        await screen.press("p", "end", "enter")
    mine.write_text('columns = ["ticker", "pe"]\n')
    async with running(universe_path) as screen:
        assert screen.session.screen.columns == ("ticker", "pe")
        assert "(changed)" not in screen.text()


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("preset = ", "What was remembered can't be read (damaged)"),
        ("\0\1\2", "What was remembered can't be read (damaged)"),
        ("x = " + "[" * 50_000, "What was remembered can't be read (damaged)"),
        ("# " + "x" * 200_000, "What was remembered can't be read (too large)"),
        ('preset = 3\ncolumns = "pe"\n', "partly damaged: columns, preset"),
        ('columns = ["ticker", "no_such"]\nsort = ["-gone"]\n', "2 unknown metrics"),
        ('preset = "gone"\n', "The preset of the last time can't be used: no preset 'gone'"),
        ('preset = "/nowhere/\\u001b[31m.toml"\n', "can't be used: no such preset file"),
        ('theme = "no-such-theme"\n', ""),
        ('other = "another program\'s"\n', ""),
    ],
)
async def test_what_cannot_be_used_is_left_out_with_one_line(
    universe_path: Path, file: Path, text: str, notice: str
) -> None:
    file.write_text(text)
    async with running(universe_path, (120, 36)) as screen:
        await screen.shows(notice or "filters")
        assert screen.session.preset == "profitable-growers"
        assert screen.app.theme == "screener-dark"
        assert len(screen.tickers()) == 4
    assert file.read_text() == text  # nothing new: left as it is
    async with running(universe_path) as screen:
        await screen.press("s")
    assert recall().notice == ""
    assert recall().memory.sort == ("ticker",)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode()))
def test_no_file_whatsoever_is_an_error(data: bytes) -> None:
    file = paths.memory_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    assert isinstance(recall().memory, Memory)
    assert isinstance(remembering.remembered_theme(), str)


async def test_a_preset_file_is_remembered_with_its_whole_path(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("picks.toml").write_text("profitable = true\n")
    async with running(universe_path, preset="picks.toml") as screen:
        await screen.press("s")
    monkeypatch.chdir("/")
    session, notice = resume(universe_path)
    assert (session.preset, notice) == (str(tmp_path / "picks.toml"), "")


async def test_two_runs_do_not_undo_one_anothers(universe_path: Path) -> None:
    async with running(universe_path) as one:
        one.app.theme = "nord"
        assert remember({"sort": ("pe",)})  # by the other, meanwhile
    assert recall().memory == Memory(sort=("pe",), theme="nord")


async def test_a_folder_that_cannot_be_written_is_no_matter(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "SECONDS", 0.02)
    (tmp_path / "blocked").write_text("a file in the folder's place")
    monkeypatch.setenv("SCREENER_STATE_DIR", str(tmp_path / "blocked" / "state"))
    async with running(universe_path) as screen:
        await screen.press("s")
        await screen.pilot.pause(0.1)
        assert "q quit" in screen.lines()[-1]  # nothing is said of it


async def test_a_change_is_written_while_the_program_runs(
    universe_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "SECONDS", 0.02)
    async with running(universe_path) as screen:
        await screen.press("s")
        await screen.until(lambda: recall().memory.sort == ("ticker",))


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_while_it_writes_it_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    code = (
        "from screener.tui.state.memory import remember\n"
        "while True:\n"
        "    for theme in ('nord', 'dracula'):\n"
        "        remember({'theme': theme, 'columns': ('ticker', 'pe') * 50})\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for wait in (0.0, 0.011, 0.023):
        paths.memory_file().unlink(missing_ok=True)
        process = subprocess.Popen([sys.executable, "-c", code], env=environment)
        deadline = time.monotonic() + 30
        while not paths.memory_file().exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = recall()
        assert found.notice == ""
        assert found.memory.theme in ("nord", "dracula")
        assert len(found.memory.columns) == 100


@pytest.mark.parametrize(
    ("arguments", "screen", "preset"),
    [
        ([], False, ""),
        (["--snapshot", "somewhere"], False, ""),
        (["--preset", "everything"], True, "everything"),
        (["--sector", "Energy"], True, "profitable-growers"),
    ],
)
def test_only_a_bare_command_takes_up_what_is_remembered(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], screen: bool, preset: str
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    calls = []
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(app_module, "run", lambda *given: calls.append(given))
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}", Terminal())
    cli.app(arguments, standalone_mode=False)
    [(_, given, name)] = calls
    assert (given is not None, name) == (screen, preset)
