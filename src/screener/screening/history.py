"""A company's last quarters: what a chart of revenue, margin and coverage draws."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import polars as pl

from screener.model.verdict import Unknown
from screener.screening.universe import Row, Universe

QUARTERS = 12
"""How many periods are looked back."""

_QUARTER_DAYS = 365.25 / 4
_FIGURES = ("revenue", "net_income", "operating_income", "interest_expense")


@dataclass(frozen=True, slots=True)
class History:
    """A company's periods, oldest first; one that no filing gives is None in every series.

    ``ends``: the periods' last days. ``revenue`` in USD; ``margin`` is net income / revenue, where
    there is revenue; ``coverage`` operating income / interest expense, where there is interest and
    the debt is not the company's business."""

    unit: Literal["quarter", "fiscal year"]
    ends: tuple[dt.date | None, ...]
    revenue: tuple[float | None, ...]
    margin: tuple[float | None, ...]
    coverage: tuple[float | None, ...]


def history(universe: Universe, row: Row, count: int = QUARTERS) -> History | None:
    """Return the last ``count`` quarters of a company up to the as-of date; fiscal years where it
    has no quarters, None where it has neither. ``row`` is of ``universe.metrics``."""
    as_of = row["as_of"] or universe.snapshot.manifest.as_of
    covers = not _debt_is_its_business(universe, row)
    for unit, table in (("quarter", "quarters"), ("fiscal year", "years")):
        stored = universe.of_company(table, row["cik"])
        frame = stored.filter(pl.col("period_end") <= as_of).sort("period_end")
        if frame.select(pl.any_horizontal(pl.col(_FIGURES).is_not_null().any())).item():
            days = _QUARTER_DAYS if unit == "quarter" else 365.25
            slots = _slots(frame, days, count)
            return History(
                "quarter" if unit == "quarter" else "fiscal year",
                tuple(None if slot is None else slot["period_end"] for slot in slots),
                tuple(None if slot is None else slot["revenue"] for slot in slots),
                tuple(_quotient(slot, "net_income", "revenue") for slot in slots),
                tuple(
                    _quotient(slot, "operating_income", "interest_expense") if covers else None
                    for slot in slots
                ),
            )
    return None


def _slots(frame: pl.DataFrame, days: float, count: int) -> list[Row | None]:
    """The last periods, each in its place: between those that are further apart than one period
    stand gaps. Quarters have 12 to 17 weeks, so that the distance is rounded."""
    slots: list[Row | None] = []
    before: dt.date | None = None
    for period in frame.select("period_end", *_FIGURES).iter_rows(named=True):
        end: dt.date = period["period_end"]
        if before is not None:
            missing = round((end - before).days / days) - 1
            slots += [None] * min(max(missing, 0), count)
        slots.append(period)
        before = end
    last = slots[-count:]
    while last and last[0] is None:  # a chart begins with a period that is known
        del last[0]
    return last


def _quotient(slot: Row | None, part: str, whole: str) -> float | None:
    if slot is None or slot[part] is None or slot[whole] is None or slot[whole] <= 0:
        return None
    return float(slot[part] / slot[whole])


def _debt_is_its_business(universe: Universe, row: Row) -> bool:
    reasons = universe.of_company("reasons", row["cik"]).filter(
        pl.col("metric") == "interest_coverage",
        pl.col("kind") == Unknown.NOT_MEANINGFUL.value,
    )
    return reasons.height > 0
