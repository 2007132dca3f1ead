"""Figures that later filings state otherwise: amended, corrected, recast after a sale, split."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.simulator.calendars import Quarter
from tests.simulator.company import Amendment, Company, Line, LooseFact, Revision, Shape, Split
from tests.simulator.filings import Filing, filings
from tests.simulator.model import Figures, figures, quarters, thousands
from tests.simulator.tags import income

SOLD = 0.2
"""The part of the business that is sold."""

DISCONTINUED = income("discontinued", "IncomeLossFromDiscontinuedOperationsNetOfTax")


def amended(company: Company, chance: Random) -> Company:
    """A partial 10-K/A lowers last year's profit by a tenth."""
    year = next(y for y in reversed(company.calendar) if y.quarters[-1].end < date(2025, 1, 31))
    last = quarters(company).index(year.quarters[-1])
    income_of_year = sum(row["net"] for row in figures(company)[last - 3 : last + 1])
    delta = thousands(-abs(income_of_year) / 1e6 * 0.1)
    filed = date(year.quarters[-1].end.year + 1, 10, 20)
    revision = Revision("net", year.quarters[-1].end, delta, since=filed)
    amendment = Amendment(year.quarters[-1].end, filed, ("net", "pretax", "tax", "equity"))
    return replace(company, revisions=(revision,), amendments=(amendment,))


def corrected(company: Company, chance: Random) -> Company:
    """The filings of the next year state this one's sales, and all below them, 3 % lower."""
    _, annual, following = _annual_report(company)
    revisions = [
        Revision(item, quarter.end, -thousands(row["revenue"] / 1e6 * 0.03), since=following.filed)
        for quarter, row in _rows(company, annual.first, annual.last)
        for item in ("revenue", "gross_profit", "operating_income", "pretax", "net")
    ]
    return replace(company, revisions=tuple(revisions))


def recast(company: Company, chance: Random) -> Company:
    """The newest 10-Q restates last year's quarter after a divestiture; the year isn't restated.

    Whoever took the sold business out of that quarter took it out of the others, too, but no filing
    has said so yet: nothing over twelve months is on one basis."""
    newest = [filing for filing in filings(company) if filing.filed <= date(2026, 5, 5)][-1]
    return _divested(company, newest.filed)


def recast_by_8k(company: Company, chance: Random) -> Company:
    """After a divestiture an 8-K restates the whole statements of the last annual report."""
    year_end, annual, _ = _annual_report(company)
    filed = annual.filed + timedelta(days=7)
    divested = _divested(company, filed)
    return replace(divested, amendments=(Amendment(year_end, filed, form="8-K"),))


def split(company: Company, chance: Random) -> Company:
    """Shares are split, merged, or given out as a dividend; a fact may tell the ratio."""
    day = chance.choice((date(2024, 8, 20), date(2025, 9, 15), date(2026, 1, 12)))
    ratio = chance.choice((2.0, 3.0, 1.5, 1.1, 0.1, 0.05))
    tagged = chance.random() < 0.5
    loose = company.loose
    if tagged:
        form = next((filing for filing in filings(company) if filing.filed >= day), None)
        if form:
            loose = (
                *loose,
                LooseFact("StockholdersEquityNoteStockSplitConversionRatio1", day, ratio,
                          form.form, form.filed, day, "pure"),
            )  # fmt: skip
    return replace(company, split=Split(ratio, day, tagged), loose=loose)


def _annual_report(company: Company) -> tuple[date, Filing, Filing]:
    """The year-end, the annual report on the year to the middle of 2025 at the latest, and the
    report after it."""
    ends = quarters(company)
    all_filings = filings(company)
    number = max(
        n
        for n, filing in enumerate(all_filings[:-1])
        if filing.period == "FY" and ends[filing.last].end < date(2025, 7, 1)
    )
    annual = all_filings[number]
    return ends[annual.last].end, annual, all_filings[number + 1]


def _divested(company: Company, filed: date) -> Company:
    """Filings from a day on state every quarter before it without the part that is sold."""
    revisions = []
    last = max(n for n, quarter in enumerate(quarters(company)) if quarter.end < filed)
    newest = max(f.last for f in filings(company) if f.filed < filed)
    for quarter, row in _rows(company, 0, min(last, newest)):
        for item, delta in _without_the_sold(row).items():
            revisions.append(Revision(item, quarter.end, delta, since=filed))
    line = Line(DISCONTINUED.item, DISCONTINUED.tag, Shape.INCOME, since=filed)
    return replace(company, revisions=tuple(revisions), add=(*company.add, line))


def _without_the_sold(row: Figures) -> Figures:
    def part(item: str, size: float = SOLD) -> int:
        return -thousands(row[item] / 1e6 * size)

    change = {item: part(item) for item in ("revenue", "cost", "contract_part")}
    change["overhead"] = part("overhead", SOLD * 0.8)
    change["gross_profit"] = change["revenue"] - change["cost"]
    change["operating_income"] = change["gross_profit"] - change["overhead"]
    change["pretax"] = change["operating_income"]
    change["tax"] = thousands(change["pretax"] / 1e6 * 0.22)
    change["discontinued"] = change["tax"] - change["pretax"]
    return change


def _rows(company: Company, first: int, last: int) -> list[tuple[Quarter, Figures]]:
    period = slice(first, last + 1)
    return list(zip(quarters(company)[period], figures(company)[period], strict=True))
