"""The formulas on real companies, worked out by hand from the raw companyfacts files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.fundamentals.ledger import company, day
from tests.fundamentals.real import facts

from screener.fundamentals.metrics import Fundamentals, fundamentals

pytestmark = pytest.mark.shared

AAPL, NVDA, HD, KMB = 320193, 1045810, 354950, 55785
PRICE = 200.0  # of no particular day: what is tested is what it is multiplied with


@cache
def compute(folder: Path, cik: int, as_of: str) -> Fundamentals:
    held = company(cik=cik, price=PRICE, price_date=day(as_of))
    return fundamentals(facts(folder, cik).lazy(), held, day(as_of))


# Millions of USD, millions of shares. Twelve months: the year + the months since - the same months
# of the year before. Each figure is followed by tag, period and accession.
CASES: list[tuple[int, str, dict[str, float | None]]] = [
    (
        # Apple, to 2026-03-28: 10-K 0000320193-25-000079 of the year to 2025-09-27, and 10-Q
        # 0000320193-26-000013 with the halves to 2026-03-28 and 2025-03-29.
        AAPL,
        "2026-06-30",
        {
            # OperatingIncomeLoss 133,050 + 86,737 - 72,421 = 147,366
            # DepreciationDepletionAndAmortization 11,698 + 6,653 - 5,741 = 12,610
            "ebitda_ttm": 159_976e6,
            # ShareBasedCompensation 12,863 + 7,122 - 6,512
            "stock_compensation_ttm": 13_473e6,
            # NetIncomeLoss 112,010 + 71,675 - 61,110 = 122,575
            # StockholdersEquity 106,491, Assets 371,082, both at 2026-03-28
            "roe": 122_575 / 106_491,
            "roa": 122_575 / 371_082,
            # At 2026-03-28: LongTermDebtNoncurrent 74,404, LongTermDebtCurrent 8,310,
            # CommercialPaper 1,997 = 84,711
            "roic": 147_366 * 0.79 / (84_711 + 106_491),
            "debt_to_equity": 84_711 / 106_491,
            # CashAndCashEquivalentsAtCarryingValue 45,572, MarketableSecuritiesCurrent 22,935
            "net_debt": 16_204e6,
            "net_debt_to_ebitda": 16_204 / 159_976,
            # NetCashProvidedByUsedInOperatingActivities 111,482 + 82,627 - 53,887 = 140,222
            # PaymentsToAcquirePropertyPlantAndEquipment 12,715 + 4,344 - 6,011 = 11,048
            # RevenueFromContractWithCustomerExcludingAssessedTax 416,161 + 254,940 - 219,659
            "fcf_margin": (140_222 - 11_048) / 451_442,
            # AssetsCurrent 144,114, LiabilitiesCurrent 134,641
            "current_ratio": 144_114 / 134_641,
            # EntityCommonStockSharesOutstanding 14,687,356,000 at 2026-04-17; 14,935,826,000 at
            # 2025-04-18 (0000320193-25-000057)
            "dilution": 14_687.356 / 14_935.826 - 1,
            "pb": 200 * 14_687.356 / 106_491,
            "ev_to_ebitda": (200 * 14_687.356 + 16_204) / 159_976,
            # PaymentsOfDividends 15,421 + 7,743 - 7,614
            "dividend_yield": 15_550 / (200 * 14_687.356),
        },
    ),
    (
        # NVIDIA, to 2025-10-26: 10-K 0001045810-25-000023 of the year to 2025-01-26, 10-Q
        # 0001045810-25-000230 with nine months to 2025-10-26 and 2024-10-27.
        NVDA,
        "2025-12-31",
        {
            # OperatingIncomeLoss 81,453 + 86,088 - 57,419 = 110,122
            # DepreciationDepletionAndAmortization 1,864 + 2,031 - 1,321 = 2,574
            "ebitda_ttm": 112_696e6,
            # At 2025-10-26: LongTermDebtNoncurrent 7,468, LongTermDebtCurrent 999,
            # CashAndCashEquivalentsAtCarryingValue 11,486, MarketableSecuritiesCurrent 49,122
            "net_debt": -52_141e6,
            "net_debt_to_ebitda": -52_141 / 112_696,
            # EntityCommonStockSharesOutstanding 24,300,000,000 at 2025-11-14
            "ev_to_ebitda": (200 * 24_300 - 52_141) / 112_696,
        },
    ),
    (
        # NVIDIA, the year to 2026-01-25: 10-K 0001045810-26-000021.
        NVDA,
        "2026-06-30",
        {
            # OperatingIncomeLoss 130,387, DepreciationDepletionAndAmortization 2,843
            "ebitda_ttm": 133_230e6,
            "stock_compensation_ttm": 6_386e6,  # ShareBasedCompensation
            # NetIncomeLoss 120,067, StockholdersEquity 157,293, Assets 206,803
            "roe": 120_067 / 157_293,
            "roa": 120_067 / 206_803,
            # LongTermDebtNoncurrent 7,469 + LongTermDebtCurrent 999 = 8,468
            "roic": 130_387 * 0.79 / (8_468 + 157_293),
            "debt_to_equity": 8_468 / 157_293,
            # NetCashProvidedByUsedInOperatingActivities 102,718,
            # PaymentsToAcquireProductiveAssets 6,042, Revenues 215,938
            "fcf_margin": (102_718 - 6_042) / 215_938,
            "current_ratio": 125_605 / 32_163,  # AssetsCurrent, LiabilitiesCurrent
            # EntityCommonStockSharesOutstanding 24,300 at 2026-02-20, 24,400 at 2025-02-21
            # (0001045810-25-000023)
            "dilution": 24_300 / 24_400 - 1,
            "pb": 200 * 24_300 / 157_293,
            "dividend_yield": 974 / (200 * 24_300),  # PaymentsOfDividends
        },
    ),
    (
        # Home Depot, the year to 2026-02-01: 10-K 0001628280-26-019436.
        HD,
        "2026-04-30",
        # ShareBasedCompensation of the cash flow; AllocatedShareBasedCompensationExpense is 524
        {"stock_compensation_ttm": 522e6},
    ),
    (
        # Home Depot, to 2026-05-03: 10-K 0001628280-26-019436 of the year to 2026-02-01, 10-Q
        # 0001628280-26-038247 with the quarters to 2026-05-03 and 2025-05-04.
        HD,
        "2026-06-30",
        {
            # OperatingIncomeLoss 20,890 + 4,981 - 5,133 = 20,738
            # DepreciationDepletionAndAmortization 3,514 + 910 - 855 = 3,569 is less than
            # CostOfGoodsAndServicesSoldDepreciationAndAmortization 4,059 of the year: no total
            "ebitda_ttm": None,
            "stock_compensation_ttm": 530e6,  # ShareBasedCompensation 522 + 178 - 170
            # NetIncomeLoss 14,156 + 3,289 - 3,433 = 14,012; StockholdersEquity 13,874, Assets
            # 107,904 at 2026-05-03
            "roe": 14_012 / 13_874,
            "roa": 14_012 / 107_904,
            # At 2026-05-03: LongTermDebtAndCapitalLeaseObligations 44,828, ...Current 5,178,
            # CommercialPaper 3,503 = 53,509
            "roic": 20_738 * 0.79 / (53_509 + 13_874),
            "debt_to_equity": 53_509 / 13_874,
            # CashAndCashEquivalentsAtCarryingValue 1,601; no short-term investments
            "net_debt": 51_908e6,
            "net_debt_to_ebitda": None,
            # NetCashProvidedByUsedInOperatingActivities 16,325 + 6,032 - 4,325 = 18,032
            # PaymentsToAcquireProductiveAssets 3,679 + 844 - 806 = 3,717
            # RevenueFromContractWithCustomerExcludingAssessedTax 164,683 + 41,765 - 39,856
            "fcf_margin": (18_032 - 3_717) / 166_592,
            "current_ratio": 37_172 / 35_580,  # AssetsCurrent, LiabilitiesCurrent
            # EntityCommonStockSharesOutstanding 997,116,682 at 2026-05-19; 994,927,985 at
            # 2025-05-20 (0000354950-25-000165)
            "dilution": 997_116_682 / 994_927_985 - 1,
            "pb": 200 * 997.116682 / 13_874,
            "ev_to_ebitda": None,
            # PaymentsOfDividendsCommonStock 9,152 + 2,320 - 2,286
            "dividend_yield": 9_186 / (200 * 997.116682),
        },
    ),
    (
        # Kimberly-Clark, the year 2025: 10-K 0001628280-26-007567. Its capital expenditure
        # holds that of discontinued operations, as the operating cash flow does.
        KMB,
        "2026-06-30",
        {
            "stock_compensation_ttm": 140e6,  # ShareBasedCompensation
            # NetIncomeLoss 2,021, StockholdersEquity 1,502, Assets 17,098
            "roe": 2_021 / 1_502,
            "roa": 2_021 / 17_098,
            # OperatingIncomeLoss 2,351 + DepreciationAndAmortization 805 less
            # DepreciationAndAmortizationDiscontinuedOperations 68
            "ebitda_ttm": 3_088e6,
            # LongTermDebtAndCapitalLeaseObligations 6,474 + DebtCurrent
            # 694 = 7,168
            "roic": 2_351 * 0.79 / (7_168 + 1_502),
            "debt_to_equity": 7_168 / 1_502,
            "net_debt": 6_480e6,  # CashAndCashEquivalentsAtCarryingValue 688
            "current_ratio": 5_310 / 7_125,  # AssetsCurrent, LiabilitiesCurrent
            # EntityCommonStockSharesOutstanding 331,922,371 at 2026-01-30; 331,684,601 at
            # 2025-01-31 (0000055785-25-000013)
            "dilution": 331_922_371 / 331_684_601 - 1,
            "pb": 200 * 331.922371 / 1_502,
            "dividend_yield": 1_660 / (200 * 331.922371),  # PaymentsOfDividendsCommonStock
        },
    ),
]


@pytest.mark.parametrize(
    ("cik", "as_of", "expected"), CASES, ids=["AAPL", "NVDA-2025", "NVDA", "HD-2025", "HD", "KMB"]
)
def test_the_figures_of_a_real_company(
    shared_data: Path, cik: int, as_of: str, expected: dict[str, Any]
) -> None:
    row = compute(shared_data, cik, as_of).metrics.row(0, named=True)
    known = {name: value for name, value in expected.items() if value is not None}
    assert {name: row[name] for name in known} == pytest.approx(known, rel=1e-12)
    assert {name for name in expected if row[name] is None} == expected.keys() - known.keys()


@pytest.mark.parametrize(
    ("cik", "metric", "tags"),
    [
        (
            AAPL,
            "net_debt",
            {
                "LongTermDebtNoncurrent",
                "LongTermDebtCurrent",
                "CommercialPaper",
                "CashAndCashEquivalentsAtCarryingValue",
                "MarketableSecuritiesCurrent",
            },
        ),
        (AAPL, "ebitda_ttm", {"OperatingIncomeLoss", "DepreciationDepletionAndAmortization"}),
        (NVDA, "dilution", {"EntityCommonStockSharesOutstanding"}),
        (KMB, "dividend_yield", {"price", "EntityCommonStockSharesOutstanding",
                                 "PaymentsOfDividendsCommonStock"}),
    ],
)  # fmt: skip
def test_every_line_that_a_figure_rests_on_is_an_operand(
    shared_data: Path, cik: int, metric: str, tags: set[str]
) -> None:
    lineage = compute(shared_data, cik, "2026-06-30").lineage
    assert set(lineage.filter(pl.col("metric") == metric)["tag"]) == tags
