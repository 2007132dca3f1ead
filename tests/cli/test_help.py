"""``--help`` and ``--version``: every verb says in a whole line what it is for, and shows how."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from tests.cli.conftest import Ran
from tests.frames import write_snapshot
from tests.makers import market, write_zip
from tests.nport import position, report

from screener import __version__, cli
from screener.cli.examples import VERBS

INSTANCE = """<?xml version="1.0" encoding="utf-8"?>
<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:us-gaap="http://fasb.org/us-gaap/2024"
      xmlns:dei="http://xbrl.sec.gov/dei/2024" xmlns:iso4217="http://www.xbrl.org/2003/iso4217">
  <context id="y"><entity><identifier scheme="http://www.sec.gov/CIK">0000000001</identifier>
  </entity><period><startDate>2024-01-01</startDate><endDate>2024-12-31</endDate></period></context>
  <context id="d"><entity><identifier scheme="http://www.sec.gov/CIK">0000000001</identifier>
  </entity><period><instant>2024-12-31</instant></period></context>
  <unit id="usd"><measure>iso4217:USD</measure></unit>
  <dei:DocumentType contextRef="y">10-K</dei:DocumentType>
  <dei:EntityRegistrantName contextRef="y">Plain Co</dei:EntityRegistrantName>
  <dei:DocumentPeriodEndDate contextRef="y">2024-12-31</dei:DocumentPeriodEndDate>
  <us-gaap:Assets contextRef="d" unitRef="usd" decimals="-3">200000000</us-gaap:Assets>
  <us-gaap:LongTermDebtNoncurrent contextRef="d" unitRef="usd" decimals="-3"
  >90000000</us-gaap:LongTermDebtNoncurrent>
</xbrl>
"""


def commands(
    command: typer.core.TyperCommand, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Return the words of every command there is, the program's own () first."""
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*words, name))


EVERY = list(commands(typer.main.get_command(cli.app)))


@pytest.mark.parametrize("words", EVERY, ids=lambda words: " ".join(words) or "screen")
def test_help_ends_with_examples_of_the_command_itself(screen, words: tuple[str, ...]) -> None:
    ran = screen(*words, "-h")
    assert (ran.code, ran.err) == (0, "")
    assert screen(*words, "--help").out == ran.out
    verb = VERBS[" ".join(words)]
    assert 1 <= len(verb.examples) <= 4
    _, _, shown = ran.out.partition("\n  Examples:\n")
    joined = re.sub(r" \\\n +", " ", shown)
    for example in verb.examples:
        assert f"  screen {example.line}\n" in joined
        assert f"        {example.does}\n" in joined
    assert any(example.line.startswith(" ".join(words)) for example in verb.examples)
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("words", [(), ("presets",), ("watchlist",)], ids=" ".join)
def test_a_list_of_commands_says_of_each_what_it_is_for_in_one_whole_line(
    screen, words: tuple[str, ...]
) -> None:
    out = screen(*words, "--help").out
    listed = out.partition("\nCommands:\n")[2].partition("\n\n")[0].splitlines()
    inner = [other[-1] for other in EVERY if other[:-1] == words and other]
    assert {line.split()[0] for line in listed} == set(inner)
    assert len(listed) == len(inner)
    assert not [line for line in listed if line.endswith("...")]


def test_there_are_no_examples_of_what_is_no_command() -> None:
    assert set(VERBS) == {" ".join(words) for words in EVERY}


@pytest.fixture
def work_folder(tmp_path: Path, sample_days: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder that has the files and the preset that examples name."""
    made = market(tmp_path / "market").request()
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "IWM_holdings.csv").write_bytes(made.holdings.read_bytes())
    (folder / "IWM_2026-01-21.csv").write_bytes(made.holdings.read_bytes())
    larger = made.holdings.read_text().replace("Test Fund", "Larger Fund")
    (folder / "IWB_holdings.csv").write_text(larger)
    (folder / "primary_doc.xml").write_bytes(report(position("Aaa Inc.")))
    (folder / "company_tickers.json").write_bytes(made.tickers[0].read_bytes())
    files = {path.name: path.read_bytes() for path in made.facts[0].iterdir()}
    write_zip(folder / "companyfacts.zip", files)
    write_zip(folder / "submissions.zip", {"CIK0000000101.json": b"{}"})
    (folder / "crsr-20241231_htm.xml").write_text(INSTANCE)
    (folder / "mine.toml").write_text('title = "Mine"\n')
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VISUAL", "true")
    return folder


MANY = [
    pytest.param(example.line, id=example.line)
    for example in dict.fromkeys(
        itertools.chain.from_iterable(verb.examples for verb in VERBS.values())
    )
    if not example.line.startswith(("-", "update"))  # the terminal interface; the network
]


@pytest.mark.parametrize("line", MANY)
def test_every_example_runs_on_the_sample(screen, work_folder: Path, line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])
    if "mine" in words and "save" not in words:
        assert screen("presets", "save", "mine").code == 0
    if "--replace" in words:
        assert screen("presets", "save", "mine").code == 0
    if "--watched" in words or words[:2] in (["watchlist", "note"], ["watchlist", "remove"]):
        assert screen("watchlist", "add", "HXMV").code == 0
    if words[:2] == ["presets", "import"] and "--name" not in words:
        screen("presets", "delete", "mine")
    ran = screen(*words)
    assert ran.code == 0, ran.err
    assert ran.out or ran.err
    assert (work_folder / "growers.csv").exists() == ("growers.csv" in words)


def test_the_examples_of_the_terminal_interface_ask_for_a_terminal_and_nothing_else(
    screen,
) -> None:
    lines = [one.line for one in VERBS[""].examples if one.line.startswith("-")]
    assert lines
    for line in lines:
        assert "needs a terminal" in screen(*shlex.split(line)).err


def version(screen) -> tuple[str, str]:
    ran: Ran = screen("--version")
    assert (ran.code, ran.err) == (0, "")
    program, snapshot = ran.out.splitlines()
    return program, snapshot


def test_the_version_tells_program_schema_and_snapshot(screen, tmp_path: Path) -> None:
    program, snapshot = version(screen)
    assert program == f"screen {__version__}, reads snapshots of schema 3"
    assert snapshot.startswith("snapshot: the bundled sample of Sample Small-Cap Fund")
    assert snapshot.endswith("as of 2026-05-05, schema 3")
    own = write_snapshot(tmp_path / "data", fund="A\x1b[31m Fund")
    _, snapshot = version(screen)
    assert snapshot == f"snapshot: {own.path.name} of A\ufffd[31m Fund, as of 2026-06-30, schema 3"


@pytest.mark.parametrize("damage", ["pointer", "manifest", "a file for a folder", "no rights"])
def test_the_version_is_told_whatever_the_snapshot_is_like(
    screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    snapshot = write_snapshot(tmp_path / "data")
    if damage == "pointer":
        (tmp_path / "data" / "current").write_bytes(b"\xff\xfe")
    elif damage == "manifest":
        (snapshot.path / "manifest.json").write_text("{")
    elif damage == "no rights":

        def refuse(*_: object) -> bool:
            raise PermissionError(13, "Permission denied", "data")

        monkeypatch.setattr("screener.store.places.current_snapshot", refuse)
    else:
        monkeypatch.setenv("SCREENER_DATA_DIR", str(snapshot.path / "manifest.json"))
    program, told = version(screen)
    assert __version__ in program
    assert told.startswith("snapshot: can't be read: ")


def test_the_version_waits_for_no_table_engine(process) -> None:
    from tests.cli.test_main import loaded

    assert loaded(process, "--version").isdisjoint({"polars", "pydantic", "textual", "rich"})
