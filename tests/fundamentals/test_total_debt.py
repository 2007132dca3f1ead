"""Total debt: the first complete route, never a sum across routes, and unknown where two contradict
each other or a part has vanished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fundamentals import real
from tests.fundamentals.ledger import CIK, Fact, day, flow, frame, stock

from screener.fundamentals.debt_tags import DEBT_TAGS, FINANCING_TAG
from screener.fundamentals.known import known_facts
from screener.fundamentals.total_debt import total_debt

DATE = "2024-12-31"
HRI = 1364479
MILLION = 1_000_000


def sheet(date: str, filed: str, **tags: float) -> list[Fact]:
    return [stock(tag, value, date, filed, "10-K") for tag, value in tags.items()]


def debts(
    *companies: tuple[Sequence[Fact], Mapping[str, float]],
) -> list[dict[str, object] | None]:
    """Total debt of several companies, by facts of other dates and the tags of the date."""
    facts = [
        fact | {"cik": CIK + number}
        for number, (before, tags) in enumerate(companies)
        for fact in [*before, *sheet(DATE, "2025-02-20", **tags)]
    ]
    known = known_facts(frame(facts).lazy(), day("2025-03-01"))
    ciks = [CIK + number for number in range(len(companies))]
    found = total_debt(known, pl.DataFrame({"cik": ciks, "end": [day(DATE)] * len(ciks)}))
    ids = dict(known.select("id", "tag").rows())
    rows = {row["cik"]: row for row in found.iter_rows(named=True)}
    return [
        rows[cik] | {"tags": sorted(ids[operand] for operand in rows[cik]["operands"] or [])}
        if cik in rows
        else None
        for cik in ciks
    ]


def debt(*before: Fact, **tags: float) -> dict[str, object] | None:
    """Total debt out of the tags of the date, after facts of other dates."""
    return debts((before, tags))[0]


def test_no_debt_tag_is_no_zero() -> None:
    assert debt() is None


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


@settings(max_examples=15)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(DEBT_TAGS), st.integers(0, 10**9), min_size=1, max_size=8),
        min_size=1,
        max_size=12,
    )
)
def test_the_total_is_the_sum_of_operands_that_count_once(sheets: list[dict[str, float]]) -> None:
    for tags, found in zip(sheets, debts(*(([], tags) for tags in sheets)), strict=True):
        if found is not None and found["value"] is None:
            assert str(found["flag"]).startswith("debt tags of the date contradict")
        elif found is not None:
            names = found["tags"]
            assert isinstance(names, list)
            assert len(names) == len(set(names))
            assert found["value"] == sum(tags[name] for name in names)


def test_current_debt_that_has_vanished_leaves_the_rest_a_part() -> None:
    # Its tag was used a year before, and the new filing shows it for neither date.
    lines = {"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20}
    assert debt(*sheet("2023-12-31", "2024-02-20", **lines), LongTermDebtNoncurrent=90) is None


def test_current_debt_that_is_shown_for_comparison_is_none_today() -> None:
    lines = {"LongTermDebtNoncurrent": 80, "LongTermDebtCurrent": 20}
    before = sheet("2023-12-31", "2024-02-20", **lines)
    again = sheet("2023-12-31", "2025-02-20", **lines)
    found = debt(*before, *again, LongTermDebtNoncurrent=90)
    assert found is not None
    assert found["value"] == 90


@pytest.mark.parametrize(("due", "recent"), [("2023-09-28", True), ("2023-09-27", False)])
def test_current_debt_of_long_ago_is_not_missed(due: str, recent: bool) -> None:
    # 460 days before the date, and 461.
    found = debt(*sheet(due, "2023-11-05", CommercialPaper=20), LongTermDebtNoncurrent=90)
    assert (found is None) is recent


def test_a_zero_of_current_debt_is_not_missed_either() -> None:
    before = sheet("2023-12-31", "2024-02-20", LongTermDebtCurrent=0)
    assert debt(*before, LongTermDebtNoncurrent=90) is not None


def test_a_line_that_holds_leases_is_a_part_too_where_current_debt_has_vanished() -> None:
    leased = "LongTermDebtAndCapitalLeaseObligations"
    before = sheet("2023-12-31", "2024-02-20", DebtCurrent=20)
    assert debt(*before, **{leased: 90}) is None
    found = debt(**{leased: 90})
    assert found is not None
    assert found["value"] == 90


@pytest.mark.parametrize(
    ("empty", "other"),
    [
        (("LongTermDebtNoncurrent", "LongTermDebtCurrent"), "DebtAndCapitalLeaseObligations"),
        (("LongTermDebtNoncurrent", "LongTermDebtCurrent"), "SeniorNotes"),
        (("LongTermDebt",), "DebtLongtermAndShorttermCombinedAmount"),
        (("DebtAndCapitalLeaseObligations",), "SecuredDebt"),
    ],
)
def test_a_zero_never_beats_the_debt_of_another_route(empty: tuple[str, ...], other: str) -> None:
    found = debt(**dict.fromkeys(empty, 0), **{other: 50})
    assert found is not None
    assert (found["value"], found["flag"]) == (50, None)


def test_a_zero_of_components_alone_needs_the_evidence_of_no_debt() -> None:
    assert debt(SeniorNotes=0) is None
    financing = [
        flow(FINANCING_TAG, -5, f"{year}-01-01/{year}-12-31", "2025-02-20", "10-K")
        for year in (2023, 2024)
    ]
    found = debt(*financing, SeniorNotes=0)
    assert found is not None
    assert (found["value"], found["route"], found["operands"]) == (0, 0, [])
    assert found["evidence"]


@pytest.mark.parametrize(
    ("other", "value", "flag"),
    [
        (90, 100, None),  # one that finds less may lack an item
        (110, 100, None),
        (110.1, 100, "flagged: other debt tags of the date come to 110.1 M"),
        (200, 100, "flagged: other debt tags of the date come to 200.0 M"),
        (200.1, None, "debt tags of the date contradict each other: 100.0 M or 200.1 M"),
    ],
)
def test_another_route_flags_by_a_tenth_and_contradicts_by_double(
    other: float, value: float | None, flag: str | None
) -> None:
    for tag in ("DebtAndCapitalLeaseObligations", "DebtLongtermAndShorttermCombinedAmount"):
        found = debt(
            LongTermDebtNoncurrent=80 * MILLION,
            LongTermDebtCurrent=20 * MILLION,
            **{tag: other * MILLION},
        )
        assert found is not None
        assert found["value"] == (None if value is None else value * MILLION)
        assert found["flag"] == flag
        assert (found["operands"] is None) is (value is None)


def test_components_contradict_nothing() -> None:
    found = debt(LongTermDebtNoncurrent=80, LongTermDebtCurrent=20, SeniorNotes=500)
    assert found is not None
    assert (found["value"], found["flag"]) == (100, None)


def test_long_term_debt_with_all_current_debt_would_count_the_current_part_twice() -> None:
    whole = {"LongTermDebt": 100.0, "ShortTermBorrowings": 25.0}
    one_tag = debt(LongTermDebtNoncurrent=80, DebtCurrent=25, **whole)
    assert one_tag is not None
    assert (one_tag["value"], one_tag["flag"]) == (105, None)
    apart = debt(LongTermDebtNoncurrent=80, LongTermDebtCurrent=5, **whole)
    assert apart is not None
    assert (apart["value"], str(apart["flag"])[:7]) == (110, "flagged")  # the note finds 125


@pytest.mark.shared
def test_hercs_debt_of_2015_is_unknown_for_the_filings_contradict_each_other(
    shared_data: Path,
) -> None:
    # Before the spin-off of 2016 the filer was Hertz, with 15,834 million; the annual report of
    # March 2017 shows the 63.5 million of the equipment business for comparison.
    dates = pl.DataFrame({"cik": [HRI], "end": [day("2015-12-31")]})
    row = total_debt(real.known(shared_data, HRI, "2026-06-30"), dates).row(0, named=True)
    assert (row["value"], row["operands"]) == (None, None)
    assert row["flag"] == "debt tags of the date contradict each other: 63.5 M or 15834.0 M"
    # Until then there was nothing to contradict it.
    row = total_debt(real.known(shared_data, HRI, "2016-03-15"), dates).row(0, named=True)
    assert row["value"] == 15_907 * MILLION
