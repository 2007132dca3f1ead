"""Metrics, their lineage and their reasons, on the fictional market whose truth is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers import build_fixtures

from screener.fundamentals.formulas import FORMULAS
from screener.fundamentals.lineage import recompute
from screener.model.verdict import Note, Unknown
from screener.store.snapshot import Snapshot

TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def market(fixtures_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return build_fixtures(fixtures_dir, tmp_path_factory.mktemp("market"))


def disagreements(truth: pl.DataFrame, metrics: pl.DataFrame) -> tuple[int, list[str]]:
    """Compare every figure; ``or_unknown`` names those for which unknown is right too."""
    compared, wrong = 0, []
    named = [name for name in truth.columns if name in metrics.columns]
    for right in truth.iter_rows(named=True):
        found = metrics.filter(pl.col("ticker") == right["ticker"]).row(0, named=True)
        may_be_unknown = (right["or_unknown"] or "").split()
        for name in named:
            if name in ("ticker", "cik", "as_of"):
                continue
            compared += 1
            careful = found[name] in (None, "unknown") and name in may_be_unknown
            if not careful and not same(right[name], found[name]):
                wrong.append(f"{right['ticker']} {name}: {found[name]}, truth {right[name]}")
    return compared, wrong


def same(right: Any, found: Any) -> bool:
    if isinstance(right, int | float) and isinstance(found, int | float):
        return abs(right - found) <= TOLERANCE * max(1.0, abs(right))
    return bool(right == found)


def test_every_figure_of_the_market_is_the_true_one(market: Snapshot, fixtures_dir: Path) -> None:
    truth = pl.read_csv(fixtures_dir / "truth.csv", try_parse_dates=True, infer_schema_length=None)
    compared, wrong = disagreements(truth, market.table("metrics"))
    assert compared > 700
    assert not wrong


def test_figures_at_earlier_dates_use_only_what_was_filed_by_then(
    fixtures_dir: Path, tmp_path: Path
) -> None:
    truth = pl.read_csv(
        fixtures_dir / "truth_earlier.csv", try_parse_dates=True, infer_schema_length=None
    )
    for (as_of,), rows in truth.partition_by("as_of", as_dict=True).items():
        assert isinstance(as_of, dt.date)
        earlier = build_fixtures(fixtures_dir, tmp_path / str(as_of), as_of)
        compared, wrong = disagreements(rows, earlier.table("metrics"))
        assert compared > 50
        assert not wrong


def test_every_known_value_is_recomputed_from_its_lineage(market: Snapshot) -> None:
    lineage = market.table("lineage").partition_by("cik", as_dict=True)
    recomputed = 0
    for row in (
        market.table("metrics").filter(pl.col("period_end").is_not_null()).iter_rows(named=True)
    ):
        for metric in (*FORMULAS, "profitable_years"):
            if row[metric] is not None:
                recomputed += 1
                value = recompute(metric, lineage[row["cik"],])
                assert value == pytest.approx(row[metric], rel=1e-12), (row["ticker"], metric)
    assert recomputed > 700


def test_every_unknown_value_has_a_reason(market: Snapshot) -> None:
    reasons = set(market.table("reasons").select("cik", "metric").rows())
    left_out = market.table("constituents").filter(pl.col("reason").is_not_null())
    without_figures = set(left_out["ticker"])
    for row in market.table("metrics").iter_rows(named=True):
        for metric in (*FORMULAS, "profitable_years"):
            if row[metric] is None and row["ticker"] not in without_figures:
                assert (row["cik"], metric) in reasons, (row["ticker"], metric)


def test_a_reason_has_a_kind_and_a_known_figure_only_a_note(market: Snapshot) -> None:
    metrics = market.table("metrics").unique("cik")
    for cik, metric, kind, text in market.table("reasons").iter_rows():
        if metric in FORMULAS:
            value = metrics.filter(pl.col("cik") == cik)[metric].item()
            assert (value is None) == (kind in set(Unknown))
            assert (value is not None) == (kind in set(Note))
            assert text


def test_lineage_names_a_filing_for_every_operand(market: Snapshot) -> None:
    filed = market.table("lineage").filter(pl.col("form") != "holdings")
    assert filed.height > 1_000
    for name in ("tag", "end", "value", "filed", "form", "accession"):
        assert filed[name].null_count() == 0
    assert (filed["filed"] <= market.manifest.as_of).all()


def test_recompute_of_what_is_no_number_is_none(market: Snapshot) -> None:
    assert recompute("zombie_oecd", market.table("lineage")) is None
    assert recompute("revenue_ttm", market.table("lineage").clear()) is None
