"""Total debt: the first complete route, never a sum across routes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fundamentals.ledger import CIK, day, frame, stock

from screener.fundamentals.debt_tags import DEBT_TAGS
from screener.fundamentals.known import known_facts
from screener.fundamentals.total_debt import total_debt

DATE = "2024-12-31"


def debt(**tags: float) -> dict[str, object] | None:
    facts = [stock(tag, value, DATE, "2025-02-20", "10-K") for tag, value in tags.items()]
    known = known_facts(frame(facts).lazy(), day("2025-03-01"))
    found = total_debt(known, pl.DataFrame({"cik": [CIK], "end": [day(DATE)]}))
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    ids = dict(known.select("id", "tag").rows())
    return row | {"tags": sorted(ids[operand] for operand in row["operands"] or [])}


@pytest.mark.parametrize(
    ("tags", "total"),
    [
        ({"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20}, 100),
        ({"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20, "ShortTermBorrowings": 5}, 105),
        ({"LongTermDebtNoncurrent": 80, "DebtCurrent": 25}, 105),
        ({"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20, "CommercialPaper": 7}, 107),
        # Commercial paper is part of short-term borrowings where both stand.
        (
            {
                "LongTermDebtNoncurrent": 80,
                "LongTermDebtCurrent": 20,
                "ShortTermBorrowings": 9,
                "CommercialPaper": 7,
            },
            109,
        ),
        ({"LongTermDebt": 100, "ShortTermBorrowings": 5}, 105),
        ({"LongTermDebt": 100, "LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20}, 100),
        # Herc: the lines hold finance leases already.
        (
            {
                "LongTermDebtAndCapitalLeaseObligations": 7_958,
                "LongTermDebtAndCapitalLeaseObligationsCurrent": 27,
                "FinanceLeaseLiability": 84,
            },
            7_985,
        ),
        ({"DebtAndCapitalLeaseObligations": 18_196, "FinanceLeaseLiability": 84}, 18_196),
        ({"DebtLongtermAndShorttermCombinedAmount": 50}, 50),
        ({"SeniorNotes": 300, "LineOfCredit": 40, "ConvertibleDebtNoncurrent": 60}, 400),
        ({"ConvertibleDebtNoncurrent": 2_273}, 2_273),
        ({"LongTermDebt": 100, "FinanceLeaseLiability": 10}, 110),
        (
            {
                "LongTermDebt": 100,
                "FinanceLeaseLiabilityCurrent": 1,
                "FinanceLeaseLiabilityNoncurrent": 9,
            },
            110,
        ),
        # A line of its own beside long-term debt, and one that is inside it.
        (
            {
                "LongTermDebtNoncurrent": 80,
                "LongTermDebtCurrent": 20,
                "ConvertibleDebtNoncurrent": 50,
            },
            150,
        ),
        (
            {
                "LongTermDebtNoncurrent": 80,
                "LongTermDebtCurrent": 20,
                "LongTermDebt": 100,
                "ConvertibleDebtNoncurrent": 50,
            },
            100,
        ),
        # More than the lines could hold stands outside them, whatever its tag.
        ({"LongTermDebtNoncurrent": 10, "LongTermDebtCurrent": 2, "ConvertibleDebt": 50}, 62),
        ({"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20, "ConvertibleDebt": 50}, 100),
        ({"LongTermNotesAndLoans": 5_707, "DebtCurrent": 691, "LongTermDebtCurrent": 691}, 6_398),
        ({"LongTermDebt": 100, "ShortTermBorrowings": -5}, 100),
        ({"LongTermDebtNoncurrent": 0, "LongTermDebtCurrent": 0}, 0),
    ],
)
def test_the_first_complete_route(tags: dict[str, float], total: float) -> None:
    found = debt(**tags)
    assert found is not None
    assert found["value"] == total


def test_no_debt_tag_is_no_zero() -> None:
    assert debt() is None


def test_operating_leases_are_no_debt() -> None:
    assert "OperatingLeaseLiability" not in DEBT_TAGS


@pytest.mark.parametrize(
    "tag",
    [
        "DebtCurrent",
        "LongTermDebtCurrent",
        "CommercialPaper",
        "FinanceLeaseLiability",
        "NotesPayableCurrent",
    ],
)
def test_a_part_alone_is_no_total_not_even_a_zero(tag: str) -> None:
    # Kimberly-Clark in 2012: 691M current, 5,707M under LongTermNotesAndLoans.
    assert debt(**{tag: 691}) is None
    assert debt(**{tag: 0}) is None


def test_the_balance_sheet_goes_before_the_note() -> None:
    # Home Depot, 2 February 2025: the note's LongTermDebt would count leases twice.
    found = debt(
        LongTermDebtAndCapitalLeaseObligations=48_485,
        LongTermDebtAndCapitalLeaseObligationsCurrent=4_582,
        ShortTermBorrowings=316,
        LongTermDebt=50_000,
        FinanceLeaseLiability=3_000,
    )
    assert found is not None
    assert found["value"] == 48_485 + 4_582 + 316


@given(st.dictionaries(st.sampled_from(DEBT_TAGS), st.integers(0, 10**9), min_size=1, max_size=8))
def test_the_total_is_the_sum_of_operands_that_count_once(tags: dict[str, float]) -> None:
    found = debt(**tags)
    if found is not None and found["value"] is None:
        assert str(found["flag"]).startswith("debt tags of the date contradict")
    elif found is not None:
        names = found["tags"]
        assert isinstance(names, list)
        assert len(names) == len(set(names))
        assert found["value"] == sum(tags[name] for name in names)
