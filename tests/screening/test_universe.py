from __future__ import annotations

from pathlib import Path

import pytest
from tests.frames import metrics_frame, write_snapshot

from screener import paths
from screener.errors import SnapshotError, UsageError
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


def test_a_folder_that_is_no_snapshot_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="no snapshot"):
        open_universe(tmp_path)


def test_other_tables_are_read_once_when_asked_for(universe: Universe) -> None:
    assert universe.lineage is universe.lineage
    assert universe.constituents.height == 2
