from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener import paths
from screener.model.metric import METRICS
from screener.store.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("snapshot")


def test_data_goes_to_stdout_and_counts_to_stderr(screen) -> None:
    ran = screen("export")
    assert ran.code == 0
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["ticker"] for row in rows] == ["GOOD"]
    assert rows[0]["revenue_growth"] == "0.184"
    assert ran.err == "profitable-growers as of 2026-06-30: 1 pass · 1 fail · 1 unknown\n"


def test_quiet_says_nothing(screen) -> None:
    assert screen("export", "--quiet").err == ""


def test_unknown_rows_are_kept_and_marked_on_request(screen) -> None:
    ran = screen("export", "--unknown", "include", "--columns", "ticker", "--sort", "ticker")
    assert ran.out == "ticker,outcome\nDARK,unknown\nGOOD,pass\n"


def test_an_empty_result_is_done(screen) -> None:
    ran = screen("export", "--sector", "Utilities", "--columns", "ticker")
    assert (ran.code, ran.out) == (0, "ticker\n")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--growth-above", "90%"], "is growth > 90%: without it 2 pass (--growth-above any)"),
        (["--sector", "Utilities"], "is sector Utilities: without it 1 pass (--sector any)"),
        (
            ["--tickers", "LOSS"],
            "rules are profitable and ticker LOSS: without any one of them 1 pass (--any-profit;"
            " --tickers any)",
        ),
        (["--zombies", "only"], "is zombie (OECD): without it 1 pass (--zombies include)"),
        (
            ["--where", "revenue_growth > 5% AND sector <> 'Energy'"],
            "is where sector <> 'Energy': without it 1 pass (leave it out of --where)",
        ),
        (
            ["--preset", "{own}"],
            "is where sector = 'Other': without it 1 pass (it is the preset's)",
        ),
        (
            ["--tickers", "DARK", "--where", "ticker = 'DARK' AND revenue_growth > 1%"],
            "1 row fails only for a missing figure (--unknown include)",
        ),
        (
            ["--sector", "Utilities", "--growth-above", "90%"],
            "nobody passes without any one of the rules either",
        ),
    ],
)
def test_an_empty_result_says_in_a_line_which_rule_costs_most_and_how_to_relax_it(
    screen, tmp_path: Path, options: list[str], told: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("profitable = true\nwhere = \"sector = 'Other'\"\n")
    given = [option.format(own=own) for option in options]
    if str(own) in given:
        given += ["--where", "revenue_growth < 90%"]
    ran = screen("export", "--columns", "ticker", *given)
    assert (ran.code, ran.out) == (0, "ticker\n")
    *counts, last = ran.err.splitlines()
    assert counts[-1].split(": ")[1].startswith("0 pass · ")
    assert told in last
    assert last.endswith("; every rule: screen funnel with the same options")
    assert screen("export", "-q", *given).err == ""


def test_all_columns_are_the_metrics(screen) -> None:
    ran = screen("export", "--columns", "all", "--preset", "everything")
    assert ran.out.splitlines()[0] == ",".join(METRICS)
    assert len(ran.out.splitlines()) == 4


def test_a_limit_says_that_it_left_rows_out(screen) -> None:
    ran = screen("export", "--preset", "everything", "--limit", "1", "--columns", "ticker")
    assert ran.out == "ticker\nDARK\n"
    assert "1 row written: --limit left out the rest" in ran.err


def test_a_file_is_written_whole(screen, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    ran = screen("export", "--columns", "ticker,name", "--output", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert target.read_text() == "ticker,name\nGOOD,Good�[31m Co\n"
    assert f"1 row written to {target}" in ran.err


@pytest.mark.parametrize("name", ["out.xls", "out", "out.csv.gz"])
def test_a_name_that_says_no_format_is_refused(screen, tmp_path: Path, name: str) -> None:
    ran = screen("export", "--output", str(tmp_path / name))
    assert ran.code == 2
    assert "can't tell the format of " in ran.err
    assert ".parquet" in ran.err and "--format" in ran.err
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_missing_is_a_storage_error(screen, tmp_path: Path) -> None:
    ran = screen("export", "--output", str(tmp_path / "none" / "out.csv"))
    assert ran.code == 3
    assert "No such file or directory" in ran.err


def test_a_missing_snapshot_is_a_data_error(screen, tmp_path: Path) -> None:
    ran = screen("export", "--snapshot", str(tmp_path / "none"))
    assert ran.code == 3
    assert ran.out == ""


def test_another_snapshot_can_be_named_by_its_folder(screen, snapshot: Snapshot) -> None:
    assert screen("export", "--snapshot", str(snapshot.path)).code == 0


def test_sample_data_says_so(screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = write_snapshot(tmp_path / "sample", sample=True)
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path / "none"))
    monkeypatch.setattr(paths, "sample_dir", lambda: sample.path)
    assert screen("export").err.startswith("sample data: fictional companies")
