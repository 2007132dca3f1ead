"""How a verb's tables leave: the format that is chosen, and what is refused before any work."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from openpyxl import load_workbook
from tests.cli.six import refused
from tests.frames import write_snapshot

from screener.cli.output import OutputOptions, deliver
from screener.errors import UsageError
from screener.present.tables.table import Table
from screener.present.tables.writing import FORMATS, SUFFIXES

ONE = Table("one", "First", pl.DataFrame({"ticker": ["A", "B"], "pe": [1.5, None]}))
TWO = Table("two", "Second", pl.DataFrame({"name": ["x"]}))


READERS: dict[str, Callable[[bytes], list[Any]]] = {
    "csv": lambda data: [row[0] for row in csv.reader(io.StringIO(data.decode()))][1:],
    "ndjson": lambda data: [json.loads(line)["ticker"] for line in data.splitlines()],
    "json": lambda data: [row["ticker"] for row in json.loads(data)],
    "parquet": lambda data: pl.read_parquet(io.BytesIO(data))["ticker"].to_list(),
    "xlsx": lambda data: [row[0].value for row in load_workbook(io.BytesIO(data))["one"]][1:],
    "markdown": lambda data: [line.split()[1] for line in data.decode().splitlines()][2:],
    "text": lambda data: [line.split()[0] for line in data.decode().splitlines()][1:],
}
"""How to read the first column of a file back."""


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".CSV", ".Xlsx"])
def test_the_name_of_the_file_says_the_format(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{suffix}"
    deliver([ONE], OutputOptions(output=path), ())
    assert READERS[SUFFIXES[suffix.lower()]](path.read_bytes()) == ["A", "B"]


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_given_format_wins_over_the_name(output_format: Any, tmp_path: Path) -> None:
    for name in ("out.csv", "out", "out.zip"):
        deliver([ONE], OutputOptions(output_format, tmp_path / name), ())
        assert READERS[output_format]((tmp_path / name).read_bytes()) == ["A", "B"]


@pytest.mark.parametrize("output_format", [each for each in FORMATS if each != "csv"])
@pytest.mark.parametrize("option", ["--bom", "--excel-safe"])
def test_what_is_for_csv_is_refused_elsewhere(screen, output_format: str, option: str) -> None:
    assert refused(screen("export", option, "--format", output_format)) == (
        f"error: {option} is for CSV, not for {output_format}\n"
        f"Leave out {option}, or write --format csv.\n"
    )


def test_what_is_for_csv_is_refused_of_a_file_s_name_too(screen, tmp_path: Path) -> None:
    said = refused(screen("export", "--bom", "--output", str(tmp_path / "x.json")))
    assert "--bom is for CSV, not for json" in said
    assert list(tmp_path.glob("x*")) == []


@pytest.mark.parametrize(
    "verb", [("export",), ("show", "A"), ("zombies",), ("fields",), ("fields", "pe")]
)
def test_what_cannot_be_written_is_told_before_a_snapshot_is_read(screen, verb: Any) -> None:
    for options in (["--output", "x.doc"], ["--bom", "--format", "json"]):
        refused(screen(*verb, "--snapshot", "nowhere", *options))
    assert screen(*verb, "--snapshot", "nowhere").code == 3


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("output_format", ["csv", "ndjson", "parquet"])
def test_a_format_of_one_table_asks_which(screen, tmp_path: Path, output_format: str) -> None:
    path = tmp_path / "out"
    said = refused(screen("zombies", "--format", output_format, "--output", str(path)))
    assert f"{output_format} holds one table" in said
    assert not path.exists()


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("output_format", FORMATS)
def test_each_table_of_a_verb_is_to_be_had_in_each_format(
    screen, tmp_path: Path, output_format: str
) -> None:
    for name in ("counts", "overlap", "differences", "years"):
        path = tmp_path / f"{name}.out"
        options = ("--table", name, "--format", output_format, "--output", str(path))
        ran = screen("zombies", *options)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        # Nobody is a zombie there: lines of no rows are no lines.
        empty = output_format == "ndjson" and name == "differences"
        assert bool(path.stat().st_size) != empty


@pytest.mark.usefixtures("snapshot")
def test_the_tables_of_a_verb_stand_together_where_a_format_holds_several(
    screen, tmp_path: Path
) -> None:
    names = ["counts", "overlap", "differences", "years"]
    read = json.loads(screen("zombies", "--format", "json").out)
    assert list(read) == [*names, "about"]
    path = tmp_path / "z.xlsx"
    assert screen("zombies", "--output", str(path)).code == 0
    book = load_workbook(path)
    assert book.sheetnames == [*names, "About", "Columns"]
    sheet = book["About"].iter_rows(min_row=2, values_only=True)
    assert [(row["what"], row["value"]) for row in read["about"]] == list(sheet)
    headings = [line for line in screen("zombies", "--format", "markdown").out.splitlines()
                if line.startswith("## ")]  # fmt: skip
    assert len(headings) == 4


def test_the_metrics_are_a_table_with_their_coverage(screen, tmp_path: Path) -> None:
    three = [{"ticker": "A", "revenue_growth": 0.1}, {"ticker": "B", "revenue_growth": 0.0}]
    three.append({"ticker": "C"})
    write_snapshot(tmp_path / "data", metrics=three, constituents=three)
    rows = {row["metric"]: row for row in json.loads(screen("fields", "--format", "json").out)}
    # Three companies, of which one has no growth: no source has it.
    assert rows["revenue_growth"] == {
        "metric": "revenue_growth", "label": "Growth", "unit": "fraction", "group": "growth",
        "formula": "revenue_ttm / revenue_ttm one year before - 1, on one basis",
        "known": 2, "rows": 3, "coverage": 2 / 3, "why_unknown": ["not reported 1"],
    }  # fmt: skip
    path = tmp_path / "f.parquet"
    assert screen("fields", "--output", str(path)).code == 0
    with duckdb.connect() as database:
        query = "SELECT known, why_unknown FROM read_parquet(?) WHERE metric = 'revenue_growth'"
        assert database.execute(query, [str(path)]).fetchall() == [(2, ["not reported 1"])]
    [one] = json.loads(screen("fields", "revenue_growth", "--format", "json").out)
    assert one == rows["revenue_growth"]


@pytest.mark.usefixtures("snapshot")
def test_rules_are_columns_in_every_format(screen, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    options = ("--explain", "--columns", "ticker", "--output")
    assert screen("export", *options, str(path)).code == 0
    assert [cell.value for cell in load_workbook(path).worksheets[0][1]] == [
        "ticker", "profitable: net income > 0", "growth: > 4%", "not a zombie (OECD): no or n/a",
    ]  # fmt: skip
    [row] = json.loads(screen("export", "--explain", "--format", "json").out)
    assert row["growth: > 4%"] == "pass"


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("output_format", ["xlsx", "parquet"])
def test_a_terminal_is_not_painted_with_bytes(project_root: Path, output_format: str) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb"):
        ran = subprocess.run(
            [sys.executable, "-m", "screener", "export", "--format", output_format],
            env=os.environ | {"PYTHONPATH": str(project_root / "src")},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        os.close(theirs)
    assert ran.returncode == 2
    assert ran.stderr == (
        f"error: --format {output_format}: a terminal can't show {output_format}\n"
        f"Name a file: --output FILE.{output_format}\n"
    )


def test_several_tables_for_people_have_their_titles(capfd: pytest.CaptureFixture[str]) -> None:
    deliver([ONE, TWO], OutputOptions(), ())
    assert capfd.readouterr().out == (
        "First\nTicker   P/E\nA       1.5x\nB          –\n\nSecond\nName\nx\n"
    )


def test_one_of_several_is_chosen_by_its_name(capfd: pytest.CaptureFixture[str]) -> None:
    deliver([ONE, TWO], OutputOptions("csv"), (), only="two")
    assert capfd.readouterr().out == "name\nx\n"
    with pytest.raises(UsageError, match="csv holds one table"):
        deliver([ONE, TWO], OutputOptions("csv"), ())


def test_more_than_a_format_holds_is_told_and_nothing_is_written(screen, tmp_path: Path) -> None:
    write_snapshot(tmp_path / "data", metrics=[{"ticker": "A", "name": "x" * 40_000}])
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")
    assert refused(screen("export", "--preset", "everything", "--output", str(path))) == (
        "error: column name, row 1: a text of 40,000 characters: a cell of xlsx holds 32,767\n"
        "Write another format, such as csv or parquet, or fewer rows and columns.\n"
    )
    assert path.read_bytes() == b"old"
    csv_too = screen("export", "--preset", "everything", "--output", str(tmp_path / "x.csv"))
    assert csv_too.code == 0
