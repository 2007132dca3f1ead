"""Real companies whose figures were worked out by hand from the raw companyfacts files."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.fundamentals.ledger import company, day, reason

from screener.fundamentals.concepts import CONCEPT_OF_TAG, TAGS
from screener.fundamentals.metrics import Fundamentals, fundamentals
from screener.sources.facts import read_company_facts
from screener.store.schema import FACTS

pytestmark = pytest.mark.shared

AAPL, SNOW, NVDA, KMB, HRI, UA, HTZ, GOOGL = (
    320193, 1640147, 1045810, 55785, 1364479, 1336917, 1657853, 1652044,
)  # fmt: skip
MILLION = 1_000_000

_cache: dict[int, pl.DataFrame] = {}


def facts(folder: Path, cik: int) -> pl.DataFrame:
    if cik not in _cache:
        data = gzip.decompress((folder / "companyfacts" / f"CIK{cik:010d}.json.gz").read_bytes())
        _cache[cik] = (
            read_company_facts(data, cik, TAGS)
            .facts.with_columns(
                cik=pl.lit(cik, dtype=pl.Int64),
                concept=pl.col("tag").replace_strict(CONCEPT_OF_TAG),
            )
            .select(list(FACTS))
        )
    return _cache[cik]


def compute(folder: Path, cik: int, as_of: str) -> Fundamentals:
    return fundamentals(facts(folder, cik).lazy(), company(cik=cik), day(as_of))


def known(folder: Path, cik: int, as_of: str, *names: str) -> list[Any]:
    row = compute(folder, cik, as_of).metrics.row(0, named=True)
    return [row[name] for name in names]


def quarter(computed: Fundamentals, end: str) -> dict[str, Any]:
    return computed.quarters.filter(pl.col("period_end") == day(end)).row(0, named=True)


@pytest.mark.parametrize(("as_of", "income"), [("2010-01-01", 4_834), ("2010-03-01", 6_119)])
def test_apples_income_of_2008_before_and_after_its_amendment(
    shared_data: Path, as_of: str, income: int
) -> None:
    years = compute(shared_data, AAPL, as_of).years
    found = years.filter(pl.col("fiscal_year") == 2008)["net_income"].to_list()
    assert found == [income * MILLION]


def test_apples_years_and_quarters(shared_data: Path) -> None:
    computed = compute(shared_data, AAPL, "2026-06-30")
    years = dict(computed.years.select("fiscal_year", "net_income").rows())
    assert [years[year] for year in (2023, 2022, 2021)] == [
        96_995 * MILLION,
        99_803 * MILLION,
        94_680 * MILLION,
    ]
    first, second = quarter(computed, "2025-12-27"), quarter(computed, "2026-03-28")
    assert (first["revenue"], second["revenue"]) == (143_756 * MILLION, 111_184 * MILLION)
    # Cash flow is filed year to date only: 82,627M for the half.
    assert first["operating_cash_flow"] == 53_925 * MILLION
    assert second["operating_cash_flow"] == 28_702 * MILLION


def test_snowflakes_trailing_twelve_months(shared_data: Path) -> None:
    names = ("revenue_ttm", "net_income_ttm", "operating_income_ttm", "operating_cash_flow_ttm")
    assert known(shared_data, SNOW, "2025-06-30", *names) == [
        3_839_761_000,
        -1_398_744_000,
        -1_554_695_000,
        832_669_000,
    ]


def test_snowflakes_fiscal_2025_by_quarter_and_its_convertibles(shared_data: Path) -> None:
    computed = compute(shared_data, SNOW, "2025-06-30")
    ends = ("2024-04-30", "2024-07-31", "2024-10-31", "2025-01-31")
    revenues = [quarter(computed, end)["revenue"] for end in ends]
    assert revenues == [828_709_000, 868_823_000, 942_094_000, 986_770_000]
    assert sum(revenues) == 3_626_396_000
    debt = computed.metrics["total_debt"].item()
    assert 2.27e9 < debt < 2.28e9
    operands = computed.lineage.filter(pl.col("metric") == "total_debt")
    assert operands["tag"].to_list() == ["ConvertibleDebtNoncurrent"]


def test_nvidias_quarter_to_may_2021(shared_data: Path) -> None:
    computed = compute(shared_data, NVDA, "2021-06-30")
    now, before = quarter(computed, "2021-05-02"), quarter(computed, "2020-04-26")
    assert (now["revenue"], before["revenue"]) == (5_661 * MILLION, 3_080 * MILLION)
    assert (now["net_income"], before["net_income"]) == (1_912 * MILLION, 917 * MILLION)
    growth = computed.metrics["revenue_growth_quarter"].item()
    assert growth == pytest.approx(5_661 / 3_080 - 1)


def test_kimberly_clarks_divestiture_is_never_added_to_the_old_books(shared_data: Path) -> None:
    # The 10-Q of October 2025 restates nine months of 2024; the year 2024 is restated by the 8-K of
    # 4 December. 20,058 + 12,367 - 12,701 = 19,724 would be a mixture.
    between = compute(shared_data, KMB, "2025-12-03")
    assert between.metrics["revenue_ttm"].item() is None
    assert "basis changed" in str(reason(between, "revenue_ttm"))
    assert known(shared_data, KMB, "2025-12-31", "revenue_ttm") == [16_471 * MILLION]
    # The annual report of February 2026: 16,447M against 16,805M.
    after = known(shared_data, KMB, "2026-06-30", "revenue_ttm", "revenue_growth")
    assert after == [16_447 * MILLION, pytest.approx(16_447 / 16_805 - 1)]


def test_hercs_total_revenue_debt_with_leases_and_net_interest(shared_data: Path) -> None:
    computed = compute(shared_data, HRI, "2026-06-30")
    row = computed.metrics.row(0, named=True)
    # Total Revenues, not the contract part of 912M; the year + quarter - quarter a year before.
    assert row["revenue_ttm"] == (4_376 + 1_139 - 861) * MILLION
    assert row["net_income_ttm"] == (1 - 24 + 18) * MILLION
    assert row["total_debt"] == 7_985 * MILLION
    # Interest is tagged net only: what was paid is the proxy, and the net figure shows that it is
    # too little to measure coverage by.
    assert row["interest_expense_ttm"] == (419 + 63 - 66) * MILLION
    assert row["operating_income_ttm"] == (-14 + 482) * MILLION
    assert row["interest_coverage"] is None


def test_under_armours_changed_year_end_and_debt(shared_data: Path) -> None:
    computed = compute(shared_data, UA, "2026-06-30")
    row = computed.metrics.row(0, named=True)
    assert row["period_end"] == day("2026-03-31")
    assert row["total_debt"] == (590_609 + 599_835) * 1_000
    assert row["shares_outstanding"] is not None  # three classes: no cover count, the average
    ends = computed.years["period_end"].cast(pl.String).to_list()
    assert ends[-5:] == ["2021-12-31", "2023-03-31", "2024-03-31", "2025-03-31", "2026-03-31"]


def test_hertzs_combined_debt_and_interest_split_over_tags(shared_data: Path) -> None:
    computed = compute(shared_data, HTZ, "2026-06-30")
    assert computed.metrics["total_debt"].item() == 18_196 * MILLION
    # 2020: 70M under InterestExpense is a part of the 608M net; pre-tax income -2,052M.
    year_2020 = computed.years.filter(pl.col("fiscal_year") == 2020).row(0, named=True)
    assert year_2020["interest_expense"] is None
    assert year_2020["operating_income"] == (-2_052 + 608) * MILLION
    interest = dict(computed.years.select("fiscal_year", "interest_expense").rows())
    assert [interest[year] for year in (2023, 2024, 2025)] == [
        793 * MILLION,
        959 * MILLION,
        1_077 * MILLION,
    ]


def test_alphabets_revenue_over_tags_that_switch_to_and_fro(shared_data: Path) -> None:
    growth = known(shared_data, GOOGL, "2026-06-30", "revenue_growth_3y")
    assert growth == [pytest.approx((402_836 / 282_836) ** (1 / 3) - 1)]


def test_the_core_figures_of_every_untrimmed_filer_are_known(shared_data: Path) -> None:
    names = ("revenue_ttm", "net_income_ttm", "assets", "operating_cash_flow_ttm")
    ciks = [int(path.name[3:13]) for path in (shared_data / "companyfacts").glob("CIK*.json.gz")]
    rows = []
    for cik in ciks:
        table = facts(shared_data, cik)
        if table.filter(pl.col("unit") == "USD").is_empty():  # under IFRS
            continue
        newest = table["filed"].max()
        rows.append(known(shared_data, cik, str(newest), *names))
    assert len(rows) == 20
    for number, name in enumerate(names):
        share = sum(row[number] is not None for row in rows) / len(rows)
        assert share >= 0.95, name
