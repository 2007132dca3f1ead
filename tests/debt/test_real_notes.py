"""Twelve real filings, each of whose notes was read by hand: what is said of them must agree."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from screener.build.debt_of_file import DebtOfFile, debt_of_file

pytestmark = pytest.mark.shared

_TRUTH = Path(__file__).parents[2] / "fixtures" / "debt_notes.toml"
NOTES: dict[str, dict[str, Any]] = {
    filing["file"]: filing for filing in tomllib.loads(_TRUTH.read_text("utf-8"))["filing"]
}
every = pytest.mark.parametrize("stem", list(NOTES))

TOLD = ("crsr-20241231_htm", "hubs-20231231_htm", "oii-20201231_htm", "unp-20121231",
        "aapl-20200926_htm")  # fmt: skip
"""Filings whose instruments are tagged one by one, or listed in the note's table."""

UNKNOWN = "unknown"


@cache
def read(folder: Path, stem: str) -> DebtOfFile:
    [path] = (folder / "instances").glob(f"{stem}.*")
    return debt_of_file(path)


def same(one: float, other: float) -> bool:
    return abs(one - other) <= 0.005 * max(abs(one), abs(other))


def found(debt: DebtOfFile) -> list[tuple[float, float, str]]:
    """Return the amount, what is owed and the kind of each instrument; hedges are none."""
    rows = debt.instruments.iter_rows(named=True)
    return [
        (row["amount"], row["principal"] or row["amount"], row["kind"])
        for row in rows
        if row["kind"] != "swap"
    ]


def borrowed(debt: DebtOfFile) -> float | None:
    return None if debt.total_debt is None else debt.total_debt - debt.finance_leases


@every
def test_the_day_is_that_of_the_balance_sheet(shared_data: Path, stem: str) -> None:
    assert read(shared_data, stem).period_end == NOTES[stem]["period_end"]


@every
def test_total_debt_is_that_of_the_filing_or_unknown(shared_data: Path, stem: str) -> None:
    total = borrowed(read(shared_data, stem))
    assert total is None or same(total, NOTES[stem]["total_debt"])


def test_most_totals_are_known(shared_data: Path) -> None:
    totals = [borrowed(read(shared_data, stem)) for stem in NOTES]
    assert sum(total is not None for total in totals) >= 8


@every
def test_the_type_is_right_or_unknown(shared_data: Path, stem: str) -> None:
    debt_type = read(shared_data, stem).verdict["debt_type"]
    assert debt_type in (*NOTES[stem]["acceptable"], UNKNOWN)


@pytest.mark.parametrize("stem", [*TOLD, "ba-20240131_htm", "gd-20240630_htm"])
def test_the_type_is_named_where_the_note_tells_it(shared_data: Path, stem: str) -> None:
    assert read(shared_data, stem).verdict["debt_type"] == NOTES[stem]["debt_type"]


@pytest.mark.parametrize("stem", TOLD)
def test_instruments_are_found_with_their_kind(shared_data: Path, stem: str) -> None:
    left, right = found(read(shared_data, stem)), 0.0
    listed = NOTES[stem]["instruments"]
    for instrument in listed:
        amount, kind = instrument["amount"], instrument["kind"]
        match = next((row for row in left if row[2] == kind and same(row[0], amount)), None)
        if match:
            left.remove(match)
            right += amount
    assert right >= 0.8 * sum(instrument["amount"] for instrument in listed)


@every
def test_no_instrument_has_a_wrong_kind(shared_data: Path, stem: str) -> None:
    listed = NOTES[stem].get("instruments", [])
    wrong = []
    for amount, owed, kind in found(read(shared_data, stem)):
        matches = {
            row["kind"]
            for row in listed
            if same(row["amount"], amount) or same(row["amount"], owed)
        }
        right = matches or {row["kind"] for row in listed}
        if kind != UNKNOWN and kind not in right:
            wrong.append((amount, kind, right))
    assert not wrong
