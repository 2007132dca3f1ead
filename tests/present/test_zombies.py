"""Zombie verdicts in words: the record by year and how long a company has been one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from screener.present.zombies import (
    aligned,
    difference_lines,
    legend,
    pair_lines,
    record,
    zombie_since,
)
from screener.store.schema import YEARS


def years(*rows: dict[str, Any]) -> pl.DataFrame:
    first = 2026 - len(rows)
    return pl.DataFrame(
        [
            dict.fromkeys(YEARS)
            | {"fiscal_year": first + n, "period_end": dt.date(first + n, 12, 31)}
            | row
            for n, row in enumerate(rows)
        ],
        schema=YEARS,
    )


def flagged(cover: float | None, answer: str = "yes", **more: Any) -> dict[str, Any]:
    return {"ebit_to_interest": cover, "coverage": "below", "zombie_oecd": answer} | more


def test_it_says_since_when_and_with_which_coverage() -> None:
    found = years(flagged(3.0, "no"), flagged(0.4), flagged(0.2), flagged(-0.1))
    assert zombie_since(found, "oecd") == "zombie since FY2023: coverage 0.40, 0.20, −0.10"
    assert zombie_since(found, "fed") == ""


def test_a_zombie_of_the_past_is_none() -> None:
    assert zombie_since(years(flagged(0.4), flagged(3.0, "no")), "oecd") == ""
    assert zombie_since(years(flagged(0.4), flagged(0.3, "unknown"), flagged(0.3)), "oecd") == (
        "zombie since FY2025: coverage 0.30"
    )


def test_a_line_has_figures_verdicts_and_marks() -> None:
    [line] = record(
        years(
            flagged(
                0.999, operating_income=4e6, ebit=5e6, interest_expense=5.005e6,
                operating_income_derived=True, interest_proxy=True, leverage=0.5,
                leverage_median=0.25, real_growth=-0.1, real_growth_carried=True,
                zombie_fed="unknown",
            )
        )
    )  # fmt: skip
    assert line.cells == (
        "FY2025", "5.00M¹³", "5.00M²", "0.99", "0.50 > 0.25", "−10.0%⁴",
    )  # fmt: skip
    assert (line.verdicts["oecd"], line.verdicts["fed"], line.below) == ("yes", "?", True)
    assert [part[0] for part in legend([line]).split("  ")] == ["¹", "²", "³", "⁴"]


def test_what_a_bound_proves_is_no_number() -> None:
    rows = [{"coverage": state} for state in ("below", "covered", "no debt", "unknown")]
    assert [line.cells[3] for line in record(years(*rows))] == ["–", "no debt", ">= 1", "< 1"]


def test_names_from_outside_are_harmless() -> None:
    differences = pl.DataFrame(
        [("oecd", "fed", "\x1b[31mX", "X", "no", "\x1b[2J")],
        schema=["flagged_by", "not_by", "ticker", "name", "answer", "reason"],
        orient="row",
    )
    assert "\x1b" not in "".join(difference_lines(differences) + pair_lines(differences))


def test_a_pair_is_one_line_that_names_whom_no_pair_before_named() -> None:
    differences = pl.DataFrame(
        [
            ("oecd", "bis", "A", "A", "unknown", "x"),
            ("oecd", "bis", "B", "B", "unknown", "y"),
            ("oecd", "fed", "A", "A", "no", "x"),
            ("oecd", "fed", "C", "C", "no", "x"),
            ("cash", "fed", "A", "A", "no", "x"),
        ],
        schema=["flagged_by", "not_by", "ticker", "name", "answer", "reason"],
        orient="row",
    )
    _, *lines = pair_lines(differences)
    assert [line.split("such as") for line in lines] == [
        ["  oecd, not bis  2  2 unknown  ", " A"],
        ["  oecd, not fed  2  2 no       ", " C"],
        ["  cash, not fed  1  1 no"],
    ]


def test_marks_hang_over_the_edge_so_that_figures_stand_under_figures() -> None:
    rows = [
        flagged(0.5, operating_income=4e6, ebit=4e6, operating_income_derived=True),
        flagged(0.5, operating_income=12e6, ebit=12e6),
    ]
    assert [cells[1] for cells in aligned(record(years(*rows)))] == ["EBIT ", "12.0M ", "4.00M¹"]
