"""What the documentation shows does work: its Python is run, its commands are run, its preset is
read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from screener import cli
from screener.presets.reading import KEYS, parse
from screener.tui.keys import markdown

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The lines that run the program on the sample: those that build or open a terminal don't."""
    lines = [
        line.partition("  #")[0].strip() for block in blocks("sh") for line in block.split("\n")
    ]
    verbs = ("screen export", "screen show", "screen fields", "screen presets", "screen zombies")
    return [line for line in lines if line.startswith(verbs)]


@pytest.fixture(autouse=True)
def _on_the_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SCREENER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("SCREENER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def test_the_python_of_the_readme_runs() -> None:
    found = blocks("python")
    assert found
    for block in found:
        exec(compile(block, "README.md", "exec"), {})


def test_the_presets_of_the_readme_are_valid_and_show_real_keys() -> None:
    found = blocks("toml")
    assert found
    for block in found:
        assert set(parse(block, "README.md").model_fields_set) <= set(KEYS)


@pytest.mark.parametrize("command", commands())
def test_the_commands_of_the_readme_run(
    command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["screen", *shlex.split(command)[1:]])
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capfd.readouterr()
    assert (left.value.code or 0) == 0, err
    assert out or "--output" in command


def test_the_readme_has_every_key_as_the_program_binds_it() -> None:
    shown = README.partition("<!-- keys -->\n")[2].partition("<!-- /keys -->")[0]
    assert shown == markdown(), "write it anew: python docs/make_keys.py"


def test_the_readme_shows_commands() -> None:
    assert len(commands()) >= 6
