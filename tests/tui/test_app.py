from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import running
from textual.color import Color

from screener.errors import PresetError, ScreenerError, SnapshotError
from screener.tui import app as app_module
from screener.tui.app import ScreenerApp
from screener.tui.messages import IndexKnown, Opened
from screener.tui.state import open_session


@pytest.mark.parametrize(("preset", "kind"), [("", SnapshotError), ("no-such-preset", PresetError)])
async def test_what_cannot_be_opened_ends_the_program_with_the_error(
    tmp_path: Path, preset: str, kind: type[ScreenerError]
) -> None:
    app = ScreenerApp(tmp_path / "nowhere", None, preset)
    async with app.run_test() as pilot:
        for _ in range(200):
            if app._exit:
                break
            await pilot.pause(0.01)
    assert isinstance(app.return_value, kind)


def test_run_raises_the_error_for_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = SnapshotError("damaged")
    monkeypatch.setattr(ScreenerApp, "run", lambda self: error)
    with pytest.raises(SnapshotError, match="damaged"):
        app_module.run(tmp_path, None, "")


async def test_keys_before_the_data_is_there_do_no_harm(tmp_path: Path) -> None:
    app = ScreenerApp(tmp_path, None, "")
    app._open = lambda: None  # type: ignore[method-assign,assignment,return-value]  # never opens
    async with app.run_test() as pilot:
        await pilot.press("s", "f", "p", "e", "t", "r", "U", "enter", "j", "end", "escape")
        await pilot.press("question_mark", "escape")
        assert app.is_running


async def test_data_that_is_there_before_the_screen_is_shown_once_that_is(
    universe_path: Path,
) -> None:
    session = open_session(universe_path, None, "")
    app = ScreenerApp(universe_path)

    def at_once() -> None:
        app._opened(Opened(session))
        app._index_known(IndexKnown(session.universe.index))

    app._open = at_once  # type: ignore[method-assign,assignment]  # opened at once, not by a thread
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app._main.session is session
        assert session.index is not None


async def test_a_damaged_table_is_told_on_the_company_page(
    universe_path: Path, tmp_path: Path
) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(universe_path, copy)
    next(copy.glob("snapshots/*/lineage.parquet")).write_bytes(b"not parquet")
    async with running(copy) as screen:
        await screen.press("enter")
        await screen.shows("damaged table")


async def test_without_colours_zombies_and_the_cursor_are_still_marked(
    universe_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(universe_path, preset="everything") as screen:
        assert " † ZOMB" in screen.text()
        assert "▸" in screen.text()
        for strip in screen.app.screen._compositor.render_strips():
            for segment in strip.apply_filter(screen.app._filters[0], Color(0, 0, 0)):
                if segment.style is not None and segment.style.color is not None:
                    triplet = segment.style.color.get_truecolor()
                    assert triplet.red == triplet.green == triplet.blue


async def test_every_kind_of_theme_keeps_the_marks(universe_path: Path) -> None:
    async with running(universe_path, (140, 45), preset="everything") as screen:
        for theme in ["ansi-dark", "ansi-light", "screener-light", "textual-dark"]:
            screen.app.theme = theme
            await screen.pilot.pause()
            assert " † ZOMB" in screen.text()
            table = screen.table
            cursor, row = (table.render_line(y)._segments[0].style for y in (1, 2))
            assert cursor is not None and row is not None
            assert (cursor.bgcolor, cursor.reverse) != (row.bgcolor, row.reverse)
