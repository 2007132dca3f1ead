"""Figures in the wrong scale never pass for figures, and small ones are not taken for wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.fundamentals import real
from tests.fundamentals.ledger import Fact, day, flow, frame, stock

from screener.fundamentals.known import known_facts

MILLION = 1e6
KMB, MCD, UA, NVDA = 55785, 63908, 1336917, 1045810
AVERAGE = "WeightedAverageNumberOfSharesOutstandingBasic"

DATE = "2022-12-31"
FILED = ("2023-02-20", "2023-05-05", "2023-08-05", "2023-11-05")
OTHER_YEARS = [
    stock("Assets", amount * MILLION, f"{year}-12-31", f"{year + 1}-02-20", "10-K")
    for year, amount in ((2018, 80), (2019, 90), (2020, 100), (2021, 110))
]


def known(facts: list[Fact]) -> dict[tuple[str, dt.date], float]:
    rows = known_facts(frame(facts).lazy(), day("2024-01-01")).select("tag", "end", "value").rows()
    return {(tag, end): value for tag, end, value in rows}


def stated(*values: float) -> list[Fact]:
    """One fact, filed again and again."""
    return [stock("Assets", value, DATE, on) for value, on in zip(values, FILED, strict=False)]


def settled(*values: float, neighbours: list[Fact] = OTHER_YEARS) -> float | None:
    return known([*neighbours, *stated(*values)]).get(("Assets", day(DATE)))


@pytest.mark.parametrize("factor", [1e-6, 1e-3, 1e3, 1e6])
def test_of_two_vintages_the_one_in_the_scale_of_the_other_years_counts(factor: float) -> None:
    assert settled(105 * MILLION, 105 * MILLION * factor) == 105 * MILLION
    assert settled(105 * MILLION * factor, 105 * MILLION) == 105 * MILLION


def test_of_three_vintages_the_newest_in_the_right_scale_counts() -> None:
    right, wrong = 105 * MILLION, 105_000
    for order in ((right, wrong, wrong), (wrong, right, wrong), (wrong, wrong, right)):
        assert settled(*order) == right
    assert settled(105, 105_000, right) == right


def test_a_vintage_in_the_wrong_scale_is_no_recast() -> None:
    facts = [*OTHER_YEARS, *stated(105 * MILLION, 105_000, 105 * MILLION)]
    assert known_facts(frame(facts).lazy(), day("2024-01-01"))["recast_at"].null_count() == 5


def test_without_other_periods_neither_of_two_scales_counts() -> None:
    assert settled(105 * MILLION, 105_000, neighbours=[]) is None
    assert settled(105_000, 105 * MILLION, neighbours=[]) is None


@pytest.mark.parametrize(
    ("ratio", "newest_counts"),
    [(100, True), (985, True), (992, False), (1_000, False), (1_008, False), (1_015, True)],
)
def test_a_scale_is_a_thousand_or_a_million_but_for_rounding(
    ratio: float, newest_counts: bool
) -> None:
    right = 105 * MILLION
    newest = right / ratio
    assert settled(right, newest) == (newest if newest_counts else right)


def test_a_filing_once_caught_is_doubted_for_what_is_far_from_its_tag() -> None:
    # Only the year before is stated twice: the new year's 130 dollars have no other vintage.
    on = "2024-02-20"
    caught = [
        stock("Assets", 105, DATE, on, "10-K"),
        stock("Assets", 130, "2023-12-31", on, "10-K"),
        # As far as that from nothing: the tag has no other period.
        stock("LiabilitiesCurrent", 7, "2023-12-31", on, "10-K"),
    ]
    facts = [*OTHER_YEARS, *stated(105 * MILLION), *caught]
    found = known_facts(frame(facts).lazy(), day("2024-03-01"))
    newest = found.filter(pl.col("end") == day("2023-12-31"))
    assert newest["tag"].to_list() == ["LiabilitiesCurrent"]
    # A filing that nothing contradicts is believed, however small its figures.
    alone = [*OTHER_YEARS, *stated(105 * MILLION), *caught[1:]]
    found = known_facts(frame(alone).lazy(), day("2024-03-01"))
    assert found.filter(pl.col("end") == day("2023-12-31")).height == 2


@pytest.mark.parametrize(("amount", "stays"), [(317_000, True), (316_000, False)])
def test_what_is_nearer_to_the_usual_than_to_a_thousandth_is_not_yet_another_scale(
    amount: float, stays: bool
) -> None:
    more = [
        stock("Assets", larger * MILLION, f"{year}-12-31", f"{year + 1}-02-20", "10-K")
        for year, larger in ((2016, 120), (2017, 130))
    ]
    # With the doubted year itself, 100 million is the middle of the seven.
    doubted = stock("Assets", amount, "2015-12-31", FILED[1])
    found = known([*OTHER_YEARS, *more, doubted, *stated(105 * MILLION, 105_000)])
    assert (("Assets", day("2015-12-31")) in found) is stays


def test_money_stays_where_a_filing_is_caught_with_share_counts_only() -> None:
    def shares(value: float, filed: str, period: str = "2022-01-01/2022-12-31") -> Fact:
        return flow(AVERAGE, value, period, filed, unit="shares")

    def income(value: float, period: str, filed: str) -> Fact:
        return flow("NetIncomeLoss", value, period, filed)

    facts = [
        shares(5 * MILLION, "2022-02-20", "2021-01-01/2021-12-31"),
        shares(5 * MILLION, FILED[0]),
        shares(5_000, FILED[1]),
        *(
            income(90 * MILLION, f"{year}-01-01/{year}-12-31", f"{year + 1}-02-20")
            for year in (2018, 2019, 2020)
        ),
        income(-12_000, "2023-01-01/2023-03-31", FILED[1]),
    ]
    found = known(facts)
    assert found[AVERAGE, day(DATE)] == 5 * MILLION
    assert found["NetIncomeLoss", day("2023-03-31")] == -12_000


def test_zeros_say_nothing_of_scale() -> None:
    assert settled(105 * MILLION, 0) == 0
    assert settled(0, 105 * MILLION, 105_000) == 105 * MILLION
    # Nor is the zero of a filing that is caught in doubt.
    zero = stock("LiabilitiesCurrent", 0, DATE, FILED[1])
    before = stock("LiabilitiesCurrent", 40 * MILLION, "2021-12-31", "2022-02-20", "10-K")
    found = known([*OTHER_YEARS, *stated(105 * MILLION, 105_000), before, zero])
    assert found["LiabilitiesCurrent", day(DATE)] == 0


def test_a_hundredfold_change_is_a_recast() -> None:
    assert settled(105 * MILLION, 1_050_000, neighbours=[]) == 1_050_000


@pytest.mark.shared
def test_kimberly_clarks_first_report_of_2010_is_a_million_times_too_small(
    shared_data: Path,
) -> None:
    # Filed 2010-05-07 as 0000055785-10-000019; the amendment of 2010-05-14 puts it right.
    before = real.known(shared_data, KMB, "2010-05-13")
    assert real.value(before, "Assets", "2009-12-31") == 19_209 * MILLION  # 2010-02-24, not 19,209
    assert real.value(before, "Assets", "2010-03-31") is None  # 18,997, stated once
    assert real.value(before, "NetIncomeLoss", "2010-01-01/2010-03-31") is None
    count = "EntityCommonStockSharesOutstanding"
    assert real.value(before, count, "2010-03-31") == 413_971_851  # in units, as ever
    after = real.known(shared_data, KMB, "2010-05-14")
    assert real.value(after, "Assets", "2010-03-31") == 18_997 * MILLION
    assert real.value(after, "NetIncomeLoss", "2010-01-01/2010-03-31") == 384 * MILLION
    tiny = after.filter(pl.col("unit") == "USD", pl.col("value").abs().is_between(1, 99_999))
    assert tiny.is_empty()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("cik", "as_of", "period", "count"),
    [
        # 2024-11-07 states millions as units: 729.2, which a year before was right, and 716.7.
        (MCD, "2024-12-01", "2023-01-01/2023-09-30", 729.2e6),
        (MCD, "2024-12-01", "2024-07-01/2024-09-30", None),
        # 2011-02-24 states thousands as units; a year later 2009 is right, 2008 no longer shown.
        (UA, "2012-03-01", "2009-01-01/2009-12-31", 49_848_000),
        (UA, "2012-03-01", "2008-01-01/2008-12-31", None),
        # So do Nvidia's reports of 2010-12-07 and 2010-08-30, between right ones.
        (NVDA, "2026-06-30", "2009-07-27/2009-10-25", 551_283_000),
        (NVDA, "2026-06-30", "2010-08-02/2010-10-31", 577_323_000),
        (NVDA, "2026-06-30", "2010-05-03/2010-08-01", None),
    ],
)
def test_share_counts_in_thousands_or_millions_are_no_counts(
    shared_data: Path, cik: int, as_of: str, period: str, count: float | None
) -> None:
    assert real.value(real.known(shared_data, cik, as_of), AVERAGE, period) == count


@pytest.mark.shared
def test_nvidias_half_year_of_a_small_loss_is_a_figure(shared_data: Path) -> None:
    # The report of 2010-08-30 is caught with its share counts; its dollars are right. A profit of
    # 137.6 million and a loss of 141.0 leave a loss of 3.4, tiny beside the years since.
    found = real.known(shared_data, NVDA, "2026-06-30")
    assert real.value(found, "NetIncomeLoss", "2010-02-01/2010-08-01") == -3_367_000
    assert real.value(found, "NetIncomeLoss", "2010-05-03/2010-08-01") == -140_961_000
