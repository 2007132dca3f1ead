"""Point in time: what was known on a day."""

from __future__ import annotations

import polars as pl
from tests.fundamentals.ledger import Fact, day, flow, frame, stock

from screener.fundamentals.known import RECAST_TAGS, known_facts

YEAR = "2024-01-01/2024-12-31"


def known(facts: list[Fact], as_of: str) -> pl.DataFrame:
    return known_facts(frame(facts).lazy(), day(as_of))


def test_a_fact_is_known_from_the_day_it_is_filed() -> None:
    facts = [flow("Revenues", 100, YEAR, "2025-02-20", "10-K")]
    assert known(facts, "2025-02-19").is_empty()
    assert known(facts, "2025-02-20")["value"].to_list() == [100]


def test_the_latest_vintage_up_to_the_day_wins_fact_by_fact() -> None:
    facts = [
        flow("NetIncomeLoss", 4_834, YEAR, "2025-02-20", "10-K"),
        flow("Revenues", 32_479, YEAR, "2025-02-20", "10-K"),
        flow("NetIncomeLoss", 6_119, YEAR, "2025-06-01", "10-K/A"),
    ]
    before = known(facts, "2025-05-31").select("tag", "value").rows()
    after = known(facts, "2025-06-01").select("tag", "value").rows()
    assert sorted(before) == [("NetIncomeLoss", 4_834), ("Revenues", 32_479)]
    assert sorted(after) == [("NetIncomeLoss", 6_119), ("Revenues", 32_479)]


def test_proxy_and_registration_statements_say_nothing() -> None:
    facts = [
        flow("NetIncomeLoss", 100e6, YEAR, "2025-02-20", "10-K"),
        flow("NetIncomeLoss", 100, YEAR, "2025-04-10", "DEF 14A"),
        flow("NetIncomeLoss", 7, YEAR, "2025-05-10", "S-1"),
    ]
    assert known(facts, "2026-01-01")["value"].to_list() == [100e6]


def test_an_8k_counts_only_if_it_restates_whole_statements() -> None:
    original = flow("Revenues", 100, YEAR, "2025-02-20", "10-K")
    alone = [original, flow("Revenues", 80, YEAR, "2025-06-01", "8-K")]
    assert known(alone, "2026-01-01")["value"].to_list() == [100]
    tags = [
        "Assets",
        "Liabilities",
        "StockholdersEquity",
        "NetIncomeLoss",
        "OperatingIncomeLoss",
        "GrossProfit",
        "CostOfRevenue",
        "InterestExpense",
        "LongTermDebtNoncurrent",
        "LongTermDebtCurrent",
        "ProfitLoss",
    ]
    whole = [*alone, *(flow(tag, 1, YEAR, "2025-06-01", "8-K") for tag in tags)]
    assert len(tags) + 1 == RECAST_TAGS
    revenue = known(whole, "2026-01-01").filter(pl.col("tag") == "Revenues")
    assert revenue["value"].to_list() == [80]


def test_of_two_values_in_one_filing_the_less_rounded_one_counts() -> None:
    facts = [
        stock("Assets", 306_600_000, "2024-12-31", "2025-02-20", "10-K"),
        stock("Assets", 306_634_211, "2024-12-31", "2025-02-20", "10-K"),
    ]
    for order in (facts, facts[::-1]):
        assert known(order, "2026-01-01")["value"].to_list() == [306_634_211]


def test_a_change_of_more_than_half_a_percent_is_a_recast() -> None:
    facts = [
        flow("Revenues", 1_000, YEAR, "2025-02-20", "10-K"),
        flow("Revenues", 1_004, YEAR, "2026-02-20", "10-K"),
        flow("NetIncomeLoss", 100, YEAR, "2025-02-20", "10-K"),
        flow("NetIncomeLoss", 85, YEAR, "2026-02-20", "10-K"),
    ]
    rows = known(facts, "2026-03-01").select("tag", "recast_at", "recast_from").rows()
    assert sorted(rows) == [
        ("NetIncomeLoss", day("2026-02-20"), day("2025-02-20")),
        ("Revenues", None, None),
    ]


def test_a_period_that_ends_after_its_filing_is_no_fact() -> None:
    assert known([stock("Assets", 5, "2026-12-31", "2025-02-20", "10-K")], "2027-01-01").is_empty()
