"""A company as its filings up to an earlier day tell of it: nothing that came later is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.simulator.company import Company


def known_on(company: Company, day: date) -> Company:
    """Return the company without anything that is filed after ``day``."""
    return replace(
        company,
        reports_to=min(company.reports_to, day),
        amendments=tuple(each for each in company.amendments if each.filed <= day),
        loose=tuple(each for each in company.loose if each.filed <= day),
    )
