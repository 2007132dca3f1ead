from __future__ import annotations

from pathlib import Path

import pytest

from screener.errors import PresetError
from screener.model.screen import DEFAULT_SCREEN, Screen
from screener.presets import builtin_names, list_presets, load_preset, preset_source


def test_the_default_preset_is_profitable_growers(own_presets: Path) -> None:
    assert builtin_names()[0] == "profitable-growers"
    assert set(builtin_names()) >= {"everything", "cheap-growers", "fresh-results"}
    screen = load_preset("profitable-growers")
    criteria = ("profitable", "growth_above", "sectors", "zombies", "where", "sort", "columns")
    assert screen.model_dump(include=set(criteria)) == DEFAULT_SCREEN.model_dump(
        include=set(criteria)
    )


def test_everything_has_no_rule(own_presets: Path) -> None:
    screen = load_preset("everything")
    assert (screen.profitable, screen.growth_above, screen.zombies) == (False, None, "include")
    assert (screen.sectors, screen.limit) == ((), None)


def test_ones_own_preset_wins_by_name(own_presets: Path) -> None:
    (own_presets / "everything.toml").write_text('title = "Mine"')
    (own_presets / "banks.toml").write_text('sectors = ["Financials"]')
    assert load_preset("everything").title == "Mine"
    listed = {info.name: info for info in list_presets()}
    assert not listed["everything"].builtin
    assert listed["profitable-growers"].builtin
    assert listed["banks"].title == "banks"


def test_a_damaged_preset_is_listed_with_its_error(own_presets: Path) -> None:
    (own_presets / "broken.toml").write_text("limit = 0")
    [broken] = [info for info in list_presets() if info.name == "broken"]
    assert broken.error is not None
    assert "limit" in broken.error
    assert "\n" not in broken.error


def test_a_file_is_loaded_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.toml").write_text("limit = 3")
    monkeypatch.chdir(tmp_path)
    assert load_preset("p.toml") == load_preset("./p.toml") == Screen(limit=3)
    assert load_preset(tmp_path / "p.toml") == Screen(limit=3)
    with pytest.raises(PresetError, match="no such preset file"):
        load_preset(Path("everything"))  # a path is a file, never a name


def test_a_bare_file_name_is_also_sought_in_ones_own_folder(
    own_presets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (own_presets / "banks.toml").write_text("limit = 3")
    (own_presets.parent / "secret.toml").write_text("limit = 9")
    assert load_preset("banks.toml") == Screen(limit=3)
    assert preset_source("banks.toml") == "limit = 3"
    for name in ("./banks.toml", "../secret.toml", "..toml", "Banks.toml", "everything.toml"):
        with pytest.raises(PresetError, match="no such preset file"):
            load_preset(name)
    (tmp_path / "banks.toml").write_text("limit = 4")
    assert load_preset("banks.toml") == Screen(limit=4)


def test_a_name_never_leaves_the_folder(own_presets: Path) -> None:
    (own_presets.parent / "secret.toml").write_text('title = "no"')
    for name in ("../secret", "..\\secret", "", ".", "..", "Everything", "a" * 65, "x\0", "-x"):
        with pytest.raises(PresetError):
            load_preset(name)


def test_an_unknown_name_is_refused_with_the_nearest(own_presets: Path) -> None:
    with pytest.raises(PresetError, match="did you mean 'profitable-growers'"):
        load_preset("profitable-grower")


def test_a_source_is_the_files_own_text(own_presets: Path) -> None:
    text = "# mine\nlimit = 3\n"
    (own_presets / "mine.toml").write_text(text)
    assert preset_source("mine") == text
