"""``screen show`` on debt: another move of the rate, and the filing behind the type of debt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.frames import write_snapshot

FILED = {
    "end": dt.date(2025, 12, 31), "filed": dt.date(2026, 3, 9), "form": "10-K",
    "accession": "0000000001-26-000021",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _indebted(tmp_path: Path) -> None:
    row = {
        "ticker": "OWES", "name": "Owes Much", "cik": 1, "sector": "Energy", "debt_type": "mixed",
        "floating_debt": 4e8, "total_debt": 1e9, "operating_income_ttm": 6e7,
        "interest_expense_ttm": 2e7, "interest_coverage": 3.0, "interest_saved": 3e6,
        "interest_saved_to_operating_income": 0.05, "coverage_after_move": 60 / 17,
    }  # fmt: skip
    loan = {
        "cik": 1, "name": "Term Loan", "amount": 4e8, "currency": "USD", "kind": "floating",
        "sure": True, "evidence": "spread",
    }  # fmt: skip
    write_snapshot(
        tmp_path / "data",
        metrics=[row, {"ticker": "BARE", "name": "Bare", "cik": 2, "debt_type": "unknown"}],
        instruments=[loan | FILED, loan | FILED | {"name": "Notes", "amount": 6e8}],
    )


def figure(out: str, name: str) -> str:
    return next(line for line in out.splitlines() if line.startswith(f"  {name} "))


def test_what_a_move_saves_follows_the_move(screen) -> None:
    usual = screen("show", "OWES").out
    assert figure(usual, "interest_saved").split() == ["interest_saved", "3.00M"]
    moved = screen("show", "OWES", "--rate-move", "-150bp").out
    assert figure(moved, "interest_saved").split() == ["interest_saved", "6.00M", "at", "−150bp"]
    assert figure(moved, "coverage_after_move").split()[1:] == ["4.3x", "at", "−150bp"]
    assert figure(moved, "interest_coverage") == figure(usual, "interest_coverage")
    exact = screen("show", "OWES", "--rate-move", "+1%", "--facts", "interest_saved").out
    assert "value: −4,000,000" in exact


def test_a_move_that_leaves_no_interest_says_so(screen) -> None:
    out = screen("show", "OWES", "--rate-move", "-5%").out
    assert "no interest would be left" in figure(out, "coverage_after_move")


def test_a_move_that_is_none_is_refused(screen) -> None:
    ran = screen("show", "OWES", "--rate-move", "lots")
    assert (ran.code, ran.out) == (2, "")
    assert "--rate-move" in ran.err


def test_the_type_of_debt_names_the_filing_as_debt_does(screen) -> None:
    source = "from the 10-K filed 2026-03-09 (0000000001-26-000021)"
    lines = screen("show", "OWES", "--facts", "debt_type").out.splitlines()
    assert [line.split()[2] for line in lines[1:3]] == ["Notes", "Term"]
    assert lines[3:] == [source, "value: mixed"]
    assert source in screen("debt", "OWES").out
    assert "no instruments" in screen("show", "BARE", "--facts", "floating_share").out


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize(
    "option", ["--holdings", "--tickers", "--facts", "--submissions", "--instances", "--out"]
)
def test_an_empty_path_is_no_folder(screen, option: str, empty: str) -> None:
    needed = dict.fromkeys(("--holdings", "--tickers", "--facts"), "x") | {option: empty}
    ran = screen("build", *(word for pair in needed.items() for word in pair))
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err and "the path is empty" in ran.err
    assert screen("show", "OWES", "--snapshot", empty).code == 2
