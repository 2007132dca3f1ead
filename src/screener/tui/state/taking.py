"""Taking something out of the screen: the ticker, the row, the newest filing's address."""

from __future__ import annotations

import csv

import polars as pl

from screener.model.metric import METRICS
from screener.model.words import counted
from screener.present.links import filing_url
from screener.present.tables.csv_file import csv_bytes
from screener.present.text import safe
from screener.screening.compile import columns
from screener.screening.explain import summary
from screener.tui.state.session import Session

_NOBODY = "There is no company here."


def ticker_of(session: Session) -> str:
    """Return the ticker of the company looked at, made harmless; "" for none."""
    here = session.here
    return safe(str(here["ticker"] or "")) if here is not None else ""


def row_of(session: Session) -> str:
    """Return the shown columns of the company looked at with tabs between them, the values as a CSV
    holds them; "" where there is no company."""
    if session.here is None:
        return ""
    rows = session.result.rows
    if session.other is None:
        row = rows.slice(session.cursor, 1)
        names = columns(session.screen, session.percentiles)
    else:
        row = pl.DataFrame([session.other], schema={name: rows.schema[name] for name in METRICS})
        names = tuple(dict.fromkeys(session.screen.columns))
    _, values = csv.reader(csv_bytes(row.select(names)).decode().splitlines())
    return "\t".join(values)


def taken(session: Session, what: str) -> tuple[str, str]:
    """Return what to copy, the "ticker" or the "row" of the company looked at, "" for nothing; and
    what to say of it."""
    if session.here is None:
        return "", _NOBODY
    ticker = ticker_of(session)
    if what == "ticker":
        return (ticker, f"Copied {ticker}") if ticker else ("", "This holding has no ticker.")
    row = row_of(session)
    width = counted(row.count("\t") + 1, "column")
    return row, f"Copied the row of {ticker or 'this holding'}: {width}"


def newest_filing(session: Session) -> tuple[str, str]:
    """Return the address of the newest filing behind the figures of the company looked at, "" for
    none known; and then what to say of it.

    Raise :class:`screener.errors.SnapshotError` where the snapshot is damaged."""
    here = session.here
    if here is None:
        return "", _NOBODY
    found = summary(session.universe, here, session.screen)
    urls = (filing_url(here["cik"], accession) for accession, _, _ in found.accessions)
    address = next((url for url in urls if url), "")
    unknown = f"No filing of {ticker_of(session) or 'this holding'} is known."
    return address, "" if address else unknown
