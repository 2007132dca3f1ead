"""Whom only a report's names tell: never falsely added or removed, never silently left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from tests.frames import universe_of

from screener.model.screen import Screen
from screener.screening.diff import diff
from screener.screening.index_changes import index_changes
from screener.screening.universe import Universe

Row = dict[str, Any]


def listed(ticker: str, name: str, cik: int | None, **figures: Any) -> Row:
    return {"ticker": ticker, "name": name, "cik": cik, "weight": 0.25} | figures


def held(rows: list[Row], *, by_report: bool) -> Universe:
    found = universe_of(rows, constituents=rows)
    manifest = replace(found.snapshot.manifest, by_report=by_report)
    object.__setattr__(found, "snapshot", replace(found.snapshot, manifest=manifest))
    return found


REPORT = [
    listed("ALFA", "Alfa Tools, Inc.", 1),
    listed("-", "Beta Foods Corp., Class A", 2),
    listed("-", "FIRST BANCORP /PR/", None),
    listed("-", "Omega Mills, Inc.", None),
]
FILE = [
    listed("ALFX", "ALFA TOOLS NEW INC", 1),
    listed("BETA", "BETA FOODS CORP CLASS A", 2),
    listed("FBP", "FIRST BANCORP", 7),
    listed("FBNC", "FIRST BANCORP", 8),
    listed("NOVA", "NOVA MINES LTD", 9),
]


@pytest.mark.parametrize("before_is_report", [True, False])
def test_a_like_name_is_left_out_of_both_and_told_and_no_new_name_is(
    before_is_report: bool,
) -> None:
    sides = [held(REPORT, by_report=True), held(FILE, by_report=False)]
    before, after = sides if before_is_report else reversed(sides)
    found, index = diff(before, after, Screen()), index_changes(before, after, Screen())
    only_report, only_file = ["Omega Mills, Inc."], ["NOVA MINES LTD"]
    removed, added = (only_report, only_file) if before_is_report else (only_file, only_report)
    for each in (found, index):
        assert each.added["name"].to_list() == added
        assert each.removed["name"].to_list() == removed
    assert index.renamed.is_empty()
    assert not index.renames_known
    column = "name_before" if before_is_report else "name"
    assert set(found.alike[column]) == {"FIRST BANCORP /PR/"}
    assert found.alike.height == 2
    assert set(index.weights["cik"]) == {1, 2}


def test_a_class_of_a_company_that_both_have_is_no_other_company() -> None:
    """What can't be told of it is which class it is."""
    name = "Beta Foods Corp., Class A"
    before = held([listed("BETAB", "Beta Foods Corp., Class B", 2), listed("-", name, None)],
                  by_report=True)  # fmt: skip
    after = held([listed("BETA", "BETA FOODS CORP CLASS A", 2)], by_report=False)
    found = diff(before, after, Screen())
    assert (found.added.height, found.removed.height) == (0, 0)
    assert found.alike["name_before"].to_list() == [name]
    assert (found.counts.companies_before, found.counts.companies) == (1, 1)


def test_without_a_report_names_are_as_good_as_they_are() -> None:
    sides = [held(rows, by_report=False) for rows in (REPORT, FILE)]
    found, index = diff(*sides, Screen()), index_changes(*sides, Screen())
    assert found.alike.is_empty()
    assert found.removed["name"].to_list() == ["FIRST BANCORP /PR/", "Omega Mills, Inc."]
    assert index.renames_known
    assert index.renamed.filter(pl.col("cik") == 1)["ticker_before"].to_list() == ["ALFA"]
