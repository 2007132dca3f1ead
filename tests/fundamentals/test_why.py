"""Why a metric is unknown: one thing to blame, in a fixed order; and notes on what is known."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from screener.fundamentals.formulas import FORMULAS, guarded, outdated
from screener.fundamentals.reasons import NO_COMPARABLE, NO_YEAR, NOT_REPORTED, TOO_SHORT
from screener.fundamentals.why import notes, reasons
from screener.model.verdict import Note, Unknown

CIK = 1
END = dt.date(2025, 3, 31)
NAMES = list(
    dict.fromkeys(
        name for formula in FORMULAS.values() for name in (*formula.variables, *formula.witnesses)
    )
)

UNSEEN = ("finance", "short_term_investments_before")
"""Witnesses of what most companies don't have."""

Told = dict[str, tuple[str, str]]
"""metric → kind, reason"""


class Company:
    """A company of which every variable is 100 (net interest: unknown) but what is ``given``.

    ``unknown``: variable → its reason; ``noted``: variable → its note.
    """

    def __init__(
        self,
        given: dict[str, float] | None = None,
        unknown: dict[str, str] | None = None,
        noted: dict[str, str] | None = None,
        *,
        stale: bool = False,
        years: int | None = 3,
    ) -> None:
        unknown, noted = unknown or {}, noted or {}
        numbers: dict[str, float | None] = {
            **dict.fromkeys(NAMES, 100.0),
            **(given or {}),
            **dict.fromkeys(unknown),
            "net_interest_ttm": None,
            **{name: None for name in UNSEEN if name not in (given or {})},
        }
        self.wide = pl.DataFrame(
            {name: [value] for name, value in numbers.items()},
            schema=dict.fromkeys(numbers, pl.Float64),
        ).select(
            pl.lit(CIK, dtype=pl.Int64).alias("cik"),
            pl.lit(END).alias("period_end"),
            pl.lit(stale).alias("stale"),
            pl.all(),
        )
        self.values = pl.DataFrame(
            [
                (CIK, name, value, unknown.get(name), noted.get(name))
                for name, value in numbers.items()
            ],
            schema={
                "cik": pl.Int64,
                "variable": pl.String,
                "value": pl.Float64,
                "reason": pl.String,
                "note": pl.String,
            },
            orient="row",
        )
        self.metrics = self.wide.select(
            "cik",
            *(pl.when(~outdated(name)).then(guarded(name)).alias(name) for name in FORMULAS),
            pl.lit(years, dtype=pl.Int64).alias("profitable_years"),
        )

    def reasons(self) -> Told:
        return self._told(reasons(self.wide, self.values, self.metrics))

    def notes(self) -> Told:
        return self._told(notes(self.values, self.metrics))

    @staticmethod
    def _told(rows: pl.DataFrame) -> Told:
        assert rows.columns == ["cik", "metric", "kind", "reason"]
        told = {metric: (kind, reason) for _, metric, kind, reason in rows.iter_rows()}
        assert len(told) == rows.height
        return told


def test_a_company_of_which_all_is_known_has_no_reasons() -> None:
    assert Company().reasons() == {}
    assert Company().notes() == {}


def test_the_age_of_the_figures_is_blamed_first() -> None:
    everything = dict.fromkeys(NAMES, NOT_REPORTED)
    told = Company(unknown=everything, stale=True).reasons()
    old = (Unknown.STALE, "stale: the newest period ended 2025-03-31")
    current = {
        name
        for name, formula in FORMULAS.items()
        if any("_ttm" in v or "_quarter" in v or v == "price" for v in formula.variables)
    }
    assert {metric for metric, why in told.items() if why == old} == current
    assert "pb" in current  # today's price over an old balance sheet


def test_what_is_dated_does_not_grow_old() -> None:
    assert set(FORMULAS) - set(Company(stale=True).reasons()) == {
        "revenue_growth_3y",
        "cash",
        "total_debt",
        "net_debt",
        "debt_to_equity",
        "assets",
        "equity",
        "current_ratio",
        "shares_outstanding",
        "dilution",
    }


@pytest.mark.parametrize("metric", FORMULAS)
def test_of_several_unknown_variables_the_formulas_first_is_blamed(metric: str) -> None:
    variables = FORMULAS[metric].variables
    for first in range(len(variables)):
        missing = {name: f"last reported for {name}" for name in variables[first:]}
        kind, text = Company(unknown=missing).reasons()[metric]
        assert kind == Unknown.NOT_REPORTED
        assert text.endswith(f"last reported for {variables[first]}")


def test_an_unknown_variable_is_blamed_before_a_guard() -> None:
    nothing = {"revenue_ttm": 0.0, "equity": -1.0}
    told = Company(nothing, {"capex_ttm": TOO_SHORT, "net_income_ttm": NOT_REPORTED}).reasons()
    assert told["fcf_margin"] == (Unknown.TOO_SHORT, f"capex_ttm: {TOO_SHORT}")
    assert told["roe"] == (Unknown.NOT_REPORTED, f"net_income_ttm: {NOT_REPORTED}")
    assert told["pb"] == (Unknown.DEGENERATE, "meaningless: equity is not above zero")


def test_the_first_guard_that_holds_is_blamed() -> None:
    told = Company({"operating_income_ttm": -100.0, "cash": 1e6}).reasons()
    assert told["ev_to_ebitda"] == (Unknown.DEGENERATE, "meaningless: EBITDA is not above zero")
    told = Company({"cash": 1e6}).reasons()
    assert told["ev_to_ebitda"] == (
        Unknown.DEGENERATE,
        "meaningless: the enterprise value is not above zero",
    )


def test_each_guard_of_each_metric_gives_its_own_reason() -> None:
    for metric, given, words in [
        ("roe", {"equity": 0.0}, "equity is not above zero"),
        ("debt_to_equity", {"equity": 0.0}, "equity is not above zero"),
        ("roa", {"assets": 0.0}, "no assets to divide by"),
        ("roic", {"equity": -100.0}, "invested capital is not above zero"),
        ("net_debt_to_ebitda", {"operating_income_ttm": -100.0}, "EBITDA is not above zero"),
        ("current_ratio", {"current_liabilities": 0.0}, "no current liabilities to divide by"),
        ("fcf_margin", {"revenue_ttm": 0.0}, "no revenue to divide by"),
        ("pe", {"net_income_ttm": 0.0}, "a loss has no price-earnings ratio"),
        ("revenue_growth_3y", {"revenue_year": 0.0}, "the newest revenue is not above zero"),
    ]:
        assert Company(given).reasons()[metric] == (Unknown.DEGENERATE, f"meaningless: {words}")


def test_only_another_variables_reason_names_it() -> None:
    no_price = "no price in the holdings file"
    told = Company(
        unknown={
            "equity": NOT_REPORTED,
            "shares_now": "no share count for the newest period",
            "revenue_ttm_now": NO_COMPARABLE,
            "price": no_price,
        }
    ).reasons()
    assert told["equity"] == (Unknown.NOT_REPORTED, NOT_REPORTED)
    assert told["debt_to_equity"] == (Unknown.NOT_REPORTED, f"equity: {NOT_REPORTED}")
    assert told["dilution"][1] == "no share count for the newest period"
    assert told["revenue_growth"] == (Unknown.TOO_SHORT, NO_COMPARABLE)
    assert told["market_cap"] == (Unknown.NO_PRICE, no_price)


def test_a_conflict_is_no_degenerate_ratio() -> None:
    company = Company({"operating_income_ttm": 110.0})
    company.wide = company.wide.with_columns(net_interest_ttm=-200.0)
    company.metrics = company.metrics.with_columns(interest_coverage=pl.lit(None, dtype=pl.Float64))
    assert company.reasons() == {
        "interest_coverage": (
            Unknown.CONFLICTING,
            "the interest paid is below the net interest expense and no measure of it",
        )
    }


def test_no_fiscal_year_is_too_short_a_record() -> None:
    assert Company(years=None).reasons() == {"profitable_years": (Unknown.TOO_SHORT, NO_YEAR)}


def test_a_metric_inherits_the_notes_of_its_variables() -> None:
    derived, flagged = f"{Note.DERIVED}: x + y", f"{Note.FLAGGED}: others say 5 M"
    told = Company(noted={"operating_income_ttm": derived, "total_debt": flagged}).notes()
    assert told["operating_income_ttm"] == (Note.DERIVED, derived)
    assert told["ebitda_ttm"] == (Note.DERIVED, f"operating_income_ttm {derived}")
    assert told["net_debt"] == (Note.FLAGGED, f"total_debt {flagged}")
    assert told["roic"] == (
        Note.DERIVED,
        f"operating_income_ttm {derived}; total_debt {flagged}",
    )
    assert set(told) == {
        name
        for name, formula in FORMULAS.items()
        if {"operating_income_ttm", "total_debt"} & {*formula.variables}
    }


def test_a_pair_s_note_is_told_once_and_without_their_names() -> None:
    text = f"{Note.DERIVED}: of both"
    told = Company(noted=dict.fromkeys(("shares_now", "shares_prior"), text)).notes()
    assert told == {"dilution": (Note.DERIVED, text)}


def test_an_unknown_metric_has_a_reason_and_no_note() -> None:
    company = Company({"equity": 0.0}, noted={"total_debt": f"{Note.FLAGGED}: x"})
    assert "debt_to_equity" in company.reasons()
    assert "debt_to_equity" not in company.notes()
    unknown = Company(unknown={"cash": "not reported"}, noted={"cash": f"{Note.PROXY}: x"})
    assert unknown.notes() == {}
