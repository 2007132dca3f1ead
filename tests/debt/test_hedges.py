"""Designated swaps that pay fixed, and what is none."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.debt.filing import DAY, M, filing

from screener.debt.hedges import swapped_to_fixed
from screener.sources.instance import DimensionalFact

RISK, RELATIONSHIP, DESIGNATION = (
    "DerivativeInstrumentRiskAxis", "HedgingRelationshipAxis", "HedgingDesignationAxis",
)  # fmt: skip


def notional(millions: float, *members: tuple[str, str], day: dt.date = DAY, unit: str = "USD",
             tag: str = "DerivativeNotionalAmount") -> DimensionalFact:  # fmt: skip
    dimensions = tuple(sorted((axis, f"{member}Member") for axis, member in members))
    return DimensionalFact(tag, False, dimensions, None, day, unit, -5, millions * M)


SWAP = (RISK, "InterestRateSwap")
CASH_FLOW = (RELATIONSHIP, "CashFlowHedging")


def test_of_a_table_and_its_total_the_total_counts() -> None:
    found = filing(
        notional(40, SWAP, CASH_FLOW, ("MaturityAxis", "Early")),
        notional(100, SWAP, CASH_FLOW),
        notional(60, SWAP, CASH_FLOW, ("MaturityAxis", "Late")),
    )
    assert swapped_to_fixed(found, DAY) == 100 * M


@pytest.mark.parametrize(
    "fact",
    [
        notional(100, SWAP, (RELATIONSHIP, "FairValueHedging")),
        notional(100, (RISK, "ForeignExchangeForward"), CASH_FLOW),
        notional(100, SWAP, CASH_FLOW, (DESIGNATION, "Nondesignated")),
        notional(100, SWAP),
        notional(100, SWAP, CASH_FLOW, day=dt.date(2023, 12, 31)),
        notional(100, SWAP, CASH_FLOW, unit="EUR"),
        notional(100, SWAP, CASH_FLOW, tag="DerivativeFairValueOfDerivativeLiability"),
    ],
)
def test_what_turns_no_floating_debt_into_fixed(fact: DimensionalFact) -> None:
    assert swapped_to_fixed(filing(fact), DAY) == 0.0
