"""Flows that once came out wrong: quarters, revenue, operating income, depreciation, outlays.

Real companies by the figures of their filings; a rule that no file at hand shows alone, by facts
made up around such figures. Amounts of real companies are in millions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.fundamentals import real
from tests.fundamentals.ledger import Fact, company, compute, day, flow, frame, reason, stock

from screener.fundamentals.metrics import Fundamentals, fundamentals

MILLION = 1_000_000
MCD, KMB, PG, UA, HD, HTZ, HRI = 63908, 55785, 80424, 1336917, 354950, 1657853, 1364479
YEAR = "2024-01-01/2024-12-31"
CONTRACT = "RevenueFromContractWithCustomerExcludingAssessedTax"
PRETAX = (
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
)
DISCONTINUED = "IncomeLossFromDiscontinuedOperationsNetOfTax"


@cache
def filed(folder: Path, cik: int, as_of: str) -> Fundamentals:
    """A real company as of a day."""
    return fundamentals(real.facts(folder, cik).lazy(), company(cik=cik), day(as_of))


def metric(computed: Fundamentals, name: str) -> Any:
    return computed.metrics[name].item()


def quarter(computed: Fundamentals, end: str, name: str) -> Any:
    return computed.quarters.filter(pl.col("period_end") == day(end))[name].item()


def annual(period: str = YEAR, on: str = "2025-02-20", /, **tags: float) -> list[Fact]:
    return [flow(tag, value, period, on, "10-K") for tag, value in tags.items()]


def year(**tags: float) -> Fundamentals:
    """A company as of its annual report for 2024, which states these."""
    return compute(annual(**tags), "2025-03-01")


def answers(*reports: dict[str, float]) -> list[dict[str, tuple[Any, str | None]]]:
    """Value and reason by metric of a company per annual report for 2024, all in one go."""
    facts = [
        flow(tag, value, YEAR, "2025-02-20", "10-K", cik=cik)
        for cik, tags in enumerate(reports, 1)
        for tag, value in tags.items()
    ]
    companies = pl.concat([company(cik=cik) for cik in range(1, len(reports) + 1)])
    found = fundamentals(frame(facts).lazy(), companies, day("2025-03-01"))
    why = {(cik, name): text for cik, name, text in found.reasons.select(_REASON).iter_rows()}
    return [
        {name: (value, why.get((row["cik"], name))) for name, value in row.items()}
        for row in found.metrics.sort("cik").iter_rows(named=True)
    ]


_REASON = ["cik", "metric", "reason"]


# Quarters


def oracle(*more: Fact) -> Any:
    """Revenue of the quarter to May 2022 where the year's is tagged as the quarter's, too."""
    filing = "2022-06-21"
    facts = [
        *annual("2021-06-01/2022-05-31", filing, Revenues=42_440, NetIncomeLoss=6_717),
        *annual("2022-03-01/2022-05-31", filing, Revenues=42_440, NetIncomeLoss=3_189),
    ]
    return quarter(compute([*facts, *more], "2022-07-01"), "2022-05-31", "revenue")


def test_a_year_tagged_as_a_quarter_is_no_quarter() -> None:
    assert oracle() is None
    nine_months = flow("Revenues", 30_600, "2021-06-01/2022-02-28", "2022-03-11")
    assert oracle(nine_months) == 11_840


def mcdonalds(*more: Fact, whole: float) -> Any:
    """Revenue of the last quarter of 2018, stated as 5,163 million, by a year of ``whole``."""
    part_year = flow("Revenues", 15_862.2, "2018-01-01/2018-09-30", "2019-11-04")
    facts = [
        part_year,
        *annual("2018-01-01/2018-12-31", "2021-02-23", Revenues=whole, NetIncomeLoss=5_924),
        *annual("2018-10-01/2018-12-31", "2020-02-26", Revenues=5_163, NetIncomeLoss=1_415),
    ]
    return quarter(compute([*facts, *more], "2021-03-01"), "2018-12-31", "revenue")


def test_a_part_never_stands_in_for_a_total_in_dispute() -> None:
    # The report for 2020 restates 2018 from 21,025.2 to 21,257.9, but no quarter of it.
    part = annual("2018-10-01/2018-12-31", "2020-02-26", **{CONTRACT: 2_600})
    assert mcdonalds(*part, whole=21_025.2) == 5_163
    assert mcdonalds(*part, whole=21_257.9) is None


@pytest.mark.shared
def test_mcdonalds_quarter_is_unknown_once_its_year_is_restated(shared_data: Path) -> None:
    before = filed(shared_data, MCD, "2019-03-15")
    assert quarter(before, "2018-12-31", "revenue") == 5_163 * MILLION
    after = filed(shared_data, MCD, "2026-06-30")
    assert quarter(after, "2018-12-31", "revenue") is None
    assert quarter(after, "2018-09-30", "revenue") == 5_369.4 * MILLION


# Revenue


@pytest.mark.shared
@pytest.mark.parametrize("as_of", ["2017-03-15", "2018-03-15"])
def test_under_armours_goods_hold_its_net_sales(shared_data: Path, as_of: str) -> None:
    # SalesRevenueGoodsNet has the total and SalesRevenueNet 2,277, 2,998, 3,826 and 4,646 million;
    # the report for 2013 has 2,082.5 beside them under Revenues. That for 2017 swaps the two.
    years = filed(shared_data, UA, as_of).years.filter(pl.col("fiscal_year").is_between(2013, 2016))
    thousands = (years["revenue"] / 1_000).to_list()
    assert thousands == [2_332_051, 3_084_370, 3_963_313, 4_825_335]


def test_growth_of_a_biotech_without_revenue_is_degenerate_not_unreported() -> None:
    spent = annual(ResearchAndDevelopmentExpense=50, NetIncomeLoss=-60)
    computed = compute(spent, "2025-03-01", sic="2836")
    assert metric(computed, "revenue_ttm") == 0
    grown = computed.reasons.filter(pl.col("metric").str.starts_with("revenue_growth"))
    why = ("degenerate", "no revenue, so growth means nothing")
    assert grown.select("kind", "reason").rows() == [why] * 3
    other = compute(spent, "2025-03-01", sic="3600").reasons
    grown = other.filter(pl.col("metric").str.starts_with("revenue_growth"))
    assert "degenerate" not in grown["kind"].to_list()


# Operating and pre-tax income


def test_pretax_income_by_the_tax_leaves_discontinued_operations_out() -> None:
    # Procter & Gamble's quarter to December 2016: 7,896 of profit hold 5,335 of a sold business.
    tax = {"IncomeTaxExpenseBenefit": 695.0, "InterestExpense": 122}
    sold = {DISCONTINUED: 5_335.0}
    whole, parents, nothing_sold = answers(
        {"ProfitLoss": 7_896} | tax | sold,
        {"NetIncomeLoss": 7_896} | tax | sold,
        {"ProfitLoss": 7_896} | tax,
    )
    assert whole["operating_income_ttm"][0] == parents["operating_income_ttm"][0] == 3_378
    assert nothing_sold["operating_income_ttm"][0] == 8_713


@pytest.mark.shared
def test_procter_and_gambles_sold_business_is_no_operating_income(shared_data: Path) -> None:
    end = "2016-12-31"
    first = filed(shared_data, PG, "2017-03-15")
    assert quarter(first, end, "operating_income") == 3_875 * MILLION
    # A report of 2018 restates the quarter, not the half-year: what was reported is in dispute.
    later = quarter(filed(shared_data, PG, "2026-06-30"), end, "operating_income")
    assert later is None or later < 4_000 * MILLION


def test_a_reported_loss_stays_though_another_figure_is_lower() -> None:
    tags = {PRETAX: -120.0, "InterestExpense": 20, "Revenues": 500}
    loss = year(**tags, OperatingIncomeLoss=-10)
    assert metric(loss, "operating_income_ttm") == -10  # -100 by pre-tax income
    assert reason(loss, "operating_income_ttm") is None
    assert loss.years["operating_income_derived"].to_list() == [False]
    assert metric(loss, "interest_coverage") == -0.5
    assert metric(year(**tags, OperatingIncomeLoss=10), "operating_income_ttm") == -100


def test_operating_income_by_net_interest_says_so() -> None:
    net, gross = answers(
        {PRETAX: 80, "InterestIncomeExpenseNonoperatingNet": -20},
        {PRETAX: 80, "InterestExpense": 20},
    )
    assert net["operating_income_ttm"] == (100, "derived: pre-tax income + net interest")
    assert gross["operating_income_ttm"] == (100, "derived: pre-tax income + interest")


@pytest.mark.shared
def test_hercs_operating_income_is_by_net_interest_and_marked(shared_data: Path) -> None:
    computed = filed(shared_data, HRI, "2026-06-30")
    assert metric(computed, "operating_income_ttm") == (-14 + 482) * MILLION
    note = "derived: pre-tax income + net interest"
    assert reason(computed, "operating_income_ttm") == note
    assert computed.years.tail(1)["operating_income_derived"].item() is True


# Net income


def test_discontinued_operations_are_told_of_where_they_matter() -> None:
    income = {"NetIncomeLoss": 1_000e6, "Revenues": 5_000e6}
    sold, closed, small = answers(
        *(income | {DISCONTINUED: amount * 1e6} for amount in (400, -11, -10))
    )
    note = "flagged: holds 400.0 M of discontinued operations, which revenue leaves out"
    assert sold["net_income_ttm"][1] == note
    assert sold["net_margin"] == (0.2, f"net_income_ttm {note}")
    assert "holds -11.0 M" in str(closed["net_income_ttm"][1])
    assert (small["net_income_ttm"][1], small["net_margin"][1]) == (None, None)


@pytest.mark.shared
def test_kimberly_clarks_net_income_holds_its_sold_business(shared_data: Path) -> None:
    computed = filed(shared_data, KMB, "2026-03-15")
    assert metric(computed, "net_income_ttm") == 2_021 * MILLION
    assert metric(computed, "net_margin") == pytest.approx(2_021 / 16_447)
    for name in ("net_income_ttm", "net_margin"):
        row = computed.reasons.filter(metric=name).row(0, named=True)
        assert row["kind"] == "flagged"
        assert "400.0 M of discontinued operations" in row["reason"]


# Depreciation and amortization


@pytest.mark.shared
@pytest.mark.parametrize("cik", [HD, HTZ])
def test_depreciation_that_is_less_than_a_part_of_it_gives_no_ebitda(
    shared_data: Path, cik: int
) -> None:
    # Home Depot's 3,514 million leave out 607 of intangibles and are below the 4,059 that cost of
    # sales and operating expenses hold; Hertz's 117 leave out the 1,927 of its vehicles.
    computed = filed(shared_data, cik, "2026-06-30")
    assert metric(computed, "operating_income_ttm") is not None
    for name in ("ebitda_ttm", "net_debt_to_ebitda"):
        assert metric(computed, name) is None
        assert "only parts of depreciation" in str(reason(computed, name))


def test_a_part_of_depreciation_is_at_most_the_whole_but_for_rounding() -> None:
    whole = {"OperatingIncomeLoss": 50.0, "DepreciationDepletionAndAmortization": 100}
    parts = (
        "Depreciation",
        "CostOfGoodsAndServicesSoldDepreciation",
        "CostOfGoodsAndServicesSoldDepreciationAndAmortization",
    )
    found = answers(*(whole | {tag: part} for tag in parts for part in (101, 102)))
    assert [answer["ebitda_ttm"][0] for answer in found] == [150, None] * 3


@pytest.mark.shared
def test_kimberly_clarks_ebitda_is_of_continuing_operations(shared_data: Path) -> None:
    computed = filed(shared_data, KMB, "2026-03-15")
    assert metric(computed, "ebitda_ttm") == (2_351 + 805 - 68) * MILLION


# Outlays


NEVER_NEGATIVE = {
    "PaymentsToAcquirePropertyPlantAndEquipment": ("capex_ttm", "free_cash_flow_ttm"),
    "DepreciationDepletionAndAmortization": ("ebitda_ttm",),
    "PaymentsOfDividendsCommonStock": ("dividend_yield",),
    "ShareBasedCompensation": ("stock_compensation_ttm",),
}
"""Tags, and the metrics that stand on each."""


def test_what_never_is_negative_is_unknown_where_it_is() -> None:
    # Lilly tagged its stock compensation of 2009 as -368.5 million in three reports of 2010.
    def company_with(amount: float) -> Fundamentals:
        tags = {"OperatingIncomeLoss": 50.0, "NetCashProvidedByUsedInOperatingActivities": 70}
        outlays = annual(**tags, **dict.fromkeys(NEVER_NEGATIVE, amount))
        cover = "EntityCommonStockSharesOutstanding"
        count = stock(cover, 5e6, "2025-02-10", "2025-02-20", "10-K", unit="shares")
        return compute([*outlays, count], "2025-03-01", price=10.0)

    right, wrong = company_with(368.5), company_with(-368.5)
    for name in (name for names in NEVER_NEGATIVE.values() for name in names):
        assert metric(right, name) is not None
        assert metric(wrong, name) is None
        assert str(reason(wrong, name)).endswith("not reported")
    assert right.years["capex"].to_list() == [368.5]
    assert wrong.years["capex"].to_list() == [None]


def test_a_second_tag_serves_where_the_first_is_negative() -> None:
    tags = {"ShareBasedCompensation": -368.5, "AllocatedShareBasedCompensationExpense": 368.5}
    assert metric(year(NetIncomeLoss=4_329, **tags), "stock_compensation_ttm") == 368.5


@pytest.mark.shared
def test_hertzs_outlays_are_net_of_what_was_sold_and_say_so(shared_data: Path) -> None:
    computed = filed(shared_data, HTZ, "2026-06-30")
    assert metric(computed, "capex_ttm") == (97 + 1_994 + 29 + 1_098 - 22 - 718) * MILLION
    note = "derived: outlays less the proceeds of what was sold"
    assert reason(computed, "capex_ttm") == note
    assert reason(computed, "free_cash_flow_ttm") == f"capex_ttm {note}"


def test_outlays_as_reported_bear_no_note() -> None:
    gross, net = answers(
        {"NetIncomeLoss": 5, "PaymentsToAcquirePropertyPlantAndEquipment": 30},
        {
            "NetIncomeLoss": 5,
            "PaymentsToAcquireOtherPropertyPlantAndEquipment": 10,
            "PaymentsForProceedsFromProductiveAssets": 90,
        },
    )
    assert gross["capex_ttm"] == (30, None)
    assert net["capex_ttm"] == (100, "derived: outlays less the proceeds of what was sold")
