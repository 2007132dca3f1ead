"""The tables of a snapshot: their columns and dtypes.

Bump :data:`screener.store.version.SCHEMA_VERSION` whenever a table changes in a way that an older
program would misread.
"""

from __future__ import annotations

import polars as pl

from screener.model.metric import METRICS, Unit

Schema = dict[str, pl.DataType | type[pl.DataType]]

_DTYPES: dict[Unit, type[pl.DataType]] = {
    Unit.TEXT: pl.String,
    Unit.VERDICT: pl.String,
    Unit.DATE: pl.Date,
    Unit.FLAG: pl.Boolean,
    Unit.MONEY: pl.Float64,
    Unit.PRICE: pl.Float64,
    Unit.FRACTION: pl.Float64,
    Unit.MULTIPLE: pl.Float64,
    Unit.COUNT: pl.Int64,
    Unit.SHARES: pl.Float64,
}

CONSTITUENTS: Schema = {
    "ticker": pl.String,
    "name": pl.String,
    "sector": pl.String,
    "exchange": pl.String,
    "market_value": pl.Float64,
    "quantity": pl.Float64,
    "price": pl.Float64,
    "weight": pl.Float64,  # fraction of all constituents' market value
    "currency": pl.String,
    "cik": pl.Int64,
    "kind": pl.String,  # model.verdict.Unknown: why there are no figures; null where there are
    "reason": pl.String,  # the same in words
}
"""A row is a holding that is a listed company."""

COMPANIES: Schema = {
    "cik": pl.Int64,
    "entity_name": pl.String,
    "sic": pl.String,
    "industry": pl.String,  # the SIC's description
    "fiscal_year_end": pl.String,  # MMDD as the SEC writes it
    "first_filed": pl.Date,
    "first_filed_source": pl.String,  # "submissions", or "facts": then it may have been earlier
    "forms": pl.List(pl.String),
    "latest_accession": pl.String,  # of the newest periodic report, or 8-K with statements
    "latest_filed": pl.Date,
    "taxonomy": pl.String,  # us-gaap, ifrs-full or null
    "currency": pl.String,  # the unit of most money facts
}
"""A row is an SEC filer that is in the universe and has facts or submissions."""

TICKERS: Schema = {
    "ticker": pl.String,
    "cik": pl.Int64,
    "title": pl.String,
    "file": pl.Int64,  # which ticker file says so: 0 is the first that was given, the newest
}
"""A row is a ticker under which a company of the universe is or was listed, and its name then."""

FORMER_NAMES: Schema = {
    "cik": pl.Int64,
    "name": pl.String,
    "since": pl.Date,  # the day of the first filing under this name
    "until": pl.Date,  # the day of the last one
}
"""A row is a name that a company of the universe had before, by its filing history."""

FACTS: Schema = {
    "cik": pl.Int64,
    "concept": pl.String,
    "tag": pl.String,
    "unit": pl.String,
    "start": pl.Date,  # null for an instant
    "end": pl.Date,
    "value": pl.Float64,
    "filed": pl.Date,
    "form": pl.String,
    "accession": pl.String,
}
"""A row is one value as filed; every vintage is kept."""

LINEAGE: Schema = {
    "cik": pl.Int64,
    "metric": pl.String,
    "role": pl.String,
    "sign": pl.Int8,
    "tag": pl.String,
    "unit": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "filed": pl.Date,
    "form": pl.String,
    "accession": pl.String,
}
"""A row is an operand of a metric: the metric can be recomputed from its rows."""

LINEAGE_NOTES = {
    "role": "which variable of the formula the operand belongs to",
    "sign": "a variable is the sum of sign x value; 0: mere evidence",
    "tag": "XBRL tag of the fact",
    "unit": "unit of the value, as filed",
    "start": "first day of the period; empty for a value at a day",
    "end": "last day of the period, or the day",
    "value": "as filed, in the unit",
    "filed": "day of the filing; empty where the operand comes from none, as a price",
    "form": "form of the filing",
    "accession": "number of the filing",
}

REASONS: Schema = {
    "cik": pl.Int64,
    "metric": pl.String,
    "kind": pl.String,  # model.verdict.Unknown or .Note; null for a verdict that is known
    "reason": pl.String,
}
"""A row says why a company's metric is unknown, what must be known of a figure that is known, or
why a verdict came out as it did."""

QUARTERS: Schema = {
    "cik": pl.Int64,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "revenue": pl.Float64,
    "gross_profit": pl.Float64,
    "operating_income": pl.Float64,
    "net_income": pl.Float64,
    "interest_expense": pl.Float64,
    "operating_cash_flow": pl.Float64,
    "capex": pl.Float64,
}
"""A row is a company's quarter; figures that the filings don't give are null."""

YEARS: Schema = {
    "cik": pl.Int64,
    "fiscal_year": pl.Int32,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "filed": pl.Date,
    "revenue": pl.Float64,
    "gross_profit": pl.Float64,
    "operating_income": pl.Float64,
    "operating_income_derived": pl.Boolean,
    "net_income": pl.Float64,
    "interest_expense": pl.Float64,
    "interest_proxy": pl.Boolean,
    "net_interest_expense": pl.Float64,
    "operating_cash_flow": pl.Float64,
    "capex": pl.Float64,
    "assets": pl.Float64,
    "equity": pl.Float64,
    "cash": pl.Float64,
    "total_debt": pl.Float64,
    "interest_coverage": pl.Float64,
    "depreciation_amortization": pl.Float64,
    # What zombie definitions read: see the room ``zombies``.
    "ebit": pl.Float64,
    "ebit_to_interest": pl.Float64,
    "coverage": pl.String,
    "ebitda": pl.Float64,
    "cash_coverage": pl.String,
    "leverage": pl.Float64,
    "leverage_median": pl.Float64,
    "real_growth": pl.Float64,
    "real_growth_carried": pl.Boolean,
    "pre_revenue": pl.Boolean,
    "zombie_oecd": pl.String,  # model.verdict.Answer
    "zombie_bis": pl.String,
    "zombie_fed": pl.String,
    "zombie_cash": pl.String,
    "zombie_loss": pl.String,
}
"""A row is a company's fiscal year."""

YEARS_NOTES = {
    "fiscal_year": "the year in which it ends; up to 7 January: the year before",
    "period_start": "first day of the fiscal year",
    "period_end": "last day of the fiscal year",
    "filed": "day of the newest filing behind its figures",
    "revenue": "of the fiscal year",
    "gross_profit": "of the fiscal year",
    "operating_income": "of the fiscal year",
    "operating_income_derived": "whether it is pre-tax income + interest expense",
    "net_income": "of the fiscal year, of the parent",
    "interest_expense": "of the fiscal year",
    "interest_proxy": "whether interest paid stands in for interest expense",
    "net_interest_expense": "interest expense is at least this; negative: net income",
    "operating_cash_flow": "of the fiscal year",
    "capex": "of the fiscal year; positive = outflow",
    "assets": "at the end of the fiscal year",
    "equity": "of the parent's shareholders, at the end of the fiscal year",
    "cash": "at the end of the fiscal year",
    "total_debt": "at the end of the fiscal year",
    "interest_coverage": "operating_income / interest_expense of the fiscal year",
    "depreciation_amortization": "of the fiscal year",
    "ebit": "operating income; of a real-estate trust depreciation is added back",
    "ebit_to_interest": "ebit / interest expense, where the interest is measured",
    "coverage": "below (1), covered, no debt or unknown: by the quotient or by bounds",
    "ebitda": "operating income + depreciation and amortization of the fiscal year",
    "cash_coverage": "as coverage, of EBITDA",
    "leverage": "total_debt / assets",
    "leverage_median": "of the universe's non-financial companies in that fiscal year",
    "real_growth": "of revenue over that of three fiscal years before, deflated",
    "real_growth_carried": "whether prices after the deflator's end carry its last rate",
    "pre_revenue": "whether it is a drug or biotech company without sales yet",
    **{
        f"zombie_{name}": f"the verdict of {name} in that fiscal year, as known on the as-of date"
        for name in ("oecd", "bis", "fed", "cash")
    },
    "zombie_loss": "the verdict of loss on the fiscal year, not on twelve months",
}

INSTRUMENTS: Schema = {
    "cik": pl.Int64,
    "name": pl.String,
    "member": pl.String,
    "tag": pl.String,
    "amount": pl.Float64,
    "principal": pl.Float64,
    "currency": pl.String,
    "kind": pl.String,  # debt.instrument.Kind, or "swap"
    "sure": pl.Boolean,
    "evidence": pl.String,
    "spread_low": pl.Float64,
    "spread_high": pl.Float64,
    "reference": pl.String,
    "coupon_low": pl.Float64,
    "coupon_high": pl.Float64,
    "maturity": pl.Date,
    "tier": pl.String,
    "total": pl.Float64,
    "end": pl.Date,
    "filed": pl.Date,
    "form": pl.String,
    "accession": pl.String,
}
"""A row is one debt instrument of a company's newest filing whose instance was read."""

INSTRUMENTS_NOTES = {
    "name": "of the instrument, from the filing",
    "member": "axis=member pairs as filed; empty: a line, or a row of the note",
    "tag": "XBRL tag of the amount",
    "amount": "carrying amount, else principal, in whole units of currency",
    "principal": "in whole units of currency; empty where the filing does not give it apart",
    "currency": "of amount and principal",
    "kind": "of its rate: fixed, floating, convertible or unknown;"
    " swap: a designated swap that pays fixed",
    "sure": "whether the kind is decided by more than what such a name usually means",
    "evidence": "what decides the kind",
    "spread_low": "over the reference rate, a fraction; the lowest of several",
    "spread_high": "the highest of several",
    "reference": "the reference rate",
    "coupon_low": "stated rate, a fraction; the lowest of several",
    "coupon_high": "the highest of several",
    "maturity": "day on which it is due",
    "tier": "A: an instrument of the filing, with its terms",
    "total": "total debt at the day, without finance leases that stand beside it",
    "end": "the balance-sheet day",
    "filed": "day of the filing",
    "form": "form of the filing",
    "accession": "number of the filing",
}

METRICS_TABLE: Schema = {
    name: _DTYPES[metric.unit] for name, metric in METRICS.items() if not metric.stands_for
}
"""A row is a constituent at the snapshot's as-of date: all that a screen can use. What only stands
for another metric is no column."""

TABLES: dict[str, Schema] = {
    "constituents": CONSTITUENTS,
    "companies": COMPANIES,
    "tickers": TICKERS,
    "former_names": FORMER_NAMES,
    "facts": FACTS,
    "lineage": LINEAGE,
    "instruments": INSTRUMENTS,
    "quarters": QUARTERS,
    "years": YEARS,
    "metrics": METRICS_TABLE,
    "reasons": REASONS,
}

ADDED = frozenset({"tickers", "former_names"})
"""The tables that a snapshot may lack, and is whole without them: those of this schema's first days
do, and a build without former names writes no table of them."""
