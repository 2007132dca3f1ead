"""The right answers by quarter: what the filings of a day say of each of a company's quarters."""

from __future__ import annotations

from datetime import date

from tests.simulator.company import Company, Kind
from tests.simulator.filings import Filing, Span, cover_count, filings, value
from tests.simulator.knowable import Known, knowable
from tests.simulator.model import quarters
from tests.simulator.tags import lines
from tests.simulator.truth import Figure, debt, ebit, interest

QUARTER_FLOWS = (
    "revenue", "gross_profit", "operating_income", "net_income", "interest_expense",
    "operating_cash_flow", "capex",
)  # fmt: skip
QUARTER_COLUMNS = (
    "cik", "period_start", "period_end", *QUARTER_FLOWS, "cash", "assets", "equity", "total_debt",
    "shares", "or_unknown",
)  # fmt: skip
"""Flows of the quarter; balances at its end; ``shares`` of the cover page of its report."""


def quarterly(company: Company, as_of: date) -> list[dict[str, Figure]]:
    """Return a row for each quarter of which the filings of the day determine any flow.

    An empty figure means that "unknown" is the right answer; ``or_unknown`` names those for which
    it is right, too."""
    if not company.has_facts or company.unknown:
        return []
    own = {filing.last: filing for filing in filings(company) if filing.filed <= as_of}
    rows = []
    for index, quarter in enumerate(quarters(company)):
        known = _flows(company, Span(index, index), as_of)
        if any(known.values()):
            row: dict[str, Figure] = {
                "cik": company.cik,
                "period_start": quarter.start.isoformat(),
                "period_end": quarter.end.isoformat(),
            }
            row |= {name: each.value if each else None for name, each in known.items()}
            row |= _position(company, index, own.get(index))
            # Before the first comparative only the half less its second quarter tells of the first.
            early = index < min(own) - 4
            doubted = [name for name, each in known.items() if each and (early or not each.sure)]
            if index < min(own) and any(line.scale < 0 for line in lines(company)):
                doubted.append("interest_expense")  # what was paid would show its sign
            if any(a.items and a.year_end == quarter.end <= as_of for a in company.amendments):
                doubted.append("net_income")  # an amended year less quarters of before
            row["or_unknown"] = " ".join(doubted)
            rows.append(row)
    return rows


def _flows(company: Company, span: Span, as_of: date) -> dict[str, Known | None]:
    def flow(item: str) -> Known | None:
        return knowable(company, item, span, as_of, older=True)

    revenue = flow("revenue")
    if company.kind is Kind.BIOTECH and flow("research"):
        revenue = Known(0, sure=False)  # of one quarter, silence may be anything
    return {
        "revenue": revenue,
        "gross_profit": flow("gross_profit"),
        "operating_income": ebit(company, span, as_of, older=True),
        "net_income": flow("net"),
        "interest_expense": interest(company, span, as_of, older=True),
        "operating_cash_flow": flow("operating_cash_flow"),
        "capex": flow("capex"),
    }


def _position(company: Company, index: int, own: Filing | None) -> dict[str, Figure]:
    names = ("cash", "assets", "equity", "total_debt", "shares")
    if own is None:
        return dict.fromkeys(names)
    day = Span(index, index)
    row: dict[str, Figure] = {item: value(company, item, day, own.filed) for item in names[:3]}
    count = cover_count(company, own) if company.cover == "true" else None
    return row | {"total_debt": debt(company, day, own.filed), "shares": count}
