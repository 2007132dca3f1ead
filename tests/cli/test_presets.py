from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from screener import paths
from screener.presets import builtin_names, list_presets, preset_source


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


STRAYS = {
    "UPPER": "no preset name: UPPER.toml; rename it",
    "name with space": "no preset name: name with space.toml; rename it",
    "é": "no preset name: é.toml; rename it",
    "a.b": "no preset name: a.b.toml; rename it",
    "dir": "a folder, not a preset file",
    "pipe": "not a file",
    "link": "a link to nothing",
}


@pytest.fixture
def strays() -> None:
    for name in ("UPPER", "name with space", "é", "a.b", ".mine-draft-1"):
        folder = own_preset(name, "").parent
    (folder / "deleted").mkdir()
    (folder / "dir.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    (folder / "link.toml").symlink_to("nowhere")


@pytest.mark.usefixtures("strays")
def test_files_that_can_be_no_presets_are_told(screen) -> None:
    for verb in ("list", "check"):
        for options in ((), ("--format", "csv")):
            ran = screen("presets", verb, *options)
            assert (ran.code, "UPPER" in ran.out) == (0, False)
            assert len(ran.err.splitlines()) == len(STRAYS)
            for told in STRAYS.values():
                assert told in ran.err
        assert screen("presets", verb, "-q").err == ""
    for name, told in STRAYS.items():
        for ran in (screen("presets", "check", name), screen("presets", "check", f"{name}.toml")):
            assert ran.code == 2
            assert told in ran.out
    assert STRAYS["UPPER"] in screen("export", "--preset", "UPPER").err


def test_a_config_folder_that_is_none_is_told(screen, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    ran = screen("presets", "check")
    assert ran.code == 3
    assert f"{tmp_path / 'config' / 'presets'}: Not a directory\n" in ran.err
    ran = screen("presets", "list")
    assert ran.code == 0
    assert "everything" in ran.out
    assert "Not a directory" in ran.err


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


def test_the_list_and_the_check_are_data_where_a_format_is_asked_for(screen) -> None:
    own_preset("banks", 'title = "Banks"\ndescription = "Only banks."')
    path = own_preset("broken", "# mine\nlimit = 0")
    ran = screen("presets", "list", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    assert set(rows) == {*builtin_names(), "banks", "broken"}
    assert rows["banks"] == {
        "name": "banks", "kind": "yours", "title": "Banks", "description": "Only banks.",
        "valid": "true", "error": "",
    }  # fmt: skip
    assert (rows["broken"]["title"], rows["broken"]["valid"]) == ("", "false")
    assert {row["kind"] for name, row in rows.items() if name in builtin_names()} == {"built-in"}
    assert {info.error or "" for info in list_presets()} == {row["error"] for row in rows.values()}
    ran = screen("presets", "check", "banks", "broken", "nope", "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    good, bad, none = json.loads(ran.out)
    assert good == {"name": "banks", "valid": True, "where": None, "error": None, "next_step": None}
    assert (bad["valid"], bad["where"]) == (False, f"{path}:2")
    assert "at least 1" in bad["error"]
    assert none["error"].startswith("no preset 'nope'")
    assert none["next_step"].startswith("There are: ")


@pytest.mark.parametrize("verb", ["list", "check"])
def test_the_text_is_the_same_in_a_file_and_no_preset_is_written_over(
    screen, tmp_path: Path, verb: str
) -> None:
    path = own_preset("mine", "limit = 3\n")
    told = screen("presets", verb).out
    assert screen("presets", verb, "-o", str(tmp_path / "told.txt")).code == 0
    assert (tmp_path / "told.txt").read_text() == told
    ran = screen("presets", verb, "--format", "csv", "-o", str(path))
    assert (ran.code, path.read_text()) == (2, "limit = 3\n")


def test_quiet_says_nothing_of_what_was_kept(screen, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "theirs.toml").write_text("limit = 3\n")
    monkeypatch.setenv("VISUAL", "true")
    for words in (
        ("save", "mine"), ("edit", "mine"), ("rename", "mine", "other"),
        ("import", str(tmp_path / "theirs.toml")), ("delete", "theirs"),
    ):  # fmt: skip
        ran = screen("presets", *words, "--quiet")
        assert (ran.code, ran.err) == (0, "")
    assert screen("presets", "delete", "nope", "-q").err.startswith("error: ")
