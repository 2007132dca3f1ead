from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.frames import metrics_frame, write_snapshot

from screener import paths
from screener.errors import SnapshotError, UsageError
from screener.model.screen import DEFAULT_SCREEN, Screen
from screener.screening.universe import Universe, open_universe


def with_tickers(universe: Universe, *tickers: str | None) -> Universe:
    return Universe(universe.snapshot, metrics_frame(*({"ticker": t} for t in tickers)))


@pytest.mark.parametrize("written", ["BF.B", "bf.b", "BF-B", "BF/B", "bf b", " BFB "])
def test_a_share_class_is_found_however_it_is_written(universe: Universe, written: str) -> None:
    assert universe.find(written)["name"] == "Brew"


def test_the_exact_ticker_wins_over_its_variants(universe: Universe) -> None:
    assert with_tickers(universe, "BF.B", "BFB").find("BFB")["ticker"] == "BFB"


def test_a_variant_of_several_tickers_is_refused_with_the_candidates(universe: Universe) -> None:
    with pytest.raises(UsageError, match=r"BF-B, BF\.B"):
        with_tickers(universe, "BF.B", "BF-B").find("BFB")


def test_an_unknown_ticker_is_refused_with_the_nearest(universe: Universe) -> None:
    with pytest.raises(UsageError, match="did you mean 'GOOD'"):
        universe.find("gooood")


@pytest.mark.parametrize("written", ["", " "])
def test_nothing_is_no_ticker_even_where_a_holding_has_none(
    universe: Universe, written: str
) -> None:
    with pytest.raises(UsageError):
        with_tickers(universe, "-", None, "A").find(written)


def with_names(universe: Universe, *companies: tuple[str | None, str | None]) -> Universe:
    rows = ({"ticker": ticker, "name": name} for ticker, name in companies)
    return Universe(universe.snapshot, metrics_frame(*rows))


@pytest.mark.parametrize("written", ["James River Group", "james river", "JAMES", " river group "])
def test_a_company_is_found_by_a_part_of_its_name(universe: Universe, written: str) -> None:
    mine = with_names(universe, ("A", "Alfa"), ("-", "James River Group"), (None, None))
    assert mine.find(written)["name"] == "James River Group"


def test_a_ticker_wins_over_names_and_a_whole_name_over_parts(universe: Universe) -> None:
    mine = with_names(universe, ("RIVER", "Alfa"), ("B", "River"), ("C", "James River"))
    assert mine.find("river")["name"] == "Alfa"
    mine = with_names(universe, ("B", "River"), ("C", "James River"))
    assert mine.find("rIVER")["ticker"] == "B"


def test_a_name_of_several_companies_is_refused_with_the_candidates(universe: Universe) -> None:
    mine = with_names(universe, ("A", "River A"), ("-", "River B"), (None, "River C"))
    with pytest.raises(UsageError, match="fits 3 companies: - River B, A River A, River C"):
        mine.find("river")
    with pytest.raises(UsageError, match=r"9 companies: .*, and 3 more\n"):
        with_names(universe, *((f"T{i}", f"River {i}") for i in range(9))).find("river")


def test_companies_without_a_ticker_are_not_taken_for_one_another(universe: Universe) -> None:
    with pytest.raises(UsageError, match="fits 2 companies: - Alfa, - Beta"):
        with_names(universe, ("-", "Alfa"), ("-", "Beta")).find("-")


def test_a_screen_gives_its_columns_of_the_rows_that_pass(universe: Universe) -> None:
    screen = Screen(profitable=True, columns=("ticker", "cik", "ticker"), sort=("-ticker",))
    assert universe.screen(screen).to_dict(as_series=False) == {"ticker": ["GOOD"], "cik": [1]}
    everyone = Screen(columns=("ticker",), sort=("-ticker",), limit=2)
    assert universe.screen(everyone)["ticker"].to_list() == ["GOOD", "DARK"]
    included = universe.screen(screen.model_copy(update={"unknown": "include"}))
    assert included.select("ticker", "outcome").rows() == [
        ("GOOD", "pass"), ("DARK", "unknown"), ("BF.B", "unknown"),
    ]  # fmt: skip


def test_without_a_screen_it_is_the_default_one() -> None:
    sample = open_universe(str(paths.sample_dir()))
    passing = sample.screen()
    assert passing.equals(sample.screen(DEFAULT_SCREEN))
    assert 0 < passing.height < sample.metrics.height


def test_a_company_is_asked_for_by_ticker_name_or_cik_everywhere() -> None:
    sample = open_universe(paths.sample_dir())
    row = sample.find("HXMV")
    cik = row["cik"]
    mine = sample.instruments.filter(pl.col("cik") == cik)
    for company in ("HXMV", "hxmv", row["name"], cik):
        assert sample.find(company)["cik"] == cik
        assert sample.zombie_record(company).height > 0
        assert sample.explain(company) == sample.explain("HXMV")
        assert sorted(sample.debt_of(company)["name"]) == sorted(mine["name"])
    assert mine.height > 0
    with pytest.raises(UsageError, match="no company 'NOBODY'"):
        sample.debt_of("NOBODY")
    with pytest.raises(UsageError, match="no company with the CIK 7 "):
        sample.zombie_record(7)
    assert sample.debt_of(None).height == 0  # a holding without a filer


@pytest.mark.parametrize("written", ["-50bp", "-0.5%", "\u221250 bp"])
def test_a_move_of_the_rate_is_a_fraction_or_a_text(written: str) -> None:
    sample = open_universe(paths.sample_dir())
    assert sample.sectors(written).equals(sample.sectors(-0.005))
    assert sample.relief(written).equals(sample.relief(-0.005))


@pytest.mark.parametrize("given", [-50, 4, float("nan"), "-50", "down"])
def test_what_is_no_move_of_the_rate_is_refused_with_both_ways_to_write_one(given: Any) -> None:
    with pytest.raises(UsageError, match=r"-75bp(?s:.*)-0\.0075"):
        open_universe(paths.sample_dir()).sectors(given)


def test_a_notebook_is_offered_what_people_need(universe: Universe) -> None:
    offered = {name for name in dir(universe) if not name.startswith("_")}
    assert {"metrics", "screen", "find", "debt_of", "years", "scan", "snapshot"} <= offered
    assert offered.isdisjoint({"prepare", "of_company", "noted"})
    undocumented = [name for name in offered if not getattr(Universe, name, Universe).__doc__]
    assert undocumented == []


def test_the_current_snapshot_of_the_data_folder_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path))
    written = write_snapshot(tmp_path, metrics=[{"ticker": "A"}])
    universe = open_universe()
    assert universe.snapshot.path == written.path
    assert universe.metrics["ticker"].to_list() == ["A"]


def test_without_a_snapshot_the_sample_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = write_snapshot(tmp_path / "sample", sample=True)
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path / "none"))
    monkeypatch.setattr(paths, "sample_dir", lambda: sample.path)
    assert open_universe().snapshot.manifest.sample


def test_a_data_folder_that_is_a_file_is_an_error_and_not_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setenv("SCREENER_DATA_DIR", str(file))
    with pytest.raises(SnapshotError, match="no folder"):
        open_universe()


def test_a_folder_that_is_no_snapshot_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="no snapshot"):
        open_universe(tmp_path)


def test_other_tables_are_read_once_when_asked_for(universe: Universe) -> None:
    assert universe.lineage is universe.lineage
    assert universe.constituents.height == 2


def test_a_companys_rows_are_those_of_the_whole_table(tmp_path: Path) -> None:
    rows = [{"cik": cik, "metric": metric} for cik in (1, 2) for metric in ("pe", "ps")]
    path = write_snapshot(tmp_path, metrics=[{"ticker": "A"}], reasons=rows).path
    universe = open_universe(path)
    assert universe.of_company("reasons", 2)["metric"].to_list() == ["pe", "ps"]
    assert universe.of_company("reasons", 3).height == 0
    assert universe.of_company("reasons", None).height == 0
    # An update may remove the snapshot that is looked at.
    (path / "reasons.parquet").unlink()
    assert universe.of_company("reasons", 1)["metric"].to_list() == ["pe", "ps"]


def test_a_universe_says_in_one_harmless_line_what_it_is(universe: Universe) -> None:
    manifest = dataclasses.replace(universe.snapshot.manifest, fund="Fund \x1b[31m of [b]trouble")
    snapshot = dataclasses.replace(universe.snapshot, manifest=manifest)
    said = repr(dataclasses.replace(universe, snapshot=snapshot))
    assert said.isprintable()
    assert f"as of {manifest.as_of}: {universe.metrics.height} constituents>" in said
