from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from screener.errors import PresetError, StorageError
from screener.model.screen import Screen
from screener.presets import (
    builtin_names,
    delete_preset,
    import_preset,
    is_taken,
    list_presets,
    load_preset,
    put_away_preset,
    rename_preset,
    save_preset,
)

IMPOSSIBLE = [
    "", ".", "..", "../x", "a/b", "/etc/x", "..\\x", "a\\b", "x\0", "a b", "Banks", "x.toml", ".x",
    "-x", "_x", "x\n", "é", "ａ", "١", "a" * 65, "~", "c:x", "\udcff",
]  # fmt: skip

KILLED_WHILE_SAVING = """
import os, signal, sys
from pathlib import Path
from screener.model.screen import Screen
from screener.presets import save_preset
real = os.fsync if sys.argv[1] == "writing" else Path.replace
def killed(*arguments):
    if sys.argv[1] == "after":
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "writing":
    os.fsync = killed
else:
    Path.replace = killed
save_preset("mine", Screen(limit=9), replace=True)
"""


def refused(verb: Callable[..., object], *arguments: object, **named: object) -> str:
    with pytest.raises(PresetError) as caught:
        verb(*arguments, **named)
    assert len(str(caught.value).splitlines()) <= 2
    return str(caught.value)


def everything_under(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_longest_name_and_every_kind_of_character_is_saved(own_presets: Path) -> None:
    for name in ("a", "0", "a" * 64, "my-banks_2"):
        path = save_preset(name, Screen(limit=3))
        assert path == own_presets / f"{name}.toml"
        assert load_preset(name) == Screen(limit=3)


@pytest.mark.parametrize("name", IMPOSSIBLE, ids=ascii)
def test_a_name_that_cannot_be_is_refused_by_every_verb(
    own_presets: Path, tmp_path: Path, name: str
) -> None:
    save_preset("mine", Screen(limit=3))
    (tmp_path / "source").write_text("limit = 5\n")
    before = everything_under(tmp_path)
    for verb, arguments in (
        (save_preset, (name, Screen(limit=1))),
        (rename_preset, ("mine", name)),
        (rename_preset, (name, "new")),
        (delete_preset, (name,)),
        (import_preset, (tmp_path / "source", name)),
    ):
        assert "can't be a preset's name" in refused(verb, *arguments)
    assert everything_under(tmp_path) == before


def test_a_refused_name_with_replace_is_refused_too(own_presets: Path, tmp_path: Path) -> None:
    (tmp_path / "config" / "secret.toml").write_text("limit = 5\n")
    refused(save_preset, "../secret", Screen(), replace=True)
    refused(import_preset, tmp_path / "config" / "secret.toml", "../secret", replace=True)
    assert (tmp_path / "config" / "secret.toml").read_text() == "limit = 5\n"
    assert everything_under(own_presets) == {}


def test_built_in_presets_are_untouched_by_every_verb(own_presets: Path, tmp_path: Path) -> None:
    import screener.presets as package

    ships = {path: path.read_bytes() for path in Path(package.__file__).parent.glob("*.toml")}
    assert {path.stem for path in ships} == set(builtin_names())
    save_preset("mine", Screen(limit=3))
    (tmp_path / "f").write_text("limit = 5\n")
    for name in builtin_names():
        for verb, arguments, named in (
            (save_preset, (name, Screen()), {}),
            (save_preset, (name, Screen()), {"replace": True}),
            (rename_preset, (name, "new"), {}),
            (rename_preset, ("mine", name), {}),
            (delete_preset, (name,), {}),
            (import_preset, (tmp_path / "f", name), {"replace": True}),
        ):
            message = refused(verb, *arguments, **named)
            assert f"{name!r} is built in" in message
            assert f"screen presets save my-{name} --preset {name}" in message
    assert {path: path.read_bytes() for path in ships} == ships
    assert list(everything_under(own_presets)) == ["mine.toml"]


def test_a_taken_name_is_refused_unless_replace_is_said(own_presets: Path) -> None:
    path = save_preset("mine", Screen(limit=3))
    assert "there is a preset 'mine' already" in refused(save_preset, "mine", Screen(limit=4))
    assert load_preset("mine") == Screen(limit=3)
    path.write_text("# my note\nx-a = 1\nlimit = 3 # few\n")
    save_preset("mine", Screen(limit=4, title="T"), replace=True)
    assert path.read_text() == '# my note\nx-a = 1\nlimit = 4 # few\ntitle = "T"\n'


def test_replace_needs_nothing_to_replace(own_presets: Path) -> None:
    save_preset("new", Screen(limit=4), replace=True)
    assert load_preset("new") == Screen(limit=4)


@pytest.mark.parametrize(
    "damage",
    [b"limit = 0", b"limit =", b"limt = 1", b"title = '\xff'", b"#" * 1_000_001, b"\x00"],
    ids=["value", "syntax", "key", "bytes", "long", "binary"],
)
def test_a_damaged_preset_is_replaced_as_a_whole(own_presets: Path, damage: bytes) -> None:
    path = own_presets / "mine.toml"
    path.write_bytes(damage)
    refused(save_preset, "mine", Screen(limit=4))
    assert path.read_bytes() == damage
    save_preset("mine", Screen(limit=4), replace=True)
    assert path.read_bytes() == b"limit = 4\n"


def test_the_folder_is_made_when_it_is_first_needed(tmp_path: Path) -> None:
    assert save_preset("mine", Screen()).read_text() == ""
    assert load_preset("mine") == Screen()


def test_a_link_and_the_rights_of_a_preset_stay(own_presets: Path, tmp_path: Path) -> None:
    (tmp_path / "dotfiles.toml").write_text("# mine\n")
    (tmp_path / "dotfiles.toml").chmod(0o600)
    (own_presets / "mine.toml").symlink_to(tmp_path / "dotfiles.toml")
    save_preset("mine", Screen(limit=3), replace=True)
    assert (own_presets / "mine.toml").is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == "# mine\nlimit = 3\n"
    assert (tmp_path / "dotfiles.toml").stat().st_mode & 0o777 == 0o600
    delete_preset("mine")
    assert (tmp_path / "dotfiles.toml").exists()


def test_a_preset_is_renamed_with_every_byte(own_presets: Path) -> None:
    (own_presets / "old.toml").write_bytes(b"\xef\xbb\xbf# note\r\nlimit = 0")
    assert rename_preset("old", "new") == own_presets / "new.toml"
    assert everything_under(own_presets) == {"new.toml": b"\xef\xbb\xbf# note\r\nlimit = 0"}
    assert rename_preset("new", "new") == own_presets / "new.toml"
    assert list(everything_under(own_presets)) == ["new.toml"]


def test_a_preset_is_not_renamed_onto_another(own_presets: Path) -> None:
    save_preset("old", Screen(limit=3))
    save_preset("taken", Screen(limit=4))
    before = everything_under(own_presets)
    assert "there is a preset 'taken' already" in refused(rename_preset, "old", "taken")
    assert everything_under(own_presets) == before


def test_a_preset_that_there_is_not_is_named_with_the_nearest(own_presets: Path) -> None:
    save_preset("banks", Screen())
    for verb, arguments in ((delete_preset, ("bank",)), (rename_preset, ("bank", "new"))):
        assert "no preset 'bank'; did you mean 'banks'?" in refused(verb, *arguments)


def test_a_deleted_preset_is_gone(own_presets: Path) -> None:
    save_preset("a", Screen())
    save_preset("b", Screen())
    assert delete_preset("a") == own_presets / "a.toml"
    assert list(everything_under(own_presets)) == ["b.toml"]
    refused(load_preset, "a")


@pytest.mark.parametrize(
    "content", [b"title = '\xff'", b"#" * 1_000_001, b"limit ="], ids=["bytes", "long", "syntax"]
)
def test_a_damaged_preset_can_be_deleted(own_presets: Path, content: bytes) -> None:
    (own_presets / "mine.toml").write_bytes(content)
    delete_preset("mine")
    assert everything_under(own_presets) == {}


@pytest.mark.parametrize("kind", ["folder", "link to nothing"])
def test_what_is_no_file_in_the_folder_leaves_the_other_presets(
    own_presets: Path, kind: str
) -> None:
    save_preset("mine", Screen())
    if kind == "folder":
        (own_presets / "odd.toml").mkdir()
    else:
        (own_presets / "odd.toml").symlink_to("nowhere")
    assert "mine" in {info.name for info in list_presets()}


def test_an_imported_file_keeps_its_text_and_gets_its_own_name(
    own_presets: Path, tmp_path: Path
) -> None:
    text = "# note\r\nx-a = 1\r\nlimit = 3"
    (tmp_path / "My Banks.toml").write_text(text, newline="")
    assert import_preset(tmp_path / "My Banks.toml") == own_presets / "my-banks.toml"
    assert import_preset(tmp_path / "My Banks.toml", "other") == own_presets / "other.toml"
    assert everything_under(own_presets) == {
        "my-banks.toml": text.encode(),
        "other.toml": text.encode(),
    }


def test_an_import_replaces_only_when_told(own_presets: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("limit = 3\n")
    save_preset("mine", Screen(limit=4))
    assert "already" in refused(import_preset, tmp_path / "mine.toml")
    assert load_preset("mine") == Screen(limit=4)
    import_preset(tmp_path / "mine.toml", replace=True)
    assert (own_presets / "mine.toml").read_text() == "limit = 3\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# c\nlimt = 3", "f.toml:2: unknown key 'limt'; did you mean 'limit'"),
        (b"limit = ", "f.toml:1: not valid TOML"),
        (b"where = 'pe < '", "f.toml:1: where: "),
        (b"title = '\xff'", "f.toml:1: not UTF-8"),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (b"\x7fELF\x00", "f.toml:1: not valid TOML"),
        (None, "no such preset file"),
    ],
    ids=["key", "syntax", "condition", "bytes", "long", "binary", "none"],
)
def test_a_file_that_is_no_preset_is_not_imported(
    own_presets: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    save_preset("f", Screen(limit=4))
    if content is not None:
        (tmp_path / "f.toml").write_bytes(content)
    assert said in refused(import_preset, tmp_path / "f.toml", replace=True)
    assert said in refused(import_preset, tmp_path / "f.toml", "new")
    assert list(everything_under(own_presets)) == ["f.toml"]
    assert load_preset("f") == Screen(limit=4)


def test_a_folder_is_not_imported(own_presets: Path, tmp_path: Path) -> None:
    assert "a folder, not a preset file" in refused(import_preset, tmp_path)
    assert "'c'" not in refused(import_preset, tmp_path / "config")


def test_a_file_whose_name_cannot_be_needs_another(own_presets: Path, tmp_path: Path) -> None:
    (tmp_path / "Übersicht.toml").write_text("limit = 3\n")
    assert "can't be a preset's name" in refused(import_preset, tmp_path / "Übersicht.toml")
    import_preset(tmp_path / "Übersicht.toml", "overview")
    assert load_preset("overview") == Screen(limit=3)


@pytest.mark.parametrize(("moment", "left"), [("writing", 3), ("before", 3), ("after", 9)], ids=str)
def test_a_process_killed_while_saving_leaves_the_old_or_the_new_preset(
    own_presets: Path, project_root: Path, moment: str, left: int
) -> None:
    save_preset("mine", Screen(limit=3, title="T"))
    (own_presets / "mine.toml").write_text("# note\nlimit = 3\n")
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_SAVING, moment],
        env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (-signal.SIGKILL, b"")
    assert (own_presets / "mine.toml").read_text() == f"# note\nlimit = {left}\n"
    assert [info.name for info in list_presets() if not info.builtin] == ["mine"]


def test_presets_saved_at_once_are_whole(own_presets: Path) -> None:
    def save_and_read(limit: int) -> int | None:
        save_preset("mine", Screen(limit=limit, title="T" * 5000), replace=True)
        read = load_preset("mine")
        assert read.title == "T" * 5000
        return read.limit

    with ThreadPoolExecutor(6) as pool:
        read = list(pool.map(save_and_read, range(1, 61)))
    assert set(read) <= set(range(1, 61))
    assert list(everything_under(own_presets)) == ["mine.toml"]


@pytest.mark.parametrize("verb", ["save", "import"])
def test_a_config_folder_that_is_a_file_is_a_storage_error(tmp_path: Path, verb: str) -> None:
    (tmp_path / "config").write_text("no folder")
    (tmp_path / "p.toml").write_text("limit = 3\n")
    with pytest.raises(StorageError) as caught:
        if verb == "save":
            save_preset("mine", Screen())
        else:
            import_preset(tmp_path / "p.toml")
    assert caught.value.exit_code == 3
    assert (tmp_path / "config").read_text() == "no folder"


def test_a_full_disk_leaves_the_preset_as_it_was(
    own_presets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    save_preset("mine", Screen(limit=3))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=f"{shlex.quote(str(own_presets))}/mine.toml: No space"):
        save_preset("mine", Screen(limit=4), replace=True)
    assert everything_under(own_presets) == {"mine.toml": b"limit = 3\n"}


@pytest.mark.parametrize("given", [{"title": "\udcff"}, {"tickers": ["\udcff"]}])
def test_bytes_of_a_command_line_that_are_no_text_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="not UTF-8 text"):
        Screen.model_validate(given)


def test_nothing_is_written_through_a_link_to_what_is_no_preset(
    own_presets: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("limit = 3\n", encoding="utf-8")
    own_presets.mkdir(parents=True, exist_ok=True)
    (own_presets / "mine.toml").symlink_to(other)
    with pytest.raises(PresetError, match="no preset"):
        save_preset("mine", Screen(limit=5), replace=True)
    assert other.read_text(encoding="utf-8") == "limit = 3\n"


def test_of_two_first_saves_at_one_moment_one_succeeds(
    own_presets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both looked before either wrote.
    monkeypatch.setattr("screener.presets.keeping._free", lambda *_, **__: None)
    first = save_preset("mine", Screen(limit=1))
    with pytest.raises(PresetError, match="already"):
        save_preset("mine", Screen(limit=2))
    assert first.read_text(encoding="utf-8") == "limit = 1\n"
    assert [path.name for path in own_presets.iterdir()] == ["mine.toml"]


def test_a_preset_that_is_put_away_can_be_brought_back(own_presets: Path) -> None:
    for text in ("limit = 1\n", "limit = 2\n"):
        (own_presets / "mine.toml").write_text(text)
        kept = put_away_preset("mine")
        assert kept.read_text() == text  # the first one is not written over
        assert not (own_presets / "mine.toml").exists()
    assert "mine" not in [info.name for info in list_presets()]
    import_preset(kept, "mine")
    assert load_preset("mine").limit == 2
    with pytest.raises(PresetError, match="built in"):
        put_away_preset("everything")


def test_a_name_is_taken_by_ones_own_presets_only(own_presets: Path) -> None:
    assert not is_taken("mine")
    (own_presets / "mine.toml").write_text("torn =")
    assert is_taken("mine")
    for name in ("everything", "../mine", ""):
        with pytest.raises(PresetError):
            is_taken(name)
