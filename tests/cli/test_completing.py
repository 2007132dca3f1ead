"""Completion as shells ask for it: bash, zsh and fish, through the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.frames import write_snapshot

from screener import cli
from screener.model.metric import METRICS
from screener.model.screen import SECTORS
from screener.presets import builtin_names
from screener.watchlist import Watched, watch, watchlist_path

Bash = Callable[..., list[str]]


@pytest.fixture
def bash(screen, monkeypatch: pytest.MonkeyPatch) -> Bash:
    """Return what bash is offered for a line whose last word is being typed."""

    def offered(*words: str, shell: str = "bash") -> list[str]:
        line = ("screen", *words)
        monkeypatch.setenv("COMP_WORDS", "\n".join(line))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        monkeypatch.setenv("_SCREEN_COMPLETE", f"complete_{shell}")
        ran = screen()
        assert (ran.code, ran.err) == (0, "")
        return ran.out.split("\n")[:-1] if ran.out.strip() else []

    return offered


@pytest.fixture
def typed(screen, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Ran]:
    """Return what zsh or fish is told of a line."""

    def told(shell: str, line: str) -> Ran:
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_SCREEN_COMPLETE", f"complete_{shell}")
        ran = screen()
        assert (ran.code, ran.err) == (0, "")
        return ran

    return told


def test_verbs_and_their_options_are_offered(bash: Bash) -> None:
    assert {"export", "sectors", "calendar", "status", "presets"} <= set(bash(""))
    assert bash("export", "--tick") == ["--tickers"]
    assert "save" in bash("presets", "")
    assert bash("export", "--zombies", "ex") == ["exclude"]


def test_presets_are_offered_by_name_the_users_too(bash: Bash, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "presets"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('title = "Mine"\n')
    (folder / "broken.toml").write_text("[[[")
    assert set(bash("export", "--preset", "")) == {*builtin_names(), "mine", "broken"}
    assert bash("presets", "show", "mi") == ["mine"]
    assert set(bash("presets", "delete", "")) == {"mine", "broken"}


def test_sectors_are_offered_whole_in_the_case_that_is_typed(bash: Bash) -> None:
    offered = bash("export", "--sector", "")
    assert [text.replace("\\ ", " ") for text in offered] == ["any", *SECTORS]
    assert bash("export", "--sector", "consumer") == [
        "consumer\\ Discretionary",
        "consumer\\ Staples",
    ]


def test_metrics_are_offered_for_columns_orders_facts_and_fields(bash: Bash) -> None:
    assert bash("fields", "") == list(METRICS)
    assert bash("show", "HXMV", "--facts", "zombie_o") == ["zombie_oecd"]
    assert set(METRICS) <= set(bash("export", "--columns", ""))
    ranked = bash("export", "--percentile", "")
    assert "net_margin" in ranked and not {"sector", "weight", "filed"} & set(ranked)
    assert {"sector", "pe"} <= set(bash("histogram", "")) <= set(METRICS) - {"ticker", "cik"}
    assert bash("export", "--columns", "ticker,pe,cash-") == ["ticker,pe,cash-flow"]
    again = bash("export", "--columns", "pe,p")
    assert "pe,pe" not in again
    assert "pe,pb" in again


@pytest.mark.parametrize("words", [("--sort", "-p"), ("--sort", "=", "-p")], ids="".join)
def test_an_order_downwards_is_offered_and_no_option(bash: Bash, words: tuple[str, ...]) -> None:
    offered = bash("export", *words)
    assert set(offered) == {f"-{name}" for name in METRICS if name.startswith("p")}
    assert bash("sectors", "--sort", "-comp") == ["-companies"]
    assert "--sort" in bash("export", "--so")
    assert bash("show", "HXMV", "--rate-move", "-5") == ["-50bp"]


def test_tickers_are_those_of_the_snapshot(bash: Bash, tmp_path: Path) -> None:
    assert bash("show", "HXM") == ["HXMV"]
    assert bash("show", "hxm") == ["hxmV"]
    assert bash("export", "--tickers", "AAA,HXM") == ["AAA,HXMV"]
    other = write_snapshot(
        tmp_path / "other", constituents=[{"ticker": "OTHER"}, {"ticker": None}, {"ticker": "A B"}]
    )
    assert bash("show", "--snapshot", str(other.path), "") == ["OTHER", "A\\ B"]
    assert bash("debt", "--snapshot", str(other.path), "O") == ["OTHER"]


def test_watched_companies_are_offered_also_those_that_left(bash: Bash) -> None:
    assert bash("watchlist", "remove", "") == []
    watch(
        Watched("HXMV", note="$(rm) `x` [b]"),
        Watched("GONE", "Left Inc", 9),
        Watched("-", "No Ticker Plc"),
        Watched(cik=320193),
    )
    assert bash("watchlist", "remove", "") == ["HXMV", "GONE", "No\\ Ticker\\ Plc", "320193"]
    assert bash("watchlist", "note", "go") == ["goNE"]
    assert bash("watchlist", "add", "HXM") == ["HXMV"]
    assert bash("watchlist", "add", "GONE") == []
    watchlist_path().write_text("[[company\n")
    assert bash("watchlist", "remove", "") == []


def test_kept_snapshots_are_offered_and_else_the_shells_files(bash: Bash, tmp_path: Path) -> None:
    assert bash("export", "--snapshot", "") == []
    kept = write_snapshot(tmp_path / "data")
    assert bash("status", "--snapshot", "") == [str(kept.path)]
    assert bash("status", "--snapshot", "./") == []
    assert bash("export", "--output", "") == []
    assert bash("export", "--where", "") == []


@pytest.mark.parametrize(
    "words", [("show", ""), ("export", "--tickers", ""), ("debt", "A")], ids=" ".join
)
@pytest.mark.parametrize("damage", ["pointer", "table"])
def test_a_damaged_snapshot_offers_nothing_and_is_no_failure(
    bash: Bash, snapshot, tmp_path: Path, damage: str, words: tuple[str, ...]
) -> None:
    if damage == "pointer":
        (tmp_path / "data" / "current").write_text("../..\n")
    else:
        (snapshot.path / "constituents.parquet").write_bytes(b"PAR1")
    assert bash(*words) == []


def test_a_folder_in_the_way_of_presets_leaves_the_built_in_ones(
    bash: Bash, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text("a file")
    assert set(bash("export", "--preset", "")) == set(builtin_names())


@pytest.mark.parametrize(
    ("variable", "value"), [("COMP_CWORD", "x"), ("COMP_WORDS", None), ("COMP_CWORD", "99")]
)
def test_a_shell_that_asks_wrongly_gets_no_traceback(
    screen, monkeypatch: pytest.MonkeyPatch, variable: str, value: str | None
) -> None:
    monkeypatch.setenv("_SCREEN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "screen\nexport\n")
    monkeypatch.setenv("COMP_CWORD", "2")
    if value is None:
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, value)
    assert screen().err == ""


def test_names_are_told_beside_the_tickers_in_zsh_and_fish(typed) -> None:
    assert '"HXMV":"HEXAMARROW INDUSTRIES INC"' in typed("zsh", "screen show HX").out
    assert typed("fish", "screen show HX").out == "HXMV\tHEXAMARROW INDUSTRIES INC\n"
    assert '"-pe":' in typed("zsh", "screen export --sort -p").out
    assert '"-pe":' in typed("zsh", "screen export --sort=-p").out
    assert "rate-cut-winners\t" in typed("fish", "screen export --preset ").out


def test_what_comes_from_outside_runs_nothing_in_a_shell(typed, tmp_path: Path) -> None:
    evil = '\\";touch x;"$(touch y)`touch z`[/bold]\x1b[31m'
    write_snapshot(
        tmp_path / "data",
        constituents=[{"ticker": "GOOD", "name": evil}, {"ticker": "$(touch t)", "name": "x"}],
    )
    out = typed("zsh", "screen show ").out
    assert "GOOD" in out
    assert "touch t" not in out
    assert not set("$`\\\x1b[") & set(out)
    assert out.count('"') == 4  # around the value and around what is told of it


def test_bash_itself_completes_with_the_script_that_it_is_given(
    process, tmp_path: Path, project_root: Path
) -> None:
    program = tmp_path / "screen"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m screener "$@"\n')
    program.chmod(0o755)
    done = process(
        shell=f'PATH="{tmp_path}:$PATH"; eval "$(screen --show-completion)";'
        " COMP_WORDS=(screen export --sort -reve); COMP_CWORD=3; _screen_completion screen;"
        ' printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert done.err == ""
    assert done.out.split() == [f"-{name}" for name in METRICS if name.startswith("reve")]


def test_the_script_is_of_the_name_that_the_program_is_called_by(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # Else it is the shell among the processes above this one, if there is any: who knows which.
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    for name in ("screen", "screener"):
        monkeypatch.setattr(sys, "argv", [f"/usr/bin/{name}", "--show-completion"])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code
        assert f"_{name.upper()}_COMPLETE=" in capfd.readouterr().out


def test_where_no_shell_is_known_that_is_wrong_usage(project_root: Path) -> None:
    code = (
        "import sys; sys.argv = ['screen', '--show-completion'];"
        "import typer.completion as c; c._get_shell_name = lambda: None;"
        "from screener.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(project_root / "src")},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_what_bash_has_of_a_word_with_spaces_decides_how_they_are_written(bash: Bash) -> None:
    """Bash replaces the word as it stands, but for a quotation mark that begins it."""
    assert bash("export", "--sector", "Consumer\\ S") == ["Consumer\\ Staples"]
    assert bash("export", "--sector", "Con") == ["Consumer\\ Discretionary", "Consumer\\ Staples"]
    assert bash("export", "--sector", '"Hea') == ["Health Care"]
    assert bash("export", "--sector", "'Consumer S") == ["Consumer Staples"]
