"""Small filings, fact by fact, as a debt note tags them."""

from __future__ import annotations

import datetime as dt

from screener.sources.instance import DimensionalFact, Instance

DAY = dt.date(2024, 12, 31)
M = 1_000_000.0

AXES = {
    "loan": "DebtInstrumentAxis",
    "type": "LongtermDebtTypeAxis",
    "facility": "CreditFacilityAxis",
    "rate": "VariableRateAxis",
    "entity": "LegalEntityAxis",
    "range": "RangeAxis",
    "basis": "FairValueByMeasurementBasisAxis",
    "later": "SubsequentEventTypeAxis",
    "lender": "LenderNameAxis",
    "held": "FairValueByAssetClassAxis",
}


def owed(
    tag: str,
    millions: float,
    *,
    day: dt.date = DAY,
    unit: str = "USD",
    own: bool = False,
    **members: str,
) -> DimensionalFact:
    """Return an amount at a day. ``members``: by the short names of ``AXES``, without "Member"."""
    return DimensionalFact(
        tag, own, _dimensions(members), None, day, unit, -5, round(millions * M), None
    )


def rate(
    tag: str,
    value: float,
    *,
    day: dt.date = DAY,
    start: dt.date | None = None,
    own: bool = False,
    **members: str,
) -> DimensionalFact:
    """Return a rate, as a fraction."""
    return DimensionalFact(tag, own, _dimensions(members), start, day, "pure", 4, value, None)


def spread(value: float, *, day: dt.date = DAY, **members: str) -> DimensionalFact:
    """Return a spread over a variable rate."""
    return rate("DebtInstrumentBasisSpreadOnVariableRate1", value, day=day, **members)


def coupon(value: float, *, day: dt.date = DAY, **members: str) -> DimensionalFact:
    """Return a stated rate."""
    return rate("DebtInstrumentInterestRateStatedPercentage", value, day=day, **members)


def words(tag: str, text: str, *, day: dt.date = DAY, **members: str) -> DimensionalFact:
    """Return a text, which stands over the year."""
    start = dt.date(day.year, 1, 1)
    return DimensionalFact(tag, False, _dimensions(members), start, day, text=text)


def note(*rows: tuple[str, ...]) -> DimensionalFact:
    """Return a debt note that holds one table."""
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return words("DebtDisclosureTextBlock", f"<div>Debt<table>{lines}</table></div>")


def filing(*facts: DimensionalFact, day: dt.date = DAY) -> Instance:
    """Return a filing with a balance sheet at ``day``."""
    sheet = DimensionalFact("Assets", False, (), None, day, "USD", -3, 1000 * M)
    return Instance("Maker Inc.", 7, "10-K", day, (sheet, *facts))


def _dimensions(members: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((AXES[axis], f"{member}Member") for axis, member in members.items()))
