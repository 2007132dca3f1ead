"""The instance of the newest quarterly report: with a debt note, without one, or none to be had.

A quarterly report need not say again what the annual one said of each loan. Many do, some state the
balance sheet and no more; the amounts are then those of the quarter's end. No traps are built in:
they are the annual notes' (``debt_traps``)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from tests.simulator.company import Company
from tests.simulator.debt_instruments import annual_filing, chance_of
from tests.simulator.debt_note import BY_INSTRUMENT, Note, plain_note
from tests.simulator.filings import Filing, filings


class Quarterly(StrEnum):
    """What the newest quarterly report's instance holds."""

    NOTE = "a debt note"
    BARE = "cover, balance sheet and flows"
    ABSENT = "nothing: the regulator shows no instance of it"


def quarterly_filing(company: Company, as_of: date) -> Filing | None:
    """Return the newest quarterly report filed by a day; None where an annual one is newer."""
    known = [filing for filing in filings(company) if filing.filed <= as_of]
    return known[-1] if known and known[-1].period != "FY" else None


def quarterly_note(company: Company, as_of: date) -> tuple[Note, Quarterly] | None:
    """Return the note of the newest quarterly report and what its instance holds; None where there
    is no report newer than the annual one."""
    filing = quarterly_filing(company, as_of)
    if filing is None or annual_filing(company, as_of) is None:
        return None
    note = plain_note(company, filing)
    often = 0.6 if note.items and note.tagging == BY_INSTRUMENT else 0.0
    weights = (often, 0.6 * (1 - often), 0.4 * (1 - often))
    kind = chance_of(company, "quarterly").choices(list(Quarterly), weights)[0]
    return note, kind
