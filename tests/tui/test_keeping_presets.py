from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import Driver, running

from screener.presets import load_preset
from screener.tui.screens.main import MainScreen
from screener.tui.state import open_session
from screener.tui.state.keeping import proposed_name

MINE = '# my own remark\ntitle = "Mine"\ndescription = "Metals"\nsectors = ["Materials"]\n'


@pytest.fixture
def presets(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "presets"
    folder.mkdir(parents=True)
    return folder


def on_main(screen: Driver) -> bool:
    return isinstance(screen.app.screen, MainScreen)


async def test_the_screen_is_saved_under_a_proposed_name_and_in_use_from_then_on(
    universe_path: Path, presets: Path
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("n")
        await screen.write("5.5%")
        await screen.press("enter", "w")
        assert "my-profitable-growers" in screen.text()
        await screen.press("enter")
        await screen.shows("Saved as my-profitable-growers")
        assert "my-profitable-growers · rates" in screen.lines()[1]
        assert "(changed)" not in screen.text()
        saved = load_preset("my-profitable-growers")
        assert (saved.title, saved.growth_above) == ("My profitable growers", 0.055)
        await screen.press("n")
        await screen.write("1%")
        await screen.press("enter", "r")  # back to what was saved
        assert screen.session.screen.growth_above == 0.055


async def test_a_taken_name_is_replaced_only_by_a_second_enter_and_keeps_its_comments(
    universe_path: Path, presets: Path
) -> None:
    mine = presets / "mine.toml"
    mine.write_text(MINE)
    async with running(universe_path, preset="mine") as screen:
        await screen.press("w")
        assert "Enter twice replaces it" in screen.text()
        await screen.press("enter")
        await screen.shows("Enter again replaces mine")
        await screen.press("end", "x", "backspace", "enter")  # another name in between: ask again
        assert mine.read_text() == MINE
        assert not on_main(screen)
        screen.session.step_growth(0.01)
        await screen.press("enter")
        await screen.until(lambda: on_main(screen))
    text = mine.read_text()
    assert text.startswith("# my own remark\n")
    assert 'growth_above = "0%"' in text
    assert 'title = "Mine"' in text
    assert "Metals" not in text  # said of other rules than it has now


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("everything", "'everything' is built in and can't be changed"),
        ("..evil", "'..evil' can't be a preset's name"),
        ("Two words", "begins with a letter or a digit"),
        ("", "A name has up to 64"),
    ],
)
async def test_what_can_be_no_name_is_said_while_it_is_typed_and_nothing_is_written(
    universe_path: Path, presets: Path, name: str, answer: str
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("w")
        await screen.write(name)
        if not name:
            await screen.press("enter")
        assert answer in " ".join(screen.text().split())
        await screen.press("enter")
        assert not on_main(screen)
        assert list(presets.parent.rglob("*.toml")) == []


async def test_what_a_preset_cannot_hold_is_said(universe_path: Path, presets: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("U", "w", "enter")
        await screen.shows("unknown companies are shown (U) is no part of a preset")
        assert "(changed)" not in screen.text()


async def test_a_folder_that_cannot_be_written_is_told_and_the_name_stays(
    universe_path: Path, presets: Path
) -> None:
    presets.rmdir()
    presets.write_text("a file in the folder's place")
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("w", "enter")
        await screen.shows("exists")
        assert "my-profitable-growers" in screen.text()
        assert screen.session.preset == "profitable-growers"


def test_a_proposed_name_is_free_or_that_of_ones_own_preset_in_use(
    universe_path: Path, presets: Path
) -> None:
    session = open_session(universe_path, None, "")
    (presets / "my-profitable-growers.toml").write_text("")
    assert proposed_name(session) == "my-profitable-growers-2"
    session.use_preset("my-profitable-growers")
    assert proposed_name(session) == "my-profitable-growers"


async def test_the_picker_tells_the_highlighted_presets_rules_in_words(
    universe_path: Path, presets: Path
) -> None:
    (presets / "mine.toml").write_text(
        "where = \"pe < 12 AND sector <> 'Energy'\"\nsort = ['pe']\nlimit = 5\n"
    )
    async with running(universe_path) as screen:
        await screen.press("p")
        assert "profitable · growth > 4% · not a zombie (OECD)" in screen.text()
        await screen.press("end")
        assert "where pe < 12 · where sector <> 'Energy'" in screen.text()
        assert "by P/E ▲ · 11 columns · at most 5 rows" in screen.text()


async def test_a_preset_in_use_that_is_renamed_stays_in_use(
    universe_path: Path, presets: Path
) -> None:
    (presets / "mine.toml").write_text(MINE)
    (presets / "other.toml").write_text(MINE)
    async with running(universe_path, (100, 36), preset="mine") as screen:
        await screen.press("p", "r")
        await screen.write("other")
        await screen.press("enter")
        await screen.shows("There is a preset other already.")
        await screen.write("metals")
        await screen.press("enter")
        await screen.shows("Mine  metals  1 pass  yours")
        await screen.press("escape")
        assert "metals · rates" in screen.lines()[1]
        assert sorted(path.name for path in presets.iterdir()) == ["metals.toml", "other.toml"]


@pytest.mark.parametrize("key", ["d", "delete"])
async def test_a_preset_is_deleted_by_a_second_press_and_its_text_is_kept(
    universe_path: Path, presets: Path, key: str
) -> None:
    for name in ("mine", "torn"):
        (presets / f"{name}.toml").write_text(MINE if name == "mine" else "torn =")
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("p", "end", "up", key)
        assert "d again deletes mine." in screen.text()
        await screen.press("down", "up", key)  # looked elsewhere in between: ask again
        assert (presets / "mine.toml").exists()
        await screen.press(key)
        await screen.shows("Deleted mine.")
        assert not (presets / "mine.toml").exists()
        assert (presets / "deleted" / "mine.toml").read_text() == MINE
        await screen.press("end", key, key)  # a damaged one too
        await screen.shows("Deleted torn.")
        assert "torn  can't be used" not in screen.text()


async def test_a_built_in_preset_is_neither_renamed_nor_deleted(
    universe_path: Path, presets: Path
) -> None:
    async with running(universe_path) as screen:
        await screen.press("p", "d", "d")
        assert "profitable-growers is built in: it can't be deleted." in screen.text()
        await screen.press("r")
        assert "it can't be renamed." in screen.text()
