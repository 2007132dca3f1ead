"""Interest-rate swaps that a filing designates as hedges: they turn floating debt into fixed.

A cash-flow hedge of a variable rate pays fixed; a fair-value hedge of a bond receives fixed and is
left out. The kind of an instrument stays that of its contract; the swaps stand beside it.
"""

from __future__ import annotations

import datetime as dt
import re

from screener.sources.instance import DimensionalFact, Instance

_NOTIONAL = re.compile(
    r"^(?:DerivativeNotionalAmount|DerivativeLiabilityNotionalAmount|DerivativeAssetNotionalAmount"
    r"|NotionalAmountOfInterestRate(?:CashFlowHedge|FairValueHedge)?Derivatives"
    r"|DerivativeAmountOfHedgedItem)$"
)
_INTEREST = re.compile(r"InterestRate|Swap")
_OTHER_RISK = re.compile(r"Currency|Foreign|Commodity|Equity|Energy|Credit|Fuel|Forward|Treasury")
_PAYS_FIXED = re.compile(r"CashFlowHedg|PayFixed|FloatingToFixed|VariableToFixed")


def swapped_to_fixed(instance: Instance, day: dt.date) -> float:
    """Return the notional amount (USD) of the designated interest-rate swaps that pay fixed at
    ``day``; of overlapping statements the largest, because a table and its total stand side by
    side."""
    fixed = 0.0
    for fact in instance.facts:
        if not _is_notional(fact, day):
            continue
        words = fact.name + " ".join(axis + member for axis, member in fact.dimensions)
        if _OTHER_RISK.search(words) or not _INTEREST.search(words) or fact.value is None:
            continue
        if _PAYS_FIXED.search(words):
            fixed = max(fixed, fact.value)
    return fixed


def _is_notional(fact: DimensionalFact, day: dt.date) -> bool:
    return (
        fact.start is None
        and fact.end == day
        and fact.unit == "USD"
        and bool(_NOTIONAL.match(fact.name))
        and not any("Nondesignated" in member for _, member in fact.dimensions)
    )
