"""Marks: companies set aside for a while, to be compared. They outlive filters and presets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screener.model.company import CompanyKey, company_key, company_label
from screener.model.words import counted
from screener.present.text import safe
from screener.screening.compile import seen
from screener.tui import glyphs

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state.session import Session

MOST_COMPARED = 4
"""How many companies stand side by side."""

HOW_TO_MARK = "Two marked companies can be compared: m marks the one under the cursor."


class Marks:
    """The marked companies in the order in which they were marked."""

    def __init__(self) -> None:
        self._rows: dict[CompanyKey, tuple[object, object]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: CompanyKey) -> bool:
        return key in self._rows

    def toggle(self, row: Row) -> bool:
        """Mark the company of a row or take its mark off; return whether it is marked now."""
        key = company_key(row)
        if self._rows.pop(key, None) is not None:
            return False
        self._rows[key] = (row["ticker"], row["name"])
        return True

    def clear(self) -> int:
        """Take all marks off; return how many there were."""
        count = len(self._rows)
        self._rows.clear()
        return count

    def rows(self, session: Session) -> tuple[Row, ...]:
        """Return the marked companies of the universe as the session's screen sees them.

        Of several share classes the one that was marked."""
        frame = seen(session.universe.metrics, session.screen)
        found: dict[CompanyKey, int] = {}
        names = zip(*(frame[name].to_list() for name in ("cik", "ticker", "name")), strict=True)
        for index, (cik, ticker, name) in enumerate(names):
            key = company_key({"cik": cik, "ticker": ticker, "name": name})
            if key in self._rows and (key not in found or self._rows[key] == (ticker, name)):
                found[key] = index
        return tuple(frame.row(found[key], named=True) for key in self._rows if key in found)


def toggle_mark(session: Session) -> str:
    """Mark the company looked at, or take its mark off."""
    if session.here is None:
        return "There is no company here to mark."
    here = session.here
    marked = session.marked.toggle(here)
    count = len(session.marked)
    name = safe(company_label(here["ticker"], here["name"], here["cik"]))
    total = counted(count, "company", "companies")
    if not marked:
        return f"{name} is no longer marked · {total} marked"
    then = "C compares them" if count > 1 else "m on another one, then C compares them"
    return f"{glyphs.MARKED} {name} is marked · {total} · {then}"


def clear_marks(session: Session) -> str:
    """Take all marks off."""
    count = session.marked.clear()
    if not count:
        return "No company is marked."
    return f"{counted(count, 'company', 'companies')} no longer marked"
