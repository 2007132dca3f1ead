"""What each route to total debt holds, and their order: the face of the balance sheet before the
notes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.fundamentals import real
from tests.fundamentals.ledger import CIK, day, frame, stock

from screener.fundamentals.debt_routes import CURRENT_TAGS
from screener.fundamentals.debt_tags import DEBT_TAGS
from screener.fundamentals.known import known_facts
from screener.fundamentals.total_debt import total_debt

DATE = "2024-12-31"
MILLION = 1_000_000
KMB, GOOGL = 55785, 1652044
LEASED = "LongTermDebtAndCapitalLeaseObligations"

ROUTES: list[dict[str, float]] = [
    {"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20},
    {LEASED: 90, f"{LEASED}Current": 11},
    {f"{LEASED}IncludingCurrentMaturities": 102},
    {"LongTermDebt": 103},
    {"DebtAndCapitalLeaseObligations": 104},
    {"DebtLongtermAndShorttermCombinedAmount": 105},
    {"SeniorNotes": 106},
]
"""Seven routes, each with a total of its own, none far enough from another to contradict it."""


def debt(**tags: float) -> tuple[float, int]:
    """Total debt and the number of its route."""
    facts = [stock(tag, value, DATE, "2025-02-20", "10-K") for tag, value in tags.items()]
    known = known_facts(frame(facts).lazy(), day("2025-03-01"))
    found = total_debt(known, pl.DataFrame({"cik": [CIK], "end": [day(DATE)]}))
    row = found.row(0, named=True)
    return row["value"], row["route"]


@pytest.mark.parametrize("first", range(1, 8))
def test_the_first_complete_route_counts_whatever_comes_after(first: int) -> None:
    tags = {tag: value for route in ROUTES[first - 1 :] for tag, value in route.items()}
    assert debt(**tags) == (99 + first, first)


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
def test_a_route_holds_every_item_once(tags: dict[str, float], total: float) -> None:
    assert debt(**tags)[0] == total


def test_the_balance_sheet_goes_before_the_note() -> None:
    # Home Depot, 2 February 2025: the note's LongTermDebt would count leases twice.
    lines = {LEASED: 48_485, f"{LEASED}Current": 4_582, "ShortTermBorrowings": 316}
    assert debt(**lines, LongTermDebt=50_000, FinanceLeaseLiability=3_000) == (53_383, 2)


def test_lines_with_leases_take_all_current_debt_in_one_tag() -> None:
    # Kimberly-Clark: commercial paper stands in DebtCurrent and nowhere else.
    tags = {LEASED: 7_878, f"{LEASED}Current": 263, "DebtCurrent": 486}
    assert debt(**tags, **{f"{LEASED}IncludingCurrentMaturities": 8_141}) == (8_364, 2)


def test_lines_with_leases_take_current_debt_and_leases_in_two_tags() -> None:
    # Alphabet: the current parts of the debt and of its finance leases are tagged apart.
    tags = {LEASED: 13_932, "LongTermDebtCurrent": 999, "FinanceLeaseLiabilityCurrent": 101}
    whole = {"LongTermDebt": 15_319, "FinanceLeaseLiability": 1_201}
    assert debt(**tags, **whole) == (15_032, 2)


def test_finance_leases_are_not_added_to_a_note_beside_lines_that_hold_them() -> None:
    leases = {"LongTermDebt": 100, "FinanceLeaseLiability": 10}
    assert debt(**leases) == (110, 4)
    assert debt(**leases, **{LEASED: 95}) == (100, 4)


def test_short_term_borrowings_join_every_line_that_lacks_them() -> None:
    short = {"ShortTermBorrowings": 7}
    for number in (1, 2, 3, 4, 7):
        total = 99 + number
        assert debt(**ROUTES[number - 1], **short) == (total + 7, number)
    for number in (5, 6):  # these hold all debt
        assert debt(**ROUTES[number - 1], **short) == (99 + number, number)


def test_operating_leases_are_no_debt() -> None:
    assert "OperatingLeaseLiability" not in DEBT_TAGS


def test_debt_that_is_due_within_a_year_is_named_so() -> None:
    assert {"CommercialPaper", "DebtCurrent", "NotesPayableCurrent"} <= set(CURRENT_TAGS)
    assert not {"FinanceLeaseLiabilityCurrent", "LongTermDebt", "SeniorNotes"} & set(CURRENT_TAGS)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("cik", "date", "tags", "total"),
    [
        (KMB, "2020-12-31", {LEASED: 7_878, "DebtCurrent": 486}, 8_364),
        (KMB, "2021-12-31", {LEASED: 8_141, "DebtCurrent": 433}, 8_574),
        (KMB, "2022-12-31", {LEASED: 7_578, "DebtCurrent": 844}, 8_422),
        # 15,319 of a note's LongTermDebt is before its discount; the note's total is this one too.
        (
            GOOGL,
            "2020-12-31",
            {LEASED: 13_932, "LongTermDebtCurrent": 999, "FinanceLeaseLiabilityCurrent": 101},
            15_032,
        ),
    ],
)
def test_real_balance_sheets_come_before_their_notes(
    shared_data: Path, cik: int, date: str, tags: dict[str, float], total: float
) -> None:
    for as_of in (f"{int(date[:4]) + 1}-03-15", "2026-06-30"):
        known = real.known(shared_data, cik, as_of)
        dates = pl.DataFrame({"cik": [cik], "end": [day(date)]})
        row = total_debt(known, dates).row(0, named=True)
        operands = known.filter(pl.col("id").is_in(row["operands"]), pl.col("value") != 0)
        found = {tag: value / MILLION for tag, value in operands.select("tag", "value").rows()}
        assert found == tags
        assert row["value"] == total * MILLION
        assert row["flag"] is None
