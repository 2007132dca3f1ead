"""What the documentation shows does work: its Python is run, its commands are run, its preset is
read. What the program has is documented: every command, option, metric, preset and key."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from benchmarks import update_table

from screener import cli
from screener.cli import page as commands_page
from screener.model.metric import METRICS
from screener.model.screen import Screen
from screener.paths import settings_file
from screener.present import fields as metrics_page
from screener.presets import builtin_names, load_preset
from screener.presets import page as presets_page
from screener.presets.reading import KEYS, parse
from screener.settings import Addresses, Settings, load_settings
from screener.settings import page as settings_page
from screener.settings.reading import VARIABLES
from screener.tui.keys import markdown
from screener.watchlist import Watched, watch

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The lines that run the program on the sample: those that build or open a terminal don't."""
    lines = [
        line.partition("  #")[0].strip() for block in blocks("sh") for line in block.split("\n")
    ]
    verbs = ("export", "show", "fields", "presets", "zombies", "sectors", "calendar", "status",
             "watchlist", "compare", "histogram",
             "funnel")  # fmt: skip
    return [line for line in lines if line.startswith(tuple(f"screen {verb}" for verb in verbs))]


@pytest.fixture(autouse=True)
def _on_the_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SCREENER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("SCREENER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def test_the_python_of_the_readme_runs(sample_days: None) -> None:
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
    sample_days: None,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if "--watched" in command or "watchlist list" in command:
        watch(Watched("HXMV"))
    monkeypatch.setattr("sys.argv", ["screen", *shlex.split(command)[1:]])
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capfd.readouterr()
    assert (left.value.code or 0) == 0, err
    assert out or "--output" in command or "watchlist add" in command


def test_the_readme_has_every_key_as_the_program_binds_it() -> None:
    shown = README.partition("<!-- keys -->\n")[2].partition("<!-- /keys -->")[0]
    assert shown == markdown(), "write it anew: python docs/make_keys.py"


def test_what_an_update_costs_is_what_was_measured() -> None:
    record = json.loads(update_table.RECORD.read_text("utf-8"))
    assert update_table.told() == update_table.table(record), (
        "write it anew: python benchmarks/update_table.py"
    )
    assert record["per_second"] == Settings().requests_per_second
    assert record["runs"]["first"]["companies"] > 1_850
    assert all(run["blocks"] == 0 for run in record["runs"].values())


def test_the_readme_shows_commands() -> None:
    assert len(commands()) >= 6


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("commands.md", lambda: commands_page.markdown(cli.app)),
        ("metrics.md", metrics_page.markdown),
        ("presets.md", presets_page.markdown),
        ("settings.md", settings_page.markdown),
    ],
    ids=["commands", "metrics", "presets", "settings"],
)
def test_the_pages_are_what_the_program_says_now(name: str, written: Callable[[], str]) -> None:
    assert page(name) == written(), "write it anew: python docs/make_all.py"


def every_command(command: Any, words: tuple[str, ...] = ("screen",)) -> Iterator[tuple[str, Any]]:
    yield " ".join(words), command
    for name, inner in getattr(command, "commands", {}).items():
        yield from every_command(inner, (*words, name))


COMMANDS = dict(every_command(typer.main.get_command(cli.app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_each_of_its_options(name: str) -> None:
    section = page("commands.md").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert section
    told = set(re.findall(r"^- `(.*?)`", section, re.MULTILINE))
    words = {word.rstrip(",") for line in told for word in line.split()}
    for parameter in COMMANDS[name].params:
        if getattr(parameter, "hidden", False):
            continue  # taken only to be refused in words
        if parameter.param_type_name == "option":
            assert {*parameter.opts, *parameter.secondary_opts} <= words
            assert parameter.help
        else:
            assert parameter.help
            assert parameter.help in re.sub(r"\s+", " ", section)
    assert {"-h", "--help"} <= words
    assert "\nscreen" in section.partition("```sh")[2]


def test_the_readme_names_every_command() -> None:
    top = {name.split()[1] for name in COMMANDS if name != "screen"}
    assert top == {verb for verb in top if re.search(rf"\bscreen {verb}\b", README)}


@pytest.mark.parametrize(
    "name",
    ["commands.md", "metrics.md", "presets.md", "settings.md", "debt.md", "zombies.md"],
)
def test_the_readme_leads_to_every_page(name: str) -> None:
    assert f"(docs/{name})" in README


def test_every_metric_is_documented_with_its_formula() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*?\| (.*?) \|", page("metrics.md"), re.MULTILINE)
    assert dict(rows) == {name: metric.formula for name, metric in METRICS.items()}


def test_every_built_in_preset_is_documented_with_its_columns() -> None:
    text = page("presets.md")
    for name in builtin_names():
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        screen = load_preset(name)
        assert screen.title in section
        assert screen.description in section
        assert [f"`{column}`" for column in screen.columns] == re.findall(
            r"`\w+`", section.partition("- columns: ")[2].partition("\n")[0]
        )


def test_every_key_of_a_preset_is_documented() -> None:
    table = page("presets.md").partition("| key | meaning |")[2]
    assert tuple(re.findall(r"^\| `(\w+)` \| \S", table, re.MULTILINE)) == KEYS
    assert set(KEYS) == set(Screen.model_fields) - {"unknown", "watched"}


def test_every_setting_is_documented_with_its_default_and_its_variable() -> None:
    text = page("settings.md")
    rows = re.findall(r"^\| `([a-z_.]+)` \| (.*?) \| \S", text, re.MULTILINE)
    defaults = {name: default.strip('`"') for name, default in rows}
    values = {name: str(getattr(Settings(), name)) for name in Settings.model_fields}
    values |= {"contact": "none", "requests_per_second": "8", "patience_seconds": "30"}
    values["addresses"] = ""
    values |= {f"addresses.{name}": value for name, value in Addresses().model_dump().items()}
    assert defaults == values
    variables = re.findall(r"^\| `([A-Z_]+)` \| `([a-z_.]+)` \|$", text, re.MULTILINE)
    assert dict(variables) == {name: ".".join(key) for name, key in VARIABLES.items()}
    assert {key for _, key in variables} == set(values) - {"addresses"}


def test_every_environment_variable_of_the_program_is_documented() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)` \| \S", page("settings.md"), re.MULTILINE))
    files = (ROOT / "src" / "screener").rglob("*.py")
    named = {name for file in files for name in _VARIABLE.findall(file.read_text("utf-8"))}
    assert named
    assert named <= told
    assert {"SSL_CERT_FILE", "HTTPS_PROXY"} <= told


_VARIABLE = re.compile(r"(?<![A-Z_])SCREENER_[A-Z_]+")


def test_the_settings_file_of_the_page_is_a_valid_one() -> None:
    [shown] = re.findall(r"^```toml\n(.*?)^```", page("settings.md"), re.MULTILINE | re.DOTALL)
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(shown, encoding="utf-8")
    found = load_settings()
    assert found.contact == "Jane Doe jane@example.com"
    assert found != Settings(contact=found.contact)
