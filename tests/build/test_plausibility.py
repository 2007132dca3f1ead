"""A share count is held against the whole universe: a fund holds about the same part of all."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.makers import Market, fact, plain_facts

from screener.build.plausibility import without_outsize_shares
from screener.fundamentals.formulas import FORMULAS
from screener.model.metric import METRICS, Unit
from screener.model.verdict import Note, Unknown
from screener.store.schema import REASONS

HELD = 1_000.0
SHARES = 200_000.0  # of which the fund holds a small part
SUSPECT = 1
RESTING = {
    "shares_outstanding", "dilution", "market_cap", "pe", "ps", "pb", "ev_to_ebitda", "fcf_yield",
    "dividend_yield",
}  # fmt: skip
TEXT = "the share count is far above what the fund's holding implies"

Row = tuple[int, str, str, str]


def universe(suspect: float, companies: int = 20) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Metrics and holdings of companies 1, 2, ...; the first one has ``suspect`` shares."""
    ciks = pl.DataFrame({"cik": range(1, companies + 1)}, schema={"cik": pl.Int64})
    metrics = ciks.select(
        "cik",
        *(
            pl.lit(value=True if METRICS[name].unit is Unit.FLAG else 1.5).alias(name)
            for name in FORMULAS
        ),
    ).with_columns(
        shares_outstanding=pl.when(pl.col("cik") == SUSPECT).then(suspect).otherwise(SHARES)
    )
    return metrics, ciks.select("cik", quantity=pl.lit(HELD))


def told(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=REASONS, orient="row")


def unknown(metrics: pl.DataFrame, cik: int = SUSPECT) -> set[str]:
    row = metrics.filter(pl.col("cik") == cik).row(0, named=True)
    return {name for name, value in row.items() if value is None}


def test_what_rests_on_an_outsize_count_becomes_unknown_with_the_reason() -> None:
    metrics, holdings = universe(SHARES * 41)
    found, reasons = without_outsize_shares(metrics, told(), holdings)
    assert unknown(found) == RESTING
    assert set(reasons.rows()) == {
        (SUSPECT, name, Unknown.CONFLICTING.value, TEXT) for name in RESTING
    }
    others = pl.col("cik") != SUSPECT
    assert_frame_equal(found.filter(others), metrics.filter(others))
    assert found.schema == metrics.schema


@pytest.mark.parametrize(
    ("times", "believed"), [(1.0, True), (39.9, True), (40.0, True), (40.1, False), (1e6, False)]
)
def test_forty_times_the_median_is_the_most(times: float, believed: bool) -> None:
    metrics, holdings = universe(SHARES * times)
    found, reasons = without_outsize_shares(metrics, told(), holdings)
    assert (unknown(found) == set()) == believed
    assert reasons.is_empty() == believed


def test_a_small_count_is_no_sign_of_anything() -> None:
    metrics, holdings = universe(SHARES / 1000)
    assert unknown(without_outsize_shares(metrics, told(), holdings)[0]) == set()


@pytest.mark.parametrize(("companies", "believed"), [(19, True), (20, False)])
def test_fewer_than_twenty_companies_prove_nothing(companies: int, believed: bool) -> None:
    metrics, holdings = universe(SHARES * 1000, companies)
    found, _ = without_outsize_shares(metrics, told(), holdings)
    assert (unknown(found) == set()) == believed


@pytest.mark.parametrize("lacking", ["shares", "holding", "quantity"])
def test_only_companies_with_both_figures_count(lacking: str) -> None:
    metrics, holdings = universe(SHARES * 1000, 20)
    if lacking == "shares":
        known = pl.when(pl.col("cik") != 20).then("shares_outstanding")
        metrics = metrics.with_columns(shares_outstanding=known)
    elif lacking == "holding":
        holdings = holdings.filter(pl.col("cik") != 20)
    else:
        quantity = pl.when(pl.col("cik") != 20).then("quantity").otherwise(0.0)
        holdings = holdings.with_columns(quantity=quantity)
    assert "pe" not in unknown(without_outsize_shares(metrics, told(), holdings)[0])


def test_the_holdings_of_all_classes_are_added() -> None:
    # 41 times the shares, and the fund holds a second class of half as many again.
    metrics, holdings = universe(SHARES * 41)
    second = pl.DataFrame({"cik": [SUSPECT], "quantity": [HELD / 2]})
    found, _ = without_outsize_shares(metrics, told(), pl.concat([holdings, second]))
    assert unknown(found) == set()


def test_holdings_without_a_company_or_a_quantity_are_passed_over() -> None:
    metrics, holdings = universe(SHARES * 41)
    odd = pl.DataFrame({"cik": [None, 5], "quantity": [1e12, None]}, schema=holdings.schema)
    found, _ = without_outsize_shares(metrics, told(), pl.concat([odd, holdings]))
    assert unknown(found) == RESTING


def test_an_older_reason_stays_and_a_note_on_what_is_lost_goes() -> None:
    metrics, holdings = universe(SHARES * 41)
    metrics = metrics.with_columns(pe=pl.when(pl.col("cik") != SUSPECT).then("pe"))
    loss = (SUSPECT, "pe", "degenerate", "meaningless: a loss has no price-earnings ratio")
    note = (SUSPECT, "ev_to_ebitda", Note.FLAGGED.value, "total_debt flagged: x")
    kept_note = (SUSPECT, "net_debt", Note.FLAGGED.value, "total_debt flagged: x")
    other = (2, "ev_to_ebitda", Note.FLAGGED.value, "total_debt flagged: y")
    _, reasons = without_outsize_shares(metrics, told(loss, note, kept_note, other), holdings)
    assert {loss, kept_note, other} <= set(reasons.rows())
    assert note not in reasons.rows()
    assert reasons.select("cik", "metric").is_unique().all()
    assert {row[1] for row in reasons.rows() if row[3] == TEXT} == RESTING - {"pe"}


def test_a_build_holds_every_count_against_the_universe(tmp_path: Path) -> None:
    found = Market(tmp_path)
    for number in range(20):
        cik, shares = 101 + number, SHARES * (41 if number == 7 else 1)
        cover = fact("2026-04-15", shares, filed="2026-04-30", form="10-Q")
        content = plain_facts(cik)
        content["facts"]["dei"] = {
            "EntityCommonStockSharesOutstanding": {"units": {"shares": [cover]}}
        }
        found.add(f"A{chr(65 + number)}", cik, content)
    snapshot = found.build().snapshot
    metrics = snapshot.table("metrics").select("ticker", "shares_outstanding", "market_cap", "ps")
    assert metrics.filter(pl.col("market_cap").is_null()).rows() == [("AH", None, None, None)]
    reasons = snapshot.table("reasons").filter(pl.col("reason") == TEXT)
    assert set(reasons["cik"]) == {108}
    assert snapshot.manifest.reasons[Unknown.CONFLICTING.value] == reasons.height
