"""The type of debt against a market whose instruments are known: right, or unknown; hardly ever
wrong, and seldom unknown where instruments are tagged."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tests.simulator.draw import market
from tests.simulator.write import HOLDINGS_DATE, write_market

from screener.build import BuildRequest, Built, build
from screener.store.snapshot import Snapshot

PRECISION, UNKNOWN = 0.98, 0.10
"""The least share of named types that are right, and the largest share that is unknown."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("market")
    write_market(market(250, 11), folder)
    request = BuildRequest(
        holdings=folder / "holdings.csv",
        tickers=(folder / "company_tickers.json", folder / "company_tickers_older.json"),
        facts=(folder / "companyfacts.zip",),
        submissions=(folder / "submissions.zip",),
        instances=(folder / "instances",),
        root=folder / "out",
        created=dt.datetime(2026, 5, 6, tzinfo=dt.UTC),
        as_of=HOLDINGS_DATE,
        workers=1,
    )
    *_, last = build(request)
    assert isinstance(last, Built)
    metrics = last.snapshot.table("metrics").unique("cik", keep="first", maintain_order=True)
    truth = pl.read_parquet(folder / "truth_debt.parquet")
    return last.snapshot, truth.join(metrics, on="cik", suffix="_found")


def test_a_named_type_is_right_and_tagged_instruments_name_it(
    built: tuple[Snapshot, pl.DataFrame],
) -> None:
    _, both = built
    named = both.filter(~pl.col("debt_type_found").is_in(["unknown", "n/a", "none"]))
    assert named.height > 90
    right = (named["debt_type"] == named["debt_type_found"]).sum()
    assert right >= PRECISION * named.height
    tagged = both.filter(pl.col("tagged") == "instrument")
    unknown = (tagged["debt_type_found"] == "unknown").sum()
    assert unknown <= UNKNOWN * tagged.height


def test_who_is_said_to_have_none_has_none_and_a_bank_has_no_type(
    built: tuple[Snapshot, pl.DataFrame],
) -> None:
    _, both = built
    for answer in ("none", "n/a"):
        said = both.filter(pl.col("debt_type_found") == answer)
        assert said.height > 10
        assert said["debt_type"].unique().to_list() == [answer]


def test_shares_are_those_of_the_instruments_where_all_is_classified(
    built: tuple[Snapshot, pl.DataFrame],
) -> None:
    _, both = built
    whole = both.filter(
        pl.col("tagged") == "instrument",
        pl.col("debt_coverage") > 0.99,
        pl.col("debt_type") == pl.col("debt_type_found"),
    )
    assert whole.height > 40
    away = (whole["floating_share"] - whole["floating_share_found"]).abs()
    assert (away < 0.03).mean() > 0.95  # carrying amounts and principal differ by costs


def test_every_instrument_comes_from_a_filing_of_its_company_by_the_day(
    built: tuple[Snapshot, pl.DataFrame],
) -> None:
    snapshot, _ = built
    instruments = snapshot.table("instruments")
    facts = snapshot.table("facts").select("cik", "accession").unique()
    assert instruments.height > 150
    assert instruments["filed"].max() <= HOLDINGS_DATE  # type: ignore[operator]  # dates
    assert instruments.join(facts, on=["cik", "accession"], how="anti").is_empty()
