"""A share count is believed only if it is fresh, plausible and agrees with the average; dilution is
known only where no split can lie between two counts of one tag."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.fundamentals.ledger import Fact, compute, day, flow, reason, stock

YEAR = "2024-01-01/2024-12-31"
SHEET = "CommonStockSharesOutstanding"
AVERAGED = "proxy: the weighted average of shares"
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
    assert shares(cover(5e6, "2021-02-10"), average(9e6)) == (9e6, AVERAGED)


def test_a_placeholder_is_no_count() -> None:
    assert shares(cover(1_000), average(9e6)) == (9e6, AVERAGED)
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


def counted(count: float, date: str, tag: str = "EntityCommonStockSharesOutstanding") -> Fact:
    """A count of the day, filed ten days later."""
    filed = day(date) + dt.timedelta(days=10)
    return stock(tag, count, date, str(filed), unit="shares")


def split(
    ratio: float, date: str = "2024-06-10", tag: str = "StockSplitConversionRatio"
) -> list[Fact]:
    return [stock(tag, ratio, date, "2024-08-05", unit="pure")]


def diluted(*facts: Fact) -> tuple[float | None, str | None]:
    computed = compute([INCOME, *facts], "2025-03-01")
    return computed.metrics["dilution"].item(), reason(computed, "dilution")


BEFORE = counted(4e6, "2024-02-10")


def test_dilution_is_the_growth_of_the_count_in_a_year() -> None:
    assert diluted(BEFORE, cover(5e6)) == (0.25, None)
    assert diluted(BEFORE, cover(4e6)) == (0, None)


@pytest.mark.parametrize(
    "tag", ["StockSplitConversionRatio", "StockholdersEquityNoteStockSplitConversionRatio1"]
)
def test_dilution_across_a_split_is_unknown(tag: str) -> None:
    value, why = diluted(BEFORE, cover(5e6), *split(2, tag=tag))
    assert (value, why) == (None, "a stock split of 2.0 for 1 lies between the two share counts")
    assert diluted(BEFORE, cover(5e6), *split(0.1))[0] is None  # a reverse one


def test_a_split_of_before_the_two_counts_or_of_one_for_one_is_none() -> None:
    assert diluted(BEFORE, cover(5e6), *split(2, "2024-02-09")) == (0.25, None)
    assert diluted(BEFORE, cover(5e6), *split(1)) == (0.25, None)
    assert diluted(BEFORE, cover(5e6), *split(0)) == (0.25, None)


def test_a_split_leaves_the_count_itself_known() -> None:
    assert shares(BEFORE, cover(5e6), average(5e6), *split(2)) == (5e6, None)


@pytest.mark.parametrize(
    ("before", "now", "known"),
    [(5e6, 9e6, True), (5e6, 9_000_001, False), (1e7, 5.5e6, True), (1e7, 5_499_999, False)],
)
def test_counts_that_jump_are_of_two_bases(before: float, now: float, known: bool) -> None:
    facts = (counted(before, "2024-02-10"), cover(now))
    value, why = diluted(*facts)
    assert (value is not None) is known
    assert ("in a row" in str(why)) is not known
    # Without an average, nothing tells which of the two bases is today's.
    count, why = shares(*facts)
    assert count == (now if known else None)
    assert ("in a row" in str(why)) is not known
    assert shares(*facts, average(now))[0] == now


def test_a_jump_between_two_counts_shows_though_the_ends_are_near() -> None:
    between = counted(40e6, "2024-08-05")
    assert diluted(BEFORE, cover(5e6)) == (0.25, None)
    assert diluted(BEFORE, between, cover(5e6))[0] is None


def test_a_jump_of_before_the_earlier_count_does_not_matter() -> None:
    assert diluted(counted(40e6, "2023-08-05"), BEFORE, cover(5e6)) == (0.25, None)


def test_dilution_compares_two_counts_of_one_tag() -> None:
    sheet = counted(3e6, "2023-12-31", SHEET)
    value, why = diluted(sheet, cover(5e6))
    assert (value, why) == (None, "no share count of a year before")
    # Without a cover count, the balance sheet has both.
    newest = counted(3.3e6, "2024-12-31", SHEET)
    assert diluted(sheet, newest)[0] == pytest.approx(0.1)


def test_an_average_measures_no_dilution() -> None:
    tag = "WeightedAverageNumberOfSharesOutstandingBasic"
    before = flow(tag, 4e6, "2023-01-01/2023-12-31", "2024-02-20", "10-K", unit="shares")
    value, why = diluted(before, average(5e6))
    assert (value, why) == (None, "no share count for the newest period")


@pytest.mark.parametrize(
    ("date", "known"),
    # A year before 10 February 2025 is 11 February 2024.
    [("2023-12-28", True), ("2023-12-27", False), ("2024-03-27", True), ("2024-03-28", False)],
)
def test_the_earlier_count_is_a_year_old_within_forty_five_days(date: str, known: bool) -> None:
    value, why = diluted(counted(4e6, date), cover(5e6))
    assert (value is not None) is known
    assert why == (None if known else "no share count of a year before")


@pytest.mark.parametrize(
    ("mean", "known"), [(9e6, True), (9_000_001, False), (2_750_000, True), (2_749_999, False)]
)
def test_the_cover_and_the_average_are_of_one_basis_within_a_split(
    mean: float, known: bool
) -> None:
    value, why = shares(cover(5e6), average(mean))
    assert value == (5e6 if known else None)
    assert ("of one basis" in str(why)) is not known
    grown, why = diluted(BEFORE, cover(5e6), average(mean))
    assert grown == (0.25 if known else None)
    assert ("of one basis" in str(why)) is not known


def test_without_any_count_the_reason_says_so() -> None:
    assert shares() == (None, "no share count for the newest period")


def test_an_average_that_was_restated_since_shows_a_stock_dividend() -> None:
    # A tenth more shares for everybody: too little to be seen in the counts.
    tag = "WeightedAverageNumberOfSharesOutstandingBasic"
    before = "2023-01-01/2023-12-31"
    first = flow(tag, 4e6, before, "2024-02-20", "10-K", unit="shares")
    again = flow(tag, 4.4e6, before, "2025-02-20", "10-K", unit="shares")
    unchanged = flow(tag, 4e6, before, "2025-02-20", "10-K", unit="shares")
    value, why = diluted(BEFORE, cover(4.4e6), average(4.4e6), first, again)
    assert value is None
    assert "restated since" in str(why)
    grown = diluted(BEFORE, cover(4.4e6), average(4.4e6), first, unchanged)
    assert grown == (pytest.approx(0.1), None)
