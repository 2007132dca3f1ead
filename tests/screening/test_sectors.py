"""Sectors and the index against a plain loop over companies, on drawn rows and on the sample."""

from __future__ import annotations

from collections.abc import Collection
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener import paths
from screener.screening.sectors import DEBT_COLUMNS, sectors
from screener.screening.universe import open_universe

Row = dict[str, Any]
DEFINITIONS = ("oecd", "bis", "fed", "cash", "loss")


def told(companies: list[Row], beside: Collection[int], move: float) -> Row:
    """What is said of some companies, each of them one row: a loop, and no table engine."""
    found: Row = {"companies": len(companies)}

    def share(name: str, answers: list[bool]) -> None:
        found[f"{name}_share"] = sum(answers) / len(answers) if answers else None
        found[f"{name}_known"] = len(answers)

    share("profitable", [c["profitable"] for c in companies if c["profitable"] is not None])
    for name in DEFINITIONS:
        verdicts = [c[f"zombie_{name}"] for c in companies if c["cik"] not in beside]
        share(f"zombies_{name}", [v == "yes" for v in verdicts if v in ("yes", "no")])
        before = [c[f"zombie_{name}"] for c in companies if c["cik"] in beside]
        found[f"zombies_{name}_pre_revenue"] = before.count("yes")
    found["pre_revenue"] = sum(c["cik"] in beside for c in companies)
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
    asked = [c["debt_type"] or "unknown" for c in companies if c["debt_type"] != "n/a"]
    found["debt_applicable"] = len(asked)
    for kind in ("none", "fixed", "floating", "convertible", "mixed", "unknown"):
        found[f"debt_{kind}_share"] = asked.count(kind) / len(asked) if asked else None
    ranges = [ends for c in companies if (ends := saved(c, move)) is not None]
    found["interest_saved_low"] = sum(low for low, _ in ranges)
    found["interest_saved_high"] = sum(high for _, high in ranges)
    found["interest_saved_bounded"] = len(ranges)
    found["interest_saved_known"] = sum(c["floating_debt"] is not None for c in companies)
    crossed = [after for c in companies if (after := crosses(c, move)) is not None]
    return found | {"crossing": sum(crossed), "crossing_known": len(crossed)}


def saved(company: Row, move: float) -> tuple[float, float] | None:
    """From what is known to float to where all that is not classified floats, too."""
    least, debt = company["floating_debt"], company["total_debt"]
    if company["debt_type"] == "n/a" or debt is None:
        return None
    most = debt if least is None else least
    if least is not None and company["debt_type"] != "none":
        most += debt * (1 - company["debt_coverage"])
    ends = sorted(((least or 0.0) * -move, most * -move))
    return ends[0], ends[1]


def crosses(company: Row, move: float) -> bool | None:
    now, floating = company["interest_coverage"], company["floating_debt"]
    income, interest = company["operating_income_ttm"], company["interest_expense_ttm"]
    if None in (now, floating, income, interest):
        return None
    left = interest - floating * -move
    return (now < 1) != (income / left < 1) if left > 0 else None


def by_loop(rows: list[Row], beside: Collection[int], move: float) -> list[Row]:
    companies: list[Row] = []
    for row in rows:
        if row["cik"] is None or row["cik"] not in [c["cik"] for c in companies]:
            companies.append(row)
    names = sorted({c["sector"] for c in companies if c["sector"] is not None})
    return [
        *(
            {"sector": name} | told([c for c in companies if c["sector"] == name], beside, move)
            for name in names
        ),
        {"sector": None} | told(companies, beside, move),
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
    kind = draw(st.sampled_from(["none", "fixed", "floating", "mixed", "unknown", "n/a"]))
    named = kind in ("fixed", "floating", "mixed")
    floating = draw(owed.filter(lambda amount: amount is not None)) if named else None
    floating = 0.0 if kind == "none" else floating
    return {
        "cik": draw(st.none() | st.integers(1, 6)),
        "sector": draw(st.sampled_from(["Energy", "Other", None])),
        "profitable": None if income is None else income > 0,
        "net_income_ttm": income,
        "market_cap": draw(owed),
        "revenue_growth": draw(ratio),
        "net_margin": draw(ratio),
        "debt_type": kind,
        "floating_debt": floating,
        "debt_coverage": draw(st.sampled_from([0.7, 0.9])) if named else None,
        "total_debt": 0.0 if kind == "none" else draw(owed),
        "operating_income_ttm": operating,
        "interest_expense_ttm": interest,
        "interest_coverage": operating / interest if operating is not None and interest else None,
        **{f"zombie_{name}": draw(answer) for name in ("oecd", "fed", "cash", "loss")},
        "zombie_bis": draw(st.sampled_from(["no", "unknown", "n/a"])),
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(constituents(), max_size=12),
    st.frozensets(st.integers(1, 6)),
    st.sampled_from([-0.0075, 0.0, 0.02]),
)
def test_every_figure_is_what_a_loop_over_companies_gives(
    rows: list[Row], beside: frozenset[int], move: float
) -> None:
    for row in rows:  # a holding without a filer has no figures
        if row["cik"] is None:
            row.update(dict.fromkeys(row.keys() - {"cik", "sector"}))
    check(sectors(metrics_frame(*rows), beside, move).to_dicts(), by_loop(rows, beside, move))


@pytest.mark.parametrize("move", [-0.0075, 0.01])
def test_the_sample_is_what_a_loop_over_its_rows_gives(move: float) -> None:
    universe = open_universe(paths.sample_dir())
    found = universe.sectors(move).to_dicts()
    rows = universe.metrics.to_dicts()
    sic = {cik: int(code or 0) for cik, code in universe.companies.select("cik", "sic").rows()}
    beside = {
        row["cik"]
        for row in rows
        if sic.get(row["cik"], 0) in (2833, 2834, 2835, 2836, 8731) and row["revenue_ttm"] < 10e6
    }
    check(found, by_loop(rows, beside, move))
    assert found[-1]["companies"] < universe.metrics.height  # share classes count once
    assert sum(row["companies"] for row in found[:-1]) == found[-1]["companies"]
    assert found[-1]["crossing"] > 0
    assert universe.index["pe_without_losses"] < universe.index["pe_with_losses"]


def test_zombies_are_those_that_the_definitions_side_by_side_count() -> None:
    universe = open_universe(paths.sample_dir())
    index = universe.sectors().row(-1, named=True)
    compared = universe.zombies()
    assert index["pre_revenue"] == compared.pre_revenue > 0
    for row in compared.counts.iter_rows(named=True):
        name = row["definition"]
        assert index[f"zombies_{name}_known"] == row["yes"] + row["no"]
        assert index[f"zombies_{name}_share"] == universe.index[f"zombies_{name}_share"]
        assert index[f"zombies_{name}_share"] == row["share"]
        assert index[f"zombies_{name}_pre_revenue"] == row["pre_revenue_yes"]


def test_the_shares_of_the_types_of_debt_add_up_though_most_are_unknown() -> None:
    rows = [{"cik": n, "debt_type": kind} for n, kind in enumerate(["none", None, None, "n/a"])]
    index = sectors(metrics_frame(*rows), ()).row(-1, named=True)
    shares = {name: index[f"debt_{name}_share"] for name in ("none", "fixed", "unknown")}
    assert shares == pytest.approx({"none": 1 / 3, "fixed": 0.0, "unknown": 2 / 3})


def test_a_second_share_class_adds_nothing_to_the_price_earnings_ratio() -> None:
    one = {"cik": 1, "sector": "Energy", "market_cap": 3e9, "net_income_ttm": 1e8}
    other = {"cik": 2, "sector": "Energy", "market_cap": 1e9, "net_income_ttm": -6e7}
    figures = sectors(metrics_frame(one, one, other), ()).row(-1, named=True)
    assert figures["pe_with_losses"] == pytest.approx(4e9 / 4e7)
    assert figures["pe_without_losses"] == pytest.approx(30.0)


def test_companies_that_lose_money_together_have_no_price_earnings_ratio() -> None:
    figures = sectors(metrics_frame({"cik": 1, "market_cap": 1e9, "net_income_ttm": -1e8}), ())
    assert figures["pe_with_losses"].to_list() == [None]
    assert figures["pe_with_losses_known"].to_list() == [1]
    assert figures["pe_without_losses"].to_list() == [None]


def test_what_is_no_number_is_unknown() -> None:
    rows = [{"cik": n, "net_margin": figure} for n, figure in enumerate([0.1, float("nan"), 0.3])]
    figures = sectors(metrics_frame(*rows), ()).row(-1, named=True)
    assert (figures["net_margin_median"], figures["net_margin_known"]) == (0.2, 2)


def test_nobody_is_an_index_without_figures() -> None:
    [figures] = sectors(metrics_frame(), ()).to_dicts()
    assert (figures["sector"], figures["companies"], figures["profitable_share"]) == (None, 0, None)
