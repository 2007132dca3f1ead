"""Facts for tests, in one line each: ``fact("Revenues", 100, "2024-01-01", "2024-12-31", ...)``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import polars as pl

from screener.fundamentals.concepts import CONCEPT_OF_TAG
from screener.fundamentals.metrics import Fundamentals, fundamentals
from screener.store.schema import FACTS

CIK = 9990009999

Fact = dict[str, Any]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def flow(
    tag: str,
    value: float,
    period: str,
    filed: str,
    form: str = "10-Q",
    *,
    unit: str = "USD",
    cik: int = CIK,
) -> Fact:
    """A fact over ``period`` (``"2024-01-01/2024-12-31"``), filed on a day under one accession."""
    start, _, end = period.partition("/")
    return {
        "cik": cik,
        "concept": CONCEPT_OF_TAG[tag],
        "tag": tag,
        "unit": unit,
        "start": day(start) if end else None,
        "end": day(end or start),
        "value": float(value),
        "filed": day(filed),
        "form": form,
        "accession": f"{cik:010d}-{filed[2:4]}-{filed[5:7]}{filed[8:10]}00",
    }


stock = flow
"""The same for an instant: ``period`` is one day."""


def frame(facts: Iterable[Fact]) -> pl.DataFrame:
    return pl.DataFrame(list(facts), schema=FACTS)


def company(**given: Any) -> pl.DataFrame:
    row = {
        "cik": CIK,
        "sic": None,
        "quantity": 1.0,
        "price": None,
        "price_date": None,
        "price_reason": None,
    } | given
    return pl.DataFrame(
        [row],
        schema={
            "cik": pl.Int64,
            "sic": pl.String,
            "quantity": pl.Float64,
            "price": pl.Float64,
            "price_date": pl.Date,
            "price_reason": pl.String,
        },
    )


def compute(facts: Iterable[Fact], as_of: str, **given: Any) -> Fundamentals:
    return fundamentals(frame(facts).lazy(), company(**given), day(as_of))


def metrics(facts: Iterable[Fact], as_of: str, **given: Any) -> dict[str, Any]:
    """The one company's metrics as a dict; empty where it has no newest period."""
    table = compute(facts, as_of, **given).metrics
    return table.row(0, named=True) if table.height else {}


def reason(computed: Fundamentals, metric: str) -> str | None:
    rows = computed.reasons.filter(pl.col("metric") == metric)
    return rows["reason"].item() if rows.height else None


def quarterly(
    tag: str,
    quarters: dict[int, tuple[float, float, float, float]],
    *,
    cash_flow: bool = False,
) -> list[Fact]:
    """Calendar-year filings of a flow: 10-Qs with quarter, year-to-date and comparatives; 10-Ks.

    A cash-flow tag is year-to-date only. There is never a fourth quarter.
    """
    facts: list[Fact] = []
    ends = ("03-31", "06-30", "09-30", "12-31")
    starts = ("01-01", "04-01", "07-01", "10-01")
    filings = ("05-05", "08-05", "11-05")
    for year in quarters:
        for number in range(3):
            filed = f"{year}-{filings[number]}"
            for shown in (year, year - 1):
                if shown not in quarters:
                    continue
                amounts = quarters[shown]
                to_date = f"{shown}-01-01/{shown}-{ends[number]}"
                facts.append(flow(tag, sum(amounts[: number + 1]), to_date, filed))
                if number and not cash_flow:
                    period = f"{shown}-{starts[number]}/{shown}-{ends[number]}"
                    facts.append(flow(tag, amounts[number], period, filed))
        for shown in (year, year - 1, year - 2):
            if shown in quarters:
                period = f"{shown}-01-01/{shown}-12-31"
                facts.append(flow(tag, sum(quarters[shown]), period, f"{year + 1}-02-20", "10-K"))
    return facts
