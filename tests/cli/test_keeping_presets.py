"""``screen presets`` from end to end: what is kept, what is said on which stream, which code."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screener import paths
from screener.presets import load_preset, preset_source

if TYPE_CHECKING:
    from tests.cli.conftest import Ran

    Program = Callable[..., Ran]

NOT_TEXT = "\udcff"
"""A byte of a command line that is no UTF-8, as Python hands it on."""


def own(name: str, content: str | bytes | None = None) -> Path:
    """Return the file of a preset of one's own, made with ``content``."""
    path = paths.user_presets_dir() / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(ran: Ran, code: int = 2) -> str:
    """Return the error of a run that gave nothing but one."""
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("error: ")
    assert len(ran.err.splitlines()) <= 2
    assert "Traceback" not in ran.err
    return ran.err


def test_a_screen_is_saved_listed_shown_run_renamed_and_deleted(screen: Program) -> None:
    options = ("--where", "pe < 12", "--sector", "energy", "--tickers", "a,BRK.B", "--limit", "3")
    ran = screen("presets", "save", "mine", "--title", "Mine", *options)
    assert (ran.code, ran.out, ran.err) == (0, "", f"saved: {own('mine')}\n")
    saved = load_preset("mine")
    assert (saved.title, saved.where, saved.sectors) == ("Mine", "pe < 12", ("Energy",))
    assert (saved.tickers, saved.limit, saved.growth_above) == (("A", "BRK.B"), 3, 0.04)
    assert "mine" in screen("presets", "list").out
    text = own("mine").read_text()
    assert screen("presets", "show", "mine").out == text
    assert screen("presets", "check", "mine").out == "mine: valid\n"
    ran = screen("presets", "rename", "mine", "yours")
    assert (ran.code, ran.out, ran.err) == (0, "", f"renamed: {own('yours')}\n")
    ran = screen("presets", "delete", "yours")
    assert (ran.code, ran.out, ran.err) == (0, text, f"deleted: {own('yours')}\n")
    assert not own("yours").exists()


def test_a_saved_preset_gives_the_rows_of_its_options(screen: Program) -> None:
    options = ("--where", "pe < 30", "--sort", "pe", "--columns", "ticker,pe", "--limit", "4")
    screen("presets", "save", "mine", "--preset", "everything", *options)
    direct = screen("export", "--preset", "everything", *options)
    assert len(direct.out.splitlines()) == 5
    assert screen("export", "--preset", "mine").out == direct.out


def test_a_condition_is_joined_to_the_presets_when_saved(screen: Program) -> None:
    own("mine", "where = \"pe < 12 OR sector = 'Energy'\"\n")
    screen("presets", "save", "both", "--preset", "mine", "--where", "ps < 1 OR pb < 2")
    assert load_preset("both").where == "(pe < 12 OR sector = 'Energy') AND (ps < 1 OR pb < 2)"


def test_a_taken_name_needs_replace_and_keeps_its_comments(screen: Program) -> None:
    own("mine", "# why\nx-a = 1\nlimit = 3 # few\n")
    assert "already\nReplace it with --replace" in refused(screen("presets", "save", "mine"))
    ran = screen("presets", "save", "mine", "--preset", "mine", "--limit", "5", "--replace")
    assert ran.code == 0
    assert own("mine").read_text() == "# why\nx-a = 1\nlimit = 5 # few\n"


@pytest.mark.parametrize("name", ["../x", "a/b", "A b", ".", "everything", "a" * 65, "", NOT_TEXT])
def test_a_name_that_cannot_be_is_refused_by_every_verb(
    screen: Program, tmp_path: Path, name: str
) -> None:
    own("mine", "limit = 3\n")
    (tmp_path / "f.toml").write_text("limit = 4\n")
    before = sorted(tmp_path.rglob("*"))
    for arguments in (
        ("save", name), ("save", name, "--replace"), ("rename", "mine", name), ("edit", name),
        ("import", str(tmp_path / "f.toml"), "--name", name, "--replace"), ("delete", name),
    ):  # fmt: skip
        refused(screen("presets", *arguments))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("delete", "min"), "error: no preset 'min'; did you mean 'mine'?\n"),
        (("rename", "min", "b"), "error: no preset 'min'; did you mean 'mine'?\n"),
        (("rename", "mine", "taken"), "error: there is a preset 'taken' already\n"),
        (("save", "new", "--preset", "nope"), "error: no preset 'nope'"),
        (("save", "new", "--where", "pe <"), "error: --where: "),
        (("save", "new", "--growth-above", "4"), "error: --growth-above: "),
        (("save",), "error: Missing argument 'NAME'"),
        (("import", "nope.toml"), "error: nope.toml: no such preset file\n"),
        (("import", "."), "error: .: a folder, not a preset file"),
        (("rename", "mine"), "error: Missing argument 'NEW'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_told_with_code_2(
    screen: Program, arguments: tuple[str, ...], said: str
) -> None:
    own("mine", "limit = 3\n")
    own("taken", "limit = 4\n")
    assert refused(screen("presets", *arguments)).startswith(said)
    assert sorted(path.name for path in own("mine").parent.iterdir()) == ["mine.toml", "taken.toml"]


def test_an_import_copies_a_file_only_when_it_is_valid(screen: Program, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text("# kept\nlimit = 3\n")
    bad.write_text("limt = 3\n")
    ran = screen("presets", "import", str(good), "--name", "new")
    assert (ran.code, ran.out, ran.err) == (0, "", f"saved: {own('new')}\n")
    assert own("new").read_text() == "# kept\nlimit = 3\n"
    said = refused(screen("presets", "import", str(bad)))
    assert said.startswith(f"error: {bad}:1: unknown key 'limt'; did you mean 'limit'?\n")
    assert not own("bad").exists()


def test_a_preset_is_edited_and_a_wrong_text_comes_back_by_the_advice(
    screen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho "$1" > "$2"\n')
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{shlex.quote(str(editor))} 'limit = 3'")
    for said in (f"saved: {own('mine')}\n", "nothing was changed\n"):
        ran = screen("presets", "edit", "mine")
        assert (ran.code, ran.out, ran.err) == (0, "", said)
    monkeypatch.setenv("EDITOR", f"{shlex.quote(str(editor))} 'limit = 0'")
    said = refused(screen("presets", "edit", "mine"))
    assert own("mine").read_text() == "limit = 3\n"
    words = shlex.split(said.partition("then screen ")[2])
    assert "at least 1 is needed" in refused(screen(*words))
    Path(words[2]).write_text("limit = 7\n")
    assert screen(*words).code == 0
    assert own("mine").read_text() == "limit = 7\n"


def test_a_check_tells_of_each_preset_and_fails_if_one_is_wrong(screen: Program) -> None:
    own("good", "limit = 3\n")
    ran = screen("presets", "check")
    assert (ran.code, ran.err) == (0, "")
    told = dict(line.split(": ", 1) for line in ran.out.splitlines())
    assert set(told.values()) == {"valid"}
    assert {"good", "everything", "cheap-growers", "fresh-results"} <= set(told)
    path = own("bad", "# c\nlimt = 3\x1b[31m")
    ran = screen("presets", "check", "good", "bad", "nope", "\x1b[31m", f"{path}\x1b[31m.toml")
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.startswith(f"good: valid\nbad: error: {path}:2: ")
    assert "nope: error: no preset 'nope'" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("verb", [("save", "mine"), ("edit", "mine"), ("import", "f.toml")])
def test_a_disk_that_refuses_is_told_with_code_3(
    screen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...]
) -> None:
    (tmp_path / "config").write_text("no folder\n")
    (tmp_path / "f.toml").write_text("limit = 3\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    refused(screen("presets", *verb), code=3)
    assert (tmp_path / "config").read_text() == "no folder\n"


def test_the_text_of_a_built_in_preset_is_not_printed_as_deleted(screen: Program) -> None:
    refused(screen("presets", "delete", "everything"))
    assert preset_source("everything")


# -- what is not yet so -------------------------------------------------------------------------


def test_a_preset_whose_text_cannot_be_written_is_not_deleted(process: Program) -> None:
    own("mine", "limit = 3\n")
    assert process(shell='"$PYTHON" -m screener presets delete mine >/dev/full').code == 3
    assert own("mine").exists()


def test_a_preset_that_is_no_text_can_be_deleted(screen: Program) -> None:
    path = own("mine", b"title = '\xff'\n")
    assert screen("presets", "delete", "mine").code == 0
    assert not path.exists()


def test_a_preset_of_ones_own_with_a_built_ins_name_can_be_deleted(screen: Program) -> None:
    path = own("everything", "limit = 3\n")
    assert screen("presets", "delete", "everything").code == 0
    assert not path.exists()
    assert load_preset("everything").limit is None


def test_a_folder_among_the_presets_leaves_the_list(screen: Program) -> None:
    own("mine", "limit = 3\n")
    own("odd").mkdir()
    ran = screen("presets", "list")
    assert ran.code == 0
    assert "mine" in ran.out


@pytest.mark.parametrize(
    "given", [("--unknown", "include"), ("--snapshot", "/nowhere"), ("--watched",)]
)
def test_an_option_that_no_preset_holds_is_refused_and_not_offered(
    screen: Program, given: tuple[str, ...]
) -> None:
    assert f"{given[0]}: " in refused(screen("presets", "save", "mine", *given))
    assert f"  {given[0]} " not in screen("presets", "save", "--help").out


def test_a_title_that_is_no_text_is_refused(screen: Program) -> None:
    refused(screen("presets", "save", "mine", "--title", NOT_TEXT))


@pytest.mark.parametrize("condition", ["(" * 40 + "pe < 1" + ")" * 40, f"name <> '{'a' * 9_970}'"])
def test_a_preset_that_was_saved_is_valid(screen: Program, condition: str) -> None:
    own("mine", f'where = "{condition}"\n')
    assert screen("presets", "check", "mine").code == 0
    ran = screen("presets", "save", "both", "--preset", "mine", "--where", "ps < 1 OR pb < 2")
    assert ran.code == 2 or screen("presets", "check", "both").code == 0
