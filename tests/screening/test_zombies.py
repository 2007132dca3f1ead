"""The definitions side by side, on rows by hand and on the sample beside the published shares."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.frames import write_snapshot

from screener import paths
from screener.screening.universe import Universe, open_universe
from screener.screening.zombies import Comparison, compare


def row(ticker: str, cik: int | None, oecd: str, fed: str, **more: Any) -> dict[str, Any]:
    answers = {"zombie_bis": "unknown", "zombie_cash": "no", "zombie_loss": "no"}
    return {"ticker": ticker, "cik": cik, "name": ticker, "zombie_oecd": oecd, "zombie_fed": fed,
            "revenue_ttm": 5e6} | answers | more  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> Universe:
    write_snapshot(
        tmp_path,
        metrics=[
            row("AA", 1, "yes", "yes"),
            row("AB", 1, "yes", "yes"),  # another share class
            row("BB", 2, "yes", "no"),
            row("CC", 3, "n/a", "n/a"),
            row("DRUG", 4, "yes", "unknown"),
            row("NONE", None, "unknown", "unknown"),
            row("EE", 5, "no", "unknown"),
        ],
        companies=[{"cik": 4, "sic": "2836"}, {"cik": 2, "sic": "3560"}],
        reasons=[{"cik": 2, "metric": "zombie_fed", "reason": "coverage 3.00"}],
        years=[
            {"cik": cik, "fiscal_year": fiscal_year, "period_end": dt.date(fiscal_year, month, 28),
             "zombie_oecd": answer, "pre_revenue": cik == 4}
            for cik, fiscal_year, month, answer in [
                (1, 2024, 12, "no"), (1, 2025, 1, "no"), (1, 2025, 12, "yes"), (2, 2025, 12, "no"),
                (3, 2025, 12, "n/a"), (4, 2025, 12, "yes"), (5, 2025, 12, "unknown"),
            ]
        ],
    )  # fmt: skip
    return open_universe(tmp_path)


def test_each_company_counts_once_and_drug_makers_without_sales_beside(small: Universe) -> None:
    found = small.zombies()
    assert (found.companies, found.pre_revenue) == (5, 1)
    [oecd] = found.counts.filter(pl.col("definition") == "oecd").iter_rows(named=True)
    assert oecd == {
        "definition": "oecd", "yes": 2, "no": 1, "unknown": 1, "not_applicable": 1,
        "share": pytest.approx(2 / 3), "pre_revenue_yes": 1,
    }  # fmt: skip


def test_where_revenue_is_unknown_the_latest_year_says_who_is_before_sales(tmp_path: Path) -> None:
    silent = {"zombie_oecd": "yes", "pre_revenue": True}
    write_snapshot(
        tmp_path,
        metrics=[row(name, n, "yes", "no", revenue_ttm=None) for n, name in enumerate("ABC")],
        companies=[{"cik": 0, "sic": "2836"}, {"cik": 1, "sic": "2836"}, {"cik": 2, "sic": "3560"}],
        years=[
            {"cik": 0, "period_end": dt.date(2025, 12, 31)} | silent,
            {"cik": 1, "period_end": dt.date(2024, 12, 31)} | silent,
            {"cik": 1, "period_end": dt.date(2025, 12, 31), "pre_revenue": False},
        ],
    )  # fmt: skip
    universe = open_universe(tmp_path)
    assert universe.pre_revenue == {0}
    assert universe.zombies().pre_revenue == universe.index["pre_revenue"] == 1


def test_a_definition_that_is_never_yes_has_no_share(small: Universe) -> None:
    counts = compare(small).counts
    assert counts.filter(pl.col("definition") == "bis")["share"].to_list() == [None]


def test_the_overlap_is_symmetric_and_its_diagonal_the_counts(small: Universe) -> None:
    found = compare(small)
    cells = {(one, other): count for one, other, count in found.overlap.iter_rows()}
    assert cells["oecd", "fed"] == cells["fed", "oecd"] == 1
    assert [cells[name, name] for name in found.counts["definition"]] == found.counts[
        "yes"
    ].to_list()


def test_who_is_flagged_by_one_only_comes_with_the_others_reason(small: Universe) -> None:
    differences = compare(small).differences
    assert differences.filter(pl.col("flagged_by") == "oecd", pl.col("not_by") == "fed").rows() == [
        ("oecd", "fed", "BB", "BB", "no", "coverage 3.00")
    ]
    assert "DRUG" not in differences["ticker"]


def test_by_year_a_company_counts_once_a_year(small: Universe) -> None:
    years = compare(small).years.filter(pl.col("definition") == "oecd")
    assert years.select("fiscal_year", "yes", "judged", "share", "unknown").rows() == [
        (2024, 0, 1, 0.0, 0), (2025, 1, 2, 0.5, 1),
    ]  # fmt: skip


def test_the_record_of_a_company_is_its_years_in_order(small: Universe) -> None:
    found = small.zombie_record("AA")
    assert found["period_end"].is_sorted()
    assert found["zombie_oecd"].to_list() == ["no", "no", "yes"]


@pytest.fixture(scope="module")
def sample() -> Comparison:
    return compare(open_universe(paths.sample_dir()))


PUBLISHED = {"fed": (0.05, 0.15), "oecd": (0.12, 0.25), "cash": (0.08, 0.2), "loss": (0.25, 0.45)}
"""``fed``: 5-15 % of listed non-financials. ``oecd`` above that in small caps: Grant's counted 404
of 1,981 members of the Russell 2000 in 2018. ``cash`` is a stricter ``oecd``. ``loss``: 43 % of the
members were unprofitable in 2024, drug makers without sales among them."""


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_shares_of_the_sample_are_like_the_published_ones(sample: Comparison, name: str) -> None:
    low, high = PUBLISHED[name]
    assert low < sample.counts.filter(pl.col("definition") == name)["share"].item() < high
    recent = sample.years.filter(
        pl.col("definition") == name, pl.col("fiscal_year").is_between(2021, 2025)
    )
    assert recent.height == 5
    assert recent["share"].is_between(low, high).all()


def test_the_sample_tells_the_definitions_apart(sample: Comparison) -> None:
    shares = dict(sample.counts.select("definition", "share").iter_rows())
    assert shares["fed"] < shares["oecd"]
    pairs = set(sample.differences.select("flagged_by", "not_by").unique().iter_rows())
    assert pairs >= {("oecd", "fed"), ("fed", "oecd"), ("cash", "oecd"), ("loss", "cash")}
    assert sample.differences["reason"].null_count() == 0
