"""The OECD definition at its boundaries, with each exclusion and each kind of missing record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.zombies import judging
from tests.zombies.judging import AS_OF, AT_ONE, BELOW, COVERED, OLD, judged, record, year


def verdict(
    years: list[judging.Year],
    *,
    first_filed: dt.date = OLD,
    source: str = "submissions",
    sic: str | None = None,
    rule: str = "general",
) -> tuple[str, str]:
    return judging.verdict(
        "oecd",
        years,
        first_filed=first_filed,
        first_filed_source=source,
        sic=sic,
        industry_rule=rule,
    )


@pytest.mark.parametrize(
    ("years", "answer"),
    [
        ((BELOW, BELOW, BELOW), "yes"),
        ((BELOW, BELOW, AT_ONE), "no"),  # exactly 1.0 is covered
        ((AT_ONE, BELOW, BELOW), "no"),
        ((BELOW, BELOW, COVERED), "no"),
        ((COVERED, BELOW, BELOW), "no"),
    ],
)
def test_coverage_below_one_in_three_years(years: tuple[dict[str, Any], ...], answer: str) -> None:
    assert verdict(record(*years))[0] == answer


def test_only_the_last_three_years_count() -> None:
    assert verdict(record(COVERED, BELOW, BELOW, BELOW, first=2022))[0] == "yes"
    assert verdict(record(BELOW, BELOW, BELOW, COVERED, first=2022))[0] == "no"


def test_two_years_are_too_few() -> None:
    assert verdict(record(BELOW, BELOW, first=2024)) == (
        "unknown",
        "fewer than 3 fiscal years on record",
    )


def test_a_gap_is_unknown() -> None:
    answer, why = verdict(record(BELOW, None, BELOW, BELOW, first=2022))
    assert answer == "unknown"
    assert "gap" in why


def test_an_old_record_says_nothing_of_today() -> None:
    assert verdict(record(BELOW, BELOW, BELOW, first=2020))[0] == "unknown"


@pytest.mark.parametrize(
    ("days", "source", "answer"),
    [
        (3653, "submissions", "yes"),  # ten years and a day
        (3649, "submissions", "no"),  # 9.99 years
        (3653, "facts", "yes"),  # a lower bound proves ten years ...
        (3649, "facts", "unknown"),  # ... and never disproves them
    ],
)
def test_age_is_the_time_since_the_first_filing(days: int, source: str, answer: str) -> None:
    first_filed = AS_OF - dt.timedelta(days=days)
    assert verdict(record(BELOW, BELOW, BELOW), first_filed=first_filed, source=source)[0] == answer


def test_a_loss_with_debt_proves_coverage_below_one_without_an_interest_figure() -> None:
    loss = year(-5.0, None)
    assert verdict(record(loss, loss, loss))[0] == "yes"
    debt_unknown = year(-5.0, None, total_debt=None)
    assert verdict(record(loss, loss, debt_unknown))[0] == "unknown"


def test_net_interest_proves_below_and_never_covered() -> None:
    below = year(5.0, None, net_interest_expense=10.0)
    above = year(50.0, None, net_interest_expense=10.0)
    assert verdict(record(below, below, below))[0] == "yes"
    assert verdict(record(below, below, above))[0] == "unknown"


def test_the_net_expense_overrules_interest_paid_only_where_they_disagree() -> None:
    covered_by_what_was_paid = year(11.0, 10.0, net_interest_expense=12.0)
    assert verdict(record(BELOW, BELOW, covered_by_what_was_paid))[0] == "yes"
    covered_by_both = year(30.0, 11.5, net_interest_expense=12.0)
    assert verdict(record(BELOW, BELOW, covered_by_both))[0] == "no"
    far_too_little = year(30.0, 10.0, net_interest_expense=12.0)
    assert verdict(record(BELOW, BELOW, far_too_little))[0] == "unknown"


def test_missing_interest_with_a_profit_is_unknown() -> None:
    assert verdict(record(BELOW, BELOW, year(5.0, None)))[0] == "unknown"


def test_no_debt_in_all_years_is_no_zombie() -> None:
    free = year(-5.0, None, total_debt=0.0)
    answer, why = verdict(record(free, free, free))
    assert answer == "no"
    assert why == "no debt in FY2023-2025"


@pytest.mark.parametrize(
    ("sic", "rule"), [("6022", "general"), ("6331", "insurer"), ("6211", "general"), (None, "bank")]
)
def test_financials_are_not_judged(sic: str | None, rule: str) -> None:
    assert verdict(record(BELOW, BELOW, BELOW), sic=sic, rule=rule)[0] == "n/a"


def test_interest_without_debt_is_not_no_debt() -> None:
    odd = year(None, 10.0, total_debt=0.0)
    assert verdict(record(odd, odd, odd))[0] == "unknown"


def test_a_reit_is_judged_with_depreciation_added_back() -> None:
    building = year(5.0, 10.0, depreciation_amortization=20.0)
    assert verdict(record(building, building, building), sic="6798", rule="reit")[0] == "no"
    assert verdict(record(building, building, building), rule="general")[0] == "yes"


def test_the_reason_shows_the_inputs_by_year() -> None:
    years = record(year(4, 10), year(2, 10), year(-1, 10))
    assert verdict(years)[1] == (
        "coverage 0.40, 0.20, −0.10 in FY2023-2025; 26.3 years since the first EDGAR filing"
    )


def test_a_coverage_just_below_one_never_reads_as_one() -> None:
    close = year(9.999, 10.0)
    assert (
        verdict(record(close, close, year(10.0, 10.0)))[1]
        == "coverage 0.99, 0.99, 1.00 in FY2023-2025"
    )


def test_the_reason_names_what_is_missing() -> None:
    answer, why = verdict(record(BELOW, year(None, 10.0), year(5.0, None)))
    assert answer == "unknown"
    assert "unknown (no operating income), unknown (no interest figure)" in why


def test_a_company_without_years_is_unknown() -> None:
    assert verdict(record())[0] == "unknown"


def test_fifty_two_and_fifty_three_weeks_are_years_in_a_row() -> None:
    ends = [dt.date(2023, 12, 30), dt.date(2025, 1, 4), dt.date(2026, 1, 3)]  # 53 weeks between
    years = [
        BELOW | {"cik": 1, "fiscal_year": fiscal_year, "period_end": end}
        for fiscal_year, end in zip((2023, 2024, 2025), ends, strict=True)
    ]
    assert verdict(years)[0] == "yes"


def test_a_past_year_is_judged_by_its_age_then_and_the_latest_by_the_age_today() -> None:
    born = dt.date(2016, 3, 1)  # ten years old between the fiscal year's end and the as-of date
    found = judged(
        record(BELOW, BELOW, BELOW, BELOW, first=2022), judging.company(first_filed=born)
    )
    assert found.years["zombie_oecd"].to_list() == ["unknown", "unknown", "no", "yes"]
    assert found.verdicts["zombie_oecd"].item() == "yes"


def test_a_restated_year_takes_the_flag_away() -> None:
    flagged = record(BELOW, BELOW, BELOW)
    restated = record(BELOW, year(10.0, 10.0), BELOW)
    assert [verdict(years)[0] for years in (flagged, restated)] == ["yes", "no"]


def test_what_must_be_known_of_the_figures_is_said() -> None:
    derived = year(1.0, 10.0, operating_income_derived=True, interest_proxy=True)
    _, why = verdict(record(BELOW, BELOW, derived))
    assert "EBIT derived from pre-tax income; interest paid stands in for the expense" in why
    trust = year(5.0, 10.0, depreciation_amortization=1.0)
    assert "depreciation added back" in verdict(record(*[trust] * 3), rule="reit")[1]


def test_a_trust_whose_income_alone_covers_interest_needs_no_depreciation() -> None:
    silent = year(20.0, 10.0, depreciation_amortization=None)
    answer, why = verdict(record(BELOW | {"depreciation_amortization": 0.0}, silent, silent),
                          rule="reit")  # fmt: skip
    assert answer == "no"
    assert "1 or more (proven by a bound)" in why


def test_a_bank_is_not_judged_even_where_nothing_is_on_record() -> None:
    assert verdict([], sic="6022") == ("n/a", "a bank, insurer or other financial company")


def test_a_financial_code_beats_the_rule_of_real_estate_trusts() -> None:
    assert verdict(record(BELOW, BELOW, BELOW), sic="6159", rule="reit")[0] == "n/a"
