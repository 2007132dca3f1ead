"""EDGAR's daily form index: who filed what on a day, in columns of fixed width.

The form of real ones of 2026 (``daily-index/2026/QTR3/form.20260909.idx``): nine lines of preamble,
whose labels don't stand above the columns; then form (17 characters), company (62), CIK (12), day
(12) and the path of the filing, padded. It is sorted by form, then by company.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.simulator.company import Company
from tests.simulator.exchange import history

FIRST_DAY = date(2026, 1, 1)
"""Nobody asks for older indices: what was filed then is in every other file."""

_LABELS = (
    "Form Type   Company Name                                                  CIK         "
    "Date Filed  File Name"
)
_ROW = "{form:<17}{name:<62.60}{cik:<12}{filed:%Y%m%d}    {path:<44}"


class DailyIndex:
    """Collects the filings of a market by day; a line each is all that it keeps."""

    def __init__(self) -> None:
        self._lines: dict[date, list[str]] = {}

    def add(self, company: Company) -> None:
        """Add the company's filings since :data:`FIRST_DAY`."""
        for accession, filed, _, form in history(company):
            if filed >= FIRST_DAY:
                path = f"edgar/data/{company.cik}/{accession}.txt"
                line = row(form, company.title, company.cik, filed, path)
                self._lines.setdefault(filed, []).append(line)

    def write(self, folder: Path) -> None:
        """Write ``daily-index/YYYY/QTRn/form.YYYYMMDD.idx`` for each day with filings."""
        for day, lines in sorted(self._lines.items()):
            place = folder / "daily-index" / f"{day.year}" / f"QTR{(day.month + 2) // 3}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"form.{day:%Y%m%d}.idx").write_text(page(day, lines), encoding="utf-8")


def row(form: str, name: str, cik: int, filed: date, path: str) -> str:
    """Return the line of one filing."""
    return _ROW.format(form=form, name=name, cik=cik, filed=filed, path=path)


def page(day: date, rows: Iterable[str]) -> str:
    """Return the whole index of a day."""
    return "\n".join([*_preamble(day), *sorted(rows), ""])


def _preamble(day: date) -> list[str]:
    return [
        "Description:           Daily Index of EDGAR Dissemination Feed by Form Type",
        f"Last Data Received:    {day:%b} {day.day}, {day.year}",
        "Comments:              webmaster@sec.gov",
        "Anonymous FTP:         ftp://ftp.sec.gov/edgar/",
        " ", " ", " ",
        _LABELS,
        "-" * 141,
    ]  # fmt: skip
