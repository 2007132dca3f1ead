"""Sectors and the index against a plain loop over companies, on drawn rows and on the sample."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener import paths
from screener.debt.relief import saved_range
from screener.screening.sectors import DEBT_COLUMNS, sectors
from screener.screening.universe import open_universe

Row = dict[str, Any]
DEFINITIONS = ("oecd", "bis", "fed", "cash", "loss")


def told(companies: list[Row], move: float) -> Row:
    """What is said of some companies, each of them one row: a loop, and no table engine."""
    found: Row = {"companies": len(companies)}

    def share(name: str, answers: list[bool]) -> None:
        found[f"{name}_share"] = sum(answers) / len(answers) if answers else None
        found[f"{name}_known"] = len(answers)

    share("profitable", [c["profitable"] for c in companies if c["profitable"] is not None])
    for name in DEFINITIONS:
        verdicts = [c[f"zombie_{name}"] for c in companies]
        share(f"zombies_{name}", [v == "yes" for v in verdicts if v in ("yes", "no")])
    found["zombies_bis_share"] = None  # never yes: no share
    for name in ("revenue_growth", "net_margin"):
        figures = [c[name] for c in companies if c[name] is not None]
        found[f"{name}_median"] = median(figures) if figures else None
        found[f"{name}_known"] = len(figures)
    priced = [
        (c["market_cap"], c["net_income_ttm"])
        for c in companies
        if c["market_cap"] is not None and c["net_income_ttm"] is not None
    ]
    for name, kept in (("with", priced), ("without", [pair for pair in priced if pair[1] > 0])):
        earned = sum(income for _, income in kept)
        found[f"pe_{name}_losses"] = sum(cap for cap, _ in kept) / earned if earned > 0 else None
        found[f"pe_{name}_losses_known"] = len(kept)
    for kind, column in DEBT_COLUMNS.items():
        found[column] = sum((c["debt_type"] or "unknown") == kind for c in companies)
    filers = [c for c in companies if c["cik"] is not None]
    ranges = [
        saved_range(c["debt_type"], c["floating_debt"], c["total_debt"], move) or (0.0, 0.0)
        for c in filers
    ]
    found["interest_saved_low"] = sum(low for low, _ in ranges)
    found["interest_saved_high"] = sum(high for _, high in ranges)
    found["interest_saved_known"] = sum(c["floating_debt"] is not None for c in filers)
    crossed = [after for c in companies if (after := crosses(c, move)) is not None]
    return found | {"crossing": sum(crossed), "crossing_known": len(crossed)}


def crosses(company: Row, move: float) -> bool | None:
    now, floating = company["interest_coverage"], company["floating_debt"]
    income, interest = company["operating_income_ttm"], company["interest_expense_ttm"]
    if None in (now, floating, income, interest):
        return None
    left = interest - floating * -move
    return (now < 1) != (income / left < 1) if left > 0 else None


def by_loop(rows: list[Row], move: float) -> list[Row]:
    companies: list[Row] = []
    for row in rows:
        if row["cik"] is None or row["cik"] not in [c["cik"] for c in companies]:
            companies.append(row)
    names = sorted({c["sector"] for c in companies if c["sector"] is not None})
    return [
        *({"sector": n} | told([c for c in companies if c["sector"] == n], move) for n in names),
        {"sector": None} | told(companies, move),
    ]


def check(found: list[Row], expected: list[Row]) -> None:
    assert [row["sector"] for row in found] == [row["sector"] for row in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.keys() == other.keys()
        for name in one.keys() - {"sector"}:
            assert one[name] == pytest.approx(other[name]), (one["sector"], name)


dollars = st.none() | st.integers(-1000, 1000).map(lambda millions: millions * 1e6)
owed = st.none() | st.integers(0, 1000).map(lambda millions: millions * 1e6)
ratio = st.none() | st.floats(-5, 5, allow_nan=False)
answer = st.sampled_from(["yes", "no", "unknown", "n/a"])


@st.composite
def constituents(draw: st.DrawFn) -> Row:
    income, operating, interest = draw(dollars), draw(dollars), draw(owed)
    floating = draw(owed)
    of_known = ["none", "fixed", "floating", "convertible", "mixed"]
    kinds = of_known if floating is not None else ["unknown", "n/a"]
    return {
        "cik": draw(st.none() | st.integers(1, 6)),
        "sector": draw(st.sampled_from(["Energy", "Other", None])),
        "profitable": None if income is None else income > 0,
        "net_income_ttm": income,
        "market_cap": draw(owed),
        "revenue_growth": draw(ratio),
        "net_margin": draw(ratio),
        "debt_type": draw(st.sampled_from(kinds)),
        "floating_debt": floating,
        "total_debt": draw(owed),
        "operating_income_ttm": operating,
        "interest_expense_ttm": interest,
        "interest_coverage": operating / interest if operating is not None and interest else None,
        **{f"zombie_{name}": draw(answer) for name in ("oecd", "fed", "cash", "loss")},
        "zombie_bis": draw(st.sampled_from(["no", "unknown", "n/a"])),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(constituents(), max_size=12), st.sampled_from([-0.0075, 0.0, 0.02]))
def test_every_figure_is_what_a_loop_over_companies_gives(rows: list[Row], move: float) -> None:
    for row in rows:  # a holding without a filer has no figures
        if row["cik"] is None:
            row.update(dict.fromkeys(row.keys() - {"cik", "sector"}))
    check(sectors(metrics_frame(*rows), move).to_dicts(), by_loop(rows, move))


@pytest.mark.parametrize("move", [-0.0075, 0.01])
def test_the_sample_is_what_a_loop_over_its_rows_gives(move: float) -> None:
    universe = open_universe(paths.sample_dir())
    found = universe.sectors(move).to_dicts()
    check(found, by_loop(universe.metrics.to_dicts(), move))
    assert found[-1]["companies"] < universe.metrics.height  # share classes count once
    assert sum(row["companies"] for row in found[:-1]) == found[-1]["companies"]
    assert found[-1]["crossing"] > 0
    assert universe.index["pe_without_losses"] < universe.index["pe_with_losses"]


def test_a_second_share_class_adds_nothing_to_the_price_earnings_ratio() -> None:
    one = {"cik": 1, "sector": "Energy", "market_cap": 3e9, "net_income_ttm": 1e8}
    other = {"cik": 2, "sector": "Energy", "market_cap": 1e9, "net_income_ttm": -6e7}
    figures = sectors(metrics_frame(one, one, other)).row(-1, named=True)
    assert figures["pe_with_losses"] == pytest.approx(4e9 / 4e7)
    assert figures["pe_without_losses"] == pytest.approx(30.0)


def test_companies_that_lose_money_together_have_no_price_earnings_ratio() -> None:
    figures = sectors(metrics_frame({"cik": 1, "market_cap": 1e9, "net_income_ttm": -1e8}))
    assert figures["pe_with_losses"].to_list() == [None]
    assert figures["pe_with_losses_known"].to_list() == [1]
    assert figures["pe_without_losses"].to_list() == [None]


def test_what_is_no_number_is_unknown() -> None:
    rows = [{"cik": n, "net_margin": figure} for n, figure in enumerate([0.1, float("nan"), 0.3])]
    figures = sectors(metrics_frame(*rows)).row(-1, named=True)
    assert (figures["net_margin_median"], figures["net_margin_known"]) == (0.2, 2)


def test_nobody_is_an_index_without_figures() -> None:
    [figures] = sectors(metrics_frame()).to_dicts()
    assert (figures["sector"], figures["companies"], figures["profitable_share"]) == (None, 0, None)
