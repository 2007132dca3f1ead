from __future__ import annotations

from pathlib import Path

from screener import paths
from screener.presets import preset_source


def own_preset(name: str, text: str) -> Path:
    path = paths.user_presets_dir() / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_list_names_built_in_and_own_presets_and_what_is_wrong(screen) -> None:
    own_preset("banks", 'title = "Banks"\ndescription = "Only\x7f banks."')
    own_preset("broken", "limit = 0")
    ran = screen("presets", "list")
    assert ran.code == 0
    lines = {line.split()[0]: line for line in ran.out.splitlines()}
    assert "built-in  Profitable growers: " in lines["profitable-growers"]
    assert "error: " in lines["banks"]  # TOML holds no control characters
    assert "yours     error: " in lines["broken"]


def test_a_preset_is_shown_as_it_stands_in_its_file(screen) -> None:
    text = "# why: a note\nlimit = 3\n"
    own_preset("mine", text)
    assert screen("presets", "show", "mine").out == text
    assert screen("presets", "show", "everything").out == preset_source("everything")


def test_the_path_is_the_folder_of_ones_own(screen) -> None:
    assert screen("presets", "path").out.strip() == str(paths.user_presets_dir())


def test_an_unknown_preset_is_refused(screen) -> None:
    ran = screen("presets", "show", "everythin")
    assert ran.code == 2
    assert ran.err.startswith("error: no preset 'everythin'; did you mean 'everything'?\n")


def test_without_a_verb_it_says_which_help_to_read(screen) -> None:
    ran = screen("presets")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 2
