from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.errors import PresetError, StorageError
from screener.model.screen import Screen
from screener.presets import edit_preset, import_preset, list_presets, load_preset, save_preset

Editor = Callable[..., str]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Return how to name a program of the shell as the editor; the draft is its last argument."""
    monkeypatch.delenv("VISUAL", raising=False)

    def name(script: str, *arguments: str, variable: str = "EDITOR") -> str:
        program = tmp_path / f"an editor {variable}.sh"
        program.write_text(f"#!/bin/sh\nfor draft; do :; done\n{script}\n")
        program.chmod(0o755)
        command = " ".join([shlex.quote(str(program)), *arguments])
        monkeypatch.setenv(variable, command)
        return command

    return name


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failure(name: str, edit: Callable[[Path], None] | None = None) -> str:
    with pytest.raises(PresetError) as caught:
        edit_preset(name, edit)
    assert len(str(caught.value).splitlines()) <= 2
    return str(caught.value)


def writing(data: bytes) -> Callable[[Path], None]:
    def edit(draft: Path) -> None:
        draft.write_bytes(data)

    return edit


def test_a_valid_text_takes_the_presets_place(own_presets: Path) -> None:
    (own_presets / "mine.toml").write_bytes(b"# note\r\nlimit = 3\r\n")
    seen = []

    def edit(draft: Path) -> None:
        seen.append(draft.read_bytes())
        assert load_preset("mine") == Screen(limit=3)  # nothing is changed while it is edited
        draft.write_bytes(b"# other note\r\nlimit = 4\r\n")

    assert edit_preset("mine", edit) == own_presets / "mine.toml"
    assert seen == [b"# note\r\nlimit = 3\r\n"]
    assert (own_presets / "mine.toml").read_bytes() == b"# other note\r\nlimit = 4\r\n"
    assert files(own_presets) == ["mine.toml"]


def test_a_new_preset_begins_with_a_title_of_its_name(own_presets: Path) -> None:
    def edit(draft: Path) -> None:
        assert draft.read_text() == 'title = "My big banks"\n'
        draft.write_text('sectors = ["Financials"]\n')

    assert edit_preset("my-big_banks", edit) == own_presets / "my-big_banks.toml"
    assert load_preset("my-big_banks") == Screen(sectors=("Financials",))


@pytest.mark.parametrize("there", [True, False])
def test_an_unchanged_text_changes_nothing(own_presets: Path, there: bool) -> None:
    if there:
        save_preset("mine", Screen(limit=3))
    before = {name: (own_presets / name).stat().st_mtime_ns for name in files(own_presets)}
    assert edit_preset("mine", lambda _: None) is None
    assert {n: (own_presets / n).stat().st_mtime_ns for n in files(own_presets)} == before


@pytest.mark.parametrize("name", ["everything", "../x", "A", "", "x\0"])
def test_a_name_that_cannot_be_edited_is_refused_before_the_editor_opens(
    own_presets: Path, name: str
) -> None:
    def never(_: Path) -> None:
        pytest.fail("the editor was opened")

    failure(name, never)
    assert files(own_presets) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_wrong_text_is_kept_and_named_and_the_preset_is_as_it_was(
    own_presets: Path, there: bool
) -> None:
    if there:
        save_preset("mine", Screen(limit=3))
    message = failure("mine", writing(b"# hours of work\nlimt = 4\n"))
    match = re.match(r"(.+\.toml):2: unknown key 'limt'; did you mean 'limit'", message)
    assert match
    draft = Path(match.group(1))
    assert draft.read_bytes() == b"# hours of work\nlimt = 4\n"
    assert "'mine' is as it was" in message
    assert [info.name for info in list_presets() if not info.builtin] == ["mine"] * there
    # What the advice says works, once the text is mended.
    words = shlex.split(message.partition("mend it, then ")[2])
    assert words == ["screen", "presets", "import", str(draft), "--name", "mine", "--replace"]
    draft.write_text("# hours of work\nlimit = 4\n")
    import_preset(draft, "mine", replace=True)
    assert load_preset("mine") == Screen(limit=4)


@pytest.mark.parametrize(
    "data", [b"title = '\xff'", b"# hours of work\n" + b"#" * 1_000_001], ids=["bytes", "long"]
)
def test_a_text_that_cannot_be_read_is_kept_too(own_presets: Path, data: bytes) -> None:
    failure("mine", writing(data))
    [draft] = files(own_presets)
    assert (own_presets / draft).read_bytes() == data


def test_a_text_that_finds_no_room_is_kept_and_named(
    own_presets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as caught:
        edit_preset("mine", writing(b"limit = 4\n"))
    [draft] = files(own_presets)
    assert (own_presets / draft).read_bytes() == b"limit = 4\n"
    assert draft in str(caught.value)


def test_a_draft_that_the_editor_took_away_is_an_error(own_presets: Path) -> None:
    save_preset("mine", Screen(limit=3))
    assert "no such preset file" in failure("mine", lambda draft: draft.unlink())
    assert (files(own_presets), load_preset("mine")) == (["mine.toml"], Screen(limit=3))


def test_an_editor_that_replaces_the_file_is_understood(own_presets: Path, tmp_path: Path) -> None:
    def edit(draft: Path) -> None:
        (tmp_path / "swap").write_text("limit = 4\n")
        (tmp_path / "swap").replace(draft)

    edit_preset("mine", edit)
    assert (files(own_presets), load_preset("mine")) == (["mine.toml"], Screen(limit=4))


def test_an_interrupt_leaves_the_preset_as_it_was(own_presets: Path) -> None:
    def interrupted(draft: Path) -> None:
        draft.write_text("limit = 4\n")
        raise KeyboardInterrupt

    save_preset("mine", Screen(limit=3))
    with pytest.raises(KeyboardInterrupt):
        edit_preset("mine", interrupted)
    assert load_preset("mine") == Screen(limit=3)


def test_the_editors_arguments_and_the_spaces_in_its_name_are_kept(
    own_presets: Path, editor: Editor, tmp_path: Path
) -> None:
    seen = shlex.quote(str(tmp_path / "arguments"))
    script = f'printf "%s|" "$@" > {seen}; echo "limit = 4" > "$draft"'
    editor(script, "--wait", "'two words'", "$HOME", ";", "*")
    assert edit_preset("mine") == own_presets / "mine.toml"
    assert load_preset("mine") == Screen(limit=4)
    given = (tmp_path / "arguments").read_text().split("|")
    # No shell reads them: nothing is expanded or run.
    assert given[:5] == ["--wait", "two words", "$HOME", ";", "*"]
    assert Path(given[5]).parent == own_presets
    assert given[5].endswith(".toml")


def test_visual_goes_before_editor(own_presets: Path, editor: Editor) -> None:
    editor('echo "limit = 1" > "$draft"')
    editor('echo "limit = 2" > "$draft"', variable="VISUAL")
    edit_preset("mine")
    assert load_preset("mine") == Screen(limit=2)


def test_an_editor_that_writes_a_wrong_text_leaves_it_to_be_mended(
    own_presets: Path, editor: Editor
) -> None:
    save_preset("mine", Screen(limit=3))
    editor('echo "limit = 0" > "$draft"')
    assert ":1: limit: at least 1 is needed, not 0" in failure("mine")
    [draft, mine] = files(own_presets)
    assert (own_presets / draft).read_text() == "limit = 0\n"
    assert (own_presets / mine).read_text() == "limit = 3\n"


@pytest.mark.parametrize(
    ("script", "said"), [("exit 3", "it ended with code 3"), ("kill -9 $$", "code -9")]
)
def test_an_editor_that_fails_leaves_the_preset_as_it_was(
    own_presets: Path, editor: Editor, script: str, said: str
) -> None:
    save_preset("mine", Screen(limit=3))
    editor(f'echo "limit = 4" > "$draft"; {script}')
    assert said in failure("mine")
    assert (files(own_presets), load_preset("mine")) == (["mine.toml"], Screen(limit=3))


@pytest.mark.parametrize("command", ["no-such-editor", "/nowhere/vi", "'", "a\nb\nc", "."])
def test_an_editor_that_there_is_not_is_told_with_what_to_do(
    own_presets: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    message = failure("mine")
    assert message.startswith(f"the editor {command!r} failed: ")
    assert "EDITOR=nano" in message
    assert files(own_presets) == []


def test_an_editor_of_spaces_is_none(
    own_presets: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "vi").write_text('#!/bin/sh\necho "limit = 4" > "$1"\n')
    (tmp_path / "vi").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", "  ")
    edit_preset("mine")
    assert load_preset("mine") == Screen(limit=4)
