"""No debt needs positive evidence, and every part of it: silence alone is no zero."""

from __future__ import annotations

import polars as pl
import pytest
from tests.fundamentals.ledger import CIK, Fact, compute, day, flow, frame, stock

from screener.fundamentals.debt_tags import FINANCING_TAG
from screener.fundamentals.known import known_facts
from screener.fundamentals.no_debt import without_debt

DATE = "2024-12-31"
DEBT_BEFORE = stock("LongTermDebtNoncurrent", 100, "2021-12-31", "2022-02-20", "10-K")


def financing(period: str) -> Fact:
    return flow(FINANCING_TAG, -5, period, "2025-02-20", "10-K")


THIS_YEAR = financing("2024-01-01/2024-12-31")
YEAR_BEFORE = financing("2023-01-01/2023-12-31")
SHOWN = (DEBT_BEFORE, YEAR_BEFORE, THIS_YEAR)


def evidence(*facts: Fact, as_of: str = "2025-03-01") -> list[tuple[str, str]] | None:
    """The facts (tag, end) that show that there is no debt; None where nothing does."""
    known = known_facts(frame(facts).lazy(), day(as_of))
    found = without_debt(known, pl.DataFrame({"cik": [CIK], "end": [day(DATE)]}))
    if found.is_empty():
        return None
    rows = known.select("id", "tag", pl.col("end").cast(pl.String)).rows()
    about = {identity: (tag, end) for identity, tag, end in rows}
    return [about[identity] for identity in found["evidence"].item()]


def year(tag: str, value: float, end: str) -> Fact:
    start = day(end).replace(year=day(end).year - 1)
    return flow(tag, value, f"{start}/{end}", "2025-02-20", "10-K")


def test_debt_before_and_two_years_of_silence_show_that_there_is_none() -> None:
    assert evidence(*SHOWN) == [("LongTermDebtNoncurrent", "2021-12-31"), (FINANCING_TAG, DATE)]


def test_a_company_that_never_tagged_debt_may_not_know_how_to() -> None:
    assert evidence(YEAR_BEFORE, THIS_YEAR) is None


def test_an_old_zero_is_not_todays() -> None:
    zero = stock("LongTermDebtNoncurrent", 0, "2021-12-31", "2022-02-20", "10-K")
    assert evidence(zero, YEAR_BEFORE, THIS_YEAR) is None


def test_a_zero_at_the_date_serves_without_earlier_debt() -> None:
    zero = stock("SeniorNotes", 0, DATE, "2025-02-20", "10-K")
    assert evidence(zero, YEAR_BEFORE, THIS_YEAR) == [("SeniorNotes", DATE), (FINANCING_TAG, DATE)]
    assert evidence(zero) is None


def test_debt_of_a_later_date_is_no_practice_before() -> None:
    later = stock("LongTermDebtNoncurrent", 100, "2025-12-31", "2026-02-20", "10-K")
    assert evidence(later, YEAR_BEFORE, THIS_YEAR, as_of="2026-03-01") is None


@pytest.mark.parametrize(
    "tag",
    [
        "InterestExpense",
        "InterestExpenseNonoperating",
        "InterestPaidNet",
        "ProceedsFromLinesOfCredit",
        "ProceedsFromRepaymentsOfShortTermDebt",
        "RepaymentsOfLongTermDebt",
    ],
)
def test_interest_borrowing_and_repayment_of_two_years_each_disprove_it(tag: str) -> None:
    assert evidence(*SHOWN, year(tag, 1, DATE)) is None
    assert evidence(*SHOWN, year(tag, 1, "2023-06-30")) is None
    assert evidence(*SHOWN, year(tag, -1, DATE)) is None
    assert evidence(*SHOWN, year(tag, 0, DATE)) is not None
    assert evidence(*SHOWN, year(tag, 1, "2022-12-31")) is not None


def test_debt_or_a_lease_on_a_balance_sheet_of_two_years_disproves_it() -> None:
    for tag in ("ShortTermBorrowings", "FinanceLeaseLiability"):
        assert evidence(*SHOWN, stock(tag, 1, "2024-06-30", "2024-08-05")) is None
        assert evidence(*SHOWN, stock(tag, 0, "2024-06-30", "2024-08-05")) is not None


@pytest.mark.parametrize(("end", "silent"), [("2023-01-01", True), ("2023-01-02", False)])
def test_silence_is_two_years_long(end: str, silent: bool) -> None:
    assert (evidence(*SHOWN, year("InterestExpense", 1, end)) is not None) is silent


def test_what_comes_after_the_date_says_nothing_of_it() -> None:
    loan = flow("ProceedsFromNotesPayable", 9, "2025-01-01/2025-03-31", "2025-05-05")
    assert evidence(*SHOWN, loan, as_of="2025-06-01") is not None


def test_without_a_financing_section_to_the_date_a_file_is_silent() -> None:
    assert evidence(DEBT_BEFORE, YEAR_BEFORE) is None


def test_a_financing_section_of_one_year_is_too_short_a_silence() -> None:
    assert evidence(DEBT_BEFORE, THIS_YEAR) is None


@pytest.mark.parametrize(
    ("end", "reaches"),
    [
        ("2024-03-06", True),  # 300 days before
        ("2024-03-07", False),
        ("2023-01-02", True),
        ("2023-01-01", False),  # 730 days before: of the years before the silence
    ],
)
def test_cash_flow_statements_reach_back_far_enough(end: str, reaches: bool) -> None:
    start = day(end).replace(day=1, month=1, year=day(end).year - (day(end).month < 3))
    found = evidence(DEBT_BEFORE, financing(f"{start}/{end}"), THIS_YEAR)
    assert (found is not None) is reaches


def test_no_debt_is_a_figure_with_evidence_in_its_lineage() -> None:
    facts = [
        *SHOWN,
        stock("Assets", 900, DATE, "2025-02-20", "10-K"),
        stock("StockholdersEquity", 500, DATE, "2025-02-20", "10-K"),
        flow("NetIncomeLoss", 50, "2024-01-01/2024-12-31", "2025-02-20", "10-K"),
    ]
    computed = compute(facts, "2025-03-01")
    assert computed.metrics["total_debt"].item() == 0
    assert computed.metrics["debt_to_equity"].item() == 0
    operands = computed.lineage.filter(metric="total_debt").select("sign", "tag").rows()
    assert sorted(operands) == [(0, "LongTermDebtNoncurrent"), (0, FINANCING_TAG)]
    silent = compute(facts[1:], "2025-03-01")
    assert silent.metrics["total_debt"].item() is None
