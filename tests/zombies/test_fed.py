"""The Fed definition at its boundaries: leverage at the median, coverage at one, growth at zero."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.zombies.judging import Year, company, judged, record, verdict, year

CPI_2022, CPI_2025 = 292.655, 321.943


def latest(ebit: float | None = 1.0, interest: float | None = 10.0, **more: Any) -> list[Year]:
    """Four fiscal years; the last one is uncovered, indebted and shrunk unless told otherwise."""
    plain = year(1.0, 10.0, revenue=100.0)
    last = year(ebit, interest, revenue=90.0, revenue_before=100.0) | more
    return record(plain, plain, plain, last, first=2022)


def sample(*leverages: float) -> tuple[list[Year], list[dict[str, Any]]]:
    """Companies with these leverages in 2025."""
    years = [
        row
        for cik, leverage in enumerate(leverages, 2)
        for row in record(year(50.0, 1.0, total_debt=100 * leverage), first=2025, cik=cik)
    ]
    return years, [company(cik) for cik in range(2, 2 + len(leverages))]


LOW = sample(0.1, 0.2)


def fed(
    years: list[Year], others: tuple[list[Year], list[dict[str, Any]]] = LOW, **more: Any
) -> str:
    return verdict("fed", years + others[0], *others[1], **more)[0]


def test_all_three_criteria_make_a_zombie() -> None:
    answer, why = verdict("fed", latest() + LOW[0], *LOW[1])
    assert answer == "yes"
    assert why == (
        "coverage 0.10, leverage 0.50 (above the median 0.20 of 3 companies),"
        " real sales −18.2% over three years in FY2025"
    )


@pytest.mark.parametrize(("ebit", "answer"), [(9.99, "yes"), (10.0, "no"), (11.0, "no")])
def test_coverage_of_exactly_one_is_covered(ebit: float, answer: str) -> None:
    assert fed(latest(ebit)) == answer


@pytest.mark.parametrize(
    ("others", "answer"),
    [((0.1, 0.2), "yes"), ((0.5, 0.5), "no"), ((0.1, 0.9), "no"), ((0.6, 0.7), "no")],
)
def test_leverage_must_be_above_the_median(others: tuple[float, ...], answer: str) -> None:
    assert fed(latest(), sample(*others)) == answer


def test_financials_and_other_years_are_no_measure_of_leverage() -> None:
    years, companies = sample(0.9, 0.9, 0.9)
    for row in companies:
        row["sic"] = "6022"
    past = record(year(1.0, 1.0, total_debt=99.0), first=2023, cik=9)
    low = record(year(1.0, 1.0, total_debt=10.0), first=2025, cik=10)
    assert fed(latest(), (years + past + low, [*companies, company(9), company(10)])) == "yes"


@pytest.mark.parametrize(
    ("revenue", "answer"),
    [
        (100.0 * CPI_2025 / CPI_2022 * 1.0001, "no"),
        (100.0 * CPI_2025 / CPI_2022 * 0.9999, "yes"),
        (105.0, "yes"),  # sales grew, prices grew more
    ],
)
def test_growth_is_real(revenue: float, answer: str) -> None:
    assert fed(latest(revenue=revenue)) == answer


def test_growth_of_exactly_zero_is_not_negative() -> None:
    found = judged(latest(revenue=CPI_2025, revenue_before=CPI_2022))
    assert found.years["real_growth"][-1] == pytest.approx(0.0, abs=1e-12)
    assert fed(latest(revenue=CPI_2025 * 1e6, revenue_before=CPI_2022 * 1e6)) == "no"


@pytest.mark.parametrize(
    "more",
    [
        {"revenue_before": None},  # no comparable figure
        {"revenue_before": 0.0},  # growth from nothing
        {"assets": None},
        {"total_debt": None},
        {"operating_income": None},
    ],
)
def test_what_is_missing_makes_it_unknown(more: dict[str, Any]) -> None:
    assert fed(latest(**more)) == "unknown"


def test_one_criterion_that_fails_decides_whatever_else_is_missing() -> None:
    assert fed(latest(50.0, revenue_before=None)) == "no"
    assert fed(latest(revenue=500.0, assets=None)) == "no"
    assert fed(latest(total_debt=1.0, operating_income=None), sample(0.3, 0.4)) == "no"


def test_no_debt_is_no_zombie() -> None:
    free = latest(-5.0, None, total_debt=0.0)
    assert verdict("fed", free) == ("no", "no debt in FY2025")


def test_growth_over_three_years_takes_four() -> None:
    assert fed(latest()[1:]) == "unknown"
    gap = latest()
    del gap[2]
    assert fed(record(year(1.0, 10.0), first=2021) + gap) == "unknown"


def test_financials_are_not_judged() -> None:
    assert fed(latest(), sic="6022") == "n/a"


def test_a_company_counts_once_in_a_fiscal_year() -> None:
    short = record(year(1.0, 1.0, total_debt=90.0), first=2025, cik=2, ends="03-31")
    whole = record(year(1.0, 1.0, total_debt=10.0), first=2025, cik=2)
    found = judged(short + whole + latest(), company(2), company(1))
    medians = found.years.filter(pl.col("fiscal_year") == 2025)["leverage_median"]
    assert medians.to_list() == pytest.approx([0.3] * 3)


def test_prices_after_the_deflators_end_carry_its_rate_and_are_marked() -> None:
    rows = latest()
    for row in rows:
        row["fiscal_year"] += 1
        row["period_end"] = row["period_end"].replace(year=row["period_end"].year + 1)
    found = judged(rows, as_of=rows[-1]["period_end"])
    assert found.years["real_growth_carried"].to_list()[-1] is True
    carried = CPI_2025 * CPI_2025 / 313.689
    assert found.years["real_growth"][-1] == pytest.approx(0.9 * 304.702 / carried - 1, rel=1e-12)
    why = found.reasons.filter(pl.col("metric") == "zombie_fed")["reason"].item()
    assert "newest prices carried forward" in why


def test_a_year_that_ends_in_january_has_the_prices_of_the_year_before() -> None:
    rows = latest()
    for row in rows:
        row["period_end"] = row["period_end"].replace(month=1, day=31)
    found = judged(rows)
    assert found.years["real_growth"][-1] == pytest.approx(0.9 * 270.970 / 313.689 - 1, rel=1e-12)
