"""What a metric is: a named column with a unit, in a group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

US_TAX_RATE = 0.21
"""The federal rate on corporate income since 2018 (26 U.S.C. 11), for ``roic``."""


DEFAULT_RATE_MOVE = -0.0075
"""The move of short-term rates that is assumed unless another is asked for: a fall by 75 bp."""


class Unit(StrEnum):
    """What a metric's value is; decides its dtype in Parquet and its format on screen."""

    TEXT = "text"  # Utf8
    VERDICT = "verdict"  # Utf8: a few answers, among them unknown and n/a
    DATE = "date"  # Date
    FLAG = "flag"  # Boolean
    MONEY = "money"  # Float64, USD
    PRICE = "price"  # Float64, USD a share
    FRACTION = "fraction"  # Float64, 0.043 = 4.3 %
    MULTIPLE = "multiple"  # Float64, 3.2 = 3.2x
    COUNT = "count"  # Int64
    SHARES = "shares"  # Float64, number of shares
    PERCENTILE = "percentile"  # Float64, 0 to 1; of no metric, but of where one stands
    NUMBER = "number"  # Float64 of no unit, or of one that another column names; of no metric


class Group(StrEnum):
    """Where a metric stands in lists of columns."""

    IDENTITY = "identity"
    HOLDING = "holding"
    PERIOD = "period"
    GROWTH = "growth"
    PROFIT = "profitability"
    CASH_FLOW = "cash flow"
    BALANCE = "balance sheet"
    DEBT = "debt"
    ZOMBIE = "zombies"
    VALUE = "valuation"


@dataclass(frozen=True, slots=True)
class Metric:
    """A named column with a unit.

    ``label`` heads a table column; ``formula`` is for people; ``higher_is_better`` is None where
    neither direction is good; ``operands`` says whether the metric has lineage rows from which it
    can be recomputed. ``stands_for`` names the metric that this one means unless a screen chooses
    another (see ``Screen.meaning``); it is no column of the metrics table."""

    name: str
    label: str
    unit: Unit
    group: Group
    formula: str
    higher_is_better: bool | None = None
    operands: bool = False
    stands_for: str = ""
