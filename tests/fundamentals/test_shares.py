"""A share count is believed only if it is fresh, plausible and agrees with the average."""

from __future__ import annotations

from tests.fundamentals.ledger import Fact, compute, flow, reason, stock

YEAR = "2024-01-01/2024-12-31"
INCOME = flow("NetIncomeLoss", 100, YEAR, "2025-02-20", "10-K")


def cover(count: float, date: str = "2025-02-10") -> Fact:
    return stock(
        "EntityCommonStockSharesOutstanding", count, date, "2025-02-20", "10-K", unit="shares"
    )


def average(count: float) -> Fact:
    tag = "WeightedAverageNumberOfSharesOutstandingBasic"
    return flow(tag, count, YEAR, "2025-02-20", "10-K", unit="shares")


def shares(*facts: Fact, quantity: float = 1.0) -> tuple[float | None, str | None]:
    computed = compute([INCOME, *facts], "2025-03-01", quantity=quantity)
    return computed.metrics["shares_outstanding"].item(), reason(computed, "shares_outstanding")


def test_the_cover_page_counts() -> None:
    assert shares(cover(5e6), average(4.9e6)) == (5e6, None)


def test_a_frozen_count_gives_way_to_the_average() -> None:
    assert shares(cover(5e6, "2021-02-10"), average(9e6)) == (9e6, None)


def test_a_placeholder_is_no_count() -> None:
    assert shares(cover(1_000), average(9e6)) == (9e6, None)
    assert shares(cover(100))[0] is None


def test_a_count_far_from_the_average_is_of_another_basis() -> None:
    value, why = shares(cover(50e6), average(5e6))
    assert value is None
    assert "differ too much" in str(why)


def test_a_count_below_what_the_fund_holds_is_wrong() -> None:
    value, why = shares(cover(5e6), average(5e6), quantity=6e6)
    assert value is None
    assert "fund" in str(why)


def test_market_cap_needs_the_price_of_the_day() -> None:
    known = compute([INCOME, cover(5e6)], "2025-03-01", price=10.0)
    assert known.metrics["market_cap"].item() == 50e6
    assert known.metrics["pe"].item() == 50e6 / 100
    unknown = compute(
        [INCOME, cover(5e6)], "2025-03-01", price_reason="the price is of another day"
    )
    assert unknown.metrics["market_cap"].item() is None
    assert reason(unknown, "market_cap") == "the price is of another day"
